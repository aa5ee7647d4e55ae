"""A channel with somebody who looks on: for recordings, checks and traces."""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Literal, Self, TypeAlias

from mcprism.transports.channel import Channel, Frame

Direction: TypeAlias = Literal["sent", "received"]

OnFrame: TypeAlias = Callable[[Direction, Frame], None]
"""Told of each frame: of one that is sent when it is queued, of one that is received before it is handed on."""


class ObservedChannel:
    """Another channel as it is, while `on_frame` is told of every frame. As `Channel`.

    What `on_frame` raises comes out of `send` or `receive`, and ends the connection as any error there does.
    """

    def __init__(self, channel: Channel, on_frame: OnFrame) -> None:
        self.channel = channel
        self._on_frame = on_frame

    async def __aenter__(self) -> Self:
        await self.channel.__aenter__()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.channel.__aexit__(exc_type, exc, traceback)

    async def receive(self) -> Sequence[Frame]:
        """As `Channel.receive`."""
        frames = await self.channel.receive()
        for frame in frames:
            self._on_frame("received", frame)
        return frames

    def send(self, frame: bytes) -> None:
        """As `Channel.send`. A frame that cannot be sent is not told of."""
        self.channel.send(frame)
        self._on_frame("sent", frame)

    async def drained(self) -> None:
        """As `Channel.drained`."""
        await self.channel.drained()

    async def unread(self) -> None:
        """As `Channel.unread`."""
        await self.channel.unread()

    def describe_end(self) -> str:
        """As `Channel.describe_end`."""
        return self.channel.describe_end()
