"""Our client.

    python our_client.py TARGET...

TARGET...: a URL, or the command that starts the server.
"""

import asyncio
import sys

from windows import measure_on_request

from mcprism import Client


async def main() -> None:
    """Connects and measures when told to."""
    first, *rest = sys.argv[1:]
    async with Client(first if "://" in first else [first, *rest]) as client:

        async def add(a: int, b: int) -> int:
            result = await client.call_tool("add", {"a": a, "b": b})
            return result.structured_content["result"]

        await measure_on_request(add)


asyncio.run(main())
