"""The transport: keeps connections, and has one request at a time on each."""

import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, TypeAlias, cast

import anyio
import httpx

from mcprism.transports.http1.head import Answer, encode_head
from mcprism.transports.http1.wire import Wire, connect

MAX_IDLE: Final = 20
IDLE_TIMEOUT: Final = 20.0
"""Seconds: less than servers wait, of which many, and those of this package, take 30. They must not meet."""

_PORTS: Final = {"http": 80, "https": 443}
_UNLIMITED: Final = nullcontext()

_Origin: TypeAlias = tuple[str, str, int]


class Http1Transport(httpx.AsyncBaseTransport):
    """Sends requests over HTTP/1.1. Each is sent once: what was on its way when a connection broke may have been done.

    Timeouts are those of httpx, except that nothing waits for a place: there are as many connections as requests.

    Args:
        tls: gives what is needed for addresses with https; called when there is one.
        max_idle: connections to one origin that are kept while nobody uses them.
        idle_timeout: seconds that a connection is kept while nobody uses it.
    """

    def __init__(
        self, tls: Callable[[], ssl.SSLContext], *, max_idle: int = MAX_IDLE, idle_timeout: float = IDLE_TIMEOUT
    ) -> None:
        self._tls = tls
        self._max_idle = max_idle
        self._idle_timeout = idle_timeout
        self._idle: dict[_Origin, deque[tuple[float, Wire]]] = {}
        self._open: set[Wire] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As `httpx.AsyncBaseTransport.handle_async_request`.

        Raises:
            httpx.TransportError: one of its kinds.
        """
        head = encode_head(request)
        timeout: dict[str, float | None] = request.extensions.get("timeout") or {}
        wire, origin = await self._wire(request, timeout.get("connect"))
        exchange = _Exchange(self, origin, wire, request.method, timeout.get("read"))
        try:
            with _limited(timeout.get("write"), httpx.WriteTimeout):
                await _send(wire, head, request)
            if (trace := request.extensions.get("trace")) is not None:
                await trace("http11.send_request_headers.complete", {})
            answer = await exchange.answered()
        except BaseException:
            await exchange.aclose()
            raise
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=exchange,
            extensions={"http_version": f"HTTP/{answer.version}".encode(), "reason_phrase": answer.reason},
        )

    async def aclose(self) -> None:
        """Closes all connections, those in use as well."""
        self._idle.clear()
        while self._open:
            await self._open.pop().aclose()

    async def _wire(self, request: httpx.Request, timeout: float | None) -> tuple[Wire, _Origin]:
        """A connection, a kept one if there is one that still can be used."""
        url = request.url
        origin = (url.scheme, url.raw_host.decode("ascii"), url.port or _PORTS.get(url.scheme, 0))
        idle = self._idle.get(origin)
        while idle:
            since, wire = idle.pop()
            if time.monotonic() - since < self._idle_timeout and wire.is_quiet():
                return wire, origin
            await self.end(wire)
        return await self._connected(origin, request, timeout), origin

    async def _connected(self, origin: _Origin, request: httpx.Request, timeout: float | None) -> Wire:
        scheme, host, port = origin
        if scheme not in _PORTS:
            raise httpx.UnsupportedProtocol(f"an address begins with http:// or https://, not {scheme!r:.50}")
        server_name = request.extensions.get("sni_hostname") or host
        with _limited(timeout, httpx.ConnectTimeout):
            try:
                wire = await connect(host, port, self._tls() if scheme == "https" else None, server_name)
            except OSError as error:
                raise httpx.ConnectError(str(error)) from error
        self._open.add(wire)
        return wire

    async def keep(self, origin: _Origin, wire: Wire) -> None:
        """Keeps a connection for the next request."""
        if wire not in self._open:
            return
        idle = self._idle.setdefault(origin, deque())
        idle.append((time.monotonic(), wire))
        while len(idle) > self._max_idle or (idle and time.monotonic() - idle[0][0] > self._idle_timeout):
            await self.end(idle.popleft()[1])

    async def end(self, wire: Wire) -> None:
        """Closes a connection."""
        self._open.discard(wire)
        await wire.aclose()


class _Exchange(httpx.AsyncByteStream):
    """One request's use of a connection, and the body of its answer. The connection is free with its last byte."""

    def __init__(
        self, transport: Http1Transport, origin: _Origin, wire: Wire, method: str, timeout: float | None
    ) -> None:
        self._transport = transport
        self._origin = origin
        self._wire: Wire | None = wire
        self._answer = Answer(method)
        self._timeout = timeout

    async def answered(self) -> Answer:
        """The answer with its head."""
        while not self._answer.has_head:
            await self._receive()
        return self._answer

    def __aiter__(self) -> AsyncIterator[bytes]:
        # No generator: where reading ends early that is left to the garbage collector.
        return self

    async def __anext__(self) -> bytes:
        while not (body := self._answer.take_body()):
            if self._answer.is_complete:
                raise StopAsyncIteration
            try:
                await self._receive()
            except BaseException:
                await self.aclose()
                raise
        return body

    async def aclose(self) -> None:
        """Ends it. A connection on which the answer goes on is closed."""
        wire, self._wire = self._wire, None
        if wire is not None:
            await self._transport.end(wire)

    async def _receive(self) -> None:
        answer, wire = self._answer, self._wire
        if wire is None:
            raise httpx.StreamClosed
        with _limited(self._timeout, httpx.ReadTimeout):
            try:
                chunk = await wire.receive()
            except OSError as error:
                raise httpx.ReadError(str(error)) from error
        if chunk:
            answer.feed(chunk)
        else:
            answer.feed_end()
        if answer.is_complete:
            if answer.may_be_kept and chunk and wire.is_quiet():
                self._wire = None
                await self._transport.keep(self._origin, wire)
            else:
                await self.aclose()


async def _send(wire: Wire, head: bytes, request: httpx.Request) -> None:
    """Sends a request; its head leaves with the beginning of its body."""
    is_chunked = "transfer-encoding" in request.headers
    left = int(request.headers.get("content-length", 0))
    data = head
    async for piece in cast("httpx.AsyncByteStream", request.stream):
        if not piece:
            continue
        if is_chunked:
            data += b"%x\r\n%b\r\n" % (len(piece), piece)
        else:
            left -= len(piece)
            data += piece
        if left < 0:
            break
        await wire.send(data)
        data = b""
    if left:
        raise httpx.LocalProtocolError(
            f"the body has {abs(left)} bytes {'less' if left > 0 else 'more'} than announced"
        )
    if is_chunked:
        data += b"0\r\n\r\n"
    if data:
        await wire.send(data)


def _limited(seconds: float | None, error: type[httpx.TimeoutException]) -> AbstractContextManager[None]:
    return _UNLIMITED if seconds is None else _limit(seconds, error)


@contextmanager
def _limit(seconds: float, error: type[httpx.TimeoutException]) -> Generator[None]:
    with anyio.CancelScope(deadline=anyio.current_time() + seconds) as scope:
        yield
    if scope.cancelled_caught:
        raise error(f"it took longer than {seconds:g} s")
