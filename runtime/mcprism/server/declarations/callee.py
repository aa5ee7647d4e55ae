"""What is called for a declaration: a function or a class, how its arguments are read, and where it runs."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import anyio
from pydantic import BaseModel

from mcprism.context import Context
from mcprism.errors import NO_REASON, ToolError, told
from mcprism.server.declarations.docstrings import documented
from mcprism.server.declarations.schemas import UNDESCRIBABLE, as_object, schema_of_model
from mcprism.server.declarations.signatures import Arguments, Signature, arguments_of, reading_with
from mcprism.threads import run_blocking


@dataclass(frozen=True, slots=True)
class Callee:
    """A function or a class, as a declaration needs it."""

    arguments: Arguments
    invoke: Callable[[Any, Context], Any]
    """Calls it with what was read, and with the context where it wants that."""
    is_async: bool
    """Whether calling it blocks nothing, because it gives something to await."""
    parameters: tuple[str, ...]
    """The names of what it takes beside the context; none for a class."""
    returns: Any
    """The annotation of what it returns."""
    description: str | None
    """What its docstring says beside what it says of parameters."""
    where: str
    """What it is, for error texts."""

    async def run(self, given: Any, context: Context, *, inline: bool, timeout: float | None) -> Any:
        """What it returns for what was read.

        Args:
            given: what `arguments.read` gave.
            context: that of the request.
            inline: whether it runs in the event loop although it is not async.
            timeout: seconds that it may take; None: as long as it takes.

        Raises:
            ToolError: it took longer.
            Exception: what it raised.
        """
        if timeout is None:
            return await self._run(given, context, inline)
        with anyio.move_on_after(timeout):
            return await self._run(given, context, inline)
        raise ToolError(f"ended, because it took longer than {timeout:g} s")

    async def _run(self, given: Any, context: Context, inline: bool) -> Any:
        inline = inline or self.is_async
        (value,) = self._invoked(given, context) if inline else await run_blocking(self._invoked, given, context)
        # What is around a function, or is a lambda, need not look async to give something to await.
        return await value if inspect.isawaitable(value) else value

    def _invoked(self, given: Any, context: Context) -> tuple[Any]:
        # On trio no thread may return what is to be awaited, as it is.
        return (self.invoke(given, context),)


def said(error: Exception) -> str | None:
    """What is said to the model by an exception, or by several that ended a task group; None: nothing."""
    found = told(error)
    return str(found) or NO_REASON if isinstance(found, ToolError) else None


def callee_of_function(target: Callable[..., Any]) -> Callee:
    """That of a function, a method, or any other object that can be called.

    Raises:
        TypeError: it cannot be declared.
    """
    where = place_of(target)
    if not callable(target):
        raise TypeError(f"{where} cannot be declared: declare a function, or a pydantic model with a method run")
    called = _called(target)
    _check_kind(called, where)
    function = inspect.unwrap(called)
    signature = Signature.of(target, written=function, where=where)
    words = documented(function.__doc__)
    contexts = signature.contexts

    def invoke(given: dict[str, Any], context: Context) -> Any:
        for name in contexts:
            given[name] = context
        return target(**given)

    return Callee(
        arguments_of(signature, words.parameters, where=where),
        invoke,
        inspect.iscoroutinefunction(called),
        tuple(signature.parameters),
        signature.returns,
        words.description,
        where,
    )


def callee_of_class(target: type[Any]) -> Callee:
    """That of a pydantic model with a method `run`.

    Raises:
        TypeError: it is none.
    """
    where = place_of(target)
    run = getattr(target, "run", None)
    if not issubclass(target, BaseModel) or not inspect.isfunction(run):
        raise TypeError(
            f"{where} cannot be a tool: a class that is one is a pydantic model, whose fields are the arguments, with "
            "a method run(self) or run(self, ctx: Context)"
        )
    _check_kind(run, f"{where}.run")
    signature = Signature.of(partial(run, None), written=inspect.unwrap(run), where=f"{where}.run")
    if signature.parameters:
        raise TypeError(
            f"{where}.run: {', '.join(signature.parameters)} cannot be given: the arguments of the tool are the fields "
            "of the class, and run takes no more than the context"
        )
    try:
        schema = as_object(schema_of_model(target))
    except UNDESCRIBABLE as error:
        raise TypeError(f"{where}: the fields cannot be read from JSON ({error})") from error
    if schema is None:
        raise TypeError(f"{where} is read from something else than an object, and arguments are one: give it fields")
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

    return Callee(
        Arguments(schema, reading_with(target.__pydantic_validator__)),
        invoke,
        inspect.iscoroutinefunction(run),
        (),
        signature.returns,
        words.description,
        where,
    )


def _called(target: Callable[..., Any]) -> Callable[..., Any]:
    """The function that is called in the end, with what was put around it: that says whether it is async."""
    function: Any = target
    while isinstance(function, partial):
        inner: Any = cast("Any", function).func
        function = inner
    if not inspect.isroutine(function):
        function = type(function).__call__
    called: Callable[..., Any] = function
    return called


def _check_kind(function: Callable[..., Any], where: str) -> None:
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(f"{where}: yields several values, and has to give one: return a list")


def place_of(target: object) -> str:
    """What something is called in error texts."""
    name = getattr(target, "__qualname__", None)
    return f"{getattr(target, '__module__', '')}.{name}" if isinstance(name, str) else f"{target!r:.100}"
