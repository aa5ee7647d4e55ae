"""Resources: functions that give what is at an address, or at all addresses of a form.

Spec: server/resources
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypedDict, cast

from pydantic import ValidationError
from pydantic_core import to_json

from mcprism.context import Context
from mcprism.errors import INTERNAL_ERROR, InvalidParams, ProtocolError, described
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer
from mcprism.server.declarations.callee import Callee, callee_of_function, said
from mcprism.server.declarations.completions import Completer, choices_of
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.media import Audio, Image, mime_type_of
from mcprism.server.declarations.results import check_version, written
from mcprism.server.declarations.uri_templates import UriTemplate, leads_elsewhere
from mcprism.tool_options import check_options
from mcprism_types import v2026_07_28 as home
from mcprism_types.v2026_07_28 import Icon

_CONTENTS: Final = (home.TextResourceContents, home.BlobResourceContents)


class ResourceFields(TypedDict, total=False):
    """The fields of `ResourceOptions`, as keywords."""

    name: str | None
    title: str | None
    description: str | None
    mime_type: str | None
    size: int | None
    audience: Sequence[Literal["user", "assistant"]]
    priority: float | None
    icons: Sequence[Icon]
    meta: Mapping[str, Any] | None
    tags: Sequence[str]
    timeout: float | None
    inline: bool
    any_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOptions:
    """What is said of a resource.

    Raises:
        ValueError, TypeError: something does not fit.
    """

    name: str | None = None
    """Its name for programs; by default that of the function."""
    title: str | None = None
    """Its name for people."""
    description: str | None = None
    """What it has; by default the docstring, without its part about parameters."""
    mime_type: str | None = None
    """What kind of contents it has; by default what is returned says it."""
    size: int | None = None
    """Bytes that it has, where that is known. Templates have none."""
    audience: Sequence[Literal["user", "assistant"]] = ()
    """Whom it is for."""
    priority: float | None = None
    """How much it matters, from 0 to 1."""
    icons: Sequence[Icon] = ()
    meta: Mapping[str, Any] | None = None
    """What is listed as its `_meta`."""
    tags: Sequence[str] = ()
    """What it belongs to, for the server's own use."""
    timeout: float | None = None
    """Seconds that reading may take; None: as long as it takes."""
    inline: bool = False
    """Whether a function that is not async runs in the event loop, which it then must not hold up, and in no thread."""
    any_path: bool = False
    """Whether variables may be what leads elsewhere as a path, such as `../x`; otherwise that is refused."""

    def __post_init__(self) -> None:
        check_options(icons=self.icons, meta=self.meta, timeout=self.timeout, tags=self.tags, audience=self.audience)
        if self.priority is not None and not 0 <= self.priority <= 1:
            raise ValueError(f"priority: must be from 0 to 1, not {self.priority!r:.50}")
        if self.size is not None and self.size < 0:
            raise ValueError(f"size: must be at least 0 bytes, not {self.size!r:.50}")
        for role in self.audience:
            if role not in ("user", "assistant"):
                raise ValueError(f"audience: must be user and assistant, or one of them, not {role!r:.50}")


class Resource:
    """A declared resource, or template of resources.

    Args:
        target: the function.
        uri: its address; one with variables, `notes://{day}`, makes it a template.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a resource, its parameters are not the variables, or an option does not fit.
    """

    __slots__ = ("_callee", "argument_names", "completers", "definition", "name", "options", "template", "where")

    def __init__(self, target: Callable[..., Any], uri: str, fields: ResourceFields) -> None:
        options = ResourceOptions(**fields)
        self.options: Final = options
        self._callee: Final[Callee] = callee_of_function(target)
        self._callee.check_limits(inline=options.inline, timeout=options.timeout)
        self.where: Final[str] = self._callee.where
        """What was declared, for error texts."""
        self.name: Final[str] = uri
        """The address, or the template: no two have the same."""
        self.template: Final[UriTemplate] = UriTemplate.of(uri)
        _check_parameters(self._callee, self.template)
        name = options.name or getattr(target, "__name__", "")
        if not name or name == "<lambda>":
            raise ValueError(f"{self.where} has no name of its own: give it one with name=")
        if self.template.names and options.size is not None:
            raise ValueError(f"{self.where}: a template of resources has no size")
        self.argument_names: Final[Sequence[str]] = self.template.names
        """What can be completed."""
        self.completers: Final[dict[str, Completer]] = choices_of(self._callee.arguments.schema, kinds=(str, bool))
        """What completes them: those that are one of a few values, and what is declared."""
        self.definition: Final[JsonObject] = _definition(name, self.template, self._callee, options)
        """What it is listed as, in the newest version."""

    async def read(self, uri: str, variables: Mapping[str, str], context: Context) -> JsonObject:
        """What is there, as a result of the newest version.

        Raises:
            InvalidParams: the variables do not fit.
            Exception: what the function raised; what it says in a ToolError is told as an error.
        """
        if not self.options.any_path:
            for name, value in variables.items():
                if leads_elsewhere(value):
                    text = f"{uri:.200}: {name} must not lead elsewhere as a path, got {value!r:.100}"
                    raise InvalidParams(text, data={"uri": uri})
        try:
            given = self._callee.arguments.read(variables)
        except ValidationError as error:
            text = f"{uri:.200} is none of {self.name}:\n{described(error, variables)}"
            raise InvalidParams(text, data={"uri": uri}) from None
        try:
            value = await self._callee.run(given, context, inline=self.options.inline, timeout=self.options.timeout)
        except Exception as error:
            told = said(error)
            if told is None:
                raise
            raise ProtocolError(f"{uri:.200}: {told}", code=INTERNAL_ERROR) from error
        if isinstance(value, home.ReadResourceResult | home.InputRequiredResult):
            return written(value, f"the resource {self.name}")
        return {
            "contents": _contents(value, uri, self),
            "resultType": "complete",
            "ttlMs": 0,
            "cacheScope": "private",
        }


def reading(resources: Register[Resource], templates: Register[Resource]) -> Answer:
    """What answers resources/read. Raises InvalidParams where nothing is, and what `Resource.read` raises."""

    async def read(params: JsonObject, context: Context) -> JsonObject:
        uri: str = params["uri"]
        resource = resources.get(uri)
        if resource is not None:
            return await resource.read(uri, {}, context)
        # One that is disabled is not read by way of a template either.
        for template in () if uri in resources else templates:
            variables = template.template.match(uri)
            if variables is not None:
                return await template.read(uri, variables, context)
        raise InvalidParams(resources.unknown(uri), data={"uri": uri})

    return read


def _check_parameters(callee: Callee, template: UriTemplate) -> None:
    names = set(template.names)
    more = names - set(callee.parameters)
    if more:
        raise TypeError(f"{callee.where}: no parameter takes {', '.join(sorted(more))} of {template.text!r:.200}")
    missing = set(callee.arguments.schema.get("required", ())) - names
    if missing:
        raise TypeError(
            f"{callee.where}: nothing in {template.text!r:.200} is {', '.join(sorted(missing))}: name it there as "
            "{name}, or give it a default"
        )


def _contents(value: Any, uri: str, resource: Resource) -> list[JsonObject]:
    check_version(value, f"the resource {resource.name}")
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        for item in items:
            check_version(item, f"the resource {resource.name}")
        if any(isinstance(item, (*_CONTENTS, bytes, Image, Audio)) for item in items):
            return [content for item in items for content in _contents(item, uri, resource)]
    if isinstance(value, _CONTENTS):
        return [written(value, f"the resource {resource.name}")]
    mime_type = resource.options.mime_type
    if isinstance(value, str):
        return [{"uri": uri, "mimeType": mime_type or "text/plain", "text": value}]
    if isinstance(value, Image | Audio):
        mime_type, value = mime_type or value.mime_type, value.data
    if isinstance(value, bytes):
        kind = mime_type or mime_type_of(value) or "application/octet-stream"
        return [{"uri": uri, "mimeType": kind, "blob": b64encode(value).decode()}]
    return [{"uri": uri, "mimeType": mime_type or "application/json", "text": to_json(value).decode()}]


def _definition(name: str, template: UriTemplate, callee: Callee, options: ResourceOptions) -> JsonObject:
    hints: JsonObject = {}
    if options.audience:
        hints["audience"] = list(options.audience)
    if options.priority is not None:
        hints["priority"] = options.priority
    members: JsonObject = {
        "uriTemplate" if template.names else "uri": template.text,
        "name": name,
        "title": options.title,
        "description": callee.description if options.description is None else options.description,
        "mimeType": options.mime_type,
        "size": options.size,
        "annotations": hints or None,
        "icons": [icon.to_wire() for icon in options.icons] or None,
        "_meta": None if options.meta is None else dict(options.meta),
    }
    return {member: value for member, value in members.items() if value is not None}
