"""The tasks of an open client. They belong to nobody's scope, so that whoever holds the client may end it."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any, Final, Protocol

import anyio

from mcprism.errors import RequestTimeout
from mcprism.exchange import Sender
from mcprism.jsonrpc import JsonObject, JsonText, RequestId
from mcprism.spawn import Job, Owner, current_loop
from mcprism_types.base import OnProgress

CLOSE_TIMEOUT: Final = 15.0
"""Seconds that closing may take: more than a channel needs to end a process that ignores every signal but the last."""

SERVER_GRACE: Final = 2.0
"""Seconds that a server in this process may take to finish once its client has gone."""

_log = logging.getLogger("mcprism")

_within: Final = ContextVar[frozenset["Tasks"]]("connections that run the current code", default=frozenset())


class Link(Sender, Protocol):
    """A connection to a server, for whoever sends through it and whoever ends it."""

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        on_sent: Callable[[RequestId], None] | None = None,
        send: Callable[[bytes], None] | None = None,
    ) -> JsonObject:
        """As `Sender.request`.

        `on_sent` is given the id of the request, before anything comes that belongs to it. `send` takes the request
        where it is sent in another way, and then its cancellation if there is one.
        """
        ...

    def send(self, frame: bytes) -> None:
        """Sends one message that nothing answers.

        Raises:
            ConnectionClosed: nothing can be sent any more.
        """
        ...

    async def send_together(self, frames: Sequence[bytes], asked: Sequence[RequestId]) -> None:
        """Sends messages in one array; returns when nothing more needs to be done for them but wait.

        Requests among them, of which `asked` has the ids, end here if it turns out that they will not be answered.

        Raises:
            McprismError: the array was not taken, and all requests have ended with that.
        """
        ...

    def start(self, job: Job) -> None:
        """Runs `job`, which contains its exceptions, in a task of its own, at most until the connection has ended."""
        ...

    async def run(self, *, on_open: Callable[[], None] | None = None) -> None:
        """Opens it, calls `on_open` once messages can be sent, and returns when it has ended and all calls with it.

        Raises:
            McprismError: it could not be opened.
        """
        ...

    def stop(self) -> None:
        """Has it end."""
        ...


class Tasks:
    """Runs a connection, and beside it the server at its other end where that is in this process."""

    def __init__(self, peer: Link, server: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        self.closed = False
        self._peer = peer
        self._server = server
        self._loop = current_loop()
        self._opened = anyio.Event()
        self._is_open = False
        self._failure: Exception | None = None
        self.server_failure: Exception | None = None
        """What the server in this process raised."""
        self._owners: list[Owner] = []

    async def open(self, timeout: float) -> None:
        """Returns when messages can be sent.

        Raises:
            RequestTimeout: that took too long.
            McprismError: the channel could not be opened.
        """
        self._owners.append(self._loop.own(self._run_peer))
        if self._server is not None:
            self._owners.append(self._loop.own(partial(self._run_server, self._server)))
        with anyio.move_on_after(timeout):
            await self._opened.wait()
        if self._failure is not None:
            raise self._failure
        if not self._is_open:
            raise RequestTimeout("connecting", timeout)

    async def close(self) -> None:
        """Ends the tasks and waits for them, within a limit, even if the caller is cancelled meanwhile.

        One of the connection's own handlers that calls this is ended by it, and never gets to the end of the wait.

        Raises:
            RuntimeError: called in another event loop than `open`.
        """
        self._loop.check()
        self.closed = True
        self._peer.stop()
        if not self._is_open:
            self._owners[0].cancel()
        with self.shield():
            for owner, patience in zip(self._owners, (CLOSE_TIMEOUT, SERVER_GRACE), strict=False):
                with anyio.move_on_after(patience):
                    await owner.ended()
                    continue
                owner.cancel()
                with anyio.move_on_after(CLOSE_TIMEOUT):
                    await owner.ended()

    def shield(self) -> anyio.CancelScope:
        """A scope in which to wait for the end of the connection, whoever is cancelled.

        It keeps nothing from what the connection itself runs: that must end first.
        """
        return anyio.CancelScope(shield=self not in _within.get())

    async def _run_peer(self) -> None:
        # Whatever handles messages is started here, with a copy of this context.
        _within.set(_within.get() | {self})
        try:
            await self._peer.run(on_open=self._set_open)
        except Exception as error:  # comes out where the client is opened; later the calls tell
            self._failure = error
            if self._is_open:
                _log.exception("the connection to the server failed")
        finally:
            self._opened.set()

    def _set_open(self) -> None:
        self._is_open = True
        self._opened.set()

    async def _run_server(self, serve: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await serve()
        except Exception as error:  # the border: the client sees the end of the connection
            self.server_failure = error
            _log.exception("the server in this process failed")
