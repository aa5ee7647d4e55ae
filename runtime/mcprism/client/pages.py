"""Lists that come in pages. Spec: server/utilities/pagination."""

from collections import deque
from collections.abc import Awaitable, Callable, Generator
from typing import Any, Final, Generic, Self, TypeVar

from mcprism.errors import InvalidAnswer

Item = TypeVar("Item")

MAX_PAGES: Final = 10_000
"""Pages of one list; a server that has more of them makes them up."""


class Pages(Generic[Item]):
    """Everything in a list, page by page as it is needed; or all at once.

        async for tool in client.list_tools(): ...

        tools = await client.list_tools()

    Args:
        method: what is asked for, for error texts.
        ask: gives the page at a cursor; None: the first one.
        items: what is on a page.

    Raises:
        InvalidAnswer: the pages never end.
        Exception: as `ask`.
    """

    def __init__(
        self, method: str, ask: Callable[[str | None], Awaitable[Any]], items: Callable[[Any], list[Item]]
    ) -> None:
        self._method = method
        self._ask = ask
        self._items = items
        self._page = deque[Item]()
        # A cursor is whatever the server makes of it, the empty string too; only its absence ends the list.
        self._cursor: str | None = None
        self._seen: set[str | None] = set()
        self._has_ended = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        while not self._page:
            if self._has_ended:
                raise StopAsyncIteration
            await self._turn()
        return self._page.popleft()

    def __await__(self) -> Generator[Any, Any, list[Item]]:
        """All that has not been iterated over, as a list."""
        return self._rest().__await__()

    async def _rest(self) -> list[Item]:
        return [item async for item in self]

    async def _turn(self) -> None:
        cursor = self._cursor
        if cursor in self._seen:
            raise InvalidAnswer(f"{self._method}: the pages go in a circle: the cursor {cursor!r:.100} came twice")
        if len(self._seen) >= MAX_PAGES:
            raise InvalidAnswer(f"{self._method}: the list has not ended after {MAX_PAGES} pages")
        page = await self._ask(cursor)
        self._seen.add(cursor)
        self._page.extend(self._items(page))
        self._cursor = page.next_cursor
        self._has_ended = page.next_cursor is None
