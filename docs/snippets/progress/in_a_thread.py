import anyio
from anyio import from_thread

from mcprism import Client, Context, Server

server = Server("sums", version="1.0.0")


@server.tool
def add_up(limit: int, ctx: Context) -> int:
    """Runs in a thread, since it is no `async def`."""
    total = 0
    for number in range(1, limit + 1):
        if ctx.cancelled:
            break
        total += number
        from_thread.run(ctx.progress, number, limit)
    return total


async def show(progress: float, total: float | None, message: str | None) -> None:
    print(progress, total, message)


async def main() -> None:
    async with Client(server) as client:
        result = await client.call_tool("add_up", {"limit": 3}, on_progress=show)
        print(result.structured_content)


if __name__ == "__main__":
    anyio.run(main)
