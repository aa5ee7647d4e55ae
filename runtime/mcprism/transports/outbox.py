"""What waits to be written. No I/O of its own: a writer takes bytes from here and tells how many went out."""

from collections.abc import Callable

import anyio

from mcprism.transports.channel import HIGH_WATER


class Outbox:
    """Frames in, bytes with line feeds out; everything added between two writes goes into one."""

    def __init__(self, *, on_broken: Callable[[OSError], None]) -> None:
        self.size = 0
        """Bytes added and not yet written."""
        self._frames: list[bytes] = []
        self._rest: bytes | memoryview = b""
        self._shrunk: anyio.Event | None = None
        self._on_broken = on_broken

    def add(self, frame: bytes) -> None:
        """Queues one frame."""
        self._frames.append(frame)
        self.size += len(frame) + 1

    def next(self) -> bytes | memoryview:
        """The bytes to write next; empty if there are none."""
        if not self._rest and self._frames:
            self._frames.append(b"")
            self._rest = b"\n".join(self._frames)
            self._frames.clear()
        return self._rest

    def wrote(self, count: int) -> None:
        """The first `count` bytes of `next` have been written."""
        self.size -= count
        self._rest = memoryview(self._rest)[count:] if count < len(self._rest) else b""
        if self.size < HIGH_WATER:
            self._wake()

    def broken(self, error: OSError) -> None:
        """Nothing can be written any more: what waited is dropped."""
        self._on_broken(error)
        self.clear()

    def clear(self) -> None:
        """Drops what waits to be written, so that nobody waits for it."""
        self._frames.clear()
        self._rest = b""
        self.size = 0
        self._wake()

    async def below(self, limit: int) -> None:
        """Returns when less than `limit` bytes wait, `limit` being at most `HIGH_WATER`; at once if that is so."""
        while self.size >= limit:
            if self._shrunk is None:
                self._shrunk = anyio.Event()
            await self._shrunk.wait()

    def _wake(self) -> None:
        if self._shrunk is not None:
            self._shrunk.set()
            self._shrunk = None
