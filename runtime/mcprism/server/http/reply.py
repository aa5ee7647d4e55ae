"""The answer to one POST: JSON, or a stream of events once something is to be told before it.

Whoever answers runs in the task of the request. Two more tasks exist only while an answer takes long or is a stream:
one that notices when the client goes, one that keeps the connection from looking idle.
"""

from collections.abc import Awaitable, Callable, Sequence

from mcprism.observers.watching import Stream
from mcprism.server.http.engine import Engine
from mcprism.server.http.journal import Journal
from mcprism.spawn import Owner
from mcprism.transports.http_server import EventStream, Header, Receive, Send, answer, answer_in_events, disconnected
from mcprism.transports.sse import encode_event


class Reply:
    """The answer to one POST.

    Args:
        engine: the app that answers.
        receive, send: those of the request; its body has been read.
        headers: what the answer has beyond its type and length.
    """

    # Those of the class, as long as nothing else is known: there is a reply to each request, and most need no more.
    observed: Stream | None = None
    """What is shown of it, where somebody looks on."""
    journal: Journal | None = None
    """Where a stream is kept for those who come back, if it is."""
    on_gone: Callable[[], object] | None = None
    """Called once if the client goes before the answer is complete."""
    is_ended = False
    is_lost = False
    """Whether the client has gone before the answer was complete."""
    _stream: EventStream | None = None
    _has_begun = False
    _tasks: Sequence[Owner] = ()

    def __init__(self, engine: Engine, receive: Receive, send: Send, headers: list[Header]) -> None:
        self._engine = engine
        self._receive = receive
        self._send = send
        self._mode = engine.options.response_mode
        self.headers = headers

    def begin(self) -> None:
        """Work on the answer takes its time; of several requests that are answered together, on the first."""
        if not self._has_begun:
            self._has_begun = True
            self._engine.answers.add(self._attend)

    async def prime(self) -> None:
        """Opens the stream, where it is known to be one and the client can come back for it."""
        if self._mode == "sse" and self.journal is not None and self.journal.primes:
            async with self.journal.lock:
                await self._opened(self.journal)

    def use_events(self) -> None:
        """What is told before the answer is sent, whatever kind of answers is usual here."""
        self._mode = "auto"

    @property
    def is_json(self) -> bool:
        """Whether there is nothing but the answer, whatever happens."""
        return self._mode == "json"

    @property
    def tells(self) -> bool:
        """Whether what is told before the answer can reach the client."""
        return self._mode != "json" and not self.is_ended and (self.journal is not None or not self.is_lost)

    async def tell(self, data: bytes) -> None:
        """Sends a message before the answer; nothing if that cannot be."""
        if not self.tells:
            return
        if self.observed is not None:
            self.observed.sent(data)
        journal = self.journal
        if journal is None:
            await (self._stream or self._new_stream()).write(encode_event(data, event="message"))
            return
        async with journal.lock:
            stream = await self._opened(journal)
            await stream.write(encode_event(data, event="message", id=await journal.add(data)))

    def answer(self, status: int, data: bytes) -> Awaitable[None]:
        """Sends the answer. In a stream that has begun there is no status any more."""
        if self.observed is not None:
            self.observed.sent(data)
        in_events = self._mode == "sse" and status == 200
        if self._stream is not None or (in_events and self.journal is not None):
            return self._close(data)
        self._end()
        if in_events:
            return answer_in_events(self._send, encode_event(data, event="message"), self.headers)
        return answer(self._send, status, data, self.headers)

    def accepted(self) -> Awaitable[None]:
        """Says that what came is taken, and nothing else will."""
        self._end()
        return answer(self._send, 202, b"", self.headers)

    def silence(self) -> Awaitable[None]:
        """Ends without an answer, as for a request that its sender does not want answered any more."""
        return self._close(None)

    async def release(self) -> None:
        """Ends the connection, where the client can come back for the rest. Spec: 2025-11-25/basic/transports."""
        journal = self.journal
        if journal is None or not journal.primes or self._mode == "json" or self.is_ended:
            return
        async with journal.lock:
            stream = await self._opened(journal)
            if journal.name is not None and not stream.gone:
                await stream.close()
                self._stop_attending()

    async def _close(self, data: bytes | None) -> None:
        journal = self.journal
        if journal is None:
            stream = self._stream or self._new_stream()
            self._end()
            await stream.close(b"" if data is None else encode_event(data, event="message"))
            return
        async with journal.lock:
            stream = await self._opened(journal)
            self._end()
            last = b"" if data is None else encode_event(data, event="message", id=await journal.add(data))
            # The answer does not wait for a store that takes its time.
            await stream.close(last)
            await journal.end()

    async def _opened(self, journal: Journal) -> EventStream:
        stream = self._stream
        if stream is None:
            stream = self._new_stream()
            journal.on_resume = self._resumed
            event_id = await journal.open()
            if journal.primes and event_id is not None:
                await stream.write(encode_event(b"", id=event_id, retry_ms=self._engine.options.retry_ms))
        return stream

    def _new_stream(self) -> EventStream:
        self._stream = self._engine.stream(self._send, self.headers, self._lose)
        self._attend()
        return self._stream

    def _resumed(self) -> None:
        if self._stream is not None:
            self._stream.lose()

    def _end(self) -> None:
        self.is_ended = True
        if self._has_begun:
            self._engine.answers.discard(self._attend)
        if self._tasks:
            self._stop_attending()

    def _attend(self) -> None:
        if not self._tasks and not self.is_ended:
            own = self._engine.loop.own
            self._tasks = [own(self._watch), own(self._stay_alive)]

    def _stop_attending(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _watch(self) -> None:
        await disconnected(self._receive)
        if self.is_ended:
            return
        if self._stream is not None:
            self._stream.lose()
        else:
            self._lose()

    def _lose(self) -> None:
        self.is_lost = True
        self._stop_attending()
        if self.on_gone is not None:
            self.on_gone()

    async def _stay_alive(self) -> None:
        loop = self._engine.loop
        wakeup = loop.wakeup()
        while self._mode != "json":
            await wakeup.wait(loop.clock() + self._engine.options.keep_alive)
            if self.journal is None:
                await (self._stream or self._new_stream()).keep_alive(0)
            elif not self.journal.lock.locked():
                async with self.journal.lock:
                    await (await self._opened(self.journal)).keep_alive(0)
