"""What every event store does, in memory and in a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcprism.stores import EventStore, InMemoryEventStore, SqliteEventStore
from mcprism.transports.headers import is_identifier

pytestmark = pytest.mark.anyio

Make = Callable[..., EventStore]


@pytest.fixture
def make(making: Any) -> Make:
    """Makes a store; `make(max_events=3)`."""
    made: Make = making(InMemoryEventStore, SqliteEventStore)
    return made


async def test_events_after_one_come_back_in_order_with_their_ids(make: Make) -> None:
    store = make()
    stream = await store.open("s")
    ids = [await store.append("s", stream, b"%d" % number) for number in range(4)]
    assert len(set(ids)) == 4
    assert all(is_identifier(event_id.encode()) for event_id in ids)
    found = await store.after("s", ids[1])
    assert found is not None
    assert (found.stream, found.events, found.ended) == (stream, ((ids[2], b"2"), (ids[3], b"3")), False)
    await store.end("s", stream)
    found = await store.after("s", ids[3])
    assert found is not None
    assert (found.events, found.ended) == ((), True)


async def test_streams_are_kept_apart_even_in_one_session__re_04(make: Make) -> None:
    store = make()
    one, other = await store.open("s"), await store.open("s")
    first = await store.append("s", one, b"one")
    await store.append("s", other, b"other")
    found = await store.after("s", first)
    assert found is not None
    assert found.events == ()


async def test_nothing_is_said_of_another_sessions_events__re_03(make: Make) -> None:
    store = make()
    stream = await store.open("s")
    event_id = await store.append("s", stream, b"secret")
    assert await store.after("t", event_id) is None
    with pytest.raises(LookupError):
        await store.append("t", stream, b"forged")


@pytest.mark.parametrize(
    "made_up", ["", "x", "-", "x-1", "{stream}", "{stream}-", "{stream}-0", "{stream}-9", "{stream}-x"]
)
async def test_nothing_is_said_of_an_id_that_was_never_given__re_03(make: Make, made_up: str) -> None:
    store = make()
    stream = await store.open("s")
    await store.append("s", stream, b"x")
    assert await store.after("s", made_up.format(stream=stream)) is None


async def test_a_gap_is_never_silent__re_03(make: Make) -> None:
    store = make(max_events=3)
    stream = await store.open("s")
    ids = [await store.append("s", stream, b"%d" % number) for number in range(6)]
    assert await store.after("s", ids[1]) is None
    found = await store.after("s", ids[2])
    assert found is not None
    assert [data for _, data in found.events] == [b"3", b"4", b"5"]


async def test_bytes_are_bounded_and_the_newest_event_is_kept_whatever_its_size(make: Make) -> None:
    store = make(max_bytes=10)
    stream = await store.open("s")
    first = await store.append("s", stream, b"x" * 6)
    second = await store.append("s", stream, b"y" * 6)
    third = await store.append("s", stream, b"z" * 100)
    assert await store.after("s", first) is None
    found = await store.after("s", second)
    assert found is not None
    assert found.events == ((third, b"z" * 100),)


async def test_what_is_too_old_is_gone(make: Make, clock: Any) -> None:
    store = make(max_age=10)
    stream = await store.open("s")
    event_id = await store.append("s", stream, b"x")
    clock.now += 9
    assert await store.after("s", event_id) is not None
    clock.now += 2
    assert await store.after("s", event_id) is None


async def test_streams_are_bounded_and_the_most_silent_ones_go(make: Make, clock: Any) -> None:
    store = make(max_streams=2)
    ids = []
    for session in ("a", "b", "c"):
        clock.now += 1
        stream = await store.open(session)
        ids.append((session, await store.append(session, stream, b"x")))
    assert [await store.after(*found) is None for found in ids] == [True, False, False]


async def test_a_forgotten_session_has_no_events(make: Make) -> None:
    store = make()
    kept = await store.append("t", await store.open("t"), b"x")
    gone = await store.append("s", await store.open("s"), b"x")
    await store.forget("s")
    assert await store.after("s", gone) is None
    assert await store.after("t", kept) is not None


async def test_a_file_is_shared_and_outlives_who_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    one, other = SqliteEventStore(path), SqliteEventStore(path)
    stream = await one.open("s")
    first = await one.append("s", stream, b"1")
    await other.append("s", stream, b"2")
    one.close()
    found = await one.after("s", first)
    assert found is not None
    assert [data for _, data in found.events] == [b"2"]
    one.close()
    other.close()
