"""The limit of an HTTP server in Python: an ASGI app on uvicorn that parses a request and answers; it checks nothing.

    python limit_http.py fast|plain json|sse|newest MORE

fast: httptools and uvloop; plain: h11 and asyncio, which is what uvicorn takes if nothing else is installed.
json: answers are JSON; sse: one event; newest: as json. MORE: how many tools to list beside `add`.
"""

import json
import sys
from typing import Any

from limit import ADD, answered, search_tool
from listening import serve

SESSION = (b"mcp-session-id", b"limit")


class App:
    """The app."""

    def __init__(self, kind: str, more: int) -> None:
        self._in_events = kind == "sse"
        self._type = (b"content-type", b"text/event-stream" if self._in_events else b"application/json")
        self._tools = [ADD, *(search_tool(number) for number in range(more))]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """As ASGI has it."""
        if scope["method"] != "POST":
            await self._send(send, 405, b"")
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        request = json.loads(body)
        if "id" not in request:
            await self._send(send, 202, b"")
            return
        answer = answered(request["method"], request.get("params"), self._tools)
        data = json.dumps({"jsonrpc": "2.0", "id": request["id"], **answer}, separators=(",", ":")).encode()
        await self._send(send, 200, b"event: message\ndata: %b\n\n" % data if self._in_events else data)

    async def _send(self, send: Any, status: int, body: bytes) -> None:
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": status, "headers": [self._type, length, SESSION]})
        await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    fast = {"loop": "uvloop", "http": "httptools"} if sys.argv[1] == "fast" else {"loop": "asyncio", "http": "h11"}
    serve(App(sys.argv[2], int(sys.argv[3])), lifespan="off", **fast)
