"""Writes down what passes through a channel, for tests that read it when the process has ended."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mcprism.server.http.observing import Observed
from mcprism.transports.channel import Channel, Frame


class Recording:
    """A channel as it is, beside a list of all messages: `("sent" | "received", message)`."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.messages: list[tuple[str, Any]] = []

    async def __aenter__(self) -> Self:
        await self.channel.__aenter__()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.channel.__aexit__(exc_type, exc, traceback)

    async def receive(self) -> Sequence[Frame]:
        frames = await self.channel.receive()
        self.messages += [("received", json.loads(frame)) for frame in frames if isinstance(frame, bytes)]
        return frames

    def send(self, frame: bytes) -> None:
        self.messages.append(("sent", json.loads(frame)))
        self.channel.send(frame)

    async def drained(self) -> None:
        await self.channel.drained()

    def describe_end(self) -> str:
        return self.channel.describe_end()


class Observing:
    """The same for a server over HTTP."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, Any]] = []

    def on_receive(self, message: Observed) -> None:
        self._note("received", message)

    def on_send(self, message: Observed) -> None:
        self._note("sent", message)

    def _note(self, way: str, observed: Observed) -> None:
        self.messages.append((way, json.loads(observed.data)))


def started(folder: str) -> Path:
    """Leaves an empty file in `folder`, named after this process, as a sign that it has started; `done` fills it."""
    path = Path(folder) / str(os.getpid())
    path.touch()
    return path


def done(path: Path, messages: list[tuple[str, Any]]) -> None:
    """Writes the messages of a process that comes to its end in order."""
    path.write_text(json.dumps(messages), "utf-8")
