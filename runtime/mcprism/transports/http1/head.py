"""What is written of a request, and what is read of an answer. No I/O.

Spec: https://www.rfc-editor.org/rfc/rfc9112
"""

import re
from http import HTTPMethod, HTTPStatus
from typing import Final

import httpx
from httptools import HttpParserError, HttpResponseParser

MAX_OVERHEAD: Final = 100 * 1024
"""Bytes that may arrive in a row and are no body: heads, interim answers, extensions of chunks, trailers."""

_TOKEN: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BREAKS: Final = re.compile(rb"[\0\r\n]")
_NOT_IN_TARGETS: Final = re.compile(rb"[\0-\x20\x7f]")
_VERSIONS: Final = ("1.0", "1.1")
_WITHOUT_BODY: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


def encode_head(request: httpx.Request) -> bytes:
    """The request line and the headers.

    Raises:
        httpx.LocalProtocolError: something in them would be read as something else.
    """
    method, target = request.method.encode("ascii"), request.url.raw_path
    if not _TOKEN.fullmatch(method) or _NOT_IN_TARGETS.search(target):
        raise httpx.LocalProtocolError(f"no request can be made of {request.method!r:.50} and {target!r:.200}")
    lines = [b"%b %b HTTP/1.1" % (method, target)]
    for name, value in request.headers.raw:
        if not _TOKEN.fullmatch(name) or _BREAKS.search(value):
            raise httpx.LocalProtocolError(f"the header {name!r:.100} has a name or a value that cannot be sent")
        lines.append(b"%b: %b" % (name, value))
    lines.append(b"\r\n")
    return b"\r\n".join(lines)


class Answer:
    """One answer as it arrives, after any interim ones. Feed it until it `is_complete`; what it then has is all.

    Args:
        method: of the request.
    """

    def __init__(self, method: str) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.status = 0
        self.reason = b""
        self.has_head = False
        self.is_complete = False
        self.may_be_kept = False
        """Once it is complete: whether its connection can have another request."""
        self._method = method
        self._parser = HttpResponseParser(self)
        self._pieces: list[bytes] = []
        self._overhead = 0

    @property
    def version(self) -> str:
        """Of the protocol, such as `1.1`."""
        return self._parser.get_http_version()

    def feed(self, chunk: bytes) -> None:
        """Takes what has arrived.

        Raises:
            httpx.RemoteProtocolError: it is no answer, or one that is not read.
        """
        try:
            self._parser.feed_data(chunk)
        except HttpParserError as error:
            refusal = error.__context__
            if isinstance(refusal, httpx.RemoteProtocolError):
                raise refusal from None
            # What comes after the end is nobody's answer.
            if not self.is_complete:
                raise httpx.RemoteProtocolError(f"the server does not speak HTTP/1.1: {error}") from None
            self.may_be_kept = False
        self._overhead = 0 if self._pieces or self.is_complete else self._overhead + len(chunk)
        if self._overhead > MAX_OVERHEAD:
            raise httpx.RemoteProtocolError(f"the server sends more than {MAX_OVERHEAD} bytes besides the body")

    def feed_end(self) -> None:
        """Takes the end of the connection.

        Raises:
            httpx.RemoteProtocolError: the answer has no end yet.
        """
        if not self.has_head:
            raise httpx.RemoteProtocolError("the server closed the connection and sent no answer")
        if not self.is_complete and not self._lasts_to_the_end():
            raise httpx.RemoteProtocolError("the server closed the connection before the end of the body")
        self.is_complete = True

    def take_body(self) -> bytes:
        """What has arrived of the body since the last time."""
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        return body

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Another answer begins."""
        if self.is_complete:
            self.may_be_kept = False

    def on_status(self, reason: bytes) -> None:
        """A part of the text beside the status."""
        if not self.has_head:
            self.reason += reason

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer: nobody here asks for these."""
        if not self.has_head:
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """A head, of an interim answer perhaps."""
        if self.has_head:
            return
        self.status = self._parser.get_status_code()
        if self.version not in _VERSIONS or self.status == HTTPStatus.SWITCHING_PROTOCOLS:
            raise httpx.RemoteProtocolError(f"the server speaks HTTP/{self.version} now, status {self.status}")
        if self.status < HTTPStatus.OK:
            self.headers, self.reason = [], b""
            return
        self.has_head = True
        self.may_be_kept = self._parser.should_keep_alive()
        if self._method == HTTPMethod.HEAD or self.status in _WITHOUT_BODY:
            self.is_complete = True

    def on_body(self, piece: bytes) -> None:
        """A piece of the body."""
        if self.is_complete:
            self.may_be_kept = False
        else:
            self._pieces.append(piece)

    def on_message_complete(self) -> None:
        """The end of an answer, of an interim one perhaps."""
        if self.has_head:
            self.is_complete = True

    def _lasts_to_the_end(self) -> bool:
        """Whether the end of the connection is the end of the body."""
        headers = [(name.lower(), value.lower()) for name, value in self.headers]
        coding = b",".join(value for name, value in headers if name == b"transfer-encoding")
        return not coding.endswith(b"chunked") and all(name != b"content-length" for name, _ in headers)
