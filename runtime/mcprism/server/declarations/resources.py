"""Resources: functions that give what is at an address, or at all addresses of a form.

Spec: server/resources
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from pydantic import ValidationError
from pydantic_core import to_json

from mcprism.context import Context
from mcprism.declaration_options import DeclarationFields, DeclarationOptions, check_list
from mcprism.errors import INTERNAL_ERROR, InvalidParams, ProtocolError, described
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer
from mcprism.server.declarations.callee import Callee, callee_of_function, said
from mcprism.server.declarations.completions import choices_of
from mcprism.server.declarations.declaration import Declaration, name_of_function
from mcprism.server.declarations.file_contents import FileContent
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.media import Audio, Image, mime_type_of
from mcprism.server.declarations.paging import milliseconds
from mcprism.server.declarations.results import check_version, written
from mcprism.server.declarations.uri_templates import UriTemplate, leads_elsewhere
from mcprism_types import v2026_07_28 as home

_CONTENTS: Final = (home.TextResourceContents, home.BlobResourceContents)


class ResourceFields(DeclarationFields, total=False):
    """The fields of `ResourceOptions`, as keywords."""

    mime_type: str | None
    size: int | None
    audience: Sequence[Literal["user", "assistant"]]
    priority: float | None
    any_path: bool
    ttl: float
    cache: Literal["public", "private"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOptions(DeclarationOptions):
    """What is said of a resource.

    Raises:
        ValueError, TypeError: something does not fit.
    """

    mime_type: str | None = None
    """What kind of contents it has; by default what is returned says it."""
    size: int | None = None
    """Bytes that it has, where that is known. Templates have none."""
    audience: Sequence[Literal["user", "assistant"]] = ()
    """Whom it is for."""
    priority: float | None = None
    """How much it matters, from 0 to 1."""
    any_path: bool = False
    """Whether variables may be what leads elsewhere as a path, such as `../x`; otherwise that is refused."""
    ttl: float = 0
    """Seconds for which clients may use again what they have read, as far as their version says that (2026-07-28)."""
    cache: Literal["public", "private"] = "private"
    """Who may: whoever reads, by way of a cache in between, or only the one whom it was sent to."""

    def __post_init__(self) -> None:
        DeclarationOptions.__post_init__(self)
        check_list("audience", self.audience)
        if self.priority is not None and not 0 <= self.priority <= 1:
            raise ValueError(f"priority: must be from 0 to 1, not {self.priority!r:.50}")
        if self.size is not None and self.size < 0:
            raise ValueError(f"size: must be at least 0 bytes, not {self.size!r:.50}")
        for role in self.audience:
            if role not in ("user", "assistant"):
                raise ValueError(f"audience: must be user and assistant, or one of them, not {role!r:.50}")
        if self.cache not in ("public", "private"):
            raise ValueError(f"cache: must be public or private, not {self.cache!r:.50}")
        milliseconds("ttl", self.ttl)

    def annotations(self) -> JsonObject:
        """What it is listed with beside what it is."""
        hints: JsonObject = {}
        if self.audience:
            hints["audience"] = list(self.audience)
        if self.priority is not None:
            hints["priority"] = self.priority
        return hints


class Resource(Declaration[ResourceOptions]):
    """A declared resource, or template of resources.

    Args:
        target: the function.
        uri: its address; one with variables, `notes://{day}`, makes it a template.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a resource, its parameters are not the variables, or an option does not fit.
    """

    __slots__ = ("_ttl_ms", "template")
    # No two have the same address, and what is in an address is understood by whoever made it.
    has_prefix = False

    def __init__(self, target: Callable[..., Any], uri: str, fields: ResourceFields) -> None:
        options = ResourceOptions(**fields)
        callee = callee_of_function(target)
        self.template: Final[UriTemplate] = UriTemplate.of(uri)
        _check_parameters(callee, self.template)
        name = name_of_function(target, options, callee.where)
        if self.template.names and options.size is not None:
            raise ValueError(f"{callee.where}: a template of resources has no size")
        self._ttl_ms: Final = milliseconds("ttl", options.ttl)
        # It is called for by its address, or that of its template.
        super().__init__(callee, uri, _definition(name, self.template, callee, options), options)
        self.argument_names = self.template.names
        self.completers = choices_of(callee.arguments.schema, kinds=(str, bool))

    async def read(self, uri: str, variables: Mapping[str, str], context: Context) -> JsonObject:
        """What is there, as a result of the newest version.

        Raises:
            InsufficientScope: whoever asks has not been granted what it takes.
            InvalidParams: the variables do not fit.
            Exception: what the function raised; what it says in a ToolError is told as an error.
        """
        context = self.admitted(context)
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
            "ttlMs": self._ttl_ms,
            "cacheScope": self.options.cache,
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
        raise InvalidParams(_unknown(uri, resources, templates), data={"uri": uri})

    return read


def _unknown(uri: str, resources: Register[Resource], templates: Register[Resource]) -> str:
    address, asks, _ = uri.partition("?")
    for found in templates if asks else ():
        template = found.template
        if template.query and template.match(address) is not None:
            return (
                f"there is no resource {uri!r:.150}: after the ? there may be {', '.join(template.query)}, each once "
                "and as name=value"
            )
    return resources.unknown(uri)


def _check_parameters(callee: Callee, template: UriTemplate) -> None:
    names = set(template.names)
    more = names - set(callee.parameters)
    if more:
        raise TypeError(f"{callee.where}: no parameter takes {', '.join(sorted(more))} of {template.text!r:.200}")
    required = set(callee.arguments.schema.get("required", ()))
    must = required.intersection(template.query)
    if must:
        raise TypeError(
            f"{callee.where}: what is in {{?...}} of {template.text!r:.200} may be left out: give a default to "
            f"{', '.join(sorted(must))}"
        )
    missing = required - names
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
    if isinstance(value, FileContent):
        return [value.at(uri, resource.options.mime_type)]
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
    members: JsonObject = {
        "uriTemplate" if template.names else "uri": template.text,
        "name": name,
        **options.members(callee.description),
        "mimeType": options.mime_type,
        "size": options.size,
        "annotations": options.annotations() or None,
    }
    return {member: value for member, value in members.items() if value is not None}
