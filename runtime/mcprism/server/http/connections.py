"""The limits of connections, in the process that listens: how many there are, and how long each may do nothing.

uvicorn has none for a client that sends its head byte by byte or without end, goes on after it was refused, or does not
read what it is sent; and once there are too many connections it refuses what comes on any of them. Here each of these
costs the connection that does it. And what offers to go on in another protocol is served as it is, with its body.

This module needs the extra `http`.
"""

import asyncio
from typing import Any, Final

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mcprism.errors import OVERLOADED
from mcprism.server.http.options import HttpOptions
from mcprism.transports.http_server import Receive, Refusal, Scope, Send, refuse

MAX_HEAD: Final = 64 * 1024
"""Bytes of the head of a request, give or take what is read at once."""

IDLE_ENOUGH: Final = 1.0
"""Seconds after an answer from which a connection makes room for another one: before, a request may be on its way."""

_CLOSE: Final = ((b"retry-after", b"1"), (b"connection", b"close"))


class Room:
    """The connections that are served.

    Args:
        limit: how many may be.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken: set[LimitedProtocol] = set()
        self.idle: dict[LimitedProtocol, float] = {}
        """Those on which nothing has gone on since an answer, with the time of that, the oldest first."""

    def enter(self, connection: "LimitedProtocol", now: float) -> bool:
        """Whether it is one of them now: where there are enough, the one that is idle longest makes room."""
        if len(self.taken) >= self.limit:
            oldest, since = next(iter(self.idle.items()), (connection, now))
            if since > now - IDLE_ENOUGH:
                return False
            self.leave(oldest)
            oldest.end()
        self.taken.add(connection)
        return True

    def leave(self, connection: "LimitedProtocol") -> None:
        """It is none of them any more."""
        self.taken.discard(connection)
        self.idle.pop(connection, None)

    async def refused(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app of a connection for which there is no room."""
        text = f"{self.limit} connections are open already: try again later"
        await refuse(send, Refusal(503, text, code=OVERLOADED, headers=_CLOSE))


class LimitedProtocol(HttpToolsProtocol):
    """One connection.

    These end it: the head of a request does not come in time, a request is too long, the client reads nothing of what
    it is sent for too long, or it is idle (for long, or when there is no more room).

    Args:
        room: the others.
        options: the limits.
        arguments: those of uvicorn.
    """

    def __init__(self, room: Room, options: HttpOptions, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._room = room
        self._options = options
        self._head_alarm: asyncio.TimerHandle | None = None
        self._unread_alarm: asyncio.TimerHandle | None = None
        self._received = 0
        self._most = MAX_HEAD

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """As `asyncio.Protocol`."""
        super().connection_made(transport)
        if not self._room.enter(self, self.loop.time()):
            self.app = self._room.refused
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """As `asyncio.Protocol`."""
        self._room.idle.pop(self, None)
        self._received += len(data)
        self._unset_keepalive_if_required()
        try:
            self._parse(data)
        except HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
        if self._received > self._most:
            self._end_long_request()
        # What comes while nothing is served is to become the head of a request. Nearly all come whole: no timer then.
        if self.cycle is None or self.cycle.response_complete:  # pyright: ignore[reportUnnecessaryComparison]
            self._await_head()
        if self.transport.is_closing():
            self._await_reading()

    def on_message_begin(self) -> None:
        """As `HttpToolsProtocol`."""
        super().on_message_begin()
        self._received = 0
        self._most = MAX_HEAD

    def on_headers_complete(self) -> None:
        """As `HttpToolsProtocol`."""
        self._most = MAX_HEAD + self._options.max_body_bytes
        if self._head_alarm is not None:
            self._head_alarm.cancel()
            self._head_alarm = None
        super().on_headers_complete()
        # What stands behind a body in chunks must not become headers of a request that is being served.
        self.headers = _DROPPED

    def on_chunk_header(self) -> None:
        """A chunk begins; behind the last one, which is empty, there may be more headers."""
        self._received = 0

    def on_response_complete(self) -> None:
        """As `HttpToolsProtocol`."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_reading()
        elif self.timeout_keep_alive_task is not None and self in self._room.taken:
            self._room.idle[self] = self.loop.time()

    def timeout_keep_alive_handler(self) -> None:
        """As `HttpToolsProtocol`."""
        self.end()

    def pause_writing(self) -> None:
        """As `asyncio.Protocol`."""
        super().pause_writing()
        self._await_reading()

    def resume_writing(self) -> None:
        """As `asyncio.Protocol`."""
        super().resume_writing()
        self._stop_awaiting_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """As `asyncio.Protocol`."""
        self._room.leave(self)
        if self._head_alarm is not None:
            self._head_alarm.cancel()
            self._head_alarm = None
        self._stop_awaiting_reading()
        super().connection_lost(exc)

    def end(self) -> None:
        """Closes it; what the client has not read by now it does not want."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()

    def _should_upgrade(self) -> bool:
        """Whether a request that offers another protocol is left alone here: `_parse` sees to it."""
        return True

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as upgrade:
            method = self.parser.get_method()
            if method == b"CONNECT":
                raise HttpParserError("there is nothing behind this server") from None
            # The parser has let go of what follows the head. A server need not take such an offer (RFC 9110, 7.8).
            headers: list[tuple[bytes, bytes]] = [*self.scope["headers"]]
            lines = [b"%b %b HTTP/1.1" % (method, self.url)]
            lines += [b"%b: %b" % header for header in headers if header[0] != b"upgrade"]
            self.parser = HttpRequestParser(self)
            self._parse(b"\r\n".join([*lines, b"", b""]) + data[upgrade.args[0] :])

    def _end_long_request(self) -> None:
        if self._most == MAX_HEAD and not self.transport.is_closing():
            self.send_400_response(f"The head of the request is larger than {MAX_HEAD} bytes.")
        else:
            self.transport.abort()

    def _await_head(self) -> None:
        if self._head_alarm is None and not self.transport.is_closing():
            self._head_alarm = self.loop.call_later(self._options.head_timeout, self.end)

    def _await_reading(self) -> None:
        if self._unread_alarm is None and (unread := self.transport.get_write_buffer_size()):
            self._unread_alarm = self.loop.call_later(self._options.write_timeout, self._has_it_read, unread)

    def _has_it_read(self, before: int) -> None:
        self._unread_alarm = None
        if self.transport.get_write_buffer_size() >= before:
            self.transport.abort()
        else:
            self._await_reading()

    def _stop_awaiting_reading(self) -> None:
        if self._unread_alarm is not None:
            self._unread_alarm.cancel()
            self._unread_alarm = None


class _Dropped(list[tuple[bytes, bytes]]):
    """Takes headers, and has none."""

    def append(self, header: tuple[bytes, bytes], /) -> None:
        pass


_DROPPED: Final = _Dropped()
