"""What all requests to one app have in common while it runs: the event loop, the limits, what is in flight."""

import logging
from collections.abc import Callable
from typing import Final

import anyio

from mcprism.jsonrpc import Message
from mcprism.observers.watching import Observers
from mcprism.server.http.clients import Clients
from mcprism.server.http.deadlines import Deadlines
from mcprism.server.http.options import HttpOptions
from mcprism.spawn import EventLoop, Guard
from mcprism.transports.http_server import EventStream, Header, Send

GRACE: Final = 0.2
"""Seconds that an answer may take before anybody looks whether the client still waits for it."""

_READY_TIMEOUT: Final = 5.0
"""Seconds that what the server needs may take to show that it works."""

_NOBODY: Final = "nobody"

_log = logging.getLogger("mcprism")


class Engine:
    """An app in an event loop.

    Args:
        options: how it serves.
        loop: the event loop that it serves in.
        observers: who looks on.
    """

    def __init__(self, options: HttpOptions, loop: EventLoop, observers: Observers | None = None) -> None:
        self.options = options
        self.observers: Final = observers
        self.move(loop)
        self.clients = Clients(options.max_sessions_per_client)
        self.running: set[Guard] = set()
        """The work that is being done for clients, and has begun to wait for something."""
        self.on_drain: set[Callable[[], object]] = set()
        """Called when the app is to end, for what would last longer."""
        self.is_draining = False
        self.elsewhere: Callable[[str, Message], object] | None = None
        """Given what a client sends in a session that may be for another process; None: there is no other."""

    def move(self, loop: EventLoop) -> None:
        """Goes on in another event loop."""
        self.loop = loop
        self.bodies = Deadlines(loop, self.options.body_timeout)
        """When requests have to have arrived."""
        self.answers = Deadlines(loop, GRACE)
        """When somebody looks whether clients still wait for their answers."""

    def stream(self, send: Send, headers: list[Header], on_lost: Callable[[], object] | None = None) -> EventStream:
        """A new answer in events."""
        return EventStream(send, headers, self.loop, timeout=self.options.write_timeout, on_lost=on_lost)

    async def problem(self) -> str | None:
        """Why no requests are taken; None: they are."""
        options = self.options
        if self.is_draining:
            return "the server is being shut down"
        try:
            with anyio.fail_after(_READY_TIMEOUT):
                if options.session_store is not None:
                    await options.session_store.load(_NOBODY)
                if options.event_store is not None:
                    await options.event_store.after(_NOBODY, _NOBODY)
                if options.ready is not None and not await options.ready():
                    return "not ready yet"
        except Exception as error:  # the border: whatever fails, this is the answer to how things are
            _log.warning("the server is not ready: %r", error)
            return "what the server needs does not work"
        return None

    def drain(self) -> None:
        """Nothing new is served. Who listens stops now; what is in flight is ended once the drain limit is over."""
        if self.is_draining:
            return
        self.is_draining = True
        for end in tuple(self.on_drain):
            end()

        def end_all() -> None:
            for guard in tuple(self.running):
                guard.interrupt()

        self.loop.call_later(self.options.shutdown_timeout, end_all)
