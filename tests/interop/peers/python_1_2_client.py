"""The official Python client as of 1.2.0: `python_1_2_client.py COMMAND...`; prints what it saw of a server as JSON.

Runs in an environment of its own.
"""

import asyncio
import json
import sys
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def main() -> None:
    seen: dict[str, Any] = {}

    async def hear() -> None:
        # Nothing more arrives while a message waits to be taken.
        async for message in session.incoming_messages:
            seen["heard"] = message.root.method

    server = StdioServerParameters(command=sys.argv[1], args=sys.argv[2:])
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        hearing = asyncio.create_task(hear())
        seen["version"] = (await session.initialize()).protocolVersion
        seen["tools"] = [tool.name for tool in (await session.list_tools()).tools]
        for name in ("add", "log", "media", "ask", "think"):
            result = await session.call_tool(name, {"a": 2, "b": 3} if name == "add" else {})
            seen[name] = "refused" if result.isError else [block.type for block in result.content]
        seen["text"] = (await session.read_resource("demo://greeting")).contents[0].text
        seen["prompt"] = (await session.get_prompt("greet", {"name": "Ada"})).messages[0].content.text
        hearing.cancel()
    print(json.dumps(seen))


asyncio.run(main())
