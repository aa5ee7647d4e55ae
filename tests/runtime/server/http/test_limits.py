"""Clients that are many, that go away, and that do not read; sessions that several processes share."""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism.stores import InMemorySessionStore, SessionStore, SqliteSessionStore
from tests.runtime import virtual_time
from tests.runtime.server.http.servers import Handler, serving
from tests.runtime.server.http.test_sessions import ASKS, call, text

pytestmark = pytest.mark.anyio

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}},
}


async def begin(driver: Any, client: str = "127.0.0.1") -> tuple[int, str | None]:
    """Begins a session; its status and its id."""
    opened = driver.open("POST", INITIALIZE, client=client)
    await opened.complete()
    return opened.status, opened.headers.get("mcp-session-id")


@pytest.mark.fault("FL-10")
async def test_one_client_has_so_many_sessions_and_others_are_not_hurt__fl_10(driving) -> None:
    app = serving().asgi_app(max_sessions_per_client=3)
    async with driving(app) as driver:
        begun = [await begin(driver, "10.0.0.1") for _ in range(5)]
        assert [status for status, _ in begun] == [200] * 3 + [503] * 2
        assert (await begin(driver, "10.0.0.2"))[0] == 200
        headers = {"mcp-session-id": begun[0][1]}
        assert await driver.open("DELETE", headers=headers, client="10.0.0.1").started() == 204
        assert (await begin(driver, "10.0.0.1"))[0] == 200
        # A proxy has all its clients at one address of this machine.
        assert [(await begin(driver))[0] for _ in range(5)] == [200] * 5


async def test_the_session_that_was_not_used_longest_makes_room_unless_something_goes_on_in_it(driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app(max_sessions=2)
    async with driving(app) as driver:
        (_, busy), (_, idle) = await begin(driver), await begin(driver)
        ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        await driver.open("POST", ready, {"mcp-session-id": busy}).started()
        driver.open("POST", call("wait"), {"mcp-session-id": busy})
        await handler.begun.wait()
        status, newest = await begin(driver)
        assert status == 200
        assert await driver.open("POST", call("echo"), {"mcp-session-id": idle}).started() == 404
        listening = driver.open("GET", headers={"mcp-session-id": newest})
        assert await listening.started() == 200
        assert (await begin(driver))[0] == 503
        handler.go.set()


async def test_sessions_that_make_room_one_after_the_other_are_one_line_of_the_log(driving, caplog) -> None:
    async with driving(serving().asgi_app(max_sessions=1)) as driver:
        assert [(await begin(driver))[0] for _ in range(20)] == [200] * 20
    assert sum("to make room" in record.getMessage() for record in caplog.records) == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_session_that_is_not_used_ends__h10(driving, backend) -> None:
    async def main() -> None:
        async with driving(serving().asgi_app(idle_timeout=1)) as driver:
            _, session_id = await begin(driver)
            headers = {"mcp-session-id": session_id}
            assert await driver.open("POST", call("echo"), headers).started() == 200
            listening = driver.open("GET", headers=headers)
            assert await listening.started() == 200
            await anyio.sleep(2)
            assert await driver.open("POST", call("echo"), headers).started() == 200
            listening.disconnect()
            await anyio.sleep(2)
            assert await driver.open("POST", call("echo"), headers).started() == 404

    virtual_time.run(main, backend)


@pytest.mark.fault("FL-01")
async def test_a_client_that_does_not_read_holds_up_its_own_call_and_no_other__fl_01(calling, driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        flood = driver.open("POST", call("flood", {"times": 16, "size": 1_000_000}), session.headers)
        flood.reads = anyio.Event()
        await anyio.wait_all_tasks_blocked()
        answer = await session.ask("tools/call", {"name": "echo", "arguments": {"text": "quick"}})
        assert text(answer.message) == "quick"
        assert handler.ended == []
        flood.reads.set()
        for _ in range(16):
            assert (await flood.message())["method"] == "notifications/message"
        assert text(await flood.message()) == "flooded"


@pytest.mark.fault("FL-01")
async def test_a_client_that_never_reads_is_given_up__fl_01(calling, driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app(write_timeout=0.02)
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        flood = driver.open("POST", call("flood", {"times": 16, "size": 10}), session.headers)
        flood.reads = anyio.Event()
        with anyio.fail_after(5):
            while not handler.ended:
                await anyio.lowlevel.checkpoint()
        assert handler.ended == ["done"]


@pytest.mark.fault("FL-07")
async def test_a_listener_that_does_not_keep_up_has_to_begin_again__fl_07(calling, driving) -> None:
    app = serving().asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        listening = driver.open("GET", headers=session.headers)
        assert await listening.started() == 200
        listening.reads = anyio.Event()
        outbound = app.session(session.id)._session
        for _ in range(4):
            await outbound.notify("notifications/message", {"level": "info", "data": "x" * 400_000})
            await anyio.wait_all_tasks_blocked()
        listening.reads.set()
        while await listening.event() is not None:
            pass
        assert await driver.open("GET", headers=session.headers).started() == 200


@pytest.mark.fault("IN-09")
async def test_text_of_clients_breaks_neither_a_line_of_the_log_nor_an_event__in_09(calling, driving, caplog) -> None:
    evil = "a\r\nid: 1\r\ndata: evil\n\n\x1b[31m\0"
    app = serving().asgi_app()
    caplog.set_level(0, "mcprism")
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        await session.tell(evil)
        answer = await session.ask("tools/call", {"name": "tell", "arguments": {}, "_meta": {"progressToken": evil}})
        assert answer.messages[0]["params"]["progressToken"] == evil
        assert len(answer.messages) == 3
        answer = await session.post({"jsonrpc": "2.0", "id": evil, "method": evil})
        assert answer.message["id"] == evil
        refused = driver.open("GET", headers={**session.headers, "host": evil})
        assert await refused.started() == 421
    assert all("\n" not in record.getMessage() and "\x1b" not in record.getMessage() for record in caplog.records)


@pytest.fixture(params=["memory", "sqlite"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Makes the store of one process; all of them share what is in it."""
    if request.param == "memory":
        shared = InMemorySessionStore()
        yield lambda: shared
        return
    opened: list[SqliteSessionStore] = []

    def open_store() -> SessionStore:
        opened.append(SqliteSessionStore(tmp_path / "sessions.db"))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


@pytest.mark.fault("RE-06")
async def test_a_session_is_used_on_any_of_several_processes__re_06(calling, stores) -> None:
    apps = [serving().asgi_app(session_store=stores()) for _ in range(3)]
    async with calling(apps[0]) as one, calling(apps[1]) as two, calling(apps[2]) as three:
        session = await one.initialize("2025-06-18", ASKS)
        for caller in (two, three):
            session.http = caller.http
            answer = await session.ask("tools/call", {"name": "echo", "arguments": {"text": "here"}})
            assert text(answer.message) == "here"
        # What one process is told, the others know.
        assert (await session.ask("logging/setLevel", {"level": "error"})).status == 200
        for caller in (one, two):
            session.http = caller.http
            answer = await session.ask("tools/call", {"name": "tell", "arguments": {}})
            assert [message.get("method") for message in answer.messages] == [None]
        assert await session.end() == 204
        session.http = one.http
        assert (await session.ask("ping")).status == 404


async def test_ids_of_sessions_are_made_as_one_likes_within_the_rules__h10(driving) -> None:
    ids = iter(["mine-1", "mine-1", "not allowed"])
    app = serving().asgi_app(session_id=lambda: next(ids))
    failures: list[Exception] = []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app(scope, receive, send)
        except ValueError as error:
            failures.append(error)

    async with driving(watched) as driver:
        assert await begin(driver) == (200, "mine-1")
        for _ in range(2):
            driver.open("POST", INITIALIZE)
            await anyio.wait_all_tasks_blocked()
    assert ["session_id must make" in str(error) for error in failures] == [True, True]


@pytest.mark.fault("IN-01", "IN-03")
async def test_an_observed_body_of_bytes_that_are_no_json_is_refused_as_such__in_01_in_03(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize()
        for body, code in (
            (b"{", -32700),
            (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', -32700),
            (b"\xef\xbb\xbf" + json.dumps(call("echo")).encode(), -32700),
            (b"[" * 500_000, -32700),
            (b'{"jsonrpc":"2.0","id":NaN,"method":"ping"}', -32700),
            (b'{"jsonrpc":"2.0","id":1e400,"method":"ping"}', -32700),
            (b"5", -32600),
            (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600),
            (b'{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}', -32600),
        ):
            for headers in (
                {},
                {"mcp-session-id": None},
                {"mcp-protocol-version": "2026-07-28", "mcp-session-id": None},
            ):
                answer = await session.post(body, headers)
                assert (answer.status, answer.code) == (400, code), (body[:50], headers)
