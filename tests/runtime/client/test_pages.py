"""Lists that come in pages, and servers that make them endless."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from mcprism import InvalidAnswer
from mcprism.client.pages import MAX_PAGES, Pages

pytestmark = pytest.mark.anyio


def pages(next_cursor: Callable[[str | None], str | None]) -> Any:
    async def ask(cursor: str | None) -> Any:
        return SimpleNamespace(items=[cursor], next_cursor=next_cursor(cursor))

    return Pages("tools/list", ask, lambda page: page.items)


async def test_c6_every_cursor_but_none_leads_to_another_page() -> None:
    following: dict[str | None, str | None] = {None: "", "": "0", "0": None}
    assert [item async for item in pages(following.__getitem__)] == [None, "", "0"]


async def test_c6_pages_that_go_in_a_circle_are_an_error() -> None:
    following: dict[str | None, str | None] = {None: "a", "a": "b", "b": "a"}
    with pytest.raises(InvalidAnswer, match="tools/list: the pages go in a circle: the cursor 'a' came twice"):
        assert [item async for item in pages(following.__getitem__)]


async def test_c6_list_that_never_ends_is_an_error() -> None:
    with pytest.raises(InvalidAnswer, match=f"tools/list: the list has not ended after {MAX_PAGES} pages"):
        assert [item async for item in pages(lambda cursor: str(int(cursor or 0) + 1))]


async def test_list_may_be_had_at_once() -> None:
    following: dict[str | None, str | None] = {None: "", "": "0", "0": None}
    assert await pages(following.__getitem__) == [None, "", "0"]
    begun = pages(following.__getitem__)
    assert await anext(begun) is None
    assert await begun == ["", "0"]
    assert await begun == []


async def test_page_that_failed_may_be_asked_for_again() -> None:
    failures = [RuntimeError("lost")]

    def following(cursor: str | None) -> str | None:
        if cursor is not None and failures:
            raise failures.pop()
        return "a" if cursor is None else None

    items = pages(following)
    assert await anext(items) is None
    with pytest.raises(RuntimeError, match="lost"):
        await anext(items)
    assert await items == ["a"]
