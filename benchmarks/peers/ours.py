"""Our server, with `async def` tools.

    python ours.py asyncio|uvloop MORE

MORE: how many tools to list beside `add`.
"""

import sys

import anyio
from pydantic import BaseModel

from mcprism import Server
from mcprism.transports.stdio import StdioChannel


class Found(BaseModel):
    title: str
    hits: int


async def search(query: str, limit: int, exact: bool) -> Found:
    """Search a shelf."""
    return Found(title=query, hits=limit)


def server(more: int) -> Server:
    """A server of `add` and so many tools besides."""
    ours = Server("ours", version="1.0.0")

    @ours.tool
    async def add(a: int, b: int) -> int:
        """Add two numbers."""
        return a + b

    for number in range(more):
        ours.add_tool(search, name=f"search_{number}")
    return ours


if __name__ == "__main__":
    ours = server(int(sys.argv[2]))
    if sys.argv[1] == "uvloop":
        anyio.run(ours.serve, StdioChannel(), backend_options={"use_uvloop": True})
    else:
        ours.run()
