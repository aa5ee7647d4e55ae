"""What can be said of a server at an address."""

from typing import Any

import anyio
import httpx
import pytest

from mcprism import Client, HttpError, HttpTarget
from tests.runtime.client.http.scripted import CALLED, scripted, stateless


@pytest.mark.parametrize("url", ["ftp://a/b", "http://", "/mcp", "", "localhost:8080/mcp"])
def test_address_that_is_none_of_http_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected an address such as http"):
        HttpTarget(url)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"transport": "websocket"}, "transport must be auto, streamable or sse"),
        ({"max_message": 0}, "max_message must be more than 0"),
        ({"connect_timeout": -1}, "connect_timeout must be more than 0"),
        ({"close_timeout": 0}, "close_timeout must be more than 0"),
        ({"max_retries": -1}, "max_retries must be 0 or more"),
        ({"retry_delay": 0.05}, r"retry_delay must be 0\.1 or more"),
    ],
    ids=str,
)
def test_option_out_of_its_range_is_refused_where_it_is_written(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        HttpTarget("http://localhost/mcp", **options)


@pytest.mark.anyio
@pytest.mark.usefixtures("in_time")
async def test_headers_of_ones_own_are_sent_with_each_request() -> None:
    async with scripted(stateless(lambda asked, reply: reply.result(CALLED))) as server:
        async with Client(HttpTarget(server.url, headers={"X-Api-Key": "k"})) as client:
            await client.call_tool("x")
        assert [asked.headers["x-api-key"] for asked in server.seen] == ["k", "k"]


@pytest.mark.anyio
@pytest.mark.usefixtures("in_time")
async def test_client_of_ones_own_is_used_with_its_settings_and_not_closed() -> None:
    async with (
        scripted(stateless(lambda asked, reply: reply.result(CALLED))) as server,
        httpx.AsyncClient(headers={"X-Own": "1"}, auth=("ann", "secret"), follow_redirects=True) as own,
    ):
        for _ in range(2):
            async with Client(HttpTarget(server.url, client=own)) as client:
                await client.call_tool("x")
        assert all(asked.headers["x-own"] == "1" for asked in server.seen)
        assert all(asked.headers["authorization"].startswith("Basic ") for asked in server.seen)
        assert server.connections == 1


@pytest.mark.anyio
@pytest.mark.usefixtures("in_time")
async def test_transport_of_ones_own_is_used() -> None:
    class Counting(httpx.AsyncHTTPTransport):
        count = 0

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            self.count += 1
            return await super().handle_async_request(request)

    transport = Counting()
    async with (
        scripted(stateless(lambda asked, reply: reply.result(CALLED))) as server,
        Client(HttpTarget(server.url, client=transport)) as client,
    ):
        await client.call_tool("x")
    assert transport.count == 2


@pytest.mark.anyio
@pytest.mark.usefixtures("in_time")
async def test_calls_at_once_have_connections_of_their_own() -> None:
    waiting = 0
    all_here = anyio.Event()

    async def meets(asked: Any, reply: Any) -> None:
        nonlocal waiting
        waiting += 1
        if waiting == 150:
            all_here.set()
        await all_here.wait()
        await reply.result(CALLED)

    async with (
        scripted(stateless(meets)) as server,
        Client(server.url) as client,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(150):
            tasks.start_soon(client.call_tool, "x")


@pytest.mark.anyio
@pytest.mark.usefixtures("in_time")
async def test_headers_of_ones_own_are_sent_once_whatever_their_case() -> None:
    own = {"accept": "x/y", "accept-encoding": "gzip", "Content-type": "a/b", "mcp-method": "evil"}
    async with scripted(stateless(lambda asked, reply: reply.result(CALLED))) as server:
        async with Client(HttpTarget(server.url, headers=own)) as client:
            await client.call_tool("x")
        names = [name.lower() for name, _ in server.seen[-1].lines]
        assert sorted(names) == sorted(set(names))
        assert server.seen[-1].headers["mcp-method"] == "tools/call"
        assert server.seen[-1].headers["accept-encoding"] == "gzip"


@pytest.mark.anyio
@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize("location", ["http://xn--/", "http://xn--a-ecp.ru/", "http://[::1"])
async def test_a_redirect_to_what_is_no_address_is_an_error_that_says_so(location: str) -> None:
    async with scripted(lambda asked, reply: reply.plain(307, location=location)) as server:
        with pytest.raises(HttpError, match="no address"):
            async with Client(HttpTarget(server.url)):
                pass
