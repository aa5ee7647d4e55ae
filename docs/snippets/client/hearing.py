import anyio
from library import server

from mcprism import Client


async def show(progress: float, total: float | None, message: str | None) -> None:
    print(progress, "of", total, message)


async def main() -> None:
    async with Client(server) as client:
        await client.call_tool("scan", on_progress=show)

        async with client.listen(uris=["library://hours"]) as changes:
            await client.call_tool("close_early")
            async for change in changes:
                print(change)
                break


if __name__ == "__main__":
    anyio.run(main)
