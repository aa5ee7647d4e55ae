import anyio

from mcprism import Client, Context, Server, TextContent
from mcprism_types.v2026_07_28 import CreateMessageRequestParams, CreateMessageResult, LoggingMessageNotificationParams

server = Server("curious", version="1.0.0")


@server.tool
async def look(ctx: Context) -> str:
    folders = await ctx.list_roots()
    answer = await ctx.sample(f"Describe {len(folders)} folder", max_tokens=50)
    await ctx.log("info", "looked around")
    return f"{folders[0].uri}, {answer.model}"


def write(params: CreateMessageRequestParams) -> CreateMessageResult:
    """Your model would write something; a plain text may be returned too."""
    return CreateMessageResult(role="assistant", content=TextContent(text="Photos."), model="mine")


def note(message: LoggingMessageNotificationParams) -> None:
    print(message.level, message.data)


async def main() -> None:
    async with Client(server, on_sampling=write, roots=["/srv/photos"], on_log=note) as client:
        print((await client.call_tool("look")).text)


if __name__ == "__main__":
    anyio.run(main)
