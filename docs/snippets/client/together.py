import anyio
from library import server

from mcprism import Client, NotSupportedByPeer


async def main() -> None:
    async with Client(server, version="2025-03-26") as client:
        found, missing = await client.send_batch(
            client.call_tool("find_book", {"title": "Emma"}),
            client.read_resource("library://nowhere"),
        )
        print(type(found).__name__, missing)

    async with Client(server) as client:
        try:
            await client.send_batch(client.call_tool("scan"), client.read_resource("library://hours"))
        except NotSupportedByPeer as error:
            print(error)


if __name__ == "__main__":
    anyio.run(main)
