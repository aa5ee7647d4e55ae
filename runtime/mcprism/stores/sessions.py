"""What is needed to go on with a session in another process: who the client is, not what it waits for.

Spec: basic/transports ("Session Management")
"""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Final, Protocol

MAX_AGE: Final = 1800.0
"""Seconds for which a session is kept that nobody asks for."""


class SessionStore(Protocol):
    """Where sessions are kept that several processes serve. A record is a JSON text."""

    async def save(self, session: str, record: bytes) -> None:
        """Keeps a session, or what is new of it."""
        ...

    async def load(self, session: str) -> bytes | None:
        """What was kept, and is in use from now on; None if there is no such session, or not any more."""
        ...

    async def delete(self, session: str) -> None:
        """The session has ended. Nothing if there was none."""
        ...


class InMemorySessionStore:
    """Keeps sessions in this process: for servers in one process, and for tests. As `SessionStore`.

    Args:
        max_sessions: of more the ones go that have not been asked for longest.
        max_age: seconds.
        clock: seconds.
    """

    def __init__(
        self, *, max_sessions: int = 10_000, max_age: float = MAX_AGE, clock: Callable[[], float] = monotonic
    ) -> None:
        self._max_sessions = max_sessions
        self._max_age = max_age
        self._clock = clock
        self._kept: OrderedDict[str, tuple[bytes, float]] = OrderedDict()

    async def save(self, session: str, record: bytes) -> None:
        """As `SessionStore.save`."""
        self._kept[session] = record, self._clock()
        self._kept.move_to_end(session)
        while len(self._kept) > self._max_sessions or self._is_old(next(iter(self._kept))):
            self._kept.popitem(last=False)

    async def load(self, session: str) -> bytes | None:
        """As `SessionStore.load`."""
        if session not in self._kept or self._is_old(session):
            return None
        record = self._kept[session][0]
        await self.save(session, record)
        return record

    async def delete(self, session: str) -> None:
        """As `SessionStore.delete`."""
        self._kept.pop(session, None)

    def _is_old(self, session: str) -> bool:
        return self._clock() - self._kept[session][1] > self._max_age
