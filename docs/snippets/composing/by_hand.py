from media import ResizeImage, media

from mcprism import Context, Server
from mcprism_types.v2026_07_28 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
)


class Handler(ServerHandler[Context]):
    """Answers by hand, with the tools of a box."""

    async def list_tools(self, params: PaginatedRequestParams, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=media.definitions(), ttl_ms=0, cache_scope="public")

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        match media.parse(params):
            case ResizeImage(width=width) if width > 1000:
                return CallToolResult(content=[TextContent(text="that is too large")], is_error=True)
            case _:
                return await media.call(params, ctx)


server = Server.from_handler(Handler(), name="by hand", version="1.0.0")
