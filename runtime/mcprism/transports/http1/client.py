"""What makes requests where the user brings no client."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Self

import httpx


class PlainClient:
    """As much of `httpx.AsyncClient` as is needed here, at a fraction of its price: with cookies and passwords.

    Args:
        transport: what sends.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport
        self._cookies = httpx.Cookies()

    def build_request(
        self,
        method: str,
        url: httpx.URL,
        *,
        content: bytes | None,
        headers: Mapping[bytes, bytes],
        timeout: httpx.Timeout,
        extensions: Mapping[str, Any] | None,
    ) -> httpx.Request:
        """As `httpx.AsyncClient.build_request`."""
        own = {b"host": url.netloc, b"user-agent": b"mcprism"}
        if content is not None:
            own[b"content-length"] = b"%d" % len(content)
        named = {name.lower() for name in headers}
        sent = {name: value for name, value in own.items() if name not in named} | dict(headers)
        request = httpx.Request(
            method,
            url,
            headers=sent,
            stream=OnePiece(content or b""),
            extensions={"timeout": timeout.as_dict(), **(extensions or {})},
        )
        if self._cookies:
            self._cookies.set_cookie_header(request)
        return next(httpx.BasicAuth(url.username, url.password).auth_flow(request)) if url.userinfo else request

    async def send(self, request: httpx.Request, *, stream: bool, follow_redirects: bool) -> httpx.Response:
        """As `httpx.AsyncClient.send`, with a body that is a stream and leading nowhere else in any case."""
        response = await self._transport.handle_async_request(request)
        response.request = request
        if "set-cookie" in response.headers:
            self._cookies.extract_cookies(response)
        return response

    async def aclose(self) -> None:
        """Closes the transport."""
        await self._transport.aclose()


class OnePiece(httpx.AsyncByteStream):
    """What is sent, in one piece. No generator: where sending ends early that is left to the garbage collector."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Pieces([self._body])


class _Pieces:
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if not self._pieces:
            raise StopAsyncIteration
        return self._pieces.pop()
