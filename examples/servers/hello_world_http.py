"""Hello world over HTTP: the server of `hello_world.py`, with more said about how it is served.

python hello_world_http.py [PORT]
"""

import sys

from hello_world import server
from mcprism import Cors, HttpOptions
from mcprism.stores import InMemoryEventStore

OPTIONS = HttpOptions(
    path="/mcp",
    # For clients of 2024-11-05, which have two addresses: one for events, one for messages.
    legacy_sse=True,
    sse_path="/sse",
    messages_path="/messages",
    # Streams are kept, so that who lost a connection gets the rest of what was sent on it.
    event_store=InMemoryEventStore(),
    idle_timeout=600,
    max_body_bytes=1024 * 1024,
    # Pages of this origin may use the server from a browser. Names of this machine are allowed anyway.
    cors=Cors(origins=["http://localhost:3000"]),
    health_path="/health",
)

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    server.run("http", OPTIONS, port=port)
