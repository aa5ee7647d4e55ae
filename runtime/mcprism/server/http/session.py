"""One session of a client over HTTP: what is in flight both ways, and the streams that its messages go out on.

A message goes out on exactly one stream: what belongs to a request on the one that answers it, anything else on the one
that the client opened to listen.

Spec: basic/transports ("Session Management", "Listening for Messages from the Server")
"""

import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

import anyio

from mcprism.calls import Calls
from mcprism.connection import (
    AnswerReceived,
    Connection,
    ErrorReceived,
    Ignored,
    NotificationReceived,
    ProgressReceived,
    RequestCancelled,
    RequestReceived,
    RequestRefused,
)
from mcprism.errors import OVERLOADED, ConnectionClosed, McprismError, NotSupportedByPeer, PeerError, wire_error
from mcprism.exchange import Caller, Outcome, Principal, Work
from mcprism.inbound import Handling, ReceivedExchange, handled, handling_of, unfinished
from mcprism.jsonrpc import (
    Failure,
    JsonObject,
    JsonText,
    Message,
    Notification,
    Request,
    RequestId,
    Response,
    encode,
)
from mcprism.server.http.engine import Engine
from mcprism.server.http.feed import Feed
from mcprism.server.http.journal import Journal
from mcprism.server.http.reply import Reply
from mcprism.spawn import Guard, Job
from mcprism.transports.http_server import Refusal
from mcprism.transports.sse import encode_event
from mcprism.versions import HandshakeServer, SessionReceiver
from mcprism.versions.http import PRIMED
from mcprism_types.base import OnProgress, Outbound

LISTEN_TIMEOUT: Final = 10.0
"""Seconds that a question which belongs to no request waits for the client to listen."""

PING: Final = "ping"

_PING: Final = Notification(PING)


class Session:
    """One session.

    Args:
        engine: the app that it is of.
        receiver: answers its requests, and tells it what changes.
        era: knows its client.
        session_id: None where there are no sessions, and this is made for one request.
        client: the address that counts it.
        principal: whose it is; None: of whoever knows its id.
        timeout: seconds that the client may take to answer.
        max_inbound: requests that are served at once.
    """

    __slots__ = (
        "_calls",
        "_engine",
        "_is_told",
        "_notifying",
        "_receiver",
        "_running",
        "_timeout",
        "client",
        "connection",
        "era",
        "feed",
        "id",
        "is_closed",
        "journals",
        "principal",
        "saved",
        "used",
    )

    def __init__(
        self,
        engine: Engine,
        receiver: SessionReceiver,
        era: HandshakeServer,
        *,
        session_id: str | None,
        client: str,
        principal: Principal | None,
        timeout: float,
        max_inbound: int,
    ) -> None:
        self._engine = engine
        self._receiver = receiver
        self._timeout = timeout
        # An answer that comes to another process must be for no request of that one.
        last_id = 0 if engine.elsewhere is None else secrets.randbelow(2**20) << 32
        self.connection = Connection(max_inbound=max_inbound, last_id=last_id)
        # Most sessions are idle most of the time, and many never need these.
        self._calls: Calls | None = None
        self._running: dict[RequestReceived, Guard] | None = None
        self._is_told = False
        self._notifying: anyio.Lock | None = None
        self.era = era
        self.id: Final = session_id
        self.client: Final = client
        self.principal: Final = principal
        self.feed: Feed | None = None
        """What belongs to no request; None: the client has never listened, and nothing was kept for it."""
        self.journals: dict[str, Journal] | None = None
        """The streams that answers are being written to, by the name under which they are kept, once there were any."""
        self.saved: bytes | None = None
        """The record of this session, as it is known to be in the store."""
        self.used = engine.loop.clock()
        self.is_closed = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing goes on in it."""
        return not self._running and (self.feed is None or not self.feed.is_open)

    @property
    def peer(self) -> Caller:
        """The client."""
        return self.era.caller(_PING)

    def outbound(self) -> Outbound:
        """Typed sending to the client, for what belongs to none of its requests."""
        peer = self.peer
        return self.era.connect(self.era.bridge(peer).sender(self), peer)

    async def serve(self, request: Request, reply: Reply) -> Response | Failure | None:
        """The answer to a request; None: it was cancelled, and there is none.

        Raises:
            Refusal: 400, a request with this id is in flight; 503, too many are; 404, the session has ended.
        """
        match self.connection.receive(request):
            case RequestReceived() as received:
                pass
            case RequestRefused(refused):
                status = 503 if refused.error.code == OVERLOADED else 400
                raise Refusal(status, refused.error.message, code=refused.error.code, request_id=request.id)
            case _:
                raise Refusal(404, "the session has ended", request_id=request.id)
        exchange = SessionExchange(self, received, reply)
        try:
            work = self._receiver.dispatch(request, exchange)
            if callable(work):
                guard = self._engine.loop.guard()
                if self._engine.options.event_store is not None:
                    work = self._kept(work, reply)
                result = await guard.run(work, partial(self._runs, received, guard, reply))
            else:
                result = work
        except (self._engine.loop.cancelled, KeyboardInterrupt):
            self.connection.fail(received, unfinished(request))
            raise
        except BaseException as error:  # the border: an error of one request never hurts another
            doing = f"{request.method!r:.100} (id {request.id!r:.50})"
            return self.connection.fail(received, wire_error(error, doing=doing))
        if result is None:
            return self.connection.fail(received, unfinished(request))
        return self.connection.respond(received, result)

    def take(self, message: Message) -> Handling | None:
        """What a notification or an answer of the client's causes, beyond what is done at once.

        What is for nothing in this process may be for something in another one.
        """
        taken = self.take_over(message)
        if not isinstance(taken, Ignored):
            return taken
        if self._engine.elsewhere is not None and self.id is not None:
            self._engine.elsewhere(self.id, message)
        return None

    def take_over(self, message: Message) -> Handling | Ignored | None:
        """The same for a message that came to another process."""
        match self.connection.receive(message):
            case AnswerReceived() | ProgressReceived() as event:
                self._asking().received(event)
            case RequestCancelled(received):
                guard = None if self._running is None else self._running.get(received)
                if guard is not None:
                    guard.interrupt()
            case NotificationReceived(notification):
                return handling_of(notification, self._receiver, SessionExchange(self, None, None))
            case Ignored() as ignored:
                return ignored
            case ErrorReceived() | RequestReceived() | RequestRefused():
                pass
        return None

    async def handle(self, handling: Handling) -> None:
        """Does what a notification causes: one after the other, in the order in which they came."""
        if self._notifying is None:
            self._notifying = anyio.Lock()
        async with self._notifying:
            await handled(handling, self._engine.loop)

    def unreadable(self, request_id: RequestId, problem: str) -> None:
        """The answer to a request of ours came and cannot be read."""
        self._asking().unreadable(request_id, problem)

    async def ask(
        self,
        tell: Callable[[bytes], Any],
        method: str,
        params: JsonObject | JsonText | None,
        timeout: float | None,
        on_progress: OnProgress | None,
    ) -> JsonObject:
        """Asks the client. As `exchange.Sender.request`; `tell` takes the request where it is to go."""
        calls = self._asking()
        call = calls.begin(
            method,
            params,
            timeout=self._timeout if timeout is None else timeout,
            progress=on_progress is not None,
        )
        try:
            await tell(encode(call.request))
        except BaseException:
            calls.unsent(call)
            raise
        try:
            return await calls.answer(call, on_progress)
        finally:
            cancelled = calls.ended(call)
            if cancelled is not None and not self.is_closed:
                # The caller may have been cancelled itself, and cannot wait for this any more.
                self._engine.loop.own(lambda: tell(encode(cancelled)))

    async def push(self, data: bytes) -> None:
        """Sends a message that belongs to no request, or keeps it for when the client listens again."""
        await self.opened_feed().push(data)

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `exchange.Sender.request`, on the stream on which the client listens.

        Raises:
            ConnectionClosed: it does not listen, or the session has ended.
        """
        with anyio.move_on_after(LISTEN_TIMEOUT):
            await self.opened_feed().listened()
        if not self.opened_feed().is_open:
            raise ConnectionClosed(f"{method} was not sent: the client has opened no stream to listen")
        return await self.ask(self.push, method, params, timeout, on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `exchange.Sender.notify`.

        Raises:
            ConnectionClosed: the client does not listen, and nothing is kept for it.
        """
        feed = self.opened_feed()
        if not feed.is_open and not feed.keeps:
            raise ConnectionClosed(f"{method} was not sent: the client has opened no stream to listen")
        await feed.push(encode(Notification(method, params)))

    def start(self, job: Job) -> object:
        """As `events.Outlet.start`."""
        return self._engine.loop.own(job)

    def resume(self, record: JsonObject) -> None:
        """Goes on with a session that was begun elsewhere."""
        self.era.resume(record)
        self._receiver.resume()

    def listens(self) -> None:
        """The client listens, or does no more: what changes is told, or waits."""
        feed = self.feed
        listens = feed is not None and (feed.is_open or feed.keeps)
        if listens != self._is_told:
            self._is_told = listens
            self._receiver.attach(self if listens else None)

    def opened_feed(self) -> Feed:
        """What belongs to no request."""
        if self.feed is None:
            self.feed = Feed(self._engine, self.id, self.era.version, self.new_journal(), self.listens, self._pinged)
        return self.feed

    def new_journal(self) -> Journal | None:
        """Where a new stream is kept, if streams are."""
        store = self._engine.options.event_store
        if store is None or self.id is None:
            return None
        if self.journals is None:
            self.journals = {}
        return Journal(store, self.id, self.journals, primes=self.era.version in PRIMED)

    async def _pinged(self, write: Callable[[bytes], Awaitable[None]], timeout: float) -> bool:
        is_sent = False

        async def tell(data: bytes) -> None:
            nonlocal is_sent
            # One that is not waited for any more need not be cancelled.
            if not is_sent:
                is_sent = True
                if (observed := self.opened_feed().observed) is not None:
                    observed.sent(data)
                await write(encode_event(data, event="message"))

        try:
            await self.ask(tell, PING, None, timeout, None)
        except PeerError:
            return True
        except McprismError:
            return False
        return True

    def close(self) -> None:
        """Ends the session: its streams, what is done for it, and what waits for it."""
        self.is_closed = True
        self._receiver.close()
        self._asking().fail(self.connection.close(), "the session has ended")
        for guard in () if self._running is None else tuple(self._running.values()):
            guard.interrupt()
        if self.feed is not None:
            self.feed.close()
        if self._engine.observers is not None and self.id is not None:
            self._engine.observers.forget(self.id)

    def progress(
        self, received: RequestReceived, value: float, total: float | None, message: str | None
    ) -> bytes | None:
        """What tells how far a request of the client's is, if it is to be told."""
        notification = self.connection.progress(received, value, total, message)
        return None if notification is None else encode(notification)

    def _runs(self, received: RequestReceived, guard: Guard, reply: Reply) -> Callable[[], object]:
        """The work for a request takes its time: it can be ended, until what this returns is called."""
        running = self._running = self._running or {}
        running[received] = guard
        self._engine.running.add(guard)
        reply.begin()
        return partial(self._rests, running, received, guard)

    def _rests(self, running: dict[RequestReceived, Guard], received: RequestReceived, guard: Guard) -> None:
        del running[received]
        self._engine.running.discard(guard)

    def _asking(self) -> Calls:
        if self._calls is None:
            self._calls = Calls(self.connection, self._engine.loop)
        return self._calls

    def _kept(self, work: Work, reply: Reply) -> Work:
        """The work for a request, with what is told meanwhile kept where streams are."""
        if reply.journal is None:
            reply.journal = self.new_journal()
        return work if reply.journal is None else partial(_primed, work, reply)


async def _primed(work: Work, reply: Reply) -> Outcome:
    await reply.prime()
    return await work()


class SessionExchange(ReceivedExchange):
    """The way back for one message of a session. As `exchange.Exchange`."""

    __slots__ = ("_reply", "_session")

    def __init__(self, session: Session, received: RequestReceived | None, reply: Reply | None) -> None:
        # What the class that this is one of does, without the price of asking it: there is one for each request.
        self._connection = session.connection
        self._received = received
        self._memory = None
        self._session = session
        self._reply = reply

    @property
    def session_id(self) -> str | None:
        """As `Exchange.session_id`."""
        return self._session.id

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`, on the stream that answers the client's own request.

        Raises:
            NotSupportedByPeer: there is no session, or answers are JSON only: nobody could answer.
            ConnectionClosed: the client has gone.
        """
        session, reply = self._session, self._reply
        if reply is None:
            return await session.request(method, params, timeout=timeout, on_progress=on_progress)
        if session.id is None or reply.is_json:
            version = session.era.version or "a version with sessions"
            needs = "a session, which this server does not keep" if session.id is None else 'response_mode="auto"'
            raise NotSupportedByPeer(method, peer_version=version, needs=needs)
        if not reply.tells:
            raise ConnectionClosed(f"{method} was not sent: the client has closed its connection")
        return await session.ask(reply.tell, method, params, timeout, on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        data = encode(Notification(method, params))
        await (self._session.push(data) if self._reply is None else self._reply.tell(data))

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """As `Exchange.progress`."""
        if self._received is not None and self._reply is not None:
            data = self._session.progress(self._received, value, total, message)
            if data is not None:
                await self._reply.tell(data)

    async def close_stream(self) -> None:
        """As `Exchange.close_stream`."""
        if self._reply is not None:
            await self._reply.release()
