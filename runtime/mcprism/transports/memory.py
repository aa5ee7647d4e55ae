"""A connection inside one process: what one end sends the other receives."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

import anyio

from mcprism.errors import ConnectionClosed
from mcprism.transports.channel import HIGH_WATER, Channel, Frame


def memory_channels() -> tuple[Channel, Channel]:
    """Two connected ends. Either may send before the other is entered; each ends when the other is left."""
    left, right = _Wire(), _Wire()
    return _MemoryChannel(left, right), _MemoryChannel(right, left)


class _Wire:
    """Frames on the way in one direction."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.size = 0
        self.writer_gone = False
        self.reader_gone = False
        self._changed: anyio.Event | None = None

    def put(self, frame: bytes) -> None:
        self.frames.append(frame)
        self.size += len(frame)
        self.wake()

    def take(self) -> list[Frame]:
        frames, self.frames = self.frames, []
        self.size = 0
        self.wake()
        return frames

    def wake(self) -> None:
        if self._changed is not None:
            self._changed.set()
            self._changed = None

    async def changed(self) -> None:
        if self._changed is None:
            self._changed = anyio.Event()
        await self._changed.wait()


class _MemoryChannel:
    def __init__(self, inward: _Wire, outward: _Wire) -> None:
        self._in = inward
        self._out = outward
        self._entered = False
        self._open = False

    async def __aenter__(self) -> Self:
        if self._entered:
            raise RuntimeError("this channel was entered before: make a new pair with memory_channels()")
        self._entered = self._open = True
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open = False
        self._in.reader_gone = True
        self._out.writer_gone = True
        self._in.take()
        self._out.wake()

    async def receive(self) -> Sequence[Frame]:
        wire = self._in
        while self._open and not wire.frames and not wire.writer_gone:
            await wire.changed()
        return wire.take() if self._open and wire.frames else ()

    def send(self, frame: bytes) -> None:
        if not self._open:
            raise ConnectionClosed("this end of the memory channel is not open: send inside `async with`")
        if self._out.reader_gone:
            raise ConnectionClosed(self.describe_end())
        self._out.put(frame)

    async def drained(self) -> None:
        wire = self._out
        while wire.size >= HIGH_WATER and self._open and not wire.reader_gone:
            await wire.changed()

    async def unread(self) -> None:
        while not self._out.reader_gone:
            await self._out.changed()

    def describe_end(self) -> str:
        return "the other end of the memory channel was closed" if self._out.reader_gone else ""
