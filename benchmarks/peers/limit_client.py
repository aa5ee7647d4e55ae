"""The limit of an asyncio client in Python: a future for each request, lines split by hand, nothing validated.

    python limit_client.py SERVER...

SERVER...: the command that starts the server.
"""

import asyncio
import json
import sys
from typing import Any

from windows import measure_on_request


class Connection(asyncio.SubprocessProtocol):
    """Requests to a child process and the futures of their results."""

    def __init__(self) -> None:
        self._last_id = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._rest = b""
        self._sink: asyncio.WriteTransport | None = None
        self.ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The child runs."""
        if isinstance(transport, asyncio.SubprocessTransport):
            sink = transport.get_pipe_transport(0)
            self._sink = sink if isinstance(sink, asyncio.WriteTransport) else None

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Gives each complete line to the request that it answers."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            answer = json.loads(line)
            self._waiting.pop(answer["id"]).set_result(answer["result"])

    def process_exited(self) -> None:
        """Requests that still wait would wait for ever."""
        for future in self._waiting.values():
            future.set_exception(EOFError("the server ended"))
        self.ended.set()

    def send(self, message: dict[str, Any]) -> None:
        """Writes a message."""
        if self._sink is None:
            raise EOFError("the server has no standard input")
        self._sink.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def request(self, method: str, params: dict[str, Any]) -> asyncio.Future[Any]:
        """The result to come."""
        self._last_id += 1
        future = self._waiting[self._last_id] = asyncio.get_running_loop().create_future()
        self.send({"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params})
        return future

    def close(self) -> None:
        """Ends the server's input."""
        if self._sink is not None:
            self._sink.close()


async def main() -> None:
    """Connects, measures when told to, and ends the server."""
    _, connection = await asyncio.get_running_loop().subprocess_exec(Connection, *sys.argv[1:], stderr=None)

    async def add(a: int, b: int) -> int:
        result = await connection.request("tools/call", {"name": "add", "arguments": {"a": a, "b": b}})
        return result["structuredContent"]["result"]

    try:
        info = {"name": "limit", "version": "1.0.0"}
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info}
        await connection.request("initialize", params)
        connection.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        await measure_on_request(add)
    finally:
        connection.close()
        await connection.ended.wait()


asyncio.run(main())
