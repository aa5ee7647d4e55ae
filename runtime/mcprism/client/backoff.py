"""How long to wait before a stream that ended is asked for again, and when to give it up. No clock, no sleep."""

import random
from typing import Final

LEAST: Final = 0.1
LONGEST: Final = 30.0
LONGEST_ASKED_FOR: Final = 300.0
"""Seconds that a server may ask its clients to wait."""

MAX_RESUMPTIONS: Final = 1000
"""How often one stream is asked for again, whatever comes on it."""


class Backoff:
    """The attempts on one stream.

    Args:
        delay: seconds before the first of a row of attempts; each later one takes twice as long.
        max_in_vain: attempts in a row that may bring nothing.
        max_attempts: attempts in all; None: as many as it takes.
    """

    def __init__(self, *, delay: float, max_in_vain: int, max_attempts: int | None = MAX_RESUMPTIONS) -> None:
        self._delay = delay
        self._max_in_vain = max_in_vain
        self._left = max_attempts
        self._in_vain = 0

    def has_delivered(self) -> None:
        """The last attempt has brought something: the row of those in vain ends."""
        self._in_vain = 0

    def next_delay(self, retry_ms: int | None) -> float | None:
        """Seconds to wait before the next attempt; None: enough. `retry_ms`: what the server asked for.

        A little more than that, and never the same: many clients lost the same server.
        """
        if self._in_vain >= self._max_in_vain or self._left == 0:
            return None
        if self._left is not None:
            self._left -= 1
        wanted = min(self._delay * 2.0**self._in_vain, LONGEST)
        if retry_ms is not None:
            wanted = min(max(retry_ms / 1000, wanted if self._in_vain else 0), LONGEST_ASKED_FOR)
        self._in_vain += 1
        return max(wanted, LEAST) * random.uniform(1, 1.25)  # noqa: S311 -- nobody gains from guessing it
