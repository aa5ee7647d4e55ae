"""What a peer asks and tells, worked on beside whatever reads it: a task for each request that takes time, and one for
all notifications, which are handled one after the other.
"""

import logging
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final, Protocol, TypeAlias

from mcprism.connection import Connection, RequestReceived
from mcprism.errors import INTERNAL_ERROR, ErrorObject, ProtocolError, wire_error
from mcprism.exchange import Exchange, Outcome, Sender, Work
from mcprism.jsonrpc import (
    Failure,
    JsonObject,
    JsonText,
    Message,
    Notification,
    Request,
    RequestId,
    Response,
    encode,
)
from mcprism.spawn import EventLoop, Spawner, Task
from mcprism_types.base import OnProgress

MAX_WAITING: Final = 1024
"""Notifications that wait to be handled; after that the oldest are dropped."""

_log = logging.getLogger("mcprism")

Handling: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


class Receiver(Protocol):
    """What the messages of a peer are for."""

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """The outcome of a request at once, or the work that gives it. Raises what is to be answered as an error."""
        ...

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """The work that a notification causes. Notifications are worked on one after the other, in order."""
        ...


def handling_of(notification: Notification, receiver: Receiver, exchange: Exchange) -> Handling | None:
    """The work that a notification causes; None, with a line in the log, for one that does not fit."""
    try:
        return receiver.notified(notification, exchange)
    except ProtocolError as error:
        _log.warning("dropped a notification: %.500r", error.message)
    except Exception:  # the border: nobody can be told of the error
        _log.exception("the notification %.100r failed", notification.method)
    return None


async def handled(handling: Handling, loop: EventLoop) -> None:
    """Does that work."""
    try:
        await handling()
    except (loop.cancelled, KeyboardInterrupt):
        raise
    except BaseException:  # the border, as in handling_of
        _log.exception("a notification failed")


class Answers(Sender, Protocol):
    """Where what answers the peer goes."""

    def answer(self, received: RequestReceived, message: Response | Failure | None) -> None:
        """Sends the answer to a request; None: the request has ended, and there is none."""
        ...

    async def progress(self, received: RequestReceived, value: float, total: float | None, message: str | None) -> None:
        """As `exchange.Exchange.progress`, for a request of the peer's."""
        ...


class Inbound:
    """Works on the requests and notifications of one peer.

    Args:
        connection: has the requests that are in flight.
        receiver: what the peer's messages are for.
        answers: where answers go.
        loop: where it runs.
    """

    def __init__(self, connection: Connection, receiver: Receiver, answers: Answers, loop: EventLoop) -> None:
        self.spawner: Spawner | None = None
        """Runs the work, once there is one: until then notifications are dropped, and work is not begun."""
        self._connection = connection
        self._receiver = receiver
        self._answers = answers
        self._loop = loop
        self._running: dict[RequestReceived, Task] = {}
        self._notifications: deque[Handling] = deque()
        self._notifying = False
        self._dropped = 0

    def serve(self, received: RequestReceived) -> None:
        """Answers a request, at once or when its work has ended."""
        try:
            outcome = self._receiver.dispatch(received.request, WayBack(self._answers, self._connection, received))
        except Exception as error:  # the border: an error of one request never hurts another
            self._fail(received, error)
            return
        if callable(outcome):
            if self.spawner is not None:
                self._running[received] = self.spawner.start(partial(self._work, received, outcome))
        else:
            self._answers.answer(received, self._connection.respond(received, outcome))

    def end(self, received: RequestReceived) -> None:
        """Stops the work on a request whose answer nobody wants any more."""
        self._answers.answer(received, None)
        task = self._running.pop(received, None)
        if task is not None:
            task.cancel()

    def notified(self, notification: Notification) -> None:
        """Has a notification handled, after those that came before it."""
        handling = handling_of(notification, self._receiver, WayBack(self._answers, self._connection, None))
        if handling is None or self.spawner is None:
            return
        if len(self._notifications) >= MAX_WAITING:
            self._notifications.popleft()
            if not self._dropped:
                _log.warning("more than %d notifications wait to be handled: the oldest are dropped", MAX_WAITING)
            self._dropped += 1
        self._notifications.append(handling)
        if not self._notifying:
            self._notifying = True
            self.spawner.start(self._handle_notifications)

    def refuse_the_rest(self) -> None:
        """Answers all requests that are still in flight with an error."""
        for received in self._connection.inbound:
            self._refuse_unfinished(received)

    async def _work(self, received: RequestReceived, work: Work) -> None:
        try:
            outcome = await work()
        except (self._loop.cancelled, KeyboardInterrupt):
            self._refuse_unfinished(received)
            raise
        except BaseException as error:  # the border, as in serve
            self._fail(received, error)
        else:
            self._answers.answer(received, self._connection.respond(received, outcome))
        finally:
            self._running.pop(received, None)

    def _fail(self, received: RequestReceived, error: BaseException) -> None:
        # What becomes of a request that was cancelled is nobody's concern.
        if self._connection.is_open(received):
            doing = f"{received.request.method!r:.100} (id {received.request.id!r:.50})"
            self._answers.answer(received, self._connection.fail(received, wire_error(error, doing=doing)))

    def _refuse_unfinished(self, received: RequestReceived) -> None:
        self._answers.answer(received, self._connection.fail(received, unfinished(received.request)))

    async def _handle_notifications(self) -> None:
        try:
            while self._notifications:
                await handled(self._notifications.popleft(), self._loop)
        finally:
            self._notifying = False


class ReceivedExchange:
    """What there is to know of one message of a peer, whichever way the way back is. As `exchange.Exchange`."""

    __slots__ = ("_connection", "_memory", "_received")

    def __init__(self, connection: Connection, received: RequestReceived | None) -> None:
        self._connection = connection
        self._received = received
        self._memory: dict[str, Any] | None = None

    @property
    def id(self) -> RequestId | None:
        """As `Exchange.id`."""
        return None if self._received is None else self._received.request.id

    @property
    def cancelled(self) -> bool:
        """As `Exchange.cancelled`."""
        return self._received is not None and not self._connection.is_open(self._received)

    @property
    def memory(self) -> dict[str, Any]:
        """As `Exchange.memory`."""
        if self._memory is None:
            self._memory = {}
        return self._memory


class WayBack(ReceivedExchange):
    """The way back for one message, where everything goes the same way. As `exchange.Exchange`."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Answers, connection: Connection, received: RequestReceived | None) -> None:
        super().__init__(connection, received)
        self._answers = answers

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`."""
        return await self._answers.request(method, params, timeout=timeout, on_progress=on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        await self._answers.notify(method, params)

    @property
    def session_id(self) -> str | None:
        """As `Exchange.session_id`."""
        return None

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """As `Exchange.progress`."""
        if self._received is not None:
            await self._answers.progress(self._received, value, total, message)

    async def close_stream(self) -> None:
        """As `Exchange.close_stream`: there is one stream for everything, and it stays."""


def unfinished(request: Request) -> ErrorObject:
    """What answers a request whose work was ended by this side."""
    return ErrorObject(INTERNAL_ERROR, f"{request.method:.100} was ended before it was finished")


def encoded(message: Message) -> bytes:
    """As `jsonrpc.encode`; in place of an answer that has no JSON form an error, since the peer still waits."""
    try:
        return encode(message)
    except Exception as error:  # the border: what a handler returned has no JSON form
        request_id = message.id if isinstance(message, Response | Failure) else None
        return encode(Failure(request_id, wire_error(error, doing="writing an answer")))
