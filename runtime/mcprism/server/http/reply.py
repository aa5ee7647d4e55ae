"""The answer to one POST: JSON, or a stream of events once something is to be told before it.

Whoever answers runs in the task of the request. Two more tasks exist only while an answer takes long or is a stream:
one that notices when the client goes, one that keeps the connection from looking idle.
"""

from collections.abc import Callable, Iterable

from mcprism.server.http.options import ResponseMode
from mcprism.spawn import EventLoop, Owner, Timer
from mcprism.transports.http_server import EventStream, Header, Receive, Send, answer, disconnected
from mcprism.transports.sse import encode_event

GRACE = 1.0
"""Seconds that an answer may take before anybody looks whether the client still waits for it."""


class Reply:
    """The answer to one POST.

    Args:
        receive, send: those of the request; its body has been read.
        loop: the event loop.
        mode: `HttpOptions.response_mode`.
        keep_alive: `HttpOptions.keep_alive`.
        write_timeout: `HttpOptions.write_timeout`.
        headers: what the answer has beyond its type and length.
        on_gone: called once if the client goes before the answer is complete.
    """

    __slots__ = (
        "_keep_alive",
        "_loop",
        "_mode",
        "_on_gone",
        "_receive",
        "_send",
        "_tasks",
        "_timer",
        "_write_timeout",
        "headers",
        "is_ended",
        "stream",
    )

    def __init__(
        self,
        receive: Receive,
        send: Send,
        loop: EventLoop,
        *,
        mode: ResponseMode,
        keep_alive: float,
        write_timeout: float,
        headers: Iterable[Header] = (),
        on_gone: Callable[[], object] | None = None,
    ) -> None:
        self._receive = receive
        self._send = send
        self._loop = loop
        self._mode = mode
        self._keep_alive = keep_alive
        self._write_timeout = write_timeout
        self._on_gone = on_gone
        self._timer: Timer | None = None
        self._tasks: list[Owner] = []
        self.headers = headers
        self.stream: EventStream | None = None
        self.is_ended = False

    def begin(self) -> None:
        """Work on the answer begins."""
        self._timer = self._loop.call_later(GRACE, self._attend)

    @property
    def tells(self) -> bool:
        """Whether what is told before the answer reaches the client."""
        return self._mode != "json" and not self.is_ended and (self.stream is None or not self.stream.gone)

    async def tell(self, data: bytes) -> None:
        """Sends a message before the answer; nothing if that cannot be."""
        if self.tells:
            await self._opened().write(encode_event(data, event="message"))

    async def answer(self, status: int, data: bytes) -> None:
        """Sends the answer. In a stream that has begun there is no status any more."""
        if self.stream is None and (self._mode != "sse" or status != 200):
            self._end()
            await answer(self._send, status, data, self.headers)
            return
        stream = self.stream or self._new_stream()
        self._end()
        await stream.close(encode_event(data, event="message"))

    async def accepted(self) -> None:
        """Says that what came is taken, and nothing else will."""
        self._end()
        await answer(self._send, 202, b"", self.headers)

    async def silence(self) -> None:
        """Ends without an answer, as for a request that its sender does not want answered any more."""
        stream = self.stream or self._new_stream()
        self._end()
        await stream.close()

    def _opened(self) -> EventStream:
        if self.stream is None:
            self.stream = self._new_stream()
            self._attend()
        return self.stream

    def _new_stream(self) -> EventStream:
        return EventStream(self._send, self.headers, self._loop, timeout=self._write_timeout, on_lost=self._on_gone)

    def _end(self) -> None:
        self.is_ended = True
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()

    def _attend(self) -> None:
        if not self._tasks:
            self._tasks = [self._loop.own(self._watch), self._loop.own(self._stay_alive)]

    async def _watch(self) -> None:
        await disconnected(self._receive)
        if self.is_ended:
            return
        if self.stream is not None:
            self.stream.lose()
        elif self._on_gone is not None:
            self._on_gone()

    async def _stay_alive(self) -> None:
        wakeup, loop = self._loop.wakeup(), self._loop
        while self._mode != "json":
            await wakeup.wait(loop.clock() + self._keep_alive)
            await self._opened().keep_alive()
