"""A client of one version in conversation with a server, and all that passes between them."""

import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio
import pytest

from mcprism import Client, HttpTarget, LossReport, PeerError, Server
from mcprism.client.http.target import HttpTransport
from mcprism.client.targets import Serves
from mcprism.observers.message import MessageEvent
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism.transports.observed import Direction
from mcprism.versions.conversation import Conversation, Fault
from tests.versions.everything import NEWEST, Heard, client_handler_of, declared_by, types_of

PATIENCE = 30.0


class Talk:
    """The client, and what was said. `faults` has what either side said wrong."""

    def __init__(
        self, target: Channel | HttpTarget, version: str, handler: Any, heard: Heard, capabilities: Any
    ) -> None:
        self.heard = heard
        self.types = types_of(version)
        self.lost: list[LossReport] = []
        self.faults: list[Fault] = []
        self.batches: list[tuple[Direction, int]] = []
        """How many messages came in one."""
        self._said: list[tuple[Direction, Any]] = []
        self._methods: dict[Any, str] = {}
        self._conversation = Conversation()
        self.client = Client(
            target,
            observers=[self],
            version=version,
            handler=handler,
            capabilities=capabilities,
            timeout=PATIENCE,
            connect_timeout=PATIENCE,
            on_loss=self.lost.append,
        )

    def on_receive(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_receive`."""
        self._note(event)

    def on_send(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_send`."""
        self._note(event)

    def _note(self, event: MessageEvent) -> None:
        direction, message = event.direction, event.message
        if not event.batch_index:
            self.faults += self._conversation.read("client" if direction == "sent" else "server", event.raw)
        if event.batch_index == 0:
            self.batches.append((direction, len(json.loads(event.raw))))
        self._said.append((direction, message))
        if direction == "sent" and event.kind == "request":
            self._methods[message["id"]] = message["method"]

    async def call(self, tool: str) -> Any:
        """What a call of a tool is answered, on the wire."""
        return await self.asking(self.client.call_tool(tool))

    async def asking(self, request: Awaitable[Any]) -> Any:
        """What a request is answered in the end, on the wire; without what every answer of the version has."""
        await request
        return self.answers()[-1]

    async def failing(self, request: Awaitable[Any]) -> Any:
        """The error that a request is answered with, on the wire."""
        with pytest.raises(PeerError):
            await request
        return self._answer("error")[-1]

    async def give_up(self, tool: str) -> None:
        """Calls a tool, and cancels that when it reports progress."""
        with anyio.CancelScope() as scope:

            async def on_progress(progress: float, total: float | None, message: str | None) -> None:
                scope.cancel()

            await self.client.call_tool(tool, on_progress=on_progress)
        assert scope.cancelled_caught

    def answers(self, method: str | None = None) -> list[Any]:
        """The results so far, of one method or all, without what every result of the version has."""
        results = self._answer("result", method)
        if self.client.protocol_version != NEWEST:
            return results
        stripped = []
        for result in results:
            assert result["resultType"] in ("complete", "input_required")
            meta = dict(result.get("_meta", {}))
            meta.pop("io.modelcontextprotocol/serverInfo", None)
            rest = {name: value for name, value in result.items() if name not in ("resultType", "_meta")}
            stripped.append({**rest, "_meta": meta} if meta else rest)
        return stripped

    def last_answered(self) -> str:
        """The method of the last request that was answered."""
        answered = [
            self._methods[message["id"]]
            for direction, message in self._said
            if direction == "received" and "method" not in message
        ]
        return answered[-1]

    def questions(self, method: str) -> list[Any]:
        """The params of what the server asked, in requests or in results."""
        found: list[Any] = []
        for direction, message in self._said:
            if direction != "received":
                continue
            embedded = message.get("result", {}).get("inputRequests", {}).values()
            asked = [message] if "method" in message else list(embedded)
            found += [question["params"] for question in asked if question["method"] == method]
        return found

    def _answer(self, kind: str, method: str | None = None) -> list[Any]:
        return [
            message[kind]
            for direction, message in self._said
            if direction == "received" and kind in message and method in (None, self._methods[message["id"]])
        ]


@asynccontextmanager
async def talk_in_memory(server: Serves, version: str, *, declares: bool = True) -> AsyncIterator[Talk]:
    """`declares`: whether the client can answer questions, and says so."""
    ours, theirs = memory_channels()
    with anyio.fail_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(partial(server.serve, theirs))
            async with talk_over(ours, version, declares=declares) as talk:
                yield talk


@asynccontextmanager
async def talk_over_http(server: Server, version: str, *, transport: HttpTransport) -> AsyncIterator[Talk]:
    """The same over HTTP: each message is in a request to a port, or in what answers one."""
    with anyio.fail_after(PATIENCE):
        async with server.http(port=0) as handle:
            url = handle.url if transport == "streamable" else handle.url.replace("/mcp", "/sse")
            async with talk_over(HttpTarget(url, transport=transport), version) as talk:
                yield talk


@asynccontextmanager
async def talk_over(target: Channel | HttpTarget, version: str, *, declares: bool = True) -> AsyncIterator[Talk]:
    """The same over a channel or an address that leads to a server."""
    heard = Heard()
    handler = client_handler_of(version, heard) if declares else None
    talk = Talk(target, version, handler, heard, declared_by(version) if declares else None)
    async with talk.client:
        assert talk.client.protocol_version == version
        yield talk
