"""Opening a connection to a server of which nothing is known: without a session if it can, else with one.

The newest versions have no sessions, so `server/discover` is tried first. A server that knows nothing of that answers
with some error, says nothing, or ends; in each case it is asked to `initialize` next. What a server turned out to be is
asked first when it is opened again.

Spec: basic/versioning ("backward compatibility")
"""

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, TypeAlias

from mcprism.client.backoff import LEAST, Backoff
from mcprism.client.batches import BatchingSender
from mcprism.client.cache import Cache
from mcprism.client.listening import Listening
from mcprism.client.restarts import Restarts
from mcprism.client.tasks import Link, Tasks
from mcprism.connection import DISCOVER, INITIALIZE
from mcprism.errors import (
    ConnectionClosed,
    InvalidAnswer,
    McprismError,
    PeerError,
    RequestTimeout,
    UnsupportedVersion,
)
from mcprism.exchange import Caller, Exchange, Outcome, Sender, Work
from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.inbound import Handling, Receiver
from mcprism.jsonrpc import Notification, Request
from mcprism.observers.watching import Observers
from mcprism.peer import Peer
from mcprism.spawn import current_loop
from mcprism.transports.channel import Channel
from mcprism.versions import (
    UNSUPPORTED_VERSION,
    Answerer,
    Era,
    EraName,
    HandshakeClient,
    StatelessClient,
    TypedSender,
    nothing_in_common,
    supported_versions,
)

_log = logging.getLogger("mcprism")


class ClientEra(Era, Protocol):
    """How a client knows its server, once the server has answered."""

    @property
    def instructions(self) -> str | None:
        """How to use the server, for the model."""
        ...

    @property
    def takes_batches(self) -> bool:
        """Whether the server may send several messages in one array."""
        ...

    @property
    def takes_answers(self) -> bool:
        """Whether requests may carry answers to what the server asked in a result."""
        ...

    def sender(self, sender: Sender, home: str) -> Sender:
        """Sends messages of the version `home` by way of `sender`, which takes them to the server as they are."""
        ...

    def connect(self, sender: Sender, caller: Caller, answerer: Answerer | None = None) -> TypedSender:
        """As `Era.connect`. `answerer`: what answers questions inside results."""
        ...


Eras: TypeAlias = tuple[HandshakeClient] | tuple[StatelessClient] | tuple[StatelessClient, HandshakeClient]


class Way(Protocol):
    """What leads to a server."""

    @property
    def server(self) -> Callable[[], Coroutine[Any, Any, None]] | None:
        """What has to run at the other end, where that is in this process."""
        ...

    def link(
        self,
        receiver: Receiver,
        *,
        timeout: float,
        takes_batches: Callable[[], bool],
        on_end: Callable[[str], None],
    ) -> Link:
        """A connection that is not open yet.

        Args:
            receiver: what the server's messages are for.
            timeout: seconds that a request may take, unless it says otherwise.
            takes_batches: whether the server may send several messages in one array now.
            on_end: called once when nothing more comes, with how it ended.
        """
        ...


@dataclass(frozen=True, slots=True)
class Route:
    """The way over a channel. As `Way`."""

    channel: Channel
    server: Callable[[], Coroutine[Any, Any, None]] | None = None
    """What has to run at the other end, where that is in this process."""

    def link(
        self,
        receiver: Receiver,
        *,
        timeout: float,
        takes_batches: Callable[[], bool],
        on_end: Callable[[str], None],
    ) -> Peer:
        """As `Way.link`."""
        return Peer(
            self.channel,
            receiver,
            side="client",
            drain_timeout=0,
            timeout=timeout,
            takes_batches=takes_batches,
            on_end=on_end,
        )


class Lifetime(Protocol):
    """What has to be closed."""

    @property
    def closed(self) -> bool:
        """Whether it was."""
        ...

    async def close(self) -> None:
        """Ends it and waits for that, within a limit, even if the caller is cancelled meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """An open connection."""

    lifetime: Lifetime
    sender: Link | Restarts | BatchingSender
    """Where messages of the server's version go."""
    era: ClientEra
    server: Caller
    listening: Listening
    """What hears of changes on the server."""
    again: Callable[[], Backoff] | None = None
    """When to listen again after a stream broke; None: the connection ends with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a client goes by when it opens a connection."""

    eras: Eras
    """Those to try, in this order."""
    table: HandlerTable | None
    """What the server may ask of this client."""
    timeout: float
    """Seconds that requests on the connection may take."""
    connect_timeout: float
    """Seconds that connecting may take, and each answer to a question about versions."""
    probe_timeout: float
    """The same for an answer that a server with sessions never gives."""
    cache: Cache | None = None
    """What hears that results are not to be used again."""
    observers: Observers | None = None
    """Who looks on at messages over HTTP; on a route its channel has them."""
    restart: Callable[[], Route] | None = None
    """The way to a new process of the server, in case one without sessions ends; None: it is not started again."""

    async def opened(
        self, route: Route, again: Callable[[], Route] | None = None, verdict: EraName | None = None
    ) -> Opened:
        """The connection, in whichever era the server is.

        Args:
            route: the way to the server.
            again: another way to it, in case it ends when it is asked; None: there is none.
            verdict: the era in which it was when it was last opened, for who has another way to it.

        Raises:
            UnsupportedVersion: the server speaks none of the versions that this client speaks.
            Exception: as `Client.__aenter__`.
        """
        line = await self.line(route)
        try:
            match self.eras:
                case (StatelessClient() as era,):
                    return await self.discovered(line, era, self.connect_timeout)
                case (HandshakeClient() as session,):
                    return await self.initialized(line, session)
                case (era, session):
                    pass
            if verdict == "handshake" and again is not None:
                try:
                    return await self.initialized(line, session)
                except McprismError as error:
                    _log.debug("the server had sessions before, and is asked anew: %s", error)
                    line = await self._another(line, again)
            # What is known to come is worth waiting for.
            patience = self.connect_timeout if verdict == "stateless" else self.probe_timeout
            try:
                return await self.discovered(line, era, min(patience, self.connect_timeout))
            except (PeerError, InvalidAnswer, RequestTimeout, UnsupportedVersion) as error:
                _log.debug("a session is begun, because there is no other way: %s", error)
            except ConnectionClosed as error:
                if again is None or line.tasks.server_failure is not None:
                    raise
                _log.debug("the server is started again, and asked for a session: %s", error)
                line = await self._another(line, again)
            return await self.initialized(line, session, era)
        except BaseException as error:
            await line.tasks.close()
            failure = line.tasks.server_failure
            if failure is not None and isinstance(error, ConnectionClosed):
                # It says more than that the server has gone.
                raise failure from None
            raise

    def listening(self) -> Listening:
        """What is going to hear of changes on a connection."""
        return Listening(bool if self.cache is None else self.cache.clear)

    async def line(self, way: Way, listening: Listening | None = None) -> "Line":
        """An open connection of which nothing else is known."""
        line = Line(self, way, listening or self.listening())
        try:
            await line.tasks.open(self.connect_timeout)
        except BaseException:
            await line.tasks.close()
            raise
        return line

    async def _another(self, line: "Line", again: Callable[[], Route]) -> "Line":
        await line.tasks.close()
        return await self.line(again())

    async def discovered(self, line: "Line", era: StatelessClient, timeout: float) -> Opened:
        """The connection, once a server without sessions has said what it is.

        Raises:
            UnsupportedVersion: it answered with an error.
            McprismError: as `Sender.request` and `StatelessClient.accept`.
        """
        try:
            result = await line.peer.request(DISCOVER, era.discover_params(), timeout=timeout)
        except PeerError as error:
            version = era.mutual(error)
            if version is None:
                raise era.refusal(error) from error
            try:
                result = await line.peer.request(DISCOVER, era.discover_params(version), timeout=timeout)
            except PeerError as again:
                raise era.refusal(again) from again
        server = era.accept(result)
        line.settle(era)
        if self.restart is None:
            return Opened(line.tasks, line.peer, era, server, line.listening)
        restarts = Restarts(
            line.peer,
            line.tasks,
            partial(self._restarted, self.restart, era, line.listening),
            timeout=self.timeout,
            clock=current_loop().clock,
        )
        # How long a process that ends again and again is waited for is up to `Restarts`.
        return Opened(restarts, restarts, era, server, line.listening, partial(Backoff, delay=LEAST, max_in_vain=5))

    async def _restarted(
        self, restart: Callable[[], Route], era: StatelessClient, listening: Listening
    ) -> tuple[Link, Tasks]:
        line = await self.line(restart(), listening)
        line.settle(era)
        return line.peer, line.tasks

    async def initialized(
        self, line: "Line", session: HandshakeClient, before: StatelessClient | None = None
    ) -> Opened:
        """The connection, once a session has begun. `before`: how the server was asked whether it needs one.

        Raises:
            McprismError: as `Sender.request` and `HandshakeClient.accept`.
        """
        try:
            result = await line.peer.request(INITIALIZE, session.initialize_params(), timeout=self.connect_timeout)
        except PeerError as error:
            if error.code != UNSUPPORTED_VERSION:
                raise
            if before is None:
                raise nothing_in_common(session.requested, supported_versions(error)) from error
            # It has no sessions. Or the question before has settled the era, only too late to be answered in time.
            return await self.discovered(line, before, self.connect_timeout)
        server = session.accept(result)
        await line.peer.notify("notifications/initialized")
        sender = BatchingSender(line.peer) if session.takes_batches else line.peer
        return Opened(line.tasks, sender, session, server, line.listening)


class Line:
    """One connection, whose era may not be settled. As `inbound.Receiver`."""

    def __init__(self, opening: Opening, way: Way, listening: Listening) -> None:
        self._table = opening.table
        self._cache = opening.cache
        # Only a server with sessions sends anything before the era is settled.
        sessions = [era for era in opening.eras if isinstance(era, HandshakeClient)]
        self._era: ClientEra = sessions[0] if sessions else opening.eras[0]
        self._receiver = Dispatcher(self._table, self._era)
        self.listening: Final = listening
        self.peer: Final = way.link(
            self,
            timeout=opening.timeout,
            takes_batches=lambda: self._era.takes_batches,
            on_end=self.listening.ended,
        )
        self.tasks: Final = Tasks(self.peer, way.server)

    def settle(self, era: ClientEra) -> None:
        """The era of all messages that come from now on."""
        self._era = era
        self._receiver = Dispatcher(self._table, era)

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """As `Receiver.dispatch`."""
        return self._receiver.dispatch(request, exchange)

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `Receiver.notified`."""
        self.listening.heard(notification)
        if self._cache is not None:
            self._cache.heard(notification)
        return self._receiver.notified(notification, exchange)
