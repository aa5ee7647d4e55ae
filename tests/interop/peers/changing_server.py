"""Our server whose tool `change` changes all that can change: `changing_server.py FOLDER`, over stdio.

A typed handler of 2025-11-25, offered in every version. What passes goes to a file in the folder.
"""

import sys
from typing import Any

from recording import Recording, done, started

from mcprism import Context, Server
from mcprism.server.process import run_stdio
from mcprism.transports.channel import Channel
from mcprism_types import v2025_11_25 as mcp


class Handler(mcp.ServerHandler[Context]):
    """One tool and one resource."""

    async def list_tools(self, params: mcp.PaginatedRequestParams | None, ctx: Context) -> mcp.ListToolsResult:
        """The one tool."""
        return mcp.ListToolsResult(tools=[mcp.Tool.from_wire({"name": "change", "inputSchema": {"type": "object"}})])

    async def call_tool(self, params: mcp.CallToolRequestParams, ctx: Context) -> mcp.CallToolResult:
        """Changes everything."""
        ctx.notify_tools_changed()
        ctx.notify_prompts_changed()
        ctx.notify_resources_changed()
        ctx.notify_resource_updated("demo://other")
        ctx.notify_resource_updated("demo://greeting")
        return mcp.CallToolResult(content=[])

    async def subscribe(self, params: mcp.SubscribeRequestParams, ctx: Context) -> mcp.EmptyResult:
        """Agrees."""
        return mcp.EmptyResult()

    async def unsubscribe(self, params: mcp.UnsubscribeRequestParams, ctx: Context) -> mcp.EmptyResult:
        """Agrees."""
        return mcp.EmptyResult()


def main(folder: str) -> None:
    """Serves until the client has gone."""
    record = started(folder)
    announced = {name: {"listChanged": True} for name in ("tools", "prompts", "resources")}
    server = Server.from_handler(Handler(), name="changing", version="1", capabilities=announced)
    recordings: list[Recording] = []

    def connect(channel: Channel) -> Any:
        recordings.append(Recording(channel))
        return server.peer(recordings[0])

    run_stdio(connect, backend="asyncio")
    done(record, recordings[0].messages)


if __name__ == "__main__":
    main(sys.argv[1])
