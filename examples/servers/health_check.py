"""A health check of one's own: a path beside the endpoint that says more than that the process lives.

python health_check.py [PORT], then GET /health, and /live and /ready as load balancers want them.
"""

import json
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mcprism import HttpOptions, Server

server = Server("patient", version="1.4.2")
STARTED = time.monotonic()


@server.tool
def pulse() -> int:
    """Beats per minute."""
    return 62


async def health(
    scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """An ASGI app: whatever speaks ASGI may stand here, such as a Starlette route."""
    seconds = round(time.monotonic() - STARTED, 3)
    body = json.dumps({"status": "ok", "version": "1.4.2", "uptime_seconds": seconds}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def disk_has_room() -> bool:
    """What has to be true for the server to take requests, beside that it is not about to end."""
    return True


OPTIONS = HttpOptions(routes={"/health": health}, health_path="/live", ready_path="/ready", ready=disk_has_room)

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    server.run("http", OPTIONS, port=port)
