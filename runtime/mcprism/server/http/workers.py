"""Several processes on one port: each takes connections from the same socket, and one more looks after them.

That one is the process which called `run`. It never runs an event loop and starts no thread, so that a fork of it is as
good at any time as at the beginning: a worker that has ended is replaced by a fork, and so are all of them, one after
the other, on SIGHUP.
"""

import logging
import os
import select
import signal
import socket
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from types import FrameType
from typing import Final, NoReturn

import anyio

from mcprism.errors import StartError
from mcprism.observers.watching import close_all
from mcprism.server.http.app import HttpApp
from mcprism.server.http.options import HttpOptions
from mcprism.server.http.running import Listener, bound_to, url_of
from mcprism.server.http.sharing import warn_of_what_is_not_shared
from mcprism.server.process import announce, loop_options, signals
from mcprism.server.service import Service
from mcprism.spawn import current_loop

START_TIMEOUT: Final = 60.0
"""Seconds that a worker may take until it takes requests."""

RESTART_PAUSE: Final = 1.0
"""Seconds that are between two starts in the place of a worker that ended, at least."""

STOP_GRACE: Final = 5.0
"""Seconds beyond the drain limit after which a worker is killed."""

_LOOK: Final = 0.5
"""Seconds between two looks at the workers when none of them says anything."""

_READY: Final = b"r"
_MAX_NEWS: Final = 1000

_OURS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

_log = logging.getLogger("mcprism")


def run_workers(service: Service, options: HttpOptions) -> bool:
    """Serves with as many processes as the options say, until a signal comes; whether that was SIGINT.

    Raises:
        StartError: the port cannot be bound, a worker cannot start, there is no `fork` here, or this is not the main
            thread.
    """
    if not hasattr(os, "fork"):
        raise StartError("several workers take fork, which this system does not have: start several servers instead")
    if threading.current_thread() is not threading.main_thread():
        raise StartError("signals say when workers are to end, and only the main thread hears them: call run there")
    others = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    if others:
        _log.warning(
            "workers are forked, and will not have these threads: %s; start them in the lifespan of the server",
            ", ".join(others),
        )
    warn_of_what_is_not_shared(service, options, have_one_key=True)
    with bound_to(options) as bound:

        def work(tell: Callable[[], None], gone: int) -> None:
            try:
                anyio.run(_work, service, options, bound, tell, gone, backend_options=loop_options())
            finally:
                # Nothing is done at the exit of this process that programs have for that.
                close_all((*(service.observers or ()), *options.observers))

        supervisor = Supervisor(
            work,
            options.workers,
            patience=options.shutdown_timeout + STOP_GRACE,
            on_start=lambda: announce(service.introduction.info["name"], url_of(bound, options)),
        )
        return supervisor.run()


async def _work(
    service: Service, options: HttpOptions, bound: socket.socket, tell: Callable[[], None], gone: int
) -> None:
    """One worker, until it is told to end or the process that looks after it has gone."""
    listener = Listener(HttpApp(service, options), options, bound)
    loop = current_loop()

    async def watch() -> None:
        await anyio.wait_readable(gone)
        _log.error("the process that looks after the workers has gone: this one ends")
        listener.stop()

    watching = loop.own(watch)
    try:
        # Ctrl-C reaches all processes of a terminal; the one that looks after the others tells them to end.
        with signals(loop, interrupt=lambda: None, terminate=listener.stop):
            await listener.serve(tell)
    finally:
        watching.cancel()
        await watching.ended()


@dataclass(eq=False, slots=True)
class _Worker:
    pid: int
    news: int
    """Where it says that it takes requests, or why it cannot start."""
    began: float
    is_ready: bool = False
    problem: str = ""
    end_by: float = float("inf")
    """When it is killed."""


class Supervisor:
    """Looks after a number of processes that do the same.

    Args:
        work: what each does, given what it calls once it takes requests, and a descriptor that can be read once the
            supervisor has gone.
        count: how many.
        patience: seconds that one may take to end.
        on_start: called once all of them take requests.
    """

    def __init__(
        self,
        work: Callable[[Callable[[], None], int], None],
        count: int,
        *,
        patience: float,
        on_start: Callable[[], None],
    ) -> None:
        self._work = work
        self._patience = patience
        self._on_start = on_start
        self._has_started = False
        self._places: list[_Worker | None] = [None] * count
        self._leaving: set[_Worker] = set()
        self._to_replace: deque[int] = deque()
        self._coming: _Worker | None = None
        """What is to take the first of the places that are to be replaced."""
        self._not_before = [float("-inf")] * count
        self._failure: StartError | None = None
        self._is_ending = self._is_interrupted = self._is_impatient = False
        # Nobody ever writes here: whoever has the other end can read once we have gone, however that came.
        self._gone, self._here = os.pipe()
        self._wakeup, self._alarm = os.pipe()

    def run(self) -> bool:
        """Returns when all have ended after a signal; whether that was SIGINT.

        Raises:
            StartError: one could not start, and none had before.
        """
        for descriptor in (self._wakeup, self._alarm):
            os.set_blocking(descriptor, False)
        try:
            with self._signals():
                while self._all() or not self._is_ending:
                    if self._is_ending:
                        self._end()
                    else:
                        self._fill()
                    self._wait()
                    self._look()
        finally:
            for worker in self._all():
                self._kill(worker)
            for descriptor in (self._gone, self._here, self._wakeup, self._alarm):
                os.close(descriptor)
        if self._failure is not None:
            raise self._failure
        return self._is_interrupted

    def _all(self) -> list[_Worker]:
        there = [worker for worker in (*self._places, self._coming) if worker is not None]
        return [*there, *self._leaving]

    @contextmanager
    def _signals(self) -> Generator[None]:
        def on_signal(number: int, frame: FrameType | None) -> None:
            # It may hit anywhere: what is to be done is done in its turn.
            if number == signal.SIGHUP:
                if len(self._to_replace) <= len(self._places):
                    self._to_replace.extend(range(len(self._places)))
                return
            self._is_impatient = self._is_interrupted and number == signal.SIGINT
            self._is_interrupted = self._is_interrupted or number == signal.SIGINT
            self._is_ending = True

        before = {number: signal.signal(number, on_signal) for number in _OURS}
        wakeup = signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self) -> None:
        """Has all of them end that were not told to before."""
        for worker in self._all():
            if self._is_impatient:
                worker.end_by = 0
            elif worker.end_by == float("inf"):
                self._tell(worker)

    def _fill(self) -> None:
        """Starts what is missing."""
        now = monotonic()
        for place, worker in enumerate(self._places):
            if worker is None and now >= self._not_before[place]:
                self._not_before[place] = now + RESTART_PAUSE
                try:
                    self._places[place] = self._started()
                except OSError as error:
                    if not self._has_started:
                        raise
                    # Those that there are go on; it is tried again.
                    _log.error("no worker can be started in the place of one that ended: %s", error)
        if self._to_replace and self._coming is None:
            try:
                self._coming = self._started()
            except OSError as error:
                _log.error("no worker can be started, and none is replaced: %s", error)
                self._to_replace.clear()

    def _wait(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._wakeup, 4096)
        waiting = [worker.news for worker in self._all() if not worker.is_ready]
        select.select([self._wakeup, *waiting], [], [], _LOOK)

    def _look(self) -> None:
        """Sees what has become of the workers."""
        for worker in self._all():
            pid, status = os.waitpid(worker.pid, os.WNOHANG)
            if not worker.is_ready:
                self._hear(worker)
            if pid:
                self._ended(worker, os.waitstatus_to_exitcode(status))
                continue
            is_starting = not worker.is_ready and worker not in self._leaving
            if is_starting and monotonic() >= worker.began + START_TIMEOUT:
                worker.problem = worker.problem or f"it took no requests within {START_TIMEOUT:g} s"
                worker.end_by = 0
            if monotonic() >= worker.end_by:
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)
        coming = self._coming
        if coming is not None and coming.is_ready:
            place = self._to_replace.popleft()
            replaced, self._places[place] = self._places[place], coming
            self._coming = None
            if replaced is not None:
                self._leaving.add(replaced)
                self._tell(replaced)
        if not self._has_started and all(worker is not None and worker.is_ready for worker in self._places):
            self._has_started = True
            self._on_start()

    def _hear(self, worker: _Worker) -> None:
        try:
            said = os.read(worker.news, _MAX_NEWS)
        except BlockingIOError:
            return
        if said == _READY:
            worker.is_ready = True
        elif said:
            worker.problem = said.decode("utf-8", "replace")

    def _ended(self, worker: _Worker, status: int) -> None:
        os.close(worker.news)
        how = f"by signal {-status}" if status < 0 else f"with status {status}"
        if worker.problem:
            how = f"{how}: {worker.problem}"
        if worker in self._leaving:
            self._leaving.discard(worker)
        elif worker is self._coming:
            self._coming = None
            if not self._is_ending:
                _log.error("worker %d could not start and replaces none: it ended %s", worker.pid, how)
                self._to_replace.clear()
        else:
            self._places[self._places.index(worker)] = None
            if self._is_ending:
                return
            if not self._has_started:
                self._failure = StartError(f"a worker could not start: it ended {how}")
                self._is_ending = True
                return
            _log.warning("worker %d ended %s, and is replaced", worker.pid, how)

    def _tell(self, worker: _Worker) -> None:
        worker.end_by = min(worker.end_by, monotonic() + self._patience)
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGTERM)

    def _kill(self, worker: _Worker) -> None:
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(worker.pid, 0)
        os.close(worker.news)

    def _started(self) -> _Worker:
        news, tell = os.pipe()
        for stream in (sys.stdout, sys.stderr):
            # What waits to be written would be written by each of them.
            stream.flush()
        # A signal between the fork and the worker's own handlers would be taken for one of ours.
        signal.pthread_sigmask(signal.SIG_BLOCK, _OURS)
        try:
            pid = os.fork()
            if not pid:
                self._become_worker(news, tell)
        except OSError:
            os.close(news)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _OURS)
            os.close(tell)
        os.set_blocking(news, False)
        return _Worker(pid, news, monotonic())

    def _become_worker(self, news: int, tell: int) -> NoReturn:
        status = 0
        try:
            signal.set_wakeup_fd(-1)
            for number in _OURS:
                signal.signal(number, signal.SIG_DFL)
            # Not SIG_IGN, which programs that handlers start would inherit.
            signal.signal(signal.SIGINT, _nothing)
            signal.signal(signal.SIGHUP, _nothing)
            for descriptor in (news, self._here, self._wakeup, self._alarm, *(other.news for other in self._all())):
                os.close(descriptor)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _OURS)
            self._work(partial(_say_ready, tell), self._gone)
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 1
        except BaseException as error:  # the border: this process is of no use to anybody else
            traceback.print_exc()
            with suppress(OSError):
                os.write(tell, f"{type(error).__name__}: {error}".encode()[:_MAX_NEWS])
            status = status or 1
        finally:
            # What the program does after `run`, or when it exits, is done by the process that called it.
            for stream in (sys.stdout, sys.stderr):
                with suppress(Exception):  # whatever becomes of what was printed, the process ends
                    stream.flush()
            os._exit(status)


def _say_ready(tell: int) -> None:
    os.write(tell, _READY)
    os.close(tell)


def _nothing(number: int, frame: FrameType | None) -> None:
    pass
