"""Ids: each another one, of the form that was asked for."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mcprism.ids import counter_ids, snowflake_ids, token_ids, uuid4_ids
from mcprism.transports.headers import is_identifier


@pytest.mark.parametrize("ids", [token_ids, uuid4_ids, counter_ids, lambda: snowflake_ids(7)])
def test_each_is_another_one_in_any_thread_and_fits_into_a_header(ids: Callable[[], Callable[[], str]]) -> None:
    make = ids()
    with ThreadPoolExecutor(4) as threads:
        made = [made for batch in threads.map(lambda _: [make() for _ in range(500)], range(8)) for made in batch]
    assert len(set(made)) == 4000
    assert all(is_identifier(text.encode()) for text in made)


def test_they_have_the_form_that_was_asked_for() -> None:
    assert len(token_ids(32)()) == 43
    assert uuid.UUID(uuid4_ids()()).version == 4
    make = counter_ids("stream-")
    assert [make(), make(), counter_ids()()] == ["stream-1", "stream-2", "1"]


def test_snowflakes_grow_with_the_time_also_when_it_goes_back() -> None:
    now = [1_704_067_200.0 + 1]
    make = snowflake_ids(3, clock=lambda: now[0])
    first = int(make())
    assert (first >> 22, first >> 12 & 1023, first & 4095) == (1000, 3, 0)
    made = [first] + [int(make()) for _ in range(5000)]
    now[0] -= 1
    made.append(int(make()))
    now[0] += 100
    made.append(int(make()))
    assert made == sorted(set(made))
    assert made[-1] >> 22 == 100_000
    assert int(snowflake_ids(4, clock=lambda: now[0])()) not in made


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: token_ids(15), "at least 16 bytes, not 15"),
        (lambda: snowflake_ids(1024), "from 0 to 1023, not 1024"),
        (lambda: snowflake_ids(-1), "from 0 to 1023, not -1"),
    ],
)
def test_what_does_not_fit_is_refused(make: Callable[[], Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        make()
