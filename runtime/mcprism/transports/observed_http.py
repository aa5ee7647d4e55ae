"""A transport of the HTTP library with somebody who looks on: `observed` for clients that reach a server over HTTP."""

from collections.abc import AsyncIterator
from http import HTTPMethod
from types import TracebackType
from typing import Final, Self, cast

import httpx

from mcprism.transports.http_client import EVENTS, JSON
from mcprism.transports.observed import OnFrame
from mcprism.transports.sse import EventDecoder


class ObservedHttp(httpx.AsyncBaseTransport):
    """Another transport as it is, while `on_frame` is told of every message in a POST, and in what answers.

    It is told of what is sent before that leaves, and of what is received before it is handed on. What is no message is
    none: bodies that are not JSON or are compressed, errors in words of others, and events of other types.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, on_frame: OnFrame) -> None:
        self._transport: Final = transport
        self._on_frame: Final = on_frame

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._transport.__aexit__(exc_type, exc_value, traceback)

    async def aclose(self) -> None:
        """Closes the other one."""
        await self._transport.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As `httpx.AsyncBaseTransport.handle_async_request`."""
        if request.method == HTTPMethod.POST:
            self._on_frame("sent", await request.aread())
        response = await self._transport.handle_async_request(request)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in (JSON, EVENTS) or response.headers.get("content-encoding", "identity") != "identity":
            return response
        # The body of an answer is a stream here, and of the asynchronous kind in such a transport.
        stream = cast("httpx.AsyncByteStream", response.stream)
        if kind == EVENTS:
            response.stream = _Events(stream, self._on_frame)
        else:
            response.stream = _Body(stream, self._on_frame, is_error=response.is_error)
        return response


class _Observed(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, on_frame: OnFrame) -> None:
        self._stream: Final = stream
        self._on_frame: Final = on_frame

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Body(_Observed):
    """A body that is one message; that of an error may be something else."""

    def __init__(self, stream: httpx.AsyncByteStream, on_frame: OnFrame, *, is_error: bool) -> None:
        super().__init__(stream, on_frame)
        self._is_error: Final = is_error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # Told of before its last part is handed on, which is when whoever reads knows all of it.
        last, body = b"", bytearray()
        async for chunk in self._stream:
            body += chunk
            if last:
                yield last
            last = chunk
        if body and not (self._is_error and b'"jsonrpc"' not in body):
            self._on_frame("received", bytes(body))
        if last:
            yield last


class _Events(_Observed):
    """A stream of messages."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        decoder = EventDecoder()
        async for chunk in self._stream:
            for event in decoder.feed(chunk):
                if event.event == "message" and event.data:
                    self._on_frame("received", event.data)
            yield chunk
