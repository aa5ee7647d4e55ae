"""HTTP by hand: requests to an app in process, and to one at an address."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import anyio
import httpx
import pytest

from mcprism.transports.sse import Event, EventDecoder

URL = "http://127.0.0.1:8080"
BOTH = "application/json, text/event-stream"
PREFIX = "io.modelcontextprotocol/"
NEWEST = "2026-07-28"
PATIENCE = 30.0


class Answer:
    """What came back for one POST: a message, or those of a stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.kind = response.headers.get("content-type")
        self.events = EventDecoder().feed(response.content) if self.kind == "text/event-stream" else []
        messages = [json.loads(event.data) for event in self.events if event.data]
        if self.kind == "application/json":
            messages = [json.loads(response.content)]
        self.messages = messages

    @property
    def message(self) -> Any:
        """The last message: the answer."""
        return self.messages[-1]

    @property
    def result(self) -> Any:
        """The result, which there must be."""
        assert "result" in self.message, self.message
        return self.message["result"]

    @property
    def code(self) -> int:
        """The code of the error, which there must be."""
        return self.message["error"]["code"]


class Caller:
    """A client of the newest version, by hand: everything about a request can be said otherwise."""

    def __init__(self, http: httpx.AsyncClient, path: str = "/mcp") -> None:
        self.http = http
        self.path = path

    async def post(self, body: Any, headers: dict[str, str | None] | None = None) -> Answer:
        """Sends a body, with the headers that every POST has; None leaves one out."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        said = {"accept": BOTH, "content-type": "application/json", **(headers or {})}
        request = self.http.build_request("POST", self.path, content=data)
        for name, value in said.items():
            request.headers.pop(name, None)
            if value is not None:
                request.headers[name] = value
        return Answer(await self.http.send(request))

    async def ask(
        self,
        method: str,
        params: dict[str, Any] | None = None,
        headers: dict[str, str | None] | None = None,
        *,
        meta: dict[str, Any] | None = None,
    ) -> Answer:
        """A request of the newest version. `meta`: more of what it says of itself; None leaves a member out."""
        given = params or {}
        said = {"protocolVersion": NEWEST, "clientCapabilities": {}}
        metadata = {PREFIX + name: value for name, value in said.items()} | {
            (name if name == "progressToken" else PREFIX + name): value for name, value in (meta or {}).items()
        }
        members = {**given, "_meta": {name: value for name, value in metadata.items() if value is not None}}
        named = given.get("name", given.get("uri", given.get("taskId")))
        usual = {"mcp-protocol-version": NEWEST, "mcp-method": method}
        if isinstance(named, str):
            usual["mcp-name"] = named
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": members}
        return await self.post(body, {**usual, **(headers or {})})

    async def initialize(
        self, version: str = "2025-11-25", capabilities: dict[str, Any] | None = None, **headers: str | None
    ) -> "InSession":
        """The handshake; what comes back goes on with its session, and with these headers."""
        params = {
            "protocolVersion": version,
            "capabilities": capabilities or {},
            "clientInfo": {"name": "hand", "version": "0"},
        }
        body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}
        answer = await self.post(body, headers)
        assert answer.status == 200, answer.messages
        session = InSession(self.http, self.path)
        session.first = answer
        session.id = answer.response.headers.get("mcp-session-id")
        session.version = answer.result["protocolVersion"]
        session.headers = {**headers, "mcp-session-id": session.id, "mcp-protocol-version": session.version}
        await session.tell("notifications/initialized")
        return session


class InSession(Caller):
    """A client that has a session, by hand."""

    first: Answer
    id: str | None
    version: str
    headers: dict[str, str | None]
    last_id = 0

    async def post(self, body: Any, headers: dict[str, str | None] | None = None) -> Answer:
        """As `Caller.post`, with the headers of the session."""
        return await super().post(body, {**self.headers, **(headers or {})})

    async def ask(  # type: ignore[override]
        self, method: str, params: dict[str, Any] | None = None, headers: dict[str, str | None] | None = None
    ) -> Answer:
        """A request in this session."""
        self.last_id += 1
        body = {"jsonrpc": "2.0", "id": self.last_id, "method": method}
        return await self.post(body if params is None else {**body, "params": params}, headers)

    async def tell(self, method: str, params: dict[str, Any] | None = None) -> Answer:
        """A notification in this session."""
        body = {"jsonrpc": "2.0", "method": method}
        answer = await self.post(body if params is None else {**body, "params": params})
        assert (answer.status, answer.response.content) == (202, b"")
        return answer

    async def end(self) -> int:
        """Ends the session; the status."""
        headers = {name: value for name, value in self.headers.items() if value is not None}
        return (await self.http.delete(self.path, headers=headers)).status_code


class Call:
    """One request to an ASGI app, whose answer is read as it comes."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self._sent: list[dict[str, Any]] = []
        self._more = anyio.Event()
        self._gone = anyio.Event()
        self._decoder = EventDecoder()
        self._events: list[Event] = []
        self.is_complete = False
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.reads = anyio.Event()
        """Until this is set nothing that is sent is taken."""
        self.reads.set()
        self.returned = anyio.Event()
        """Set once the app has nothing more to do for it."""

    async def run(self, app: Any, scope: dict[str, Any]) -> None:
        """The request, from the side of the app."""
        await app(scope, self.receive, self.send)
        self.returned.set()

    async def receive(self) -> dict[str, Any]:
        """What the app reads."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        """What the app writes."""
        await self.reads.wait()
        if not self._gone.is_set():
            self._sent.append(message)
            self._more.set()

    def disconnect(self) -> None:
        """The client goes."""
        self._gone.set()

    async def started(self) -> int:
        """The status, once it is there."""
        while not self.status:
            await self._next()
        return self.status

    async def event(self) -> Event | None:
        """The next event; None at the end of the answer."""
        while not self._events:
            if self.is_complete:
                return None
            await self._next()
        return self._events.pop(0)

    async def message(self) -> Any:
        """The message in the next event that has one."""
        while (event := await self.event()) is not None:
            if event.data:
                return json.loads(event.data)
        raise AssertionError("the answer has ended")

    async def complete(self) -> bytes:
        """The whole body."""
        while not self.is_complete:
            await self._next()
        return self.body

    async def _next(self) -> None:
        with anyio.fail_after(PATIENCE):
            while not self._sent:
                self._more = anyio.Event()
                await self._more.wait()
        message = self._sent.pop(0)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
            if self.headers.get("content-type") == "text/event-stream":
                self._events += self._decoder.feed(message.get("body", b""))
            self.is_complete = not message.get("more_body", False)


class Driver:
    """Any number of requests to an ASGI app at the same time, in process."""

    def __init__(self, app: Any, tasks: Any) -> None:
        self._app = app
        self._tasks = tasks

    def open(
        self,
        method: str,
        body: Any = b"",
        headers: Mapping[str, str | list[str] | None] | None = None,
        *,
        path: str = "/mcp",
        client: str = "127.0.0.1",
    ) -> Call:
        """Begins a request; its answer is read from what comes back. Several values of a header are several headers."""
        path, _, query = path.partition("?")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        said = {"host": "127.0.0.1:8080", "accept": BOTH, "content-type": "application/json", **(headers or {})}
        call = Call(data)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [
                (name.encode(), value.encode())
                for name, values in said.items()
                for value in ([values] if isinstance(values, str) else values or ())
            ],
            "client": (client, 1),
            "server": ("127.0.0.1", 8080),
        }
        self._tasks.start_soon(call.run, self._app, scope)
        return call


@asynccontextmanager
async def _driving(app: Any) -> AsyncIterator[Driver]:
    with anyio.fail_after(6 * PATIENCE):
        async with anyio.create_task_group() as tasks:
            yield Driver(app, tasks)
            tasks.cancel_scope.cancel()


@pytest.fixture
def driving() -> Callable[[Any], AbstractAsyncContextManager[Driver]]:
    """`async with driving(app) as driver`: requests whose answers are read as they come."""
    return _driving


@asynccontextmanager
async def _calling(app: Any) -> AsyncIterator[Caller]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield Caller(http)


@pytest.fixture
def calling() -> Callable[[Any], AbstractAsyncContextManager[Caller]]:
    """`async with calling(app) as caller`: requests to an ASGI app, in process."""
    return _calling
