"""Lists of what is declared: added to and taken from while clients are connected, and told page by page.

Spec: server/utilities/pagination
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock
from typing import Final, Generic, Protocol, TypeVar

from mcprism.context import Context
from mcprism.errors import InvalidParams
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Prepared

PAGE_SIZE: Final = 1000
"""What is declared, on one page of a list."""

_LONGEST_GUESS: Final = 256
"""Characters of a name that is compared with those of all others."""


class Declared(Protocol):
    """Something that is declared."""

    @property
    def name(self) -> str:
        """What clients call it."""
        ...

    @property
    def where(self) -> str:
        """The function or class that it is, for error texts."""
        ...

    @property
    def definition(self) -> JsonObject:
        """What it is listed as, in the newest version."""
        ...


D = TypeVar("D", bound=Declared)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[D]):
    item: D
    number: int
    """Those that were added later have a higher one, which is what a cursor says."""
    enabled: bool = True


class _Listing(Generic[D]):
    """What is declared at one time, and the pages that it makes."""

    def __init__(self, entries: Mapping[str, _Entry[D]], member: str, page_size: int) -> None:
        self.entries: Final = entries
        self._member = member
        self._page_size = page_size
        self._pages: dict[int, Prepared] = {}
        self._begins = {0}

    def page(self, begin: int) -> Prepared:
        """What is listed from this number on."""
        known = self._pages.get(begin)
        if known is not None:
            return known
        listed = (entry for entry in self.entries.values() if entry.enabled and entry.number >= begin)
        found = [*islice(listed, self._page_size + 1)]
        result: JsonObject = {
            self._member: [entry.item.definition for entry in found[: self._page_size]],
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


class Register(Generic[D]):
    """All that a server has declared of one kind. For any thread.

    Args:
        kind: what they are in error texts, such as `tool`.
        member: what their list is called in results, such as `tools`.
        changed: called after each change of what is listed.
        page_size: how many are on one page of the list.
    """

    def __init__(self, kind: str, member: str, changed: Callable[[], None], *, page_size: int) -> None:
        if page_size < 1:
            raise ValueError(f"page_size: must be at least 1, not {page_size!r:.50}")
        self._kind = kind
        self._member = member
        self._changed = changed
        self._page_size = page_size
        self._lock = Lock()
        self._next = 0
        # Replaced by each change: who reads it needs no lock.
        self._listing: _Listing[D] = _Listing({}, member, page_size)

    def __bool__(self) -> bool:
        """Whether there are any, enabled or not."""
        return bool(self._listing.entries)

    def __iter__(self) -> Iterator[D]:
        """Those that are enabled, in the order in which they were added."""
        return (entry.item for entry in self._listing.entries.values() if entry.enabled)

    def __contains__(self, name: object) -> bool:
        """Whether there is one of that name, enabled or not."""
        return name in self._listing.entries

    def get(self, name: str) -> D | None:
        """The one of that name, if there is one that is enabled."""
        entry = self._listing.entries.get(name)
        return entry.item if entry is not None and entry.enabled else None

    def find(self, name: str) -> D | None:
        """The one of that name, if there is one, enabled or not."""
        entry = self._listing.entries.get(name)
        return None if entry is None else entry.item

    def add(self, item: D) -> None:
        """Offers one more.

        Raises:
            ValueError: there is one of that name.
        """
        with self._lock:
            entries = self._listing.entries
            other = entries.get(item.name)
            if other is not None:
                raise ValueError(
                    f"{item.where}: there is a {self._kind} named {item.name!r} already, {other.item.where}: give one "
                    "of them another name, or remove the other first"
                )
            self._list_from_now_on({**entries, item.name: _Entry(item, self._next)})
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
        """Lists one and lets it be asked for, or does not. Nothing changes where that is so already.

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
        """Answers the request for the list.

        Raises:
            InvalidParams: the cursor is none of this list.
        """
        cursor = params.get("cursor")
        return self._listing.page(0 if cursor is None else _position(cursor))

    def unknown(self, name: str) -> str:
        """That there is none of that name, in words, and which is the nearest."""
        from difflib import get_close_matches  # only who asks for what is not there needs it

        enabled = [other for other, entry in self._listing.entries.items() if entry.enabled]
        near = get_close_matches(name, enabled, n=1) if len(name) <= _LONGEST_GUESS else []
        return f"there is no {self._kind} {name!r:.150}" + (f"; did you mean {near[0]!r}?" if near else "")

    def _found(self, name: str) -> _Entry[D]:
        entry = self._listing.entries.get(name)
        if entry is None:
            raise KeyError(self.unknown(name))
        return entry

    def _list_from_now_on(self, entries: Mapping[str, _Entry[D]]) -> None:
        self._listing = _Listing(entries, self._member, self._page_size)


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
