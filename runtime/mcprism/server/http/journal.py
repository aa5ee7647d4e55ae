"""What is sent in one stream of a session, kept so that a client that lost its connection gets the rest.

Whatever goes wrong with the store costs the client the chance to resume, and nothing else.

Spec: basic/transports ("Resumability and Redelivery")
"""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

import anyio

from mcprism.server.http.engine import Engine
from mcprism.spawn import Wakeup
from mcprism.stores import EventStore, Stored
from mcprism.transports.http_server import EventStream
from mcprism.transports.sse import encode_event

T = TypeVar("T")

STORE_TIMEOUT: Final = 5.0
"""Seconds that a store may take."""

POLL: Final = 0.25
"""Seconds between looks into a store for what another process writes there."""

_log = logging.getLogger("mcprism")


class Journal:
    """One stream of a session, as it is kept.

    Args:
        store: where.
        session: the id of the session.
        open_ones: the streams of the session that are being written to, by name; this one is among them from `open`
            to `end`.
        primes: whether the client takes an event without data, from which it can resume before anything was sent.
    """

    def __init__(self, store: EventStore, session: str, open_ones: "dict[str, Journal]", *, primes: bool) -> None:
        self.lock: Final = anyio.Lock(fast_acquire=True)
        """To be held from keeping an event until it is sent: ids have to go out in their order."""
        self.primes: Final = primes
        self.name: str | None = None
        """The stream, once it is open; None also where keeping failed."""
        self.followers: set[Wakeup] = set()
        """Woken when there is more."""
        self.on_resume: Callable[[], object] | None = None
        """Called when the client comes back for the rest: what it had before is of no use to it any more."""
        self._store = store
        self._session = session
        self._open_ones = open_ones
        self._is_broken = False

    async def open(self) -> str | None:
        """Begins, and returns the id of an event without data; None: it cannot be resumed from there."""
        self.name = await tried(lambda: self._store.open(self._session))
        if self.name is None:
            return None
        self._open_ones[self.name] = self
        return await self.add(b"")

    async def add(self, data: bytes) -> str | None:
        """Keeps an event, and returns its id; None: it could not be kept, and neither can those after it."""
        name = self.name
        if name is None or self._is_broken:
            return None
        event_id = await tried(lambda: self._store.append(self._session, name, data))
        if event_id is None:
            self._is_broken = True
        self._wake()
        return event_id

    async def end(self) -> None:
        """There is no more."""
        name = self.name
        if name is not None:
            self._open_ones.pop(name, None)
            if not self._is_broken:
                await tried(lambda: self._store.end(self._session, name))
        self._wake()

    def _wake(self) -> None:
        for follower in self.followers:
            follower.set()


async def tried(action: Callable[[], Awaitable[T]]) -> T | None:
    """What a store gives, or None if it fails or takes too long."""
    try:
        with anyio.fail_after(STORE_TIMEOUT):
            return await action()
    except Exception as error:  # the border: whatever the store does, the client gets its answer
        _log.warning("a stream cannot be resumed, because its events are not kept: %r", error)
        return None


async def follow(
    engine: Engine,
    find: Callable[[str], Awaitable[Stored | None]],
    after: str,
    stream: EventStream,
    journal: Journal | None,
    wakeup: Wakeup,
    is_over: Callable[[], bool],
) -> None:
    """Sends what is kept of a stream, and what comes, until it ends.

    Args:
        engine: the app.
        find: looks into the store for what comes after an event.
        after: the id of the last event that the client has.
        stream: where to send it.
        journal: the stream, if this process writes it.
        wakeup: is woken when there is a reason to look.
        is_over: whether to stop.
    """
    if journal is not None:
        journal.followers.add(wakeup)
    keep_alive = engine.options.keep_alive
    try:
        while not stream.gone and not is_over():
            # What comes while the store is read wakes the next wait: nothing is missed between the two.
            stored = await tried(partial(find, after))
            if stored is None:
                return
            for after, data in stored.events:
                # Without data it only marked a place.
                if data:
                    await stream.write(encode_event(data, event="message", id=after))
            if stored.ended:
                return
            if not stored.events:
                pause = keep_alive if journal is not None else min(POLL, keep_alive)
                await wakeup.wait(engine.loop.clock() + pause)
                await stream.keep_alive(keep_alive)
    finally:
        if journal is not None:
            journal.followers.discard(wakeup)
