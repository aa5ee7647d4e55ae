"""Servers whose conversation can be looked at: real ones, and ones that are played by hand."""

import json
from collections.abc import Callable
from typing import Any

from mcprism import Server
from mcprism.transports.channel import Channel, Frame
from mcprism.transports.observed import Direction, ObservedChannel

PREFIX = "io.modelcontextprotocol/"


class Tapped:
    """A server, and all that went both ways. To be given to a client in its place."""

    def __init__(self, server: Server) -> None:
        self.from_client: list[Any] = []
        self.from_server: list[Any] = []
        self._server = server

    async def serve(self, channel: Channel) -> None:
        """Serves as the server does."""
        await self._server.serve(ObservedChannel(channel, self._note))

    def asked(self, method: str) -> list[Any]:
        """The params of each request or notification of the client's with this method."""
        return [message.get("params") for message in self.from_client if message.get("method") == method]

    def told(self, method: str) -> list[Any]:
        """The same for the server's."""
        return [message.get("params") for message in self.from_server if message.get("method") == method]

    def _note(self, direction: Direction, frame: Frame) -> None:
        if isinstance(frame, bytes):
            (self.from_server if direction == "sent" else self.from_client).append(json.loads(frame))

    @property
    def results(self) -> list[Any]:
        """The results that the server gave, in order."""
        return [message["result"] for message in self.from_server if "result" in message]


class Played:
    """A server by hand with a session of one version: answers each request as a function says, None being silence."""

    def __init__(
        self,
        version: str,
        answer: Callable[[Any], Any] = lambda request: None,
        *,
        capabilities: dict[str, Any] | None = None,
    ) -> None:
        self.seen: list[Any] = []
        self._version = version
        self._answer = answer
        self._capabilities = {"tools": {}} if capabilities is None else capabilities

    @property
    def methods(self) -> list[str]:
        """What came, in order."""
        return [message.get("method", "an answer") for message in self.seen]

    async def serve(self, channel: Channel) -> None:
        """Serves until the client goes."""
        async with channel:
            while frames := await channel.receive():
                for frame in frames:
                    assert isinstance(frame, bytes)
                    message = json.loads(frame)
                    self.seen.append(message)
                    for answer in self._answers(message):
                        channel.send(json.dumps({"jsonrpc": "2.0", **answer}).encode())

    def _answers(self, message: Any) -> list[Any]:
        if "id" not in message or "method" not in message:
            return []
        if message["method"] == "initialize":
            info = {"name": "played", "version": "1"}
            answer: Any = {"protocolVersion": self._version, "capabilities": self._capabilities, "serverInfo": info}
        elif message["method"] == "server/discover":
            answer = {
                "resultType": "complete",
                "supportedVersions": [self._version],
                "capabilities": self._capabilities,
                "ttlMs": 0,
                "cacheScope": "private",
            }
        else:
            answer = self._answer(message)
        if answer is None:
            return []
        if isinstance(answer, list):
            return answer
        return [{"id": message["id"], "result": answer}]
