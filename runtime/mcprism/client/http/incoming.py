"""What comes from a server over HTTP: the answer to the call whose stream it is, and what it asks and tells besides."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

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
from mcprism.errors import ErrorObject, InvalidAnswer, MalformedMessage, McprismError, PeerError
from mcprism.inbound import MAX_WAITING, Inbound
from mcprism.jsonrpc import (
    Failure,
    JsonObject,
    Message,
    Request,
    RequestId,
    Response,
    decode,
    decode_batch,
    is_batch,
)
from mcprism_types.base import OnProgress

_log = logging.getLogger("mcprism")


class Call:
    """One request of ours that waits for its answer."""

    def __init__(self, request: Request, on_progress: OnProgress | None) -> None:
        self.id: Final = request.id
        self.method: Final = request.method
        self.answer: JsonObject | ErrorObject | McprismError | None = None
        """What has ended it."""
        self.status: int | None = None
        """That of the HTTP answer which had the error."""
        self._on_progress = on_progress
        self._progress: deque[ProgressReceived] = deque(maxlen=MAX_WAITING)

    def result(self) -> JsonObject:
        """The result. Raises what has ended it else."""
        match self.answer:
            case ErrorObject(code, message, data):
                raise PeerError(code, message, data, method=self.method, status=self.status)
            case McprismError() as error:
                raise error
            case result:
                return result or {}

    def progressed(self, progress: ProgressReceived) -> None:
        """Keeps a report of progress until `report`."""
        self._progress.append(progress)

    async def report(self) -> None:
        """Hands on all progress that has come."""
        while self._progress and self._on_progress is not None:
            progress = self._progress.popleft()
            try:
                await self._on_progress(progress.progress, progress.total, progress.message)
            except Exception:  # the border: what becomes of the request does not depend on who watches it
                _log.exception("the progress callback failed")


class Incoming:
    """Takes the messages of all streams of one connection.

    Args:
        connection: what is in flight.
        inbound: works on what the server asks and tells.
        takes_batches: whether several messages may come in one array now.
        takes_requests: whether the server may ask something now.
        refuse: sends the answer to a request that is not taken; whoever reads the stream waits for that.
    """

    def __init__(
        self,
        connection: Connection,
        inbound: Inbound,
        *,
        takes_batches: Callable[[], bool],
        takes_requests: Callable[[], bool],
        refuse: Callable[[Failure], Awaitable[None]],
    ) -> None:
        self.calls: Final[dict[RequestId, Call]] = {}
        """Those in flight."""
        self._connection = connection
        self._inbound = inbound
        self._takes_batches = takes_batches
        self._takes_requests = takes_requests
        self._refuse = refuse

    async def take(self, frame: bytes, call: Call | None) -> None:
        """One JSON text. `call`: whose stream it came on; answers to others are ignored."""
        try:
            messages: list[Message | MalformedMessage] = [decode(frame)]
        except MalformedMessage as error:
            if not is_batch(frame) or not self._takes_batches():
                self._take_malformed(error, call)
                return
            try:
                messages = decode_batch(frame)
            except MalformedMessage as problem:
                messages = [problem]
        for message in messages:
            if isinstance(message, MalformedMessage):
                self._take_malformed(message, call)
            else:
                await self._take_message(message, call)

    def take_error(self, body: bytes, status: int, call: Call) -> bool:
        """Ends the call with the error that is the body of an HTTP answer to it; False: it is none.

        Servers that have not read the request leave out its id, or put another one there.
        """
        try:
            message = decode(body)
        except MalformedMessage:
            return False
        if not isinstance(message, Failure):
            return False
        self._connection.abandon(call.id)
        call.status = status
        call.answer = message.error
        return True

    async def _take_message(self, message: Message, call: Call | None) -> None:
        if isinstance(message, Response | Failure) and (call is None or message.id != call.id):
            _log.debug("ignored: an answer to %.40r on a stream of something else", message.id)
            return
        if isinstance(message, Request) and not self._takes_requests():
            _log.warning("ignored the request %.100r: a server without sessions asks in results", message.method)
            return
        match self._connection.receive(message):
            case RequestReceived() as received:
                self._inbound.serve(received)
            case AnswerReceived(_, answer):
                if call is not None:
                    call.answer = answer
            case NotificationReceived(notification):
                self._inbound.notified(notification)
            case ProgressReceived(request_id) as progress:
                self.calls[request_id].progressed(progress)
            case RequestRefused(reply):
                await self._refuse(reply)
            case RequestCancelled(received):
                self._inbound.end(received)
            case ErrorReceived(reported):
                _log.warning("the server could not read a message: error %d, %.200r", reported.code, reported.message)
            case Ignored(reason):
                _log.debug("ignored: %s", reason)

    def _take_malformed(self, error: MalformedMessage, call: Call | None) -> None:
        if call is not None and error.is_answer and error.request_id == call.id:
            self._connection.abandon(call.id)
            call.answer = InvalidAnswer(f"the answer to {call.method} cannot be read: {error.message}")
        else:
            _log.warning("skipped what is no message: %.200s", error.message)
