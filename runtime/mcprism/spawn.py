"""What differs between event loops, behind one small seam: starting tasks, waiting to be woken, living by oneself.

On asyncio these are native tasks and futures, several times cheaper than anyio's portable ones, and anyio's scopes work
inside them. On trio they are system tasks and events (`spawn_trio`).
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Generator
from contextlib import AbstractAsyncContextManager
from functools import partial
from types import TracebackType, coroutine
from typing import Any, Final, Protocol, Self, TypeAlias, TypeVar

import anyio

CANCEL_GRACE: Final = 5.0
"""Seconds that a cancelled job may take to end; then it is left behind."""

WRONG_LOOP: Final = (
    "this connection belongs to another event loop: use it in the one in which it was opened; from a thread, "
    "call with anyio.from_thread.run(...)"
)

_FEW: Final = 64
"""Tasks that are kept without a look at whether they have ended."""

_log = logging.getLogger("mcprism")

T = TypeVar("T")

Job: TypeAlias = Callable[[], Coroutine[Any, Any, None]]

OnWait: TypeAlias = Callable[[], Callable[[], object]]
"""Begins what a job needs only where it takes time, and returns what ends that."""


class Task(Protocol):
    """One running job."""

    def cancel(self) -> object:
        """Stops the job where it waits next; a job that has not begun never begins."""
        ...


class Spawner(Protocol):
    """Starts jobs and knows which still run. Jobs contain their own exceptions."""

    def start(self, job: Job) -> Task:
        """Runs `job` beside the caller, with a copy of the caller's context variables."""
        ...

    async def finished(self, timeout: float) -> bool:
        """Waits until no job runs, `timeout` seconds at most; whether that is so."""
        ...


class Wakeup(Protocol):
    """One task waits, others wake it. A wake-up before the wait is not lost."""

    def set(self) -> None:
        """Wakes the waiting task, or the next one that waits."""
        ...

    async def wait(self, deadline: float) -> bool:
        """Returns True once woken, False at the deadline (by the loop's clock; infinity: none)."""
        ...


class Owner(Protocol):
    """A task of nobody's scope: started in one task, it may be ended in another, in any order with others."""

    def cancel(self) -> None:
        """Asks it to end where it waits next."""
        ...

    async def ended(self) -> None:
        """Returns when it has ended; raises nothing of its own."""
        ...


class Timer(Protocol):
    """A callback that is going to be called."""

    def cancel(self) -> object:
        """Not any more; nothing happens if it was."""
        ...


class Guard(Protocol):
    """One job that others may end, in the task that runs it. Cheaper than a task of its own or a cancel scope."""

    @property
    def interrupted(self) -> bool:
        """Whether it was ended from outside."""
        ...

    def interrupt(self) -> None:
        """Ends the job where it waits next; one that has not begun ends at its first wait. Nothing if it has ended."""
        ...

    async def run(self, job: Callable[[], Coroutine[Any, Any, T]], on_wait: OnWait | None = None) -> T | None:
        """What the job returns, or None if it was interrupted; to be called once. Raises as the job.

        `on_wait`: called by the time at which the job waits for the first time, and not at all where it is known that
        it does not; what it returns is called when the job has ended.
        """
        ...


class EventLoop(Protocol):
    """The seam: everything here that an event loop does in its own way."""

    cancelled: type[BaseException]
    """What is raised where a task is cancelled."""

    def clock(self) -> float:
        """Seconds, for deadlines.

        Raises:
            RuntimeError: no event loop runs here, as far as that is noticed.
        """
        ...

    def check(self) -> None:
        """Does nothing in a task of this event loop.

        Raises:
            RuntimeError: it is another one, or none, that runs here.
        """
        ...

    def is_current(self) -> bool:
        """Whether the running task runs in this event loop."""
        ...

    def call_soon(self, callback: Callable[[], object]) -> None:
        """Calls `callback` in the loop; for signal handlers, which may not do anything else."""
        ...

    def spawner(self) -> AbstractAsyncContextManager[Spawner]:
        """Jobs that end with the `async with` block: those that still run are cancelled, and given a limited time."""
        ...

    def wakeup(self) -> Wakeup:
        """A new wake-up."""
        ...

    def own(self, job: Job) -> Owner:
        """Runs `job` in a task outside any scope. It must contain its exceptions."""
        ...

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Timer:
        """Calls `callback` after that time, unless it is cancelled before."""
        ...

    def guard(self) -> Guard:
        """For a job that the calling task is going to run."""
        ...


def current_loop() -> EventLoop:
    """The event loop of the running task.

    Raises:
        RuntimeError: no event loop runs here.
    """
    if anyio.get_cancelled_exc_class() is asyncio.CancelledError:
        return Asyncio()
    # trio is optional, and only who runs on it has it.
    from mcprism.spawn_trio import Trio

    return Trio()


def report_left_behind(tasks: Collection[object]) -> None:
    """Names in the log some of the jobs that do not end although they were cancelled."""
    _log.error("%d tasks go on although they were cancelled: %s", len(tasks), list(tasks)[:3])


class Asyncio:
    """Native tasks and futures."""

    __slots__ = ("_loop", "cancelled")

    def __init__(self) -> None:
        self.cancelled: type[BaseException] = asyncio.CancelledError
        self._loop = asyncio.get_running_loop()

    def is_current(self) -> bool:
        """As `EventLoop.is_current`."""
        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:
            return False

    def clock(self) -> float:
        """As `EventLoop.clock`."""
        return self._loop.time()

    def check(self) -> None:
        """As `EventLoop.check`."""
        try:
            if asyncio.get_running_loop() is self._loop:
                return
        except RuntimeError:
            pass
        raise RuntimeError(WRONG_LOOP)

    def call_soon(self, callback: Callable[[], object]) -> None:
        """As `EventLoop.call_soon`."""
        self._loop.call_soon_threadsafe(callback)

    def spawner(self) -> "_AsyncioSpawner":
        """As `EventLoop.spawner`."""
        return _AsyncioSpawner(self._loop)

    def wakeup(self) -> "_AsyncioWakeup":
        """As `EventLoop.wakeup`."""
        return _AsyncioWakeup(self._loop)

    def own(self, job: Job) -> "_AsyncioOwner":
        """As `EventLoop.own`."""
        return _AsyncioOwner(self._loop.create_task(job()))

    def call_later(self, seconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """As `EventLoop.call_later`."""
        return self._loop.call_later(seconds, callback)

    def guard(self) -> "_AsyncioGuard":
        """As `EventLoop.guard`."""
        return _AsyncioGuard()


class _AsyncioSpawner:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        # What create_task does beside this is a tenth of the price of a task.
        plain = loop.get_task_factory() is None
        self._create: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]] = (
            partial(asyncio.Task, loop=loop) if plain else loop.create_task
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._enough = _FEW

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for task in self._tasks:
            # One that was cancelled before may be cleaning up, and no shield of its own holds against this.
            if not task.cancelling():
                task.cancel()
        with anyio.CancelScope(shield=True):
            if not await self.finished(CANCEL_GRACE):
                for task in self._tasks:
                    task.cancel()
                report_left_behind(self._tasks)

    def start(self, job: Job) -> asyncio.Task[None]:
        task = self._create(job())
        self._tasks.append(task)
        # A callback for the end of each task would cost as much as starting it: those that have ended go together.
        if len(self._tasks) > self._enough:
            self._forget_ended()
            self._enough = max(_FEW, 2 * len(self._tasks))
        return task

    async def finished(self, timeout: float) -> bool:
        deadline = self._loop.time() + timeout
        self._forget_ended()
        while self._tasks and (left := deadline - self._loop.time()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
            self._forget_ended()
        return not self._tasks

    def _forget_ended(self) -> None:
        self._tasks = [task for task in self._tasks if not task.done()]


class _AsyncioWakeup:
    __slots__ = ("_future", "_loop", "_woken")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._woken = False
        self._future: asyncio.Future[None] | None = None

    def set(self) -> None:
        self._woken = True
        if self._future is not None and not self._future.done():
            self._future.set_result(None)

    async def wait(self, deadline: float) -> bool:
        if not self._woken:
            self._future = self._loop.create_future()
            # One timer is a tenth of the price of a scope.
            timer = None if deadline == float("inf") else self._loop.call_at(deadline, _expire, self._future)
            try:
                await self._future
            finally:
                if timer is not None:
                    timer.cancel()
                self._future = None
        woken, self._woken = self._woken, False
        return woken


def _expire(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class _AsyncioOwner:
    def __init__(self, task: asyncio.Task[None]) -> None:
        self._task = task

    def cancel(self) -> None:
        self._task.cancel()

    async def ended(self) -> None:
        # Waiting for a set never cancels what is waited for.
        await asyncio.wait({self._task})


class _AsyncioGuard:
    __slots__ = ("_ended", "_task", "interrupted")

    def __init__(self) -> None:
        self.interrupted = False
        self._ended = False
        self._task: asyncio.Task[Any] | None = None

    def interrupt(self) -> None:
        if not self.interrupted and not self._ended:
            self.interrupted = True
            if self._task is not None:
                self._task.cancel()

    async def run(self, job: Callable[[], Coroutine[Any, Any, T]], on_wait: OnWait | None = None) -> T | None:
        coroutine = job()
        try:
            # Nobody can end what never waits: all that this takes is made for those that do.
            try:
                waits_for = coroutine.send(None)
            except StopIteration as end:
                result: T = end.value
                return result
            return await self._finish(coroutine, waits_for, on_wait)
        finally:
            self._ended = True

    async def _finish(self, coroutine: Coroutine[Any, Any, T], waits_for: Any, on_wait: OnWait | None) -> T | None:
        task = self._task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a job is guarded in a task, and none runs here")
        before = task.cancelling()
        if self.interrupted:
            task.cancel()
        on_end = None if on_wait is None else on_wait()
        try:
            result = await _continued(coroutine, waits_for)
            if self.interrupted:
                # The job swallowed it, or had not waited since: it must not hit what comes after the job.
                await asyncio.sleep(0)
            return result
        except asyncio.CancelledError:
            # As `asyncio.timeout`: ours ends here, one of whoever cancels the whole task goes on.
            if not self.interrupted or task.cancelling() > before + 1:
                raise
            return None
        finally:
            if on_end is not None:
                on_end()
            if self.interrupted:
                task.uncancel()


@coroutine
def _continued(begun: Coroutine[Any, Any, T], waits_for: Any) -> Generator[Any, Any, T]:
    """What a coroutine returns that has begun, and waits for something."""
    while True:
        try:
            yield waits_for
        except BaseException as error:  # whatever ends the wait is the coroutine's own business
            try:
                waits_for = begun.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
        else:
            return (yield from begun.__await__())
