"""HTTP+SSE, as clients of 2024-11-05 speak it: one stream for all that the server says, and POSTs for the client.

The stream is a connection like standard input and output, and so is what drives it.

Spec: 2024-11-05/basic/transports#http-with-sse
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from urllib.parse import parse_qs, quote

import anyio

from mcprism.errors import OVERLOADED, ConnectionClosed, MalformedMessage, McprismError, PeerError
from mcprism.exchange import ACCESS, Principal
from mcprism.jsonrpc import decode, is_batch
from mcprism.peer import Peer
from mcprism.server.http.engine import Engine
from mcprism.server.http.session import PING
from mcprism.server.service import Service
from mcprism.transports.channel import HIGH_WATER, Channel, Frame
from mcprism.transports.headers import EVENT_STREAM, accepts, is_json
from mcprism.transports.http_server import EventStream, Headers, Receive, Refusal, Scope, Send, answer
from mcprism.transports.memory import memory_channels
from mcprism.transports.sse import KEEP_ALIVE, encode_event

_TAKE_TIMEOUT: Final = 10.0
"""Seconds that a POST waits while the server lags behind its client."""


class EventsAndPosts:
    """Serves clients that open a stream of events and are told there where to post.

    Args:
        engine: the app.
        service: what it serves.
    """

    def __init__(self, engine: Engine, service: Service) -> None:
        self._engine = engine
        self._service = service
        self._open: dict[str, _Connection] = {}

    async def listen(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """One connection, from the stream's beginning to its end.

        Raises:
            Refusal: it cannot be served.
        """
        options = self._engine.options
        if not accepts(headers.listed(b"accept"), EVENT_STREAM):
            raise Refusal(406, "Accept must list text/event-stream")
        if len(self._open) >= options.max_sessions:
            text = f"{options.max_sessions} streams are open: try again later"
            raise Refusal(503, text, code=OVERLOADED, headers=((b"retry-after", b"60"),))
        client = (scope.get("client") or ("", 0))[0]
        self._engine.clients.check(client)
        session_id = options.session_id()
        where = f"{scope.get('root_path', '')}{options.messages_path}?session_id={quote(session_id, safe='')}"
        ours, theirs = memory_channels()
        if self._engine.observers is not None:
            theirs = self._engine.observers.on(theirs, session_id)
        peer, takes_batches = self._service.session_peer(theirs)
        with anyio.CancelScope() as life:
            stream = self._engine.stream(send, [], life.cancel)
            self._open[session_id] = _Connection(ours, takes_batches, ACCESS.get().principal)
            self._engine.clients.add(client)
            self._engine.on_drain.add(peer.stop)
            watching = self._engine.loop.own(partial(stream.watch, receive))
            try:
                await self._speak(peer, ours, stream, encode_event(where.encode(), event="endpoint"))
            finally:
                watching.cancel()
                del self._open[session_id]
                self._engine.clients.remove(client)
                self._engine.on_drain.discard(peer.stop)

    async def post(self, scope: Scope, headers: Headers, body: bytes, send: Send) -> None:
        """Takes a message; its answer, if there is one, goes out on the stream. Raises as `listen`."""
        if not is_json(headers.get(b"content-type") or b""):
            raise Refusal(415, "Content-Type must be application/json")
        named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_id", [""])[0]
        connection = self._open.get(named)
        if connection is None or connection.principal != ACCESS.get().principal:
            raise self._gone()
        try:
            await self._pass(connection, body)
        except ConnectionClosed:
            # The stream has ended since.
            raise self._gone() from None
        await answer(send, 202, b"")

    async def _pass(self, connection: "_Connection", body: bytes) -> None:
        """Hands a message over to what drives the connection. Raises as `post`, and ConnectionClosed."""
        if not (is_batch(body) and connection.takes_batches()):
            try:
                decode(body)
            except MalformedMessage as error:
                if error.is_answer:
                    # The question that it was meant for is not to wait for another one.
                    connection.channel.send(body)
                raise Refusal.of(error) from None
        with anyio.move_on_after(_TAKE_TIMEOUT) as waiting:
            await connection.channel.drained()
        if waiting.cancelled_caught:
            raise Refusal(503, f"more than {HIGH_WATER} bytes wait to be read: send less at once", code=OVERLOADED)
        connection.channel.send(body)

    def _gone(self) -> Refusal:
        text = "there is no stream of this session, or not any more: open one with GET"
        workers = self._engine.options.workers
        if workers > 1:
            text = f"{text}; it may be one of another process, of {workers} that there are"
        return Refusal(404, text)

    async def _ping(self, peer: Peer) -> None:
        """Ends the connection once the client does not answer."""
        interval = self._engine.options.ping_interval
        while interval is not None:
            await anyio.sleep(interval)
            try:
                await peer.request(PING, timeout=interval)
            except PeerError:
                continue
            except McprismError:
                peer.stop()
                return

    async def _speak(self, peer: Peer, ours: Channel, stream: EventStream, first: bytes) -> None:
        async with anyio.create_task_group() as tasks:
            async with ours:
                tasks.start_soon(peer.run)
                tasks.start_soon(self._ping, peer)
                await stream.write(first)
                while True:
                    frames: Sequence[Frame] = ()
                    # Only the wait is limited: what was received is written, however long that takes.
                    with anyio.move_on_after(self._engine.options.keep_alive) as silence:
                        frames = await ours.receive()
                    if silence.cancelled_caught:
                        await stream.write(KEEP_ALIVE)
                    elif frames:
                        await stream.write(b"".join(_event(frame) for frame in frames))
                    else:
                        break
            await stream.close()
            # "Closing the stream ends the session": nobody is there to be answered.
            tasks.cancel_scope.cancel()


def _event(frame: Frame) -> bytes:
    if not isinstance(frame, bytes):
        raise TypeError("a channel in memory has no limit for frames")
    return encode_event(frame, event="message")


class _Connection:
    """Where the messages of one client go."""

    __slots__ = ("channel", "principal", "takes_batches")

    def __init__(self, channel: Channel, takes_batches: Callable[[], bool], principal: Principal | None) -> None:
        self.channel = channel
        self.principal = principal
        self.takes_batches = takes_batches
