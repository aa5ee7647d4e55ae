"""HTTP/1.1 as the load generator speaks it: prepared bytes go out, whole answers come in, connections are kept."""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from programs import ANSWER_TIMEOUT

_HEAD: Final = (
    "POST {path} HTTP/1.1\r\n"
    "host: {host}\r\n"
    "accept: application/json, text/event-stream\r\n"
    "content-type: application/json\r\n"
    "{headers}content-length: "
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. The names of its headers are in lower case."""

    status: int
    headers: Mapping[bytes, bytes]
    body: bytes

    def message(self) -> Any:
        """The message in it: the body, or the data of the last event that has any; None if there is none."""
        body = self.body
        if self.headers.get(b"content-type", b"").startswith(b"text/event-stream"):
            data = [line[5:] for line in body.splitlines() if line.startswith(b"data:") and line[5:].strip()]
            body = data[-1] if data else b""
        return json.loads(body) if body else None


class Connection:
    """One connection to a server, on which one request at a time is made.

    Args:
        url: the endpoint.
        headers: what requests say besides the usual.
    """

    __slots__ = ("_data", "_head", "_url", "socket")

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._url = urlsplit(url)
        self._data = b""
        self.say(headers)
        self.socket = socket.create_connection((self._url.hostname, self._url.port), ANSWER_TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, headers: Mapping[str, str]) -> None:
        """Has further requests say these headers besides the usual."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._head = _HEAD.format(path=self._url.path, host=self._url.netloc, headers=lines).encode()

    def send(self, body: bytes) -> None:
        """Sends a request; it is small enough never to wait."""
        self.socket.sendall(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))

    def read(self) -> Answer | None:
        """Takes what has come, at least a byte; the answer once it is complete.

        Raises:
            EOFError: the server has closed the connection.
            TimeoutError: nothing came.
        """
        chunk = self.socket.recv(1 << 20)
        if not chunk:
            raise EOFError("the server closed the connection")
        self._data += chunk
        answer = _parsed(self._data)
        if answer is not None:
            self._data = b""
        return answer

    def ask(self, body: bytes) -> Answer:
        """Sends a request and waits for the answer. Raises as `read`."""
        self.send(body)
        while (answer := self.read()) is None:
            pass
        return answer

    def close(self) -> None:
        """Closes it."""
        self.socket.close()


def _parsed(data: bytes) -> Answer | None:
    head, end, rest = data.partition(b"\r\n\r\n")
    if not end:
        return None
    line, *fields = head.split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(b":") for field in fields)}
    status = int(line.split(b" ", 2)[1])
    if headers.get(b"transfer-encoding") == b"chunked":
        return Answer(status, headers, _joined(rest)) if rest.endswith(b"0\r\n\r\n") else None
    if len(rest) < int(headers.get(b"content-length", b"0")):
        return None
    return Answer(status, headers, rest)


def _joined(chunks: bytes) -> bytes:
    body = b""
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        length = int(size, 16)
        body, chunks = body + rest[:length], rest[length + 2 :]
    return body
