"""Something happens at the n-th scheduling point of a coroutine, for n = 1 and so on until there is none."""

from collections.abc import Callable, Coroutine, Generator
from typing import Any


class Pointed:
    """Awaits a coroutine, and calls `act` just before its `at`-th suspension.

    Every suspension counts: those in shielded parts, too, and those of whatever the coroutine awaits in this task.
    """

    def __init__(self, coroutine: Coroutine[Any, Any, object], *, at: int, act: Callable[[], object]) -> None:
        self.points = 0
        self._coroutine = coroutine
        self._at = at
        self._act = act

    @property
    def reached(self) -> bool:
        """Whether the coroutine came as far as that point."""
        return self.points >= self._at

    def __await__(self) -> Generator[Any, Any, None]:
        value: Any = None
        error: BaseException | None = None
        while True:
            try:
                trap = self._coroutine.send(value) if error is None else self._coroutine.throw(error)
            except StopIteration:
                return
            self.points += 1
            if self.points == self._at:
                self._act()
            value, error = None, None
            try:
                value = yield trap
            except BaseException as raised:  # what the event loop throws in is the coroutine's
                error = raised
