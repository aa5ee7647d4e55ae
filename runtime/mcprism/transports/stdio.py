"""The server's side of stdio: frames from standard input and to standard output.

Spec: basic/transports#stdio
"""

import io
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from types import TracebackType
from typing import ClassVar, Self

import anyio

from mcprism.errors import ConnectionClosed
from mcprism.transports.background import Background
from mcprism.transports.channel import Frame
from mcprism.transports.duplex import Duplex
from mcprism.transports.readiness import is_stream

if sys.platform != "win32":
    import fcntl

MAX_LINE = 4 * 1024 * 1024

STDIN, STDOUT, STDERR = 0, 1, 2


class StdioChannel:
    """The client at the other end of this process's standard input and output.

    While it is open nothing else in the process can reach the two: what handlers print goes to standard error, and what
    they read is empty. Works for pipes, sockets, files and terminals.

    Args:
        max_line: bytes of the longest frame taken.
        drain_timeout: seconds that writing what was sent may take at the end.
    """

    _open_one: ClassVar["StdioChannel | None"] = None

    def __init__(self, *, max_line: int = MAX_LINE, drain_timeout: float = 10.0) -> None:
        self._max_line = max_line
        self._drain_timeout = drain_timeout
        self._duplex: Duplex | None = None
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """The open channel.

        Raises:
            RuntimeError: it was entered before, or another one is open in this process.
            ConnectionClosed: standard input or output is closed.
        """
        if self._duplex is not None:
            raise RuntimeError("this channel was entered before: make a new StdioChannel")
        if StdioChannel._open_one is not None:
            raise RuntimeError("standard input and output are being served already: one StdioChannel at a time")
        async with AsyncExitStack() as stack:
            StdioChannel._open_one = self
            stack.callback(self._forget)
            source, sink = stack.enter_context(_borrowed())
            background = await stack.enter_async_context(Background())
            self._duplex = Duplex(source, sink, max_line=self._max_line, background=background)
            stack.push_async_callback(self._close, self._duplex)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Writes what was sent, for at most `drain_timeout` seconds, and gives standard input and output back."""
        await self._stack.aclose()

    async def receive(self) -> Sequence[Frame]:
        """As `Channel.receive`. The end of standard input is the client's wish that the server ends."""
        return await self._duplex.receive() if self._duplex is not None else ()

    def send(self, frame: bytes) -> None:
        """As `Channel.send`."""
        if self._duplex is None:
            raise ConnectionClosed("standard output is not being served: send inside `async with StdioChannel()`")
        self._duplex.send(frame)

    async def drained(self) -> None:
        """As `Channel.drained`."""
        if self._duplex is not None:
            await self._duplex.drained()

    async def unread(self) -> None:
        """As `Channel.unread`."""
        if self._duplex is not None:
            await self._duplex.unread()

    def describe_end(self) -> str:
        """As `Channel.describe_end`: nothing is known of the client."""
        return ""

    async def _close(self, duplex: Duplex) -> None:
        with anyio.move_on_after(self._drain_timeout, shield=True):
            await duplex.flushed()
        duplex.stop_writing("standard output is not served any more: the StdioChannel was left")
        duplex.stop_reading()

    def _forget(self) -> None:
        StdioChannel._open_one = None


@contextmanager
def _borrowed() -> Generator[tuple[int, int]]:
    """Private descriptors of what standard input and output are, while those lead to the null device and to stderr."""
    with (
        _moved(STDIN, target=None) as source,
        _moved(STDOUT, target=STDERR if _is_open(STDERR) else None) as sink,
        _nonblocking(source),
        _nonblocking(sink),
        _prints_shown(),
    ):
        yield source, sink


@contextmanager
def _moved(descriptor: int, *, target: int | None) -> Generator[int]:
    """A private duplicate of `descriptor`, which leads to `target` meanwhile (None: the null device)."""
    if not _is_open(descriptor):
        name = "standard input" if descriptor == STDIN else "standard output"
        raise ConnectionClosed(f"{name} is closed: to serve over stdio, start the server with pipes for both")
    private = _duplicate(descriptor)
    try:
        if target is None:
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, descriptor)
            os.close(null)
        else:
            os.dup2(target, descriptor)
        try:
            yield private
        finally:
            os.dup2(private, descriptor)
    finally:
        os.close(private)


@contextmanager
def _nonblocking(descriptor: int) -> Generator[None]:
    """Non-blocking mode where it is of use; the mode belongs to the open file, so others see it too until the end."""
    if not is_stream(descriptor) or _shared_with_stderr(descriptor):
        yield
        return
    blocking = os.get_blocking(descriptor)
    os.set_blocking(descriptor, False)
    try:
        yield
    finally:
        os.set_blocking(descriptor, blocking)


def _shared_with_stderr(descriptor: int) -> bool:
    # Were stderr non-blocking, every log line written while it is full would fail.
    return _is_open(STDERR) and os.path.sameopenfile(descriptor, STDERR)


def _is_open(descriptor: int) -> bool:
    # What was closed when the interpreter started has left its number to other files, such as the event loop's.
    if (sys.__stdin__, sys.__stdout__, sys.__stderr__)[descriptor] is None:
        return False
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _duplicate(descriptor: int) -> int:
    """A duplicate that child processes do not inherit and that takes the number of no closed standard stream."""
    if sys.platform == "win32":
        return os.dup(descriptor)
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, STDERR + 1)


@contextmanager
def _prints_shown() -> Generator[None]:
    """Shows what handlers print line by line, and what was printed before and still waited is not for the client."""
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper) or stream.closed:
        yield
        return
    line_buffering = stream.line_buffering
    # Whoever reads stderr may be gone: that must not end the service.
    with suppress(OSError):
        stream.flush()
    stream.reconfigure(line_buffering=True)
    try:
        yield
    finally:
        with suppress(OSError, ValueError):  # ValueError: a handler closed it
            stream.flush()
            stream.reconfigure(line_buffering=line_buffering)
