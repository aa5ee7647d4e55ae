"""The official Python client against our server; prints what it saw as JSON. Runs in an environment of its own."""

import asyncio
import json
import sys
from typing import Any

from mcp import Client, MCPError, StdioServerParameters


async def main() -> None:
    seen: dict[str, Any] = {"progress": []}
    ticks: list[asyncio.Task[Any]] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen["progress"].append([progress, total, message])
        ticks.append(asyncio.create_task(client.call_tool("tick", {})))

    server = StdioServerParameters(command=sys.argv[1], args=[sys.argv[2]])
    async with Client(server, mode=sys.argv[3]) as client:
        seen["version"] = client.protocol_version
        seen["server"] = client.server_info.name if client.server_info else None
        seen["instructions"] = client.instructions
        seen["tools"] = [tool.name for tool in (await client.list_tools()).tools]
        seen["sum"] = (await client.call_tool("add", {"a": 2, "b": 3})).content[0].text
        await client.call_tool("count", {}, progress_callback=on_progress)
        try:
            await client.call_tool("nothing", {})
        except MCPError as error:
            seen["unknown"] = error.error.code
        seen["resources"] = [str(resource.uri) for resource in (await client.list_resources()).resources]
        seen["text"] = (await client.read_resource("demo://greeting")).contents[0].text
        seen["prompts"] = [prompt.name for prompt in (await client.list_prompts()).prompts]
        prompt = await client.get_prompt("greet", {"name": "Ada"})
        seen["prompt"] = prompt.messages[0].content.text
        try:
            await client.call_tool("wait", {}, read_timeout_seconds=0.5)
        except MCPError as error:
            seen["timeout"] = error.error.code
        seen["cancelled"] = (await client.call_tool("cancelled", {})).content[0].text
    print(json.dumps(seen))


asyncio.run(main())
