"""What is called for a declaration: a function or a class, how its arguments are read, and where it runs."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import anyio
from pydantic import BaseModel

from mcprism.context import Context
from mcprism.errors import NO_REASON, ToolError, told
from mcprism.jsonrpc import JsonObject
from mcprism.server.declarations.dependencies import Dependencies
from mcprism.server.declarations.docstrings import documented
from mcprism.server.declarations.functions import called, place_of
from mcprism.server.declarations.schemas import UNDESCRIBABLE, schema_of_model
from mcprism.server.declarations.signatures import Arguments, Signature, arguments_of, reading_with
from mcprism.structured import as_object
from mcprism.threads import run_blocking


@dataclass(frozen=True, slots=True)
class Callee:
    """A function or a class, as a declaration needs it."""

    arguments: Arguments
    invoke: Callable[[Any, Context], Any]
    """Calls it with what was read, and with the context where it wants that."""
    is_async: bool
    """Whether calling it blocks nothing, because it gives something to await."""
    takes_context: bool
    """Whether it, or what it depends on, is given the context of the request."""
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

    def check_limits(self, *, inline: bool, timeout: float | None) -> None:
        """Fails where a limit could not be kept. As for `run`.

        Raises:
            ValueError: it could not.
        """
        if inline and timeout is not None and not self.is_async:
            raise ValueError(
                f"{self.where}: timeout cannot end what holds up the event loop, as a function that is not async does "
                "with inline=True: make it async, leave inline out, or leave timeout out"
            )

    async def _run(self, given: Any, context: Context, inline: bool) -> Any:
        inline = inline or self.is_async
        (value,) = self._invoked(given, context) if inline else await run_blocking(self._invoked, given, context)
        # What is around a function, or is a lambda, need not look async to give something to await.
        return await value if inspect.isawaitable(value) else value

    def _invoked(self, given: Any, context: Context) -> tuple[Any]:
        # On trio no thread may return what is to be awaited, as it is.
        return (self.invoke(given, context),)


@dataclass(frozen=True, slots=True)
class DependentCallee(Callee):
    """One that is given more than arguments and the context."""

    dependencies: Dependencies
    joined: Callable[[Any, dict[str, Any]], Any]
    """What `invoke` takes, from what was read and what else it is given by parameter."""

    async def _run(self, given: Any, context: Context, inline: bool) -> Any:
        async def call(values: dict[str, Any]) -> Any:
            return await Callee._run(self, self.joined(given, values), context, inline)

        return await self.dependencies.around(context, call)


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
    function = called(target)
    _check_kind(function, where)
    written = inspect.unwrap(function)
    signature = Signature.of(target, written=written, where=where)
    words = documented(written.__doc__)
    contexts = signature.contexts

    def invoke(given: dict[str, Any], context: Context) -> Any:
        for name in contexts:
            given[name] = context
        return target(**given)

    callee = Callee(
        arguments_of(signature, words.parameters, where=where),
        invoke,
        inspect.iscoroutinefunction(function),
        bool(contexts),
        tuple(signature.parameters),
        signature.returns,
        words.description,
        where,
    )
    if not signature.dependencies:
        return callee
    return _dependent(callee, signature, lambda given, values: {**given, **values})


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
    read = reading_with(target.__pydantic_validator__)
    if _takes_its_fields_only(target):
        schema["additionalProperties"] = False
        read = _without_others(read, target, schema)

    def invoke(model: Any, context: Context) -> Any:
        return run(model, **dict.fromkeys(contexts, context))

    def invoke_with(given: tuple[Any, dict[str, Any]], context: Context) -> Any:
        model, values = given
        return run(model, **values, **dict.fromkeys(contexts, context))

    callee = Callee(
        Arguments(schema, read),
        invoke_with if signature.dependencies else invoke,
        inspect.iscoroutinefunction(run),
        bool(contexts),
        (),
        signature.returns,
        words.description,
        where,
    )
    return _dependent(callee, signature, lambda model, values: (model, values)) if signature.dependencies else callee


def _dependent(callee: Callee, signature: Signature, joined: Callable[[Any, dict[str, Any]], Any]) -> DependentCallee:
    dependencies = Dependencies(signature.dependencies, where=callee.where)
    own = {field.name: getattr(callee, field.name) for field in fields(callee)}
    own["takes_context"] = callee.takes_context or dependencies.take_context
    return DependentCallee(**own, dependencies=dependencies, joined=joined)


def _takes_its_fields_only(model: type[BaseModel]) -> bool:
    """Whether arguments that are none of its fields are refused, as those of a function are.

    A model says what becomes of others, or what it reads before it has fields.
    """
    validators = model.__pydantic_decorators__.model_validators.values()
    return "extra" not in model.model_config and all(validator.info.mode == "after" for validator in validators)


def _without_others(read: Callable[[Any], Any], model: type[BaseModel], schema: JsonObject) -> Callable[[Any], Any]:
    names = {*schema.get("properties", ())}
    config = model.model_config
    if config.get("populate_by_name") or config.get("validate_by_name"):
        names |= model.model_fields.keys()
    # This is for the whole of the arguments, and only the outermost are meant: so it is for those that have others.
    read_nothing_else = reading_with(model.__pydantic_validator__, extra="forbid")

    def read_fields(arguments: Any) -> Any:
        return read(arguments) if names.issuperset(arguments) else read_nothing_else(arguments)

    return read_fields


def _check_kind(function: Callable[..., Any], where: str) -> None:
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(f"{where}: yields several values, and has to give one: return a list")
