"""How long a client waits before it asks for a stream again."""

from itertools import pairwise

import pytest

from mcprism.client.backoff import LONGEST, LONGEST_ASKED_FOR, Backoff


@pytest.mark.fault("PE-08")
def test_each_wait_in_a_row_is_longer_and_the_row_ends() -> None:
    backoff = Backoff(delay=1, max_in_vain=4)
    waits = [backoff.next_delay(None) for _ in range(5)]
    assert waits.pop() is None
    lengths = [wait for wait in waits if wait is not None]
    assert all(later > earlier for earlier, later in pairwise(lengths))
    assert [1 <= wait / least <= 1.25 for wait, least in zip(lengths, (1, 2, 4, 8), strict=True)] == [True] * 4


def test_something_that_came_ends_the_row() -> None:
    backoff = Backoff(delay=1, max_in_vain=1)
    for _ in range(10):
        wait = backoff.next_delay(None)
        assert wait is not None
        assert wait < 2
        backoff.has_delivered()


def test_what_comes_does_not_make_it_endless() -> None:
    backoff = Backoff(delay=1, max_in_vain=1, max_attempts=3)
    waits: list[float | None] = []
    for _ in range(4):
        waits.append(backoff.next_delay(None))
        backoff.has_delivered()
    assert [wait is None for wait in waits] == [False, False, False, True]


@pytest.mark.parametrize(
    ("retry_ms", "least", "most"),
    [(0, 0.1, 0.125), (500, 0.5, 0.625), (10**9, LONGEST_ASKED_FOR, 1.25 * LONGEST_ASKED_FOR)],
)
def test_what_the_server_asks_for_is_the_least_within_bounds(retry_ms: int, least: float, most: float) -> None:
    wait = Backoff(delay=1, max_in_vain=1).next_delay(retry_ms)
    assert wait is not None
    assert least <= wait <= most


@pytest.mark.fault("PE-08")
def test_server_that_asks_for_haste_is_not_obeyed_again_and_again() -> None:
    backoff = Backoff(delay=1, max_in_vain=3)
    waits = [backoff.next_delay(0) for _ in range(3)]
    assert waits[1] is not None
    assert waits[1] >= 2


def test_waits_have_an_end() -> None:
    backoff = Backoff(delay=1, max_in_vain=50)
    assert max(backoff.next_delay(None) or 0 for _ in range(50)) <= 1.25 * LONGEST
