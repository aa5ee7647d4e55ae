"""A server over HTTP as a process: tools that answer at once, take their time, ask, and log."""

import argparse

import anyio

from mcprism import Context, Server
from mcprism_types.v2025_11_25 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
    Tool,
)


class Demo(ServerHandler[Context]):
    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=[Tool(name=name, input_schema={"type": "object"}) for name in ("echo", "slow")])

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        arguments = params.arguments or {}
        if params.name == "slow":
            await ctx.log("info", "begun")
            await anyio.sleep(arguments.get("seconds", 1))
        return CallToolResult(content=[TextContent(text=str(arguments.get("text", "done")))])


if __name__ == "__main__":
    server = Server.from_handler(Demo(), name="demo", version="1.0.0", capabilities={"logging": {}})
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--head-timeout", type=float, default=10)
    server.run("http", **vars(options.parse_args()))
