import anyio

from mcprism import Client, Server
from mcprism_types import v2025_06_18, v2025_11_25

server = Server("notes", version="1.0.0")


@server.tool
def today() -> str:
    return "Tuesday"


async def main() -> None:
    async with Client(server, version="2025-06-18") as client:
        old = v2025_06_18.ClientCalls(client.outbound("2025-06-18"))
        (tool,) = (await old.list_tools()).tools
        print(isinstance(tool, v2025_06_18.Tool))

        newer = v2025_11_25.ClientCalls(client.outbound("2025-11-25"))
        (tool,) = (await newer.list_tools()).tools
        print(isinstance(tool, v2025_11_25.Tool), tool.icons)


if __name__ == "__main__":
    anyio.run(main)
