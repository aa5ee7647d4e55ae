"""What the HTTP server programs in Python have in common: they say where they listen once they do.

Needs nothing but uvicorn, so that it runs in the environment of every server.
"""

import asyncio
import socket
from typing import Any

import uvicorn


def serve(app: Any, **options: Any) -> None:
    """Serves an app on a free port, and prints the URL of its endpoint.

    Args:
        app: an ASGI app whose endpoint is /mcp.
        options: further options of uvicorn. Without `loop` and `http` it takes the fastest that are installed.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/mcp", flush=True)
        # The default level also writes a line for each request. Clients wait for their turn longer than 5 s.
        config = uvicorn.Config(app, log_level="warning", timeout_keep_alive=600, **options)
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(uvicorn.Server(config).serve([listening]))
