"""What makes ids, for `HttpOptions.session_id` and wherever a program needs some: each call gives another text.

Those of sessions must not be guessed: `token_ids` and `uuid4_ids` are for them, the others are not.
"""

import secrets
import time
import uuid
from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import Final, TypeAlias

Ids: TypeAlias = Callable[[], str]

_EPOCH_MS: Final = 1_704_067_200_000
"""The beginning of 2024."""
_MACHINE_BITS: Final = 10
_SEQUENCE_BITS: Final = 12
_LEAST_BYTES: Final = 16


def token_ids(nbytes: int = 24) -> Ids:
    """Random texts, safe in URLs and headers: four characters for three bytes. Sessions have such by default.

    Raises:
        ValueError: fewer than 16 bytes, which somebody might guess.
    """
    if nbytes < _LEAST_BYTES:
        raise ValueError(f"an id that nobody guesses has at least {_LEAST_BYTES} bytes, not {nbytes}")
    return lambda: secrets.token_urlsafe(nbytes)


def uuid4_ids() -> Ids:
    """Random UUIDs, with 122 random bits."""
    return lambda: str(uuid.uuid4())


def counter_ids(prefix: str = "") -> Ids:
    """`prefix` and a number that grows by one: short, and the same in each process. For any thread."""
    numbers, lock = count(1), Lock()

    def make() -> str:
        with lock:
            return f"{prefix}{next(numbers)}"

    return make


def snowflake_ids(machine_id: int, *, clock: Callable[[], float] = time.time) -> Ids:
    """Numbers of at most 63 bits that grow with the time, and differ on up to 1024 machines. For any thread.

    Milliseconds since 2024, the machine, and a count within the millisecond. When the clock is set back, the time of
    the last id is kept until it is reached again.

    Args:
        machine_id: from 0 to 1023.
        clock: seconds since 1970.

    Raises:
        ValueError: `machine_id` does not fit.
    """
    if not 0 <= machine_id < 1 << _MACHINE_BITS:
        raise ValueError(f"machine_id must be from 0 to {(1 << _MACHINE_BITS) - 1}, not {machine_id}")
    lock = Lock()
    last = 0

    def make() -> str:
        nonlocal last
        with lock:
            # Time and count are one number: where the count is full, the next millisecond is taken ahead of time.
            last = max(last + 1, (int(clock() * 1000) - _EPOCH_MS) << _SEQUENCE_BITS)
            milliseconds, sequence = divmod(last, 1 << _SEQUENCE_BITS)
            return str((milliseconds << _MACHINE_BITS | machine_id) << _SEQUENCE_BITS | sequence)

    return make
