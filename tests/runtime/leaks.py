"""What a test may leave behind, counted."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import anyio
import trio
from anyio.lowlevel import checkpoint

PATIENCE = 15.0


def descriptors() -> set[str]:
    """The numbers of the open descriptors of this process."""
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


def children() -> set[str]:
    """The ids of the child processes, zombies included."""
    pids: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended meanwhile
            pids.update((task / "children").read_text().split())
    return pids


def threads() -> set[str]:
    """Our threads, as texts that tell them apart. Event loops keep idle ones of their own for a while."""
    return {f"{thread.name} {thread.ident}" for thread in threading.enumerate() if thread.name.startswith("mcprism")}


def settled(count: Callable[[], set[str]], before: set[str]) -> set[str]:
    """What is there beyond what was there before, once that is nothing or the wait was long enough."""
    deadline = time.monotonic() + PATIENCE
    while (more := count() - before) and time.monotonic() < deadline:
        time.sleep(0.01)  # a thread that was told to end tells nobody when it has
    return more


def tasks_alive() -> int:
    """How many tasks there are, those of the event loop itself included."""
    if anyio.get_cancelled_exc_class() is asyncio.CancelledError:
        return len(asyncio.all_tasks())
    return trio.lowlevel.current_statistics().tasks_living


async def no_task_more_than(before: int) -> None:
    """Returns once there are no more tasks than before. Those that were told to end may need a turn of the loop."""
    with anyio.fail_after(PATIENCE):
        while tasks_alive() > before:
            await checkpoint()
