"""What comes from a server over HTTP: the answer to the call whose stream it is, and what it asks and tells besides."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from mcprism.calls import Call, Calls
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
from mcprism.errors import MalformedMessage
from mcprism.inbound import Inbound
from mcprism.jsonrpc import (
    Failure,
    Message,
    Request,
    RequestId,
    Response,
    decode,
    decode_batch,
    is_batch,
)

_log = logging.getLogger("mcprism")


class Incoming:
    """Takes the messages of all streams of one connection.

    Args:
        connection: what is in flight.
        calls: those of ours that wait.
        inbound: works on what the server asks and tells.
        takes_batches: whether several messages may come in one array now.
        takes_requests: whether the server may ask something now.
        refuse: sends the answer to a request that is not taken; whoever reads the stream waits for that.
    """

    def __init__(
        self,
        connection: Connection,
        calls: Calls,
        inbound: Inbound,
        *,
        takes_batches: Callable[[], bool],
        takes_requests: Callable[[], bool],
        refuse: Callable[[Failure], Awaitable[None]],
    ) -> None:
        self._connection = connection
        self._calls = calls
        self._inbound = inbound
        self._takes_batches = takes_batches
        self._takes_requests = takes_requests
        self._refuse = refuse

    async def take(self, frame: bytes, calls: Sequence[Call]) -> None:
        """One JSON text. `calls`: whose stream it came on; answers to others are ignored."""
        try:
            messages: list[Message | MalformedMessage] = [decode(frame)]
        except MalformedMessage as error:
            if not is_batch(frame) or not self._takes_batches():
                self._take_malformed(error, calls)
                return
            try:
                messages = decode_batch(frame)
            except MalformedMessage as problem:
                messages = [problem]
        for message in messages:
            if isinstance(message, MalformedMessage):
                self._take_malformed(message, calls)
            else:
                await self._take_message(message, calls)

    def take_error(self, body: bytes, status: int, calls: Sequence[Call]) -> bool:
        """Ends the calls with the error that is the body of an HTTP answer to them; False: it is none.

        Servers that have not read the request leave out its id, or put another one there.
        """
        try:
            message = decode(body)
        except MalformedMessage:
            return False
        if not isinstance(message, Failure):
            return False
        for call in calls:
            call.status = status
            self._calls.refused(call.request.id, message.error)
        return True

    async def _take_message(self, message: Message, calls: Sequence[Call]) -> None:
        if isinstance(message, Response | Failure) and not _has(calls, message.id):
            _log.debug("ignored: an answer to %.40r on a stream of something else", message.id)
            return
        if isinstance(message, Request) and not self._takes_requests():
            _log.warning("ignored the request %.100r: a server without sessions asks in results", message.method)
            return
        match self._connection.receive(message):
            case RequestReceived() as received:
                self._inbound.serve(received)
            case AnswerReceived() | ProgressReceived() as event:
                self._calls.received(event)
            case NotificationReceived(notification):
                self._inbound.notified(notification)
            case RequestRefused(reply):
                await self._refuse(reply)
            case RequestCancelled(received):
                self._inbound.end(received)
            case ErrorReceived(reported):
                _log.warning("the server could not read a message: error %d, %.200r", reported.code, reported.message)
            case Ignored(reason):
                _log.debug("ignored: %s", reason)

    def _take_malformed(self, error: MalformedMessage, calls: Sequence[Call]) -> None:
        is_the_answer = error.is_answer and _has(calls, error.request_id)
        if error.request_id is None or not is_the_answer or not self._calls.unreadable(error.request_id, error.message):
            _log.warning("skipped what is no message: %.200s", error.message)


def _has(calls: Sequence[Call], request_id: RequestId | None) -> bool:
    return any(call.request.id == request_id for call in calls)
