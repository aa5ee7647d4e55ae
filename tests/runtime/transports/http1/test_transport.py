"""The transport against servers that send and close as they like."""

import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import repeat
from typing import Any

import anyio
import httpx
import pytest
from anyio.lowlevel import checkpoint

from mcprism.transports.http1.transport import Http1Transport
from tests.runtime.transports.http1.conftest import Listening, Peer, listening, trusting
from tests.runtime.transports.http1.test_head import WHOLE

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clean")]

OK = b"HTTP/1.1 200 OK\r\n"
HELLO = OK + b"Content-Length: 5\r\n\r\nhello"
CHUNKED = {"Transfer-Encoding": "chunked"}
LARGE = 8 * 1024 * 1024

Asking = Callable[..., AbstractAsyncContextManager[httpx.Response]]


class Pieces(httpx.AsyncByteStream):
    """A body in these pieces. No generator: where sending ends early that is left to the garbage collector."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = iter(pieces)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for piece in self.pieces:
            return piece
        raise StopAsyncIteration


@asynccontextmanager
async def asking(tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[Asking]:
    """`async with asking() as ask, ask("POST", url) as response`: through one transport."""
    async with Http1Transport(lambda: tls or ssl.create_default_context(), **options) as transport:

        @asynccontextmanager
        async def ask(method: str, url: str, **request: Any) -> AsyncIterator[httpx.Response]:
            response = await transport.handle_async_request(httpx.Request(method, url, **request))
            try:
                yield response
            finally:
                await response.aclose()

        yield ask


async def body(ask: Asking, server: Listening, method: str = "POST", **request: Any) -> bytes:
    """The body of one answer."""
    async with ask(method, server.url, **request) as response:
        return await response.aread()


async def greet(peer: Peer) -> None:
    """Answers each request."""
    while True:
        await peer.request()
        await peer.send(HELLO)


@pytest.mark.parametrize("size", [None, 1], ids=["whole", "bytes"])
async def test_answers_of_every_kind_are_read_and_their_connections_used_again_where_they_can_be(
    size: int | None,
) -> None:
    cases = [case.values for case in WHOLE]

    async def play(peer: Peer) -> None:
        while True:
            head, _ = await peer.request()
            data, _, _, kept = cases[int(head.split("/")[1].split()[0])]
            await peer.send(data, size)
            if not kept:
                return

    async with listening(play) as server, asking() as ask:
        connections = 1
        for number, (_, status, expected, kept) in enumerate(cases):
            async with ask("POST", f"{server.url}{number}", content=b"x") as response:
                assert (response.status_code, await response.aread()) == (status, expected)
            assert server.connections == connections
            connections += not kept


@pytest.mark.parametrize("tls", [False, True], ids=["tcp", "tls"])
@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"", httpx.RemoteProtocolError),
        (OK, httpx.RemoteProtocolError),
        (OK + b"Content-Length: 6\r\n\r\nhello", httpx.RemoteProtocolError),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", httpx.RemoteProtocolError),
        (b"SSH-2.0-OpenSSH\r\n", httpx.RemoteProtocolError),
    ],
    ids=["nothing", "half a head", "short body", "no last chunk", "no HTTP"],
)
async def test_answer_that_breaks_off_is_an_error(tls: bool, sent: bytes, error: type[Exception]) -> None:
    async def play(peer: Peer) -> None:
        await peer.request()
        if sent:
            await peer.send(sent)

    async with listening(play, tls=tls) as server, asking(trusting()) as ask:
        with pytest.raises(error):
            await body(ask, server)


@pytest.mark.parametrize("tls", [False, True], ids=["tcp", "tls"])
async def test_body_without_a_length_ends_with_the_connection(tls: bool) -> None:
    async def play(peer: Peer) -> None:
        await peer.request()
        await peer.send(OK + b"\r\nhello")

    async with listening(play, tls=tls) as server, asking(trusting()) as ask:
        assert [await body(ask, server) for _ in range(2)] == [b"hello"] * 2
        assert server.connections == 2


@pytest.mark.parametrize("tls", [False, True], ids=["tcp", "tls"])
async def test_large_bodies_pass_both_ways(tls: bool) -> None:
    async def play(peer: Peer) -> None:
        while True:
            _, sent = await peer.request()
            await peer.send(OK + b"Content-Length: %d\r\n\r\n" % len(sent) + sent)

    async with listening(play, tls=tls) as server, asking(trusting()) as ask:
        large = bytes(range(256)) * (LARGE // 256)
        assert [await body(ask, server, content=large) == large for _ in range(2)] == [True] * 2
        assert server.connections == 1


async def test_body_arrives_as_it_is_sent() -> None:
    heard = anyio.Event()

    async def play(peer: Peer) -> None:
        await peer.request()
        await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        await heard.wait()
        await peer.send(b"3\r\ntwo\r\n0\r\n\r\n")
        await peer.until_gone()

    async with listening(play) as server, asking() as ask, ask("GET", server.url) as response:
        pieces: list[bytes] = []
        async for piece in response.stream:  # type: ignore[union-attr] -- it is asynchronous
            pieces.append(piece)
            heard.set()
    assert pieces == [b"one", b"two"]


async def test_body_of_unknown_length_is_sent_in_chunks() -> None:
    async def play(peer: Peer) -> None:
        await peer.request()
        received = b""
        while not received.endswith(b"0\r\n\r\n"):
            received += await peer.some()
        await peer.send(OK + b"Content-Length: %d\r\n\r\n" % len(received) + received)

    async with listening(play) as server, asking() as ask:
        assert (
            await body(ask, server, stream=Pieces([b"one", b"", b"three"]), headers=CHUNKED)
            == b"3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"
        )


@pytest.mark.parametrize("length", [2, 4])
async def test_body_of_another_length_than_announced_is_an_error(length: int) -> None:
    async def play(peer: Peer) -> None:
        await peer.until_gone()

    async with listening(play) as server, asking() as ask:
        with pytest.raises(httpx.LocalProtocolError, match=r"1 bytes (less|more) than announced"):
            await body(ask, server, stream=Pieces([b"abc"]), headers={"Content-Length": str(length)})


async def test_requests_at_once_have_a_connection_each_and_leave_it_to_the_next() -> None:
    together = anyio.Event()
    waiting = 0

    async def play(peer: Peer) -> None:
        nonlocal waiting
        while True:
            await peer.request()
            waiting += 1
            if waiting == 16:
                together.set()
            await together.wait()
            await peer.send(HELLO)

    async with listening(play) as server, asking() as ask:
        for _ in range(2):
            async with anyio.create_task_group() as tasks:
                for _ in range(16):
                    tasks.start_soon(body, ask, server)
        assert server.connections == 16


@pytest.mark.parametrize("options", [{"max_idle": 0}, {"idle_timeout": 0}], ids=str)
async def test_connections_are_kept_within_limits(options: dict[str, Any]) -> None:
    async with listening(greet) as server, asking(**options) as ask:
        assert [await body(ask, server) for _ in range(2)] == [b"hello"] * 2
        assert server.connections == 2


@pytest.mark.parametrize("more", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["closed", "unasked"])
@pytest.mark.parametrize("seen", [False, True], ids=["not seen by the loop", "seen by the loop"])
async def test_connection_on_which_something_happened_is_not_used_again(more: bytes, seen: bool) -> None:
    happened = anyio.Event()

    async def play(peer: Peer) -> None:
        if peer.number > 1:
            await greet(peer)
        await peer.request()
        await peer.send(HELLO)
        await answered.wait()
        if more:
            await peer.send(more)
        else:
            await peer.stream.aclose()
        happened.set()
        await peer.until_gone()

    async with listening(play) as server, asking() as ask:
        answered = anyio.Event()
        assert await body(ask, server) == b"hello"
        answered.set()
        await happened.wait()
        if seen:
            await anyio.wait_all_tasks_blocked()
        assert await body(ask, server) == b"hello"
        assert server.connections == 2


async def test_request_that_meets_the_end_of_a_connection_is_not_sent_again() -> None:
    requests = 0

    async def play(peer: Peer) -> None:
        nonlocal requests
        while True:
            await peer.request()
            requests += 1
            if requests == 2:
                return
            await peer.send(HELLO)

    async with listening(play) as server, asking() as ask:
        assert await body(ask, server) == b"hello"
        with pytest.raises(httpx.RemoteProtocolError, match="closed the connection and sent no answer"):
            await body(ask, server)
        assert requests == 2
        assert await body(ask, server) == b"hello"


async def test_answer_that_comes_before_all_is_sent_is_read() -> None:
    async def play(peer: Peer) -> None:
        await peer.stream.receive()
        await peer.send(b"HTTP/1.1 413 Large\r\nContent-Length: 3\r\n\r\nbig")
        await peer.until_gone()

    async with (
        listening(play) as server,
        asking() as ask,
        ask("POST", server.url, content=bytes(LARGE)) as response,
    ):
        assert (response.status_code, await response.aread()) == (413, b"big")


async def waits_for_the_head(peer: Peer) -> None:
    """Takes the request and does not answer."""
    await peer.until_gone()


async def sends_a_part(peer: Peer) -> None:
    """Answers with something, and with no more."""
    await peer.request()
    await peer.send(OK + b"Content-Length: 9\r\n\r\nhello")
    await peer.until_gone()


async def reads_nothing(peer: Peer) -> None:
    """Does not even take the request."""
    await peer.stream.receive(1)
    await anyio.sleep_forever()


@pytest.mark.parametrize("tls", [False, True], ids=["tcp", "tls"])
@pytest.mark.parametrize(
    ("play", "request_", "error"),
    [
        (waits_for_the_head, {}, httpx.ReadTimeout),
        (sends_a_part, {}, httpx.ReadTimeout),
        (reads_nothing, {"stream": Pieces(repeat(bytes(65536))), "headers": CHUNKED}, httpx.WriteTimeout),
    ],
    ids=["head", "body", "request"],
)
async def test_each_phase_may_take_its_time_and_be_cancelled(
    play: Callable[[Peer], Any], request_: dict[str, Any], error: type[Exception], tls: bool
) -> None:
    async with listening(play, tls=tls) as server, asking(trusting()) as ask:
        with pytest.raises(error, match=r"longer than 0\.1 s"):
            await body(ask, server, extensions={"timeout": {"read": 0.1, "write": 0.1}}, **request_)
        with anyio.move_on_after(0.1) as scope:
            await body(ask, server, **request_)
        assert scope.cancelled_caught
        if play is not reads_nothing:
            await server.gone.wait()


@pytest.mark.parametrize("read", [False, True], ids=["unread", "begun"])
async def test_answer_that_is_left_closes_its_connection(read: bool) -> None:
    async with listening(sends_a_part) as server, asking() as ask:
        async with ask("POST", server.url) as response:
            if read:
                assert await anext(aiter(response.stream)) == b"hello"  # type: ignore[arg-type] -- it is asynchronous
        await server.gone.wait()
        with pytest.raises(httpx.StreamClosed):
            assert not [piece async for piece in response.stream if piece != b"hello"]  # type: ignore[union-attr]


async def test_closing_ends_what_is_in_use() -> None:
    begun = anyio.Event()

    async def play(peer: Peer) -> None:
        await peer.request()
        begun.set()
        await peer.until_gone()

    async with listening(play) as server, anyio.create_task_group() as tasks, asking() as ask:

        async def fails() -> None:
            with pytest.raises(httpx.TransportError):
                await body(ask, server)

        tasks.start_soon(fails)
        await begun.wait()


async def test_nobody_there_is_an_error_that_says_so() -> None:
    async with listening(greet) as server:
        pass
    async with asking() as ask:
        with pytest.raises(httpx.ConnectError) as raised:
            await body(ask, server)
    assert isinstance(raised.value.__cause__, OSError)


async def test_next_address_of_a_host_is_tried_when_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(greet) as server, asking() as ask:
        port = httpx.URL(server.url).port
        assert port is not None
        resolve = socket.getaddrinfo

        def two_addresses(host: Any, port: Any, *args: Any, **options: Any) -> Any:
            if host not in ("two.example", b"two.example"):
                return resolve(host, port, *args, **options)
            if options.get("flags") == socket.AI_NUMERICHOST:
                raise socket.gaierror
            # Nobody listens at the first.
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{last}", port)) for last in (9, 1)]

        monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
        async with ask("GET", f"http://two.example:{port}/") as response:
            assert await response.aread() == b"hello"


async def test_connecting_that_is_cancelled_at_any_turn_leaves_nothing_behind() -> None:
    async with listening(greet) as server, asking() as ask:
        for turns in range(12):
            async with anyio.create_task_group() as tasks:
                for _ in range(8):
                    tasks.start_soon(body, ask, server)
                for _ in range(turns):
                    await checkpoint()
                tasks.cancel_scope.cancel()
        assert await body(ask, server) == b"hello"


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "host.invalid"])
async def test_name_that_is_none_is_an_error(host: str) -> None:
    async with asking() as ask:
        with pytest.raises(httpx.ConnectError):
            async with ask("GET", f"http://{host}/"):
                pytest.fail("connected")


@pytest.mark.parametrize("tls", [False, True], ids=["tcp", "tls"])
async def test_connecting_may_take_its_time_and_be_cancelled(tls: bool) -> None:
    # A server that says nothing: over TLS connecting does not end there, over TCP the queue has to be full.
    async with listening(waits_for_the_head) as server, asking(trusting()) as ask:
        url = server.url.replace("http:", "https:") if tls else "http://192.0.2.1/"
        with pytest.raises(httpx.ConnectTimeout if tls else (httpx.ConnectTimeout, httpx.ConnectError)):
            async with ask("GET", url, extensions={"timeout": {"connect": 0.1}}):
                pytest.fail("connected")
        if tls:
            with anyio.move_on_after(0.1) as scope:
                async with ask("GET", url):
                    pytest.fail("connected")
            assert scope.cancelled_caught


async def test_certificates_are_checked() -> None:
    async with listening(greet, tls=True) as server:
        async with asking(ssl.create_default_context()) as ask:
            with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
                await body(ask, server)
        async with asking(trusting()) as ask:
            assert await body(ask, server) == b"hello"
        async with asking(trusting()) as ask:
            with pytest.raises(httpx.ConnectError, match="certificate"):
                await body(ask, server, extensions={"sni_hostname": "other.example"})


async def test_only_http_is_spoken() -> None:
    async with asking() as ask:
        with pytest.raises(httpx.UnsupportedProtocol, match="not 'ftp'"):
            async with ask("GET", "ftp://127.0.0.1/"):
                pytest.fail("connected")


async def test_it_is_told_when_a_request_is_on_its_way() -> None:
    told: list[str] = []

    async def trace(event: str, info: object) -> None:
        told.append(event)

    async with listening(greet) as server, asking() as ask:
        await body(ask, server, extensions={"trace": trace})
    assert told == ["http11.send_request_headers.complete"]
