import anyio
from library import Book, FindBook, server

from mcprism import Client


async def main() -> None:
    async with Client(server) as client:
        print(client.server_info.name, client.protocol_version)

        async for tool in client.list_tools():
            print("tool:", tool.name)

        result = await client.call_tool("find_book", {"title": "Emma"})
        print(result.structured_content)

        typed = await client.call_tool("find_book", {"title": "Emma"}, returns=Book)
        print(typed.data.author)

        found = await client.call_tool(FindBook(title="Ulysses"))
        print(found.data.author)

        print((await client.read_resource("library://hours")).contents[0].to_wire())
        print((await client.get_prompt("review", {"title": "Emma"})).messages[0].content.to_wire())


if __name__ == "__main__":
    anyio.run(main)
