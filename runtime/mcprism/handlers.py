"""From a handler object, a subclass of a generated stub or of a core, or from declarations, to what answers a peer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from mcprism.capabilities import AS_TASK, GATES, declares, derived, is_custom, merged
from mcprism.connection import LISTEN
from mcprism.context import Context
from mcprism.cores import (
    HandlerCore,
    ServerHandlerCore,
    custom_notification_of,
    custom_request_of,
    initialized_of,
    message_model,
    notification_of,
    request_of,
)
from mcprism.custom_handlers import CustomNoticeRoute, CustomRoute, notice_route, request_route
from mcprism.events import EventBus
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.inbound import Handling
from mcprism.jsonrpc import JsonObject, Notification, Request, object_of
from mcprism.lifespan import Hold
from mcprism.middleware import LayeredEra, Middleware
from mcprism.plain import Answer, PlainRoute
from mcprism.typed import Handle, Siblings, TypedNoticeRoute, TypedRoute, task_type
from mcprism.undeclared import is_declared, refusing, unanswered
from mcprism.versions import Bridge, Era
from mcprism_types.base import SERVER, NotificationSpec, ProtocolSpec, RequestSpec, Side

SESSION_METHODS: Final = frozenset(
    {"initialize", "ping", "server/discover", LISTEN, "notifications/cancelled", "notifications/progress"}
)
"""What the runtime answers or uses up by itself, so that a handler never gets to see it."""

_ANSWERED_FOR_CORES: Final = frozenset({"logging/setLevel", "resources/subscribe", "resources/unsubscribe"})
"""What the runtime answers unless somebody else does; a core names it to do so."""

_INITIALIZED: Final = "notifications/initialized"
_READ: Final = "resources/read"


class Route(Protocol):
    """One request that this side answers."""

    @property
    def ignores_task(self) -> bool:
        """Whether it is answered as if no task had been asked for."""
        ...

    def begin(self, request: Request, context: Context, bridge: Bridge, era: Era) -> Work:
        """The work that answers it.

        Raises:
            MethodNotFound: the peer's version does not have the method.
            InvalidParams: the params do not fit.
        """
        ...

    def layered(self, middleware: Sequence[Middleware]) -> "Route":
        """The same with middleware around it."""
        ...


class NoticeRoute(Protocol):
    """One notification that this side receives."""

    def begin(self, notification: Notification, context: Context, bridge: Bridge) -> Handling | None:
        """The work that it causes; None: there is none.

        Raises:
            InvalidParams: the params do not fit.
        """
        ...


@dataclass(frozen=True, slots=True)
class HandlerTable:
    """What one side answers, by method."""

    protocol: ProtocolSpec
    """The handler's home version."""
    requests: Mapping[str, Route]
    notifications: Mapping[str, NoticeRoute]
    capabilities: JsonObject
    """What this side declares: what answering these methods amounts to, and more."""
    middleware: tuple[Middleware, ...] = ()
    """What requests of this side go through."""

    @classmethod
    def of(
        cls, handler: object, *, side: Side, capabilities: Mapping[str, Any] | None = None, strict: bool = True
    ) -> "HandlerTable":
        """The table of a handler of one side.

        Args:
            handler: the handler.
            side: whose it is.
            capabilities: what it declares beyond what follows from its methods.
            strict: whether only what is declared is answered.

        Raises:
            TypeError: the object is no handler of that side, or overrides what the runtime does by itself.
            ValueError: it is a core that names what its version does not have.
        """
        if isinstance(handler, HandlerCore):
            return _of_core(handler, side, capabilities or {}, strict=strict)
        protocol, requests, notifications = _overridden(handler, side)
        other: Side = "client" if side == "server" else "server"
        asked = [spec for spec in requests if _is_asked(spec, other)]
        declared = merged(derived(spec.method for spec in asked), capabilities or {})
        handles = {spec.method: getattr(handler, spec.handler) for spec in asked}
        return cls(
            protocol,
            requests=_typed_routes(protocol, handles, declared, strict=strict),
            notifications={
                spec.method: TypedNoticeRoute(spec, getattr(handler, spec.handler))
                for spec in notifications
                if other in spec.senders
            },
            capabilities=declared,
        )

    @classmethod
    def plain(
        cls, protocol: ProtocolSpec, answers: Mapping[str, Answer], *, capabilities: Mapping[str, Any]
    ) -> "HandlerTable":
        """The table of what is answered from JSON to JSON.

        Args:
            protocol: the version that the results are of.
            answers: what answers the requests, by method.
            capabilities: what is declared beyond what follows from the methods.
        """
        read = PlainRoute(protocol.requests[_READ], answers[_READ]) if _READ in answers else None
        return cls(
            protocol,
            requests={
                method: PlainRoute(protocol.requests[method], answer, read) for method, answer in answers.items()
            },
            notifications={},
            capabilities=merged(derived(answers), capabilities),
        )

    def with_custom(self, routes: Iterable[CustomRoute | CustomNoticeRoute]) -> "HandlerTable":
        """The same with custom messages.

        Raises:
            ValueError: one of them is handled already.
        """
        requests, notifications = dict(self.requests), dict(self.notifications)
        for route in routes:
            if route.method in requests or route.method in notifications:
                raise ValueError(f"{route.method!r} has a handler already")
            if isinstance(route, CustomRoute):
                requests[route.method] = route
            else:
                notifications[route.method] = route
        return replace(self, requests=requests, notifications=notifications)

    def with_middleware(self, middleware: Sequence[Middleware]) -> "HandlerTable":
        """The same with middleware around each request, both ways; the first one is outermost."""
        if not middleware:
            return self
        requests = {method: route.layered(middleware) for method, route in self.requests.items()}
        return replace(self, requests=requests, middleware=(*middleware, *self.middleware))


class Dispatcher:
    """Answers the messages of one peer: the session's own by the era, the others by the handler.

    Args:
        table: what the handler answers; None: nothing.
        era: how this side knows the peer.
        events: where handlers say what has changed; None: on this side nothing does.
        hold: on what handlers are given of the server's lifespan; None: there is none.
    """

    __slots__ = ("_capabilities", "_era", "_events", "_hold", "_notifications", "_requests")

    def __init__(
        self, table: HandlerTable | None, era: Era, events: EventBus | None = None, hold: Hold | None = None
    ) -> None:
        self._events = events or EventBus({})
        self._capabilities: JsonObject = {} if table is None else table.capabilities
        self._requests: Mapping[str, Route] = {} if table is None else table.requests
        self._notifications: Mapping[str, NoticeRoute] = {} if table is None else table.notifications
        self._era: Era = LayeredEra(era, table.middleware) if table is not None and table.middleware else era
        self._hold = hold

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """As `inbound.Receiver.dispatch`.

        Raises:
            MethodNotFound: nobody here answers this method, or the peer's version does not have it.
            InvalidParams: the params do not fit, or the peer may not ask yet.
        """
        method = request.method
        route = self._requests.get(method)
        own = self._era.own(method)
        if own is not None:
            outcome = own(request)
            if route is None:
                return outcome
        elif route is None:
            raise unanswered(method, self._capabilities)
        if route.ignores_task:
            request = _without_task(request)
        caller = self._era.caller(request)
        bridge = self._era.bridge(caller)
        context = Context(exchange, caller, era=self._era, bridge=bridge, events=self._events, hold=self._hold)
        return route.begin(request, context, bridge, self._era)

    async def watch(self, method: str, uri: str, request: Request, exchange: Exchange) -> None:
        """As `versions.Watch`."""
        route = self._requests.get(method)
        if not isinstance(route, TypedRoute):
            return
        caller = self._era.caller(request)
        bridge = self._era.bridge(caller)
        context = Context(exchange, caller, era=self._era, bridge=bridge, events=self._events, hold=self._hold)
        params = route.read({"uri": uri})
        route.check(params, await route.handle(params, context))

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `inbound.Receiver.notified`. What does not fit is dropped: nobody waits for an answer.

        Raises:
            InvalidParams: the params do not fit, or the peer may not send this yet.
        """
        route = self._notifications.get(notification.method)
        if route is None:
            return None
        caller = self._era.caller(notification)
        bridge = self._era.bridge(caller)
        context = Context(exchange, caller, era=self._era, bridge=bridge, events=self._events, hold=self._hold)
        return route.begin(notification, context, bridge)


def custom_routes(
    requests: Mapping[str, Callable[..., Any]] | None, notifications: Mapping[str, Callable[..., Any]] | None
) -> list[CustomRoute | CustomNoticeRoute]:
    """What handles custom messages, from functions by method.

    Raises:
        TypeError, ValueError: as `request_route`.
    """
    instead = "override its method in a handler"
    return [
        *(request_route(method, target, instead=instead) for method, target in (requests or {}).items()),
        *(notice_route(method, target, instead=instead) for method, target in (notifications or {}).items()),
    ]


def _of_core(core: HandlerCore, side: Side, capabilities: Mapping[str, Any], *, strict: bool) -> HandlerTable:
    name = type(core).__name__
    if not hasattr(core, "side") or core.side != side or not hasattr(core, "protocol"):
        raise TypeError(
            f"expected an instance of a subclass of {side.title()}HandlerCore that says the version of its messages, "
            f"such as protocol = v2025_11_25.PROTOCOL, not {core!r:.100}"
        )
    protocol = core.protocol
    other: Side = "client" if side == "server" else "server"
    custom = [method for method in core.methods if is_custom(method)]
    listed = [method for method in core.methods if not is_custom(method)]
    for method in listed:
        if method in SESSION_METHODS:
            raise TypeError(f"{name} would never be given {method}: the runtime handles it by itself; do not name it")
        spec = protocol.requests.get(method)
        if spec is None or not _is_asked(spec, other):
            raise ValueError(f"{name}: no {other} asks for {method!r} in version {protocol.version}")
    answered = {*listed, *_opened_by(capabilities, protocol, other)}
    if not answered and not custom and type(core).handle_request is not HandlerCore.handle_request:
        example, capability = ("tools/call", "tools") if side == "server" else ("roots/list", "roots")
        raise TypeError(
            f"{name} does not say what it answers: give it methods = ({example!r},), or declare "
            f"capabilities={{{capability!r}: {{}}}}"
        )
    declared = merged(derived(answered), capabilities)
    handles: dict[str, Handle] = {
        method: request_of(core, message_model(protocol, method)) for method in sorted(answered)
    }
    table = HandlerTable(
        protocol,
        _typed_routes(protocol, handles, declared, strict=strict),
        {
            spec.method: TypedNoticeRoute(spec, notification_of(core, message_model(protocol, spec.method)))
            for spec in protocol.notifications.values()
            if other in spec.senders and spec.method not in SESSION_METHODS and spec.method != _INITIALIZED
        },
        declared,
    )
    instead = f"handle_notification is given it without being named in {name}.notifications"
    routes: list[CustomRoute | CustomNoticeRoute] = [
        *(request_route(method, custom_request_of(core, method), instead=instead) for method in custom),
        *(notice_route(method, custom_notification_of(core, method), instead=instead) for method in core.notifications),
    ]
    if isinstance(core, ServerHandlerCore):
        # Not every version has this notification: it is received whatever the home version is.
        routes.append(CustomNoticeRoute(_INITIALIZED, initialized_of(core)))
    return table.with_custom(routes)


def _opened_by(capabilities: Mapping[str, Any], protocol: ProtocolSpec, sender: Side) -> Collection[str]:
    """The requests that a side must answer because it declares these capabilities."""
    return [
        spec.method
        for spec in protocol.requests.values()
        if spec.method in GATES
        and spec.method not in _ANSWERED_FOR_CORES
        and _is_asked(spec, sender)
        and declares(capabilities, GATES[spec.method].needs)
    ]


def _overridden(
    handler: object, side: Side
) -> tuple[ProtocolSpec, list[RequestSpec[Any, Any, Any]], list[NotificationSpec[Any]]]:
    """The version of a handler, and the messages whose methods it overrides."""
    stub_name = "ServerHandler" if side == "server" else "ClientHandler"
    stub = next((base for base in reversed(type(handler).__mro__) if "protocol" in vars(base)), None)
    if stub is None or stub.__name__ != stub_name:
        raise TypeError(
            f"expected an instance of a subclass of {stub_name} from one of mcprism_types.v..., not {handler!r:.100}"
        )
    protocol: ProtocolSpec = vars(stub)["protocol"]
    requests = [spec for spec in protocol.requests.values() if _is_overridden(handler, stub, spec)]
    notifications = [spec for spec in protocol.notifications.values() if _is_overridden(handler, stub, spec)]
    for spec in (*requests, *notifications):
        if spec.method in SESSION_METHODS:
            raise TypeError(
                f"{type(handler).__name__}.{spec.handler} would never be called: the runtime handles {spec.method} "
                "by itself; remove the method"
            )
    return protocol, requests, notifications


def _typed_routes(
    protocol: ProtocolSpec, handles: Mapping[str, Handle], capabilities: JsonObject, *, strict: bool
) -> dict[str, TypedRoute]:
    siblings = Siblings(protocol)
    return {
        method: TypedRoute.of(
            protocol.requests[method],
            refusing(handle, method, capabilities) if strict else handle,
            siblings,
            ignores_task=_ignores_task(protocol.requests[method], capabilities),
        )
        for method, handle in handles.items()
        if not strict or is_declared(method, capabilities)
    }


def _without_task(request: Request) -> Request:
    # A task that this side never offered is no reason to refuse the request. Spec: 2025-11-25/basic/utilities/tasks
    params = object_of(request.params)
    if "task" not in params:
        return request
    return replace(request, params={name: value for name, value in params.items() if name != "task"})


def _is_asked(spec: RequestSpec[Any, Any, Any], sender: Side) -> bool:
    # What travels inside results only is asked by servers: where there are sessions, in requests.
    return sender in (spec.senders or SERVER)


def _is_overridden(handler: object, stub: type, spec: NotificationSpec[Any]) -> bool:
    # The stub of one side has no method for what only that side sends.
    stubbed = getattr(stub, spec.handler, None)
    method = getattr(handler, spec.handler, None)
    return stubbed is not None and getattr(method, "__func__", method) is not stubbed


def _ignores_task(spec: RequestSpec[Any, Any, Any], capabilities: JsonObject) -> bool:
    gate = AS_TASK.get(spec.method)
    return gate is not None and (task_type(spec) is None or not declares(capabilities, gate.needs))
