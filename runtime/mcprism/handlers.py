"""From a handler object, a subclass of a generated stub, or from declarations, to what answers messages of a peer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, get_args

from pydantic import ValidationError

from mcprism.capabilities import AS_TASK, declares, derived, merged
from mcprism.connection import LISTEN
from mcprism.context import Context
from mcprism.errors import TELLING, InvalidParams, MethodNotFound, ProtocolError, described, told, told_of
from mcprism.events import EventBus
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.inbound import Handling
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.lifespan import Hold
from mcprism.plain import Answer, PlainRoute, plainly, with_links_read
from mcprism.rounds import may_ask, settled
from mcprism.undeclared import is_declared, refusing, unanswered
from mcprism.versions import (
    DROPPED,
    Bridge,
    Crossing,
    Era,
    ResultRule,
    check_metadata,
    rule_for,
    text_beside_structure,
)
from mcprism_types.base import SERVER, MCPModel, NotificationSpec, ProtocolSpec, RequestSpec, Side

SESSION_METHODS: Final = frozenset(
    {"initialize", "ping", "server/discover", LISTEN, "notifications/cancelled", "notifications/progress"}
)
"""What the runtime answers or uses up by itself, so that a handler never gets to see it."""

_READ: Final = "resources/read"


@dataclass(frozen=True, slots=True)
class RequestRoute:
    """One request that a handler answers."""

    spec: RequestSpec[Any, Any, Any]
    handle: Callable[[Any, Context], Awaitable[Any]]
    results: tuple[type[MCPModel], ...]
    rule: ResultRule | None
    """What holds for its results in every version."""
    asks: bool
    """Whether its result may be a question to the client."""
    task: type[MCPModel] | None
    """What answers it where the peer asked for a task; None: nobody can ask for one."""
    ignores_task: bool
    """Whether it is answered as if no task had been asked for, because this side did not declare that it has any."""


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
    requests: Mapping[str, RequestRoute | PlainRoute]
    notifications: Mapping[str, NotificationRoute]
    capabilities: JsonObject
    """What this side declares: what answering these methods amounts to, and more."""
    tools: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    """Tools by name, as the handler has listed them to peers of other versions: their results are converted alike."""

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
        declared = merged(derived(spec.method for spec in requests if _is_asked(spec, other)), capabilities or {})
        return cls(
            protocol,
            requests={
                spec.method: RequestRoute(
                    spec,
                    refusing(getattr(handler, spec.handler), spec.method, declared)
                    if strict
                    else getattr(handler, spec.handler),
                    _result_types(spec),
                    rule_for(spec),
                    may_ask(spec),
                    task=_task_type(spec),
                    ignores_task=_ignores_task(spec, declared),
                )
                for spec in requests
                if _is_asked(spec, other) and (not strict or is_declared(spec.method, declared))
            },
            notifications={
                spec.method: NotificationRoute(spec, getattr(handler, spec.handler))
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
        return cls(
            protocol,
            requests={
                method: PlainRoute(protocol.requests[method], answer, answers.get(_READ))
                for method, answer in answers.items()
            },
            notifications={},
            capabilities=merged(derived(answers), capabilities),
        )

    def tool_called(self, request: Request) -> JsonObject | None:
        """The tool that a tools/call is of, if it was listed before."""
        name = object_of(request.params).get("name")
        return self.tools.get(name) if isinstance(name, str) else None


class Dispatcher:
    """Answers the messages of one peer: the session's own by the era, the others by the handler.

    Args:
        table: what the handler answers; None: nothing.
        era: how this side knows the peer.
        events: where handlers say what has changed; None: on this side nothing does.
        hold: on what handlers are given of the server's lifespan; None: there is none.
    """

    __slots__ = ("_era", "_events", "_hold", "_notifications", "_requests", "_table")

    def __init__(
        self, table: HandlerTable | None, era: Era, events: EventBus | None = None, hold: Hold | None = None
    ) -> None:
        self._table = table
        self._events = events or EventBus({})
        self._requests: Mapping[str, RequestRoute | PlainRoute] = {} if table is None else table.requests
        self._notifications: Mapping[str, NotificationRoute] = {} if table is None else table.notifications
        self._era = era
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
            raise unanswered(method, {} if self._table is None else self._table.capabilities)
        if route.ignores_task:
            request = _without_task(request)
        caller = self._era.caller(request)
        bridge = self._era.bridge(caller)
        context = Context(exchange, caller, era=self._era, bridge=bridge, events=self._events, hold=self._hold)
        if isinstance(route, PlainRoute):
            return plainly(route, request, context, bridge, self._era)
        if bridge.crosses and self._table is not None:
            return _across(self._table, route, request, context, bridge, self._era)
        return partial(_answer, route, _read(route, request.params), context, bridge, self._era)

    async def watch(self, method: str, uri: str, request: Request, exchange: Exchange) -> None:
        """As `versions.Watch`."""
        route = self._requests.get(method)
        if not isinstance(route, RequestRoute):
            return
        caller = self._era.caller(request)
        bridge = self._era.bridge(caller)
        context = Context(exchange, caller, era=self._era, bridge=bridge, events=self._events, hold=self._hold)
        params = _read(route, {"uri": uri})
        _check(route, params, await route.handle(params, context))

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
        given = notification.params
        if bridge.crosses:
            converted = bridge.crossing(notification.method).params_in(given)
            if converted is DROPPED:
                return None
            given = converted
        params = _read(route, given)
        context = Context(exchange, caller, era=self._era, bridge=bridge, events=self._events, hold=self._hold)
        return partial(_handle, route, params, context)


def _without_task(request: Request) -> Request:
    # A task that this side never offered is no reason to refuse the request. Spec: 2025-11-25/basic/utilities/tasks
    params = object_of(request.params)
    if "task" not in params:
        return request
    return replace(request, params={name: value for name, value in params.items() if name != "task"})


def _read(route: RequestRoute | NotificationRoute, params: JsonObject | JsonText | None) -> Any:
    try:
        return route.spec.read_params(params)
    except ValidationError as error:
        problems = described(error, params or {})
        raise InvalidParams(f"Invalid params of {route.spec.method}:\n{problems}") from None


async def _answer(route: RequestRoute, params: Any, context: Context, bridge: Bridge, era: Era) -> Outcome:
    try:
        result = await route.handle(params, context)
    except TELLING as raised:
        return era.failed(route.spec.method, told_of(raised), context.peer)
    _check(route, params, result)
    rule = route.rule
    if rule is not None and rule.is_broken_by(result):
        value = result.to_wire()
        check_metadata(result, value, f"the result of {route.spec.method}")
        return rule.mend(value, bridge.passage(route.spec.method, inward=False, memory={}))
    text = result.__pydantic_serializer__.to_json(result)
    check_metadata(result, text, f"the result of {route.spec.method}")
    return JsonText(text)


def _across(
    table: HandlerTable, route: RequestRoute, request: Request, context: Context, bridge: Bridge, era: Era
) -> Work:
    """The work that answers a peer of another version."""
    if request.method not in bridge.peer.requests:
        raise MethodNotFound(request.method[:100])
    crossing = bridge.crossing(request.method)
    tool = table.tool_called(request) if request.method == "tools/call" else None
    given = crossing.params_in(request.params, tool=tool)
    if given is DROPPED:
        raise MethodNotFound(request.method[:100])
    params = _read(route, given)
    return partial(_answer_across, table, route, given, params, context, crossing, era)


async def _answer_across(
    table: HandlerTable,
    route: RequestRoute,
    given: JsonObject | None,
    params: Any,
    context: Context,
    crossing: Crossing,
    era: Era,
) -> Outcome:
    async def call(members: JsonObject | None) -> JsonObject:
        typed = params if members is given else _read(route, members)
        result = await route.handle(typed, context)
        _check(route, typed, result)
        value: JsonObject = result.to_wire()
        check_metadata(result, value, f"the result of {method}")
        return value

    method = route.spec.method
    try:
        try:
            value = await call(given)
            if route.asks:
                value = await settled(value, call, given, table.protocol, context.outbound)
        except TELLING as raised:
            error = told(raised)
            if isinstance(error, ProtocolError):
                return crossing.error_out(error)
            raise
        if method == "tools/list":
            table.tools.update((tool["name"], tool) for tool in value["tools"])
        bridge = era.bridge(context.peer)
        if bridge.inlines and _READ in table.requests:

            async def contents(uri: str) -> list[JsonObject]:
                return await _contents_at(table, uri, context, bridge)

            value = await with_links_read(contents, method, value, bridge)
        if method != "tools/call":
            return crossing.result_out(value)
        return text_beside_structure(crossing.result_out(value, tool=table.tools.get(params.name)))
    except TELLING as raised:
        return era.failed(method, told_of(raised), context.peer)


async def _contents_at(table: HandlerTable, uri: str, context: Context, bridge: Bridge) -> list[JsonObject]:
    """What the handler's own resources/read gives."""
    route = table.requests[_READ]
    if not isinstance(route, RequestRoute):
        return []
    given = bridge.crossing(_READ).params_in({"uri": uri})
    read = await route.handle(_read(route, None if given is DROPPED else given), context)
    contents: list[JsonObject] = read.to_wire().get("contents", [])
    return contents


def _check(route: RequestRoute, params: Any, result: object) -> None:
    """Fails on what is no result of this request, for whoever wrote the handler."""
    if not isinstance(result, route.results):
        expected = " or ".join(kind.__name__ for kind in route.results)
        raise TypeError(
            f"{route.spec.method}: the handler must return {expected} of {route.results[0].__module__}, "
            f"not {type(result).__module__}.{type(result).__qualname__}"
        )
    if route.task is not None and params.task is None and isinstance(result, route.task):
        raise TypeError(
            f"{route.spec.method}: the handler returned {route.task.__name__}, but nobody asked for a task: look at "
            f"params.task, which is None, and return {route.results[0].__name__}"
        )


async def _handle(route: NotificationRoute, params: Any, context: Context) -> None:
    await route.handle(params, context)


def _is_asked(spec: RequestSpec[Any, Any, Any], sender: Side) -> bool:
    # What travels inside results only is asked by servers: where there are sessions, in requests.
    return sender in (spec.senders or SERVER)


def _is_overridden(handler: object, stub: type, spec: NotificationSpec[Any]) -> bool:
    # The stub of one side has no method for what only that side sends.
    stubbed = getattr(stub, spec.handler, None)
    method = getattr(handler, spec.handler, None)
    return stubbed is not None and getattr(method, "__func__", method) is not stubbed


def _task_type(spec: RequestSpec[Any, Any, Any]) -> type[MCPModel] | None:
    other = spec.alternative
    return other.type if other is not None and other.member == "task" else None


def _ignores_task(spec: RequestSpec[Any, Any, Any], capabilities: JsonObject) -> bool:
    gate = AS_TASK.get(spec.method)
    return gate is not None and (_task_type(spec) is None or not declares(capabilities, gate.needs))


def _result_types(spec: RequestSpec[Any, Any, Any]) -> tuple[type[MCPModel], ...]:
    types = get_args(spec.result) or (spec.result,)
    return types if spec.alternative is None else (*types, spec.alternative.type)
