"""Letters that processes which serve the same sessions leave for each other."""

from collections import deque
from typing import Final, Protocol

MAX_LETTERS: Final = 10_000
"""Letters that are kept; of more the oldest go."""

MAX_BYTES: Final = 64 * 1024 * 1024
"""Bytes of all letters that are kept; of more the oldest go."""

MAX_READ: Final = 1000
"""Letters that are read at once."""


class Mailbox(Protocol):
    """Where letters lie for a while, for every process to read."""

    async def put(self, letter: bytes) -> None:
        """Leaves a letter."""
        ...

    async def after(self, place: int | None) -> tuple[int, list[bytes]]:
        """Letters that were left after a place, oldest first, and the place after them.

        None: there is none before now. Of many letters the first are given; what has gone meanwhile is not.
        """
        ...


class InMemoryMailbox:
    """Keeps letters in this process: for apps in one process, and for tests. As `Mailbox`.

    Args:
        max_letters: of more the oldest go.
    """

    def __init__(self, *, max_letters: int = MAX_LETTERS) -> None:
        self._letters: deque[tuple[int, bytes]] = deque(maxlen=max_letters)
        self._last = 0
        self._size = 0

    async def put(self, letter: bytes) -> None:
        """As `Mailbox.put`."""
        self._last += 1
        if len(self._letters) == self._letters.maxlen:
            self._drop()
        self._letters.append((self._last, letter))
        self._size += len(letter)
        while self._size > MAX_BYTES:
            self._drop()

    async def after(self, place: int | None) -> tuple[int, list[bytes]]:
        """As `Mailbox.after`."""
        if place is None:
            return self._last, []
        found = [(number, letter) for number, letter in self._letters if number > place][:MAX_READ]
        return (found[-1][0] if found else place), [letter for _, letter in found]

    def _drop(self) -> None:
        self._size -= len(self._letters.popleft()[1])
