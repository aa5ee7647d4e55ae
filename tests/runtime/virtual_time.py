"""Event loops whose clocks jump to the next timer when there is nothing else to do: hours pass in no time."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from trio.testing import MockClock


class _JumpingSelector(selectors.SelectSelector):
    """Waits for nothing: lets the time pass that it was to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(0)
        if not events:
            assert timeout is not None, "everything waits, and nothing will ever wake it"
            self.now += timeout
        return events


class _JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(main: Callable[[], Awaitable[Any]], backend: str) -> None:
    """Runs an async function to its end in virtual time."""
    if backend == "trio":
        anyio.run(main, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    else:
        anyio.run(main, backend_options={"loop_factory": _JumpingLoop})
