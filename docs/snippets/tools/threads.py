import time
from pathlib import Path

import anyio

from mcprism import Context, Server, run_blocking

server = Server("threads", version="1.0.0")


@server.tool
def checksum(path: str, ctx: Context) -> int:
    """Runs in a thread: it may block."""
    total = 0
    for byte in Path(path).read_bytes():
        if ctx.cancelled:  # nobody waits for the answer any more
            break
        total += byte
    return total


@server.tool(inline=True)
def add(a: int, b: int) -> int:
    """Runs in the event loop: it must be quick."""
    return a + b


@server.tool
async def wait(seconds: float) -> str:
    """Runs in the event loop: what it awaits holds nobody up."""
    await anyio.sleep(seconds)
    await run_blocking(time.sleep, seconds)  # blocking code in an async tool
    return "done"


@server.tool(timeout=0.05)
async def impatient() -> None:
    """Is ended when it takes too long."""
    await anyio.sleep_forever()
