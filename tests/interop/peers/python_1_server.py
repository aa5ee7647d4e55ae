"""A server of the official Python SDK, 1.x: `python_1_server.py [streamable-http|sse PORT]`; over stdio without.

Runs in an environment of its own.
"""

import base64
import sys

import anyio
from mcp import types
from mcp.server.fastmcp import Context, FastMCP
from pydantic import BaseModel

PATIENCE = 20.0

server = FastMCP("official", instructions="Add numbers.", log_level="ERROR")
cancellation = anyio.Event()


class Person(BaseModel):
    """The form that `ask` shows."""

    name: str


@server.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool()
async def count(ctx: Context) -> str:
    """Counts to five."""
    for step in range(1, 6):
        await ctx.report_progress(step, 5, f"step {step}")
    return "5"


@server.tool()
async def log(ctx: Context) -> str:
    """Logs."""
    await ctx.log("info", "careful", logger_name="official")
    return "logged"


@server.tool(structured_output=False)
def media() -> list[types.ContentBlock]:
    """Text and sound."""
    audio = types.AudioContent(type="audio", data=base64.b64encode(b"RIFF").decode(), mimeType="audio/wav")
    return [types.TextContent(type="text", text="hear"), audio]


@server.tool()
def fail() -> str:
    """Fails."""
    raise ValueError("as it should")


@server.tool()
async def ask(ctx: Context) -> str:
    """Asks the user who they are."""
    answer = await ctx.elicit("Who are you?", Person)
    return f"{answer.action}: {answer.data.name}"


@server.tool()
async def think(ctx: Context) -> str:
    """Asks the model."""
    text = types.TextContent(type="text", text="Why?")
    answer = await ctx.session.create_message([types.SamplingMessage(role="user", content=text)], max_tokens=10)
    return f"{answer.model}: {answer.content.text}"


@server.tool()
async def wait(ctx: Context) -> str:
    """Waits until it is cancelled."""
    try:
        await ctx.report_progress(1)
        await anyio.sleep(PATIENCE)
    except anyio.get_cancelled_exc_class():
        cancellation.set()
        raise
    return "nobody cancelled"


@server.tool()
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


@server.prompt()
def greet(name: str) -> str:
    """Greets someone."""
    return f"Greet {name}."


if __name__ == "__main__":
    if sys.argv[1:]:
        server.settings.port = int(sys.argv[2])
        server.run(sys.argv[1])
    else:
        server.run()
