"""What a transport offers to the peer above it: frames from and to one other side.

A frame is one JSON text as bytes, without the line ending. Channels know nothing of what is in it: not even whether
it is UTF-8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from mcprism.errors import McprismError

HIGH_WATER = 1024 * 1024
"""Bytes that may wait to be written before `Channel.drained` holds its caller back."""


@dataclass(frozen=True, slots=True)
class Oversized:
    """Stands where a frame of more than `limit` bytes was; its content was skipped and is lost."""

    limit: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Tells that a frame of ours did not arrive, where that is known of a single one."""

    frame: bytes
    error: McprismError
    """Why."""


Frame = bytes | Oversized | Undelivered
"""What `Channel.receive` gives, in the order of arrival."""


class Channel(Protocol):
    """Frames to and from one peer. Entered once, by the task that owns the connection, and left by the same task."""

    async def __aenter__(self) -> Self:
        """The open channel.

        Raises:
            RuntimeError: it was entered before.
            McprismError: it cannot be opened; the text says why.
        """
        ...

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes. What was sent is still written, within a time limit, even when the body is cancelled."""
        ...

    async def receive(self) -> Sequence[Frame]:
        """Every complete frame that has arrived, at least one; empty at the end of input, and again each time after.

        For one caller at a time. Cancelling it loses no frame.
        """
        ...

    def send(self, frame: bytes) -> None:
        """Queues one JSON text without line breaks; never waits. What one turn of the event loop sends is one write.

        Raises:
            ConnectionClosed: the peer is gone, or the channel is not open.
        """
        ...

    async def drained(self) -> None:
        """Returns when less than `HIGH_WATER` bytes wait to be written: at once, without a scheduling point, if so.

        Also returns when nothing can be written any more; `send` tells.
        """
        ...

    async def unread(self) -> None:
        """Returns when the other side reads nothing more, as far as that can be seen: answers would reach nobody."""
        ...

    def describe_end(self) -> str:
        """How the connection ended, for error texts, as far as that is known; otherwise an empty string."""
        ...
