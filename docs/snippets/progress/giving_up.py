import anyio

from mcprism import Client, Context, RequestTimeout, Server

server = Server("patience", version="1.0.0")

started = anyio.Event()


@server.tool
async def search(words: str, ctx: Context) -> str:
    """Takes very long."""
    started.set()
    try:
        await anyio.sleep_forever()
    finally:
        print("the search has ended; cancelled:", ctx.cancelled)
    return words


async def main() -> None:
    async with Client(server) as client:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "search", {"words": "tides"})
            await started.wait()
            tasks.cancel_scope.cancel()  # the client gives the call up

        try:
            await client.call_tool("search", {"words": "tides"}, timeout=0.1)
        except RequestTimeout as error:
            print(error)


if __name__ == "__main__":
    anyio.run(main)
