"""HTTP by hand: requests to an app in process, and to one at an address."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from mcprism.transports.sse import EventDecoder

URL = "http://127.0.0.1:8080"
BOTH = "application/json, text/event-stream"
PREFIX = "io.modelcontextprotocol/"
NEWEST = "2026-07-28"


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


@asynccontextmanager
async def _calling(app: Any) -> AsyncIterator[Caller]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield Caller(http)


@pytest.fixture
def calling() -> Callable[[Any], AbstractAsyncContextManager[Caller]]:
    """`async with calling(app) as caller`: requests to an ASGI app, in process."""
    return _calling
