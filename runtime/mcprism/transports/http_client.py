"""HTTP as a client needs it: one POST or GET at a time, and answers read piece by piece within limits.

What is sent and received are bytes: whether they are messages, and what the headers of the protocol are, is for whoever
calls. Nothing of the HTTP library gets out of here.

Spec: basic/transports#streamable-http
"""

import logging
import ssl
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import cache
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self, cast
from urllib.request import getproxies

import anyio
import httpx

from mcprism.errors import ConnectionClosed, HttpError
from mcprism.transports.http1.client import OnePiece, PlainClient
from mcprism.transports.http1.transport import Http1Transport
from mcprism.transports.observed import OnFrame
from mcprism.transports.sse import Event, EventDecoder, EventTooLarge

MAX_MESSAGE: Final = 16 * 1024 * 1024
"""Bytes that one message of a server may have, counted when they are decompressed."""

CONNECT_TIMEOUT: Final = 10.0
"""Seconds that connecting may take, TLS included."""

JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"

_SENT: Final = ".send_request_headers.complete"
"""What the HTTP library calls it, in each version of HTTP, that the head of a request is on its way."""

_POSTED: Final = {"Accept": f"{JSON}, {EVENTS}", "Content-Type": JSON}

_MAX_REDIRECTS: Final = 3
_MAX_EXCERPT: Final = 200
_MAX_ERROR_BODY: Final = 64 * 1024
_INFLATED_AT_ONCE: Final = 64 * 1024
_REST_TIMEOUT: Final = 0.25
"""Seconds that the end of an answer is waited for once the message is there: its connection is of use only then."""

_log = logging.getLogger("mcprism")


class Http:
    """Requests to one address. Entered before the first, and left after the last.

    Args:
        url: the address.
        client: what sends; it is closed by whoever made it. Or a transport of httpx, or None: it is made here.
        headers: to be sent with each request.
        max_message: bytes that one message of the server may have.
        connect_timeout: seconds that connecting may take.
        observe: gives what is told of the messages in one request and in what answers it; None: nobody looks on.
    """

    def __init__(
        self,
        url: str,
        *,
        client: httpx.AsyncClient | PlainClient | httpx.AsyncBaseTransport | None = None,
        headers: Mapping[str, str] | None = None,
        max_message: int = MAX_MESSAGE,
        connect_timeout: float = CONNECT_TIMEOUT,
        observe: Callable[[], OnFrame] | None = None,
    ) -> None:
        self._url = httpx.URL(url)
        self._observe = observe
        self._is_ours = client is None or isinstance(client, httpx.AsyncBaseTransport)
        # Every request is bounded by whoever makes it, and may last as long as that allows.
        self._timeout = httpx.Timeout(None, connect=connect_timeout)
        self._client = _client(client) if client is None or isinstance(client, httpx.AsyncBaseTransport) else client
        # Compressed streams are held back by what compresses them; who wants them says so in `headers`.
        self._headers = _joined({"Accept-Encoding": "identity"}, headers or {})
        self._max_message = max_message
        self._warned = False

    @property
    def url(self) -> str:
        """The address for people: without credentials and query."""
        return shown(self._url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._is_ours:
            with anyio.CancelScope(shield=True), anyio.move_on_after(_REST_TIMEOUT):
                await self._client.aclose()

    def at(self, address: str) -> "Http":
        """The same for another address, relative to this one.

        Raises:
            ValueError: it is on another origin.
        """
        url = self._url.join(address)
        if not _is_same_origin(url, self._url):
            raise ValueError(f"{shown(url)!r:.200} is on another origin than {self.url}")
        return Http(
            str(url),
            client=self._client,
            headers=self._headers,
            max_message=self._max_message,
            connect_timeout=self._timeout.connect or CONNECT_TIMEOUT,
            observe=self._observe,
        )

    def post(self, body: bytes, headers: Mapping[str, str]) -> AbstractAsyncContextManager["HttpAnswer"]:
        """Sends a JSON text; the answer, of which the head has arrived. Leaving before its end closes the connection.

        Raises:
            ConnectionClosed: nobody answers, or not over HTTP.
            HttpError: the answer leads elsewhere.
        """
        return self._asked("POST", {**_POSTED, **headers}, body)

    def get(
        self, headers: Mapping[str, str], on_sent: Callable[[], None] | None = None
    ) -> AbstractAsyncContextManager["HttpAnswer"]:
        """Asks for a stream of events. Otherwise as `post`.

        Args:
            headers: of the request.
            on_sent: called when the request is on its way; never where a transport does not tell that.
        """
        return self._asked("GET", {"Accept": EVENTS, **headers}, None, on_sent)

    async def delete(self, headers: Mapping[str, str]) -> int:
        """Asks to delete what the headers name; the status of the answer. Raises as `post`."""
        async with self._asked("DELETE", headers, None) as answer:
            return answer.status

    @asynccontextmanager
    async def _asked(
        self,
        method: str,
        headers: Mapping[str, str],
        body: bytes | None,
        on_sent: Callable[[], None] | None = None,
    ) -> AsyncGenerator["HttpAnswer"]:
        url = self._url
        on_frame = None if self._observe is None else self._observe()
        if on_frame is not None and body is not None:
            on_frame("sent", body)
        for _ in range(_MAX_REDIRECTS + 1):
            response = await self._sent(method, url, headers, body, on_sent)
            answer = HttpAnswer(response, method, url, self._max_message, on_frame)
            try:
                target = response.headers.get("location") if 300 <= response.status_code < 400 else None
                if target is None:
                    yield answer
                    return
                url = self._redirected(answer, url, target)
            finally:
                await answer.aclose()
        raise HttpError(f"{method} {self.url}: redirected more than {_MAX_REDIRECTS} times", url=self.url, status=508)

    async def _sent(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        body: bytes | None,
        on_sent: Callable[[], None] | None,
    ) -> httpx.Response:
        request = self._client.build_request(
            method,
            url,
            content=body,
            # Ids of events may be any text.
            headers={name.encode(): value.encode() for name, value in _joined(self._headers, headers).items()},
            timeout=self._timeout,
            extensions=None if on_sent is None else {"trace": _trace(on_sent)},
        )
        if body is not None:
            request.stream = OnePiece(body)
        try:
            return await self._client.send(request, stream=True, follow_redirects=False)
        except httpx.ConnectTimeout as error:
            text = f"cannot connect to {shown(url)} within {self._timeout.connect:g} s"
            raise ConnectionClosed(text, never_sent=True) from _cause(error)
        except httpx.ConnectError as error:
            text = f"cannot connect to {shown(url)}: {_reason(error)}"
            raise ConnectionClosed(text, never_sent=True) from _cause(error)
        except _BROKEN as error:
            text = f"the connection to {shown(url)} ended before an answer came: {_reason(error)}"
            raise ConnectionClosed(text) from _cause(error)

    def _redirected(self, answer: "HttpAnswer", url: httpx.URL, target: str) -> httpx.URL:
        try:
            target_url = url.join(target)
            where = shown(target_url)
            is_same_origin = _is_same_origin(target_url, url)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise answer.refused(f"and leads to {target!r:.200}, which is no address: {error}") from None
        if answer.status not in (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT):
            raise answer.refused(f"and leads to {where!r:.200}, which would be asked in another way; use that address")
        if not is_same_origin:
            raise answer.refused(
                f"and leads to another origin, {where!r:.200}: connect to that, if it is to be trusted"
            )
        if not self._warned:
            self._warned = True
            _log.warning("%s leads to %.200r with each request: connecting to that saves half of them", self.url, where)
        return target_url


class HttpAnswer:
    """One answer: its head, and its body as it arrives. The body is read once, in one of the ways."""

    def __init__(
        self,
        response: httpx.Response,
        method: str,
        url: httpx.URL,
        max_message: int,
        on_frame: OnFrame | None = None,
    ) -> None:
        self.status: Final[int] = response.status_code
        self.content_type: Final[str] = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.stream: Final = EventDecoder(max_event=max_message)
        """What the events said of going on after them."""
        self._response = response
        self._method = method
        self._url = url
        self._max_message = max_message
        self._on_frame = on_frame
        self._incoming: AsyncIterator[bytes] | None = None
        self._inflating: _Inflating | None = None
        self._has_ended = False

    @property
    def is_success(self) -> bool:
        """Whether the status says that what was asked for was done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def header(self, name: str) -> str | None:
        """A header, if it is there."""
        value: str | None = self._response.headers.get(name)
        return value

    async def body(self) -> bytes:
        """All of it.

        Raises:
            HttpError: it is larger than one message may be.
            ConnectionClosed: it broke off.
        """
        pieces, size = [await self._receive()], 0
        while chunk := await self._receive():
            pieces.append(chunk)
            size += len(chunk)
            if size + len(pieces[0]) > self._max_message:
                raise self.refused(f"and a body of more than {self._max_message} bytes")
        body = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if self._on_frame is not None and body:
            self._on_frame("received", body)
        return body

    async def events(self) -> list[Event]:
        """The events that have arrived, at least one; none at the end of the stream, and again each time after.

        Raises:
            HttpError: one is larger than a message may be.
            ConnectionClosed: the stream broke off.
        """
        while chunk := await self._receive():
            try:
                events = self.stream.feed(chunk)
            except EventTooLarge:
                raise self.refused(f"and an event of more than {self._max_message} bytes") from None
            if events:
                if self._on_frame is not None:
                    self._tell(events, self._on_frame)
                return events
        return []

    def _tell(self, events: list[Event], on_frame: OnFrame) -> None:
        for event in events:
            if event.event == "message" and event.data:
                on_frame("received", event.data)

    async def error_body(self) -> bytes:
        """As much of the body of an error as is worth reading."""
        body = b""
        try:
            while len(body) <= _MAX_ERROR_BODY and (chunk := await self._receive()):
                body += chunk
        except (ConnectionClosed, HttpError) as error:
            _log.debug("the body of an error broke off: %s", error)
        # Most errors of others are no messages.
        if self._on_frame is not None and b'"jsonrpc"' in body:
            self._on_frame("received", body)
        return body[:_MAX_ERROR_BODY]

    async def skip_rest(self) -> None:
        """Reads to the end if that is near: only then the connection can be used again."""
        if self._has_ended:
            return
        left = _MAX_ERROR_BODY
        with anyio.move_on_after(_REST_TIMEOUT):
            try:
                while left > 0 and (chunk := await self._receive()):
                    left -= len(chunk)
            except (ConnectionClosed, HttpError) as error:
                _log.debug("what comes after the message is not read: %s", error)

    def refused(self, what: str = "", body: bytes = b"") -> HttpError:
        """The error that this answer is; `what`: what is wrong with it beside the status, as a part of a sentence."""
        excerpt = body[: 4 * _MAX_EXCERPT].decode("utf-8", "replace")[:_MAX_EXCERPT]
        text = f"{self._method} {shown(self._url)} was answered with status {_status(self.status)}"
        if what:
            text = f"{text} {what}"
        if excerpt:
            text = f"{text}: {excerpt!r}"
        headers = {name.lower(): value for name, value in self._response.headers.items()}
        return HttpError(text, url=shown(self._url), status=self.status, headers=headers, body=excerpt)

    async def aclose(self) -> None:
        """Ends it, wherever it is. What is left of the body does not arrive."""
        if self._incoming is not None and not self._has_ended:
            # Iterators lie within one another in there, and closing the outermost leaves the others to the garbage
            # collector. What is raised in the innermost, where it would read, ends them all.
            with anyio.CancelScope() as scope:
                scope.cancel()
                with suppress(*_BROKEN):
                    while await anext(self._incoming, b""):
                        pass
        await self._response.aclose()

    async def _receive(self) -> bytes:
        """What has arrived of the body, decompressed; nothing at its end."""
        if self._incoming is None:
            # In a client of this kind it is a stream of the asynchronous kind.
            self._incoming = aiter(cast("httpx.AsyncByteStream", self._response.stream))
            self._inflating = self._decoder()
        inflating = self._inflating
        try:
            if inflating is None:
                return await self._next(self._incoming)
            while not (piece := inflating.next_piece()):
                if not (chunk := await self._next(self._incoming)):
                    return b""
                inflating.feed(chunk)
        except zlib.error as error:
            raise self.refused(f"and a body that cannot be decompressed ({error})") from None
        except _BROKEN as error:
            text = f"the answer to {self._method} {shown(self._url)} broke off: {_reason(error)}"
            raise ConnectionClosed(text) from _cause(error)
        return piece

    async def _next(self, incoming: AsyncIterator[bytes]) -> bytes:
        while not self._has_ended:
            try:
                # Transports may give pieces with nothing in them.
                if chunk := await anext(incoming):
                    return chunk
            except StopAsyncIteration:
                self._has_ended = True
        return b""

    def _decoder(self) -> "_Inflating | None":
        encoding = self._response.headers.get("content-encoding", "").strip().lower()
        if encoding in ("", "identity"):
            return None
        if encoding in ("gzip", "x-gzip", "deflate"):
            return _Inflating()
        raise self.refused(f"and a body in the encoding {encoding!r:.50}, which was not asked for")


class _Inflating:
    """Decompresses piece by piece, so that whoever counts the pieces can stop."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._waiting = b""

    def feed(self, chunk: bytes) -> None:
        """Takes what has arrived, once there is no next piece of what came before."""
        self._waiting = chunk

    def next_piece(self) -> bytes:
        """The next piece; nothing if more has to arrive first."""
        piece = self._inflater.decompress(self._waiting, _INFLATED_AT_ONCE)
        self._waiting = self._inflater.unconsumed_tail
        return piece


def _client(transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient | PlainClient:
    if transport is None and any(getproxies().get(scheme) for scheme in ("http", "https", "all")):
        # What goes to which of them is for httpx, and only its own transport goes there.
        return httpx.AsyncClient(verify=_tls(), limits=httpx.Limits(max_connections=None, keepalive_expiry=30))
    return PlainClient(Http1Transport(_tls) if transport is None else transport)


@cache
def _tls() -> ssl.SSLContext:
    # Reading all certificates takes longer than everything else that a connection needs.
    return httpx.create_ssl_context()


def _joined(headers: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Both; of a name that is in both, in whatever case, the second."""
    named = {name.lower() for name in more}
    return {name: value for name, value in headers.items() if name.lower() not in named} | dict(more)


def _trace(on_sent: Callable[[], None]) -> Callable[[str, object], Awaitable[None]]:
    async def trace(event: str, info: object) -> None:
        if event.endswith(_SENT):
            on_sent()

    return trace


def shown(url: httpx.URL) -> str:
    """An address for people: without credentials, query and fragment, which may hold secrets."""
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))


def _status(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _is_same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, _port(one)) == (other.scheme, other.host, _port(other))


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


def _cause(error: BaseException) -> OSError | None:
    """What the system said, if it is the system's error: those of the library are nobody's business."""
    found: OSError | None = None
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError):
            found = seen
        # Where several addresses were tried, one of them is enough.
        attempts = cast("BaseExceptionGroup[BaseException]", seen) if isinstance(seen, BaseExceptionGroup) else None
        seen = attempts.exceptions[0] if attempts is not None else seen.__cause__ or seen.__context__
    return found


def _reason(error: BaseException) -> str:
    return str(_cause(error) or error) or type(error).__name__


_BROKEN: Final = (httpx.HTTPError, httpx.StreamError, anyio.ClosedResourceError, anyio.BrokenResourceError)
"""How the library says that a connection is of no use any more."""
