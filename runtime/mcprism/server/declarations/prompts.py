"""Prompts: functions that write messages for the model, from a few texts.

Spec: server/prompts
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypedDict, cast

from pydantic import ValidationError
from pydantic_core import from_json

from mcprism.context import Context
from mcprism.errors import INTERNAL_ERROR, InvalidParams, ProtocolError, described
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer
from mcprism.server.declarations.callee import Callee, callee_of_function, said
from mcprism.server.declarations.completions import Completer, choices_of
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.results import contents, written
from mcprism.tool_options import check_options
from mcprism_types import v2026_07_28 as home
from mcprism_types.v2026_07_28 import Icon


class PromptFields(TypedDict, total=False):
    """The fields of `PromptOptions`, as keywords."""

    name: str | None
    title: str | None
    description: str | None
    icons: Sequence[Icon]
    meta: Mapping[str, Any] | None
    tags: Sequence[str]
    timeout: float | None
    inline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptOptions:
    """What is said of a prompt.

    Raises:
        ValueError, TypeError: something does not fit.
    """

    name: str | None = None
    """What clients call it; by default the name of the function."""
    title: str | None = None
    """Its name for people."""
    description: str | None = None
    """What it is for; by default the docstring, without its part about parameters."""
    icons: Sequence[Icon] = ()
    meta: Mapping[str, Any] | None = None
    """What is listed as its `_meta`."""
    tags: Sequence[str] = ()
    """What it belongs to, for the server's own use."""
    timeout: float | None = None
    """Seconds that it may take; None: as long as it takes."""
    inline: bool = False
    """Whether a function that is not async runs in the event loop, which it then must not hold up, and in no thread."""

    def __post_init__(self) -> None:
        if self.name == "":
            raise ValueError("name: must not be empty")
        check_options(icons=self.icons, meta=self.meta, timeout=self.timeout, tags=self.tags)


class Prompt:
    """A declared prompt.

    Args:
        target: the function.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a prompt, or an option does not fit.
    """

    __slots__ = ("_callee", "argument_names", "completers", "definition", "name", "options", "where")

    def __init__(self, target: Callable[..., Any], fields: PromptFields) -> None:
        options = PromptOptions(**fields)
        self.options: Final = options
        self._callee: Final[Callee] = callee_of_function(target)
        self._callee.check_limits(inline=options.inline, timeout=options.timeout)
        self.where: Final[str] = self._callee.where
        """What was declared, for error texts."""
        name = options.name or getattr(target, "__name__", "")
        if not name or name == "<lambda>":
            raise ValueError(f"{self.where} has no name of its own: give it one with name=")
        self.name: Final[str] = name
        schema = self._callee.arguments.schema
        self.argument_names: Final[Sequence[str]] = tuple(schema["properties"])
        """What can be completed."""
        self.completers: Final[dict[str, Completer]] = choices_of(schema, kinds=(str, bool, int, float))
        """What completes them: those that are one of a few values, and what is declared."""
        self.definition: Final[JsonObject] = _definition(name, self._callee, options)
        """What it is listed as, in the newest version."""

    async def get(self, arguments: JsonObject, context: Context) -> JsonObject:
        """The messages for these arguments, as a result of the newest version.

        Raises:
            InvalidParams: the arguments do not fit.
            Exception: what the function raised; what it says in a ToolError is told as an error.
        """
        try:
            given = _read(self._callee, arguments)
        except ValidationError as error:
            text = f"Invalid arguments for {self.name}:\n{described(error, arguments)}"
            raise InvalidParams(text) from None
        try:
            value = await self._callee.run(given, context, inline=self.options.inline, timeout=self.options.timeout)
        except Exception as error:
            told = said(error)
            if told is None:
                raise
            raise ProtocolError(f"{self.name}: {told}", code=INTERNAL_ERROR) from error
        if isinstance(value, home.GetPromptResult | home.InputRequiredResult):
            return written(value, f"the prompt {self.name}")
        result: JsonObject = {"messages": _messages(value, self.name), "resultType": "complete"}
        description = self.definition.get("description")
        return result if description is None else {**result, "description": description}


def getting(prompts: Register[Prompt]) -> Answer:
    """What answers prompts/get. Raises InvalidParams for a prompt that is not there, and what `Prompt.get` raises."""

    async def get(params: JsonObject, context: Context) -> JsonObject:
        prompt = prompts.get(params["name"])
        if prompt is None:
            raise InvalidParams(prompts.unknown(params["name"]))
        return await prompt.get(params.get("arguments") or {}, context)

    return get


def _read(callee: Callee, arguments: JsonObject) -> Any:
    """What the arguments are, which come as texts: where a text does not fit, the JSON in it may.

    Raises:
        ValidationError: neither does.
    """
    try:
        return callee.arguments.read(arguments)
    except ValidationError as error:
        wrong = {row["loc"][0] for row in error.errors(include_url=False, include_input=False) if row["loc"]}
        parsed = {name: _parsed(value) if name in wrong else value for name, value in arguments.items()}
        if parsed != arguments:
            try:
                return callee.arguments.read(parsed)
            except ValidationError as deeper:
                if deeper.error_count() < error.error_count():
                    raise
        raise


def _parsed(text: str) -> Any:
    try:
        return from_json(text)
    except ValueError:
        return text


def _messages(value: Any, name: str) -> list[JsonObject]:
    if isinstance(value, home.PromptMessage):
        return [written(value, f"the prompt {name}")]
    if isinstance(value, list | tuple):
        return [message for item in cast("Sequence[object]", value) for message in _messages(item, name)]
    return [{"role": "user", "content": block} for block in contents(value, f"the prompt {name}")]


def _definition(name: str, callee: Callee, options: PromptOptions) -> JsonObject:
    schema = callee.arguments.schema
    required = schema.get("required", ())
    arguments: list[JsonObject] = []
    for argument, shown in schema["properties"].items():
        words = {member: shown[member] for member in ("title", "description") if member in shown}
        arguments.append({"name": argument, **words, **({"required": True} if argument in required else {})})
    members: JsonObject = {
        "name": name,
        "title": options.title,
        "description": callee.description if options.description is None else options.description,
        "arguments": arguments or None,
        "icons": [icon.to_wire() for icon in options.icons] or None,
        "_meta": None if options.meta is None else dict(options.meta),
    }
    return {member: value for member, value in members.items() if value is not None}
