import anyio

from mcprism import Client, Server

server = Server("changing", version="1.0.0")


@server.tool
def login(name: str) -> str:
    """Has a second tool from now on."""
    server.add_tool(logout)
    return f"Welcome, {name}."


def logout() -> str:
    """Has it no more."""
    server.remove_tool("logout")
    return "Bye."


async def main() -> None:
    async with Client(server) as client, client.listen(tools=True) as changes:
        await client.call_tool("login", {"name": "Ada"})
        async for change in changes:
            print(change)
            break
        print([tool.name for tool in await client.list_tools()])


if __name__ == "__main__":
    anyio.run(main)
