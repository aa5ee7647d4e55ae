"""Our server: a typed handler of 2025-11-25.

    python ours.py asyncio|uvloop MORE

MORE: how many tools to list beside `add`.
"""

import sys
from typing import Any

import anyio

import mcprism_types.v2025_11_25
from mcprism import Context, InvalidParams, Server
from mcprism.transports.stdio import StdioChannel

INTEGER = {"type": "integer"}


def server(types: Any, more: int) -> Server:
    """A server of `add` and so many tools besides, with a handler of the version whose types these are."""
    add = types.Tool(
        name="add",
        description="Add two numbers.",
        input_schema={"type": "object", "properties": {"a": INTEGER, "b": INTEGER}, "required": ["a", "b"]},
        output_schema={"type": "object", "properties": {"result": INTEGER}, "required": ["result"]},
    )
    tools = [add, *(search_tool(types, number) for number in range(more))]

    class Adder(types.ServerHandler[Context]):
        """Adds, and lists the other tools."""

        async def list_tools(self, params: Any, ctx: Context) -> Any:
            """All tools."""
            return types.ListToolsResult(tools=tools)

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            """The sum, as text and as structured content."""
            match params.name, params.arguments:
                case "add", {"a": int(a), "b": int(b)}:
                    text = types.TextContent(text=str(a + b))
                    return types.CallToolResult(content=[text], structured_content={"result": a + b})
                case "add", arguments:
                    text = types.TextContent(text=f"a and b must be integers, not {arguments}")
                    return types.CallToolResult(content=[text], is_error=True)
                case name, _:
                    raise InvalidParams(f"there is no tool {name!r} that can be called; call add")

    return Server.from_handler(Adder(), name="ours", version="1.0.0")


def search_tool(types: Any, number: int) -> Any:
    """One of the tools that make a list long: three parameters and an output schema."""
    return types.Tool(
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


if __name__ == "__main__":
    ours = server(mcprism_types.v2025_11_25, int(sys.argv[2]))
    if sys.argv[1] == "uvloop":
        anyio.run(ours.serve, StdioChannel(), backend_options={"use_uvloop": True})
    else:
        ours.run()
