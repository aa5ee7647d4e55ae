"""H19: arguments that tools want repeated in headers."""

from typing import Any

import pytest

from mcprism import Client, PeerError
from tests.runtime.client.http.scripted import CALLED, Asked, Reply, scripted, stateless

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]


def tool(name: str, **properties: Any) -> dict[str, Any]:
    return {"name": name, "inputSchema": {"type": "object", "properties": properties}}


def listing(*tools: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resultType": "complete", "tools": list(tools), "ttlMs": 0, "cacheScope": "private", **more}


REGION = tool("where", region={"type": "string", "x-mcp-header": "Region"})


async def test_arguments_of_a_listed_tool_are_repeated_in_headers() -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.result(listing(REGION, tool("plain")) if asked.what == "tools/list" else CALLED)

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        assert [tool.name async for tool in client.list_tools()] == ["where", "plain"]
        await client.call_tool("where", {"region": "köln", "other": "x"})
        await client.call_tool("where", {"region": None})
        await client.call_tool("plain", {"region": "köln"})
    sent = [
        {name: value for name, value in asked.headers.items() if name.startswith("mcp-param-")}
        for asked in server.of("tools/call")
    ]
    assert sent == [{"mcp-param-region": "=?base64?a8O2bG4=?="}, {}, {}]


async def test_tool_that_breaks_a_rule_is_left_out_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    bad = tool("bad", a={"type": "number", "x-mcp-header": "A"})

    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.result(listing(bad, REGION))

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        for _ in range(2):
            assert [tool.name async for tool in client.list_tools()] == ["where"]
    (record,) = caplog.records
    assert "'bad' is left out" in record.getMessage()
    assert "its type must be string, integer, boolean" in record.getMessage()


async def test_tool_that_wants_headers_and_was_not_listed_is_listed_and_called_again() -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        if asked.what == "tools/list" and "cursor" not in asked.message["params"]:
            await reply.result(listing(nextCursor="2"))
        elif asked.what == "tools/list":
            await reply.result(listing(REGION))
        elif "mcp-param-region" not in asked.headers:
            await reply.error(-32020, "Header mismatch: Mcp-Param-Region is missing", status=400)
        else:
            await reply.result(CALLED)

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        await client.call_tool("where", {"region": "x"})
        assert server.asked[1:] == ["tools/call", "tools/list", "tools/list", "tools/call"]
        await client.call_tool("where", {"region": "y"})
        assert server.asked[5:] == ["tools/call"]


async def test_headers_that_do_not_arrive_are_one_error_after_one_more_try() -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        if asked.what == "tools/list":
            await reply.result(listing(REGION))
        else:
            await reply.error(-32020, "Header mismatch", status=400)

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        with pytest.raises(PeerError, match="Header mismatch"):
            await client.call_tool("where", {"region": "x"})
        assert server.asked[1:] == ["tools/call", "tools/list", "tools/call"]
