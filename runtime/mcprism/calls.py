"""Requests of ours that wait for their answers, whatever way these come.

Whoever sends and receives asks here: `begin` before a request is sent, `answer` to wait, `ended` in any case after
that, and the others as messages of the peer arrive.
"""

import logging
from collections import deque
from collections.abc import Iterable
from typing import Final, TypeAlias

import anyio

from mcprism.connection import AnswerReceived, Connection, ProgressReceived
from mcprism.errors import ConnectionClosed, ErrorObject, InvalidAnswer, McprismError, PeerError, RequestTimeout
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, RequestId
from mcprism.spawn import EventLoop, Wakeup
from mcprism_types.base import OnProgress

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that an answer may take."""
MAX_WAITING: Final = 1024
"""Progress reports of one request that wait to be handled; after that the oldest are dropped."""

_Progress: TypeAlias = tuple[float, float | None, str | None]

_log = logging.getLogger("mcprism")


class Call:
    """One request of ours, from the moment at which it is about to be sent."""

    __slots__ = ("answer", "deadline", "on_progress", "progress", "reason", "request", "status", "timeout", "wakeup")

    def __init__(self, request: Request, wakeup: Wakeup, timeout: float, deadline: float) -> None:
        self.request = request
        self.wakeup = wakeup
        self.timeout = timeout
        self.deadline = deadline
        self.reason = "the caller gave up"
        self.answer: JsonObject | ErrorObject | McprismError | None = None
        self.status: int | None = None
        """That of the HTTP answer which had the error, if one had."""
        self.progress: deque[_Progress] = deque(maxlen=MAX_WAITING)
        self.on_progress: OnProgress | None = None
        """What hears of progress, where it is not passed to `Calls.answer`."""

    def end(self, answer: JsonObject | ErrorObject | McprismError) -> None:
        """Wakes who waits, with what came or why nothing will."""
        self.answer = answer
        self.wakeup.set()

    def result(self) -> JsonObject:
        """What came."""
        match self.answer:
            case ErrorObject(code, message, data):
                raise PeerError(code, message, data, method=self.request.method, status=self.status)
            case McprismError() as error:
                raise error
            case result:
                return result or {}

    async def report(self, on_progress: OnProgress) -> bool:
        """Hands on all progress that has come; whether that was done by the deadline."""
        with anyio.CancelScope(deadline=self.deadline) as scope:
            while self.progress:
                try:
                    await on_progress(*self.progress.popleft())
                except Exception:  # the border: what becomes of the request does not depend on who watches it
                    _log.exception("the progress callback failed")
        return not scope.cancelled_caught


class Calls:
    """The requests of ours on one connection.

    Args:
        connection: what is known of it.
        loop: the event loop.
    """

    def __init__(self, connection: Connection, loop: EventLoop) -> None:
        self._connection = connection
        self._loop = loop
        self._calls: dict[RequestId, Call] = {}

    def begin(self, method: str, params: JsonObject | JsonText | None, *, timeout: float, progress: bool) -> Call:
        """A request to send, in flight from now on; its time begins.

        Raises:
            ConnectionClosed: nothing more comes from the peer.
        """
        deadline = self._loop.clock() + timeout
        request = self._connection.request(method, params, progress=progress)
        call = self._calls[request.id] = Call(request, self._loop.wakeup(), timeout, deadline)
        return call

    async def answer(self, call: Call, on_progress: OnProgress | None) -> JsonObject:
        """The result, as `exchange.Sender.request`. `on_progress` runs here, and never after this has returned."""
        while True:
            in_time = await call.wakeup.wait(call.deadline)
            if call.progress and on_progress is not None:
                in_time = await call.report(on_progress)
            if call.answer is not None:
                return call.result()
            if not in_time:
                call.reason = f"no answer within {call.timeout:g} s"
                raise RequestTimeout(call.request.method, call.timeout)

    def ended(self, call: Call) -> Notification | None:
        """Nobody waits for it any more; what is returned is to be sent."""
        del self._calls[call.request.id]
        # A request that was answered is unknown there by now.
        return self._connection.cancel(call.request.id, call.reason)

    def unsent(self, call: Call) -> None:
        """It was not sent."""
        del self._calls[call.request.id]
        self._connection.abandon(call.request.id)

    def received(self, event: AnswerReceived | ProgressReceived) -> None:
        """The peer answers, or has made progress."""
        call = self._calls[event.id]
        if isinstance(event, AnswerReceived):
            call.end(event.answer)
        else:
            call.progress.append((event.progress, event.total, event.message))
            call.wakeup.set()

    def of(self, ids: Iterable[RequestId]) -> list[Call]:
        """Those of these that are waited for."""
        return [self._calls[request_id] for request_id in ids if request_id in self._calls]

    def unreadable(self, request_id: RequestId, problem: str) -> bool:
        """The answer to this one came and cannot be read; False if none with this id is in flight."""
        if not self._connection.abandon(request_id):
            return False
        call = self._calls[request_id]
        call.end(InvalidAnswer(f"the answer to {call.request.method} cannot be read: {problem}"))
        return True

    def refused(self, request_id: RequestId, error: ErrorObject | McprismError) -> bool:
        """This one ends without a message of the peer's; False if none with this id is in flight."""
        if not self._connection.abandon(request_id):
            return False
        self._calls[request_id].end(error)
        return True

    def fail(self, requests: list[Request], how: str) -> None:
        """No answer to these will come: `how` the connection ended."""
        for request in requests:
            self._calls[request.id].end(ConnectionClosed(f"{request.method} was not answered: {how}"))
