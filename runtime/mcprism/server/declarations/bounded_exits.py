"""Context managers that are left within a limit, whatever happened meanwhile; and those that block, in threads."""

import logging
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from threading import Lock
from types import TracebackType
from typing import Any, Final, TypeVar

import anyio

from mcprism.spawn import CANCEL_GRACE
from mcprism.threads import run_blocking

T = TypeVar("T")

EXIT_TIMEOUT: Final = CANCEL_GRACE
"""Seconds that cleaning up may take, as long as a handler that is cancelled."""

_log = logging.getLogger("mcprism")


@asynccontextmanager
async def within_limit(inner: AbstractAsyncContextManager[T], where: str) -> AsyncGenerator[T]:
    """The same, left to its end although the task is cancelled, but in no more than `EXIT_TIMEOUT`.

    What was raised in its block is raised in any case. `where`: what it is, for the log.
    """
    failure: BaseException | None = None
    # The scope begins before what it bounds: what that opens, such as another scope, has to be closed in order.
    with anyio.CancelScope() as scope:
        async with inner as value:
            try:
                yield value
            except BaseException as error:
                failure = error
                raise
            finally:
                scope.shield, scope.deadline = True, anyio.current_time() + EXIT_TIMEOUT
    if scope.cancelled_caught:
        _log.error("%s did not clean up within %g s, and was cancelled", where, EXIT_TIMEOUT)
    if failure is not None:
        raise failure


class InThreads(AbstractAsyncContextManager[T]):
    """One that is entered and left in threads.

    Whoever is cancelled while it is being entered does not wait for that: it is left as soon as it was entered.
    """

    def __init__(self, inner: AbstractContextManager[T, Any]) -> None:
        self._inner = inner
        self._lock = Lock()
        self._is_entered = False
        self._gone: BaseException | None = None

    async def __aenter__(self) -> T:
        """Enters it. Raises as it does."""
        try:
            return await run_blocking(self._enter)
        except BaseException as error:
            with self._lock:
                self._gone = error
                is_entered = self._is_entered
            if is_entered:
                with anyio.move_on_after(EXIT_TIMEOUT, shield=True):
                    await run_blocking(self._leave, error)
            raise

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leaves it, to which it has nothing to say. Raises as it does."""
        await run_blocking(self._leave, exc)

    def _enter(self) -> T:
        value = self._inner.__enter__()
        with self._lock:
            self._is_entered = True
            gone = self._gone
        if gone is not None:
            self._leave(gone)
        return value

    def _leave(self, error: BaseException | None) -> None:
        self._inner.__exit__(None if error is None else type(error), error, None)
