"""A server of FastMCP, 4.x: `fastmcp_server.py http|sse PORT`. Runs in an environment of its own."""

import sys

import anyio
from fastmcp import Context, FastMCP

PATIENCE = 20.0

server = FastMCP("official", version="4", instructions="Add numbers.")
cancellation = anyio.Event()


@server.tool
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool
async def count(ctx: Context) -> str:
    """Counts to five."""
    for step in range(1, 6):
        await ctx.report_progress(step, 5, f"step {step}")
    return "5"


@server.tool
async def wait(ctx: Context) -> str:
    """Waits until it is cancelled."""
    try:
        await ctx.report_progress(1)
        await anyio.sleep(PATIENCE)
    except anyio.get_cancelled_exc_class():
        cancellation.set()
        raise
    return "nobody cancelled"


@server.tool
async def cancelled() -> str:
    """Returns once a wait was cancelled."""
    global cancellation
    with anyio.fail_after(PATIENCE):
        await cancellation.wait()
    cancellation = anyio.Event()
    return "1"


@server.resource("demo://greeting")
def greeting() -> str:
    """A greeting."""
    return "hello"


@server.prompt
def greet(name: str) -> str:
    """Greets someone."""
    return f"Greet {name}."


if __name__ == "__main__":
    server.run(transport=sys.argv[1], port=int(sys.argv[2]), show_banner=False)
