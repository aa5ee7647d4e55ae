"""Frames over two descriptors: one line is one frame. What the server's and the client's side of stdio share."""

from collections.abc import Sequence

import anyio

from mcprism.errors import ConnectionClosed
from mcprism.transports.background import Background
from mcprism.transports.channel import HIGH_WATER, Frame
from mcprism.transports.lines import LineSplitter
from mcprism.transports.outbox import Outbox
from mcprism.transports.readiness import is_hung_up, open_reader, open_writer

HANG_UP_POLL = 0.1
"""Seconds between looks at whether the other side still reads, where that is wanted."""


class Duplex:
    """Reads frames from one descriptor and writes them to another. Both stay the property of who made this.

    Args:
        source: where frames come from.
        sink: where frames go.
        max_line: bytes of the longest frame taken.
        background: where a task runs for event loops and descriptors that need one to write.
    """

    def __init__(self, source: int, sink: int, *, max_line: int, background: Background) -> None:
        self._lines = LineSplitter(max_line=max_line)
        self._reader = open_reader(source)
        self._sink = sink
        self._outbox = Outbox(on_broken=self._break)
        self._writer = open_writer(sink, self._outbox, background)
        self._unwritable = ""
        self.broken = False
        """Whether a write failed, because the other side does not read any more."""

    async def receive(self) -> Sequence[Frame]:
        """As `Channel.receive`."""
        while chunk := await self._reader.read():
            if frames := self._lines.feed(chunk):
                return frames
        return self._lines.end()

    def send(self, frame: bytes) -> None:
        """As `Channel.send`."""
        if self._unwritable:
            raise ConnectionClosed(self._unwritable)
        self._outbox.add(frame)
        self._writer.wake()

    async def drained(self) -> None:
        """As `Channel.drained`."""
        if self._outbox.size >= HIGH_WATER:
            await self._outbox.below(HIGH_WATER)

    async def flushed(self) -> None:
        """Returns when everything sent has been written, or nothing can be written any more."""
        await self._outbox.below(1)

    async def unread(self) -> None:
        """Returns when the other side has closed its end of the sink; for a file never."""
        while not self._unwritable and not is_hung_up(self._sink):  # noqa: ASYNC110 - not every loop tells of it
            await anyio.sleep(HANG_UP_POLL)

    async def discard(self) -> None:
        """Reads to the end of input and forgets it, so that the other side can write its last words and leave."""
        while await self._reader.read():
            pass

    def finish(self) -> None:
        """From now on `receive` gives what has arrived already, then the end."""
        self._reader.finish()

    def stop_writing(self, reason: str) -> None:
        """Drops what is not written; `send` fails with `reason`. The sink may be closed then."""
        self._unwritable = self._unwritable or reason
        self._writer.stop()
        self._outbox.clear()

    def stop_reading(self) -> None:
        """`receive` gives the end. The source may be closed then."""
        self._reader.stop()

    def _break(self, error: OSError) -> None:
        self.broken = True
        self._unwritable = f"the other side does not read any more ({error.strerror})"
        self._reader.finish()
