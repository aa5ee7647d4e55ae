"""Streams of changes without a session: a request that goes on until one side ends it, and what it is told meanwhile.

Spec: basic/patterns/subscriptions
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, Protocol

import anyio
from pydantic import ValidationError

from mcprism.connection import LISTEN, SUBSCRIPTION_ID
from mcprism.errors import (
    OVERLOADED,
    ConnectionClosed,
    InvalidParams,
    MethodNotFound,
    NotSupportedByPeer,
    ProtocolError,
    described,
)
from mcprism.events import Backlog, EventBus, Filter, params_of
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.jsonrpc import JsonObject, Request, object_of
from mcprism.spawn import current_loop
from mcprism.versions.handshake import MAX_WATCHED, SUBSCRIBE, UNSUBSCRIBE
from mcprism.versions.stateless import StatelessServer

ACKNOWLEDGED: Final = "notifications/subscriptions/acknowledged"

UNWATCH_TIMEOUT: Final = 5.0
"""Seconds that a handler may take to hear that a stream has ended."""

_log = logging.getLogger("mcprism")

_LISTS: Final = {"tools": "toolsListChanged", "prompts": "promptsListChanged", "resources": "resourcesListChanged"}
_URIS: Final = "resourceSubscriptions"


def filter_in(members: Mapping[str, Any]) -> Filter:
    """What a filter says as the protocol writes it. Kinds of changes that are not known here are left out."""
    uris = members.get(_URIS) or ()
    lists = {name: members.get(member) is True for name, member in _LISTS.items()}
    return Filter(uris=frozenset(uri for uri in uris if isinstance(uri, str)), **lists)


def filter_out(wanted: Filter) -> JsonObject:
    """A filter as the protocol writes it: what is not wanted is not named."""
    members: JsonObject = {member: True for name, member in _LISTS.items() if getattr(wanted, name)}
    return {**members, _URIS: sorted(wanted.uris)} if wanted.uris else members


class Watch(Protocol):
    """Has the handler know which resources are watched, where its version wants to be told."""

    async def __call__(self, method: str, uri: str, request: Request, exchange: Exchange) -> None:
        """Tells it by `resources/subscribe` or `resources/unsubscribe`; nothing happens if it answers no such requests.

        Args:
            method: which of the two.
            uri: the resource.
            request: the one that opened the stream.
            exchange: the way back of that request.

        Raises:
            ProtocolError, NotSupportedByPeer: it refuses.
        """
        ...


class ListenStreams:
    """Answers `subscriptions/listen`, as often as clients ask for it.

    Args:
        era: how the clients are known.
        events: where changes come from.
        watch: who is told which resources are watched.
    """

    def __init__(self, era: StatelessServer, events: EventBus, watch: Watch) -> None:
        self._era = era
        self._events = events
        self._watch = watch
        self._open: set[_Stream] = set()
        self._is_closed = False

    def dispatch(self, request: Request, exchange: Exchange) -> Work:
        """What lasts as long as the stream, and gives the result that ends it.

        Raises:
            MethodNotFound: the version of the request has no such streams.
            InvalidParams: the params do not fit, or more resources are to be watched than one stream may.
            ProtocolError: as `Era.caller`.
        """
        caller = self._era.caller(request)
        spec = self._era.bridge(caller).peer.requests.get(LISTEN)
        if spec is None:
            raise MethodNotFound(LISTEN)
        given = object_of(request.params)
        try:
            spec.read_params(given)
        except ValidationError as error:
            raise InvalidParams(f"Invalid params of {LISTEN}:\n{described(error, given)}") from None
        asked = filter_in(given["notifications"])
        if len(asked.uris) > MAX_WATCHED:
            raise InvalidParams(
                f"notifications.{_URIS}: names {len(asked.uris)} resources, and one stream may have {MAX_WATCHED}: "
                "open another one for the rest"
            )
        possible = asked.within(self._era.capabilities(caller))
        return partial(self._run, _Stream(request, exchange, possible, self._watch, self._events))

    def close(self) -> None:
        """Ends every stream, each with its result; one that is still to begin ends when it has been acknowledged."""
        self._is_closed = True
        for stream in tuple(self._open):
            stream.end()

    async def _run(self, stream: "_Stream") -> Outcome:
        self._open.add(stream)
        if self._is_closed:
            stream.end()
        self._events.join(stream.backlog)
        try:
            return await stream.run()
        finally:
            self._open.discard(stream)
            self._events.leave(stream.backlog)


class _Stream:
    """One of them, from its acknowledgement to its result. `possible`: what it may be told."""

    def __init__(self, request: Request, exchange: Exchange, possible: Filter, watch: Watch, events: EventBus) -> None:
        self._request = request
        self._exchange = exchange
        self._honoured = possible
        self._watch = partial(watch, request=request, exchange=exchange)
        self._events = events
        self._wakeup = current_loop().wakeup()
        self.backlog: Final = Backlog(lambda change: self._honoured.wants(change), self._wakeup.set)
        self._scope = anyio.CancelScope()

    async def run(self) -> Outcome:
        """The result, once the stream has ended.

        Raises:
            ProtocolError: -32000, the client lags so far behind that it was not told of everything.
        """
        watched: list[str] = []
        try:
            await self._watch_all(watched)
            self._honoured = replace(self._honoured, uris=frozenset(watched))
            self._events.watches(self.backlog, self._honoured.uris)
            with self._scope:
                await self._tell(ACKNOWLEDGED, {"notifications": filter_out(self._honoured)})
                await self._tell_changes()
        except ConnectionClosed:
            # Nobody is there to be told anything: the result goes nowhere, too.
            pass
        finally:
            await self._unwatch_all(watched)
        if self.backlog.dropped:
            text = "more changes waited to be told than are kept: listen again, and read again what matters"
            raise ProtocolError(text, code=OVERLOADED)
        return {"_meta": {SUBSCRIPTION_ID: self._request.id}}

    def end(self) -> None:
        """What was not told is not told any more."""
        self._scope.cancel()

    async def _tell_changes(self) -> None:
        while not self.backlog.dropped:
            change = self.backlog.take()
            if change is None:
                await self._wakeup.wait(float("inf"))
            else:
                await self._tell(change.method, params_of(change) or {})

    async def _tell(self, method: str, params: JsonObject) -> None:
        await self._exchange.notify(method, {"_meta": {SUBSCRIPTION_ID: self._request.id}, **params})

    async def _watch_all(self, watched: list[str]) -> None:
        for uri in sorted(self._honoured.uris):
            try:
                await self._watch(SUBSCRIBE, uri)
            except (ProtocolError, NotSupportedByPeer) as error:
                _log.info("%.200r is not watched for a client: %s", uri, error)
            else:
                watched.append(uri)

    async def _unwatch_all(self, watched: list[str]) -> None:
        with anyio.move_on_after(UNWATCH_TIMEOUT, shield=True):
            for uri in watched:
                try:
                    await self._watch(UNSUBSCRIBE, uri)
                except Exception:  # the border: the stream has ended, and nobody waits for an answer
                    _log.exception("%.200r is not watched any more, and the handler failed to hear that", uri)
