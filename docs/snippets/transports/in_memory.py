import anyio

from mcprism import Client, Server
from mcprism.transports.memory import memory_channels

server = Server("clock", version="1.0.0")


@server.tool
def now() -> str:
    return "ten past four"


async def main() -> None:
    async with Client(server) as client:
        print((await client.call_tool("now")).text)

    # The same by hand, as with a transport of your own.
    client_end, server_end = memory_channels()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(server.serve, server_end)
        async with Client(client_end) as client:
            print((await client.call_tool("now")).text)


if __name__ == "__main__":
    anyio.run(main)
