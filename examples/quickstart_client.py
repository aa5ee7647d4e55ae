import anyio

from mcprism import Client


async def main() -> None:
    async with Client("quickstart_server.py") as client:
        print(f"connected to {client.server_info.name}, which speaks MCP {client.protocol_version}")
        async for tool in client.list_tools():
            print(f"it has the tool {tool.name}: {tool.description}")

        result = await client.call_tool("hello", {"name": "Ada"})
        print(result.text)


anyio.run(main)
