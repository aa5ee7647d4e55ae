"""A server as a process of its own: standard input and output, and the signals that end it."""

import signal
import sys
import threading
from collections.abc import Callable
from typing import Literal

import anyio

from mcprism.peer import Peer
from mcprism.transports.channel import Channel
from mcprism.transports.stdio import StdioChannel

INTERRUPTED = 128 + signal.SIGINT
"""The exit status that shells expect of a program that Ctrl-C ended."""


def run_stdio(connect: Callable[[Channel], Peer], *, backend: Literal["asyncio", "trio"]) -> None:
    """Runs an event loop until the client has closed standard input, or a signal came.

    Raises:
        SystemExit: 130 after SIGINT.
        ConnectionClosed: standard input or output is closed.
    """
    interrupted = False
    try:
        anyio.run(_serve, connect, backend=backend)
    except* KeyboardInterrupt:
        interrupted = True
    if interrupted:
        raise SystemExit(INTERRUPTED)


async def _serve(connect: Callable[[Channel], Peer]) -> None:
    peer = connect(StdioChannel())
    failure: BaseException | None = None
    async with anyio.create_task_group() as tasks:
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            tasks.start_soon(_stop_on_sigterm, peer)
        try:
            await peer.run()
        except Exception as error:  # comes out below, and not in a group
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure


async def _stop_on_sigterm(peer: Peer) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM) as signals:
        async for _ in signals:
            peer.stop()
