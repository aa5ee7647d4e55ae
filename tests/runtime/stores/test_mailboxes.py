"""What every mailbox does, in memory and in a file."""

from pathlib import Path
from typing import Any

import pytest

from mcprism.stores import InMemoryMailbox, Mailbox, SqliteMailbox
from mcprism.stores.mailboxes import MAX_BYTES

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["memory", "sqlite"])
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A mailbox for three letters."""
    if request.param == "memory":
        yield InMemoryMailbox(max_letters=3)
        return
    made = SqliteMailbox(tmp_path / "letters.db", max_letters=3)
    yield made
    made.close()


async def test_each_reads_what_was_left_after_it_began(mailbox: Mailbox) -> None:
    await mailbox.put(b"before")
    place, letters = await mailbox.after(None)
    assert letters == []
    await mailbox.put(b"a")
    await mailbox.put(b"b")
    for _ in range(2):
        after, letters = await mailbox.after(place)
        assert letters == [b"a", b"b"]
    assert await mailbox.after(after) == (after, [])


async def test_letters_are_bounded_and_the_oldest_go(mailbox: Mailbox) -> None:
    place, _ = await mailbox.after(None)
    for number in range(5):
        await mailbox.put(b"%d" % number)
    after, letters = await mailbox.after(place)
    assert letters == [b"2", b"3", b"4"]
    await mailbox.put(b"5")
    assert (await mailbox.after(after))[1] == [b"5"]


async def test_many_letters_are_read_in_parts(tmp_path: Path) -> None:
    mailbox = InMemoryMailbox()
    place, _ = await mailbox.after(None)
    for number in range(1001):
        await mailbox.put(b"%d" % number)
    place, letters = await mailbox.after(place)
    assert len(letters) == 1000
    assert (await mailbox.after(place))[1] == [b"1000"]


async def test_letters_are_bounded_in_bytes_too(mailbox: Mailbox) -> None:
    place, _ = await mailbox.after(None)
    for letter in (b"a", b"b", b"c"):
        await mailbox.put(letter * (MAX_BYTES // 2))
    _, letters = await mailbox.after(place)
    assert [letter[:1] for letter in letters] == [b"b", b"c"]
