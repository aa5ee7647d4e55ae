from mcprism import Context, InvalidParams, Server
from mcprism_types.v2025_06_18 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
    Tool,
)


class Handler(ServerHandler[Context]):
    """Written against 2025-06-18, and served to clients of every version."""

    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=[Tool(name="time", input_schema={"type": "object"})])

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        if params.name != "time":
            raise InvalidParams(f"there is no tool {params.name!r}")
        return CallToolResult(content=[TextContent(text="ten past four")])


server = Server.from_handler(Handler(), name="clock", version="1.0.0")
