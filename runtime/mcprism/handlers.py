"""From a handler object, a subclass of a generated stub, to what answers a peer's messages."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, get_args

from pydantic import ValidationError

from mcprism.capabilities import derived
from mcprism.errors import InvalidParams, MethodNotFound, NotSupportedByPeer, described
from mcprism.exchange import Context, Exchange, Outcome, Work
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request
from mcprism.peer import Handling
from mcprism.versions import Era, capability_names
from mcprism_types.base import MCPModel, NotificationSpec, ProtocolSpec, RequestSpec, Side

SESSION_METHODS: Final = frozenset(
    {"initialize", "ping", "server/discover", "notifications/cancelled", "notifications/progress"}
)
"""What the runtime answers or uses up by itself, so that a handler never gets to see it."""


@dataclass(frozen=True, slots=True)
class RequestRoute:
    """One request that a handler answers."""

    spec: RequestSpec[Any, Any, Any]
    handle: Callable[[Any, Context], Awaitable[Any]]
    results: tuple[type[MCPModel], ...]


@dataclass(frozen=True, slots=True)
class NotificationRoute:
    """One notification that a handler receives."""

    spec: NotificationSpec[Any]
    handle: Callable[[Any, Context], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class HandlerTable:
    """What a handler object answers, by method."""

    protocol: ProtocolSpec
    """The handler's home version."""
    requests: Mapping[str, RequestRoute]
    notifications: Mapping[str, NotificationRoute]
    capabilities: JsonObject
    """What answering these methods amounts to."""

    @classmethod
    def of(cls, handler: object, *, side: Side) -> "HandlerTable":
        """The table of a handler of one side.

        Raises:
            TypeError: the object is no handler of that side, or overrides what the runtime does by itself.
        """
        stub_name = "ServerHandler" if side == "server" else "ClientHandler"
        stub = next((base for base in reversed(type(handler).__mro__) if "protocol" in vars(base)), None)
        if stub is None or stub.__name__ != stub_name:
            raise TypeError(
                f"expected an instance of a subclass of {stub_name} from one of mcprism_types.v..., "
                f"not {handler!r:.100}"
            )
        protocol: ProtocolSpec = vars(stub)["protocol"]
        other: Side = "client" if side == "server" else "server"
        requests = [spec for spec in protocol.requests.values() if _is_overridden(handler, stub, spec)]
        notifications = [spec for spec in protocol.notifications.values() if _is_overridden(handler, stub, spec)]
        for spec in (*requests, *notifications):
            if spec.method in SESSION_METHODS:
                raise TypeError(
                    f"{type(handler).__name__}.{spec.handler} would never be called: the runtime handles {spec.method} "
                    "by itself; remove the method"
                )
        known = capability_names(protocol, "ServerCapabilities" if side == "server" else "ClientCapabilities")
        return cls(
            protocol,
            requests={
                spec.method: RequestRoute(spec, getattr(handler, spec.handler), _result_types(spec))
                for spec in requests
                if other in spec.senders
            },
            notifications={
                spec.method: NotificationRoute(spec, getattr(handler, spec.handler))
                for spec in notifications
                if other in spec.senders
            },
            capabilities=derived((spec.method for spec in requests if other in spec.senders), known=known),
        )


class Dispatcher:
    """Answers the messages of one peer: the session's own by the era, the others by the handler.

    Args:
        table: what the handler answers; None: nothing.
        era: how this side knows the peer.
    """

    def __init__(self, table: HandlerTable | None, era: Era) -> None:
        self._requests: Mapping[str, RequestRoute] = {} if table is None else table.requests
        self._notifications: Mapping[str, NotificationRoute] = {} if table is None else table.notifications
        self._era = era

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """As `peer.Receiver.dispatch`.

        Raises:
            MethodNotFound: nobody here answers this method.
            InvalidParams: the params do not fit, or the peer may not ask yet.
        """
        method = request.method
        route = self._requests.get(method)
        own = self._era.methods.get(method)
        if own is not None:
            outcome = own(request)
            if route is None:
                return outcome
        elif route is None:
            raise MethodNotFound(method[:100])
        caller = self._era.caller(request)
        try:
            params = route.spec.read_params(request.params)
        except ValidationError as error:
            raise InvalidParams(_misfit(request, error)) from None
        return partial(_answer, route, params, Context(exchange, caller, self._era.connect))

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `peer.Receiver.notified`. What does not fit is dropped: nobody waits for an answer.

        Raises:
            InvalidParams: the params do not fit, or the peer may not send this yet.
        """
        route = self._notifications.get(notification.method)
        if route is None:
            return None
        caller = self._era.caller(notification)
        try:
            params = route.spec.read_params(notification.params)
        except ValidationError as error:
            raise InvalidParams(
                f"Invalid params of {notification.method}:\n{described(error, notification.params or {})}"
            ) from None
        return partial(_handle, route, params, Context(exchange, caller, self._era.connect))


def _misfit(message: Request | Notification, error: ValidationError) -> str:
    return f"Invalid params of {message.method}:\n{described(error, message.params or {})}"


async def _answer(route: RequestRoute, params: Any, context: Context) -> Outcome:
    try:
        result = await route.handle(params, context)
    except NotSupportedByPeer as error:
        if route.spec.method != "tools/call":
            raise
        # The model that called the tool can do something with the text; the program could do nothing with a code.
        return {"content": [{"type": "text", "text": str(error)}], "isError": True}
    if not isinstance(result, route.results):
        expected = " or ".join(kind.__name__ for kind in route.results)
        raise TypeError(
            f"{route.spec.method}: the handler must return {expected} of {route.results[0].__module__}, "
            f"not {type(result).__module__}.{type(result).__qualname__}"
        )
    return JsonText(result.__pydantic_serializer__.to_json(result))


async def _handle(route: NotificationRoute, params: Any, context: Context) -> None:
    await route.handle(params, context)


def _is_overridden(handler: object, stub: type, spec: NotificationSpec[Any]) -> bool:
    # The stub of one side has no method for what only that side sends.
    stubbed = getattr(stub, spec.handler, None)
    method = getattr(handler, spec.handler, None)
    return stubbed is not None and getattr(method, "__func__", method) is not stubbed


def _result_types(spec: RequestSpec[Any, Any, Any]) -> tuple[type[MCPModel], ...]:
    types = get_args(spec.result) or (spec.result,)
    return types if spec.alternative is None else (*types, spec.alternative.type)
