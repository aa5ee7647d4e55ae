"""The ASGI app of a server: which requests are let in, and where they go.

Spec: basic/transports#streamable-http
"""

import logging
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import anyio
from pydantic_core import to_json

from mcprism.errors import INTERNAL_ERROR, OVERLOADED, PARSE_ERROR, MalformedMessage
from mcprism.exchange import ACCESS
from mcprism.jsonrpc import JsonObject, Message, Notification, Request, decode, is_batch
from mcprism.observers.watching import Observers, Stream
from mcprism.server.http.access import access_in
from mcprism.server.http.engine import Engine
from mcprism.server.http.events_and_posts import EventsAndPosts
from mcprism.server.http.handshake import SESSION_ID, VERSION, HandshakeEndpoint
from mcprism.server.http.live import HttpSession
from mcprism.server.http.mail import Mail
from mcprism.server.http.options import HttpOptions
from mcprism.server.http.reply import Reply
from mcprism.server.http.sessions import Sessions
from mcprism.server.http.stateless import StatelessEndpoint
from mcprism.server.service import Service
from mcprism.spawn import EventLoop, current_loop
from mcprism.transports.headers import EVENT_STREAM, JSON, accepts, is_json
from mcprism.transports.http_server import (
    ASGIApp,
    ClientGone,
    Header,
    Headers,
    Receive,
    Refusal,
    Scope,
    Send,
    answer,
    read_body,
    refuse,
    with_headers,
)
from mcprism.versions import names_version
from mcprism.versions.http import HAS_EVENTS_ONLY

_SOON: Final[tuple[Header, ...]] = ((b"retry-after", b"1"),)

_ELSEWHERE: Final[tuple[Header, ...]] = (*_SOON, (b"connection", b"close"))
"""On another connection there may be another process."""

START_PAUSE: Final = 1.0
"""Seconds after which a lifespan that could not begin is tried again, where nobody but clients starts the app."""

_log = logging.getLogger("mcprism")


class HttpApp:
    """A server as an ASGI app. It may be run by itself, or mounted in another; what it needs begins on first use.

    Args:
        service: what is served.
        options: how.
    """

    def __init__(self, service: Service, options: HttpOptions) -> None:
        self._service = service = service.held_anew()
        self._hold = service.hold
        self._lives_in: EventLoop | None = None
        """Where the lifespan has begun."""
        self._starting: anyio.Event | None = None
        """Set when a lifespan that nobody but clients asks for has begun, or failed to."""
        self._next_start = float("-inf")
        self._options = options
        self._observers = service.observers
        if options.observers:
            self._observers = Observers((*(service.observers or ()), *options.observers))
        self._hosts = options.hosts()
        self._origins = options.origins()
        # As headers say them.
        self._without_session = frozenset(version.encode() for version in service.without_session)
        self._with_handshake = frozenset(version.encode() for version in service.with_handshake)
        self._engine: Engine | None = None
        self._mail: Mail | None = None
        self._health: dict[str, Callable[[Send], Coroutine[Any, Any, None]]] = {}
        if options.health_path is not None:
            self._health[options.health_path] = self._lives
        if options.ready_path is not None:
            self._health[options.ready_path] = self._is_ready
        self._chain: ASGIApp = self._respond
        for around in reversed(options.middleware):
            self._chain = around(self._chain)
        self._routes = {options.path: self._endpoint}
        if options.legacy_sse and HAS_EVENTS_ONLY in service.offered:
            self._routes |= {options.sse_path: self._events, options.messages_path: self._messages}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._chain(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self, app: object = None) -> AsyncGenerator[None]:
        """The life of the app, for another one that it is mounted in: `Starlette(lifespan=mcp_app.lifespan)`.

        It has the lifespan of the server in it. Without it the app works as well: the lifespan begins with the first
        request and is cancelled with the event loop; as long as it fails, requests are refused with 503, the log says
        why, and it is tried again.

        Raises:
            BaseException: as the lifespan of the server.
        """
        async with self.living(self.drain):
            yield

    @asynccontextmanager
    async def living(self, end: Callable[[], object]) -> AsyncGenerator[None]:
        """The same for who runs the app, and is to `end` should the lifespan of the server fail meanwhile."""
        engine = self._begun()
        self._hold.on_failure = end
        async with self._hold:
            self._lives_in = engine.loop
            try:
                yield
            finally:
                self._end()

    def sessions(self) -> list[HttpSession]:
        """The sessions that this process knows, the one that was used longest ago first."""
        return [] if self._engine is None else [HttpSession(self._sessions, session) for session in self._sessions]

    def session(self, session_id: str) -> HttpSession:
        """One of them, by `Context.session_id`.

        Raises:
            LookupError: there is none with this id, or not any more.
        """
        for session in () if self._engine is None else self._sessions:
            if session.id == session_id:
                return HttpSession(self._sessions, session)
        raise LookupError("there is no session with this id, or not any more")

    def drain(self) -> None:
        """Refuses new requests from now on; those in flight are ended once the drain limit is over."""
        self._begun().drain()
        self._hold.give_up()
        self._stateless.close()

    def _begun(self) -> Engine:
        engine = self._engine
        if engine is not None:
            # A test client may use an event loop for each request.
            if not engine.loop.is_current():
                engine.move(current_loop())
                if self._mail is not None:
                    self._mail.close()
                self._mail = self._new_mail(engine)
                self._starting = None
                self._next_start = float("-inf")
        else:
            engine = self._engine = Engine(self._options, current_loop(), self._observers)
            self._sessions = Sessions(engine, self._service)
            self._mail = self._new_mail(engine)
            self._handshake = HandshakeEndpoint(engine, self._service, self._sessions)
            self._events_and_posts = EventsAndPosts(engine, self._service)
            self._stateless = StatelessEndpoint(engine, *self._service.warning_once().stateless(), self._service.events)
        return engine

    def _new_mail(self, engine: Engine) -> Mail | None:
        mailbox = self._options.mailbox
        return None if mailbox is None else Mail(engine, mailbox, self._sessions, self._service.events)

    def _end(self) -> None:
        if self._engine is not None:
            if self._mail is not None:
                self._mail.close()
            self._stateless.close()
            self._sessions.close()
            self._engine = None
            self._lives_in = None

    async def _live(self, receive: Receive, send: Send) -> None:
        stage = "startup"
        await receive()
        try:
            async with self.lifespan():
                await send({"type": "lifespan.startup.complete"})
                stage = "shutdown"
                await receive()
        except Exception:
            await send({"type": f"lifespan.{stage}.failed", "message": traceback.format_exc()})
            raise
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self, engine: Engine) -> None:
        """Begins the lifespan, since nobody else has.

        Raises:
            Refusal: 503, it cannot begin.
        """
        if self._starting is None and engine.loop.clock() >= self._next_start:
            self._starting = anyio.Event()
            engine.loop.own(partial(self._hold_on, engine, self._starting))
        if self._starting is not None:
            await self._starting.wait()
        if self._lives_in is not engine.loop:
            text = "the server cannot start: its log says why"
            raise Refusal(503, text, code=INTERNAL_ERROR, headers=_SOON)

    async def _hold_on(self, engine: Engine, starting: anyio.Event) -> None:
        def fail() -> None:
            # Nobody leaves this hold, so that it would come out nowhere.
            text = "the lifespan of the server has failed: no more requests are served"
            _log.error(text, exc_info=self._hold.failure)
            self.drain()

        self._hold.on_failure = fail
        try:
            await self._hold.__aenter__()
        except Exception:  # the border: whoever sent the request can do nothing about it
            _log.exception("the server cannot start")
            self._next_start = engine.loop.clock() + START_PAUSE
        else:
            self._lives_in = engine.loop
        finally:
            self._starting = None
            starting.set()

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"this app serves http, not {scope['type']!r}")
        headers = Headers(scope["headers"])
        path: str = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        origin = headers.get(b"origin")
        if self._options.cors is not None and origin is not None:
            send = with_headers(send, self._options.cors.headers_for(origin))
        access = ACCESS.set(access_in(scope))
        try:
            if path in self._health:
                await self._health[path](send)
                return
            self._let_in(headers)
            engine = self._begun()
            if engine.is_draining:
                raise Refusal(503, "the server is being shut down", code=OVERLOADED, headers=_ELSEWHERE)
            if self._lives_in is not engine.loop:
                await self._start(engine)
            if scope["method"] == "OPTIONS" and self._options.cors is not None:
                await answer(send, 204, b"", self._options.cors.preflight(headers))
                return
            if self._options.routes and (other := self._other(path)) is not None:
                await other(scope, receive, send)
                return
            route = self._routes.get(path)
            if route is None:
                raise Refusal(404, f"nothing is served at {path[:100]!r}: the endpoint is {self._options.path}")
            await route(engine, scope, headers, receive, send)
        except Refusal as refusal:
            await refuse(send, refusal)
        except ClientGone:
            return
        finally:
            # Whoever calls the app in a task of its own, as tests do, goes on as before.
            ACCESS.reset(access)

    def _other(self, path: str) -> ASGIApp | None:
        """The app of somebody else's that is served at a path."""
        for place, app in self._options.routes.items():
            if path == place or (place.endswith("/") and path.startswith(place)):
                return app
        return None

    async def _lives(self, send: Send) -> None:
        info = self._service.introduction.info
        body: JsonObject = {"status": "ok", "server": info["name"], "version": info["version"]}
        await answer(send, 200, to_json(body))

    async def _is_ready(self, send: Send) -> None:
        engine = self._begun()
        try:
            if self._lives_in is not engine.loop and not engine.is_draining:
                await self._start(engine)
            problem = await engine.problem()
        except Refusal as refusal:
            problem = refusal.error.message
        body: JsonObject = {"status": "ok"} if problem is None else {"status": "unavailable", "reason": problem}
        await answer(send, 200 if problem is None else 503, to_json(body))

    def _endpoint(
        self, engine: Engine, scope: Scope, headers: Headers, receive: Receive, send: Send
    ) -> Awaitable[None]:
        client = (scope.get("client") or ("", 0))[0]
        match scope["method"]:
            case "POST":
                return self._post(engine, headers, client, receive, send)
            case "GET" if self._has_sessions(headers):
                return self._handshake.listen(headers, client, receive, send)
            case "DELETE" if self._has_sessions(headers):
                return self._handshake.end(headers, client, send)
            case _:
                allowed = b"GET, POST, DELETE" if self._has_sessions(headers) else b"POST"
                raise Refusal(405, f"this endpoint takes {allowed.decode()}", headers=((b"allow", allowed),))

    async def _events(self, engine: Engine, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise Refusal(405, "this is where a stream of events is opened, with GET", headers=((b"allow", b"GET"),))
        await self._events_and_posts.listen(scope, headers, receive, send)

    async def _messages(self, engine: Engine, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            raise Refusal(405, "this is where messages are posted", headers=((b"allow", b"POST"),))
        body = self._arrived(await self._body(engine, headers, receive))
        await self._events_and_posts.post(scope, headers, body, send)

    def _has_sessions(self, headers: Headers) -> bool:
        """Whether a client that sends these headers may know of sessions."""
        return (
            bool(self._with_handshake)
            and not self._options.stateless
            and headers.get(VERSION) not in self._without_session
        )

    def _let_in(self, headers: Headers) -> None:
        host, origin = headers.get(b"host"), headers.get(b"origin")
        if headers.repeats(b"host") or headers.repeats(b"origin"):
            raise Refusal(400, "the headers Host and Origin may be there once each")
        if self._hosts is not None and not self._hosts.allows(host):
            raise Refusal(
                421, f"the host {_text(host)} is not served here; the server's option allowed_hosts lists them"
            )
        if origin is not None and not self._origins.allows(origin):
            raise Refusal(
                403, f"pages from {_text(origin)} may not use this server; its option allowed_origins lists them"
            )

    async def _post(self, engine: Engine, headers: Headers, client: str, receive: Receive, send: Send) -> None:
        accept = headers.listed(b"accept")
        if not (accepts(accept, JSON) and accepts(accept, EVENT_STREAM)):
            raise Refusal(406, "Accept must list application/json and text/event-stream")
        if not is_json(headers.get(b"content-type") or b""):
            raise Refusal(415, "Content-Type must be application/json")
        if len(engine.running) >= self._options.max_requests:
            text = f"{self._options.max_requests} requests are served already: try again later"
            raise Refusal(503, text, code=OVERLOADED, headers=_SOON)
        body = self._arrived(await self._body(engine, headers, receive))
        reply = Reply(engine, receive, send, [])
        if engine.observers is not None:
            reply.observed = _observed(engine.observers, headers)
            reply.observed.received(body)
        try:
            try:
                message = decode(body)
            except MalformedMessage as error:
                if not self._with_handshake or self._is_sessionless(headers):
                    raise Refusal.of(error) from None
                if error.code == PARSE_ERROR or not is_batch(body):
                    await self._handshake.malformed(error, headers, client)
                await self._handshake.batch(body, headers, client, reply)
                return
            if not self._is_sessionless(headers, message):
                await self._handshake.post(message, headers, client, reply)
            elif isinstance(message, Request):
                await self._stateless.serve(message, headers, reply)
            elif isinstance(message, Notification):
                # The one that clients of these versions have is about cancelling, which is done by disconnecting.
                await reply.accepted()
            else:
                raise Refusal(400, "an answer was sent, and without a session nothing is asked")
        except Refusal as refusal:
            if reply.observed is not None:
                reply.observed.sent(refusal.body())
            raise

    def _body(self, engine: Engine, headers: Headers, receive: Receive) -> Awaitable[bytes | None]:
        """The body of a request; None: it did not arrive in time."""
        guard = engine.loop.guard()
        read = partial(read_body, receive, headers, limit=self._options.max_body_bytes)
        return guard.run(read, partial(engine.bodies.add, guard.interrupt))

    def _arrived(self, body: bytes | None) -> bytes:
        if body is None:
            text = f"the request did not arrive within {self._options.body_timeout:g} s"
            raise Refusal(408, text, headers=((b"connection", b"close"),))
        return body

    def _is_sessionless(self, headers: Headers, message: Message | None = None) -> bool:
        """Whether a request is of a version without sessions. That of another one from the same client may be.

        The body decides, then the version header. What neither settles is for those who know of sessions: they have
        more to say about what is wrong with it.
        """
        if not self._without_session:
            return False
        if not self._with_handshake or (isinstance(message, Request) and names_version(message)):
            return True
        version, session_id = headers.get(VERSION), headers.get(SESSION_ID)
        if version is None or version in self._with_handshake:
            return False
        return session_id is None or not self._sessions.knows(session_id)


def _observed(observers: Observers, headers: Headers) -> Stream:
    """What is shown of one request and what answers it."""
    session_id, version = headers.get(SESSION_ID), headers.get(VERSION)
    return observers.stream(
        session_id=None if session_id is None else session_id.decode("latin-1"),
        version=None if version is None else version.decode("latin-1"),
    )


def _text(value: bytes | None) -> str:
    return repr((value or b"").decode("latin-1")[:100])
