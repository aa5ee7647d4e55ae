"""Quick start: starts the "everything" server through npx, and prints its name, its version and its tools.

python quickstart.py [COMMAND ...]
"""

import sys

import anyio

from mcprism import Client

EVERYTHING = ["npx", "-y", "@modelcontextprotocol/server-everything"]


async def main() -> None:
    async with Client(sys.argv[1:] or EVERYTHING) as client:
        print(client.server_info.name, client.server_info.version)
        async for tool in client.list_tools():
            print(f"{tool.name}: {tool.description}")


anyio.run(main)
