"""One tool: what it is listed as, and what answers a call of it. Made once, where its function or class is declared.

Spec: server/tools
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

import anyio
from pydantic import BaseModel, ValidationError

from mcprism.context import Context
from mcprism.errors import NotSupportedByPeer, ProtocolError, ToolError, described, masked
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Told
from mcprism.server.declarations.docstrings import documented
from mcprism.server.declarations.results import Writer, failed, returns_of
from mcprism.server.declarations.schemas import UNDESCRIBABLE, schema_of_model
from mcprism.server.declarations.signatures import Arguments, Signature, arguments_of
from mcprism.threads import run_blocking
from mcprism.tool_options import ToolFields, ToolOptions, name_of, options_of

_HINTS: Final = {
    "destructive": "destructiveHint",
    "idempotent": "idempotentHint",
    "open_world": "openWorldHint",
    "read_only": "readOnlyHint",
}


@dataclass(frozen=True, slots=True)
class _Callee:
    """A function or a class, as a tool needs it."""

    arguments: Arguments
    invoke: Callable[[Any, Context], Any]
    """Calls it with what was read, and with the context where it wants that."""
    is_async: bool
    returns: Any
    description: str | None
    where: str


class Tool:
    """A declared tool.

    Args:
        target: the function, or the class: a pydantic model with a method `run`.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a tool, or an option does not fit.
    """

    __slots__ = ("_callee", "_write", "definition", "name", "options", "where")

    def __init__(self, target: Callable[..., Any], fields: ToolFields) -> None:
        options = options_of(target, fields)
        self.options: Final = options
        self._callee: Final = _class(target) if inspect.isclass(target) else _function(target)
        self.where: Final[str] = self._callee.where
        """What was declared, for error texts."""
        self.name: Final[str] = name_of(target, options)
        output, write = returns_of(self._callee.returns, name=self.name, structured=options.structured)
        self._write: Final[Writer] = write
        self.definition: Final[JsonObject] = _definition(self.name, self._callee, output, options)
        """What it is listed as, in the newest version."""

    async def call(self, arguments: JsonObject, context: Context) -> JsonObject | Told:
        """The result of a call, in the newest version. What fails is a result too, for the model to read.

        Raises:
            ProtocolError, NotSupportedByPeer: the tool raised that.
        """
        try:
            given = self._callee.arguments.read(arguments)
        except ValidationError as error:
            return failed(f"Invalid arguments for {self.name}:\n{described(error, arguments)}")
        try:
            timeout = self.options.timeout
            if timeout is None:
                return self._write(await self._run(given, context))
            with anyio.move_on_after(timeout):
                return self._write(await self._run(given, context))
            return failed(f"{self.name} was ended: it took longer than {timeout:g} s")
        except (ProtocolError, NotSupportedByPeer):
            raise
        except Exception as error:  # the border: the model is told that the tool failed, and no more than the tool said
            return failed(_said(error) or masked(error, doing=f"the tool {self.name}"))

    async def _run(self, given: Any, context: Context) -> Any:
        callee = self._callee
        if callee.is_async:
            return await cast("Awaitable[Any]", callee.invoke(given, context))
        if self.options.inline:
            return callee.invoke(given, context)
        return await run_blocking(callee.invoke, given, context)


def _said(error: Exception) -> str | None:
    """What a tool says to the model by an exception, or by several that ended a task group; None: nothing."""
    if isinstance(error, ToolError):
        return str(error)
    if isinstance(error, ExceptionGroup):
        texts = [_said(inner) for inner in cast("ExceptionGroup[Exception]", error).exceptions]
        return None if None in texts else "\n".join(cast("list[str]", texts))
    return None


def _function(target: Callable[..., Any]) -> _Callee:
    where = _place(target)
    if not callable(target):
        raise TypeError(f"{where} cannot be a tool: declare a function, or a pydantic model with a method run")
    function = _written(target)
    _check_kind(function, where)
    signature = Signature.of(target, where=where)
    words = documented(function.__doc__)
    contexts = signature.contexts

    def invoke(given: dict[str, Any], context: Context) -> Any:
        for name in contexts:
            given[name] = context
        return target(**given)

    return _Callee(
        arguments_of(signature, words.parameters, where=where),
        invoke,
        inspect.iscoroutinefunction(function),
        signature.returns,
        words.description,
        where,
    )


def _written(target: Any) -> Callable[..., Any]:
    """The function that somebody wrote, without what was put around it: that says whether it is async."""
    while isinstance(target, partial):
        target = cast("partial[Any]", target).func
    if not inspect.isroutine(target):
        target = type(target).__call__
    return inspect.unwrap(target)


def _class(target: type[Any]) -> _Callee:
    where = _place(target)
    run = getattr(target, "run", None)
    if not issubclass(target, BaseModel) or not inspect.isfunction(run):
        raise TypeError(
            f"{where} cannot be a tool: a class that is one is a pydantic model, whose fields are the arguments, with "
            "a method run(self) or run(self, ctx: Context)"
        )
    _check_kind(run, f"{where}.run")
    signature = Signature.of(partial(run, None), where=f"{where}.run")
    if signature.parameters:
        raise TypeError(
            f"{where}.run: {', '.join(signature.parameters)} cannot be given: the arguments of the tool are the fields "
            "of the class, and run takes no more than the context"
        )
    try:
        schema = schema_of_model(target)
    except UNDESCRIBABLE as error:
        raise TypeError(f"{where}: the fields cannot be read from JSON ({error})") from error
    words = documented(target.__doc__)
    # The model is described by the tool.
    schema.pop("description", None)
    for name, field in target.model_fields.items():
        shown = schema.get("properties", {}).get(field.alias or name)
        if name in words.parameters and shown is not None:
            shown.setdefault("description", words.parameters[name])
    contexts = signature.contexts

    def invoke(model: Any, context: Context) -> Any:
        return run(model, **dict.fromkeys(contexts, context))

    return _Callee(
        Arguments(schema, target.__pydantic_validator__.validate_python),
        invoke,
        inspect.iscoroutinefunction(inspect.unwrap(run)),
        signature.returns,
        words.description,
        where,
    )


def _check_kind(function: Callable[..., Any], where: str) -> None:
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(f"{where}: yields several values, and a tool has one result: return a list")


def _place(target: object) -> str:
    name = getattr(target, "__qualname__", None)
    return f"{getattr(target, '__module__', '')}.{name}" if isinstance(name, str) else f"{target!r:.100}"


def _definition(name: str, callee: _Callee, output: JsonObject | None, options: ToolOptions) -> JsonObject:
    hints = {wire: getattr(options, option) for option, wire in _HINTS.items() if getattr(options, option) is not None}
    members: JsonObject = {
        "name": name,
        "title": options.title,
        "description": callee.description if options.description is None else options.description,
        "inputSchema": callee.arguments.schema,
        "outputSchema": output,
        "annotations": hints or None,
        "icons": [icon.to_wire() for icon in options.icons] or None,
        "_meta": None if options.meta is None else dict(options.meta),
    }
    return {member: value for member, value in members.items() if value is not None}
