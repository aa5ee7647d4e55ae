"""The official SDK's server, with `async def` tools; runs in an environment of its own.

    python official_server.py MORE

MORE: how many tools to list beside `add`.
"""

import sys

from mcp.server import MCPServer
from pydantic import BaseModel


class Found(BaseModel):
    title: str
    hits: int


async def search(query: str, limit: int, exact: bool) -> Found:
    """Search a shelf."""
    return Found(title=query, hits=limit)


def server(more: int) -> MCPServer:
    """A server of `add` and so many tools besides."""
    # The default level also writes a line for each request.
    mcp = MCPServer("official", log_level="WARNING")

    @mcp.tool()
    async def add(a: int, b: int) -> int:
        """Add two numbers."""
        return a + b

    for number in range(more):
        mcp.add_tool(search, name=f"search_{number}")
    return mcp


if __name__ == "__main__":
    server(int(sys.argv[1])).run("stdio")
