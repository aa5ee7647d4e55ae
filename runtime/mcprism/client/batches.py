"""Calls of a client whose messages leave in one array, where the version has that.

Each call is made as it always is, in a task of its own; only what it sends first does not go to the channel, but to its
place in the array, which leaves once every call has filled its place or ended. All later messages go alone.

Spec: 2025-03-26/basic#batching
"""

from collections.abc import Callable, Coroutine, Sequence
from contextvars import ContextVar
from inspect import iscoroutine
from typing import Any, Final

import anyio

from mcprism.connection import INITIALIZE
from mcprism.errors import ConnectionClosed, NotSupportedByPeer
from mcprism.jsonrpc import JsonObject, JsonText, Notification, encode
from mcprism.peer import Peer
from mcprism.versions import BATCHING
from mcprism_types.base import OnProgress


class Batch:
    """One array on its way.

    Args:
        sender: where it goes, and what the calls send through.
    """

    def __init__(self, sender: "BatchingSender") -> None:
        self.sender: Final = sender
        self.has_left = False
        self._places: list[_Place] = []
        self._unsettled = 0

    async def answers(self, calls: Sequence[Coroutine[Any, Any, Any]]) -> list[Any]:
        """What each call returned or raised, in their order."""
        self._places = [_Place(self) for _ in calls]
        self._unsettled = len(calls)
        async with anyio.create_task_group() as tasks:
            for place, call in zip(self._places, calls, strict=True):
                tasks.start_soon(place.make, call)
        return [place.outcome if place.failure is None else place.failure for place in self._places]

    def settled(self) -> None:
        """One more call has filled its place, or will not."""
        self._unsettled -= 1
        if not self._unsettled:
            self._leave()

    def _leave(self) -> None:
        self.has_left = True
        filled = [place for place in self._places if place.frame is not None]
        if not filled:
            return
        try:
            self.sender.send(b"[%b]" % b",".join(place.frame or b"" for place in filled))
        except ConnectionClosed as error:
            for place in filled:
                place.fail(error)


class _Place:
    """One call's place in an array."""

    def __init__(self, batch: Batch) -> None:
        self.batch: Final = batch
        self.frame: bytes | None = None
        self.is_settled = False
        self.outcome: Any = None
        self.failure: Exception | None = None
        self._scope = anyio.CancelScope()

    async def make(self, call: Coroutine[Any, Any, Any]) -> None:
        """Makes the call, and keeps what it returns or raises."""
        _PLACE.set(self)
        try:
            with self._scope:
                self.outcome = await call
        except Exception as error:  # handed to who made the calls, beside what became of the others
            self.failure = self.failure or error
        # Nothing leaves for who is cancelled meanwhile.
        if not self.is_settled:
            self.settle(None)

    def send(self, frame: bytes) -> None:
        """Takes the message of the call; and its cancellation, which is not sent where the message has not left."""
        if self.batch.has_left:
            self.batch.sender.send(frame)
        elif self.is_settled:
            self.frame = None
        else:
            self.settle(frame)

    def settle(self, frame: bytes | None) -> None:
        """Fills the place, or leaves it empty for good."""
        self.is_settled = True
        self.frame = frame
        self.batch.settled()

    def fail(self, error: ConnectionClosed) -> None:
        """Ends the call, whose message could not leave."""
        self.failure = error
        self._scope.cancel()


_PLACE: ContextVar[_Place | None] = ContextVar("place in a batch", default=None)


class BatchingSender:
    """Sends to a server of a version that has batches, and takes what calls in a batch send to their places.

    As `exchange.Sender`.
    """

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self.send: Final[Callable[[bytes], None]] = peer.send

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`.

        Raises:
            ValueError: `initialize` cannot be a part of a batch. Spec: 2025-03-26/basic/lifecycle#initialization
        """
        place = self._place()
        if place is None:
            return await self._peer.request(method, params, timeout=timeout, on_progress=on_progress)
        if method == INITIALIZE:
            raise ValueError("initialize cannot be a part of a batch: await it by itself")
        return await self._peer.request(method, params, timeout=timeout, on_progress=on_progress, send=place.send)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        place = self._place()
        if place is None:
            await self._peer.notify(method, params)
        else:
            place.send(encode(Notification(method, params)))

    def _place(self) -> _Place | None:
        place = _PLACE.get()
        return place if place is not None and place.batch.sender is self and not place.is_settled else None


async def in_one_message(
    calls: Sequence[Coroutine[Any, Any, Any]], sender: BatchingSender | None, version: str
) -> tuple[Any, ...]:
    """What calls come to that leave in one message; `sender` None: nothing here sends several at once.

    Raises:
        NotSupportedByPeer: the version has no batches, or the transport sends none.
        TypeError: one of the calls is something else.
    """
    try:
        for call in calls:
            if not iscoroutine(call):
                raise TypeError(
                    "send_batch takes calls of this client that are not awaited yet, such as client.call_tool('add'), "
                    f"not {call!r:.100}"
                )
        if sender is None:
            needs = "stdio: over HTTP none are sent" if version in BATCHING else " or ".join(sorted(BATCHING))
            raise NotSupportedByPeer("batches", peer_version=version, needs=needs)
        return tuple(await Batch(sender).answers(calls))
    finally:
        # Python warns of calls that nobody awaits.
        for call in calls:
            if iscoroutine(call):
                call.close()
