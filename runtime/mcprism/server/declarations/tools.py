"""The tools of one server: registered, listed, called.

Spec: server/tools
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from threading import Lock
from typing import Final

from mcprism.context import Context
from mcprism.errors import InvalidParams
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Prepared, Told
from mcprism.server.declarations.tool import Tool

PAGE_SIZE: Final = 1000
"""Tools on one page of a list."""

_LONGEST_GUESS: Final = 128
"""Characters of a name that is compared with those of all tools: longer than any of them."""


@dataclass(frozen=True, slots=True)
class _Entry:
    tool: Tool
    number: int
    """Those that were added later have a higher one, which is what a cursor says."""
    enabled: bool = True


class _Listing:
    """The tools at one time, and the pages that they make."""

    def __init__(self, entries: Mapping[str, _Entry], page_size: int) -> None:
        self.entries: Final = entries
        self._page_size = page_size
        self._pages: dict[int, Prepared] = {}
        self._begins = {0}

    def page(self, begin: int) -> Prepared:
        """The tools from this number on."""
        known = self._pages.get(begin)
        if known is not None:
            return known
        listed = (entry for entry in self.entries.values() if entry.enabled and entry.number >= begin)
        found = [*islice(listed, self._page_size + 1)]
        result: JsonObject = {
            "tools": [entry.tool.definition for entry in found[: self._page_size]],
            "resultType": "complete",
            "ttlMs": 0,
            "cacheScope": "private",
        }
        if len(found) > self._page_size:
            result["nextCursor"] = _cursor(found[-1].number)
        page = Prepared(result)
        # A cursor of another time, or one that somebody made up, costs no memory.
        if begin in self._begins:
            self._pages[begin] = page
            if len(found) > self._page_size:
                self._begins.add(found[-1].number)
        return page


class Tools:
    """What a server has declared as tools. For any thread.

    Args:
        changed: called after each change of what is listed.
        page_size: how many are on one page of the list.
    """

    def __init__(self, changed: Callable[[], None], *, page_size: int = PAGE_SIZE) -> None:
        if page_size < 1:
            raise ValueError(f"page_size: must be at least 1, not {page_size!r:.50}")
        self._changed = changed
        self._page_size = page_size
        self._lock = Lock()
        self._next = 0
        # Replaced by each change: who reads it needs no lock.
        self._listing = _Listing({}, page_size)

    def __bool__(self) -> bool:
        """Whether there are any, enabled or not."""
        return bool(self._listing.entries)

    def add(self, tool: Tool) -> None:
        """Offers one more.

        Raises:
            ValueError: there is one of that name.
        """
        with self._lock:
            entries = self._listing.entries
            other = entries.get(tool.name)
            if other is not None:
                raise ValueError(
                    f"{tool.where}: there is a tool named {tool.name!r} already, {other.tool.where}: give one of them "
                    "another name with name=, or remove the other first"
                )
            self._list_from_now_on({**entries, tool.name: _Entry(tool, self._next)})
            self._next += 1
        self._changed()

    def remove(self, name: str) -> None:
        """Offers one no more.

        Raises:
            KeyError: there is none of that name.
        """
        with self._lock:
            self._found(name)
            entries = self._listing.entries
            self._list_from_now_on({other: entry for other, entry in entries.items() if other != name})
        self._changed()

    def set_enabled(self, name: str, enabled: bool) -> None:
        """Lists one and lets it be called, or does not. Nothing changes where that is so already.

        Raises:
            KeyError: there is none of that name.
        """
        with self._lock:
            entry = self._found(name)
            if entry.enabled == enabled:
                return
            self._list_from_now_on({**self._listing.entries, name: replace(entry, enabled=enabled)})
        self._changed()

    async def list(self, params: JsonObject, context: Context) -> Prepared:
        """Answers tools/list.

        Raises:
            InvalidParams: the cursor is none of this list.
        """
        cursor = params.get("cursor")
        return self._listing.page(0 if cursor is None else _position(cursor))

    async def call(self, params: JsonObject, context: Context) -> JsonObject | Told:
        """Answers tools/call.

        Raises:
            InvalidParams: there is no such tool.
            ProtocolError, NotSupportedByPeer: the tool raised that.
        """
        entry = self._listing.entries.get(params["name"])
        if entry is None or not entry.enabled:
            raise InvalidParams(self._unknown(params["name"]))
        return await entry.tool.call(params.get("arguments") or {}, context)

    def _found(self, name: str) -> _Entry:
        entry = self._listing.entries.get(name)
        if entry is None:
            raise KeyError(self._unknown(name))
        return entry

    def _unknown(self, name: str) -> str:
        enabled = [other for other, entry in self._listing.entries.items() if entry.enabled]
        near = get_close_matches(name, enabled, n=1) if len(name) <= _LONGEST_GUESS else []
        return f"there is no tool {name!r:.150}" + (f"; did you mean {near[0]!r}?" if near else "")

    def _list_from_now_on(self, entries: Mapping[str, _Entry]) -> None:
        self._listing = _Listing(entries, self._page_size)


def _cursor(number: int) -> str:
    return urlsafe_b64encode(b"%d" % number).decode()


def _position(cursor: str) -> int:
    try:
        text = urlsafe_b64decode(cursor.encode("ascii"))
        if len(text) <= 18 and text.isdigit():
            return int(text)
    except ValueError:
        pass
    raise InvalidParams(f"cursor: expected one that came with a page of this list, got {cursor!r:.80}")
