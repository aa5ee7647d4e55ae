"""A client and servers over HTTP: what is sent, and what is made of what comes."""

import pytest

from mcprism import Client
from tests.runtime.client.http.scripted import CALLED, NEWEST, PREFIX, Asked, Reply, scripted, stateless, with_sessions

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

READ = {"resultType": "complete", "contents": [], "ttlMs": 0, "cacheScope": "private"}


async def call_is_answered(asked: Asked, reply: Reply) -> None:
    await reply.result(READ if asked.what == "resources/read" else CALLED)


async def test_a_server_without_sessions_is_asked_with_the_headers_that_repeat_the_body() -> None:
    async with scripted(stateless(call_is_answered)) as server, Client(server.url) as client:
        assert (client.protocol_version, client.server_info.name) == (NEWEST, "scripted")
        await client.call_tool("zähle", {"a": 1})
        await client.read_resource("demo://a b")
    assert server.asked == ["server/discover", "tools/call", "resources/read"]
    for asked in server.seen:
        assert (
            asked.headers["mcp-protocol-version"]
            == NEWEST
            == asked.message["params"]["_meta"][PREFIX + "protocolVersion"]
        )
        assert asked.headers["mcp-method"] == asked.what
        assert asked.headers["accept"] == "application/json, text/event-stream"
        assert asked.headers["content-type"] == "application/json"
        assert "mcp-session-id" not in asked.headers
    assert [asked.headers.get("mcp-name") for asked in server.seen] == [None, "=?base64?esOkaGxl?=", "demo://a b"]
    assert server.connections == 1


async def test_a_session_is_begun_used_and_ended() -> None:
    async with scripted(with_sessions(call_is_answered)) as server:
        async with Client(server.url) as client:
            assert client.protocol_version == "2025-11-25"
            await client.call_tool("add")
        assert server.asked[:3] == ["server/discover", "initialize", "notifications/initialized"]
        assert server.asked[-1] == "DELETE"
        assert "tools/call" in server.asked
    for asked in server.seen[2:]:
        assert asked.headers["mcp-session-id"] == "s-1"
        assert asked.headers["mcp-protocol-version"] == "2025-11-25"
        assert "mcp-method" not in asked.headers
    assert "mcp-protocol-version" not in server.seen[1].headers
