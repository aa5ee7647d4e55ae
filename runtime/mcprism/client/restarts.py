"""A server without sessions whose process ends is started again: nothing is lost with it but what it was working on.

A request that was not sent goes to the new process; so does one that was, once, if asking twice does no harm. Any other
one has failed, and only its caller can know what to do about that.

Spec: 2026-07-28/basic/transports#stdio
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import anyio

from mcprism.client.tasks import Link, Tasks
from mcprism.errors import ConnectionClosed, RequestTimeout
from mcprism.jsonrpc import JsonObject, JsonText, RequestId
from mcprism_types.base import OnProgress

REPEATABLE: Final = frozenset(
    {
        "completion/complete",
        "prompts/get",
        "prompts/list",
        "resources/list",
        "resources/read",
        "resources/templates/list",
        "server/discover",
        "tools/list",
    }
)
"""The requests that change nothing, so that they may be sent again when nobody knows whether they were served."""

STEADY: Final = 10.0
"""Seconds after which a process counts as one that works; one that ends earlier is started again after a while."""

_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0

_log = logging.getLogger("mcprism")


class Restarts:
    """Sends to a server's process, and to the one after it. As `exchange.Sender`.

    Args:
        peer: the connection to the first process.
        tasks: what runs that connection.
        start: starts another process, and gives the same for it.
        timeout: seconds that a request may take, unless it says otherwise.
        clock: seconds, for deadlines.
    """

    def __init__(
        self,
        peer: Link,
        tasks: Tasks,
        start: Callable[[], Awaitable[tuple[Link, Tasks]]],
        *,
        timeout: float,
        clock: Callable[[], float],
    ) -> None:
        self.closed = False
        self._peer = peer
        self._tasks = tasks
        self._start = start
        self._timeout = timeout
        self._clock = clock
        self._started = float("-inf")
        self._wait = 0.0
        self._lock = anyio.Lock()
        self._starting = anyio.CancelScope()

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        on_sent: Callable[[RequestId], None] | None = None,
    ) -> JsonObject:
        """As `Link.request`. Starting the server again is part of the time that the request may take.

        Raises:
            StartError: the server's process could not be started again.
        """
        begun, peer = self._clock(), self._peer
        try:
            return await peer.request(method, params, timeout=timeout, on_progress=on_progress, on_sent=on_sent)
        except ConnectionClosed as error:
            if self.closed or not (error.never_sent or method in REPEATABLE):
                raise
            _log.warning("the server is started again for %s: %s", method, error)
        timeout = self._timeout if timeout is None else timeout
        with anyio.move_on_after(begun + timeout - self._clock()):
            peer = await self._after(peer)
            return await peer.request(method, params, timeout=float("inf"), on_progress=on_progress, on_sent=on_sent)
        raise RequestTimeout(method, timeout)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`, to the process that runs now."""
        await self._peer.notify(method, params)

    async def close(self) -> None:
        """Ends the connection, and what is being started."""
        self.closed = True
        self._starting.cancel()
        with self._tasks.shield():
            async with self._lock:
                await self._tasks.close()

    async def _after(self, ended: Link) -> Link:
        """The connection after one that has ended: whoever comes first opens it."""
        async with self._lock:
            if self._peer is ended and not self.closed:
                with anyio.CancelScope() as self._starting:
                    await self._tasks.close()
                    await anyio.sleep(self._pause())
                    self._peer, self._tasks = await self._start()
            if self.closed:
                raise ConnectionClosed("the server was not started again: this side closed the connection")
            return self._peer

    def _pause(self) -> float:
        """Seconds until the next start: none after a process that worked, then more and more."""
        now = self._clock()
        steady = now - self._started > STEADY
        self._wait = 0.0 if steady else min(max(2 * self._wait, _FIRST_WAIT), _LONGEST_WAIT)
        self._started = now + self._wait
        return self._wait
