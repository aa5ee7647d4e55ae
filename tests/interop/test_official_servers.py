"""Our client against servers that nobody here wrote."""

from pathlib import Path
from typing import Any

import pytest

from mcprism import Client

pytestmark = pytest.mark.anyio


async def test_server_everything_is_listed_and_called(peers: Any) -> None:
    script = peers.packages / "node_modules/@modelcontextprotocol/server-everything/dist/index.js"
    progress: list[float] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append(value)

    async with Client([str(peers.node), str(script), "stdio"]) as client:
        assert client.protocol_version == "2025-11-25"
        assert client.server_info.name == "mcp-servers/everything"
        tools = {tool.name: tool async for tool in client.list_tools()}
        assert "echo" in tools
        result = await client.call_tool("echo", {"message": "hello"})
        assert [block.to_wire() for block in result.content] == [{"type": "text", "text": "Echo: hello"}]
        result = await client.call_tool(
            "trigger-long-running-operation", {"duration": 1, "steps": 4}, on_progress=on_progress
        )
        assert not result.is_error
        assert progress == [1, 2, 3, 4]
        prompts = [prompt.name async for prompt in client.list_prompts()]
        assert prompts
        resources = [resource.uri async for resource in client.list_resources()]
        assert resources
        read = await client.read_resource(resources[0])
        assert read.contents


async def test_server_time_is_listed_and_called(peers: Any) -> None:
    async with Client([str(peers.python), "-m", "mcp_server_time", "--local-timezone", "UTC"]) as client:
        tools = [tool.name async for tool in client.list_tools()]
        assert tools == ["get_current_time", "convert_time"]
        result = await client.call_tool(
            "convert_time", {"source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"}
        )
        assert not result.is_error
        assert "T21:00:00+09:00" in result.content[0].to_wire()["text"]
        wrong = await client.call_tool("get_current_time", {"timezone": "Nowhere/Land"})
        assert wrong.is_error


@pytest.mark.parametrize(
    ("options", "version"),
    [
        ({}, "2026-07-28"),
        ({"version": "2026-07-28"}, "2026-07-28"),
        ({"versions": ["2024-11-05", "2025-11-25"]}, "2025-11-25"),
        ({"version": "2025-06-18"}, "2025-06-18"),
    ],
    ids=str,
)
async def test_a_server_of_the_official_python_sdk_is_used(peers: Any, options: dict[str, Any], version: str) -> None:
    script = Path(__file__).parent / "peers" / "official_server.py"
    async with Client([str(peers.python), str(script)], **options) as client:
        assert (client.protocol_version, client.server_info.name) == (version, "official")
        assert client.instructions == "Add numbers."
        assert [tool.name async for tool in client.list_tools()] == ["add"]
        result = await client.call_tool("add", {"a": 2, "b": 3})
        assert result.content[0].to_wire() == {"type": "text", "text": "5"}
        read = await client.read_resource("demo://greeting")
        assert read.contents[0].to_wire()["text"] == "hello"
        prompt = await client.get_prompt("greet", {"name": "Ada"})
        assert prompt.messages[0].content.to_wire()["text"] == "Greet Ada."
        await client.ping()
