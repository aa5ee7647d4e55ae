"""Connections as bytes: what event loops do in their own ways, behind one small seam.

On asyncio a protocol of the loop costs a tenth of a portable stream, which is what other loops have.
"""

import asyncio
import select
import socket
import ssl
import sys
from contextlib import suppress
from itertools import zip_longest
from typing import Any, Final, Protocol, cast

import anyio
from anyio.abc import ByteStream, SocketAttribute
from anyio.lowlevel import current_token
from anyio.streams.tls import TLSStream

READ_SIZE: Final = 64 * 1024
"""Bytes that one read gives at most."""

_NEXT_ADDRESS: Final = 0.25
"""Seconds after which the next address of a host is tried beside the one before (RFC 8305)."""


class Wire(Protocol):
    """One connection, for one task at a time."""

    async def send(self, data: bytes) -> None:
        """Sends `data`, at the latest before the next call returns; once the other side has closed, nothing happens."""
        ...

    async def receive(self) -> bytes:
        """What has arrived, waiting for it; empty at the end.

        Raises:
            OSError: the connection broke.
        """
        ...

    def is_quiet(self) -> bool:
        """Whether all is sent, nothing has arrived, and nobody has closed it: it can be used again."""
        ...

    async def aclose(self) -> None:
        """Closes it at once. What was not sent is lost."""
        ...


async def connect(host: str, port: int, tls: ssl.SSLContext | None, server_name: str) -> Wire:
    """Connects in the running event loop. `server_name`: whose certificate it is to be.

    Raises:
        OSError: nobody answers, or not as that server.
    """
    try:
        if isinstance(current_token().native_token, asyncio.AbstractEventLoop):
            return await _connect_protocol(host, port, tls, server_name)
        return await _connect_stream(host, port, tls, server_name)
    except (anyio.BrokenResourceError, anyio.EndOfStream, UnicodeError) as error:
        raise ConnectionError(str(error) or "the server closed the connection") from error


async def _connect_protocol(host: str, port: int, tls: ssl.SSLContext | None, server_name: str) -> Wire:
    connection = await _connected_socket(host, port)
    try:
        name = None if tls is None else server_name
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(_ProtocolWire, sock=connection, ssl=tls, server_hostname=name)
    except BaseException:
        # The loop may have a transport on it that has not ended yet: closed under that, the number of the descriptor
        # would soon be that of another connection. At the end that it sees now the transport closes it.
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        raise
    return wire


async def _connected_socket(host: str, port: int) -> socket.socket:
    # The loop has this itself, but not every kind of loop, and a socket is lost there that is connected when the
    # whole is cancelled.
    connected: list[socket.socket] = []
    failures: list[OSError] = []
    loop = asyncio.get_running_loop()
    addresses = await _addresses(host, port)

    async def attempt(family: int, address: Any, failed: anyio.Event) -> None:
        try:
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.setblocking(False)
                await loop.sock_connect(connection, address)
            except BaseException:
                connection.close()
                raise
        except OSError as error:
            failures.append(error)
            failed.set()
        else:
            connected.append(connection)
            attempts.cancel_scope.cancel()

    try:
        async with anyio.create_task_group() as attempts:
            for family, address in addresses:
                failed = anyio.Event()
                attempts.start_soon(attempt, family, address, failed)
                with anyio.move_on_after(_NEXT_ADDRESS):
                    await failed.wait()
    except BaseException:
        for connection in connected:
            connection.close()
        raise
    for connection in connected[1:]:
        connection.close()
    if not connected:
        raise failures[0]
    return connected[0]


async def _addresses(host: str, port: int) -> list[tuple[int, Any]]:
    """The addresses of a host, those of both kinds in turn. As `connect` raises."""
    found: list[tuple[Any, ...]] = []
    with suppress(socket.gaierror):  # a name, for which a thread waits
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    found = found or await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    preferred = [(family, address) for family, _, _, _, address in found if family == found[0][0]]
    others = [(family, address) for family, _, _, _, address in found if family != found[0][0]]
    pairs = zip_longest(preferred, others)
    return [one for pair in pairs for one in pair if one is not None]


async def _connect_stream(host: str, port: int, tls: ssl.SSLContext | None, server_name: str) -> Wire:
    stream: ByteStream = await anyio.connect_tcp(host, port, happy_eyeballs_delay=_NEXT_ADDRESS)
    if tls is not None:
        try:
            # Messages say where they end: the end of a connection need not.
            stream = await TLSStream.wrap(stream, hostname=server_name, ssl_context=tls, standard_compatible=False)
        except BaseException:
            await anyio.aclose_forcefully(stream)
            raise
    return _StreamWire(stream)


class _ProtocolWire(asyncio.BufferedProtocol):
    """A protocol of asyncio, at most two reads ahead of whoever receives."""

    _transport: asyncio.Transport
    _loop: asyncio.AbstractEventLoop
    _socket: socket.socket

    def __init__(self) -> None:
        self._buffer = memoryview(bytearray(READ_SIZE))
        self._arrived: list[bytes] = []
        self._ended = False
        self._failure: Exception | None = None
        self._paused = False
        self._receiver: asyncio.Future[None] | None = None
        self._sender: asyncio.Future[None] | None = None
        self._full = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # it is for both directions
        self._loop = asyncio.get_running_loop()
        self._socket = transport.get_extra_info("socket")

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        if self._arrived and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._arrived.append(bytes(self._buffer[:nbytes]))
        _wake(self._receiver)

    def eof_received(self) -> None:
        self._ended = True
        _wake(self._receiver)

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._failure = exc
        _wake(self._receiver)
        self.resume_writing()

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        _wake(self._sender)

    async def send(self, data: bytes) -> None:
        while self._full and not self._ended:
            self._sender = self._loop.create_future()
            await self._sender
        if not self._transport.is_closing():
            self._transport.write(data)

    async def receive(self) -> bytes:
        while not self._arrived and not self._ended:
            self._receiver = self._loop.create_future()
            await self._receiver
        if self._arrived:
            chunk = self._arrived.pop(0)
            if self._paused and not self._arrived:
                self._paused = False
                self._transport.resume_reading()
            return chunk
        if self._failure is not None:
            raise self._failure if isinstance(self._failure, OSError) else ConnectionError(str(self._failure))
        return b""

    def is_quiet(self) -> bool:
        is_open = not self._ended and not self._arrived and not self._transport.is_closing()
        return is_open and not self._transport.get_write_buffer_size() and not _has_arrived(self._socket)

    async def aclose(self) -> None:
        self._transport.abort()


class _StreamWire:
    """A portable stream."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._socket = stream.extra(SocketAttribute.raw_socket)  # noqa: S610 - anyio calls it so
        self._is_open = True

    async def send(self, data: bytes) -> None:
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            await self._stream.send(data)

    async def receive(self) -> bytes:
        try:
            return await self._stream.receive(READ_SIZE)
        except anyio.EndOfStream:
            return b""
        except anyio.ClosedResourceError:
            return b""
        except anyio.BrokenResourceError as error:
            # Another one: raising the cause of what is being handled would make a circle of causes.
            reason = error.__cause__.args if isinstance(error.__cause__, OSError) else ("the connection broke",)
            raise ConnectionError(*reason) from error

    def is_quiet(self) -> bool:
        return self._is_open and not _has_arrived(self._socket)

    async def aclose(self) -> None:
        self._is_open = False
        await anyio.aclose_forcefully(self._stream)


def _wake(waiting: asyncio.Future[None] | None) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)


def _has_arrived(connection: socket.socket) -> bool:
    """Whether the system has something of the other side, its end included, that the event loop has not seen."""
    number = connection.fileno()
    if number < 0:
        return True
    if sys.platform == "win32":
        return bool(select.select([number], [], [], 0)[0])
    look = select.poll()
    look.register(number, select.POLLIN)
    return bool(look.poll(0))
