"""A server as a process of its own: standard input and output, the signals that end it, and its end in any case."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from types import FrameType
from typing import Final, Literal

import anyio

from mcprism.peer import Peer
from mcprism.spawn import EventLoop, current_loop
from mcprism.transports.channel import Channel
from mcprism.transports.stdio import StdioChannel

INTERRUPTED: Final = 128 + signal.SIGINT
"""The exit status that shells expect of a program that Ctrl-C ended."""

EXIT_GRACE: Final = 1.0
"""Seconds that what handlers left behind may take after the service, before the process ends without it."""

_log = logging.getLogger("mcprism")


def run_stdio(connect: Callable[[Channel], Peer], *, backend: Literal["asyncio", "trio"]) -> None:
    """Runs an event loop until the client has closed standard input, or a signal came.

    Raises:
        SystemExit: 130 after SIGINT.
        ConnectionClosed: standard input or output is closed.
    """
    interrupted = False
    exit_ = _Exit()
    try:
        interrupted = anyio.run(_serve, connect, exit_, backend=backend)
    except* KeyboardInterrupt:
        interrupted = True
    exit_.loop_ended(INTERRUPTED if interrupted else 0)
    if interrupted:
        raise SystemExit(INTERRUPTED)


async def _serve(connect: Callable[[Channel], Peer], exit_: "_Exit") -> bool:
    """Whether the service was interrupted."""
    peer = connect(StdioChannel())
    with anyio.CancelScope() as scope, signals(current_loop(), interrupt=scope.cancel, terminate=peer.stop):
        await peer.run()
    exit_.service_ended(INTERRUPTED if scope.cancel_called else 0)
    return scope.cancel_called


def loop_options() -> dict[str, bool]:
    """The options of the fastest event loop of asyncio that there is here."""
    return {"use_uvloop": find_spec("uvloop") is not None}


def announce(name: str, url: str) -> None:
    """Says where a server is, to whoever started it."""
    print(f"{name} is served at {url}", file=sys.stderr, flush=True)  # noqa: T201


class _Exit:
    """Sees to it that the process ends, whatever handlers do: nobody is served any more, and the client waits for it.

    An event loop waits for tasks that ignore their cancellation and for its threads, and an interpreter that exits for
    every thread, each without limit.
    """

    def __init__(self) -> None:
        self._is_main = threading.current_thread() is threading.main_thread()
        self._before = set(threading.enumerate())
        self._loop_ended = threading.Event()

    def service_ended(self, status: int) -> None:
        """The client is gone, and everything was written. From now on the event loop has only so long to end."""
        if self._is_main:
            threading.Thread(target=self._limit_loop, args=(status,), name="mcprism ends the loop", daemon=True).start()

    def loop_ended(self, status: int) -> None:
        """Only threads may be left. They have so long from when the interpreter exits, not from now."""
        self._loop_ended.set()
        if self._is_main and (left := self._threads()):
            threading.Thread(
                target=self._limit_threads, args=(left, status), name="mcprism ends the process", daemon=True
            ).start()

    def _limit_loop(self, status: int) -> None:
        if not self._loop_ended.wait(EXIT_GRACE):
            _end_process(status, self._threads())

    def _limit_threads(self, left: list[threading.Thread], status: int) -> None:
        # It counts as ended once the interpreter begins to wait for the others.
        threading.main_thread().join()
        for thread in left:
            thread.join(EXIT_GRACE)
            if thread.is_alive():
                _end_process(status, left)

    def _threads(self) -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if not thread.daemon and thread not in self._before]


def _end_process(status: int, threads: list[threading.Thread]) -> None:
    what = f"threads still run: {', '.join(thread.name for thread in threads)}" if threads else "tasks still run"
    _log.error("the process ends although %.500s", what)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # whatever becomes of what was printed, the process ends
            stream.flush()
    os._exit(status)


@contextmanager
def signals(loop: EventLoop, *, interrupt: Callable[[], None], terminate: Callable[[], None]) -> Generator[None]:
    """Calls these in the event loop on SIGINT and SIGTERM. A second SIGINT raises KeyboardInterrupt where it hits."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        # A handler that blocks the loop would never see the first one.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        loop.call_soon(interrupt)

    def on_terminate(number: int, frame: FrameType | None) -> None:
        loop.call_soon(terminate)

    before = signal.signal(signal.SIGINT, on_interrupt), signal.signal(signal.SIGTERM, on_terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
