"""What the client programs have in common: they measure when they are told to.

Needs nothing but the standard library, so that it runs in the environment of every client.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable


async def measure_on_request(add: Callable[[int, int], Awaitable[int]]) -> None:
    """Reads lines `OUTSTANDING SECONDS`, prints for each the CPU us per call of this process, until the input ends.

    `add` calls the tool and returns its structured result.
    """
    while line := await asyncio.to_thread(sys.stdin.readline):
        outstanding, seconds = line.split()
        print(await _window(add, int(outstanding), float(seconds)), flush=True)


async def _window(add: Callable[[int, int], Awaitable[int]], outstanding: int, seconds: float) -> float:
    calls = 0

    async def keep_calling(end: float) -> None:
        nonlocal calls
        while time.perf_counter() < end or calls == 0:
            a, b = calls % 1000, calls % 7
            calls += 1
            total = await add(a, b)
            if total != a + b:
                raise ValueError(f"{a} + {b} was answered with {total!r:.100}")

    end = time.perf_counter() + seconds
    before = time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(outstanding):
            group.create_task(keep_calling(end))
    return (time.process_time() - before) / calls * 1e6
