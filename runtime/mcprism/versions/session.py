"""A session from the handshake to its end, as far as it is more than one request after the other."""

import logging
from functools import partial
from typing import Final

import anyio

from mcprism.connection import INITIALIZE
from mcprism.errors import ConnectionClosed
from mcprism.events import Backlog, EventBus, Outlet, params_of
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.jsonrpc import Notification, Request
from mcprism.peer import Handling, Receiver
from mcprism.versions.handshake import SUBSCRIBE, UNSUBSCRIBE, HandshakeServer

_log = logging.getLogger("mcprism")

INITIALIZED: Final = "notifications/initialized"


class SessionReceiver:
    """Hands messages of one session on, and tells its client what changes on the server. As `peer.Receiver`.

    Changes are told from the answer to `initialize` on; they wait until the client has said that the session has begun.

    Args:
        receiver: what answers the messages.
        session: what is known of the client.
        events: where changes come from.
    """

    def __init__(self, receiver: Receiver, session: HandshakeServer, events: EventBus) -> None:
        self._receiver = receiver
        self._session = session
        self._events = events
        self._backlog: Backlog | None = None
        self._outlet: Outlet | None = None
        self._telling: anyio.CancelScope | None = None
        self._has_begun = False

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
            self._session.heed(request)
        if request.method == INITIALIZE:
            self._backlog = Backlog(self._session.wants, self._wake)
            self._events.join(self._backlog)
        return outcome

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `Receiver.notified`."""
        if notification.method == INITIALIZED and self._backlog is not None and not self._has_begun:
            self._has_begun = True
            self._session.begin()
            self._wake()
        return self._receiver.notified(notification, exchange)

    def close(self) -> None:
        """The client is gone, or the server ends: nothing is told any more, and what waits for the client is let go."""
        self.attach(None)
        self._session.begin()
        if self._backlog is not None:
            self._events.leave(self._backlog)

    async def _heeded(self, work: Work, request: Request) -> Outcome:
        outcome = await work()
        self._session.heed(request)
        return outcome

    def _stop_telling(self) -> None:
        if self._telling is not None:
            self._telling.cancel()

    def _wake(self) -> None:
        if self._has_begun and self._outlet is not None and self._backlog is not None:
            self._outlet.start(partial(self._tell, self._backlog, self._outlet))

    async def _tell(self, backlog: Backlog, outlet: Outlet) -> None:
        try:
            with anyio.CancelScope() as self._telling:
                while (change := backlog.take()) is not None:
                    await outlet.notify(change.method, params_of(change))
        except ConnectionClosed:
            # Then there is nobody to be told.
            pass
        if backlog.dropped:
            _log.warning("a client lags behind: it was not told of %d changes, the oldest", backlog.dropped)
            backlog.dropped = 0
