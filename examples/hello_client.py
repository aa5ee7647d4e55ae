import anyio

from mcprism import Client


async def main() -> None:
    async with Client("hello_server.py") as client:
        print((await client.call_tool("hello", {"name": "Ada"})).text)


anyio.run(main)
