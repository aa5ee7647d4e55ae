"""Lists that come in pages. Spec: server/utilities/pagination."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeVar

from mcprism.errors import InvalidAnswer

Item = TypeVar("Item")

MAX_PAGES: Final = 10_000
"""Pages of one list; a server that has more of them makes them up."""


async def paged(
    method: str, ask: Callable[[str | None], Awaitable[Any]], items: Callable[[Any], list[Item]]
) -> AsyncIterator[Item]:
    """Everything in a list, page by page as it is needed.

    Args:
        method: what is asked for, for error texts.
        ask: gives the page at a cursor; None: the first one.
        items: what is on a page.

    Raises:
        InvalidAnswer: the pages never end.
        Exception: as `ask`.
    """
    # A cursor is whatever the server makes of it, the empty string too; only its absence ends the list.
    cursor: str | None = None
    seen: set[str] = set()
    while True:
        page = await ask(cursor)
        for item in items(page):
            yield item
        cursor = page.next_cursor
        if cursor is None:
            return
        if cursor in seen:
            raise InvalidAnswer(f"{method}: the pages go in a circle: the cursor {cursor!r:.100} came twice")
        seen.add(cursor)
        if len(seen) >= MAX_PAGES:
            raise InvalidAnswer(f"{method}: the list has not ended after {MAX_PAGES} pages")
