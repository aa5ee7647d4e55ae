import anyio

from mcprism import Client, ResourceLink, Server

server = Server("notes", version="1.0.0", lossy="refuse")


@server.tool
def today() -> ResourceLink:
    return ResourceLink(uri="notes://today", name="today")


async def main() -> None:
    async with Client(server, version="2025-03-26") as client:
        result = await client.call_tool("today")
        print(result.is_error, result.text)


if __name__ == "__main__":
    anyio.run(main)
