import anyio

from mcprism import Client
from mcprism_types.v2026_07_28 import TextContent


async def main() -> None:
    async with Client("quickstart_server.py") as client:
        print(f"connected to {client.server_info.name}, which speaks MCP {client.protocol_version}")
        async for tool in client.list_tools():
            print(f"it has the tool {tool.name}: {tool.description}")

        result = await client.call_tool("hello", {"name": "Ada"})
        for block in result.content:
            if isinstance(block, TextContent):
                print(block.text)


anyio.run(main)
