"""Our server: a typed handler of 2025-11-25.

    python ours.py asyncio|uvloop MORE

MORE: how many tools to list beside `add`.
"""

import sys

import anyio

from mcprism import Context, InvalidParams, Server
from mcprism.transports.stdio import StdioChannel
from mcprism_types.v2025_11_25 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
    Tool,
)

INTEGER = {"type": "integer"}
ADD = Tool(
    name="add",
    description="Add two numbers.",
    input_schema={"type": "object", "properties": {"a": INTEGER, "b": INTEGER}, "required": ["a", "b"]},
    output_schema={"type": "object", "properties": {"result": INTEGER}, "required": ["result"]},
)


def search_tool(number: int) -> Tool:
    """One of the tools that make a list long: three parameters and an output schema."""
    return Tool(
        name=f"search_{number}",
        description="Search a shelf.",
        input_schema={
            "type": "object",
            "properties": {"query": {"type": "string"}, "limit": INTEGER, "exact": {"type": "boolean"}},
            "required": ["query", "limit", "exact"],
        },
        output_schema={
            "type": "object",
            "properties": {"title": {"type": "string"}, "hits": INTEGER},
            "required": ["title", "hits"],
        },
    )


class Adder(ServerHandler[Context]):
    """Adds, and lists `more` other tools."""

    def __init__(self, more: int) -> None:
        self._tools = [ADD, *(search_tool(number) for number in range(more))]

    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        """All tools."""
        return ListToolsResult(tools=self._tools)

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        """The sum, as text and as structured content."""
        match params.name, params.arguments:
            case "add", {"a": int(a), "b": int(b)}:
                text = TextContent(text=str(a + b))
                return CallToolResult(content=[text], structured_content={"result": a + b})
            case "add", arguments:
                text = TextContent(text=f"a and b must be integers, not {arguments}")
                return CallToolResult(content=[text], is_error=True)
            case name, _:
                raise InvalidParams(f"there is no tool {name!r} that can be called; call add")


if __name__ == "__main__":
    server = Server.from_handler(Adder(int(sys.argv[2])), name="ours", version="1.0.0")
    if sys.argv[1] == "uvloop":
        anyio.run(server.serve, StdioChannel(), backend_options={"use_uvloop": True})
    else:
        server.run()
