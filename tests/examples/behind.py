"""A server that speaks one version only, with something of everything that a gateway has to forward.

`behind.py VERSION` over stdio, `behind.py VERSION PORT` over HTTP.
"""

import os
import sys
from typing import Literal

import anyio
from pydantic import BaseModel

from mcprism import Accepted, Context, Server, ToolError
from mcprism_types import v2026_07_28 as v


class Order(BaseModel):
    """What somebody wants."""

    drink: str
    count: int = 1


NOTES = "behind://notes"


def behind(version: str) -> Server:
    """The server."""
    cancelled: list[str] = []
    watched: set[str] = set()

    def on_watched(uri: str, is_watched: bool) -> None:
        (watched.add if is_watched else watched.discard)(uri)

    server = Server(
        "behind",
        version="3.2.1",
        versions=[version],
        instructions="Ask it for anything.",
        capabilities={"logging": {}},
        on_watched=on_watched,
    )

    @server.tool
    def add(a: int, b: int) -> int:
        """Adds."""
        return a + b

    @server.tool
    def refuse() -> str:
        """Cannot do it."""
        raise ToolError("not today")

    @server.tool
    async def count(ctx: Context) -> str:
        """Counts, and tells how far it is."""
        for step in (1, 2, 3):
            await ctx.progress(step, total=3, message=f"step {step}")
        await ctx.log("debug", "too little to be told")
        await ctx.log("warning", {"counted": 3}, "counter")
        return "counted"

    @server.tool
    async def ask(ctx: Context) -> str:
        """Asks for roots, then for a message, and says both."""
        roots = await ctx.list_roots()
        said = await ctx.sample("Say something.", max_tokens=10)
        text = said.content.text if isinstance(said.content, v.TextContent) else "nothing"
        return f"{', '.join(root.uri for root in roots)}: {text}"

    @server.tool
    async def order(ctx: Context) -> str:
        """Asks what to bring."""
        match await ctx.elicit("What may I bring?", Order):
            case Accepted(content):
                return f"{content.count} {content.drink}"
            case other:
                return type(other).__name__.lower()

    @server.tool
    async def wait(ctx: Context) -> str:
        """Goes on until it is cancelled."""
        try:
            await ctx.progress(1, message="waiting")
            await anyio.sleep_forever()
        finally:
            cancelled.append("wait")
        return "never"

    @server.tool(inline=True)
    def cancelled_calls() -> int:
        """How many were cancelled."""
        return len(cancelled)

    @server.tool(inline=True)
    def is_watched() -> bool:
        """Whether somebody watches the notes."""
        return NOTES in watched

    @server.tool(inline=True)
    def die() -> str:
        """Ends the process at once."""
        os._exit(1)

    @server.tool
    def touch() -> str:
        """Changes the notes, and the list of tools."""
        server.notify_resource_updated(NOTES)
        server.notify_tools_changed()
        return "touched"

    @server.resource(NOTES, title="Notes")
    def notes() -> str:
        """What was noted."""
        return "noted"

    @server.resource("behind://people/{name}")
    def person(name: str) -> str:
        """Somebody."""
        return f"this is {name}"

    @server.prompt
    def greet(name: str, tone: Literal["warm", "cool"] = "cool") -> str:
        """Greets."""
        return f"Hello, {name}{'!' if tone == 'warm' else '.'}"

    return server


if __name__ == "__main__":
    served = behind(sys.argv[1])
    if len(sys.argv) > 2:
        served.run("http", port=int(sys.argv[2]))
    else:
        served.run()
