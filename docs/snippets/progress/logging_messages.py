import anyio

from mcprism import Client, Context, Server
from mcprism_types.v2026_07_28 import ClientHandler, LoggingMessageNotificationParams

server = Server("backups", version="1.0.0", capabilities={"logging": {}})


@server.tool
async def back_up(folder: str, ctx: Context) -> str:
    """Makes a backup."""
    await ctx.debug("looking for the folder")
    await ctx.warning({"folder": folder, "skipped": 3}, logger="backup")
    return "done"


class Logs(ClientHandler[Context]):
    async def on_logging_message(self, params: LoggingMessageNotificationParams, ctx: Context) -> None:
        print(params.level, params.logger, params.data)


async def main() -> None:
    async with Client(server, handler=Logs()) as client:
        await client.set_log_level("info")
        await client.call_tool("back_up", {"folder": "notes"})


if __name__ == "__main__":
    anyio.run(main)
