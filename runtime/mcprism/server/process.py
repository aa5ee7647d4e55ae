"""A server as a process of its own: standard input and output, and the signals that end it."""

import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final, Literal

import anyio

from mcprism.peer import Peer
from mcprism.spawn import EventLoop, current_loop
from mcprism.transports.channel import Channel
from mcprism.transports.stdio import StdioChannel

INTERRUPTED: Final = 128 + signal.SIGINT
"""The exit status that shells expect of a program that Ctrl-C ended."""


def run_stdio(connect: Callable[[Channel], Peer], *, backend: Literal["asyncio", "trio"]) -> None:
    """Runs an event loop until the client has closed standard input, or a signal came.

    Raises:
        SystemExit: 130 after SIGINT.
        ConnectionClosed: standard input or output is closed.
    """
    interrupted = False
    try:
        interrupted = anyio.run(_serve, connect, backend=backend)
    except* KeyboardInterrupt:
        interrupted = True
    if interrupted:
        raise SystemExit(INTERRUPTED)


async def _serve(connect: Callable[[Channel], Peer]) -> bool:
    """Whether the service was interrupted."""
    peer = connect(StdioChannel())
    with anyio.CancelScope() as scope, signals(current_loop(), interrupt=scope.cancel, terminate=peer.stop):
        await peer.run()
    return scope.cancel_called


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
