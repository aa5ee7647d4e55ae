"""The stream on which the client of a session listens: what belongs to no request of its own.

Without a store there is a queue, bounded, and a client that does not keep up has to open the stream again. With one the
stream is read from there, so that what was sent while the client was away is not lost, and is sent once.

Spec: basic/transports ("Listening for Messages from the Server")
"""

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeAlias

import anyio

from mcprism.observers.watching import Stream
from mcprism.server.http.engine import Engine
from mcprism.server.http.journal import Journal, follow
from mcprism.spawn import Wakeup
from mcprism.stores import Stored
from mcprism.transports.http_server import EventStream
from mcprism.transports.sse import KEEP_ALIVE, encode_event

MAX_BYTES: Final = 1024 * 1024
"""Bytes of messages that may wait for the client; one more and its stream ends."""


Pinged: TypeAlias = Callable[[Callable[[bytes], Awaitable[None]], float], Awaitable[bool]]

_log = logging.getLogger("mcprism")


class Feed:
    """What belongs to no request of one session.

    Args:
        engine: the app.
        session_id: the session.
        version: that of the session.
        journal: where it is kept, if it is.
        on_change: called when the client begins or ends to listen.
        pinged: whether the client answers what is written with this, within the time that it has.
    """

    def __init__(
        self,
        engine: Engine,
        session_id: str | None,
        version: str | None,
        journal: Journal | None,
        on_change: Callable[[], object],
        pinged: Pinged,
    ) -> None:
        self._engine = engine
        self.observed: Stream | None = None
        """What is shown of it, where somebody looks on."""
        if engine.observers is not None and session_id is not None:
            self.observed = engine.observers.stream_of(session_id, version)
        self._journal = journal
        self._on_change = on_change
        self._pinged = pinged
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._listener: Wakeup | None = None
        self._silent: Wakeup | None = None
        """Who listens and does not answer."""
        self._listened = anyio.Event()
        self._is_closed = False

    @property
    def is_open(self) -> bool:
        """Whether the client listens."""
        return self._listener is not None

    @property
    def keeps(self) -> bool:
        """Whether what is sent while the client does not listen is kept for it."""
        return self._journal is not None

    @property
    def name(self) -> str | None:
        """The stream, as it is kept."""
        return None if self._journal is None else self._journal.name

    async def listened(self) -> None:
        """Returns when the client listens, or never will."""
        while not self.is_open and not self._is_closed:
            await self._listened.wait()

    async def push(self, data: bytes) -> None:
        """Sends a message, or keeps it, or drops it where neither can be."""
        journal = self._journal
        if self.observed is not None and (journal is not None or self._listener is not None):
            self.observed.sent(data)
        if journal is not None:
            async with journal.lock:
                if journal.name is None:
                    await journal.open()
                await journal.add(data)
        elif self._listener is not None:
            self._waiting.append(encode_event(data, event="message"))
            self._size += len(data)
            self._listener.set()

    def close(self) -> None:
        """The session has ended."""
        self._is_closed = True
        self._listened.set()
        if self._listener is not None:
            self._listener.set()

    async def listen(
        self,
        stream: EventStream,
        wakeup: Wakeup,
        find: Callable[[str], Awaitable[Stored | None]],
        *,
        after: str | None = None,
    ) -> None:
        """Sends what there is until the client goes or the session ends. Displaces who listened before.

        Args:
            stream: where to.
            wakeup: is woken when the stream is lost, and by what is pushed.
            find: looks into the store for what comes after an event.
            after: the id of the last event that the client has; None: it begins.
        """
        before, self._listener = self._listener, wakeup
        if before is not None:
            before.set()
        self._listened.set()
        self._listened = anyio.Event()
        self._on_change()
        pinging = self._engine.loop.own(partial(self._ping, stream, wakeup))
        try:
            if self._journal is None:
                await self._drain(stream, wakeup)
                return
            place = await self._begin(self._journal, stream) if after is None else after
            if place is not None:
                await follow(self._engine, find, place, stream, self._journal, wakeup, lambda: self._is_over(wakeup))
        finally:
            pinging.cancel()
            if self._listener is wakeup:
                self._listener = None
                self._waiting.clear()
                self._size = 0
                if not self._is_closed:
                    self._on_change()

    def _is_over(self, wakeup: Wakeup) -> bool:
        is_heard = self._listener is wakeup and self._silent is not wakeup
        return self._is_closed or self._engine.is_draining or not is_heard

    async def _ping(self, stream: EventStream, wakeup: Wakeup) -> None:
        """Has the stream end once the client does not answer: where its machine is gone, nothing else would tell."""
        interval, pause = self._engine.options.ping_interval, self._engine.loop.wakeup()
        options = self._engine.options
        # Where several processes serve a session, the answers may arrive at another one.
        if interval is None or (options.session_store is not None and options.mailbox is None):
            return
        while not await pause.wait(self._engine.loop.clock() + interval):
            if not await self._pinged(stream.write, interval):
                _log.info("a stream is ended because its client has not answered for %g s", interval)
                self._silent = wakeup
                wakeup.set()
                return

    async def _begin(self, journal: Journal, stream: EventStream) -> str | None:
        async with journal.lock:
            place = await (journal.open() if journal.name is None else journal.add(b""))
        if place is not None and journal.primes:
            await stream.write(encode_event(b"", id=place, retry_ms=self._engine.options.retry_ms))
        else:
            await stream.write(KEEP_ALIVE)
        return place

    async def _drain(self, stream: EventStream, wakeup: Wakeup) -> None:
        loop, keep_alive = self._engine.loop, self._engine.options.keep_alive
        # So that the client sees that it is heard.
        await stream.write(KEEP_ALIVE)
        while not stream.gone and not self._is_over(wakeup) and self._size <= MAX_BYTES:
            if self._waiting:
                data = b"".join(self._waiting)
                self._waiting.clear()
                self._size = 0
                await stream.write(data)
            else:
                await wakeup.wait(loop.clock() + keep_alive)
                await stream.keep_alive(keep_alive)
