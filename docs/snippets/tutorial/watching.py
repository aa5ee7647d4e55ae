import anyio
from notes import server

from mcprism import Client


async def show(progress: float, total: float | None, message: str | None) -> None:
    print(f"{progress} of {total}: {message}")


async def main() -> None:
    async with Client(server) as client:
        async with client.listen(uris=["notes://Tides"]) as changes:
            await client.call_tool("write_note", {"title": "Tides", "text": "Twice a day."})
            print(await anext(aiter(changes)))

        notes = [{"title": title, "text": "..."} for title in ("Moon", "Sun")]
        await client.call_tool("write_notes", {"notes": notes}, on_progress=show)


if __name__ == "__main__":
    anyio.run(main)
