"""Requests and notifications that are handled with models: typed params in, a typed result out.

Both are of the version that the handler is written for. A peer of another one is answered by way of JSON, which is what
conversions are about.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, TypeAlias, get_args

from pydantic import ValidationError

from mcprism.context import Context
from mcprism.errors import TELLING, InvalidParams, MethodNotFound, ProtocolError, described, told, told_of
from mcprism.exchange import Outcome, Work
from mcprism.inbound import Handling
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.middleware import Middleware, around, checked_params, checked_result
from mcprism.plain import with_links_read
from mcprism.rounds import may_ask, settled
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
from mcprism_types.base import MCPModel, NotificationSpec, ProtocolSpec, RequestSpec

READ: Final = "resources/read"

Handle: TypeAlias = Callable[[Any, Context], Awaitable[Any]]
"""Takes the params of a message, and gives the result if it is a request."""


@dataclass(slots=True)
class Siblings:
    """What the routes of one handler know of each other."""

    protocol: ProtocolSpec
    """The handler's home version."""
    tools: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    """Tools by name, as the handler has listed them to peers of other versions: their results are converted alike."""
    read: "TypedRoute | None" = None
    """What answers resources/read, for links that a peer's version does not know."""

    def tool_called(self, request: Request) -> JsonObject | None:
        """The tool that a tools/call is of, if it was listed before."""
        name = object_of(request.params).get("name")
        return self.tools.get(name) if isinstance(name, str) else None


@dataclass(frozen=True, slots=True)
class TypedRoute:
    """One request that a handler answers. As `handlers.Route`."""

    spec: RequestSpec[Any, Any, Any]
    handle: Handle
    siblings: Siblings
    results: tuple[type[MCPModel], ...]
    rule: ResultRule | None
    """What holds for its results in every version."""
    asks: bool
    """Whether its result may be a question to the client."""
    task: type[MCPModel] | None
    """What answers it where the peer asked for a task; None: nobody can ask for one."""
    ignores_task: bool
    """Whether it is answered as if no task had been asked for, because this side did not declare that it has any."""

    @classmethod
    def of(
        cls, spec: RequestSpec[Any, Any, Any], handle: Handle, siblings: Siblings, *, ignores_task: bool
    ) -> "TypedRoute":
        """That of a request which `handle` answers."""
        route = cls(
            spec,
            handle,
            siblings,
            _result_types(spec),
            rule_for(spec),
            may_ask(spec),
            task=task_type(spec),
            ignores_task=ignores_task,
        )
        if spec.method == READ:
            siblings.read = route
        return route

    def begin(self, request: Request, context: Context, bridge: Bridge, era: Era) -> Work:
        """As `handlers.Route.begin`."""
        if bridge.crosses:
            return _across(self, request, context, bridge, era)
        return partial(_answer, self, _read(self.spec, request.params), context, bridge, era)

    def layered(self, middleware: Sequence[Middleware]) -> "TypedRoute":
        """As `handlers.Route.layered`. Middleware is given the JSON of params and results, of the home version."""

        async def innermost(params: JsonObject, context: Context) -> JsonObject:
            typed = checked_params(self.spec, params)
            result = await self.handle(typed, context)
            self.check(typed, result)
            wire: JsonObject = result.to_wire()
            return wire

        call = around(innermost, middleware, self.spec.method)

        async def handle(params: Any, context: Context) -> Any:
            return checked_result(self.spec, await call({} if params is None else params.to_wire(), context))

        route = replace(self, handle=handle)
        if self.spec.method == READ:
            # Whoever may not read a resource does not get it by way of a link either.
            self.siblings.read = route
        return route

    def read(self, params: JsonObject | JsonText | None) -> Any:
        """The params as a model, from those of the home version.

        Raises:
            InvalidParams: they do not fit.
        """
        return _read(self.spec, params)

    def check(self, params: Any, result: object) -> None:
        """Fails on what is no result of this request, for whoever wrote the handler.

        Raises:
            TypeError: it is none.
        """
        method, results = self.spec.method, self.results
        if not isinstance(result, results):
            expected = " or ".join(kind.__name__ for kind in results)
            raise TypeError(
                f"{method}: the handler must return {expected} of {results[0].__module__}, "
                f"not {type(result).__module__}.{type(result).__qualname__}"
            )
        if self.task is not None and params.task is None and isinstance(result, self.task):
            raise TypeError(
                f"{method}: the handler returned {self.task.__name__}, but nobody asked for a task: look at "
                f"params.task, which is None, and return {results[0].__name__}"
            )


@dataclass(frozen=True, slots=True)
class TypedNoticeRoute:
    """One notification that a handler receives. As `handlers.NoticeRoute`."""

    spec: NotificationSpec[Any]
    handle: Handle

    def begin(self, notification: Notification, context: Context, bridge: Bridge) -> Handling | None:
        """As `handlers.NoticeRoute.begin`."""
        given = notification.params
        if bridge.crosses:
            converted = bridge.crossing(notification.method).params_in(given)
            if converted is DROPPED:
                return None
            given = converted
        return partial(_handle, self.handle, _read(self.spec, given), context)


def task_type(spec: RequestSpec[Any, Any, Any]) -> type[MCPModel] | None:
    """What answers a request where the peer asks for a task; None: nobody can ask for one."""
    other = spec.alternative
    return other.type if other is not None and other.member == "task" else None


def _result_types(spec: RequestSpec[Any, Any, Any]) -> tuple[type[MCPModel], ...]:
    types = get_args(spec.result) or (spec.result,)
    return types if spec.alternative is None else (*types, spec.alternative.type)


def _read(spec: NotificationSpec[Any], params: JsonObject | JsonText | None) -> Any:
    try:
        return spec.read_params(params)
    except ValidationError as error:
        problems = described(error, params or {})
        raise InvalidParams(f"Invalid params of {spec.method}:\n{problems}") from None


async def _handle(handle: Handle, params: Any, context: Context) -> None:
    await handle(params, context)


async def _answer(route: TypedRoute, params: Any, context: Context, bridge: Bridge, era: Era) -> Outcome:
    try:
        result = await route.handle(params, context)
    except TELLING as raised:
        return era.failed(route.spec.method, told_of(raised), context.peer)
    route.check(params, result)
    rule = route.rule
    if rule is not None and rule.is_broken_by(result):
        value = result.to_wire()
        check_metadata(result, value, f"the result of {route.spec.method}")
        return rule.mend(value, bridge.passage(route.spec.method, inward=False, memory={}))
    text = result.__pydantic_serializer__.to_json(result)
    check_metadata(result, text, f"the result of {route.spec.method}")
    return JsonText(text)


def _across(route: TypedRoute, request: Request, context: Context, bridge: Bridge, era: Era) -> Work:
    """The work that answers a peer of another version."""
    if request.method not in bridge.peer.requests:
        raise MethodNotFound(request.method[:100])
    crossing = bridge.crossing(request.method)
    tool = route.siblings.tool_called(request) if request.method == "tools/call" else None
    given = crossing.params_in(request.params, tool=tool)
    if given is DROPPED:
        raise MethodNotFound(request.method[:100])
    return partial(_answer_across, route, given, route.read(given), context, crossing, era)


async def _answer_across(
    route: TypedRoute, given: JsonObject | None, params: Any, context: Context, crossing: Crossing, era: Era
) -> Outcome:
    async def call(members: JsonObject | None) -> JsonObject:
        typed = params if members is given else route.read(members)
        result = await route.handle(typed, context)
        route.check(typed, result)
        value: JsonObject = result.to_wire()
        check_metadata(result, value, f"the result of {method}")
        return value

    method, siblings = route.spec.method, route.siblings
    try:
        try:
            value = await call(given)
            if route.asks:
                value = await settled(value, call, given, siblings.protocol, context.outbound)
        except TELLING as raised:
            error = told(raised)
            if isinstance(error, ProtocolError):
                return crossing.error_out(error)
            raise
        if method == "tools/list":
            siblings.tools.update((tool["name"], tool) for tool in value["tools"])
        bridge = era.bridge(context.peer)
        reading = siblings.read
        if bridge.inlines and reading is not None:

            async def contents(uri: str) -> list[JsonObject]:
                return await _contents_at(reading, uri, context, bridge)

            value = await with_links_read(contents, method, value, bridge)
        if method != "tools/call":
            return crossing.result_out(value)
        return text_beside_structure(crossing.result_out(value, tool=siblings.tools.get(params.name)))
    except TELLING as raised:
        return era.failed(method, told_of(raised), context.peer)


async def _contents_at(route: TypedRoute, uri: str, context: Context, bridge: Bridge) -> list[JsonObject]:
    """What the handler's own resources/read gives."""
    given = bridge.crossing(READ).params_in({"uri": uri})
    read = await route.handle(route.read(None if given is DROPPED else given), context)
    contents: list[JsonObject] = read.to_wire().get("contents", [])
    return contents
