"""HTTP+SSE, the transport of the first version: one stream has all that the server says, and names where to POST to.

Spec: 2024-11-05/basic/transports#http-with-sse
"""

import logging
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

import anyio
import httpx

from mcprism.errors import ConnectionClosed, McprismError
from mcprism.transports.background import Background
from mcprism.transports.channel import HIGH_WATER, Frame, Undelivered
from mcprism.transports.http_client import EVENTS, Http
from mcprism.transports.sse import Event

MAX_POSTS: Final = 64
"""Messages that are on their way at once."""

_PATIENCE: Final = 1.0
"""Seconds that a message may hold back the next one: some servers answer a POST only when they have done all of it."""

_LAST_WRITES: Final = 2.0
"""Seconds that closing waits for what was sent."""

_log = logging.getLogger("mcprism")


class SseChannel:
    """The two ways to one server. As `Channel`; a message that the server does not take comes back as `Undelivered`.

    Args:
        http: reaches the stream.
    """

    def __init__(self, http: Http) -> None:
        self._http = http
        self._background = Background()
        self._endpoint: Http | None = None
        self._failure: McprismError | None = None
        self._open = False
        self._ended = False
        self._frames: list[Frame] = []
        self._frames_size = 0
        self._outbox: deque[bytes] = deque()
        self._outbox_size = 0
        self._changed = anyio.Event()

    async def __aenter__(self) -> Self:
        """As `Channel.__aenter__`: once the server has said where to POST to.

        Raises:
            HttpError: it has no such stream.
            ConnectionClosed: it cannot be reached, or names a place that is not its own.
        """
        if self._open:
            raise RuntimeError("this channel was entered before: make another one")
        self._open = True
        await self._http.__aenter__()
        await self._background.__aenter__()
        self._background.start(self._read)
        try:
            while self._endpoint is None and not self._ended:
                await self._changed.wait()
            if self._endpoint is None:
                raise self._failure or ConnectionClosed(f"{self._http.url} ended its stream and named no endpoint")
            self._background.start(self._post_all)
        except BaseException as error:
            await self.__aexit__(type(error), error, None)
            raise
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open = False
        with anyio.CancelScope(shield=True), anyio.move_on_after(_LAST_WRITES):
            while not self._ended and self._outbox_size:
                await self._changed.wait()
        await self._background.__aexit__(exc_type, exc, traceback)
        await self._http.__aexit__(exc_type, exc, traceback)

    async def receive(self) -> Sequence[Frame]:
        """As `Channel.receive`."""
        while not self._frames and not self._ended:
            await self._changed.wait()
        frames, self._frames = self._frames, []
        self._frames_size = 0
        self._wake()
        return frames

    def send(self, frame: bytes) -> None:
        """As `Channel.send`."""
        if not self._open or self._ended:
            raise ConnectionClosed(self.describe_end() or "the channel is not open: send inside `async with`")
        self._outbox.append(frame)
        self._outbox_size += len(frame)
        self._wake()

    async def drained(self) -> None:
        """As `Channel.drained`."""
        while self._outbox_size >= HIGH_WATER and not self._ended:
            await self._changed.wait()

    async def unread(self) -> None:
        """As `Channel.unread`: the server forgets who has no stream."""
        while not self._ended:
            await self._changed.wait()

    def describe_end(self) -> str:
        """As `Channel.describe_end`."""
        if not self._ended:
            return ""
        return str(self._failure or f"the server at {self._http.url} ended the stream")

    def _wake(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()

    async def _read(self) -> None:
        try:
            async with self._http.get({}) as answer:
                if not answer.is_success or answer.content_type != EVENTS:
                    raise answer.refused("and no stream of events", await answer.error_body())
                while events := await answer.events():
                    for event in events:
                        self._take(event)
                    self._wake()
                    while self._frames_size >= HIGH_WATER:
                        await self._changed.wait()
        except McprismError as error:
            self._failure = error
        finally:
            self._ended = True
            self._wake()

    def _take(self, event: Event) -> None:
        if self._endpoint is None and event.event == "endpoint":
            self._endpoint = self._named(event.data)
        elif event.event == "message" and event.data:
            self._frames.append(event.data)
            self._frames_size += len(event.data)

    def _named(self, data: bytes) -> Http:
        try:
            return self._http.at(data.decode())
        except (ValueError, httpx.InvalidURL) as error:
            raise ConnectionClosed(f"{self._http.url} names no endpoint to POST to: {error}") from None

    async def _post_all(self) -> None:
        slots = anyio.Semaphore(MAX_POSTS)
        async with anyio.create_task_group() as tasks:
            while True:
                while not self._outbox:
                    await self._changed.wait()
                await slots.acquire()
                taken = anyio.Event()
                tasks.start_soon(self._post, self._outbox.popleft(), taken, slots)
                with anyio.move_on_after(_PATIENCE):
                    await taken.wait()

    async def _post(self, frame: bytes, taken: anyio.Event, slots: anyio.Semaphore) -> None:
        endpoint = self._endpoint or self._http
        try:
            async with endpoint.post(frame, {}) as answer:
                if not answer.is_success:
                    raise answer.refused("", await answer.error_body())
                await answer.skip_rest()
        except McprismError as error:
            self._frames.append(Undelivered(frame, error))
        finally:
            self._outbox_size -= len(frame)
            taken.set()
            slots.release()
            self._wake()
