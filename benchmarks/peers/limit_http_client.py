"""The limit of an asyncio client over HTTP in Python: kept connections, answers parsed by hand, nothing validated.

    python limit_http_client.py URL

URL: an endpoint whose answers have a Content-Length.
"""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import urlsplit

from windows import measure_on_request


class Connection(asyncio.Protocol):
    """One connection and the future of the answer that it waits for."""

    def __init__(self) -> None:
        self._data = b""
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Gives the head and the body of an answer to the request, once it is complete."""
        self._data += data
        head, end, body = self._data.partition(b"\r\n\r\n")
        if not end:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) >= length and self._answer is not None:
            self._data = b""
            self._answer.set_result((head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        """A request that still waits would wait for ever."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(EOFError("the server closed the connection"))

    def request(self, data: bytes) -> asyncio.Future[tuple[bytes, bytes]]:
        """The answer to come."""
        if self._transport is None:
            raise EOFError("there is no connection")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(data)
        return self._answer

    def close(self) -> None:
        """Closes the connection."""
        if self._transport is not None:
            self._transport.close()


class Endpoint:
    """A server's endpoint, and the connections that are kept to it."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._free: list[Connection] = []
        self._last_id = 0
        self._session = b""

    async def post(self, message: dict[str, Any]) -> tuple[bytes, bytes]:
        """The head and the body of the answer."""
        if self._free:
            connection = self._free.pop()
        else:
            loop = asyncio.get_running_loop()
            _, connection = await loop.create_connection(Connection, self._url.hostname, self._url.port)
        body = json.dumps(message, separators=(",", ":")).encode()
        answer = await connection.request(
            b"POST %b HTTP/1.1\r\nhost: %b\r\naccept: application/json, text/event-stream\r\n"
            b"content-type: application/json\r\n%bcontent-length: %d\r\n\r\n%b"
            % (self._url.path.encode(), self._url.netloc.encode(), self._session, len(body), body)
        )
        self._free.append(connection)
        return answer

    async def request(self, method: str, params: dict[str, Any]) -> Any:
        """The result."""
        self._last_id += 1
        head, body = await self.post({"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params})
        if not self._session:
            session = head.lower().partition(b"mcp-session-id:")[2].partition(b"\r\n")[0].strip()
            self._session = b"mcp-session-id: %b\r\nmcp-protocol-version: 2025-11-25\r\n" % session
        return json.loads(body)["result"]

    def close(self) -> None:
        """Closes what is kept."""
        for connection in self._free:
            connection.close()


async def main() -> None:
    """Connects and measures when told to."""
    endpoint = Endpoint(sys.argv[1])

    async def add(a: int, b: int) -> int:
        result = await endpoint.request("tools/call", {"name": "add", "arguments": {"a": a, "b": b}})
        return result["structuredContent"]["result"]

    try:
        info = {"name": "limit", "version": "1.0.0"}
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info}
        await endpoint.request("initialize", params)
        await endpoint.post({"jsonrpc": "2.0", "method": "notifications/initialized"})
        await measure_on_request(add)
    finally:
        endpoint.close()


asyncio.run(main())
