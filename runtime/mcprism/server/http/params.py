"""The arguments of tools that clients repeat in headers: whether the two say the same.

Which arguments those are is in the tools as they are listed. So the server asks itself for its list, once, and again
before it refuses a request because of what it knows.

Spec: 2026-07-28/basic/transports#custom-headers
"""

import logging
from dataclasses import replace
from typing import Any, Final

from mcprism.errors import ProtocolError
from mcprism.events import Backlog, EventBus, Filter
from mcprism.exchange import Exchange
from mcprism.inbound import Receiver
from mcprism.jsonrpc import JsonObject, Request, object_of
from mcprism.transports.http_server import Headers
from mcprism.versions.http import checked_params
from mcprism.versions.param_headers import Annotations, annotations

MAX_PAGES: Final = 100
"""Pages of a list that are read."""

_log = logging.getLogger("mcprism")


class ListedTools:
    """What the tools of a server ask for in headers.

    Args:
        receiver: answers `tools/list`.
        events: say when that is another list.
    """

    def __init__(self, receiver: Receiver, events: EventBus) -> None:
        self._receiver = receiver
        self._events = events
        self._known: dict[str, Annotations] | None = None
        self._changes = Backlog(Filter(tools=True).wants, self._forget)
        self._forget()
        events.join(self._changes)

    def lets_pass(self, request: Request, headers: Headers) -> bool:
        """Whether a call of a tool is right by what is known of the tools; if not, `check` has the last word."""
        if self._known is None:
            return False
        try:
            self._compare(self._known, request, headers)
        except ProtocolError:
            # The tool may be another one since.
            return False
        return True

    async def check(self, request: Request, headers: Headers, exchange: Exchange) -> None:
        """Lets a call of a tool pass whose headers say what its arguments say, by what the tools are now.

        `exchange`: the way back for requests that we make ourselves.

        Raises:
            ProtocolError: -32020, one is missing, is there twice, cannot be read, or says something else.
        """
        self._compare(await self._list(request, exchange), request, headers)

    def close(self) -> None:
        """Nobody calls them any more."""
        self._events.leave(self._changes)

    def _forget(self) -> None:
        self._known = None
        while self._changes.take() is not None:
            pass

    def _compare(self, known: dict[str, Annotations], request: Request, headers: Headers) -> None:
        params = object_of(request.params)
        name = params.get("name")
        wanted = known.get(name) if isinstance(name, str) else None
        if wanted:
            checked_params(wanted, params.get("arguments"), headers.get, headers.repeats)

    async def _list(self, request: Request, exchange: Exchange) -> dict[str, Annotations]:
        known: dict[str, Annotations] = {}
        params: JsonObject = {"_meta": object_of(request.params)["_meta"]}
        for _ in range(MAX_PAGES):
            try:
                outcome = self._receiver.dispatch(replace(request, method="tools/list", params=params), exchange)
                result = object_of(await outcome() if callable(outcome) else outcome)
            except Exception as error:  # the border: who has no list, or fails to give it, asks for no headers
                _log.info("the headers of tools are not known, because they could not be listed: %r", error)
                break
            for tool in result.get("tools", ()):
                known[tool["name"]] = _annotations(tool)
            if result.get("nextCursor") is None:
                break
            params = {**params, "cursor": result["nextCursor"]}
        self._known = known
        return known


def _annotations(tool: Any) -> Annotations:
    try:
        return annotations(tool["inputSchema"])
    except ValueError as error:
        _log.warning("clients leave out the tool %.100r over HTTP: %s", tool["name"], error)
        return {}
