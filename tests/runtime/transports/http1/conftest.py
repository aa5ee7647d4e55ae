"""A server that does with each connection what a test likes, over TCP or TLS, and certificates for it."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import anyio
import pytest
import trustme
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSListener

from tests.runtime import leaks

PATIENCE = 20.0
GONE = (anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError, anyio.ClosedResourceError)

AUTHORITY = trustme.CA()


class Peer:
    """The server's side of one connection."""

    def __init__(self, stream: ByteStream, number: int) -> None:
        self.stream = stream
        self.number = number
        self._buffered = BufferedByteReceiveStream(stream)

    async def request(self) -> tuple[str, bytes]:
        """The head of the next request and its body."""
        head = (await self._buffered.receive_until(b"\r\n\r\n", 65536)).decode()
        lengths = [line.partition(":")[2] for line in head.split("\r\n") if line.lower().startswith("content-length:")]
        return head, await self._buffered.receive_exactly(int(lengths[0])) if lengths else b""

    async def send(self, data: bytes, size: int | None = None) -> None:
        """Sends bytes, in pieces of this size if one is given."""
        for at in range(0, len(data), size or len(data)):
            await self.stream.send(data[at : at + (size or len(data))])

    async def some(self) -> bytes:
        """What comes next, at least a byte."""
        return await self._buffered.receive()

    async def until_gone(self) -> None:
        """Returns when the client has closed the connection."""
        while True:
            await self._buffered.receive()


class Listening:
    """The server."""

    def __init__(self, play: Callable[[Peer], Awaitable[object]]) -> None:
        self.play = play
        self.url = ""
        self.connections = 0
        self.gone = anyio.Event()
        """A connection has ended. Replace it to wait for the next one."""

    async def talk(self, stream: ByteStream) -> None:
        """Plays on one connection."""
        self.connections += 1
        try:
            async with stream:
                await self.play(Peer(stream, self.connections))
        except GONE:
            pass
        finally:
            self.gone.set()


@asynccontextmanager
async def listening(play: Callable[[Peer], Awaitable[object]], *, tls: bool = False) -> AsyncIterator[Listening]:
    """The server while the block runs."""
    server = Listening(play)
    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0) as listener,
        anyio.create_task_group() as tasks,
    ):
        port = listener.extra_attributes[SocketAttribute.local_address]()[1]
        if tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            AUTHORITY.issue_cert("127.0.0.1", "localhost").configure_cert(context)
            tasks.start_soon(TLSListener(listener, context, standard_compatible=False).serve, server.talk)
        else:
            tasks.start_soon(listener.serve, server.talk)
        server.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}/"
        yield server
        tasks.cancel_scope.cancel()


def trusting() -> ssl.SSLContext:
    """What a client needs to believe the server's certificate."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def sockets() -> set[str]:
    """The open sockets of this process. Event loops open other descriptors when they like."""
    found: set[str] = set()
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # that of this look
            found.add(str(entry.readlink()))
    return {name for name in found if name.startswith("socket:")}


@pytest.fixture
async def clean() -> Any:
    """No test waits for ever, and none leaves a socket or a task behind."""
    tasks, before = leaks.tasks_alive(), sockets()
    with anyio.fail_after(PATIENCE):
        yield
    await leaks.no_task_more_than(tasks)
    with anyio.fail_after(PATIENCE):
        while sockets() - before:
            await anyio.lowlevel.checkpoint()
