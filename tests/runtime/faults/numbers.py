"""How much is too much: what the tests about load take, in the suite, and in `nox -s load` as the fault cases have it.

A test that takes one of these is marked with `load`: that is how the session finds it.
"""

import os
import resource
from statistics import linear_regression
from typing import Final

import pytest

FULL: Final = os.environ.get("MCPRISM_LOAD") == "full"


def _number(usual: int, full: int) -> int:
    return full if FULL else usual


SESSIONS: Final = _number(50, 1_000)
REQUESTS: Final = _number(300, 10_000)
"""At once, in one session."""
SLOW: Final = _number(60, 1_000)
"""Connections that take their time."""
SLOW_LIMIT: Final = _number(2, 5)
"""Seconds that they may take. So many connections need some themselves to begin."""
CALLS: Final = _number(1_000, 100_000)
CONNECTIONS: Final = _number(100, 10_000)
DISCONNECTS: Final = _number(100, 30_000)
"""The first ten thousand show how much is in flight at once, those after them what stays."""
CLIENTS: Final = _number(15, 1_000)
"""Times that a client of ours is opened and closed."""
ABANDONED: Final = _number(300, 10_000)
"""Sessions of one client."""
TOOLS: Final = _number(5_000, 100_000)
LINE: Final = _number(64, 300) * 1024 * 1024
"""Bytes of a line that is far too long."""

MAX_SLOPE: Final = 0.1
"""kB of memory that a call may cost for good."""
ARENA: Final = 1024
"""kB that an allocator takes and gives back at once: that much more or less is no leak."""


def needs_descriptors(count: int) -> None:
    """Lets this process, and those that it starts, have so many, or skips the test."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        pytest.skip(f"{count} open files are needed, and {hard} are allowed here: raise `ulimit -Hn`")
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def slope(samples: list[tuple[int, int]]) -> float:
    """The kB for each call, by least squares, from how many kB there were after how many calls."""
    return linear_regression(*zip(*samples, strict=True)).slope
