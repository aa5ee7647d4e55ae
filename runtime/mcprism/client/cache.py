"""Results that a server allows to be used again: for how long it says, and not after it has told that they changed.

One cache belongs to one client, which is one principal: what is private to that may be kept as well as what is not.

Spec: 2026-07-28/server/utilities/caching
"""

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import from_json, to_json

from mcprism.events import (
    Change,
    PromptsChanged,
    ResourcesChanged,
    ResourceUpdated,
    ToolsChanged,
    change_of,
    is_watched,
)
from mcprism.exchange import Sender
from mcprism.jsonrpc import JsonObject, JsonText, Notification, is_object, object_of
from mcprism.rounds.carrier import ANSWERS, STATE, is_question
from mcprism_types.base import OnProgress

MAX_BYTES: Final = 16 * 1024 * 1024
"""Bytes of JSON that one client keeps; after that those results go that were not used for the longest time."""

MAX_RESULTS: Final = 1024

_READ: Final = "resources/read"
_CHANGED_BY: Final[Mapping[str, type[Change] | None]] = {
    "server/discover": None,
    "tools/list": ToolsChanged,
    "prompts/list": PromptsChanged,
    "resources/list": ResourcesChanged,
    "resources/templates/list": ResourcesChanged,
    _READ: ResourceUpdated,
}
"""The requests whose results may be used again, and what says that they changed."""

_RESERVED: Final = "io.modelcontextprotocol/"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a request asks for, and which changes were known when it was sent."""

    method: str
    key: str
    uri: str | None
    changes: int


@dataclass(frozen=True, slots=True)
class _Kept:
    ticket: Ticket
    expires: float
    result: bytes


class Cache:
    """The results that one client may use again.

    Args:
        clock: seconds.
        max_bytes: bytes of JSON that are kept.
    """

    def __init__(self, clock: Callable[[], float], *, max_bytes: int = MAX_BYTES) -> None:
        self.size = 0
        """Bytes that are kept."""
        self._clock = clock
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._changes = Counter[str]()

    async def request(
        self,
        sender: Sender,
        method: str,
        params: JsonObject | JsonText | None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """A kept result of a request, or the one that `sender` gets. Raises as `Sender.request`."""
        ticket = self.ticket(method, params)
        if ticket is not None and (kept := self.found(ticket)) is not None:
            return kept
        result = await sender.request(method, params, timeout=timeout, on_progress=on_progress)
        if ticket is not None and not is_question(result):
            self.keep(ticket, result)
        return result

    def ticket(self, method: str, params: JsonObject | JsonText | None) -> Ticket | None:
        """For a request that is about to be sent; None: its result is used once."""
        if method not in _CHANGED_BY:
            return None
        asked = object_of(params)
        if ANSWERS in asked or STATE in asked:
            # What is asked for with answers is not kept: others would be given it without being asked.
            return None
        metadata = asked.get("_meta", {})
        # What somebody adds to it for this server may be answered to.
        if not is_object(metadata) or any(not name.startswith(_RESERVED) for name in metadata):
            return None
        matters = {name: value for name, value in asked.items() if name != "_meta"}
        uri = matters.get("uri") if method == _READ else None
        key = f"{method} {json.dumps(matters, sort_keys=True)}"
        return Ticket(method, key, uri if isinstance(uri, str) else None, self._changes[method])

    def found(self, ticket: Ticket) -> JsonObject | None:
        """The result of such a request, if one is kept and still good."""
        kept = self._kept.get(ticket.key)
        if kept is None:
            return None
        if kept.expires <= self._clock():
            self._drop(ticket.key)
            return None
        self._kept.move_to_end(ticket.key)
        result: JsonObject = from_json(kept.result)
        return result

    def keep(self, ticket: Ticket, result: JsonObject) -> None:
        """Keeps the result of a request, if the server allows it and has told of no change meanwhile."""
        ttl_ms: Any = result.get("ttlMs")
        is_allowed = type(ttl_ms) in (int, float) and ttl_ms > 0 and result.get("cacheScope") in ("private", "public")
        if not is_allowed or self._changes[ticket.method] != ticket.changes:
            return
        data = to_json(result)
        if len(data) > self._max_bytes // 4:
            return
        self._drop(ticket.key)
        self._kept[ticket.key] = _Kept(ticket, self._clock() + ttl_ms / 1000, data)
        self.size += len(data)
        while self.size > self._max_bytes or len(self._kept) > MAX_RESULTS:
            self._drop(next(iter(self._kept)))

    def heard(self, notification: Notification) -> None:
        """Drops what the server says has changed."""
        change = change_of(notification)
        if change is None:
            return
        methods = {method for method, changed in _CHANGED_BY.items() if changed is type(change)}
        self._changes.update(methods)
        for key, kept in tuple(self._kept.items()):
            if kept.ticket.method in methods and _is_changed(kept.ticket, change):
                self._drop(key)

    def clear(self) -> None:
        """Drops everything: changes may have been missed."""
        self._changes.update(_CHANGED_BY.keys())
        self._kept.clear()
        self.size = 0

    def _drop(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.size -= len(kept.result)


def _is_changed(ticket: Ticket, change: Change) -> bool:
    if not isinstance(change, ResourceUpdated) or ticket.uri is None:
        return True
    # What is below a resource may be a part of its contents.
    return is_watched(change.uri, {ticket.uri})


class CachedSender:
    """Sends requests whose results may be kept already. As `exchange.Sender`.

    Args:
        sender: where they go otherwise.
        cache: has the results.
    """

    def __init__(self, sender: Sender, cache: Cache) -> None:
        self._sender = sender
        self._cache = cache
        self.notify: Final = sender.notify

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`."""
        return await self._cache.request(self._sender, method, params, timeout=timeout, on_progress=on_progress)
