"""Prompts: functions that write messages for the model, from a few texts.

Spec: server/prompts
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import from_json

from mcprism.context import Context
from mcprism.declaration_options import DeclarationFields, DeclarationOptions
from mcprism.errors import INTERNAL_ERROR, InvalidParams, ProtocolError, described
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer
from mcprism.server.declarations.callee import Callee, callee_of_function, said
from mcprism.server.declarations.completions import choices_of
from mcprism.server.declarations.declaration import Declaration, name_of_function
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.results import contents, written
from mcprism_types import v2026_07_28 as home


class PromptFields(DeclarationFields, total=False):
    """The fields of `PromptOptions`, as keywords."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptOptions(DeclarationOptions):
    """What is said of a prompt.

    Raises:
        ValueError, TypeError: something does not fit.
    """


class Prompt(Declaration[PromptOptions]):
    """A declared prompt.

    Args:
        target: the function.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a prompt, or an option does not fit.
    """

    __slots__ = ()

    def __init__(self, target: Callable[..., Any], fields: PromptFields) -> None:
        options = PromptOptions(**fields)
        callee = callee_of_function(target)
        name = name_of_function(target, options, callee.where)
        super().__init__(callee, name, _definition(name, callee, options), options)
        schema = callee.arguments.schema
        self.argument_names = tuple(schema["properties"])
        self.completers = choices_of(schema, kinds=(str, bool, int, float))

    async def get(self, arguments: JsonObject, context: Context) -> JsonObject:
        """The messages for these arguments, as a result of the newest version.

        Raises:
            InsufficientScope: whoever asks has not been granted what it takes.
            InvalidParams: the arguments do not fit.
            Exception: what the function raised; what it says in a ToolError is told as an error.
        """
        context = self.admitted(context)
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
    members: JsonObject = {"name": name, **options.members(callee.description)}
    return {**members, "arguments": arguments} if arguments else members
