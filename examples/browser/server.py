"""A server that a page of another origin may use: `server.py ORIGIN`, such as `server.py http://localhost:3000`."""

import sys

from mcprism import Context, Cors, Server
from mcprism_types.v2026_07_28 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
    Tool,
)

COUNT = Tool(name="count", description="Counts to three.", input_schema={"type": "object"})


class Counter(ServerHandler[Context]):
    async def list_tools(self, params: PaginatedRequestParams, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=[COUNT], ttl_ms=0, cache_scope="public")

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        for step in range(1, 4):
            await ctx.progress(step, 3, f"step {step}")
        return CallToolResult(content=[TextContent(text="counted to 3")])


server = Server.from_handler(Counter(), name="counter", version="1.0.0")

if __name__ == "__main__":
    server.run("http", cors=Cors(origins=sys.argv[1:]))
