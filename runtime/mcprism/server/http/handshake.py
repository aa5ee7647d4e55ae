"""Sessions over HTTP: the versions in which `initialize` begins one, and those without that keep none.

Spec: 2025-11-25/basic/transports#streamable-http
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

import anyio

from mcprism.errors import ErrorObject, MalformedMessage
from mcprism.inbound import encoded
from mcprism.jsonrpc import Failure, Message, Request, Response, array_of, decode_batch
from mcprism.server.http.engine import Engine
from mcprism.server.http.journal import follow, tried
from mcprism.server.http.reply import Reply
from mcprism.server.http.session import Session
from mcprism.server.http.sessions import Sessions
from mcprism.server.service import Service
from mcprism.transports.headers import EVENT_STREAM, accepts, is_identifier
from mcprism.transports.http_server import EventStream, Headers, Receive, Refusal, Send, answer
from mcprism.versions.http import CHECKED, SILENT

SESSION_ID: Final = b"mcp-session-id"
VERSION: Final = b"mcp-protocol-version"

_UNKNOWN: Final = {"name": "unknown", "version": "unknown"}


class HandshakeEndpoint:
    """Serves clients that begin a session.

    Args:
        engine: the app.
        service: what it serves.
        sessions: those that there are.
    """

    def __init__(self, engine: Engine, service: Service, sessions: Sessions) -> None:
        self._engine = engine
        self._offered = service.with_handshake
        # As nearly all clients write them.
        self._plain = frozenset(version.encode() for version in self._offered)
        self._sessions = sessions

    async def post(self, message: Message, headers: Headers, client: str, reply: Reply) -> None:
        """Answers a request, or takes a notification or an answer.

        Raises:
            Refusal: it cannot be served.
        """
        if isinstance(message, Request) and message.method == "initialize" and headers.get(SESSION_ID) is None:
            await self._begin(message, client, reply)
            return
        session = await self._session(headers, client, message)
        if not isinstance(message, Request):
            handling = session.take(message)
            await reply.accepted()
            if handling is not None:
                await session.handle(handling)
            return
        response = await session.serve(message, reply)
        if self._sessions.are_shared:
            await self._sessions.write(session)
        if response is None:
            await reply.silence()
        elif message.method == "initialize":
            await reply.answer(400, encoded(response))
        else:
            await reply.answer(200, encoded(response))

    async def batch(self, body: bytes, headers: Headers, client: str, reply: Reply) -> None:
        """Answers an array of messages, where the version has such things. Raises as `post`.

        Spec: 2025-03-26/basic#batching
        """
        session = await self._session(headers, client, None)
        if not session.era.takes_batches:
            raise Refusal(400, "one message at a time: only 2025-03-26 has batches")
        try:
            messages = decode_batch(body)
        except MalformedMessage as error:
            raise Refusal(400, error.message, code=error.code) from None
        if any(isinstance(message, Request) and message.method == "initialize" for message in messages):
            raise Refusal(400, "initialize cannot be part of a batch: what follows depends on its answer")
        answers: list[Response | Failure] = []
        waiting: list[Callable[[], Awaitable[None]]] = []
        requests: list[Request] = []
        for message in messages:
            if isinstance(message, MalformedMessage):
                if not message.is_answer:
                    answers.append(Failure(message.request_id, ErrorObject(message.code, message.message)))
                elif message.request_id is not None:
                    session.unreadable(message.request_id, message.message)
            elif isinstance(message, Request):
                requests.append(message)
            elif (handling := session.take(message)) is not None:
                waiting.append(partial(session.handle, handling))
        async with anyio.create_task_group() as tasks:
            for request in requests:
                tasks.start_soon(self._part, session, request, reply, answers)
        if answers:
            await reply.answer(200, array_of(map(encoded, answers)))
        elif requests:
            await reply.silence()
        else:
            await reply.accepted()
        for handle in waiting:
            await handle()

    async def malformed(self, error: MalformedMessage, headers: Headers, client: str) -> None:
        """What cannot be read may be the answer to a question of a session: then that has ended.

        Raises:
            Refusal: 400, in any case.
        """
        if error.is_answer and error.request_id is not None and headers.get(SESSION_ID) is not None:
            session = await self._session(headers, client, None)
            session.unreadable(error.request_id, error.message)
        raise Refusal.of(error)

    async def listen(self, headers: Headers, client: str, receive: Receive, send: Send) -> None:
        """The stream of what belongs to no request; or the rest of one that was cut. Raises as `post`."""
        if not accepts(headers.listed(b"accept"), EVENT_STREAM):
            raise Refusal(406, "Accept must list text/event-stream")
        session = await self._session(headers, client, None)
        after = headers.get(b"last-event-id")
        if after is None and session.opened_feed().is_open:
            raise Refusal(409, "this session has a stream to listen already; end that first")
        send_events = await self._source(session, after)
        engine = self._engine
        wakeup = engine.loop.wakeup()
        stream = engine.stream(send, [], wakeup.set)
        engine.on_drain.add(wakeup.set)
        watching = engine.loop.own(partial(stream.watch, receive))
        try:
            await send_events(stream, wakeup)
            session.used = engine.loop.clock()
            await stream.close()
        finally:
            watching.cancel()
            engine.on_drain.discard(wakeup.set)

    async def end(self, headers: Headers, client: str, send: Send) -> None:
        """Ends a session. Raises as `post`."""
        await self._sessions.end(await self._session(headers, client, None))
        await answer(send, 204, b"")

    async def _begin(self, request: Request, client: str, reply: Reply) -> None:
        if self._engine.options.stateless:
            session = self._sessions.new(client, None)
        else:
            session = await self._sessions.begin(client)
        response = await session.serve(request, reply)
        if isinstance(response, Response) and session.id is not None:
            self._sessions.add(session)
            await self._sessions.write(session)
            reply.headers.append((SESSION_ID, session.id.encode()))
            if reply.observed is not None:
                reply.observed.begins(session.id)
        if response is None:
            await reply.silence()
        else:
            await reply.answer(200, encoded(response))

    async def _session(self, headers: Headers, client: str, message: Message | None) -> Session:
        """The session that a request belongs to."""
        session_id = headers.get(SESSION_ID)
        if session_id is None:
            if not self._engine.options.stateless:
                raise Refusal(
                    400,
                    "Mcp-Session-Id is missing: send initialize, and with everything after that the id from its answer",
                    request_id=message.id if isinstance(message, Request) else None,
                )
            session = self._sessions.new(client, None)
            spoken = _text(headers.get(VERSION) or b"") or (SILENT if SILENT in self._offered else self._offered[-1])
            self._check(headers.get(VERSION), spoken)
            session.resume(
                {"version": spoken, "capabilities": {}, "clientInfo": _UNKNOWN, "logLevel": None, "watched": []}
            )
            return session
        if self._sessions.are_shared:
            await self._sessions.read(session_id, client)
        session = self._sessions.find(session_id)
        self._check(headers.get(VERSION), session.era.version)
        return session

    def _check(self, header: bytes | None, version: str | None) -> None:
        """Lets a request pass whose version header is missing, or says a version that is served.

        Another one than that of the session does no harm, and deployed clients send such.
        """
        if header is None or header in self._plain or (said := _text(header)) in self._offered:
            return
        if version in CHECKED or version == said:
            raise Refusal(
                400, f"MCP-Protocol-Version {said[:50]!r} is not served with a session: {', '.join(self._offered)} are"
            )

    async def _part(self, session: Session, request: Request, reply: Reply, answers: list[Response | Failure]) -> None:
        try:
            response = await session.serve(request, reply)
        except Refusal as refusal:
            response = Failure(request.id, refusal.error)
        if response is not None:
            answers.append(response)

    async def _source(self, session: Session, after: bytes | None) -> Callable[[EventStream, Any], Awaitable[None]]:
        """What sends the events that a client asks for."""
        store = self._engine.options.event_store
        feed = session.opened_feed()

        async def nothing(event_id: str) -> None:
            return None

        if after is None or store is None or session.id is None:
            find = nothing if store is None or session.id is None else partial(store.after, session.id)
            return lambda stream, wakeup: feed.listen(stream, wakeup, find)
        if not is_identifier(after):
            raise Refusal(400, "Last-Event-ID must be 1 to 128 visible ASCII characters")
        place, find = after.decode("ascii"), partial(store.after, session.id)
        stored = await tried(lambda: find(place))
        if stored is None:
            raise Refusal(
                400, "nothing is known of this Last-Event-ID, or some of what came after it is gone: begin without one"
            )
        if stored.stream == feed.name:
            return lambda stream, wakeup: feed.listen(stream, wakeup, find, after=place)
        journal = None if session.journals is None else session.journals.get(stored.stream)
        if journal is not None and journal.on_resume is not None:
            journal.on_resume()
        engine = self._engine

        def is_over() -> bool:
            return session.is_closed or (engine.is_draining and journal is None)

        return lambda stream, wakeup: follow(engine, find, place, stream, journal, wakeup, is_over)


def _text(version: bytes) -> str:
    return version.decode("latin-1").strip()
