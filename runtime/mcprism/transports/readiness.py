"""Waiting for descriptors: the one place where event loops and kinds of descriptors differ.

Three ways to the same behaviour: callbacks of the loop on asyncio, tasks that wait on any other loop, and a thread that
hands over chunks for what cannot be waited for (files, and every descriptor on Windows). The rest of the package sees
`Reader` and `Writer` only. Nothing here closes a descriptor.
"""

import asyncio
import os
import select
import stat
import sys
from functools import partial
from typing import Protocol

import anyio
from anyio.lowlevel import current_token

from mcprism.transports.background import Background
from mcprism.transports.blocking import BlockingThread
from mcprism.transports.outbox import Outbox

SMALL_READ = 64 * 1024
LARGE_READ = 1024 * 1024
LATE_CHUNK = 0.5
"""Seconds that a thread's read may still take once only what has arrived is wanted."""


class Reader(Protocol):
    """The chunks of one descriptor, for one caller at a time."""

    async def read(self) -> bytes:
        """The next chunk, waiting for it; empty at the end, and again each time after. Cancelling it loses nothing."""
        ...

    def finish(self) -> None:
        """From now on `read` waits for nothing new: it gives what has arrived already, then the end."""
        ...

    def stop(self) -> None:
        """Ends the watch over the descriptor, which may be closed then. From now on `read` gives the end."""
        ...


class Writer(Protocol):
    """Writes an outbox to one descriptor."""

    def wake(self) -> None:
        """Has the outbox written soon, with all that is added to it in this turn of the loop."""
        ...

    def stop(self) -> None:
        """Writes nothing more; the descriptor may be closed then."""
        ...


def open_reader(descriptor: int) -> Reader:
    """A reader in the running event loop. Pipes and sockets that are in blocking mode get a thread."""
    if not _can_wait(descriptor):
        return _ThreadReader(descriptor)
    loop = current_token().native_token
    return _LoopReader(descriptor, loop) if isinstance(loop, asyncio.AbstractEventLoop) else _TaskReader(descriptor)


def open_writer(descriptor: int, outbox: Outbox, background: Background) -> Writer:
    """A writer in the running event loop. Every descriptor in blocking mode gets a thread."""
    if sys.platform == "win32" or os.get_blocking(descriptor):
        return _TaskWriter(outbox, _ThreadWrite(descriptor), background)
    loop = current_token().native_token
    if isinstance(loop, asyncio.AbstractEventLoop):
        return _LoopWriter(descriptor, outbox, loop)
    return _TaskWriter(outbox, _WaitingWrite(descriptor), background)


def is_stream(descriptor: int) -> bool:
    """Whether it is a pipe or a socket: there non-blocking mode means something, and every loop can wait for it."""
    if sys.platform == "win32":
        return False
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def is_hung_up(descriptor: int) -> bool:
    """Whether nobody has the other end of this pipe or socket any more. On Windows this cannot be seen."""
    if sys.platform == "win32":
        return False
    look = select.poll()
    look.register(descriptor, 0)
    return any(seen & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, seen in look.poll(0))


def _can_wait(descriptor: int) -> bool:
    if sys.platform == "win32":
        return False
    # A terminal stays in blocking mode (the shell and stderr share it) and is read only when the loop says so.
    return not os.get_blocking(descriptor) if is_stream(descriptor) else os.isatty(descriptor)


class _Chunks:
    """Reads a descriptor that is ready. A read that comes back full makes the next one longer."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._size = SMALL_READ

    def read(self) -> bytes | None:
        """The next chunk, empty at the end, None if there is none yet."""
        try:
            chunk = os.read(self.descriptor, self._size)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            # A reset connection and a terminal that hung up are the end of input like any other.
            return b""
        self._size = min(self._size * 2, LARGE_READ) if len(chunk) == self._size else SMALL_READ
        return chunk

    def rest(self) -> bytes:
        """A chunk that is there already, empty if there is none."""
        return b"" if os.get_blocking(self.descriptor) else self.read() or b""


class _LoopReader:
    """Reads in a callback of asyncio's loop, at most one chunk ahead of `read`.

    The callback stays registered from one `read` to the next: taking it out and in again would be two system calls.
    """

    def __init__(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        self._chunks = _Chunks(descriptor)
        self._loop = loop
        self._watching = False
        self._finishing = False
        self._stopped = False
        self._chunk: bytes | None = None
        self._waiter: asyncio.Future[None] | None = None

    async def read(self) -> bytes:
        while self._chunk is None and not self._finishing:
            if not self._watching:
                self._loop.add_reader(self._chunks.descriptor, self._ready)
                self._watching = True
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        chunk = self._chunk
        if chunk is None:
            return b"" if self._stopped else self._chunks.rest()
        if chunk:
            self._chunk = None
        return chunk

    def finish(self) -> None:
        self._finishing = True
        self._pause()
        self._wake()

    def stop(self) -> None:
        self._stopped = True
        self._chunk = None
        self.finish()

    def _ready(self) -> None:
        if self._chunk is not None:
            self._pause()
            return
        self._chunk = self._chunks.read()
        if self._chunk is not None:
            if not self._chunk:
                self._pause()
            self._wake()

    def _pause(self) -> None:
        if self._watching:
            self._loop.remove_reader(self._chunks.descriptor)
            self._watching = False

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class _TaskReader:
    """Reads in the task that asks, once the loop says that the descriptor is ready."""

    def __init__(self, descriptor: int) -> None:
        self._chunks = _Chunks(descriptor)
        self._finishing = False
        self._ended = False

    async def read(self) -> bytes:
        chunk: bytes | None = None
        while chunk is None and not self._ended:
            if self._finishing:
                chunk = self._chunks.rest()
            else:
                try:
                    await anyio.wait_readable(self._chunks.descriptor)
                except anyio.ClosedResourceError:
                    continue  # `finish` and `stop` wake it so
                chunk = self._chunks.read()
        self._ended = not chunk
        return chunk or b""

    def finish(self) -> None:
        self._finishing = True
        anyio.notify_closing(self._chunks.descriptor)

    def stop(self) -> None:
        self._ended = True
        self.finish()


class _ThreadReader:
    """Reads in a thread, one chunk for one `read`."""

    def __init__(self, descriptor: int) -> None:
        # The thread has a descriptor of its own: the one given may be closed, and its number reused, while it reads.
        own = os.dup(descriptor)
        self._chunks = _Chunks(own)
        self._thread = BlockingThread[bytes | None](f"mcprism reads {descriptor}", at_end=partial(os.close, own))
        self._ended = False
        self._finishing = False
        self._waiting: anyio.CancelScope | None = None

    async def read(self) -> bytes:
        chunk: bytes | None = None
        if not self._ended:
            deadline = anyio.current_time() + LATE_CHUNK if self._finishing else float("inf")
            with anyio.CancelScope(deadline=deadline) as self._waiting:
                chunk = await self._thread.run(self._chunks.read)
            self._waiting = None
        self._ended = not chunk
        return chunk or b""

    def finish(self) -> None:
        self._finishing = True
        if self._waiting is not None:
            self._waiting.deadline = anyio.current_time() + LATE_CHUNK

    def stop(self) -> None:
        self._ended = True
        if self._waiting is not None:
            self._waiting.cancel()
        self._thread.stop()


class _LoopWriter:
    """Writes in callbacks of asyncio's loop."""

    def __init__(self, descriptor: int, outbox: Outbox, loop: asyncio.AbstractEventLoop) -> None:
        self._descriptor = descriptor
        self._outbox = outbox
        self._loop = loop
        self._scheduled = False
        self._watching = False
        self._stopped = False

    def wake(self) -> None:
        if not self._scheduled and not self._stopped:
            self._scheduled = True
            self._loop.call_soon(self._write)

    def stop(self) -> None:
        self._stopped = True
        self._pause()

    def _write(self) -> None:
        if self._stopped:
            return
        try:
            self._outbox.wrote(os.write(self._descriptor, self._outbox.next()))
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self.stop()
            self._outbox.broken(error)
            return
        if not self._outbox.size:
            self._scheduled = False
            self._pause()
        elif not self._watching:
            self._loop.add_writer(self._descriptor, self._write)
            self._watching = True

    def _pause(self) -> None:
        if self._watching:
            self._loop.remove_writer(self._descriptor)
            self._watching = False


class _Write(Protocol):
    """One way to write in a task."""

    async def __call__(self, data: bytes | memoryview) -> int:
        """How many bytes of `data` were written, waiting until some can be; 0 once stopped."""
        ...

    def stop(self) -> None: ...


class _TaskWriter:
    """Writes in a task of its own."""

    def __init__(self, outbox: Outbox, write: _Write, background: Background) -> None:
        self._outbox = outbox
        self._write = write
        self._woken = anyio.Event()
        self._stopped = False
        background.start(self._run)

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopped = True
        self._woken.set()
        self._write.stop()

    async def _run(self) -> None:
        try:
            while not self._stopped:
                if data := self._outbox.next():
                    count = await self._write(data)
                    if not self._stopped:
                        self._outbox.wrote(count)
                else:
                    await self._woken.wait()
                    self._woken = anyio.Event()
        except OSError as error:
            self._outbox.broken(error)


class _WaitingWrite:
    """Writes once the loop says that there is room."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    async def __call__(self, data: bytes | memoryview) -> int:
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:
                try:
                    await anyio.wait_writable(self._descriptor)
                except anyio.ClosedResourceError:
                    return 0

    def stop(self) -> None:
        anyio.notify_closing(self._descriptor)


class _ThreadWrite:
    """Writes in a thread, in pieces, so that what is out is known while a slow reader takes the rest."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = os.dup(descriptor)
        self._thread = BlockingThread[int](f"mcprism writes {descriptor}", at_end=partial(os.close, self._descriptor))

    async def __call__(self, data: bytes | memoryview) -> int:
        return await self._thread.run(partial(os.write, self._descriptor, memoryview(data)[:SMALL_READ]))

    def stop(self) -> None:
        self._thread.stop()
