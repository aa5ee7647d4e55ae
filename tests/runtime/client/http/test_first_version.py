"""HTTP+SSE, the transport of 2024-11-05: one stream has all that the server says, and names where to POST to."""

from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, HttpError, HttpTarget, PeerError, UnsupportedVersion
from mcprism.client.http.target import HttpTransport
from tests.runtime.client.http.scripted import CALLED, Asked, Reply, Scripted, initialized, scripted

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

OLDEST = "2024-11-05"


class FirstVersion:
    """A server of the first version. `calls` answers a message with those that go onto the stream."""

    def __init__(self, endpoint: str = "/messages?session=1") -> None:
        self.endpoint = endpoint
        self.stream: Reply | None = None
        self.gone = anyio.Event()
        self.status = 202

    async def __call__(self, asked: Asked, reply: Reply) -> None:
        if asked.method == "GET":
            await reply.events()
            await reply.chunk(b": hello\n\n")
            await reply.event(data=self.endpoint, event="endpoint")
            self.stream = reply
            await reply.until_gone()
            self.gone.set()
        elif not asked.path.startswith("/messages"):
            await reply.plain(405)
        elif self.status != 202 and asked.what == "tools/call":
            await reply.plain(self.status, b"not taken")
        else:
            await reply.plain(202, b"Accepted")
            await self.answer(asked)

    async def answer(self, asked: Asked) -> None:
        """What the message causes."""
        assert self.stream is not None
        if asked.what == "initialize":
            await self.stream.event({"id": asked.message["id"], "result": initialized(OLDEST)}, event="message")
        elif asked.what == "tools/call":
            await self.stream.event({"id": asked.message["id"], "result": CALLED})


def target(server: Scripted, transport: HttpTransport = "auto") -> HttpTarget:
    return HttpTarget(server.url, transport=transport)


async def test_server_of_the_first_version_is_found_used_and_left() -> None:
    first = FirstVersion()
    async with scripted(first) as server:
        async with Client(target(server)) as client:
            assert (client.protocol_version, client.server_info.name) == (OLDEST, "scripted")
            await client.call_tool("x")
        await first.gone.wait()
        asked = ["server/discover", "initialize", "GET", "initialize", "notifications/initialized", "tools/call"]
        assert server.asked == asked
        assert [asked.path for asked in server.seen[3:]] == ["/messages?session=1"] * 3
        assert server.seen[2].headers["accept"] == "text/event-stream"
        server.seen.clear()
        async with Client(target(server)) as client:  # it is known what it is
            await client.call_tool("x")
        assert server.asked == ["GET", "initialize", "notifications/initialized", "tools/call"]


async def test_transport_that_is_named_is_not_looked_for() -> None:
    async with scripted(FirstVersion()) as server:
        async with Client(target(server, "sse")) as client:
            await client.call_tool("x")
        assert server.asked[0] == "GET"
        server.seen.clear()
        with pytest.raises(HttpError):
            async with Client(target(server, "streamable")):
                pytest.fail("connected")
        assert server.asked == ["server/discover", "initialize"]


async def test_versions_without_sessions_do_not_exist_in_the_first_version() -> None:
    async with scripted(FirstVersion()) as server:
        with pytest.raises(UnsupportedVersion, match="HTTP\\+SSE"):
            async with Client(target(server, "sse"), version="2026-07-28"):
                pytest.fail("connected")
        assert server.asked == []


@pytest.mark.parametrize(
    "endpoint", ["http://example.com/messages", "//example.com/messages", "https://127.0.0.1/x", "http://a:b/"]
)
async def test_h1_place_of_another_origin_is_refused(endpoint: str) -> None:
    async with scripted(FirstVersion(endpoint)) as server:
        with pytest.raises(ConnectionClosed, match="names no endpoint to POST to"):
            async with Client(target(server, "sse")):
                pytest.fail("connected")
        assert server.asked == ["GET"]


@pytest.mark.parametrize("endpoint", ["messages/1", "/messages", "?session=1"])
async def test_h1_place_is_relative_to_the_stream(endpoint: str) -> None:
    class Relative(FirstVersion):
        async def __call__(self, asked: Asked, reply: Reply) -> None:
            if asked.method == "POST":
                await reply.plain(202)
                await self.answer(asked)
            else:
                await super().__call__(asked, reply)

    async with scripted(Relative(endpoint)) as server, Client(target(server, "sse")) as client:
        await client.call_tool("x")
    base = server.url.removeprefix("http://").partition("/")[2]
    expected = {"messages/1": "/mcp/messages/1", "/messages": "/messages", "?session=1": f"/{base}?session=1"}[endpoint]
    assert server.seen[-1].path == expected


async def test_message_that_is_not_taken_costs_that_call() -> None:
    first = FirstVersion()
    async with scripted(first) as server, Client(target(server, "sse")) as client:
        first.status = 400
        with pytest.raises(HttpError, match=r"status 400 .*not taken"):
            await client.call_tool("x")
        first.status = 202
        await client.call_tool("x")


async def test_h3_end_of_the_stream_ends_the_connection() -> None:
    first = FirstVersion()

    async def ends(asked: Asked) -> None:
        assert first.stream is not None
        await first.stream.cut()

    async with scripted(first) as server, Client(target(server, "sse")) as client:
        first.answer = ends  # type: ignore[method-assign] -- this one call is answered otherwise
        with pytest.raises(ConnectionClosed, match="tools/call was not answered"):
            await client.call_tool("x")


async def test_server_that_answers_a_post_when_all_is_done_holds_nothing_back() -> None:
    done = anyio.Event()
    first = FirstVersion()

    class Slow(FirstVersion):
        async def __call__(self, asked: Asked, reply: Reply) -> None:
            if asked.what == "tools/call":
                await done.wait()
                await self.answer(asked)
                await reply.plain(202)
            elif asked.what == "ping":
                await reply.plain(202)
                assert self.stream is not None
                await self.stream.event({"id": asked.message["id"], "result": {}})
            else:
                await super().__call__(asked, reply)

    first = Slow()
    async with scripted(first) as server, Client(target(server, "sse")) as client, anyio.create_task_group() as tasks:
        tasks.start_soon(client.call_tool, "x")
        await client.ping()
        done.set()


async def test_stream_that_names_no_place_is_one_error() -> None:
    async def nothing(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event({"method": "notifications/message", "params": {"level": "info", "data": "x"}})
        await reply.end()

    async with scripted(nothing) as server:
        with pytest.raises(ConnectionClosed, match="named no endpoint"):
            async with Client(target(server, "sse")):
                pytest.fail("connected")


async def test_error_of_the_server_comes_out() -> None:
    first = FirstVersion()

    async def refuses(asked: Asked) -> None:
        assert first.stream is not None
        error: Any = {"code": -32602, "message": "no"}
        if asked.what == "tools/call":
            await first.stream.event({"id": asked.message["id"], "error": error})

    async with scripted(first) as server, Client(target(server, "sse")) as client:
        first.answer = refuses  # type: ignore[method-assign] -- from now on
        with pytest.raises(PeerError, match="no"):
            await client.call_tool("x")
