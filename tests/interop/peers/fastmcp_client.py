"""The client of FastMCP, 4.x: `fastmcp_client.py MODE URL`; prints what it saw of our server as JSON.

Runs in an environment of its own.
"""

import asyncio
import json
import sys
from typing import Any

from fastmcp import Client


async def elicit(message: str, response_type: Any, params: Any, context: Any) -> dict[str, Any]:
    return {"name": "Ada"}


async def main() -> None:
    progress: list[Any] = []
    ticks: list[asyncio.Task[Any]] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append([value, total, message])
        ticks.append(asyncio.create_task(client.call_tool("tick", {})))

    async with Client(sys.argv[2], mode=sys.argv[1], elicitation_handler=elicit) as client:
        added = await client.call_tool("add", {"a": 2, "b": 3})
        await client.call_tool("count", {}, progress_handler=on_progress)
        await asyncio.gather(*ticks)
        asked = await client.call_tool("ask", {})
        seen = {
            "tools": [tool.name for tool in await client.list_tools()],
            "sum": added.content[0].text,
            "structured": added.structured_content,
            "progress": progress,
            "text": (await client.read_resource("demo://greeting"))[0].text,
            "prompt": (await client.get_prompt("greet", {"name": "Ada"})).messages[0].content.text,
            "asked": asked.content[0].text,
        }
    print(json.dumps(seen))


asyncio.run(main())
