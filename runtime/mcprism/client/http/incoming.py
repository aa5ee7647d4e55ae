"""What comes from a server over HTTP: the answer to the call whose stream it is, and what it asks and tells besides."""

import logging
from collections.abc import Awaitable, Callable

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
        call.status = status
        return self._calls.refused(call.request.id, message.error)

    async def _take_message(self, message: Message, call: Call | None) -> None:
        if isinstance(message, Response | Failure) and (call is None or message.id != call.request.id):
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

    def _take_malformed(self, error: MalformedMessage, call: Call | None) -> None:
        is_the_answer = call is not None and error.is_answer and error.request_id == call.request.id
        if error.request_id is None or not is_the_answer or not self._calls.unreadable(error.request_id, error.message):
            _log.warning("skipped what is no message: %.200s", error.message)
