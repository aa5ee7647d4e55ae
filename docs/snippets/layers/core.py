from typing import Any

from mcprism import Context, CustomRequest, MethodNotFound, Server, ServerHandlerCore
from mcprism_types import v2026_07_28 as v


class Core(ServerHandlerCore):
    """One method for all requests."""

    protocol = v.PROTOCOL
    methods = ("tools/list", "tools/call")

    async def handle_request(self, request: v.ClientRequest | CustomRequest, ctx: Context) -> Any:
        match request:
            case v.ListToolsRequest():
                tool = v.Tool(name="time", input_schema={"type": "object"})
                return v.ListToolsResult(tools=[tool], ttl_ms=0, cache_scope="public")
            case v.CallToolRequest():
                return v.CallToolResult(content=[v.TextContent(text="ten past four")])
            case _:
                raise MethodNotFound(request.method)


server = Server.from_handler(Core(), name="clock", version="1.0.0")
