"""Drives a `Connection` over a `Channel`: reads, starts a task for each request that takes time, sends, waits.

Nothing lies between the two: what is read is handed on in the same turn of the event loop, what answers is written in
the turn in which the handler returned.
"""

import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Final

import anyio

from mcprism.calls import DEFAULT_TIMEOUT, Calls
from mcprism.connection import (
    AnswerReceived,
    Connection,
    ErrorReceived,
    Ignored,
    NotificationReceived,
    ProgressReceived,
    RequestCancelled,
    RequestReceived,
    RequestRefused,
)
from mcprism.errors import (
    INVALID_REQUEST,
    OVERLOADED,
    ConnectionClosed,
    ErrorObject,
    MalformedMessage,
    RequestTimeout,
)
from mcprism.inbound import Inbound, Receiver, encoded
from mcprism.jsonrpc import (
    Failure,
    JsonObject,
    JsonText,
    Message,
    Notification,
    Request,
    RequestId,
    Response,
    array_of,
    decode,
    decode_batch,
    encode,
    is_batch,
)
from mcprism.lifespan import Hold, Lifespan
from mcprism.spawn import Job, Spawner, current_loop
from mcprism.transports.channel import HIGH_WATER, Channel, Oversized, Undelivered
from mcprism_types.base import OnProgress, Side

MAX_INBOUND: Final = 128
_log = logging.getLogger("mcprism")


class Peer:
    """One connection to one peer, from opening its channel to the last answer.

    Args:
        channel: where frames come from and go to.
        receiver: what the peer's messages are for.
        side: which side this is. A server stops reading while the client does not read, so that nobody can make it
            pile up answers; a client does not, because two that hold each other back wait for ever. A server answers
            what it cannot read; a client skips what is no request, because programs print such things to their output.
        drain_timeout: seconds that requests in flight may take once the peer has ended its side.
        timeout: seconds that a request of ours may take, unless it says otherwise.
        max_inbound: requests of the peer's that are served at once.
        takes_batches: whether the peer may send several messages in one array now; None: never.
        on_end: called once when reading has ended, before requests in flight are waited for, with how it ended.
        hold: on what is needed while it runs; None: nothing is.
    """

    def __init__(
        self,
        channel: Channel,
        receiver: Receiver,
        *,
        side: Side,
        drain_timeout: float,
        timeout: float = DEFAULT_TIMEOUT,
        max_inbound: int = MAX_INBOUND,
        takes_batches: Callable[[], bool] | None = None,
        on_end: Callable[[str], None] | None = None,
        hold: Hold | None = None,
    ) -> None:
        self._channel = channel
        self._takes_batches = takes_batches
        self._on_end = on_end
        self._batches: dict[RequestReceived, _Batch] = {}
        self._is_server = side == "server"
        self._drain_timeout = drain_timeout
        self._timeout = timeout
        self._connection = Connection(max_inbound=max_inbound)
        self._loop = current_loop()
        self._inbound = Inbound(self._connection, receiver, self, self._loop)
        self._reading = anyio.CancelScope()
        self._hold = Hold(Lifespan(None)) if hold is None else hold
        self._hold.on_failure = self.stop
        self._broken = ""
        self._calls = Calls(self._connection, self._loop)
        self._warned: set[str] = set()
        self._unchecked = 0
        """Bytes of requests sent since it was last seen that the peer reads."""

    async def run(self, *, on_open: Callable[[], None] | None = None) -> None:
        """Opens the channel and serves until the peer ends its side or `stop` is called; then drains and closes.

        Calls `on_open` once messages can be sent. Returns when everything has ended: what was in flight has been
        answered, and each request of ours has failed with ConnectionClosed. To be run once.

        Raises:
            McprismError: the channel could not be opened.
        """
        try:
            async with self._channel, self._hold, self._loop.spawner() as spawner:
                self._inbound.spawner = spawner
                if on_open is not None:
                    on_open()
                try:
                    try:
                        with self._reading:
                            await self._read()
                    finally:
                        if self._on_end is not None:
                            self._on_end(self._how_it_ended())
                    if self._reading.cancel_called:
                        self._give_up_calls()
                    self._calls.fail(self._connection.end_input(), self._how_it_ended())
                    await self._drain(spawner)
                finally:
                    self._inbound.refuse_the_rest()
        finally:
            self._calls.fail(self._connection.close(), self._how_it_ended())

    def stop(self) -> None:
        """Ends reading, as if the peer had ended its side."""
        self._hold.give_up()
        self._reading.cancel()

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        on_sent: Callable[[RequestId], None] | None = None,
        send: Callable[[bytes], None] | None = None,
    ) -> JsonObject:
        """As `exchange.Sender.request`. `on_progress` runs in the calling task, and never after this has returned.

        `on_sent` is given the id of the request, before anything can come that belongs to it. `send` takes the request
        where it is sent in another way, and then its cancellation if there is one.
        """
        self._loop.check()
        timeout = self._timeout if timeout is None else timeout
        if self._unchecked >= HIGH_WATER and not await self._caught_up(self._loop.clock() + timeout):
            raise RequestTimeout(method, timeout)
        try:
            call = self._calls.begin(
                method,
                params,
                timeout=timeout,
                progress=on_progress is not None,
            )
        except ConnectionClosed as error:
            raise ConnectionClosed(f"{error}: {self._how_it_ended()}", never_sent=True) from None
        send = send or self._channel.send
        try:
            frame = encode(call.request)
            send(frame)
        except ConnectionClosed as error:
            self._calls.unsent(call)
            raise ConnectionClosed(str(error), never_sent=True) from None
        except BaseException:
            self._calls.unsent(call)
            raise
        self._unchecked += len(frame)
        if on_sent is not None:
            on_sent(call.request.id)
        try:
            return await self._calls.answer(call, on_progress)
        finally:
            self._send(self._calls.ended(call), send)

    def send(self, frame: bytes) -> None:
        """Sends one frame. Raises as `Channel.send`."""
        self._channel.send(frame)

    async def send_together(self, frames: Sequence[bytes], asked: Sequence[RequestId]) -> None:
        """Sends messages in one array; `asked`: the ids of the requests among them.

        Raises:
            ConnectionClosed: nothing can be sent; the requests have ended with that.
        """
        try:
            self._channel.send(array_of(frames))
        except ConnectionClosed as error:
            for request_id in asked:
                self._calls.refused(request_id, error)
            raise

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `exchange.Sender.notify`."""
        self._loop.check()
        self._channel.send(encode(Notification(method, params)))
        await self._channel.drained()

    async def progress(self, received: RequestReceived, value: float, total: float | None, message: str | None) -> None:
        """As `exchange.Exchange.progress`, for a request of the peer's."""
        self._loop.check()
        notification = self._connection.progress(received, value, total, message)
        if notification is not None:
            self._channel.send(encode(notification))
            await self._channel.drained()

    def start(self, job: Job) -> None:
        """Runs `job`, which contains its exceptions, in a task of its own, at most until the connection has ended."""
        if self._inbound.spawner is not None:
            self._inbound.spawner.start(job)

    async def _caught_up(self, deadline: float) -> bool:
        """Whether the peer reads what waits for it by the deadline: requests to a deaf one must not pile up."""
        # A scope has its price, so one for many requests.
        with anyio.CancelScope(deadline=deadline) as scope:
            await self._channel.drained()
            self._unchecked = 0
        return not scope.cancelled_caught

    async def _read(self) -> None:
        channel = self._channel
        while not self._broken and (frames := await channel.receive()):
            for frame in frames:
                if isinstance(frame, Oversized):
                    self._take_oversized(frame)
                elif isinstance(frame, Undelivered):
                    self._take_undelivered(frame)
                else:
                    self._take(frame)
            if self._is_server:
                await channel.drained()

    async def _drain(self, spawner: Spawner) -> None:
        """Waits for the requests in flight, within the limit, and only while somebody reads the answers."""
        if await spawner.finished(0) or self._drain_timeout <= 0:
            return
        async with anyio.create_task_group() as waiting:

            async def wait(end: Callable[[], Coroutine[Any, Any, object]]) -> None:
                await end()
                waiting.cancel_scope.cancel()

            waiting.start_soon(wait, self._channel.unread)
            waiting.start_soon(wait, partial(spawner.finished, self._drain_timeout))

    def _take(self, frame: bytes) -> None:
        try:
            message = decode(frame)
        except MalformedMessage as error:
            if self._takes_batches is not None and is_batch(frame) and self._takes_batches():
                self._take_batch(frame)
            else:
                self._take_malformed(error)
            return
        self._take_message(message)

    def _take_batch(self, frame: bytes) -> None:
        try:
            messages = decode_batch(frame)
        except MalformedMessage as error:
            self._take_malformed(error)
            return
        batch = _Batch()
        for message in messages:
            if not isinstance(message, MalformedMessage):
                self._take_message(message, batch)
            elif message.is_answer:
                self._take_malformed(message)
            else:
                batch.answers.append(Failure(message.request_id, ErrorObject(message.code, message.message)))
        self._end_of(batch)

    def _take_message(self, message: Message, batch: "_Batch | None" = None) -> None:
        match self._connection.receive(message):
            case RequestReceived() as received:
                if batch is not None:
                    batch.open += 1
                    self._batches[received] = batch
                self._inbound.serve(received)
            case AnswerReceived() | ProgressReceived() as event:
                self._calls.received(event)
            case NotificationReceived(notification):
                self._inbound.notified(notification)
            case RequestRefused(reply):
                if reply.error.code == OVERLOADED:
                    self._warn_once(reply.error.message)
                if batch is not None:
                    batch.answers.append(reply)
                else:
                    self._send(reply)
            case RequestCancelled(received):
                self._inbound.end(received)
            case ErrorReceived(reported):
                text = reported.message
                _log.warning("the peer could not read a message of ours: error %d, %.200r", reported.code, text)
            case Ignored(reason):
                _log.debug("ignored: %s", reason)

    def _take_malformed(self, error: MalformedMessage) -> None:
        answers = error.request_id if error.is_answer else None
        if answers is not None and self._calls.unreadable(answers, error.message):
            return
        if self._is_server or (error.request_id is not None and not error.is_answer):
            self._send(Failure(None if error.is_answer else error.request_id, ErrorObject(error.code, error.message)))
        else:
            _log.warning("skipped what is no message: %.200s", error.message)

    def _take_oversized(self, frame: Oversized) -> None:
        text = f"a message of more than {frame.limit} bytes"
        if self._is_server:
            text = f"{text} was skipped; send less at once, or have `max_line` raised here"
            self._warn_once(text)
            self._send(Failure(None, ErrorObject(INVALID_REQUEST, text)))
        else:
            # It may have been an answer, and the request that waits for it cannot be told.
            self._broken = f"the server sent {text}; a larger `max_line` takes it"

    def _warn_once(self, refusal: str) -> None:
        """Logs what was refused because of a setting of ours, the first time that it happens."""
        if refusal not in self._warned:
            self._warned.add(refusal)
            _log.warning("refused: %s", refusal)

    def _take_undelivered(self, undelivered: Undelivered) -> None:
        # It is a frame of our own, so it can be read.
        frame = undelivered.frame
        lost = decode_batch(frame) if is_batch(frame) else [decode(frame)]
        for message in lost:
            if not isinstance(message, Request) or not self._calls.refused(message.id, undelivered.error):
                _log.warning("a message did not arrive: %s", undelivered.error)

    def answer(self, received: RequestReceived, message: Response | Failure | None) -> None:
        """As `inbound.Answers.answer`: where the request came in a batch, together with the answers to the others."""
        batch = self._batches.pop(received, None) if self._batches else None
        if batch is None:
            self._send(message)
            if isinstance(message, Response):
                self._send(self._connection.ended(received))
            return
        if message is not None:
            batch.answers.append(message)
        self._end_of(batch)

    def _end_of(self, batch: "_Batch") -> None:
        """Takes note that one more part of a batch has ended, and sends the answers if it was the last."""
        batch.open -= 1
        if not batch.open and batch.answers:
            self._send_frame(array_of(map(encoded, batch.answers)), self._channel.send)

    def _send(self, message: Message | None, send: Callable[[bytes], None] | None = None) -> None:
        if message is not None:
            self._send_frame(encoded(message), send or self._channel.send)

    def _send_frame(self, frame: bytes, send: Callable[[bytes], None]) -> None:
        try:
            send(frame)
        except ConnectionClosed as error:
            _log.debug("not sent: %s", error)

    def _give_up_calls(self) -> None:
        # So that the peer does not go on working for nobody.
        for request in self._connection.pending:
            self._send(self._connection.cancel(request.id, "the connection is being closed"))
            self._calls.fail([request], self._how_it_ended())

    def _how_it_ended(self) -> str:
        if self._reading.cancel_called:
            return "this side closed the connection"
        return self._broken or self._channel.describe_end() or "the peer ended the connection"


class _Batch:
    """Messages that came in one array, and whose answers go out in one."""

    __slots__ = ("answers", "open")

    def __init__(self) -> None:
        self.answers: list[Response | Failure] = []
        self.open = 1
        """How many requests are not answered yet; one more while the array is being read."""
