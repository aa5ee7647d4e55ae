"""Requests of the newest version over HTTP, by hand. H16 to H23 and M8 by their names."""

import pytest

from mcprism import Context, Server
from mcprism_types.v2026_07_28 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
    Tool,
)

pytestmark = pytest.mark.anyio


class Handler(ServerHandler[Context]):
    async def list_tools(self, params: PaginatedRequestParams, ctx: Context) -> ListToolsResult:
        tool = Tool(name="add", input_schema={"type": "object"})
        return ListToolsResult(tools=[tool], ttl_ms=0, cache_scope="public")

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        if params.name == "slow":
            await ctx.progress(1, 2, "half")
            await ctx.log("info", "at work")
        return CallToolResult(content=[TextContent(text=params.name)])


def server() -> Server:
    return Server.from_handler(Handler(), name="demo", version="1", capabilities={"logging": {}})


async def test_a_tool_is_called_and_answered_in_json(calling) -> None:
    async with calling(server().asgi_app()) as caller:
        answer = await caller.ask("tools/call", {"name": "add"})
        assert (answer.status, answer.kind) == (200, "application/json")
        assert answer.result["content"] == [{"type": "text", "text": "add"}]
        assert "mcp-session-id" not in answer.response.headers


async def test_what_is_told_before_the_answer_makes_it_a_stream__h21(calling) -> None:
    async with calling(server().asgi_app()) as caller:
        answer = await caller.ask("tools/call", {"name": "slow"}, meta={"progressToken": "t", "logLevel": "info"})
        assert (answer.status, answer.kind) == (200, "text/event-stream")
        assert answer.response.headers["x-accel-buffering"] == "no"
        methods = [message.get("method") for message in answer.messages]
        assert methods == ["notifications/progress", "notifications/message", None]
        assert answer.result["content"] == [{"type": "text", "text": "slow"}]
