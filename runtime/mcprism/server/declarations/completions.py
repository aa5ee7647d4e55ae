"""Completions: what could be meant by the beginning of an argument of a prompt, or of a variable of a template.

Arguments whose type has few values complete by themselves; for others a function is declared.

Spec: server/utilities/completion
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import to_json

from mcprism.context import Context
from mcprism.errors import INTERNAL_ERROR, InvalidParams, ProtocolError
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer
from mcprism.server.declarations.callee import Callee, callee_of_function, said
from mcprism.server.declarations.listing import Declared, Register
from mcprism.versions import installed

METHOD: Final = "completion/complete"

_MOST_VALUES: Final = 100
"""Spec: server/utilities/completion ("Maximum 100 items per response")."""
_MOST_NAMED: Final = 20
"""Names that an error text has."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What could be meant, the likeliest first, where there is more to say than that.

    At most 100 values are sent.
    """

    values: Sequence[str]
    total: int | None = None
    """How many there are, sent or not; None: nobody has counted them."""
    has_more: bool | None = None
    """Whether there are others; None: `total` says it."""


class Completer(Protocol):
    """Completes one argument."""

    @property
    def takes_context(self) -> bool:
        """Whether it is a function that is given the context of the request."""
        ...

    async def complete(self, value: str, others: Mapping[str, str], context: Context) -> Completion:
        """What could be meant by the beginning of a value.

        Args:
            value: the beginning.
            others: other arguments, as far as they are known.
            context: that of the request.

        Raises:
            Exception: what the function raised; what it says in a ToolError is told as an error.
        """
        ...


class Completed(Declared, Protocol):
    """Something with arguments that may be completed."""

    @property
    def argument_names(self) -> Sequence[str]:
        """All that it has."""
        ...

    @property
    def completers(self) -> dict[str, Completer]:
        """What completes them, by name."""
        ...

    def admitted(self, context: Context) -> Context:
        """The context of a request, as its functions get it. Raises InsufficientScope where it may not be asked for."""
        ...


C = TypeVar("C", bound=Completed)


class Choices:
    """Completes an argument that is one of a few values. As `Completer`.

    Args:
        values: all of them.
    """

    takes_context = False

    def __init__(self, values: Sequence[str]) -> None:
        self._values: Final = values

    async def complete(self, value: str, others: Mapping[str, str], context: Context) -> Completion:
        """Those that begin like that, in upper or lower case."""
        begin = value.casefold()
        found = [choice for choice in self._values if choice.casefold().startswith(begin)]
        return Completion(found, len(found), has_more=False)


def choices_of(schema: JsonObject, *, kinds: tuple[type, ...]) -> dict[str, Completer]:
    """What completes those arguments whose schemas name their values, by name.

    Args:
        schema: that of all arguments.
        kinds: the kinds of values that the text of an argument is read as.
    """
    found: dict[str, Completer] = {}
    for name, shown in schema.get("properties", {}).items():
        values = _values_in(shown, schema.get("$defs", {}))
        texts = [value if isinstance(value, str) else to_json(value).decode() for value in values or ()]
        if values and all(isinstance(value, kinds) for value in values):
            found[name] = Choices(texts)
    return found


class CompleterFunction:
    """A declared function that completes an argument. As `Completer`.

    Args:
        target: the function.
        argument: what it completes.
        of: what has the argument.
        timeout: seconds that it may take; None: as long as it takes.
        inline: whether it runs in the event loop although it is not async.

    Raises:
        TypeError, ValueError: it cannot complete that.
    """

    def __init__(
        self, target: Callable[..., Any], argument: str, of: Completed, *, timeout: float | None, inline: bool
    ) -> None:
        callee: Callee = callee_of_function(target)
        callee.check_limits(inline=inline, timeout=timeout)
        self.where: Final[str] = callee.where
        """What was declared, for error texts."""
        _check_parameters(callee, argument, of)
        self.takes_context: Final[bool] = callee.takes_context
        self._callee: Final = callee
        self._first: Final = callee.parameters[0]
        self._others: Final = callee.parameters[1:]
        self._inline, self._timeout = inline, timeout

    async def complete(self, value: str, others: Mapping[str, str], context: Context) -> Completion:
        """As `Completer.complete`."""
        known = {name: others[name] for name in self._others if name in others}
        given = self._read({self._first: value, **known})
        if given is None:
            return Completion((), 0, has_more=False)
        try:
            found = await self._callee.run(given, context, inline=self._inline, timeout=self._timeout)
        except Exception as error:
            told = said(error)
            if told is None:
                raise
            raise ProtocolError(told, code=INTERNAL_ERROR) from error
        return _completion(found, self.where)

    def _read(self, texts: Mapping[str, str]) -> Any:
        """What the function is given: without others that are not of their types, because people are still typing."""
        try:
            return self._callee.arguments.read(texts)
        except ValidationError as error:
            wrong = {row["loc"][0] for row in error.errors(include_url=False, include_input=False) if row["loc"]}
        fitting = {name: text for name, text in texts.items() if name not in wrong}
        if len(fitting) == len(texts) or self._first in wrong:
            return None
        return self._read(fitting)


def completing(prompts: Register[Any], templates: Register[Any], resources: Register[Any]) -> Answer:
    """What answers completion/complete. Raises InvalidParams for what is not there, and what completers raise."""

    async def complete(params: JsonObject, context: Context) -> JsonObject:
        ref, argument, name = params["ref"], params["argument"]["value"], params["argument"]["name"]
        item = (
            _found(prompts, ref["name"])
            if ref["type"] == "ref/prompt"
            else resources.get(ref["uri"]) or _found(templates, ref["uri"])
        )
        context = item.admitted(context)
        if name not in item.argument_names:
            raise InvalidParams(unknown_argument(item, name))
        completer = item.completers.get(name)
        found = (
            Completion(())
            if completer is None
            else await completer.complete(argument, _others(params, context), context)
        )
        return {"completion": _written(found), "resultType": "complete"}

    return complete


def unknown_argument(item: Completed, name: str) -> str:
    """That there is no argument of that name, in words, and which there are."""
    return f"{item.name:.150} has no argument {name!r:.100}: {_there_are(item.argument_names)}"


def there_is_no(kind: str, name: str, *registers: Register[Any]) -> str:
    """That there is none of that name, in words, and what there is."""
    names = [item.name for register in registers for item in register]
    return f"there is no {kind} {name!r:.150}: {_there_are(names)}"


def _found(register: Register[C], name: str) -> C:
    item = register.get(name)
    if item is None:
        raise InvalidParams(f"{register.unknown(name)} ({_there_are([item.name for item in register])})")
    return item


def _there_are(names: Sequence[str]) -> str:
    if not names:
        return "there are none"
    more = f", and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"there {'is' if len(names) == 1 else 'are'} {', '.join(name[:100] for name in names[:_MOST_NAMED])}{more}"


def _others(params: JsonObject, context: Context) -> Mapping[str, str]:
    # What a version does not name says nothing there.
    if (
        "context" not in params
        or "context" not in installed()[context.peer.version].requests[METHOD].params.model_fields
    ):
        return {}
    return params["context"].get("arguments") or {}


def _check_parameters(callee: Callee, argument: str, of: Completed) -> None:
    where = callee.where
    properties, required = callee.arguments.schema["properties"], callee.arguments.schema.get("required", ())
    if not callee.parameters or properties.get(callee.parameters[0], {}).get("type") != "string":
        raise TypeError(f"{where}: the first parameter has to take what has been typed so far: write value: str")
    first, *others = callee.parameters
    names = [name for name in of.argument_names if name != argument]
    if first in names:
        raise TypeError(
            f"{where}: the first parameter takes what has been typed of {argument}, and {first} is another argument: "
            f"write value: str before it"
        )
    for name in others:
        if name not in names:
            raise TypeError(f"{where}: {name} is no other argument of {of.name:.150}: {_there_are(names)}")
        if name in required:
            raise TypeError(f"{where}: {name} need not be known yet: give it a default")


def _values_in(schema: JsonObject, definitions: JsonObject) -> Sequence[Any] | None:
    """The values that a schema names, without null; None: they are not few."""
    if "$ref" in schema:
        return _values_in(definitions.get(schema["$ref"].rpartition("/")[2], {}), {})
    if "const" in schema:
        return [schema["const"]]
    if "enum" in schema:
        return [value for value in schema["enum"] if value is not None]
    if schema.get("type") in ("boolean", "null"):
        return [True, False] if schema["type"] == "boolean" else []
    branches = [_values_in(branch, definitions) for branch in schema.get("anyOf", ())]
    if not branches or None in branches:
        return None
    return [*dict.fromkeys(value for branch in cast("list[Sequence[Any]]", branches) for value in branch)]


def _completion(found: object, where: str) -> Completion:
    if isinstance(found, Completion):
        return found
    if isinstance(found, Iterable) and not isinstance(found, str | bytes):
        values = [*cast("Iterable[object]", found)]
        if all(isinstance(value, str) for value in values):
            return Completion(cast("list[str]", values), len(values))
    raise TypeError(f"{where} returned {found!r:.100}: return a list of texts, or a Completion")


def _written(found: Completion) -> JsonObject:
    count = len(found.values)
    total, more = found.total, found.has_more
    if count > _MOST_VALUES:
        # Who says that there are others has not given all that there are.
        total = count if total is None and not more else total
        more = True
    elif more is None and total is not None:
        more = total > count
    members: JsonObject = {
        "values": [str(value) for value in found.values[:_MOST_VALUES]],
        "total": total,
        "hasMore": more,
    }
    return {name: value for name, value in members.items() if value is not None}
