"""An HTTP server that does as it is told, right or wrong: each request is answered by a function of the test."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import anyio
from anyio.abc import SocketAttribute, SocketStream
from anyio.streams.buffered import BufferedByteReceiveStream

NEWEST = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
DISCOVERED = {
    "resultType": "complete",
    "supportedVersions": [NEWEST],
    "capabilities": {"tools": {}, "resources": {}, "prompts": {}},
    "ttlMs": 0,
    "cacheScope": "private",
    "_meta": {PREFIX + "serverInfo": {"name": "scripted", "version": "0"}},
}
CALLED = {"resultType": "complete", "content": []}


_NUMBERS = count()


def initialized(version: str = "2025-11-25") -> dict[str, Any]:
    """The result that begins a session."""
    return {
        "protocolVersion": version,
        "capabilities": {"tools": {}, "resources": {}},
        "serverInfo": {"name": "scripted", "version": "0"},
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request."""

    method: str
    path: str
    lines: Sequence[tuple[str, str]]
    """The headers as they came."""
    body: bytes

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by their names in lower case."""
        return {name.lower(): value for name, value in self.lines}

    @property
    def message(self) -> Any:
        """The message in the body."""
        return json.loads(self.body)

    @property
    def what(self) -> str:
        """The method of the message, or that of HTTP where there is none."""
        if not self.body:
            return self.method
        return "batch" if isinstance(self.message, list) else self.message.get("method", "answer")


class Reply:
    """The way back: what is written goes out as it is."""

    def __init__(self, stream: SocketStream, asked: Asked) -> None:
        self.stream = stream
        self.asked = asked
        self.keeps_alive = True

    async def raw(self, data: bytes) -> None:
        """Writes bytes; the connection ends with this answer."""
        self.keeps_alive = False
        await self.stream.send(data)

    async def plain(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer. Names of headers have `_` for `-`."""
        lines = [f"HTTP/1.1 {status} Status", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.stream.send("\r\n".join([*lines, "", ""]).encode() + body)

    async def json(self, value: Any, status: int = 200, **headers: str) -> None:
        """A JSON answer."""
        await self.plain(status, json.dumps(value).encode(), content_type="application/json", **headers)

    async def result(self, result: Any, **headers: str) -> None:
        """The result of the request."""
        await self.json({"jsonrpc": "2.0", "id": self.asked.message["id"], "result": result}, **headers)

    async def error(self, code: int, message: str = "no", data: Any = None, status: int = 200) -> None:
        """The error that answers the request."""
        error = {"code": code, "message": message, **({} if data is None else {"data": data})}
        await self.json({"jsonrpc": "2.0", "id": self.asked.message["id"], "error": error}, status)

    async def events(self, **headers: str) -> None:
        """Begins a stream of events."""
        lines = ["HTTP/1.1 200 OK", "transfer-encoding: chunked", "content-type: text/event-stream"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.stream.send("\r\n".join([*lines, "", ""]).encode())

    async def chunk(self, data: bytes) -> None:
        """A part of the body of a stream."""
        await self.stream.send(b"%x\r\n%b\r\n" % (len(data), data))

    async def event(self, message: Any = None, *, data: str = "", **fields: Any) -> None:
        """One event with a message; `fields`: `id`, `retry`, `event`."""
        if message is not None:
            data = json.dumps({"jsonrpc": "2.0", **message})
        lines = [f"{name}: {value}" for name, value in fields.items()]
        await self.chunk("\n".join([*lines, f"data: {data}", "", ""]).encode())

    async def answer(self, result: Any, **fields: Any) -> None:
        """The event that answers the request."""
        await self.event({"id": self.asked.message["id"], "result": result}, **fields)

    async def end(self) -> None:
        """Ends the stream in order."""
        await self.stream.send(b"0\r\n\r\n")

    async def cut(self) -> None:
        """Ends the connection where it is."""
        self.keeps_alive = False
        await self.stream.aclose()

    async def until_gone(self) -> None:
        """Returns when the client has closed the connection."""
        self.keeps_alive = False
        try:
            while True:
                await self.stream.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError):
            pass


Answering = Callable[[Asked, Reply], Awaitable[None]]


class Scripted:
    """The server, and what it was asked, in order."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.seen: list[Asked] = []
        self.url = ""
        self.connections = 0

    @property
    def asked(self) -> list[str]:
        """What was asked, in short."""
        return [asked.what for asked in self.seen]

    def of(self, what: str) -> list[Asked]:
        """The requests with this method."""
        return [asked for asked in self.seen if asked.what == what]

    async def talk(self, stream: SocketStream) -> None:
        """Answers the requests on one connection."""
        self.connections += 1
        async with stream:
            buffered = BufferedByteReceiveStream(stream)
            try:
                while True:
                    head = (await buffered.receive_until(b"\r\n\r\n", 65536)).decode("latin-1")
                    first, *lines = head.split("\r\n")
                    method, path, _ = first.split(" ")
                    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
                    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
                    body = await buffered.receive_exactly(int(length))
                    asked = Asked(method, path, headers, body)
                    self.seen.append(asked)
                    reply = Reply(stream, asked)
                    await self.answer(asked, reply)
                    if not reply.keeps_alive:
                        return
            except (anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError, anyio.ClosedResourceError):
                return


@asynccontextmanager
async def scripted(answer: Answering) -> AsyncIterator[Scripted]:
    """The server while the block runs, on a free port. What the block raises comes out as it is."""
    server = Scripted(answer)
    failure: BaseException | None = None
    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0) as listener,
        anyio.create_task_group() as tasks,
    ):
        host, port = listener.extra_attributes[SocketAttribute.local_address]()
        # What servers were is remembered by their addresses, and ports come again.
        server.url = f"http://{host}:{port}/mcp/{next(_NUMBERS)}"
        tasks.start_soon(listener.serve, server.talk)
        try:
            yield server
        except Exception as error:  # brought out of the task group
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure


def stateless(calls: Answering, discovered: Any = DISCOVERED) -> Answering:
    """A server without sessions; `calls` answers all but `server/discover`."""

    async def answer(asked: Asked, reply: Reply) -> None:
        if asked.what == "server/discover":
            await reply.result(discovered)
        elif asked.method != "POST":
            await reply.plain(405)
        else:
            await calls(asked, reply)

    return answer


def with_sessions(
    calls: Answering, version: str = "2025-11-25", session: str | None = "s-1", streams: Answering | None = None
) -> Answering:
    """A server with sessions; `calls` answers what comes in one, `streams` the GET requests."""

    async def answer(asked: Asked, reply: Reply) -> None:
        if asked.what == "server/discover":
            await reply.error(-32601, "Method not found", status=400)
        elif asked.what == "initialize":
            await reply.result(initialized(version), **({} if session is None else {"mcp_session_id": session}))
        elif asked.what == "notifications/initialized":
            await reply.plain(202)
        elif asked.method == "DELETE":
            await reply.plain(200)
        elif asked.method == "GET" and streams is None:
            await reply.plain(405)
        elif asked.method == "GET" and streams is not None:
            await streams(asked, reply)
        else:
            await calls(asked, reply)

    return answer
