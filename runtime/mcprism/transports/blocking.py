"""Calls that block, made for the event loop in a thread that nobody has to wait for."""

from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Generic, NoReturn, TypeVar

import anyio
from anyio import from_thread
from anyio.lowlevel import current_token

T = TypeVar("T")


async def in_thread(name: str, call: Callable[[], T]) -> T:
    """What `call` returns, from a thread of its own that is left behind if the waiting is cancelled."""
    thread = BlockingThread[T](name)
    try:
        return await thread.run(call)
    finally:
        thread.stop()


class BlockingThread(Generic[T]):
    """Makes blocking calls for the event loop, one at a time.

    A daemon thread: nothing can end a read of a terminal or a file system that never returns, and it must not keep the
    process. A call goes on when the waiting for it is cancelled, and the next `run` gives what comes of it.

    Args:
        name: of the thread.
        at_end: called in the thread when it ends, to give back what only its calls use.
    """

    def __init__(self, name: str, *, at_end: Callable[[], None] = lambda: None) -> None:
        self._token = current_token()
        self._calls: SimpleQueue[Callable[[], T] | None] = SimpleQueue()
        self._busy = False
        self._outcome: Callable[[], T] | None = None
        self._arrived = anyio.Event()
        self._at_end = at_end
        Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, call: Callable[[], T]) -> T:
        """What `call` returns, or what the earlier call returns whose waiting was cancelled.

        Raises:
            OSError: the call raised it.
        """
        if not self._busy:
            self._busy = True
            self._calls.put(call)
        while self._outcome is None:
            await self._arrived.wait()
        outcome, self._outcome = self._outcome, None
        self._arrived = anyio.Event()
        self._busy = False
        return outcome()

    def stop(self) -> None:
        """Ends the thread after the call that is under way."""
        self._calls.put(None)

    def _work(self) -> None:
        try:
            while (call := self._calls.get()) is not None:
                outcome: Callable[[], T]
                try:
                    outcome = partial(_give, call())
                except OSError as error:
                    outcome = partial(_fail, error)
                from_thread.run_sync(self._finished, outcome, token=self._token)
        except RuntimeError:
            pass  # the event loop has ended, and with it everyone who could ask
        finally:
            self._at_end()

    def _finished(self, outcome: Callable[[], T]) -> None:
        self._outcome = outcome
        self._arrived.set()


def _give(value: T) -> T:
    return value


def _fail(error: OSError) -> NoReturn:
    raise error
