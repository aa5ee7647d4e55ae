"""Callbacks that are due after some time, and nearly always are not wanted any more by then.

One timer serves all of them: one for each request would cost more than reading it does.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from mcprism.spawn import EventLoop, Timer

_LONGEST_TICK: Final = 0.5


class Deadlines:
    """Callbacks that are called after the same time, give or take half of it or half a second.

    Args:
        loop: the event loop.
        delay: seconds.
    """

    def __init__(self, loop: EventLoop, delay: float) -> None:
        self._loop = loop
        self._delay = delay
        self._tick = min(delay / 2, _LONGEST_TICK)
        self._waiting: dict[Callable[[], object], float] = {}
        self._timer: Timer | None = None

    def add(self, callback: Callable[[], object]) -> Callable[[], object]:
        """It will be called, once, unless what this returns is called before."""
        self._waiting[callback] = self._loop.clock() + self._delay
        if self._timer is None:
            self._timer = self._loop.call_later(self._tick, self._look)
        return partial(self.discard, callback)

    def discard(self, callback: Callable[[], object]) -> None:
        """It will not be called any more; nothing if it was, or never was to be."""
        self._waiting.pop(callback, None)

    def _look(self) -> None:
        now = self._loop.clock()
        # They are in the order in which they are due.
        due = [callback for callback, deadline in self._waiting.items() if deadline <= now]
        for callback in due:
            del self._waiting[callback]
        self._timer = self._loop.call_later(self._tick, self._look) if self._waiting else None
        for callback in due:
            callback()
