"""The seam of `spawn` on trio. Imported only where trio runs."""

import contextvars
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

import trio

from mcprism.spawn import CANCEL_GRACE, WRONG_LOOP, Job, OnWait, T, report_left_behind


class Trio:
    """System tasks with a cancel scope for each job."""

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
        try:
            return trio.current_time()
        except RuntimeError:
            raise RuntimeError(WRONG_LOOP) from None

    def check(self) -> None:
        """As `EventLoop.check`."""
        try:
            if trio.lowlevel.current_trio_token() is self._token:
                return
        except RuntimeError:
            pass
        raise RuntimeError(WRONG_LOOP)

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
    __slots__ = ("_job", "_scope")

    def __init__(self, job: Job) -> None:
        self._job = job
        self._scope = trio.CancelScope()

    def cancel(self) -> None:
        self._scope.cancel()

    async def run(self) -> None:
        if not self._scope.cancel_called:
            with self._scope:
                await self._job()

    def __repr__(self) -> str:
        # What it was given is the peer's, and too much for a log.
        return getattr(self._job, "func", self._job).__qualname__


class _TrioSpawner:
    """Jobs are system tasks: a nursery would wait without limit for one that does not end when it is cancelled."""

    def __init__(self) -> None:
        self._tasks: set[_TrioTask] = set()
        self._idle = trio.Event()
        self._body = trio.CancelScope()
        self._interrupt: KeyboardInterrupt | None = None

    async def __aenter__(self) -> Self:
        self._body.__enter__()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        for task in self._tasks:
            task.cancel()
        with trio.CancelScope(shield=True):
            if not await self.finished(CANCEL_GRACE):
                report_left_behind(self._tasks)
        if self._interrupt is not None:
            self._body.__exit__(exc_type, exc, traceback)
            raise self._interrupt
        return self._body.__exit__(exc_type, exc, traceback)

    def start(self, job: Job) -> _TrioTask:
        task = _TrioTask(job)
        self._tasks.add(task)
        trio.lowlevel.spawn_system_task(self._run, task, context=contextvars.copy_context())
        return task

    async def finished(self, timeout: float) -> bool:
        with trio.move_on_after(timeout):
            while self._tasks:
                self._idle = trio.Event()
                await self._idle.wait()
        return not self._tasks

    async def _run(self, task: _TrioTask) -> None:
        try:
            await task.run()
        except KeyboardInterrupt as interrupt:
            # Out of a system task it would be taken for a fault of the event loop: the body raises it.
            self._interrupt = interrupt
            self._body.cancel()
        finally:
            self._tasks.discard(task)
            if not self._tasks:
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

    async def run(self, job: Callable[[], Coroutine[Any, Any, T]], on_wait: OnWait | None = None) -> T | None:
        scope = self._scope
        if scope is None:
            raise RuntimeError("this guard has run a job already")
        # A scope has to be there before those that the job makes: whether it waits comes out too late.
        on_end = None if on_wait is None else on_wait()
        try:
            with scope:
                return await job()
            return None
        finally:
            self._scope = None
            if on_end is not None:
                on_end()
