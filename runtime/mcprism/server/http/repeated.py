"""Warnings about what may happen a thousand times a second."""

import logging
from collections.abc import Callable
from typing import Any, Final

INTERVAL: Final = 60.0
"""Seconds in which one such warning is logged."""


class Repeated:
    """Logs a warning at once, and those that come within the interval after it as their number, with the next one.

    Args:
        log: where to.
        clock: seconds.
    """

    def __init__(self, log: logging.Logger, clock: Callable[[], float]) -> None:
        self._log = log
        self._clock = clock
        self._next = float("-inf")
        self._unsaid = 0

    def warn(self, text: str, *args: Any) -> None:
        """As `Logger.warning`, for one thing that happened."""
        now = self._clock()
        if now < self._next:
            self._unsaid += 1
            return
        self._next = now + INTERVAL
        more = f" (and {self._unsaid} times more since the last time that this was said)" if self._unsaid else ""
        self._unsaid = 0
        self._log.warning(text + more, *args)
