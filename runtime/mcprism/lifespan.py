"""What a server needs for as long as it serves: made before its first request, ended after its last one.

Whoever serves has a hold on it: the first one has it made, the last one has it ended. Both happen in a task that is
neither's, so that what is made may have tasks of its own, whichever of those who serve ends last.
"""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

import anyio
from anyio.lowlevel import RunVar

from mcprism.spawn import CANCEL_GRACE, EventLoop, current_loop

LEAVE_TIMEOUT: Final = 10.0
"""Seconds that a lifespan may take to end; then it is cancelled."""

Make: TypeAlias = Callable[[], AbstractAsyncContextManager[Any]]

_log = logging.getLogger("mcprism")


class Lifespan:
    """The lifespan of one server. There is one at a time in each event loop, while somebody has a hold on it.

    Args:
        own: gives the context manager; None: the server needs nothing.
    """

    def __init__(self, own: Make | None) -> None:
        self.own: Final = own
        self.needs: Final[list[Lifespan]] = []
        """Those of other servers, which are held for as long as this one."""
        self.current: Final = RunVar[_Life | None]("lifespan", None)
        """The one that is being held in the running event loop."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is needed, by others neither."""
        return self.own is None and all(other.is_empty for other in self.needs)

    @property
    def make(self) -> Make | None:
        """Gives the context manager of all that is needed; None: nothing is."""
        return self.own if all(other.is_empty for other in self.needs) else self._with_others

    def lent(self) -> "Hold":
        """A hold for those who run while others hold it: it has what was yielded, and is neither taken nor given up."""
        hold, life = Hold(self), self.current.get()
        hold.value = None if life is None else life.value
        return hold

    @asynccontextmanager
    async def _with_others(self) -> AsyncGenerator[Any]:
        failures: list[BaseException | None] = []
        with anyio.CancelScope() as scope:
            async with AsyncExitStack() as stack:
                for other in dict.fromkeys(self.needs):
                    hold = Hold(other)
                    hold.on_failure = partial(_note_failure, hold, failures, scope)
                    await stack.enter_async_context(hold)
                yield None if self.own is None else await stack.enter_async_context(self.own())
        for failure in failures:
            if failure is not None:
                raise failure


class Hold:
    """The part of one who serves in a lifespan; `async with` it, before the first request and until after the last.

    Args:
        lifespan: of the server.
    """

    def __init__(self, lifespan: Lifespan) -> None:
        self._lifespan = lifespan
        self._life: _Life | None = None
        self._starting: anyio.CancelScope | None = None
        self._is_given_up = False
        self.value: Any = None
        """What the lifespan has yielded; None: it has not, or there is none."""
        self.on_failure: Callable[[], object] | None = None
        """Called when the lifespan ends by itself, with an error: then whoever serves has to end, and it comes out."""

    @property
    def failure(self) -> BaseException | None:
        """What the lifespan has raised, if it failed."""
        return None if self._life is None else self._life.error

    def another(self) -> "Hold":
        """The same for somebody else."""
        return Hold(self._lifespan)

    def give_up(self) -> None:
        """It is not waited for any more: `async with` goes on although there is no value yet."""
        self._is_given_up = True
        if self._starting is not None:
            self._starting.cancel()

    async def __aenter__(self) -> Self:
        """Returns once the lifespan has begun, or was given up. In another event loop than before it is another one.

        Raises:
            BaseException: as the lifespan, which could not begin.
        """
        make, current = self._lifespan.make, self._lifespan.current
        if make is None or self._is_given_up:
            return self
        while (life := current.get()) is not None and life.is_ending:
            await life.ended.wait()
        if life is None:
            life = _Life(make, current_loop())
            current.set(life)
        self._life = life
        life.holds.add(self)
        try:
            with anyio.CancelScope() as self._starting:
                await life.begun.wait()
            if life.error is not None:
                raise life.error
        except BaseException:
            await self._release(life)
            raise
        self.value = life.value
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the lifespan if nobody else holds it, within a limit.

        Raises:
            BaseException: as the lifespan, if it failed.
        """
        life = self._life
        if life is not None:
            await self._release(life)
            if life.error is not None and exc is None:
                raise life.error

    async def _release(self, life: "_Life") -> None:
        self._life = None
        life.holds.discard(self)
        if life.holds or life.is_ending:
            return
        with anyio.CancelScope(shield=True):
            await life.end()
        self._lifespan.current.set(None)
        life.ended.set()


def _note_failure(hold: Hold, failures: list[BaseException | None], scope: anyio.CancelScope) -> None:
    failures.append(hold.failure)
    scope.cancel()


class _Life:
    """One lifespan, from its beginning to its end."""

    def __init__(self, make: Make, loop: EventLoop) -> None:
        self.holds: set[Hold] = set()
        self.value: Any = None
        self.error: BaseException | None = None
        """What it raised."""
        self.begun = anyio.Event()
        """Set when it has begun, or failed to."""
        self.is_ending = False
        self.ended = anyio.Event()
        self._make = make
        self._loop = loop
        self._over = loop.wakeup()
        self._owner = loop.own(self._run)

    async def end(self) -> None:
        """Returns when it has ended, or does not although it was cancelled."""
        self.is_ending = True
        self._over.set()
        if self.begun.is_set():
            with anyio.move_on_after(LEAVE_TIMEOUT):
                await self._owner.ended()
                return
            _log.error("the lifespan of the server did not end within %g s, and is cancelled", LEAVE_TIMEOUT)
        self._owner.cancel()
        with anyio.move_on_after(CANCEL_GRACE):
            await self._owner.ended()

    async def _run(self) -> None:
        try:
            async with self._make() as self.value:
                self.begun.set()
                await self._over.wait(float("inf"))
        except self._loop.cancelled:
            raise
        except BaseException as error:  # comes out at those who hold it
            self._fail(error)
        finally:
            self.begun.set()

    def _fail(self, error: BaseException) -> None:
        self.error = error
        if not self.begun.is_set():
            _add_note(error, "This was raised by the lifespan of the server, which could not start.")
            return
        _add_note(error, "This was raised by the lifespan of the server.")
        if not self.is_ending:
            for hold in tuple(self.holds):
                if hold.on_failure is not None:
                    hold.on_failure()


def _add_note(error: BaseException, note: str) -> None:
    # One that is held by another lifespan fails by way of that one, too.
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)
