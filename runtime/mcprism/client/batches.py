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

from mcprism.client.tasks import Link
from mcprism.connection import INITIALIZE
from mcprism.errors import McprismError, NotSupportedByPeer
from mcprism.jsonrpc import MAX_BATCH, JsonObject, JsonText, Notification, RequestId, encode
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
        self._unsettled = 0
        self._settled = anyio.Event()
        self._unfinished = 0
        self._is_given_up = False
        self._sending = anyio.CancelScope()

    async def answers(self, calls: Sequence[Coroutine[Any, Any, Any]]) -> list[Any]:
        """What each call returned or raised, in their order."""
        places = [_Place(self) for _ in calls]
        self._unsettled = self._unfinished = len(calls)
        failure: McprismError | None = None
        async with anyio.create_task_group() as tasks:
            for place, call in zip(places, calls, strict=True):
                tasks.start_soon(place.make, call)
            if places:
                await self._settled.wait()
            self.has_left = True
            filled = [place for place in places if place.frame is not None]
            frames = [place.frame for place in places if place.frame is not None]
            asked = [place.request_id for place in filled if place.request_id is not None]
            if frames:
                try:
                    with self._sending:
                        await self.sender.send_together(frames, asked)
                except McprismError as error:
                    failure = error
        return [place.end(failure) for place in places]

    def settled(self) -> None:
        """One more call has filled its place, or will not."""
        self._unsettled -= 1
        if not self._unsettled:
            self._settled.set()

    def given_up(self, cancellation: bytes) -> None:
        """Nobody waits any more for the answer to one of the calls, which the server may be working on."""
        self._is_given_up = True
        self.sender.send(cancellation)

    def finished(self) -> None:
        """One more call has ended. Nobody reads on for those that were given up."""
        self._unfinished -= 1
        if not self._unfinished and self._is_given_up:
            self._sending.cancel()


class _Place:
    """One call's place in an array."""

    def __init__(self, batch: Batch) -> None:
        self.batch: Final = batch
        self.frame: bytes | None = None
        self.request_id: RequestId | None = None
        """That of the call's request; None: its message is none."""
        self.is_settled = False
        self._outcome: Any = None
        self._failure: Exception | None = None

    async def make(self, call: Coroutine[Any, Any, Any]) -> None:
        """Makes the call, and keeps what it returns or raises."""
        _PLACE.set(self)
        try:
            self._outcome = await call
        except Exception as error:  # handed to who made the calls, beside what became of the others
            self._failure = error
        # Nothing leaves for who is cancelled meanwhile.
        if not self.is_settled:
            self.settle(None)
        self.batch.finished()

    def identify(self, request_id: RequestId) -> None:
        """Notes which request is in it."""
        self.request_id = request_id

    def send(self, frame: bytes) -> None:
        """Takes the message of the call; and its cancellation, which is not sent where the message has not left."""
        if self.batch.has_left:
            self.batch.given_up(frame)
        elif self.is_settled:
            self.frame = None
        else:
            self.settle(frame)

    def settle(self, frame: bytes | None) -> None:
        """Fills the place, or leaves it empty for good."""
        self.is_settled = True
        self.frame = frame
        self.batch.settled()

    def end(self, failure: McprismError | None) -> Any:
        """What the call returned or raised. `failure`: why the array was not taken; requests have ended with that."""
        is_told = self.frame is not None and self.request_id is None
        problem = self._failure or (failure if is_told else None)
        return self._outcome if problem is None else problem


_PLACE: ContextVar[_Place | None] = ContextVar("place in a batch", default=None)


class BatchingSender:
    """Sends to a server of a version that has batches, and takes what calls in a batch send to their places.

    As `exchange.Sender`.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self.send: Final[Callable[[bytes], None]] = link.send
        self.send_together: Final = link.send_together

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
            return await self._link.request(method, params, timeout=timeout, on_progress=on_progress)
        if method == INITIALIZE:
            raise ValueError("initialize cannot be a part of a batch: await it by itself")
        return await self._link.request(
            method, params, timeout=timeout, on_progress=on_progress, on_sent=place.identify, send=place.send
        )

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        place = self._place()
        if place is None:
            await self._link.notify(method, params)
        else:
            place.send(encode(Notification(method, params)))

    def _place(self) -> _Place | None:
        place = _PLACE.get()
        return place if place is not None and place.batch.sender is self and not place.is_settled else None


async def in_one_message(
    calls: Sequence[Coroutine[Any, Any, Any]], sender: BatchingSender | None, version: str
) -> tuple[Any, ...]:
    """What calls come to that leave in one message; `sender` None: the version has no such messages.

    Raises:
        NotSupportedByPeer: the version has no batches.
        TypeError: one of the calls is something else.
        ValueError: they are more than fit into one message.
    """
    try:
        if len(calls) > MAX_BATCH:
            raise ValueError(f"send_batch takes up to {MAX_BATCH} calls, not {len(calls)}: send several batches")
        for call in calls:
            if not iscoroutine(call):
                raise TypeError(
                    "send_batch takes calls of this client that are not awaited yet, such as client.call_tool('add'), "
                    f"not {call!r:.100}"
                )
        if sender is None:
            raise NotSupportedByPeer("batches", peer_version=version, needs=" or ".join(sorted(BATCHING)))
        return tuple(await Batch(sender).answers(calls))
    finally:
        # Python warns of calls that nobody awaits.
        for call in calls:
            if iscoroutine(call):
                call.close()
