"""HTTP+SSE of 2024-11-05, by hand. H1 to H3 by their names."""

from typing import Any

import anyio
import pytest

from tests.runtime.server.http.servers import Handler, serving
from tests.runtime.server.http.test_limits import begin
from tests.runtime.server.http.test_sessions import call, text

pytestmark = pytest.mark.anyio

FIRST = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "hand", "version": "0"}}


class Client:
    """A client of the first version: one stream, and posts."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.stream = driver.open("GET", path="/sse")
        self.where = ""

    async def post(self, body: Any, **headers: str | None) -> int:
        """Posts a message; the status."""
        return await self.driver.open("POST", body, headers, path=self.where).started()

    async def begin(self, **params: Any) -> Any:
        """Opens the stream, and does the handshake; its result."""
        assert await self.stream.started() == 200
        endpoint = await self.stream.event()
        assert endpoint.event == "endpoint"
        self.where = endpoint.data.decode()
        body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {**FIRST, **params}}
        assert await self.post(body) == 202
        answer = await self.stream.message()
        assert await self.post({"jsonrpc": "2.0", "method": "notifications/initialized"}) == 202
        return answer["result"]


async def test_the_stream_says_where_to_post_and_brings_the_answers__h01_h02(driving) -> None:
    async with driving(serving().asgi_app()) as driver:
        client = Client(driver)
        assert (await client.begin())["protocolVersion"] == "2024-11-05"
        assert client.where.startswith("/messages?session_id=")
        assert await client.post(call("tell", progressToken="t")) == 202
        event = await client.stream.event()
        assert event.event == "message"
        assert (await client.stream.message())["method"] == "notifications/message"
        assert text(await client.stream.message()) == "told"


async def test_requests_at_once_are_answered_as_they_are_done__h02(driving) -> None:
    handler = Handler()
    async with driving(serving(handler).asgi_app()) as driver:
        client = Client(driver)
        await client.begin()
        assert await client.post(call("wait", request_id=1)) == 202
        await handler.begun.wait()
        assert await client.post(call("echo", {"text": "first"}, request_id=2)) == 202
        assert text(await client.stream.message()) == "first"
        handler.go.set()
        assert text(await client.stream.message()) == "waited"


async def test_what_cannot_be_read_or_has_no_stream_is_refused__h02(driving) -> None:
    async with driving(serving().asgi_app()) as driver:
        client = Client(driver)
        await client.begin()
        assert await client.post(b"{") == 400
        assert await client.post([call("echo")]) == 400
        assert await client.post(call("echo"), **{"content-type": "text/plain"}) == 415
        assert await driver.open("POST", call("echo"), path="/messages?session_id=made-up").started() == 404
        assert await driver.open("POST", call("echo"), path="/messages").started() == 404
        assert await driver.open("POST", path="/sse").started() == 405
        assert await driver.open("GET", path="/messages").started() == 405
        assert await client.post(call("echo", {"text": "still here"})) == 202
        assert text(await client.stream.message()) == "still here"


async def test_a_question_ends_with_its_answer_that_cannot_be_read__h02(driving) -> None:
    async with driving(serving().asgi_app()) as driver:
        client = Client(driver)
        await client.begin(capabilities={"roots": {}})
        assert await client.post(call("roots")) == 202
        question = await client.stream.message()
        assert question["method"] == "roots/list"
        assert await client.post({"jsonrpc": "2.0", "id": question["id"], "result": 5}) == 400
        assert text(await client.stream.message()).startswith("the answer to roots/list cannot be read")


async def test_closing_the_stream_ends_the_session__h03(driving) -> None:
    handler = Handler()
    async with driving(serving(handler).asgi_app()) as driver:
        client = Client(driver)
        await client.begin()
        assert await client.post(call("wait")) == 202
        await handler.begun.wait()
        client.stream.disconnect()
        await anyio.wait_all_tasks_blocked()
        assert await client.post(call("echo")) == 404
        assert handler.ended == ["cancelled"]


async def test_a_comment_keeps_the_stream_alive(driving) -> None:
    async with driving(serving().asgi_app(keep_alive=0.01)) as driver:
        client = Client(driver)
        await client.begin()
        while b"\n: \n" not in client.stream.body:
            await client.stream._next()


@pytest.mark.fault("FL-10")
async def test_streams_are_limited(driving) -> None:
    async with driving(serving().asgi_app(max_sessions_per_client=2)) as driver:
        # Sessions of either kind count.
        assert (await begin(driver, "10.0.0.1"))[0] == 200
        first = driver.open("GET", path="/sse", client="10.0.0.1")
        assert await first.started() == 200
        assert await driver.open("GET", path="/sse", client="10.0.0.1").started() == 503
        assert (await begin(driver, "10.0.0.1"))[0] == 503
        assert await driver.open("GET", path="/sse", client="10.0.0.2").started() == 200
        first.disconnect()
        await first.returned.wait()
        assert await driver.open("GET", path="/sse", client="10.0.0.1").started() == 200
    async with driving(serving().asgi_app(max_sessions=1)) as driver:
        assert await Client(driver).stream.started() == 200
        assert await driver.open("GET", path="/sse").started() == 503
        assert await driver.open("GET", headers={"accept": "text/html"}, path="/sse").started() == 406


@pytest.mark.fault("SD-02")
async def test_a_server_that_ends_answers_first_and_then_ends_the_stream__sd_02(driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app()
    async with driving(app) as driver:
        client = Client(driver)
        await client.begin()
        assert await client.post(call("wait")) == 202
        await handler.begun.wait()
        app.drain()
        handler.go.set()
        assert text(await client.stream.message()) == "waited"
        assert await client.stream.event() is None


@pytest.mark.parametrize("options", [{"legacy_sse": False}, {}])
async def test_without_it_the_paths_do_not_exist(driving, options) -> None:
    server = serving() if options else serving(versions=["2025-03-26", "2025-11-25"])
    async with driving(server.asgi_app(**options)) as driver:
        assert await driver.open("GET", path="/sse").started() == 404
        assert await driver.open("POST", path="/messages").started() == 404


async def test_the_stream_tells_the_path_under_which_the_app_is_mounted__h01(driving) -> None:
    app = serving().asgi_app(sse_path="/events", messages_path="/post")

    async def mounted(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "path": f"/api{scope['path']}", "root_path": "/api"}, receive, send)

    async with driving(mounted) as driver:
        stream = driver.open("GET", path="/events")
        assert (await stream.event()).data.startswith(b"/api/post?session_id=")
