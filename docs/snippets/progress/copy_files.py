import anyio

from mcprism import Client, Context, Server

server = Server("copies", version="1.0.0")


@server.tool
async def copy_files(names: list[str], ctx: Context) -> int:
    """Copies files, one after the other."""
    for number, name in enumerate(names, start=1):
        await anyio.sleep(0.01)  # the work
        await ctx.progress(number, total=len(names), message=f"copied {name}")
    return len(names)


async def show(progress: float, total: float | None, message: str | None) -> None:
    print(progress, total, message)


async def main() -> None:
    async with Client(server) as client:
        result = await client.call_tool("copy_files", {"names": ["a", "b", "c"]}, on_progress=show)
        print(result.structured_content)


if __name__ == "__main__":
    anyio.run(main)
