"""What answers messages that the protocol does not have: functions, called with what their types say.

    async def convert(params: Conversion, ctx: Context) -> Converted: ...

A function takes the params, the context of the message by its annotation, both, or nothing. One that is not async runs
in a thread.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import UnionType
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import ValidationError

from mcprism.context import Context
from mcprism.custom import Form, check_name, without_metadata
from mcprism.errors import InvalidParams, NotSupportedByPeer, ProtocolError, described
from mcprism.exchange import Outcome, Work
from mcprism.inbound import Handling
from mcprism.jsonrpc import JsonObject, Notification, Request, object_of
from mcprism.middleware import Answering, Middleware, around
from mcprism.threads import run_blocking
from mcprism.versions import Bridge, Era

CustomHandler: TypeAlias = Callable[..., Any]
"""What answers a custom request, or receives a custom notification: a function of params, of the context, or both."""

_JSON: Final = (None, type(None), Any, object, dict, dict[str, Any], dict[str, object], Mapping[str, Any])
"""Annotations that leave JSON as it is."""


@dataclass(frozen=True, slots=True)
class CustomRoute:
    """One custom request that this side answers. As `handlers.Route`."""

    method: str
    answer: Answering
    takes_context: bool = False
    """Whether what answers it is given the context of the request."""
    ignores_task: bool = False

    def begin(self, request: Request, context: Context, bridge: Bridge, era: Era) -> Work:
        """As `handlers.Route.begin`."""
        return partial(self._answer, without_metadata(object_of(request.params)), context, era)

    def layered(self, middleware: Sequence[Middleware]) -> "CustomRoute":
        """As `handlers.Route.layered`."""
        return replace(self, answer=around(self.answer, middleware, self.method))

    async def _answer(self, params: JsonObject, context: Context, era: Era) -> Outcome:
        try:
            return await self.answer(params, context)
        except (ProtocolError, NotSupportedByPeer) as error:
            return era.failed(self.method, error, context.peer)


@dataclass(frozen=True, slots=True)
class CustomNoticeRoute:
    """One custom notification that this side receives. As `handlers.NoticeRoute`."""

    method: str
    handle: Callable[[JsonObject, Context], Awaitable[Any]]
    takes_context: bool = False
    """As for `CustomRoute`."""

    def begin(self, notification: Notification, context: Context, bridge: Bridge) -> Handling | None:
        """As `handlers.NoticeRoute.begin`."""
        return partial(self._handle, without_metadata(object_of(notification.params)), context)

    async def _handle(self, params: JsonObject, context: Context) -> None:
        await self.handle(params, context)


def request_route(
    method: str, target: CustomHandler, *, params: Any = None, result: Any = None, instead: str
) -> CustomRoute:
    """That of a custom request which a function answers.

    Args:
        method: the name of the request.
        target: the function.
        params, result: their types; None: as they are annotated.
        instead: what to do about a method that the protocol has.

    Raises:
        TypeError: it is no such function, or no JSON can be read as one of the types.
        ValueError: the protocol has a method of this name.
    """
    check_name(method, instead)
    called = _Called.of(target, method, params)
    returned = called.returns if result is None else result
    written = Form[Any](_kind_of(returned), f"{method}: the result of {called.where}")
    gives_nothing = returned is type(None)

    async def answer(given: JsonObject, context: Context) -> JsonObject:
        value = await called(given, context)
        return {} if value is None and gives_nothing else written.written(value)

    return CustomRoute(method, answer, any(called.takes))


def notice_route(method: str, target: CustomHandler, *, params: Any = None, instead: str) -> CustomNoticeRoute:
    """That of a custom notification which a function receives. As `request_route`."""
    check_name(method, instead)
    called = _Called.of(target, method, params)
    return CustomNoticeRoute(method, called, any(called.takes))


@dataclass(frozen=True, slots=True)
class _Called:
    """A function that is called for a custom message."""

    target: CustomHandler
    method: str
    form: Form[Any]
    """What its params are."""
    takes: tuple[bool, ...]
    """What its parameters are, in their order: True for the context, False for the params."""
    is_async: bool
    returns: Any
    where: str

    @classmethod
    def of(cls, target: CustomHandler, method: str, params: Any) -> "_Called":
        where = str(getattr(target, "__qualname__", f"{target!r:.100}"))
        if not callable(target):
            raise TypeError(f"{method}: {where} cannot be called: give a function of params, and ctx: Context")
        called: Any = target
        while isinstance(called, partial):
            called = called.func
        called = called if inspect.isroutine(called) else type(called).__call__
        try:
            signature = inspect.signature(target)
            hints = get_type_hints(inspect.unwrap(called), include_extras=True)
        except (NameError, AttributeError, SyntaxError) as error:
            raise TypeError(f"{method}: the annotations of {where} cannot be read: {error}") from error
        parameters = [name for name, parameter in signature.parameters.items() if _is_given(parameter)]
        takes = tuple(_is_context(hints.get(name)) for name in parameters)
        others = [name for name, is_context in zip(parameters, takes, strict=True) if not is_context]
        if len(others) > 1 or any(_is_needed_by_name(parameter) for parameter in signature.parameters.values()):
            raise TypeError(
                f"{method}: {where} has the parameters {', '.join(signature.parameters)}: it is called with all "
                "params in one, and with the context if that is annotated, as in (params: Model, ctx: Context)"
            )
        annotated = hints.get(others[0]) if others else None
        form = Form[Any](_kind_of(annotated) if params is None else params, f"the params of {method}")
        return cls(target, method, form, takes, inspect.iscoroutinefunction(called), hints.get("return"), where)

    async def __call__(self, params: JsonObject, context: Context) -> Any:
        try:
            given = self.form.read(params)
        except ValidationError as error:
            raise InvalidParams(f"Invalid params of {self.method}:\n{described(error, params)}") from None
        arguments = [context if is_context else given for is_context in self.takes]
        if self.is_async:
            return await self.target(*arguments)
        (value,) = await run_blocking(self._invoked, arguments)
        return await value if inspect.isawaitable(value) else value

    def _invoked(self, arguments: list[Any]) -> tuple[Any]:
        # On trio no thread may return what is to be awaited, as it is.
        return (self.target(*arguments),)


def _kind_of(annotation: Any) -> Any:
    """The type that JSON is read as; None: it is left as it is."""
    return None if annotation in _JSON else annotation


def _is_given(parameter: inspect.Parameter) -> bool:
    by_position = parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    return by_position and parameter.default is parameter.empty


def _is_needed_by_name(parameter: inspect.Parameter) -> bool:
    return parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty


def _is_context(annotation: Any) -> bool:
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return any(_is_context(part) for part in get_args(annotation))
    kind = get_origin(annotation) or annotation
    return isinstance(kind, type) and issubclass(kind, Context)
