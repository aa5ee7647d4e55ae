"""What is written of a request, and what is read of an answer, whatever the pieces that it arrives in."""

from collections.abc import Iterable

import httpx
import pytest

from mcprism.transports.http1.head import MAX_OVERHEAD, Answer, encode_head

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

WHOLE = [
    pytest.param(OK + b"Content-Length: 3\r\n\r\nabc", 200, b"abc", True, id="length"),
    pytest.param(OK + b"Content-Length: 0\r\n\r\n", 200, b"", True, id="empty"),
    pytest.param(b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na", 200, b"a", True, id="no reason"),
    pytest.param(CHUNKED + b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", 200, b"abc", True, id="chunks"),
    pytest.param(CHUNKED + b"3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n", 200, b"abc", True, id="extension and trailer"),
    pytest.param(OK + b"Connection: close\r\nContent-Length: 1\r\n\r\na", 200, b"a", False, id="close"),
    pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", 200, b"a", False, id="1.0"),
    pytest.param(b"HTTP/1.1 204 No\r\n\r\n", 204, b"", True, id="204"),
    pytest.param(b"HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", 304, b"", True, id="304 tells a length"),
    pytest.param(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\na",
        200,
        b"a",
        True,
        id="interim answers",
    ),
    pytest.param(b"HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n", 600, b"", True, id="unknown status"),
    pytest.param(
        OK + b"Upgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 1\r\n\r\na",
        200,
        b"a",
        True,
        id="offer of another",
    ),
]


def fed(pieces: Iterable[bytes], method: str = "POST") -> tuple[Answer, bytes]:
    """The answer and its body after these pieces."""
    answer, body = Answer(method), b""
    for piece in pieces:
        answer.feed(piece)
        body += answer.take_body()
    return answer, body


def single_bytes(data: bytes) -> list[bytes]:
    """The same, in the smallest pieces."""
    return [data[at : at + 1] for at in range(len(data))]


@pytest.mark.parametrize(("data", "status", "body", "kept"), WHOLE)
def test_answer_is_read_in_pieces_of_any_size(data: bytes, status: int, body: bytes, kept: bool) -> None:
    for pieces in ([data], single_bytes(data)):
        answer, read = fed(pieces)
        assert (answer.is_complete, answer.status, read, answer.may_be_kept) == (True, status, body, kept)
        assert all(name not in (b"Link", b"X") for name, _ in answer.headers)


@pytest.mark.parametrize(("data", "status", "body", "kept"), WHOLE)
def test_answer_is_incomplete_up_to_its_last_byte(data: bytes, status: int, body: bytes, kept: bool) -> None:
    answer, _ = fed([data[:-1]])
    assert not answer.is_complete
    with pytest.raises(httpx.RemoteProtocolError, match="the server closed the connection"):
        answer.feed_end()


@pytest.mark.parametrize(
    "data",
    [
        OK + b"\r\nabc",
        b"HTTP/1.0 200 OK\r\n\r\nabc",
        OK + b"Transfer-Encoding: chunked, gzip\r\n\r\nabc",
        OK + b"Connection: close\r\n\r\nabc",
    ],
)
def test_body_without_a_length_lasts_to_the_end_of_the_connection(data: bytes) -> None:
    answer, body = fed([data])
    assert (body, answer.is_complete) == (b"abc", False)
    answer.feed_end()
    assert (answer.is_complete, answer.may_be_kept) == (True, False)


@pytest.mark.parametrize("length", [b"", b"Content-Length: 5\r\n"], ids=["no length", "length"])
def test_answer_to_head_has_no_body(length: bytes) -> None:
    answer, body = fed([OK + length + b"\r\n"], "HEAD")
    assert (answer.is_complete, body, answer.may_be_kept) == (True, b"", bool(length))


@pytest.mark.parametrize(
    "more", [OK + b"Content-Length: 1\r\n\r\nb", b"x", b"\0"], ids=["another answer", "a byte", "NUL"]
)
@pytest.mark.parametrize("method", ["POST", "HEAD"])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_comes_after_the_answer_is_nobodys(more: bytes, method: str, at_once: bool) -> None:
    whole = OK + (b"Content-Length: 1\r\n\r\n" + b"a" * (method == "POST"))
    answer, body = fed([whole + more] if at_once else [whole, more], method)
    assert (answer.is_complete, body, answer.may_be_kept) == (True, b"a" * (method == "POST"), False)


@pytest.mark.parametrize(
    "data",
    [
        b"220 ready\r\n",
        b"SSH-2.0-x\r\n",
        b"\x16\x03\x01\x02\x00",
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"HTTP/1.1 101 Other\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 18446744073709551617\r\n\r\n",
        OK + b"Na me: x\r\n\r\n",
        CHUNKED + b"x\r\n",
        CHUNKED + b"1\r\nabc\r\n",
        CHUNKED + b"FFFFFFFFFFFFFFFFFF\r\n",
    ],
)
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    for pieces in ([data], single_bytes(data)):
        with pytest.raises(httpx.RemoteProtocolError):
            fed(pieces)


@pytest.mark.parametrize(
    ("before", "again"),
    [
        pytest.param(OK, b"X: yyyyyyyyyyyyyyyyyyyyyyyyyy\r\n", id="headers"),
        pytest.param(OK + b"X: ", b"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", id="a header"),
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="interim answers"),
        pytest.param(CHUNKED + b"1;a=", b"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", id="extension"),
        pytest.param(CHUNKED + b"0\r\n", b"X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n", id="trailers"),
    ],
)
def test_what_is_no_body_is_bounded(before: bytes, again: bytes) -> None:
    pieces = [before, *[again] * (MAX_OVERHEAD // len(again) + 2)]
    with pytest.raises(httpx.RemoteProtocolError, match=f"more than {MAX_OVERHEAD} bytes besides the body"):
        fed(piece for piece in pieces if piece)


def test_request_is_written_as_it_is() -> None:
    request = httpx.Request("POST", "http://h:1/p?q=a b", headers={"X-One": "1", "Content-Length": "0"}, content=b"")
    assert encode_head(request) == b"POST /p?q=a%20b HTTP/1.1\r\nHost: h:1\r\nX-One: 1\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {"X": "a\r\nY: b"}),
        ("POST", {"X": "a\nb"}),
        ("POST", {"X": "a\0b"}),
        ("POST", {"X y": "a"}),
        ("POST", {"X:": "a"}),
        ("POST", {"": "a"}),
        ("PO ST", {}),
    ],
)
def test_request_that_would_be_read_as_something_else_is_not_sent(method: str, headers: dict[str, str]) -> None:
    with pytest.raises(httpx.LocalProtocolError):
        encode_head(httpx.Request(method, "http://h/", headers=headers))
