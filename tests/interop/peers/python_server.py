"""A server of the official Python SDK, 2.x: `python_server.py [streamable-http|sse PORT]`; over stdio without.

Runs in an environment of its own.
"""

import base64
import sys
from typing import Annotated

import anyio
import mcp_types as types
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.resolve import Elicit, Resolve, Sample
from pydantic import BaseModel

PATIENCE = 20.0

server = MCPServer("official", instructions="Add numbers.", log_level="ERROR")
cancellation = anyio.Event()


class Person(BaseModel):
    """The form that `ask` shows."""

    name: str


def who() -> Elicit[Person]:
    return Elicit("Who are you?", Person)


def why() -> Sample:
    text = types.TextContent(type="text", text="Why?")
    return Sample([types.SamplingMessage(role="user", content=text)], max_tokens=10)


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
    audio = types.AudioContent(type="audio", data=base64.b64encode(b"RIFF").decode(), mime_type="audio/wav")
    return [types.TextContent(type="text", text="hear"), audio]


@server.tool()
def fail() -> str:
    """Fails."""
    raise ValueError("as it should")


@server.tool()
def ask(person: Annotated[Person, Resolve(who)]) -> str:
    """Asks the user who they are."""
    return f"accept: {person.name}"


@server.tool()
def think(answer: Annotated[types.CreateMessageResult, Resolve(why)]) -> str:
    """Asks the model."""
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
        server.run(sys.argv[1], port=int(sys.argv[2]))
    else:
        server.run()
