"""A server and somebody who looks on, for the tests of observers."""

import json
from typing import Any

from mcprism import Context, MessageEvent, Server, ToolError
from mcprism_types.v2026_07_28 import ClientHandler, ElicitRequestParams, ElicitResult


class Seen:
    """Keeps what it is shown."""

    def __init__(self) -> None:
        self.events: list[MessageEvent] = []

    def on_receive(self, event: MessageEvent) -> None:
        assert event.direction == "received"
        self.events.append(event)

    def on_send(self, event: MessageEvent) -> None:
        assert event.direction == "sent"
        self.events.append(event)

    def told(self) -> list[str]:
        """What it was shown, one line each: `> tools/call request`."""
        return [f"{'>' if event.direction == 'sent' else '<'} {event.method} {event.kind}" for event in self.events]

    def of(self, method: str) -> list[MessageEvent]:
        """Those of one method."""
        return [event for event in self.events if event.method == method]

    def values(self) -> list[Any]:
        """All messages, as their text says."""
        return [json.loads(event.raw) for event in self.events]


class Answering(ClientHandler):
    """A person who agrees to everything."""

    async def elicit(self, params: ElicitRequestParams, ctx: Context) -> ElicitResult:
        return ElicitResult(action="accept", content={"value": 1})


def serving(*observers: Any, **fields: Any) -> Server:
    server = Server("observed", version="1", observers=observers, capabilities={"logging": {}}, **fields)

    @server.tool
    async def add(a: int, b: int) -> int:
        return a + b

    @server.tool
    async def fail() -> None:
        raise ToolError("it cannot")

    @server.tool
    async def tell(ctx: Context) -> str:
        await ctx.log("info", "told")
        return "done"

    @server.tool
    async def ask(ctx: Context) -> str:
        answer = await ctx.elicit("?", {"type": "object", "properties": {"value": {"type": "integer"}}})
        return type(answer).__name__

    return server
