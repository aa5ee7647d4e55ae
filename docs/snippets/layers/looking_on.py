import anyio

from mcprism import Client, MessageEvent, Server

server = Server("sums", version="1.0.0")


@server.tool
def add(a: int, b: int) -> int:
    return a + b


class Watch:
    """Any object with these two methods may look on."""

    def on_receive(self, event: MessageEvent) -> None:
        print("<-", event.kind, event.method)

    def on_send(self, event: MessageEvent) -> None:
        print("->", event.kind, event.method)


async def main() -> None:
    async with Client(server, version="2025-11-25", observers=[Watch()]) as client:
        await client.call_tool("add", {"a": 2, "b": 40})


if __name__ == "__main__":
    anyio.run(main)
