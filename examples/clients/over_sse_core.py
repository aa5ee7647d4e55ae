"""By a handler core: connects over HTTP+SSE to a server that speaks no newer version than 2024-11-05, and looks around.

python over_sse_core.py [URL]
"""

import sys

import anyio

from listener import Listener
from look_around import look_around
from mcprism import Client, HttpTarget

URL = "http://127.0.0.1:8080/sse"


async def main() -> None:
    # Without `transport` Streamable HTTP is tried first, and this transport where the server has no other.
    target = HttpTarget(sys.argv[1] if len(sys.argv) > 1 else URL, transport="sse")
    async with Client(target, version="2024-11-05", handler=Listener()) as client:
        await look_around(client)


anyio.run(main)
