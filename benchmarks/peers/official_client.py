"""The official SDK's client; runs in an environment of its own.

    python official_client.py TARGET...

TARGET...: a URL, or the command that starts the server.
"""

import asyncio
import sys
from typing import Any

from mcp import Client, StdioServerParameters
from windows import measure_on_request


async def main() -> None:
    """Connects and measures when told to."""
    first, *rest = sys.argv[1:]
    async with Client(first if "://" in first else StdioServerParameters(command=first, args=rest)) as client:

        async def add(a: int, b: int) -> int:
            result = await client.call_tool("add", {"a": a, "b": b})
            structured: dict[str, Any] = result.structured_content or {}
            return structured["result"]

        await measure_on_request(add)


asyncio.run(main())
