"""The other end of a connection, played by hand."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import anyio
import pytest

from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels

PATIENCE = 10.0


class Hand:
    """One end of a channel: sends what it is told to, valid or not, and shows what comes."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.waiting: list[Any] = []
        self.last_id = 0

    def send(self, message: dict[str, Any] | bytes) -> None:
        """Sends bytes as they are, or an object as a JSON-RPC message."""
        if isinstance(message, dict):
            message = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.channel.send(message)

    async def receive(self) -> Any:
        """The next message, in order; fails the test if none comes."""
        while not self.waiting:
            with anyio.fail_after(PATIENCE):
                frames = await self.channel.receive()
            assert frames, "the connection ended"
            self.waiting = [json.loads(frame) for frame in frames]
        return self.waiting.pop(0)

    async def ask(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """Sends a request and returns the next message, which must be its answer."""
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, **({} if params is None else {"params": params})})
        answer = await self.receive()
        assert answer["id"] == self.last_id
        return answer

    async def ended(self) -> bool:
        """Whether the other side has ended, once all that came was received."""
        with anyio.fail_after(PATIENCE):
            return not self.waiting and not await self.channel.receive()

    async def initialize(self, version: str = "2025-11-25", capabilities: dict[str, Any] | None = None) -> Any:
        """The handshake, as a client; returns the server's result."""
        params = {
            "protocolVersion": version,
            "capabilities": capabilities or {},
            "clientInfo": {"name": "hand", "version": "0"},
        }
        answer = await self.ask("initialize", params)
        self.send({"method": "notifications/initialized"})
        return answer["result"]


class Serves(Protocol):
    """What `talk_to` can talk to."""

    async def serve(self, channel: Channel) -> None: ...


@asynccontextmanager
async def _talk_to(server: Serves) -> AsyncIterator[Hand]:
    ours, theirs = memory_channels()
    with anyio.fail_after(6 * PATIENCE):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, theirs)
            async with ours:
                yield Hand(ours)


@pytest.fixture
def talk_to() -> Callable[[Serves], AbstractAsyncContextManager[Hand]]:
    """`async with talk_to(server) as hand`: a client by hand, connected to anything that serves a channel."""
    return _talk_to
