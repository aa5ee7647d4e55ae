"""The edge between ASGI and what answers: reads one request, writes one answer or a stream of events.

Nothing here knows what messages say. Headers are bytes, as ASGI has them.

Spec: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from functools import partial
from typing import Any, Final, Protocol, Self, TypeAlias

import anyio

from mcprism.errors import INVALID_REQUEST, ErrorObject, MalformedMessage
from mcprism.jsonrpc import Failure, RequestId, encode
from mcprism.transports.headers import EVENT_STREAM, JSON
from mcprism.transports.sse import KEEP_ALIVE

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
ASGIApp: TypeAlias = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

Header: TypeAlias = tuple[bytes, bytes]

_UNCHANGED: Final[tuple[Header, ...]] = (
    (b"cache-control", b"no-cache, no-transform"),
    # Proxies must hand events on as they come.
    (b"x-accel-buffering", b"no"),
)
_STREAM_HEADERS: Final[tuple[Header, ...]] = ((b"content-type", EVENT_STREAM), *_UNCHANGED)
_CLOSE: Final[Header] = (b"connection", b"close")


class ClientGone(Exception):
    """The client has disconnected: there is nobody to answer."""


class Refusal(Exception):
    """What came is not served; the answer is an HTTP status, and an error that says why."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: int = INVALID_REQUEST,
        data: Any = None,
        request_id: RequestId | None = None,
        headers: tuple[Header, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = ErrorObject(code, message, data)
        self.request_id = request_id
        self.headers = headers

    @classmethod
    def of(cls, error: MalformedMessage) -> Self:
        """What is no message is not served. The id of an answer is one of ours, and would be taken for the client's."""
        request_id = None if error.is_answer else error.request_id
        return cls(400, error.message, code=error.code, request_id=request_id)

    def body(self) -> bytes:
        """The error that says why, as a message."""
        return encode(Failure(self.request_id, self.error))


class Headers:
    """The headers of a request, by name in lower case; of one that is repeated the last."""

    __slots__ = ("_any_repeats", "_pairs", "get")

    def __init__(self, pairs: Iterable[Header]) -> None:
        self._pairs = pairs = list(pairs)
        by_name = dict(pairs)
        self._any_repeats = len(by_name) < len(pairs)
        self.get = by_name.get

    def repeats(self, name: bytes) -> bool:
        """Whether there are several headers of this name."""
        return self._any_repeats and sum(found == name for found, _ in self._pairs) > 1

    def listed(self, name: bytes) -> bytes:
        """The value of a header that is a list, which may be spread over several; empty where there is none."""
        if self._any_repeats:
            return b",".join(value for found, value in self._pairs if found == name)
        return self.get(name) or b""


async def read_body(receive: Receive, headers: Headers, *, limit: int) -> bytes:
    """The body of a request.

    Raises:
        Refusal: 413, it is larger than `limit` bytes; 400, its declared length is none.
        ClientGone: the client disconnected before it was complete.
    """
    declared = headers.get(b"content-length")
    if declared is not None:
        if not declared.isdigit():
            raise Refusal(400, "Content-Length must be a number", headers=(_CLOSE,))
        if len(declared) > 15 or int(declared) > limit:
            raise _too_large(limit)
    message = await receive()
    body = _part(message)
    if not message.get("more_body"):
        if len(body) > limit:
            raise _too_large(limit)
        return body
    parts, size = [body], len(body)
    while message.get("more_body", False):
        if size > limit:
            raise _too_large(limit)
        message = await receive()
        parts.append(_part(message))
        size += len(parts[-1])
    if size > limit:
        raise _too_large(limit)
    return b"".join(parts)


async def disconnected(receive: Receive) -> None:
    """Returns once the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer(send: Send, status: int, body: bytes, headers: Iterable[Header] = (), *, kind: bytes = JSON) -> None:
    """Sends a whole answer; an empty body has no type."""
    own = [(b"content-length", b"%d" % len(body)), *headers]
    if body:
        own.insert(0, (b"content-type", kind))
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body})


def answer_in_events(send: Send, events: bytes, headers: Iterable[Header] = ()) -> Awaitable[None]:
    """Sends a whole answer in events, when all of them are there: what a stream would be, without being one."""
    return answer(send, 200, events, (*_UNCHANGED, *headers), kind=EVENT_STREAM)


async def refuse(send: Send, refusal: Refusal, headers: Iterable[Header] = ()) -> None:
    """Sends what a refusal says."""
    await answer(send, refusal.status, refusal.body(), (*refusal.headers, *headers))


def with_headers(send: Send, headers: list[Header]) -> Send:
    """Adds headers to whatever is answered."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *headers]}
        await send(message)

    return sending


class Stoppable(Protocol):
    """What a write waits in. As `spawn.Guard`."""

    def interrupt(self) -> None:
        """Ends the wait."""
        ...

    async def run(
        self, job: Callable[[], Coroutine[Any, Any, None]], on_wait: Callable[[], Callable[[], object]] | None = None
    ) -> None:
        """Waits. `on_wait`: called by the time at which it does; what that returns is called when the job has ended."""
        ...


class Clock(Protocol):
    """What limits how long a write waits. As `spawn.EventLoop`."""

    def clock(self) -> float:
        """Seconds."""
        ...

    def guard(self) -> Stoppable:
        """For one write."""
        ...

    def call_later(self, seconds: float, callback: Callable[[], object]) -> "Alarm":
        """Calls back after that time, unless it is cancelled before."""
        ...


class Alarm(Protocol):
    """What will call back. As `spawn.Timer`."""

    def cancel(self) -> object:
        """Not any more."""
        ...


class EventStream:
    """An answer in events. What several tasks write goes out one after the other.

    Args:
        send: where it goes.
        headers: further headers.
        clock: limits how long a write waits.
        timeout: seconds that a client may not read, after which it counts as gone.
        on_lost: called once, when the client counts as gone.
    """

    __slots__ = ("_clock", "_headers", "_lock", "_on_lost", "_send", "_timeout", "_writing", "gone", "is_open", "spoke")

    def __init__(
        self,
        send: Send,
        headers: Iterable[Header],
        clock: Clock,
        *,
        timeout: float,
        on_lost: Callable[[], object] | None = None,
    ) -> None:
        self._send = send
        self._headers = headers
        self._clock = clock
        self._timeout = timeout
        self._on_lost = on_lost
        self._lock = anyio.Lock(fast_acquire=True)
        self._writing: Stoppable | None = None
        self.is_open = False
        self.spoke = clock.clock()
        """When something was written last, by the clock."""
        self.gone = False
        """Whether nobody reads it any more, or it has ended."""

    async def write(self, data: bytes) -> None:
        """Writes, and returns when the client does not lag far behind. Opens the stream; no matter if it has gone."""
        await self._locked(data, more=True)

    async def keep_alive(self, silence: float) -> None:
        """Writes something that means nothing, if nothing was written for so many seconds, or is being written."""
        if self._writing is None and self._clock.clock() - self.spoke >= silence:
            await self.write(KEEP_ALIVE)

    async def close(self, data: bytes = b"") -> None:
        """Writes the last bytes."""
        await self._locked(data, more=False)
        self.gone = True

    async def watch(self, receive: Receive) -> None:
        """Returns once the client has gone, and nobody reads it any more."""
        await disconnected(receive)
        self.lose()

    def lose(self) -> None:
        """Nobody reads it any more: ends the write that waits, and makes nothing of those to come."""
        if self.gone:
            return
        self.gone = True
        if self._writing is not None:
            self._writing.interrupt()
        if self._on_lost is not None:
            self._on_lost()

    async def _locked(self, data: bytes, *, more: bool) -> None:
        async with self._lock:
            if self.gone:
                return
            writing = self._writing = self._clock.guard()
            try:
                await writing.run(partial(self._write, data, more), self._limited)
            except OSError:
                # How servers say that the client has disconnected, if they say it.
                self.lose()
            finally:
                self._writing = None
                self.spoke = self._clock.clock()

    def _limited(self) -> Callable[[], object]:
        """A write waits: from now on it may take so long, unless what this returns is called before."""
        return self._clock.call_later(self._timeout, self.lose).cancel

    async def _write(self, data: bytes, more: bool) -> None:
        if not self.is_open:
            self.is_open = True
            await self._send(
                {"type": "http.response.start", "status": 200, "headers": [*_STREAM_HEADERS, *self._headers]}
            )
        await self._send({"type": "http.response.body", "body": data, "more_body": more})


def _part(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise ClientGone
    body: bytes = message.get("body", b"")
    return body


def _too_large(limit: int) -> Refusal:
    text = f"The request is larger than {limit} bytes; the server's option max_body_bytes sets the limit"
    return Refusal(413, text, headers=(_CLOSE,))
