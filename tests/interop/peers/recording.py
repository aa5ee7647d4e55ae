"""Writes down what passes through a channel, for tests that read it when the process has ended."""

import json
import os
from pathlib import Path
from typing import Any

from mcprism.observers.message import MessageEvent
from mcprism.transports.channel import Channel, Frame
from mcprism.transports.observed import Direction, ObservedChannel


class Recording(ObservedChannel):
    """A channel as it is, beside a list of all messages: `("sent" | "received", message)`."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel, self._note)
        self.messages: list[tuple[str, Any]] = []

    def _note(self, direction: Direction, frame: Frame) -> None:
        if isinstance(frame, bytes):
            self.messages.append((direction, json.loads(frame)))


class Observing:
    """The same for a server over HTTP."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, Any]] = []

    def on_receive(self, event: MessageEvent) -> None:
        self._note(event)

    def on_send(self, event: MessageEvent) -> None:
        self._note(event)

    def _note(self, event: MessageEvent) -> None:
        if not event.batch_index:
            self.messages.append((event.direction, json.loads(event.raw)))


def started(folder: str) -> Path:
    """Leaves an empty file in `folder`, named after this process, as a sign that it has started; `done` fills it."""
    path = Path(folder) / str(os.getpid())
    path.touch()
    return path


def done(path: Path, messages: list[tuple[str, Any]]) -> None:
    """Writes the messages of a process that comes to its end in order."""
    path.write_text(json.dumps(messages), "utf-8")
