"""Stores in memory and in a file, and a clock of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def making(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Callable[..., Any]:
    """What makes a store of one class or of the other: the one in memory, or the one in a file."""

    def of(in_memory: Any, in_a_file: Any) -> Callable[..., Any]:
        def made(**limits: Any) -> Any:
            if request.param == "memory":
                return in_memory(clock=clock, **limits)
            store = in_a_file(tmp_path / "store.db", clock=clock, **limits)
            request.addfinalizer(store.close)
            return store

        return made

    return of
