"""What every session store does, in memory and in a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism.stores import InMemorySessionStore, SessionStore, SqliteSessionStore

pytestmark = pytest.mark.anyio

Make = Callable[..., SessionStore]


@pytest.fixture
def make(making: Any) -> Make:
    """Makes a store; `make(max_sessions=3)`."""
    made: Make = making(InMemorySessionStore, SqliteSessionStore)
    return made


async def test_a_session_is_kept_changed_and_deleted(make: Make) -> None:
    store = make()
    assert await store.load("s") is None
    await store.save("s", b"{}")
    assert await store.load("s") == b"{}"
    await store.save("s", b'{"a":1}')
    assert await store.load("s") == b'{"a":1}'
    await store.delete("s")
    await store.delete("s")
    assert await store.load("s") is None


async def test_a_session_lasts_as_long_as_it_is_used(make: Make, clock: Any) -> None:
    store = make(max_age=10)
    await store.save("s", b"{}")
    for _ in range(3):
        clock.now += 9
        assert await store.load("s") == b"{}"
    clock.now += 11
    assert await store.load("s") is None


async def test_sessions_are_bounded_and_those_not_used_longest_go(make: Make, clock: Any) -> None:
    store = make(max_sessions=2)
    for name in ("a", "b"):
        clock.now += 1
        await store.save(name, b"{}")
    clock.now += 1
    assert await store.load("a")
    clock.now += 1
    await store.save("c", b"{}")
    assert [await store.load(name) for name in ("a", "b", "c")] == [b"{}", None, b"{}"]


async def test_a_file_is_shared_and_outlives_who_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    one, other = SqliteSessionStore(path), SqliteSessionStore(path)
    await one.save("s", b"{}")
    assert await other.load("s") == b"{}"
    one.close()
    assert await one.load("s") == b"{}"
    one.close()
    other.close()


async def test_a_new_file_is_made_by_many_at_once(tmp_path: Path) -> None:
    for number in range(20):
        stores = [SqliteSessionStore(tmp_path / f"{number}.db") for _ in range(8)]
        async with anyio.create_task_group() as tasks:
            for name, store in enumerate(stores):
                tasks.start_soon(store.save, str(name), b"{}")
        assert [await stores[0].load(str(name)) for name in range(8)] == [b"{}"] * 8
        for store in stores:
            store.close()
