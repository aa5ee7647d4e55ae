"""Lists of what is declared: added to and taken from while clients are connected, and told page by page.

A list may have another one in it, which goes on to change: what is added there is here too. So a change of one list may
be a change of several: it is made in all of them, or refused in all of them.

Spec: server/utilities/pagination
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from threading import Lock
from types import TracebackType
from typing import Any, Final, Generic, Protocol, Self, TypeVar
from weakref import WeakSet

from mcprism.context import Context
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Prepared
from mcprism.server.declarations.paging import PAGE_SIZE, Form, cursor_of, milliseconds, position_of
from mcprism.threads import run_blocking

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
    def tags(self) -> Collection[str]:
        """What it belongs to."""
        ...

    @property
    def is_fixed(self) -> bool:
        """Whether it is always listed as the same, and saying as what never waits."""
        ...

    def listed(self) -> JsonObject:
        """What it is listed as, in the newest version."""
        ...


D = TypeVar("D", bound=Declared)


@dataclass(frozen=True, slots=True, eq=False)
class Source(Generic[D]):
    """Another list that is in a list."""

    register: "Register[D]"
    where: str
    """Whose list it is, for error texts."""
    adopted: Callable[[D], D | None]
    """What something of it is in this list; None: it is not in it. Raises ValueError where it cannot be."""


@dataclass(frozen=True, slots=True)
class _Entry(Generic[D]):
    item: D
    number: int
    """Those that were added later have a higher one, which is what a cursor says."""
    source: Source[D] | None = None
    """Where it is from; None: it was added here."""
    origin: D | None = None
    """What it is there."""
    enabled: bool = True
    """Whether it is not disabled by its name, here."""
    shown: bool = True
    """Whether it is listed and may be asked for: it is not disabled, by its name or a tag, here or where it is from."""


class _Listing(Generic[D]):
    """What is declared at one time, and the pages that it makes."""

    def __init__(
        self,
        form: "Form",
        entries: Mapping[str, _Entry[D]],
        sources: tuple[Source[D], ...] = (),
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self.entries: Final = entries
        self.sources: Final = sources
        self.hidden: Final = hidden
        """The tags of what is disabled."""
        self._form = form
        self._pages: dict[int, Prepared] = {}
        self._begins = {0}

    @cached_property
    def is_fixed(self) -> bool:
        """Whether what is in it is always listed as the same."""
        return all(entry.item.is_fixed for entry in self.entries.values())

    def page(self, begin: int) -> Prepared:
        """What is listed from this number on."""
        known = self._pages.get(begin)
        if known is not None:
            return known
        size = self._form.page_size
        listed = (entry for entry in self.entries.values() if entry.shown and entry.number >= begin)
        found = [*islice(listed, size + 1)]
        following = found[size].number if len(found) > size else None
        page = self._form.page(
            [entry.item.listed() for entry in found[:size]], None if following is None else cursor_of(following)
        )
        # A cursor of another time, or one that somebody made up, costs no memory.
        if self.is_fixed and begin in self._begins:
            self._pages[begin] = page
            if following is not None:
                self._begins.add(following)
        return page


# One for all: there are few changes, and one may reach several registers.
_LOCK: Final = Lock()


class Revision:
    """A change of registers: where its block is left, it is made in all of them; where that raises, in none.

    with Revision() as revision:
        register.add(item, revision)
    """

    def __init__(self) -> None:
        self._listings: dict[Register[Any], _Listing[Any]] = {}

    def __enter__(self) -> Self:
        _LOCK.acquire()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        changed: list[Register[Any]] = []
        try:
            if exc_type is None:
                changed = [register for register, listing in self._listings.items() if register.begin(listing)]
        finally:
            _LOCK.release()
        for register in changed:
            register.changed()

    def listing(self, register: "Register[D]") -> _Listing[D]:
        """What there will be in a register."""
        return self._listings.get(register, register.listing)

    def put(self, register: "Register[D]", listing: _Listing[D]) -> None:
        """From the end of the block on it is that, and what follows from it in registers that it is in.

        Raises:
            ValueError: something has a name there that something else has.
            TypeError, RuntimeError: something of the kind cannot be there.
        """
        self._listings[register] = listing
        for outer in tuple(register.outer):
            self.put(outer, outer.remade(self))


class Register(Generic[D]):
    """All that a server has declared of one kind. For any thread.

    Args:
        kind: what they are in error texts, such as `tool`.
        member: what their list is called in results, such as `tools`.
        opens: called with what is to be added, for error texts; raises where nothing can be.
        changed: called after each change of what is listed.
        page_size: how many are on one page of the list.
        ttl: seconds for which clients may use a page again.

    Raises:
        ValueError: the page size is not at least 1, or the time is none.
    """

    def __init__(
        self,
        kind: str,
        member: str,
        *,
        opens: Callable[[str], None],
        changed: Callable[[], None],
        page_size: int = PAGE_SIZE,
        ttl: float = 0,
    ) -> None:
        if page_size < 1:
            raise ValueError(f"page_size: must be at least 1, not {page_size!r:.50}")
        self.changed: Final = changed
        self.outer: Final[WeakSet[Register[D]]] = WeakSet()
        """The registers that this one is in."""
        self.page_size: Final = page_size
        self._kind = kind
        self._opens = opens
        self._form = Form(member, page_size, milliseconds("list_ttl", ttl))
        self._next = 0
        # Replaced by each change: who reads it needs no lock.
        self.listing: _Listing[D] = _Listing(self._form, {})

    def __bool__(self) -> bool:
        """Whether there are any, enabled or not."""
        return bool(self.listing.entries)

    def __iter__(self) -> Iterator[D]:
        """Those that are enabled, in the order in which they were added."""
        return (entry.item for entry in self.listing.entries.values() if entry.shown)

    def __contains__(self, name: object) -> bool:
        """Whether there is one of that name, enabled or not."""
        return name in self.listing.entries

    def get(self, name: str) -> D | None:
        """The one of that name, if there is one that is enabled."""
        entry = self.listing.entries.get(name)
        return entry.item if entry is not None and entry.shown else None

    def find(self, name: str) -> D | None:
        """The one of that name, if there is one that was added here, enabled or not.

        Raises:
            ValueError: it is from another register.
        """
        entry = self.listing.entries.get(name)
        if entry is not None and entry.source is not None:
            raise ValueError(f"the {self._kind} {name!r:.150} is from {entry.source.where}: say it there")
        return None if entry is None else entry.item

    def add(self, item: D) -> None:
        """Offers one more.

        Raises:
            ValueError: there is one of that name, here or in a register that this one is in.
            TypeError, RuntimeError: none can be added.
        """
        with Revision() as revision:
            listing = self.listing
            _check_free(item, listing.entries, self._kind)
            self._opens(item.where)
            entry = _Entry(item, self._numbered(), shown=listing.hidden.isdisjoint(item.tags))
            # Not by way of _revise: it leaves all others as they are, and there may be thousands.
            entries = {**listing.entries, item.name: entry}
            revision.put(self, _Listing(self._form, entries, listing.sources, listing.hidden))

    def remove(self, name: str) -> None:
        """Offers one no more.

        Raises:
            KeyError: there is none of that name.
            ValueError: it is from another register.
        """
        with Revision() as revision:
            source = self._found(name).source
            if source is not None:
                raise ValueError(
                    f"the {self._kind} {name!r:.150} is from {source.where}: remove it there, or disable it here"
                )
            entries = self.listing.entries
            self._revise(revision, {other: entry for other, entry in entries.items() if other != name})

    def set_enabled(self, name: str, enabled: bool) -> None:
        """Lists one and lets it be asked for, or does not. Nothing changes where that is so already.

        Raises:
            KeyError: there is none of that name.
        """
        with Revision() as revision:
            entry = self._found(name)
            self._revise(revision, {**self.listing.entries, name: replace(entry, enabled=enabled)})

    def set_hidden(self, tags: Iterable[str], hidden: bool, revision: Revision) -> None:
        """Lists what has one of these tags, now or later, no more, or again as far as nothing else forbids it."""
        now = self.listing.hidden
        self._revise(revision, hidden=now.union(tags) if hidden else now.difference(tags))

    def include(self, source: Source[D], revision: Revision) -> None:
        """Has in it, from now on, what is in another one.

        Raises:
            ValueError: as `add`, for what is in it; or something cannot have its name here.
            TypeError, RuntimeError: as `add`.
        """
        self._revise(revision, sources=(*revision.listing(self).sources, source))

    def exclude(self, register: "Register[D]", revision: Revision) -> None:
        """Has no more in it what is in another one."""
        sources = revision.listing(self).sources
        self._revise(revision, sources=tuple(source for source in sources if source.register is not register))

    def page(self, definitions: Sequence[JsonObject], following: str | None) -> Prepared:
        """A page of the list with these on it, and with the cursor of the next one, if there is one."""
        return self._form.page(definitions, following)

    async def list(self, params: JsonObject, context: Context) -> Prepared:
        """Answers the request for the list.

        Raises:
            InvalidParams: the cursor is none of this list.
        """
        cursor = params.get("cursor")
        listing, begin = self.listing, 0 if cursor is None else position_of(cursor)
        return listing.page(begin) if listing.is_fixed else await run_blocking(listing.page, begin)

    def unknown(self, name: str) -> str:
        """That there is none of that name, in words, and which is the nearest."""
        from difflib import get_close_matches  # only who asks for what is not there needs it

        near = get_close_matches(name, [item.name for item in self], n=1) if len(name) <= _LONGEST_GUESS else []
        return f"there is no {self._kind} {name!r:.150}" + (f"; did you mean {near[0]!r}?" if near else "")

    def begin(self, listing: _Listing[D]) -> bool:
        """From now on it is that; whether something may be listed now that was not before, or the other way round."""
        before, self.listing = self.listing, listing
        return before.entries != listing.entries

    def remade(self, revision: Revision) -> _Listing[D]:
        """What there is, with what there will be in others that are in it. Raises as `Revision.put`."""
        return self._with_included(revision.listing(self), revision)

    def _revise(
        self,
        revision: Revision,
        entries: Mapping[str, _Entry[D]] | None = None,
        *,
        sources: tuple[Source[D], ...] | None = None,
        hidden: frozenset[str] | None = None,
    ) -> None:
        now = revision.listing(self)
        listing = _Listing(
            self._form,
            now.entries if entries is None else entries,
            now.sources if sources is None else sources,
            now.hidden if hidden is None else hidden,
        )
        revision.put(self, self._with_included(listing, revision))

    def _with_included(self, now: _Listing[D], revision: Revision) -> _Listing[D]:
        known = {(id(entry.source), id(entry.origin)): entry for entry in now.entries.values() if entry.source}
        found = [(entry, True) for entry in now.entries.values() if entry.source is None]
        for source in now.sources:
            for inner in revision.listing(source.register).entries.values():
                entry = known.get((id(source), id(inner.item))) or self._adopted(source, inner.item)
                if entry is not None:
                    found.append((entry, inner.shown))
        entries: dict[str, _Entry[D]] = {}
        for entry, is_shown_there in sorted(found, key=lambda one: one[0].number):
            _check_free(entry.item, entries, self._kind)
            shown = is_shown_there and entry.enabled and now.hidden.isdisjoint(entry.item.tags)
            entries[entry.item.name] = entry if entry.shown == shown else replace(entry, shown=shown)
        return _Listing(self._form, entries, now.sources, now.hidden)

    def _adopted(self, source: Source[D], origin: D) -> _Entry[D] | None:
        item = source.adopted(origin)
        if item is None:
            return None
        self._opens(item.where)
        return _Entry(item, self._numbered(), source, origin)

    def _numbered(self) -> int:
        self._next += 1
        return self._next - 1

    def _found(self, name: str) -> _Entry[D]:
        entry = self.listing.entries.get(name)
        if entry is None:
            raise KeyError(self.unknown(name))
        return entry


def _check_free(item: Declared, entries: Mapping[str, _Entry[Any]], kind: str) -> None:
    other = entries.get(item.name)
    if other is not None:
        raise ValueError(
            f"{item.where}: there is a {kind} named {item.name!r} already, {other.item.where}: give one of them "
            "another name, or remove the other first"
        )
