import anyio

from mcprism import Client


async def main() -> None:
    async with Client("http://127.0.0.1:8080/mcp") as client:
        print([tool.name for tool in await client.list_tools()])


if __name__ == "__main__":
    anyio.run(main)
