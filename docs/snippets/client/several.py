import sys

import anyio

from mcprism import Clients, ServerCommand

CONFIGURATION = {
    "mcpServers": {
        "library": {"command": sys.executable, "args": ["library.py"]},
        "unknown": {"command": "npx", "args": ["-y", "some-server"], "env": {"KEY": "${KEY:-none}"}},
    }
}


async def ask_the_user(command: ServerCommand) -> bool:
    """A host shows the whole command line, and waits."""
    return command.server != "unknown"


async def main() -> None:
    async with Clients.from_config(CONFIGURATION, consent=ask_the_user) as clients:
        print([tool.qualified_name for tool in await clients.list_tools()])
        result = await clients.call_tool("library", "find_book", {"title": "Emma"})
        print(result.structured_content)
        for name, error in clients.failed.items():
            print(name, "is not open:", error)


if __name__ == "__main__":
    anyio.run(main)
