"""Quick start over Streamable HTTP, where a client that has lost its connection comes back for the rest.

python quickstart_http.py [PORT]
"""

import sys

import anyio

from mcprism import Context, HttpOptions, Server
from mcprism.stores import InMemoryEventStore

server = Server("hello", version="0.1.0", instructions="Call say_hello with a name.")


@server.tool
async def say_hello(name: str, ctx: Context) -> str:
    """Greets somebody, and takes its time: whoever comes back gets what was said meanwhile."""
    await ctx.progress(1, total=2, message="thinking")
    # From here on nobody has to hold the line: the client asks for the rest of the stream when it is back.
    await ctx.close_stream()
    await anyio.sleep(0.1)
    await ctx.progress(2, total=2, message="said")
    return f"Hello, {name}!"


# What a session has been sent is kept in this process; SqliteEventStore keeps it for several.
OPTIONS = HttpOptions(event_store=InMemoryEventStore(), retry_ms=100)

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    server.run("http", OPTIONS, port=port)
