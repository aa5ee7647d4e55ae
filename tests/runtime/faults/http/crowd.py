"""Many clients at once, by hand: raw connections in one event loop to a server in a process of its own."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from tests.runtime.server.http.conftest import BOTH, NEWEST, PREFIX

PROGRAM = Path(__file__).with_name("programs") / "loaded.py"

INITIALIZE: dict[str, Any] = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "crowd", "version": "0"},
}
META: dict[str, Any] = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": {}}


@dataclass(frozen=True, slots=True)
class Program:
    """The server."""

    process: subprocess.Popen[str]
    url: str

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        parts = urlsplit(self.url)
        return str(parts.hostname), int(parts.port or 0)

    def memory(self, name: str = "VmRSS") -> int:
        """The kB of memory that it has now, or had at most (`VmHWM`)."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(name)))

    def descriptors(self) -> int:
        """How many it has open."""
        return len([*Path(f"/proc/{self.process.pid}/fd").iterdir()])


@contextmanager
def program(**options: Any) -> Iterator[Program]:
    """The server as a process, with these options."""
    command = [sys.executable, str(PROGRAM), json.dumps(options)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            url = process.stderr.readline().split()[-1]
            # What it logs has to go somewhere: a full pipe would stop it.
            reading = threading.Thread(target=process.stderr.read)
            reading.start()
            try:
                yield Program(process, url)
            finally:
                process.kill()
                reading.join()
        finally:
            process.kill()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        """The message in a JSON body."""
        return json.loads(self.body)


class Lost(Exception):
    """The server closed the connection, and there is no answer."""


class Connection(asyncio.Protocol):
    """One connection, for one request after the other. Answers in events are read as they come."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._data = b""
        self._wait: asyncio.Future[None] | None = None
        self.transport: asyncio.Transport
        self.is_lost = False

    @classmethod
    async def open(cls, address: tuple[str, int]) -> Self:
        """A new connection."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, *address)
        return connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As `asyncio.Protocol`."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """As `asyncio.Protocol`."""
        self._data += data
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """As `asyncio.Protocol`."""
        self.is_lost = True
        self._wake()

    def close(self) -> None:
        """The client goes."""
        self.transport.abort()

    def send(self, data: bytes) -> None:
        """Writes bytes as they are."""
        self.transport.write(data)

    async def ask(self, request: bytes) -> Answer:
        """The answer to a request.

        Raises:
            Lost: there is none.
        """
        self.send(request)
        return await self.answer()

    async def answer(self) -> Answer:
        """The answer to a request that was sent. Raises as `ask`."""
        status, headers = await self.head()
        if "content-length" in headers:
            return Answer(status, headers, await self._exactly(int(headers["content-length"])))
        return Answer(status, headers, b"".join([chunk async for chunk in self.chunks()]))

    async def head(self) -> tuple[int, dict[str, str]]:
        """Status and headers. Raises as `ask`."""
        head = (await self._until(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return int(first.split(" ")[1]), headers

    async def chunks(self) -> AsyncIterator[bytes]:
        """The parts of a body that comes in such, to its end in order. Raises as `ask`."""
        while size := int(await self._until(b"\r\n"), 16):
            yield (await self._exactly(size + 2))[:-2]
        await self._until(b"\r\n")

    async def gone(self) -> bytes:
        """What else has come when the server has closed the connection."""
        while not self.is_lost:
            await self._more()
        return self._data

    async def _until(self, end: bytes) -> bytes:
        while (found := self._data.find(end)) < 0:
            await self._more()
        data, self._data = self._data[:found], self._data[found + len(end) :]
        return data

    async def _exactly(self, size: int) -> bytes:
        while len(self._data) < size:
            await self._more()
        data, self._data = self._data[:size], self._data[size:]
        return data

    async def _more(self) -> None:
        if self.is_lost:
            raise Lost(self._data)
        self._wait = self._loop.create_future()
        await self._wait

    def _wake(self) -> None:
        if self._wait is not None and not self._wait.done():
            self._wait.set_result(None)


def post(
    method: str, params: dict[str, Any] | None = None, *, request_id: int | str | None = 1, session: str = ""
) -> bytes:
    """A request in a session, or one of the newest version where there is none. Without an id: a notification."""
    headers = {"host": "127.0.0.1", "accept": BOTH, "content-type": "application/json"}
    members = dict(params or {})
    if session:
        headers["mcp-session-id"] = session
    elif method != "initialize":
        members["_meta"] = META
        headers |= {"mcp-protocol-version": NEWEST, "mcp-method": method}
        if "name" in members:
            headers["mcp-name"] = members["name"]
    message: dict[str, Any] = {"jsonrpc": "2.0", "id": request_id, "method": method, "params": members}
    if request_id is None:
        del message["id"]
    return raw("POST", headers, json.dumps(message).encode())


def call(name: str, *, request_id: int | str = 1, session: str = "", **arguments: Any) -> bytes:
    """A call of a tool, as `post`."""
    return post("tools/call", {"name": name, "arguments": arguments}, request_id=request_id, session=session)


def raw(method: str, headers: dict[str, str], body: bytes = b"", path: str = "/mcp") -> bytes:
    """A request as it goes out."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body


def listen(session: str) -> bytes:
    """The request for the stream on which a session listens."""
    return raw("GET", {"host": "127.0.0.1", "accept": "text/event-stream", "mcp-session-id": session})


def delete(session: str) -> bytes:
    """The request that ends a session."""
    return raw("DELETE", {"host": "127.0.0.1", "mcp-session-id": session})


async def begin(connection: Connection) -> str:
    """Begins a session; its id."""
    answer = await connection.ask(post("initialize", INITIALIZE, request_id="begin"))
    assert answer.status == 200, answer
    session = answer.headers["mcp-session-id"]
    assert (await connection.ask(post("notifications/initialized", request_id=None, session=session))).status == 202
    return session


@asynccontextmanager
async def connections(address: tuple[str, int], count: int) -> AsyncIterator[list[Connection]]:
    """So many of them, opened a few at a time, which is as fast."""
    opened: list[Connection] = []
    try:
        for start in range(0, count, 200):
            few = [Connection.open(address) for _ in range(min(200, count - start))]
            opened += await asyncio.gather(*few)
        yield opened
    finally:
        for connection in opened:
            connection.close()
        # What was closed is gone after the next turn of the loop.
        await asyncio.sleep(0)


async def state(server: Program) -> dict[str, int]:
    """What there is in the process of the server, one connection included."""
    async with connections(server.address, 1) as (connection,):
        answer = await connection.ask(call("state"))
    result: dict[str, int] = json.loads(answer.message["result"]["content"][0]["text"])
    return result
