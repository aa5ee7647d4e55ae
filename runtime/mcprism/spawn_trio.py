"""The seam of `spawn` on trio. Imported only where trio runs."""

import contextvars
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

import trio

from mcprism.spawn import Job, T


class Trio:
    """A nursery with a cancel scope for each job; owner tasks are system tasks."""

    cancelled: type[BaseException] = trio.Cancelled

    def __init__(self) -> None:
        self._token = trio.lowlevel.current_trio_token()

    def is_current(self) -> bool:
        """As `EventLoop.is_current`."""
        try:
            return trio.lowlevel.current_trio_token() is self._token
        except RuntimeError:
            return False

    def clock(self) -> float:
        """As `EventLoop.clock`."""
        return trio.current_time()

    def call_soon(self, callback: Callable[[], object]) -> None:
        """As `EventLoop.call_soon`."""
        self._token.run_sync_soon(callback)

    def spawner(self) -> "_TrioSpawner":
        """As `EventLoop.spawner`."""
        return _TrioSpawner()

    def wakeup(self) -> "_TrioWakeup":
        """As `EventLoop.wakeup`."""
        return _TrioWakeup()

    def own(self, job: Job) -> "_TrioOwner":
        """As `EventLoop.own`."""
        return _TrioOwner(job)

    def call_later(self, seconds: float, callback: Callable[[], object]) -> "_TrioOwner":
        """As `EventLoop.call_later`."""

        async def wait() -> None:
            await trio.sleep(seconds)
            callback()

        return _TrioOwner(wait)

    def guard(self) -> "_TrioGuard":
        """As `EventLoop.guard`."""
        return _TrioGuard()


class _TrioTask:
    __slots__ = ("_scope",)

    def __init__(self) -> None:
        self._scope = trio.CancelScope()

    def cancel(self) -> None:
        self._scope.cancel()

    async def run(self, job: Job) -> None:
        if not self._scope.cancel_called:
            with self._scope:
                await job()


class _TrioSpawner:
    def __init__(self) -> None:
        self._manager = trio.open_nursery()
        self._running = 0
        self._idle = trio.Event()

    async def __aenter__(self) -> Self:
        self._nursery = await self._manager.__aenter__()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._nursery.cancel_scope.cancel()
        # The body's exception stays as it is: through the nursery it would come out in a group.
        await self._manager.__aexit__(None, None, None)

    def start(self, job: Job) -> _TrioTask:
        task = _TrioTask()
        self._running += 1
        self._nursery.start_soon(self._run, task, job)
        return task

    async def finished(self, timeout: float) -> bool:
        with trio.move_on_after(timeout):
            while self._running:
                self._idle = trio.Event()
                await self._idle.wait()
        return not self._running

    async def _run(self, task: _TrioTask, job: Job) -> None:
        try:
            await task.run(job)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()


class _TrioWakeup:
    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = trio.Event()

    def set(self) -> None:
        self._event.set()

    async def wait(self, deadline: float) -> bool:
        with trio.CancelScope(deadline=deadline):
            await self._event.wait()
        woken = self._event.is_set()
        self._event = trio.Event()
        return woken


class _TrioOwner:
    def __init__(self, job: Job) -> None:
        self._scope = trio.CancelScope()
        self._ended = trio.Event()
        trio.lowlevel.spawn_system_task(self._run, job, context=contextvars.copy_context())

    def cancel(self) -> None:
        self._scope.cancel()

    async def ended(self) -> None:
        await self._ended.wait()

    async def _run(self, job: Job) -> None:
        try:
            with self._scope:
                await job()
        finally:
            self._ended.set()


class _TrioGuard:
    __slots__ = ("_scope", "interrupted")

    def __init__(self) -> None:
        self._scope: trio.CancelScope | None = trio.CancelScope()
        self.interrupted = False

    def interrupt(self) -> None:
        if self._scope is not None:
            self.interrupted = True
            self._scope.cancel()

    async def run(self, job: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        scope = self._scope
        if scope is None:
            raise RuntimeError("this guard has run a job already")
        try:
            with scope:
                return await job()
            return None
        finally:
            self._scope = None
