"""Clients that listen are asked whether they are there; those that do not answer lose their stream."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from mcprism.stores import InMemoryEventStore, InMemorySessionStore
from tests.runtime import virtual_time
from tests.runtime.server.http.conftest import NEWEST
from tests.runtime.server.http.servers import Handler, serving
from tests.runtime.server.http.test_events_and_posts import Client
from tests.runtime.server.http.test_sessions import text
from tests.runtime.server.http.test_stateless import META

STORES = [
    pytest.param(dict[str, Any], id="a queue"),
    pytest.param(lambda: {"event_store": InMemoryEventStore()}, id="a store"),
]


@pytest.fixture(params=["asyncio", "trio"])
def in_virtual_time(request: pytest.FixtureRequest) -> Callable[[Callable[[], Awaitable[Any]]], None]:
    return lambda main: virtual_time.run(main, request.param)


@pytest.mark.parametrize("stores", STORES)
def test_a_client_that_answers_goes_on_listening_and_one_that_does_not_loses_the_stream_alone(
    stores, in_virtual_time, calling, driving
) -> None:
    async def main() -> None:
        app = serving(capabilities={"tools": {"listChanged": True}}).asgi_app(ping_interval=5, **stores())
        async with calling(app) as caller, driving(app) as driver:
            session = await caller.initialize()
            listening = driver.open("GET", headers=session.headers)
            assert await listening.started() == 200
            for answer in ({"result": {}}, {"error": {"code": -32601, "message": "what?"}}, {"result": {}}):
                asked = anyio.current_time()
                ping = await listening.message()
                assert (ping["method"], anyio.current_time() - asked) == ("ping", pytest.approx(5))
                assert (await session.post({"jsonrpc": "2.0", "id": ping["id"], **answer})).status == 202
            # Nothing more was sent to keep the stream alive: pings do that.
            assert listening.body.count(b"\n: ") + listening.body.startswith(b": ") <= 1
            assert (await listening.message())["method"] == "ping"
            silent_since = anyio.current_time()
            assert await listening.event() is None
            assert anyio.current_time() - silent_since == pytest.approx(5)
            # The session goes on, and so does listening.
            assert (await session.ask("ping")).result == {}
            again = driver.open("GET", headers=session.headers)
            assert await again.started() == 200
            serving_on = app.session(session.id)
            assert serving_on.listens

    in_virtual_time(main)


def test_pings_are_not_kept_for_clients_that_come_back(in_virtual_time, calling, driving) -> None:
    async def main() -> None:
        app = serving().asgi_app(ping_interval=5, event_store=InMemoryEventStore(), keep_alive=60)
        async with calling(app) as caller, driving(app) as driver:
            session = await caller.initialize()
            listening = driver.open("GET", headers=session.headers)
            first = await listening.event()
            ping = await listening.event()
            assert (b"ping" in ping.data, ping.id) == (True, first.id)
            listening.disconnect()
            again = driver.open("GET", headers={**session.headers, "last-event-id": first.id})
            began = anyio.current_time()
            assert (await again.message())["method"] == "ping"
            assert anyio.current_time() - began == pytest.approx(5)

    in_virtual_time(main)


@pytest.mark.parametrize(
    "options", [{"ping_interval": None}, {"ping_interval": 5, "session_store": InMemorySessionStore()}]
)
def test_a_client_is_not_asked_where_its_answer_might_come_to_another_process_or_nobody_wants_it(
    options, in_virtual_time, calling, driving
) -> None:
    async def main() -> None:
        app = serving().asgi_app(keep_alive=4, **options)
        async with calling(app) as caller, driving(app) as driver:
            session = await caller.initialize()
            listening = driver.open("GET", headers=session.headers)
            assert await listening.started() == 200
            await anyio.sleep(45)
            assert app.session(session.id).listens
            while not listening.is_complete and listening._sent:
                await listening._next()
            assert b"ping" not in listening.body
            assert listening.body.count(b": ") >= 10

    in_virtual_time(main)


def test_streams_of_clients_without_sessions_are_kept_alive_by_comments_alone(in_virtual_time, driving) -> None:
    async def main() -> None:
        handler = Handler()
        async with driving(serving(handler).asgi_app(ping_interval=5, keep_alive=4)) as driver:
            params = {"name": "wait", "_meta": META}
            body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
            said = {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": "wait"}
            waiting = driver.open("POST", body, said)
            await anyio.sleep(45)
            handler.go.set()
            assert text(await waiting.message()) == "waited"
            assert (b"ping" in waiting.body, waiting.body.count(b": \n") >= 10) == (False, True)

    in_virtual_time(main)


def test_a_client_of_2024_11_05_that_does_not_answer_is_gone(in_virtual_time, driving) -> None:
    async def main() -> None:
        async with driving(serving().asgi_app(ping_interval=5)) as driver:
            client = Client(driver)
            await client.begin()
            ping = await client.stream.message()
            assert ping["method"] == "ping"
            assert await client.post({"jsonrpc": "2.0", "id": ping["id"], "result": {}}) == 202
            assert (await client.stream.message())["method"] == "ping"
            silent_since = anyio.current_time()
            while (event := await client.stream.event()) is not None:
                assert b"cancelled" in event.data
            assert anyio.current_time() - silent_since == pytest.approx(5)
            assert await client.post({"jsonrpc": "2.0", "method": "notifications/initialized"}) == 404

    in_virtual_time(main)
