"""Requests that are answered from JSON to JSON, without models.

What is declared is checked when it is declared, so nothing has to be built for a call only to be checked again: the
params are checked by the peer's own version, and what of them is used says the same in every version. The result is one
of the newest version.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol, TypeAlias

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from mcprism.context import Context, bridge_of
from mcprism.errors import TELLING, InvalidParams, MethodNotFound, ProtocolError, described, told, told_of
from mcprism.exchange import Outcome, Work
from mcprism.jsonrpc import JsonObject, JsonText, Request, object_of
from mcprism.middleware import Middleware, around, checked_params, checked_result
from mcprism.rounds import ANSWERS, STATE, is_question, settled
from mcprism.versions import (
    Bridge,
    Era,
    LossPolicy,
    LossReport,
    check_metadata,
    embedded,
    installed,
    linked,
    rule_for,
)
from mcprism_types.base import RequestSpec

_log = logging.getLogger("mcprism")


class Written(Protocol):
    """A result that is not converted anew for each request."""

    def text(self, method: str, bridge: Bridge) -> JsonText:
        """The result as the peer gets it. What its version cannot express is reported each time.

        Raises:
            NotSupportedByPeer: its version has no form for this.
        """
        ...


class Prepared:
    """A result that many requests have: it is converted and encoded once for each version. As `Written`.

    Args:
        value: the result, in the home version.
    """

    __slots__ = ("_texts", "value")

    def __init__(self, value: JsonObject) -> None:
        self.value = value
        self._texts: dict[tuple[str, LossPolicy], tuple[JsonText, list[LossReport]]] = {}

    def text(self, method: str, bridge: Bridge) -> JsonText:
        """As `Written.text`."""
        key = bridge.peer.version, bridge.losses.policy
        known = self._texts.get(key)
        if known is None:
            value, reports = _converted(self.value, method, bridge)
            known = self._texts[key] = JsonText(to_json(value, inf_nan_mode="null")), reports
        text, reports = known
        for report in reports:
            bridge.losses.on_loss(report)
        return text


class Told:
    """The result of a tool that is one text, and an object that says the same. As `Written`.

    Which members it has in a version is found out once, by converting one; what is in them is the same in all.

    Args:
        said: the text.
        data: the object, as JSON; None: there is none.
    """

    __slots__ = ("_data", "_said")

    def __init__(self, said: str, data: bytes | None) -> None:
        # Encoded here, where who made it learns what cannot be: half a surrogate pair.
        self._said = to_json(said)
        self._data = data

    def value(self) -> JsonObject:
        """The result, in the newest version."""
        result: JsonObject = {"content": [{"type": "text", "text": from_json(self._said)}], "resultType": "complete"}
        return result if self._data is None else {**result, "structuredContent": from_json(self._data)}

    def text(self, method: str, bridge: Bridge) -> JsonText:
        """As `Written.text`."""
        has_data = self._data is not None
        key = bridge.peer.version, bridge.losses.policy, has_data
        known = _FORMS.get(key)
        if known is None:
            value, reports = _converted(_DATA if has_data else _SAID, method, bridge)
            known = _FORMS[key] = _form_of(value), reports
        form, reports = known
        for report in reports:
            bridge.losses.on_loss(report)
        return JsonText(form % {b"said": self._said, b"data": self._data})


_FORMS: Final[dict[tuple[str, LossPolicy, bool], tuple[bytes, list[LossReport]]]] = {}

_SAID: Final[JsonObject] = {"content": [{"type": "text", "text": "%(said)b"}], "resultType": "complete"}
_DATA: Final[JsonObject] = {**_SAID, "structuredContent": {"%(data)b": 0}}


def _form_of(result: JsonObject) -> bytes:
    """The JSON of a result with places for what is in it."""
    return to_json(result).replace(b'"%(said)b"', b"%(said)b").replace(b'{"%(data)b":0}', b"%(data)b")


def _converted(value: JsonObject, method: str, bridge: Bridge) -> tuple[JsonObject, list[LossReport]]:
    """A result as the peer gets it, and what its version cannot express."""
    reports: list[LossReport] = []
    if bridge.crosses:
        watched = replace(bridge, losses=replace(bridge.losses, on_loss=reports.append))
        value = watched.crossing(method).result_out(value)
    return value, reports


Answer: TypeAlias = Callable[[JsonObject, Context], Coroutine[Any, Any, JsonObject | Written]]
"""Takes what is the same in the params of every version, and gives a result of the home version."""


@dataclass(frozen=True, slots=True)
class PlainRoute:
    """One request that is answered from JSON to JSON."""

    spec: RequestSpec[Any, Any, Any]
    answer: Answer
    read: "PlainRoute | None" = None
    """What answers resources/read, for links that a peer's version does not know."""
    ignores_task: bool = True
    """As for `typed.TypedRoute`: nothing here is answered with a task."""

    def begin(self, request: Request, context: Context, bridge: Bridge, era: Era) -> Work:
        """As `handlers.Route.begin`."""
        spec = bridge.peer.requests.get(request.method)
        if spec is None:
            raise MethodNotFound(request.method[:100])
        try:
            spec.read_params(request.params)
        except ValidationError as error:
            problems = described(error, request.params or {})
            raise InvalidParams(f"Invalid params of {request.method}:\n{problems}") from None
        params = object_of(request.params)
        if ANSWERS in params or STATE in params:
            context = context.answering(params)
        return partial(_answer, self, params, context, bridge, era)

    def layered(self, middleware: Sequence[Middleware]) -> "PlainRoute":
        """As `handlers.Route.layered`. Middleware is given the params as they came, and results of the home version."""
        spec, answer = self.spec, self.answer

        async def innermost(params: JsonObject, context: Context) -> JsonObject:
            checked_params(bridge_of(context).peer.requests[spec.method], params)
            result = await answer(params, context)
            if isinstance(result, dict):
                return result
            bridge = bridge_of(context)
            return object_of(result.text(spec.method, replace(bridge, peer=installed()[bridge.home])))

        call = around(innermost, middleware, spec.method)
        rule = rule_for(spec)

        async def layered(params: JsonObject, context: Context) -> JsonObject:
            result = await call(params, context)
            read = checked_result(spec, result)
            check_metadata(read, result, f"the result of {spec.method}")
            if rule is None or not rule.is_broken_by(read):
                return result
            return rule.mend(result, bridge_of(context).passage(spec.method, inward=False, memory={}))

        return replace(self, answer=layered, read=None if self.read is None else self.read.layered(middleware))


async def _answer(route: PlainRoute, params: JsonObject, context: Context, bridge: Bridge, era: Era) -> Outcome:
    method = route.spec.method
    try:
        try:
            result = await route.answer(params, context)
            if bridge.crosses and isinstance(result, dict) and is_question(result):
                result = await _settled(route, result, params, context, bridge)
        except TELLING as raised:
            error = told(raised)
            if bridge.crosses and isinstance(error, ProtocolError):
                return bridge.crossing(method).error_out(error)
            raise
        if not isinstance(result, dict):
            return result.text(method, bridge)
        if not bridge.crosses:
            return result
        if bridge.inlines and route.read is not None:
            read = route.read.answer

            async def contents(uri: str) -> list[JsonObject]:
                found = await read({"uri": uri}, context)
                return found["contents"] if isinstance(found, dict) else []

            result = await with_links_read(contents, method, result, bridge)
        return bridge.crossing(method).result_out(result)
    except TELLING as raised:
        return era.failed(method, told_of(raised), context.peer)


async def _settled(
    route: PlainRoute, question: JsonObject, params: JsonObject, context: Context, bridge: Bridge
) -> JsonObject | Written:
    """What is answered once the client has answered a question in a result. Raises as `rounds.settled`."""
    last: JsonObject | Written = question

    async def call(members: JsonObject) -> JsonObject:
        nonlocal last
        last = await route.answer(members, context.answering(members))
        # What is written already asks nothing.
        return last if isinstance(last, dict) else {}

    await settled(question, call, params, installed()[bridge.home], context.outbound)
    return last


async def with_links_read(
    read: Callable[[str], Awaitable[list[JsonObject]]], method: str, result: JsonObject, bridge: Bridge
) -> JsonObject:
    """A result with what its links lead to, as far as `read` gives that for their addresses: one resource each."""
    passage = bridge.passage(method, inward=False, memory={})
    contents: JsonObject = {}
    for uri in linked(result, passage):
        try:
            found = await read(uri)
        except Exception as error:  # whatever is wrong with a link, it can still be told as text
            _log.info("the link to %.200r is sent as text, because it could not be read: %r", uri, error)
            continue
        if len(found) == 1:
            contents[uri] = found[0]
    return embedded(result, contents, passage)
