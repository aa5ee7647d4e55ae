"""Listening for changes on a server: the same for a session, where they are told anyway, and for a stream of their own.

Spec: basic/patterns/subscriptions, server/resources#subscriptions
"""

import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Protocol, Self

import anyio

from mcprism.capabilities import feature, together
from mcprism.client.backoff import Backoff
from mcprism.client.restarts import Restarts
from mcprism.client.tasks import Link
from mcprism.connection import LISTEN, SUBSCRIPTION_ID
from mcprism.errors import ConnectionClosed, HttpError, McprismError, NotSupportedByPeer, PeerError, RequestTimeout
from mcprism.events import Backlog, Change, Filter, change_of
from mcprism.exchange import Caller
from mcprism.jsonrpc import JsonObject, JsonText, Notification, RequestId, is_object, object_of
from mcprism.spawn import Owner, current_loop
from mcprism.versions import ACKNOWLEDGED, filter_in, filter_out
from mcprism_types.base import OnProgress, SendOptions

AT_ONCE: Final = 16
"""Requests about single resources that are in flight at the same time."""

CLOSE_TIMEOUT: Final = 2.0
"""Seconds that saying goodbye may take when a subscription is left."""

_log = logging.getLogger("mcprism")


class Asks(Protocol):
    """What requests go through: the typed sender of an open client."""

    async def ask(
        self, method: str, params: JsonObject | JsonText | None, options: SendOptions | None = None
    ) -> JsonObject:
        """The result of a request, as it came."""
        ...


class Listening:
    """All subscriptions of one connection: what comes is shown to each of them."""

    def __init__(self, missed: Callable[[], object] = bool) -> None:
        self.missed: Final = missed
        """To be called where changes may have been missed."""
        self.watched: Final = Counter[str]()
        """How many subscriptions watch a resource, where the session keeps one account for all."""
        self.turn: Final = anyio.Lock()
        """Held while that account is changed."""
        self._open: dict[Subscription, None] = {}

    def heard(self, notification: Notification) -> None:
        """Shows what the server tells to whom it concerns."""
        for subscription in tuple(self._open):
            subscription.heard(notification)

    def missed_some(self) -> None:
        """The server may have told of changes that did not arrive: all that may have changed counts as changed."""
        self.missed()
        for subscription in tuple(self._open):
            subscription.missed()

    def ended(self, how: str) -> None:
        """The connection has ended."""
        for subscription in tuple(self._open):
            subscription.disconnected(how)

    def add(self, subscription: "Subscription") -> None:
        """From now on it hears."""
        self._open[subscription] = None

    def remove(self, subscription: "Subscription") -> None:
        """It hears nothing any more."""
        self._open.pop(subscription, None)


class Subscription(ABC):
    """What changes on a server while `async with` lasts. One task iterates; it ends when the server ends the stream.

        async with client.listen(tools=True, uris="file:///notes") as changes:
            async for change in changes:
                ...

    What was changed says what to ask for again. A change that has not been taken yet is there once, however often it
    happened; of too many different ones the oldest are dropped.

    Raises:
        PeerError: while iterating: the server has ended the stream because of an error. Listen again.
        ConnectionClosed: while iterating: the connection has ended.
    """

    def __init__(self, wanted: Filter, server: Caller, listening: Listening, timeout: float) -> None:
        self._wanted = wanted
        self._server = server
        self._listening = listening
        self._timeout = timeout
        self._honoured: Filter | None = None
        self._has_ended = False
        self._failure: McprismError | None = None
        self._wakeup = current_loop().wakeup()
        self._backlog = Backlog(self._wants, self._wakeup.set)

    async def __aenter__(self) -> Self:
        """The open subscription: what changes from now on is heard.

        Raises:
            NotSupportedByPeer: the server tells nothing of what is wanted.
            PeerError: it refused.
            RequestTimeout, ConnectionClosed: it did not answer.
        """
        if self._honoured is not None or self._has_ended:
            raise RuntimeError("this subscription was opened before: call `listen` again")
        possible = self._wanted.within(self._server.capabilities)
        if not possible:
            raise self._refusal(f"its capability {feature(together(self._wanted.gates()))}")
        self._listening.add(self)
        try:
            self._honoured = await self._opened(possible)
            if not self._honoured:
                raise self._refusal("a server that agrees to tell some of it")
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends it, and tells the server as far as that is possible."""
        await self._close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change:
        if self._honoured is None:
            raise RuntimeError("the subscription is not open: use it inside `async with`")
        while True:
            change = self._backlog.take()
            if change is not None:
                return change
            if self._failure is not None:
                raise self._failure
            if self._has_ended:
                raise StopAsyncIteration
            await self._wakeup.wait(float("inf"))

    @property
    def honoured(self) -> Filter:
        """What the server has agreed to tell: all that was wanted, or less."""
        return self._honoured or Filter()

    @property
    def dropped(self) -> int:
        """How many changes were dropped, because too many were not taken."""
        return self._backlog.dropped

    def heard(self, notification: Notification) -> None:
        """Keeps what is wanted of what the server tells."""
        change = change_of(notification)
        if change is not None and self._concerns(notification):
            self._backlog.add(change)

    def missed(self) -> None:
        """What was to be told may have been told to nobody."""
        for change in self.honoured.changes():
            self._backlog.add(change)

    @abstractmethod
    def disconnected(self, how: str) -> None:
        """The connection has ended, and how."""

    @abstractmethod
    async def _opened(self, possible: Filter) -> Filter:
        """Opens it and returns what is honoured. `possible`: what the server has declared of what is wanted."""

    @abstractmethod
    async def _close(self) -> None: ...

    def _concerns(self, notification: Notification) -> bool:
        """Whether what comes belongs to this subscription."""
        return True

    def _fail(self, error: McprismError) -> None:
        """Ends it with an error, which is raised when all changes were taken."""
        if not self._has_ended:
            self._failure = error
            self._end()

    def _end(self) -> None:
        self._has_ended = True
        self._listening.remove(self)
        self._wakeup.set()

    def _wants(self, change: Change) -> bool:
        return (self._wanted if self._honoured is None else self._honoured).wants(change)

    def _refusal(self, needs: str) -> NotSupportedByPeer:
        kinds = [name for name in ("tools", "prompts", "resources") if getattr(self._wanted, name)]
        told = [f"changes of the list of {kind}" for kind in kinds]
        if self._wanted.uris:
            told.append("changes of single resources")
        return NotSupportedByPeer(f"telling {' and '.join(told)}", peer_version=self._server.version, needs=needs)


class SessionSubscription(Subscription):
    """In a session lists are told of anyway, and each resource is subscribed to.

    Args:
        wanted: what to hear of.
        asks: sends requests to the server.
        server: the server.
        listening: all subscriptions of the session.
        timeout: seconds that the server may take to answer a request.
    """

    def __init__(self, wanted: Filter, asks: Asks, server: Caller, listening: Listening, timeout: float) -> None:
        super().__init__(wanted, server, listening, timeout)
        self._asks = asks
        self._counted: set[str] = set()

    def disconnected(self, how: str) -> None:
        """As `Subscription.disconnected`."""
        self._fail(ConnectionClosed(f"nothing is heard of changes any more: {how}"))

    async def _opened(self, possible: Filter) -> Filter:
        watched = self._listening.watched
        failures: list[McprismError] = []

        def refused(uri: str, error: McprismError) -> None:
            self._forget({uri})
            failures.append(error)

        async with self._listening.turn:
            new = {uri for uri in possible.uris if not watched[uri]}
            watched.update(possible.uris)
            self._counted |= possible.uris
            await self._ask_all("resources/subscribe", new, refused)
        for failure in failures:
            if not isinstance(failure, PeerError):
                raise failure
        honoured = replace(possible, uris=frozenset(self._counted))
        if failures and not honoured:
            raise failures[0]
        return honoured

    async def _close(self) -> None:
        self._end()
        with anyio.move_on_after(CLOSE_TIMEOUT, shield=True):
            async with self._listening.turn:
                last = self._forget(set(self._counted))
                await self._ask_all("resources/unsubscribe", last, lambda uri, error: None)

    def _forget(self, uris: set[str]) -> set[str]:
        """Takes resources from the account, and returns those that nobody watches any more."""
        watched = self._listening.watched
        watched.subtract(uris)
        self._counted -= uris
        last = {uri for uri in uris if not watched[uri]}
        for uri in last:
            del watched[uri]
        return last

    async def _ask_all(self, method: str, uris: set[str], on_error: Callable[[str, McprismError], object]) -> None:
        limit = anyio.CapacityLimiter(AT_ONCE)

        async def ask(uri: str) -> None:
            async with limit:
                try:
                    await self._asks.ask(method, {"uri": uri}, SendOptions(timeout=self._timeout))
                except McprismError as error:
                    _log.debug("%s failed for %.200r: %s", method, uri, error)
                    on_error(uri, error)

        async with anyio.create_task_group() as tasks:
            for uri in uris:
                tasks.start_soon(ask, uri)


class StreamSubscription(Subscription):
    """Without a session one request opens a stream, and lasts as long as that.

    Where the connection outlives a stream that broke, the request is made again. What changed meanwhile was told to
    nobody, so all that is wanted counts as changed then.

    Args:
        wanted: what to hear of.
        asks: sends requests by way of what it is given.
        peer: the connection.
        server: the server.
        listening: all subscriptions of the connection.
        timeout: seconds that the server may take to acknowledge the stream.
        again: how often and when to make the request again after the stream broke; None: never.
    """

    def __init__(
        self,
        wanted: Filter,
        asks: "Callable[[_Identified], Asks]",
        peer: Link | Restarts,
        server: Caller,
        listening: Listening,
        timeout: float,
        again: Callable[[], Backoff] | None = None,
    ) -> None:
        super().__init__(wanted, server, listening, timeout)
        self._backoff = None if again is None else again()
        self._asks = asks(_Identified(peer, self._sent))
        self._id: RequestId | None = None
        self._owner: Owner | None = None
        self._acknowledged: Filter | None = None
        self._settled = anyio.Event()

    def heard(self, notification: Notification) -> None:
        """As `Subscription.heard`."""
        if notification.method == ACKNOWLEDGED and self._concerns(notification):
            members = object_of(notification.params).get("notifications")
            self._take_up(filter_in(members if is_object(members) else {}))
        super().heard(notification)

    def disconnected(self, how: str) -> None:
        """As `Subscription.disconnected`: the request has ended, too, and knows whether it was answered before."""

    async def _opened(self, possible: Filter) -> Filter:
        self._owner = current_loop().own(self._stream)
        with anyio.move_on_after(self._timeout):
            await self._settled.wait()
        # It may have ended meanwhile, which is to be heard after what came before.
        if self._acknowledged is None and self._failure is not None:
            raise self._failure
        if not self._settled.is_set():
            raise RequestTimeout(LISTEN, self._timeout)
        return self._acknowledged or Filter()

    async def _close(self) -> None:
        self._end()
        if self._owner is not None:
            self._owner.cancel()
            with anyio.move_on_after(CLOSE_TIMEOUT, shield=True):
                await self._owner.ended()

    def _concerns(self, notification: Notification) -> bool:
        metadata = object_of(notification.params).get("_meta")
        found: Any = metadata.get(SUBSCRIPTION_ID) if is_object(metadata) else None
        # Of one type: 1 is not "1", and neither is it True.
        return self._id is not None and type(found) is type(self._id) and found == self._id

    def _sent(self, request_id: RequestId) -> None:
        self._id = request_id

    def _take_up(self, honoured: Filter) -> None:
        is_again = self._acknowledged is not None
        self._acknowledged = honoured
        self._settled.set()
        if self._backoff is not None:
            self._backoff.has_delivered()
        if is_again:
            self._honoured = honoured
            self._listening.missed()
            self.missed()

    async def _stream(self) -> None:
        params: JsonObject = {"notifications": filter_out(self._wanted)}
        try:
            while True:
                try:
                    await self._asks.ask(LISTEN, params, SendOptions(timeout=float("inf")))
                    return
                except McprismError as error:
                    delay = self._delay_after(error)
                    if delay is None:
                        self._fail(error)
                        return
                    _log.warning("changes are listened for again, because the stream broke: %s", error)
                    await anyio.sleep(delay)
        finally:
            self._end()
            self._settled.set()

    def _delay_after(self, error: McprismError) -> float | None:
        """Seconds until the request is made again; None: it is not."""
        is_lost = isinstance(error, ConnectionClosed) or (
            isinstance(error, HttpError) and error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        )
        # Who opens a subscription is told at once that there is none.
        if not is_lost or self._backoff is None or self._acknowledged is None or self._has_ended:
            return None
        return self._backoff.next_delay(None)


class _Identified:
    """Tells the ids of requests. As `exchange.Sender`."""

    def __init__(self, peer: Link | Restarts, on_sent: Callable[[RequestId], None]) -> None:
        self._peer = peer
        self._on_sent = on_sent
        self.notify: Final = peer.notify

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        return await self._peer.request(method, params, timeout=timeout, on_progress=on_progress, on_sent=self._on_sent)
