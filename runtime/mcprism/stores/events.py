"""What was sent in streams of events, kept so that a client that lost its connection gets the rest.

An event belongs to a stream, and a stream to a session; who asks for another session's events finds nothing.

Spec: basic/transports ("Resumability and Redelivery")
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, Protocol

MAX_EVENTS: Final = 256
"""Events of one stream that are kept; of more the oldest go."""
MAX_BYTES: Final = 1024 * 1024
"""Bytes of one stream that are kept; of more the oldest events go."""
MAX_AGE: Final = 300.0
"""Seconds for which events are kept after the last one of their stream."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The events of a stream after some event."""

    stream: str
    events: tuple[tuple[str, bytes], ...]
    """Ids and data, oldest first."""
    ended: bool
    """Whether the stream has no more."""


class EventStore(Protocol):
    """Where events are kept. What it raises costs the client the chance to resume, and nothing else."""

    async def open(self, session: str) -> str:
        """A new stream, by an id that nobody guesses."""
        ...

    async def append(self, session: str, stream: str, data: bytes) -> str:
        """Keeps an event, and returns its id: visible ASCII characters, unique in the session."""
        ...

    async def end(self, session: str, stream: str) -> None:
        """The stream has no more events."""
        ...

    async def after(self, session: str, event_id: str) -> Stored | None:
        """What came in the stream of an event after it.

        None if nothing can be said: the session has no such event, or some of what came after it are gone.
        """
        ...

    async def forget(self, session: str) -> None:
        """The session has ended: nobody will ask for its events."""
        ...


@dataclass(slots=True)
class _Stream:
    session: str
    first: int = 1
    """The number of the oldest event that is kept."""
    events: list[bytes] = field(default_factory=list[bytes])
    size: int = 0
    ended: bool = False
    touched: float = 0.0


class InMemoryEventStore:
    """Keeps events in this process. As `EventStore`.

    Args:
        max_events, max_bytes: of one stream.
        max_age: seconds.
        max_streams: of all sessions; of more the ones that have been silent longest go.
        clock: seconds.
    """

    def __init__(
        self,
        *,
        max_events: int = MAX_EVENTS,
        max_bytes: int = MAX_BYTES,
        max_age: float = MAX_AGE,
        max_streams: int = 1024,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._max_streams = max_streams
        self._clock = clock
        self._streams: OrderedDict[str, _Stream] = OrderedDict()

    async def open(self, session: str) -> str:
        """As `EventStore.open`."""
        name = secrets.token_hex(12)
        stream = self._streams[name] = _Stream(session)
        self._touch(name, stream)
        return name

    async def append(self, session: str, stream: str, data: bytes) -> str:
        """As `EventStore.append`.

        Raises:
            LookupError: there is no such stream, or not any more.
        """
        found = self._find(session, stream)
        found.events.append(data)
        found.size += len(data)
        while len(found.events) > self._max_events or (found.size > self._max_bytes and len(found.events) > 1):
            found.size -= len(found.events.pop(0))
            found.first += 1
        self._touch(stream, found)
        return f"{stream}-{found.first + len(found.events) - 1}"

    async def end(self, session: str, stream: str) -> None:
        """As `EventStore.end`. Raises as `append`."""
        self._find(session, stream).ended = True

    async def after(self, session: str, event_id: str) -> Stored | None:
        """As `EventStore.after`."""
        name, _, text = event_id.partition("-")
        stream = self._streams.get(name)
        if stream is None or stream.session != session or not text.isdecimal() or len(text) > 9:
            return None
        if self._is_old(stream):
            del self._streams[name]
            return None
        number = int(text)
        last = stream.first + len(stream.events) - 1
        if not stream.first - 1 <= number <= last or number < 1:
            return None
        kept = stream.events[number + 1 - stream.first :]
        events = tuple((f"{name}-{number + 1 + index}", data) for index, data in enumerate(kept))
        return Stored(name, events, stream.ended)

    async def forget(self, session: str) -> None:
        """As `EventStore.forget`."""
        for name in [name for name, stream in self._streams.items() if stream.session == session]:
            del self._streams[name]

    def _find(self, session: str, name: str) -> _Stream:
        stream = self._streams.get(name)
        if stream is None or stream.session != session:
            raise LookupError("there is no such stream of events, or not any more")
        return stream

    def _touch(self, name: str, stream: _Stream) -> None:
        stream.touched = self._clock()
        self._streams.move_to_end(name)
        while len(self._streams) > self._max_streams or self._is_old(next(iter(self._streams.values()))):
            self._streams.popitem(last=False)

    def _is_old(self, stream: _Stream) -> bool:
        return self._clock() - stream.touched > self._max_age
