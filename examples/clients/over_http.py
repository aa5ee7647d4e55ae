"""Connects to a server over Streamable HTTP and looks around.

python over_http.py [URL]
"""

import sys

import anyio

from look_around import look_around
from mcprism import Client, HttpTarget

URL = "http://127.0.0.1:8080/mcp"


async def main() -> None:
    # The address alone does as well. A target says more: headers, limits, how often a broken stream is asked for again.
    target = HttpTarget(sys.argv[1] if len(sys.argv) > 1 else URL, transport="streamable", headers={"X-Greets": "Ada"})
    async with Client(target) as client:
        await look_around(client)


anyio.run(main)
