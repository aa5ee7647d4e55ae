"""Server-sent events: writing them, and reading them as they arrive.

Data are bytes both ways: whether they are UTF-8, and what is in them, is for whoever reads the message.

Spec: https://html.spec.whatwg.org/multipage/server-sent-events.html, basic/transports#streamable-http
"""

import re
from dataclasses import dataclass
from typing import Final

MAX_EVENT: Final = 16 * 1024 * 1024
"""Bytes that one event may have, its field names included."""

KEEP_ALIVE: Final = b": \n\n"
"""A comment: keeps a connection from looking idle, and readers skip it."""

_LINE_END: Final = re.compile(rb"[\r\n]")
_BREAKS: Final = re.compile("[\r\n\0]")
_BOM: Final = b"\xef\xbb\xbf"


class EventTooLarge(ValueError):
    """The peer's event is larger than what is read. The stream cannot be read on."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it was read. Its data may be empty: such an event only tells an id to resume from."""

    data: bytes
    event: str = "message"
    """The type of the event."""
    id: str | None = None
    """The id to resume after: that of this event, or of the last one before it that had one."""


def encode_event(data: bytes, *, event: str | None = None, id: str | None = None, retry_ms: int | None = None) -> bytes:  # noqa: A002 -- the name of the field
    """The bytes of one event. `retry_ms`: how long the reader is to wait before it connects again.

    Raises:
        ValueError: `event` or `id` has a line break or NUL in it, which would end the field or make it void.
    """
    lines = [b""] if event is None else [b"event: %b\n" % _field("event", event)]
    if id is not None:
        lines.append(b"id: %b\n" % _field("id", id))
    if retry_ms is not None:
        lines.append(b"retry: %d\n" % retry_ms)
    # JSON on one line has no raw line break; anything else becomes several data fields, which readers join again.
    if b"\n" in data or b"\r" in data:
        lines.extend(b"data: %b\n" % line for line in re.split(rb"\r\n|\r|\n", data))
    else:
        lines.append(b"data: %b\n" % data)
    lines.append(b"\n")
    return b"".join(lines)


class EventDecoder:
    """Reads a stream of events from chunks of any size.

    Args:
        max_event: bytes that one event may have.
    """

    def __init__(self, *, max_event: int = MAX_EVENT) -> None:
        self.last_event_id: str | None = None
        """What to send as `Last-Event-ID` to go on after what was read; None: no event had an id."""
        self.retry_ms: int | None = None
        """How long the server wants its clients to wait before they connect again; None: it has not said."""
        self._max_event = max_event
        self._line = bytearray()
        self._size = 0
        self._data: list[bytes] = []
        self._event = ""
        self._id: str | None = None
        self._starts = True
        self._after_return = False

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that are complete with this chunk, in order. What is incomplete at the end of the stream is void.

        Raises:
            EventTooLarge: an event has more bytes than `max_event`.
        """
        events: list[Event] = []
        position = 0
        if self._after_return and chunk:
            # A line may end with two bytes, and they may arrive apart.
            position = int(chunk.startswith(b"\n"))
            self._after_return = False
        while found := _LINE_END.search(chunk, position):
            start, position = position, found.end()
            line = self._completed(chunk[start : found.start()])
            if found.group() == b"\r":
                if position == len(chunk):
                    self._after_return = True
                elif chunk[position] == 0x0A:
                    position += 1
            if line:
                self._take(line)
            elif (event := self._dispatched()) is not None:
                events.append(event)
        if position < len(chunk):
            self._line += chunk[position:]
            self._count(len(chunk) - position)
        return events

    def _completed(self, end: bytes) -> bytes:
        self._count(len(end) + 1)
        line = end
        if self._line:
            line = bytes(self._line) + end
            self._line.clear()
        if self._starts:
            self._starts = False
            return line.removeprefix(_BOM)
        return line

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self._max_event:
            raise EventTooLarge(f"an event of more than {self._max_event} bytes")

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._event = value.decode("utf-8", "replace")
        elif name == b"id" and b"\0" not in value:
            self._id = value.decode("utf-8", "replace")
        elif name == b"retry" and value.isdigit():
            self.retry_ms = int(value[:9])
        elif not name:
            # Comments keep a stream alive however long it lasts: they are no part of an event.
            self._size -= len(line) + 1

    def _dispatched(self) -> Event | None:
        if self._id is not None:
            self.last_event_id = self._id or None
        event = Event(b"\n".join(self._data), self._event or "message", self.last_event_id) if self._data else None
        self._data, self._event, self._id, self._size = [], "", None, 0
        return event


def _field(name: str, value: str) -> bytes:
    if _BREAKS.search(value):
        raise ValueError(f"the {name} of an event must have no line break and no NUL, unlike {value!r:.100}")
    return value.encode()
