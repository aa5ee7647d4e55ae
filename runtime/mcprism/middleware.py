"""What is put around requests, both ways: a function that is given a request and whatever goes on with it.

    async def timed(request: MiddlewareRequest, call_next: CallNext) -> JsonObject:
        begun = perf_counter()
        try:
            return await call_next(request)
        finally:
            print(request.direction, request.method, perf_counter() - begun)

It is put around each method once, when a server begins or a client is made: without middleware there is nothing of this
in the way. Requests are seen as JSON in the version of the code on this side, never in that of the peer; what comes out
is checked like what a handler returns. What the runtime answers by itself (`initialize`, `ping`, `server/discover`,
`subscriptions/listen`), and notifications, are seen by no middleware.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol, Self, TypeAlias, cast

from pydantic import ValidationError

from mcprism.context import Context
from mcprism.errors import described
from mcprism.exchange import Caller, Sender
from mcprism.jsonrpc import JsonObject, JsonText, is_object, object_of
from mcprism.versions import Bridge, ConvertingSender, Era, installed
from mcprism_types.base import MCPModel, OnProgress, Outbound, RequestSpec

Direction: TypeAlias = Literal["inbound", "outbound"]


@dataclass(frozen=True, slots=True)
class MiddlewareRequest:
    """One request on its way to what answers it."""

    method: str
    params: JsonObject
    """Its params as JSON; `{}` for none."""
    direction: Direction
    """`inbound`: the peer asks, and a handler answers; `outbound`: this side asks."""
    context: Context | None = None
    """That of an inbound request; None: the request is outbound."""

    def with_params(self, params: Mapping[str, Any]) -> Self:
        """The same request with other params, to be passed on instead."""
        return replace(self, params=dict(params))


class CallNext(Protocol):
    """What goes on with a request."""

    def __call__(self, request: MiddlewareRequest, /) -> Awaitable[JsonObject]:
        """Its result, as JSON.

        Raises:
            ProtocolError: a handler answers with an error.
            PeerError: the peer does.
            Exception: what else came of it.
        """
        ...


class Middleware(Protocol):
    """An async function that goes on with a request by `await call_next(request)`: once, several times or not at all.

    It returns a result, or raises: a `ProtocolError` is what the peer is answered.
    """

    def __call__(self, request: MiddlewareRequest, call_next: CallNext, /) -> Awaitable[JsonObject]:
        """The result of the request, as JSON."""
        ...


Answering: TypeAlias = Callable[[JsonObject, Context], Awaitable[JsonObject]]
"""Takes the params of a request, and gives its result."""


def checked_middleware(middleware: Sequence[Middleware]) -> tuple[Middleware, ...]:
    """The same, for those who do not check types.

    Raises:
        TypeError: one is no async function of two parameters.
    """
    for layer in middleware:
        if not callable(layer):
            raise TypeError(f"middleware is an async function (request, call_next), not {layer!r:.100}")
        try:
            inspect.signature(layer).bind(None, None)
        except TypeError:
            raise TypeError(
                f"{_name_of(layer)} cannot be middleware: it is called with a request and what goes on with it; write "
                f"async def {getattr(layer, '__name__', 'middleware')}(request, call_next)"
            ) from None
        called = layer if inspect.isroutine(layer) else type(layer).__call__
        if inspect.isgeneratorfunction(called) or inspect.isasyncgenfunction(called):
            raise TypeError(f"{_name_of(layer)} cannot be middleware: it yields, and has to return a result")
    return tuple(middleware)


def composed(innermost: CallNext, middleware: Sequence[Middleware]) -> CallNext:
    """What goes through all of these, the first one outermost, before it comes to `innermost`."""
    chain = innermost
    for layer in reversed(middleware):
        chain = _around(layer, chain)
    return chain


def around(answer: Answering, middleware: Sequence[Middleware], method: str) -> Answering:
    """What answers inbound requests of a method, with middleware around it."""

    async def innermost(request: MiddlewareRequest) -> JsonObject:
        context = request.context
        if context is None or request.method != method:
            raise _not_this_one(method)
        return await answer(request.params, context)

    chain = composed(innermost, middleware)

    async def layered(params: JsonObject, context: Context) -> JsonObject:
        return await chain(MiddlewareRequest(method, params, "inbound", context))

    return layered


def checked_params(spec: RequestSpec[Any, Any, Any], params: JsonObject) -> Any:
    """The params of a request that has gone through middleware, read as those of its version.

    Raises:
        TypeError: they are none.
    """
    try:
        return spec.read_params(params or None)
    except ValidationError as error:
        raise _unfit_params(spec.method, error, params) from None


def checked_result(spec: RequestSpec[Any, Any, Any], result: JsonObject) -> MCPModel:
    """The result of a request that has gone through middleware, read as one of its version.

    Raises:
        TypeError: it is none.
    """
    try:
        read: MCPModel = spec.read_result(result)
    except ValidationError as error:
        problems = described(error, result)
        raise TypeError(f"{spec.method}: what middleware made of the result does not fit:\n{problems}") from None
    return read


def _around(layer: Middleware, call_next: CallNext) -> CallNext:
    async def called(request: MiddlewareRequest) -> JsonObject:
        result: Any = layer(request, call_next)
        if inspect.isawaitable(result):
            result = await result
        if not isinstance(result, dict):
            raise TypeError(
                f"{request.method}: the middleware {_name_of(layer)} must return the result as a dict, such as what "
                f"`await call_next(request)` gave, not {result!r:.100}"
            )
        return cast("JsonObject", result)

    return called


def _name_of(layer: object) -> str:
    return str(getattr(layer, "__qualname__", type(layer).__qualname__))


@dataclass(frozen=True, slots=True)
class _Outgoing(MiddlewareRequest):
    """A request of this side, with what else its sender has to know."""

    asked: str = ""
    """The method that was asked for."""
    has_params: bool = True
    timeout: float | None = None
    on_progress: OnProgress | None = None


class LayeredSender(ConvertingSender):
    """Sends requests through middleware. As `exchange.Sender`.

    Args:
        sender: where requests go after that, of the version of the code on this side.
        bridge: from the peer to that version.
        middleware: what they go through.
        metadata: what the `_meta` of a request is going to have beside what it has.
    """

    def __init__(
        self,
        sender: Sender,
        bridge: Bridge,
        middleware: Sequence[Middleware],
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(sender, bridge)
        self._middleware: Final = middleware
        self._metadata: Final = metadata or {}
        self._call: Final = composed(self._innermost, middleware)

    def by_way_of(self, wrap: Callable[[Sender, Bridge], Sender]) -> "LayeredSender":
        """As `ConvertingSender.by_way_of`."""
        inner = self._sender
        way = inner.by_way_of(wrap) if isinstance(inner, ConvertingSender) else wrap(inner, self.bridge)
        return LayeredSender(way, self.bridge, self._middleware, self._metadata)

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`.

        Raises:
            TypeError: middleware made of the params what does not fit, and nothing was sent; or it returned no dict.
            Exception: what middleware raised.
        """
        has_params = params is not None
        given = object_of(params)
        return await self._call(_Outgoing(method, given, "outbound", None, method, has_params, timeout, on_progress))

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`: there is no middleware for notifications."""
        await self._sender.notify(method, params)

    async def _innermost(self, request: MiddlewareRequest) -> JsonObject:
        if not isinstance(request, _Outgoing) or request.method != request.asked:
            raise _not_this_one(request.method)
        self._check(request.method, request.params)
        params = request.params if request.params or request.has_params else None
        return await self._sender.request(
            request.method, params, timeout=request.timeout, on_progress=request.on_progress
        )

    def _check(self, method: str, params: JsonObject) -> None:
        spec = installed()[self.bridge.home].requests.get(method)
        if spec is None:
            return
        said = params.get("_meta")
        full = {**params, "_meta": {**said, **self._metadata}} if is_object(said) else params
        if said is None and self._metadata:
            full = {**params, "_meta": self._metadata}
        try:
            spec.read_params(full or None)
        except ValidationError as error:
            raise _unfit_params(method, error, full) from None


class LayeredEra:
    """An era in which what this side asks goes through middleware. As `versions.Era`."""

    def __init__(self, era: Era, middleware: Sequence[Middleware]) -> None:
        self._era = era
        self._middleware = middleware
        self.own = era.own
        self.caller = era.caller
        self.bridge = era.bridge
        self.failed = era.failed

    def connect(self, sender: Sender, caller: Caller) -> Outbound:
        """As `Era.connect`."""
        if not isinstance(sender, ConvertingSender):
            # Who asks without a conversion does so in the version of the peer, which has to have the method.
            spoken = self._era.bridge(caller)
            sender = ConvertingSender(sender, replace(spoken, home=spoken.peer.version))
        return self._era.connect(LayeredSender(sender, sender.bridge, self._middleware), caller)

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        """As `Era.custom_sender`."""
        return LayeredSender(self._era.custom_sender(sender, caller), self._era.bridge(caller), self._middleware)


def _not_this_one(method: str) -> TypeError:
    return TypeError(f"{method}: middleware must pass on this request: use request.with_params({{...}})")


def _unfit_params(method: str, error: ValidationError, params: JsonObject) -> TypeError:
    return TypeError(f"{method}: what middleware made of the params does not fit:\n{described(error, params)}")
