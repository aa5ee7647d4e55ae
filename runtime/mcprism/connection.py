"""What one side of a connection knows of its peer: requests in flight both ways, progress, cancellation, the end.

Plain calls, no I/O: messages go in and events come out, messages to send are returned. Invariants:

1. Every request of ours ends exactly once: by one event of `receive`, by `cancel`, or in the list of `close`.
2. Every request of the peer's ends exactly once: by what `respond` or `fail` returns, or by a `RequestCancelled`.
3. Ids are data of the side that chose them: those of the two directions have nothing to do with each other, and 1 is
   not "1".

Spec: basic, basic/utilities/cancellation, basic/utilities/progress
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeGuard

from mcprism.errors import INVALID_REQUEST, OVERLOADED, ConnectionClosed, ErrorObject
from mcprism.jsonrpc import (
    Failure,
    JsonObject,
    JsonText,
    Message,
    Notification,
    Request,
    RequestId,
    Response,
    is_object,
    object_of,
)

CANCELLED = "notifications/cancelled"
PROGRESS = "notifications/progress"
INITIALIZE = "initialize"
DISCOVER = "server/discover"
LISTEN = "subscriptions/listen"
SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId"
"""The `_meta` member of all that belongs to a stream of changes: the id of the request that opened it."""


class RequestReceived:
    """The peer asks. Hand this object to `respond` or `fail`: ids may be used again, it stands for one request."""

    __slots__ = ("progress_sent", "progress_token", "request")

    def __init__(self, request: Request, progress_token: RequestId | None = None) -> None:
        self.request: Final = request
        self.progress_token: Final = progress_token
        self.progress_sent = float("-inf")
        """The last value that the peer was told."""


@dataclass(frozen=True, slots=True)
class RequestRefused:
    """The peer asks what cannot be taken; `reply` is to be sent, and that is all."""

    reply: Failure


@dataclass(frozen=True, slots=True)
class RequestCancelled:
    """The peer does not want the answer any more: stop working on it, nothing will be sent."""

    received: RequestReceived
    reason: str | None


@dataclass(frozen=True, slots=True)
class NotificationReceived:
    """The peer tells something that is not about the connection itself."""

    notification: Notification


@dataclass(frozen=True, slots=True)
class AnswerReceived:
    """A request of ours has ended, with a result or an error."""

    id: RequestId
    answer: JsonObject | ErrorObject


@dataclass(frozen=True, slots=True)
class ProgressReceived:
    """A request of ours that wants progress has made some."""

    id: RequestId
    progress: float
    total: float | None
    message: str | None


@dataclass(frozen=True, slots=True)
class ErrorReceived:
    """The peer could not read something that we sent, and could not tell what."""

    error: ErrorObject


@dataclass(frozen=True, slots=True)
class Ignored:
    """What calls for nothing, such as an answer that comes late."""

    reason: str


Event: TypeAlias = (
    RequestReceived
    | RequestRefused
    | RequestCancelled
    | NotificationReceived
    | AnswerReceived
    | ProgressReceived
    | ErrorReceived
    | Ignored
)


# Stands for a table without entries, and is never written to: connections are idle most of the time, and there may be
# thousands of them.
_NONE: Final[dict[RequestId, Any]] = {}


class Connection:
    """The state of one connection, from one side.

    Args:
        max_inbound: requests of the peer's in flight at once; one more is refused with the error -32000.
        last_id: the id before that of the first request of ours.
    """

    __slots__ = (
        "_closed",
        "_inbound",
        "_input_ended",
        "_last_id",
        "_max_inbound",
        "_pending",
        "_progress_seen",
        "ignored",
    )

    def __init__(self, *, max_inbound: int = 128, last_id: int = 0) -> None:
        self.ignored = 0
        """How many messages called for nothing."""
        self._max_inbound = max_inbound
        self._closed = False
        self._input_ended = False
        self._last_id = last_id
        self._pending: dict[RequestId, Request] = _NONE
        self._progress_seen: dict[RequestId, float] = _NONE
        self._inbound: dict[RequestId, RequestReceived] = _NONE

    def request(self, method: str, params: JsonObject | JsonText | None = None, *, progress: bool = False) -> Request:
        """A request to send, in flight from now on. With `progress` it carries a token, and `receive` reports progress.

        Raises:
            ConnectionClosed: nothing more comes from the peer.
        """
        if self._input_ended:
            raise ConnectionClosed(f"{method} was not sent: the connection has ended")
        self._last_id += 1
        request_id = self._last_id
        if progress:
            members = object_of(params)
            params = {**members, "_meta": {**members.get("_meta", {}), "progressToken": request_id}}
            self._progress_seen = self._progress_seen or {}
            self._progress_seen[request_id] = float("-inf")
        self._pending = self._pending or {}
        request = self._pending[request_id] = Request(request_id, method, params)
        return request

    def cancel(self, request_id: RequestId, reason: str | None = None) -> Notification | None:
        """Gives up a request of ours. What is returned is to be sent; None if there is nothing to send.

        None when the id is unknown or answered; for `initialize`, which must not be cancelled; and for
        `server/discover`, since whether the peer understands anything of this version is what it asks. A late answer
        will be ignored in any case.

        Spec: basic/utilities/cancellation
        """
        request = self._forget(request_id)
        if request is None or request.method in (INITIALIZE, DISCOVER):
            return None
        params: JsonObject = {"requestId": request_id}
        if reason is not None:
            params["reason"] = reason
        return Notification(CANCELLED, params)

    def respond(self, received: RequestReceived, result: JsonObject | JsonText) -> Response | None:
        """The answer to send; None if the request has ended meanwhile, because a cancelled one is never answered."""
        return Response(received.request.id, result) if self._end(received) else None

    def fail(self, received: RequestReceived, error: ErrorObject) -> Failure | None:
        """The error to send; None as in `respond`."""
        return Failure(received.request.id, error) if self._end(received) else None

    def ended(self, received: RequestReceived) -> Notification | None:
        """What is to be sent after the result of a request; None if the result says it all.

        The end of a stream of changes is told twice: the specification asks for the result in one place and for the
        cancellation in another, and clients settle on whichever comes first.

        Spec: basic/patterns/subscriptions, basic/patterns/cancellation
        """
        if received.request.method != LISTEN:
            return None
        request_id = received.request.id
        return Notification(CANCELLED, {"requestId": request_id, "_meta": {SUBSCRIPTION_ID: request_id}})

    def progress(
        self, received: RequestReceived, value: float, total: float | None = None, message: str | None = None
    ) -> Notification | None:
        """The progress to send; None if the peer asked for none, the request has ended, or the value has not increased.

        Spec: basic/utilities/progress ("The progress value MUST increase with each notification")
        """
        if received.progress_token is None or not self.is_open(received):
            return None
        if not value > received.progress_sent:
            return None
        received.progress_sent = value
        return progress_notification(received.progress_token, value, total, message)

    def is_open(self, received: RequestReceived) -> bool:
        """Whether this request of the peer's still waits for its answer."""
        return self._inbound.get(received.request.id) is received

    @property
    def pending(self) -> tuple[Request, ...]:
        """Our requests that wait for their answers, oldest first."""
        return tuple(self._pending.values())

    @property
    def inbound(self) -> tuple[RequestReceived, ...]:
        """The requests of the peer's that wait for their answers, oldest first."""
        return tuple(self._inbound.values())

    def receive(self, message: Message) -> Event:
        """What a message of the peer's means."""
        if self._closed:
            return self._ignore("the connection is closed")
        if isinstance(message, Request):
            return self._receive_request(message)
        if isinstance(message, Response):
            return self._receive_answer(message.id, object_of(message.result))
        if isinstance(message, Failure):
            if message.id is None:
                return ErrorReceived(message.error)
            return self._receive_answer(message.id, message.error)
        if message.method == PROGRESS:
            return self._receive_progress(object_of(message.params))
        if message.method == CANCELLED:
            return self._receive_cancelled(object_of(message.params))
        return NotificationReceived(message)

    def abandon(self, request_id: RequestId) -> bool:
        """Ends a request of ours whose answer came and cannot be read; False if none with this id is in flight."""
        return self._forget(request_id) is not None

    def close(self) -> list[Request]:
        """Ends the connection: as `end_input`, and the peer's requests end unanswered. Twice: returns nothing."""
        pending = self.end_input()
        self._closed = True
        self._inbound.clear()
        return pending

    def end_input(self) -> list[Request]:
        """The peer sends nothing more. Returns our requests that were in flight: each has ended, no answer will come.

        New ones are refused from now on; requests of the peer's may still be answered.
        """
        self._input_ended = True
        pending = list(self._pending.values())
        self._pending.clear()
        self._progress_seen.clear()
        return pending

    def _receive_request(self, request: Request) -> RequestReceived | RequestRefused:
        if request.id in self._inbound:
            text = f"Invalid request: the id {str(request.id)[:40]!r} is that of a request still in flight"
            return RequestRefused(Failure(request.id, ErrorObject(INVALID_REQUEST, text)))
        if len(self._inbound) >= self._max_inbound:
            text = (
                f"Too many requests at once: {self._max_inbound} are in flight; wait for answers and ask again, "
                "or have `max_inbound` raised here"
            )
            return RequestRefused(Failure(request.id, ErrorObject(OVERLOADED, text)))
        self._inbound = self._inbound or {}
        received = self._inbound[request.id] = RequestReceived(request, progress_token(request.params))
        return received

    def _receive_answer(self, request_id: RequestId, answer: JsonObject | ErrorObject) -> AnswerReceived | Ignored:
        if self._forget(request_id) is None:
            return self._ignore(f"an answer to {request_id!r:.40}, which is not in flight")
        return AnswerReceived(request_id, answer)

    def _receive_progress(self, params: JsonObject) -> ProgressReceived | Ignored:
        token, progress = params.get("progressToken"), params.get("progress")
        total, message = params.get("total"), params.get("message")
        if not _is_id(token) or token not in self._progress_seen:
            return self._ignore("progress with a token that is not in use")
        if not _is_number(progress) or not progress > self._progress_seen[token]:
            return self._ignore("progress that does not increase")
        self._progress_seen[token] = progress
        return ProgressReceived(
            token, progress, total if _is_number(total) else None, message if isinstance(message, str) else None
        )

    def _receive_cancelled(self, params: JsonObject) -> RequestCancelled | AnswerReceived | Ignored:
        request_id, reason = params.get("requestId"), params.get("reason")
        received = self._inbound.get(request_id) if _is_id(request_id) else None
        if received is None:
            if _is_id(request_id) and request_id in self._pending and self._pending[request_id].method == LISTEN:
                # "The server also sends this notification, solely to terminate a subscriptions/listen stream". It says
                # what the result would say, which comes too late from now on.
                self._forget(request_id)
                return AnswerReceived(request_id, {"resultType": "complete", "_meta": {SUBSCRIPTION_ID: request_id}})
            return self._ignore("the cancellation of a request that is not in flight")
        if received.request.method == INITIALIZE:
            return self._ignore("the cancellation of initialize, which cannot be cancelled")
        self._end(received)
        return RequestCancelled(received, reason if isinstance(reason, str) else None)

    def _forget(self, request_id: RequestId) -> Request | None:
        self._progress_seen.pop(request_id, None)
        return self._pending.pop(request_id, None)

    def _end(self, received: RequestReceived) -> bool:
        request_id = received.request.id
        if self._inbound.get(request_id) is not received:
            return False
        del self._inbound[request_id]
        self._inbound = self._inbound or _NONE
        return True

    def _ignore(self, reason: str) -> Ignored:
        self.ignored += 1
        return Ignored(reason)


def progress_notification(token: RequestId, value: float, total: float | None, message: str | None) -> Notification:
    """What tells how far the request with this token is."""
    params: JsonObject = {"progressToken": token, "progress": value}
    if total is not None:
        params["total"] = total
    if message is not None:
        params["message"] = message
    return Notification(PROGRESS, params)


def progress_token(params: JsonObject | JsonText | None) -> RequestId | None:
    """The token under which the sender of a request wants to hear of its progress, if it does."""
    if not is_object(params) or "_meta" not in params:
        return None
    metadata = params["_meta"]
    token = metadata.get("progressToken") if is_object(metadata) else None
    return token if _is_id(token) else None


def _is_id(value: Any) -> TypeGuard[RequestId]:
    # Not isinstance: True is an int, and as a key it is 1.
    return type(value) is int or type(value) is str


def _is_number(value: Any) -> TypeGuard[float]:
    return type(value) is int or type(value) is float
