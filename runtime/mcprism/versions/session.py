"""A session from the handshake to its end, as far as it is more than one request after the other."""

import logging
from functools import partial
from threading import Lock
from typing import Final

import anyio

from mcprism.connection import INITIALIZE
from mcprism.errors import ConnectionClosed
from mcprism.events import Backlog, Change, EventBus, Outlet, params_of
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.inbound import Handling, Receiver
from mcprism.jsonrpc import Notification, Request
from mcprism.spawn import EventLoop, current_loop
from mcprism.versions.handshake import SUBSCRIBE, UNSUBSCRIBE, HandshakeServer

_log = logging.getLogger("mcprism")

INITIALIZED: Final = "notifications/initialized"

# One for all: each holds it for a moment, and there may be thousands of sessions.
_LOCK: Final = Lock()


class SessionReceiver:
    """Hands messages of one session on, and tells its client what changes on the server. As `peer.Receiver`.

    What changes after the answer to `initialize` is told, once the client has said that it is ready.

    Args:
        receiver: what answers the messages.
        session: what is known of the client.
        events: where changes come from.
    """

    __slots__ = ("_backlog", "_events", "_is_ready", "_loop", "_outlet", "_receiver", "_session", "_telling")

    def __init__(self, receiver: Receiver, session: HandshakeServer, events: EventBus) -> None:
        self._receiver = receiver
        self._session = session
        self._events = events
        self._loop: EventLoop | None = None
        # Made when there is something for it: most sessions are never told anything.
        self._backlog: Backlog | None = None
        self._outlet: Outlet | None = None
        self._telling: anyio.CancelScope | None = None
        self._is_ready = False

    def attach(self, outlet: Outlet | None) -> None:
        """Where changes are told from now on. None: nowhere, they wait, as many as a backlog has room for."""
        self._stop_telling()
        self._outlet = outlet
        self._wake()

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """As `Receiver.dispatch`."""
        outcome = self._receiver.dispatch(request, exchange)
        if request.method in (SUBSCRIBE, UNSUBSCRIBE):
            if callable(outcome):
                return partial(self._heeded, outcome, request)
            self._heed(request)
        if request.method == INITIALIZE:
            self._join()
        return outcome

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `Receiver.notified`."""
        if notification.method == INITIALIZED and self._loop is not None and not self._is_ready:
            self._set_ready()
        return self._receiver.notified(notification, exchange)

    def resume(self) -> None:
        """Goes on with a session that was begun elsewhere, and whose client is ready."""
        self._join()
        self._events.watches(self, self._session.watched)
        self._set_ready()

    def close(self) -> None:
        """The client is gone, or the server ends: nothing is told any more, and what waits for the client is let go."""
        self.attach(None)
        self._session.initialized()
        self._events.leave(self)

    def add(self, change: Change) -> None:
        """As `events.Listener.add`."""
        if not self._session.wants(change):
            return
        with _LOCK:
            if self._backlog is None:
                self._backlog = Backlog(self._session.wants, self._wake, loop=self._loop)
                # Whoever would find nothing there has looked before it was made.
                self._backlog.take()
        self._backlog.add(change)

    async def _heeded(self, work: Work, request: Request) -> Outcome:
        outcome = await work()
        self._heed(request)
        return outcome

    def _heed(self, request: Request) -> None:
        self._session.heed(request)
        self._events.watches(self, self._session.watched)

    def _join(self) -> None:
        self._loop = current_loop()
        self._events.join(self)

    def _set_ready(self) -> None:
        self._is_ready = True
        self._session.initialized()
        self._wake()

    def _stop_telling(self) -> None:
        if self._telling is not None:
            self._telling.cancel()

    def _wake(self) -> None:
        if self._is_ready and self._outlet is not None and self._backlog is not None:
            self._outlet.start(partial(self._tell, self._backlog, self._outlet))

    async def _tell(self, backlog: Backlog, outlet: Outlet) -> None:
        with anyio.CancelScope() as self._telling:
            while outlet is self._outlet and (change := backlog.take()) is not None:
                try:
                    await outlet.notify(change.method, params_of(change))
                except ConnectionClosed:
                    # It is told where the session goes on, if it does.
                    backlog.add(change)
                    return
        if backlog.dropped:
            _log.warning("a client lags behind: it was not told of %d changes, the oldest", backlog.dropped)
            backlog.dropped = 0
