"""Splitting a byte stream into lines. No I/O.

Rules: only a line feed ends a line, one carriage return before it belongs to the ending, blank lines do not count.
Bytes are looked at once however they were cut into chunks, and never more than one line of the limit is held.

Spec: basic/transports#stdio
"""

from mcprism.transports.channel import Frame, Oversized


class LineSplitter:
    """Chunks in, frames out. A line of more than `max_line` bytes is reported once and skipped up to its end."""

    def __init__(self, *, max_line: int) -> None:
        self._oversized = Oversized(max_line)
        self._partial = bytearray()
        self._skipping = False

    def feed(self, chunk: bytes) -> list[Frame]:
        """The frames that `chunk` completes, in order."""
        first, *rest = chunk.split(b"\n")
        frames: list[Frame] = []
        if rest:
            last = rest.pop()
            self._end_line(first, frames)
            for line in rest:
                self._add(line, frames)
            self._partial += last
        elif not self._skipping:
            self._partial += first
        # One byte more than the limit may yet turn out to be the carriage return of the line's ending.
        if len(self._partial) > self._oversized.limit + 1:
            self._partial.clear()
            self._skipping = True
            frames.append(self._oversized)
        return frames

    def end(self) -> list[Frame]:
        """The last line, if the stream ended without a line feed after it."""
        frames: list[Frame] = []
        self._end_line(b"", frames)
        return frames

    def _end_line(self, rest: bytes, frames: list[Frame]) -> None:
        if self._skipping:
            self._skipping = False
        elif self._partial:
            self._partial += rest
            line = bytes(self._partial)
            self._partial.clear()
            self._add(line, frames)
        else:
            self._add(rest, frames)

    def _add(self, line: bytes, frames: list[Frame]) -> None:
        line = line.removesuffix(b"\r")
        if len(line) > self._oversized.limit:
            frames.append(self._oversized)
        elif line and not line.isspace():
            frames.append(line)
