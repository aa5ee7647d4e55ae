"""Blocking code of handlers, in threads that are limited in number and that nobody has to wait for.

Nothing of the protocol runs in these threads: however many of them are blocked, messages are read and answered.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Final, TypeVar

import anyio
from anyio import to_thread
from anyio.lowlevel import RunVar

from mcprism.spawn import EventLoop, current_loop

T = TypeVar("T")

MAX_THREADS: Final = 40
"""Calls that block at once in one event loop; more of them wait for their turn."""

_places: Final = RunVar[anyio.CapacityLimiter]("mcprism_places")
_threads: Final = RunVar[anyio.CapacityLimiter]("mcprism_threads")


async def run_blocking(call: Callable[..., T], *args: object) -> T:
    """What `call(*args)` returns, from a thread with a copy of the context variables.

    In the thread, `anyio.from_thread.run(ctx.progress, ...)` calls what is to be awaited. Who is cancelled returns at
    once: the thread goes on by itself, `ctx.cancelled` tells it, and until its end it counts among the `MAX_THREADS`.

    Raises:
        Exception: what the call raised.
    """
    place = _Place()
    await place.taken()
    try:
        return await to_thread.run_sync(
            partial(place.hold, partial(call, *args)), abandon_on_cancel=True, limiter=_unlimited()
        )
    finally:
        place.give_up()


class _Place:
    """One among the threads that may be blocked. It is free again when the thread that took it has ended its call."""

    def __init__(self) -> None:
        self._limiter = _limiter()
        self._loop: EventLoop = current_loop()
        self._lock = Lock()
        self._is_held = False
        self._is_given_up = False

    async def taken(self) -> None:
        """Waits for one."""
        await self._limiter.acquire_on_behalf_of(self)

    def hold(self, call: Callable[[], T]) -> T:
        """What the call returns; in the thread. Nothing is called for who has given up before the thread began."""
        with self._lock:
            self._is_held = not self._is_given_up
        if not self._is_held:
            raise RuntimeError("the caller is gone")  # nobody gets to see it
        try:
            return call()
        finally:
            with suppress(RuntimeError):  # the event loop has ended, and with it everyone who waits for a place
                self._loop.call_soon(self._free)

    def give_up(self) -> None:
        """The caller waits no more. Frees the place if no thread has it."""
        with self._lock:
            self._is_given_up = True
        if not self._is_held:
            self._free()

    def _free(self) -> None:
        self._limiter.release_on_behalf_of(self)


def _limiter() -> anyio.CapacityLimiter:
    return _of_this_loop(_places, MAX_THREADS)


def _unlimited() -> anyio.CapacityLimiter:
    # anyio frees a thread's place when its caller is cancelled, or when it ends: that depends on the event loop.
    return _of_this_loop(_threads, float("inf"))


def _of_this_loop(variable: RunVar[anyio.CapacityLimiter], count: float) -> anyio.CapacityLimiter:
    limiter = variable.get(None)
    if limiter is None:
        limiter = anyio.CapacityLimiter(count)
        variable.set(limiter)
    return limiter
