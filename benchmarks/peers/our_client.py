"""Our client.

    python our_client.py SERVER...

SERVER...: the command that starts the server.
"""

import asyncio
import sys

from windows import measure_on_request

from mcprism import Client


async def main() -> None:
    """Connects and measures when told to."""
    async with Client(sys.argv[1:]) as client:

        async def add(a: int, b: int) -> int:
            result = await client.call_tool("add", {"a": a, "b": b})
            return result.structured_content["result"]

        await measure_on_request(add)


asyncio.run(main())
