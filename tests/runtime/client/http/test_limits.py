"""Servers that answer what is none of the protocol, too much of it, or lead elsewhere."""

import gzip
import zlib
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from mcprism import Client, ConnectionClosed, Context, HttpError, HttpTarget, InvalidAnswer, PeerError, RequestTimeout
from mcprism_types import v2025_11_25 as mcp
from tests.runtime.client.http.scripted import (
    CALLED,
    Answering,
    Asked,
    Reply,
    Scripted,
    scripted,
    stateless,
    with_sessions,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

LIMIT = 64 * 1024


def bounded(server: Scripted) -> HttpTarget:
    return HttpTarget(server.url, max_message=LIMIT, listens=False)


def plain(status: int, body: bytes = b"", **headers: str) -> Answering:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.plain(status, body, **headers)

    return answer


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param(
            plain(500, b"<h1>Oops</h1>", content_type="text/html"), r"status 500 .*: '<h1>Oops</h1>'", id="500"
        ),
        pytest.param(plain(202), r"status 202 .* neither JSON nor a stream of events", id="202"),
        pytest.param(plain(204), r"status 204 .* neither JSON nor a stream of events", id="204"),
        pytest.param(plain(200, b"<p>", content_type="text/html"), r"neither JSON nor a stream.*<p>", id="HTML"),
        pytest.param(plain(200, b"{}"), r"neither JSON nor a stream", id="no content type"),
        pytest.param(plain(200, b"{", content_type="application/json"), r"no answer to the request: '{'", id="no JSON"),
        pytest.param(plain(200, b"[]", content_type="application/json"), r"no answer to the request", id="array"),
        pytest.param(plain(599, b"?"), r"status 599: '\?'", id="unknown status"),
        pytest.param(
            plain(200, b"x" * LIMIT * 2, content_type="application/json"), r"more than 65536 bytes", id="large"
        ),
        pytest.param(
            plain(200, b"x", content_type="application/json", content_encoding="br"),
            r"encoding 'br', which was not asked for",
            id="brotli",
        ),
        pytest.param(
            plain(200, b"xx", content_type="application/json", content_encoding="gzip"),
            r"cannot be decompressed",
            id="no gzip",
        ),
    ],
)
@pytest.mark.fault("PE-10")
async def test_pe10_what_is_no_answer_is_one_error_with_status_and_first_bytes(answer: Answering, problem: str) -> None:
    async with scripted(stateless(answer)) as server, Client(bounded(server)) as client:
        with pytest.raises(HttpError, match=problem) as refused:
            await client.call_tool("x")
        assert refused.value.url == server.url
        assert len(str(refused.value)) < 600
        server.answer = stateless(lambda asked, reply: reply.result(CALLED))
        await client.call_tool("x")


async def test_errors_name_no_secrets() -> None:
    async with scripted(stateless(plain(500))) as server:
        url = server.url.replace("http://", "http://ann:secret@") + "?key=secret"
        async with Client(url) as client:
            with pytest.raises(HttpError) as refused:
                await client.call_tool("x")
    assert "secret" not in f"{refused.value} {refused.value.url}"
    assert server.seen[0].path.endswith("?key=secret")


def compressed(body: bytes, how: str) -> bytes:
    return gzip.compress(body) if how == "gzip" else zlib.compress(body)


@pytest.mark.parametrize("how", ["gzip", "deflate"])
async def test_compressed_answers_are_read(how: str) -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        body = b'{"jsonrpc":"2.0","id":%d,"result":{"resultType":"complete","content":[]}}' % asked.message["id"]
        await reply.plain(200, compressed(body, how), content_type="application/json", content_encoding=how)

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        assert (await client.call_tool("x")).content == []
        assert server.seen[-1].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
@pytest.mark.fault("PE-11")
async def test_pe11_what_becomes_too_large_when_it_is_decompressed_is_refused(kind: str) -> None:
    bomb = gzip.compress(b"data: " + b" " * 50_000_000)
    async with (
        scripted(stateless(plain(200, bomb, content_type=kind, content_encoding="gzip"))) as server,
        Client(bounded(server)) as client,
    ):
        with pytest.raises(HttpError, match="more than 65536 bytes"):
            await client.call_tool("x")


@pytest.mark.fault("PE-11")
async def test_pe11_event_without_an_end_is_refused() -> None:
    async def endless(asked: Asked, reply: Reply) -> None:
        await reply.events()
        while True:
            await reply.chunk(b"data: " + b"x" * 10_000)

    async with scripted(stateless(endless)) as server, Client(bounded(server)) as client:
        with pytest.raises(HttpError, match="an event of more than 65536 bytes"):
            await client.call_tool("x")


@pytest.mark.fault("PE-11")
async def test_pe11_body_without_an_end_is_refused() -> None:
    async def endless(asked: Asked, reply: Reply) -> None:
        await reply.raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n")
        while True:
            await reply.chunk(b" " * 10_000)

    async with scripted(stateless(endless)) as server, Client(bounded(server)) as client:
        with pytest.raises(HttpError, match="a body of more than 65536 bytes"):
            await client.call_tool("x")


@pytest.mark.fault("PE-11")
async def test_pe11_stream_of_nothing_ends_with_the_time_of_the_call() -> None:
    async def endless(asked: Asked, reply: Reply) -> None:
        await reply.events()
        while True:
            await reply.chunk(b": still here\n\n")
            await anyio.lowlevel.checkpoint()

    async with scripted(stateless(endless)) as server, Client(bounded(server)) as client:
        with pytest.raises(RequestTimeout):
            await client.call_tool("x", timeout=0.5)


@pytest.mark.parametrize("head", [b"\0\0\0\0\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: " + b"x" * 300_000])
async def test_what_is_not_http_is_one_plain_error(head: bytes) -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.raw(head)

    async with scripted(stateless(answer)) as server, Client(bounded(server)) as client:
        with pytest.raises(ConnectionClosed) as failed:
            await client.call_tool("x")
    assert not type(failed.value.__cause__).__module__.startswith(("httpx", "httpcore", "h11"))


def leads_to(location: str, status: int = 307) -> Answering:
    return plain(status, location=location)


@pytest.mark.parametrize(
    ("location", "status", "problem"),
    [
        ("http://example.com/mcp", 307, "leads to another origin, 'http://example.com/mcp'"),
        ("//example.com/mcp", 308, "leads to another origin"),
        ("https://127.0.0.1/mcp", 307, "leads to another origin"),
        ("/other", 302, "would be asked in another way"),
        ("/other", 303, "would be asked in another way"),
    ],
)
@pytest.mark.fault("PE-10")
async def test_pe10_where_an_answer_leads_elsewhere_is_not_followed(location: str, status: int, problem: str) -> None:
    async with scripted(stateless(leads_to(location, status))) as server, Client(server.url) as client:
        with pytest.raises(HttpError, match=problem) as refused:
            await client.call_tool("x")
        assert refused.value.status == status
        assert len(server.of("tools/call")) == 1


async def test_place_that_is_no_address_is_one_plain_error() -> None:
    async with scripted(stateless(leads_to("http://a:b/"))) as server, Client(server.url) as client:
        with pytest.raises(
            HttpError, match=r"307 .* and leads to 'http://a:b/', which is no address: Invalid port: 'b'"
        ):
            await client.call_tool("x")


async def test_address_on_the_same_origin_is_followed(caplog: pytest.LogCaptureFixture) -> None:
    async def moved(asked: Asked, reply: Reply) -> None:
        if asked.path.endswith("/"):
            await stateless(lambda asked, reply: reply.result(CALLED))(asked, reply)
        else:
            await reply.plain(307, location=f"{asked.path}/")

    async with scripted(moved) as server, Client(server.url) as client:
        await client.call_tool("x")
    assert caplog.text.count("connecting to that saves half of them") == 1


async def test_circle_of_addresses_ends() -> None:
    async def circle(asked: Asked, reply: Reply) -> None:
        await reply.plain(307, location=asked.path)

    async with scripted(circle) as server:
        with pytest.raises(HttpError, match="more than 3 times"):
            async with Client(server.url):
                pytest.fail("connected")
        assert len(server.seen) == 4


class Answers(mcp.ClientHandler[Context]):
    """Takes its time."""

    def __init__(self) -> None:
        self.at_once = 0
        self.most = 0
        self.free = anyio.Event()

    async def list_roots(self, params: Any, ctx: Context) -> mcp.ListRootsResult:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.free.wait()
        self.at_once -= 1
        return mcp.ListRootsResult(roots=[])


@pytest.mark.fault("PE-13")
async def test_pe13_flood_of_requests_is_refused_beyond_a_limit() -> None:
    refused = anyio.Event()
    codes: list[Any] = []

    async def flood(asked: Asked, reply: Reply) -> None:
        if asked.what == "answer":
            codes.append(asked.message.get("error", {}).get("code"))
            await reply.plain(202)
            if codes.count(-32000) == 200 - 128:
                refused.set()
            return
        await reply.events()
        for number in range(200):
            await reply.event({"id": f"r-{number}", "method": "roots/list"})
        await refused.wait()
        await reply.answer(CALLED)
        await reply.end()

    handler = Answers()
    async with scripted(with_sessions(flood)) as server, Client(bounded(server), handler=handler) as client:
        await client.call_tool("x")
        assert handler.most == 128
        assert codes == [-32000] * 72
        handler.free.set()


@pytest.mark.fault("PE-13")
async def test_pe13_flood_of_notifications_hurts_no_call() -> None:
    async def flood(asked: Asked, reply: Reply) -> None:
        await reply.events()
        for _ in range(3000):
            await reply.event({"method": "notifications/message", "params": {"level": "info", "data": "x"}})
        await reply.answer(CALLED)
        await reply.end()

    async with scripted(stateless(flood)) as server, Client(server.url, handler=Answers()) as client:
        await client.call_tool("x")


async def test_answer_that_cannot_be_read_is_that_calls_error() -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.json({"jsonrpc": "2.0", "id": asked.message["id"], "result": 5})

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        with pytest.raises(InvalidAnswer, match="cannot be read"):
            await client.call_tool("x")


@pytest.mark.parametrize("status", [200, 400, 404, 503])
async def test_error_of_the_server_is_one_whatever_the_status(status: int) -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.error(-32602, "no such tool", status=status)

    async with scripted(stateless(answer)) as server, Client(server.url) as client:
        with pytest.raises(PeerError, match="no such tool") as refused:
            await client.call_tool("x")
    assert (refused.value.code, refused.value.status) == (-32602, None if status == 200 else status)


@pytest.mark.fault("PE-07")
async def test_pe07_connecting_takes_no_longer_than_it_may() -> None:
    # A listener that accepts nobody: its queue is full.
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0, backlog=1)
    async with listener:
        from anyio.abc import SocketAttribute

        host, port = listener.extra_attributes[SocketAttribute.local_address]()
        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(hold, host, port)
            await anyio.wait_all_tasks_blocked()
            url = f"http://{host}:{port}/never"
            with pytest.raises(ConnectionClosed, match=r"cannot connect to .* within 0\.3 s"):
                async with Client(HttpTarget(url, connect_timeout=0.3)):
                    pytest.fail("connected")
            tasks.cancel_scope.cancel()


async def hold(host: str, port: int) -> None:
    """A place in the queue."""
    async with await anyio.connect_tcp(host, port):
        await anyio.sleep_forever()
