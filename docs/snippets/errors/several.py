import anyio

from mcprism import Server, ToolError

server = Server("several", version="1.0.0")


async def fetch(page: str) -> None:
    raise ToolError(f"{page} cannot be reached")


@server.tool
async def compare(first: str, second: str) -> str:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(fetch, first)
        tasks.start_soon(fetch, second)
    return "the same"
