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

HELLO = Tool(
    name="hello",
    description="Greets somebody.",
    input_schema={"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
)


class Hello(ServerHandler[Context]):
    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=[HELLO])

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        name = (params.arguments or {}).get("name", "you")
        return CallToolResult(content=[TextContent(text=f"Hello, {name}!")])


if __name__ == "__main__":
    Server.from_handler(Hello(), name="hello", version="1.0.0").run()
