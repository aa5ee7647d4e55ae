import anyio

from mcprism import Client, Context, Server
from mcprism_types.v2026_07_28 import LoggingMessageNotificationParams

server = Server("backups", version="1.0.0")


@server.tool
async def back_up(folder: str, ctx: Context) -> str:
    """Makes a backup."""
    await ctx.debug("looking for the folder")
    await ctx.warning({"folder": folder, "skipped": 3}, logger="backup")
    return "done"


def show(message: LoggingMessageNotificationParams) -> None:
    print(message.level, message.logger, message.data)


async def main() -> None:
    async with Client(server, on_log=show, log_level="info") as client:
        await client.call_tool("back_up", {"folder": "notes"})


if __name__ == "__main__":
    anyio.run(main)
