import anyio

from mcprism import Client, Context, Server

server = Server("thermometer", version="1.0.0")

TEMPERATURES = {"kitchen": 21}


@server.resource("temperature://{room}")
def temperature(room: str) -> int:
    return TEMPERATURES[room]


@server.tool
def heat(room: str, degrees: int, ctx: Context) -> None:
    """Makes a room warmer."""
    TEMPERATURES[room] = degrees
    ctx.notify_resource_updated(f"temperature://{room}")  # or server.notify_resource_updated, from anywhere


async def main() -> None:
    async with Client(server) as client, client.listen(uris=["temperature://kitchen"]) as changes:
        await client.call_tool("heat", {"room": "kitchen", "degrees": 23})
        async for change in changes:
            print(change)
            break


if __name__ == "__main__":
    anyio.run(main)
