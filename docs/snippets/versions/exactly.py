import anyio

from mcprism import Client, Server
from mcprism_types.v2025_06_18 import ClientCalls, Tool
from mcprism_types.v2025_11_25 import ClientCalls as NewerCalls
from mcprism_types.v2025_11_25 import Tool as NewerTool

server = Server("notes", version="1.0.0")


@server.tool
def today() -> str:
    return "Tuesday"


async def main() -> None:
    async with Client(server, version="2025-06-18") as client:
        old = ClientCalls(client.outbound("2025-06-18"))
        (tool,) = (await old.list_tools()).tools
        print(type(tool) is Tool)

        newer = NewerCalls(client.outbound("2025-11-25"))
        (tool,) = (await newer.list_tools()).tools
        print(type(tool) is NewerTool, tool.icons)


if __name__ == "__main__":
    anyio.run(main)
