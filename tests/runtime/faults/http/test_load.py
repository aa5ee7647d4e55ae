"""More than a server can take: refused within limits, nothing lost, and nothing left over."""

import gc
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest

from mcprism import Client, Context, HttpOptions, HttpTarget, RequestTimeout, Server
from mcprism.server.http import options
from mcprism_types import v2025_11_25 as v
from tests.runtime.faults.http.test_input import rest
from tests.runtime.leaks import descriptors, settled, threads
from tests.runtime.server.http.conftest import NEWEST

PATIENCE = 60.0

Listening = Callable[..., AbstractContextManager[str]]


class Handler(v.ServerHandler[Context]):
    """A tool that answers, and one that waits until its client has gone."""

    def __init__(self) -> None:
        self.left = threading.Semaphore(0)

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        if params.name == "wait":
            try:
                await anyio.sleep(PATIENCE)
            finally:
                self.left.release()
        return v.CallToolResult(content=[])


def serving(handler: Handler | None = None, **more: Any) -> Server:
    return Server.from_handler(handler or Handler(), name="loaded", version="1", **more)


def call(request_id: int) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": {"name": "x"}}


INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}},
}


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("FL-04")
async def test_each_of_a_thousand_sessions_and_of_many_requests_at_once_has_an_answer(
    driving: Any, anyio_backend: str
) -> None:
    count = 1000 if anyio_backend == "asyncio" else 200
    app = serving().asgi_app(max_requests=10_000)
    async with driving(app) as driver:
        begun = [driver.open("POST", INITIALIZE) for _ in range(count)]
        for beginning in begun:
            assert await beginning.started() == 200
        ids = [beginning.headers["mcp-session-id"] for beginning in begun]
        assert len(set(ids)) == count
        calls = [driver.open("POST", call(number), {"mcp-session-id": name}) for name in ids for number in range(2)]
        assert {await one.started() for one in calls} == {200}
        # All at once in one session: what is beyond its limit is told so, and nothing is forgotten.
        calls = [driver.open("POST", call(number), {"mcp-session-id": ids[0]}) for number in range(count)]
        statuses = [await one.started() for one in calls]
        assert set(statuses) <= {200, 503}
        assert statuses.count(200) >= 128
        assert await driver.open("POST", call(0), {"mcp-session-id": ids[1]}).started() == 200


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("FL-10")
async def test_many_abandoned_sessions_of_one_client_hurt_that_client(driving: Any) -> None:
    app = serving().asgi_app()
    async with driving(app) as driver:
        statuses = [await driver.open("POST", INITIALIZE, client="192.0.2.1").started() for _ in range(1000)]
        assert (statuses.count(200), statuses.count(503)) == (100, 900)
        assert len(tuple(app.sessions())) == 100
        assert await driver.open("POST", INITIALIZE, client="192.0.2.2").started() == 200


@pytest.mark.fault("FL-08")
def test_slow_heads_and_bodies_are_closed_by_a_limit_while_others_are_served(listening: Listening) -> None:
    with listening(serving(), head_timeout=1.5, body_timeout=1.5) as url:
        parts = urlsplit(url)
        address = (str(parts.hostname), int(parts.port or 0))
        head = b"POST /mcp HTTP/1.1\r\nhost: %b\r\ncontent-type: application/json\r\n" % parts.netloc.encode()
        head += b"accept: application/json, text/event-stream\r\n"
        body = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
        with ExitStack() as stack:
            slow = [stack.enter_context(socket.create_connection(address, PATIENCE)) for _ in range(200)]
            in_head, in_body = slow[:100], slow[100:]
            for connection in in_head:
                connection.sendall(head + b"x-slow: ")
            for connection in in_body:
                connection.sendall(head + b"content-length: %d\r\n\r\n{" % len(body))
            with socket.create_connection(address, PATIENCE) as quick:
                quick.sendall(head + b"content-length: %d\r\n\r\n" % len(body) + body)
                assert quick.recv(13) == b"HTTP/1.1 400 "
            for connection in slow:
                # One byte more now and then does not help.
                connection.sendall(b" ")
            assert {rest(connection) for connection in in_head} == {b""}
            assert {rest(connection)[:13] for connection in in_body} == {b"HTTP/1.1 408 "}


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("FL-09")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_calls_connections_and_disconnects_leave_nothing(listening: Listening, version: str) -> None:
    """The numbers are small ones; what each call leaves behind would show all the same."""
    handler = Handler()

    async def use(times: int) -> None:
        for number in range(times):
            async with Client(HttpTarget(url, listens=False), version=version) as client:
                for _ in range(10):
                    await client.call_tool("x")
                if number % 15:
                    continue
                # Who goes is noticed by the server without a session, and told to the one with one.
                with pytest.raises(RequestTimeout):
                    await client.call_tool("wait", timeout=0.02)
                await anyio.to_thread.run_sync(handler.left.acquire)

    def alive() -> int:
        gc.collect()
        return sys.getallocatedblocks()

    with listening(serving(handler)) as url, anyio.fail_after(PATIENCE):
        await use(15)
        blocks, open_ones, running = alive(), descriptors(), threads()
        await use(30)
        # Anything that each of 30 connections or 300 calls leaves behind is more than this.
        assert alive() - blocks < 300
        assert settled(descriptors, open_ones) == set()
        assert threads() == running


MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        pytest.param(HttpOptions().max_body_bytes, 4 * MIB, id="bytes of a request"),
        pytest.param(HttpOptions().head_timeout, 10.0, id="seconds of a head"),
        pytest.param(HttpOptions().body_timeout, 30.0, id="seconds of a body"),
        pytest.param(HttpOptions().write_timeout, 60.0, id="seconds without reading"),
        pytest.param(HttpOptions().max_requests, 1024, id="requests at once"),
        pytest.param(HttpOptions().max_connections, 4096, id="connections"),
        pytest.param(HttpOptions().max_sessions, 10_000, id="sessions"),
        pytest.param(HttpOptions().max_sessions_per_client, 100, id="sessions of a client"),
        pytest.param(HttpOptions().idle_timeout, 1800.0, id="seconds of an idle session"),
        pytest.param(HttpOptions().shutdown_timeout, 10.0, id="seconds to drain"),
        pytest.param(HttpTarget("http://x").max_message, 16 * MIB, id="bytes of a message of a server"),
        pytest.param(HttpTarget("http://x").connect_timeout, 10.0, id="seconds to connect"),
        pytest.param(HttpTarget("http://x").close_timeout, 5.0, id="seconds to end a session"),
        pytest.param(HttpTarget("http://x").max_retries, 5, id="attempts in vain"),
    ],
)
def test_default_is_no_looser_than_what_was_decided(value: float, safe: float) -> None:
    assert value <= safe


def test_ids_of_sessions_are_random_and_only_this_machine_is_served() -> None:
    ids = {HttpOptions().session_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(name) >= 22 for name in ids)
    assert HttpOptions().dns_rebinding_protection
    assert options.LOOPBACK_HOSTS == ("localhost:*", "127.0.0.1:*", "[::1]:*")
