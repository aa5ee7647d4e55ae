"""Streams that are cut, and clients that come back for the rest. H12, H13 and RE-01 to RE-05 by their names."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism.stores import EventStore, InMemoryEventStore, SqliteEventStore
from tests.runtime.server.http.servers import Handler, serving
from tests.runtime.server.http.test_sessions import call, text

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventStore]:
    """Where events are kept."""
    if request.param == "memory":
        yield InMemoryEventStore(max_events=1000)
        return
    kept = SqliteEventStore(tmp_path / "events.db", max_events=1000)
    yield kept
    kept.close()


def resuming(session: Any, event_id: str) -> dict[str, str | None]:
    """The headers with which a client comes back."""
    return {**session.headers, "last-event-id": event_id}


async def test_the_first_event_has_an_id_and_no_data_from_2025_11_25_on__h13(calling, store) -> None:
    async with calling(serving().asgi_app(event_store=store, retry_ms=50)) as caller:
        session = await caller.initialize("2025-11-25")
        answer = await session.ask("tools/call", {"name": "tell"})
        first, *rest = answer.events
        assert (first.data, first.id is not None) == (b"", True)
        assert answer.response.content.startswith(b"id: ")
        assert b"retry: 50\n" in answer.response.content
        assert len({event.id for event in answer.events}) == 1 + len(rest) == 3

        older = await caller.initialize("2025-06-18")
        answer = await older.ask("tools/call", {"name": "tell"})
        assert all(event.data and event.id for event in answer.events)
        assert b"retry" not in answer.response.content


async def test_a_plain_answer_stays_json_where_events_are_kept(calling, store) -> None:
    async with calling(serving().asgi_app(event_store=store)) as caller:
        session = await caller.initialize()
        assert (await session.ask("tools/call", {"name": "echo"})).kind == "application/json"


@pytest.mark.fault("RE-01")
async def test_a_stream_cut_at_any_event_is_resumed_each_event_once_in_order__re_01(calling, driving, store) -> None:
    app = serving().asgi_app(event_store=store)
    count = 12
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        for cut in range(count + 1):
            stream = driver.open("POST", call("flood", {"times": count, "size": 1}), session.headers)
            got = [await stream.event() for _ in range(cut + 1)]
            stream.disconnect()
            for _ in range(6):
                resumed = driver.open("GET", headers=resuming(session, got[-1].id))
                event = await resumed.event()
                if event is None:
                    break
                got.append(event)
                resumed.disconnect()
            rest = driver.open("GET", headers=resuming(session, got[-1].id))
            while (event := await rest.event()) is not None:
                got.append(event)
            messages = [json.loads(event.data) for event in got if event.data]
            assert [message.get("method") for message in messages] == ["notifications/message"] * count + [None]
            assert len({event.id for event in got}) == len(got)


@pytest.mark.fault("RE-02")
async def test_what_comes_while_the_rest_is_sent_is_not_lost__re_02(calling, driving, store) -> None:
    handler = Handler()
    app = serving(handler).asgi_app(event_store=store, response_mode="sse")
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        stream = driver.open("POST", call("wait", {"tell": 40}), session.headers)
        first = await stream.event()
        await handler.begun.wait()
        stream.disconnect()
        resumed = driver.open("GET", headers=resuming(session, first.id))
        assert await resumed.started() == 200 if resumed.status else True
        handler.go.set()
        numbers = [(await resumed.message())["params"]["data"] for _ in range(40)]
        assert numbers == list(range(40))
        assert text(await resumed.message()) == "waited"
        assert await resumed.event() is None


async def test_who_comes_back_is_answered_there_and_nowhere_else__h08(calling, driving, store) -> None:
    handler = Handler()
    app = serving(handler).asgi_app(event_store=store, response_mode="sse")
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        stream = driver.open("POST", call("wait"), session.headers)
        first = await stream.event()
        await handler.begun.wait()
        # The server does not know yet that the connection is dead.
        resumed = driver.open("GET", headers=resuming(session, first.id))
        await anyio.wait_all_tasks_blocked()
        handler.go.set()
        assert text(await resumed.message()) == "waited"
        assert b"waited" not in stream.body


@pytest.mark.fault("RE-03")
async def test_another_sessions_events_a_made_up_one_and_one_too_old_are_refused__re_03(calling, driving) -> None:
    app = serving().asgi_app(event_store=InMemoryEventStore(max_events=3))
    async with calling(app) as caller, driving(app) as driver:
        one, other = await caller.initialize(), await caller.initialize()
        answer = await one.ask("tools/call", {"name": "flood", "arguments": {"times": 5, "size": 1}})
        ids = [event.id for event in answer.events]
        for session, event_id in ((other, ids[-2]), (one, "made-up"), (one, "x" * 200), (one, ids[0]), (one, ids[1])):
            refused = driver.open("GET", headers=resuming(session, event_id))
            assert await refused.started() == 400
            assert b"xxx" not in await refused.complete()
        rest = driver.open("GET", headers=resuming(one, ids[-2]))
        assert "result" in await rest.message()


class Broken:
    """A store that fails, or takes for ever, from some call on."""

    def __init__(self, failing: str, after: int = 0) -> None:
        self._failing = failing
        self._left = after
        self._inner = InMemoryEventStore()

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._inner, name)

        async def action(*arguments: Any) -> Any:
            if name == self._failing:
                self._left -= 1
                if self._left < 0:
                    raise OSError("the disk is full")
            return await inner(*arguments)

        return action


@pytest.mark.parametrize(("failing", "after"), [("open", 0), ("append", 0), ("append", 2), ("end", 0)])
@pytest.mark.fault("RE-05")
async def test_a_store_that_fails_costs_the_chance_to_resume_and_nothing_else__re_05(calling, failing, after) -> None:
    async with calling(serving().asgi_app(event_store=Broken(failing, after))) as caller:
        session = await caller.initialize()
        answer = await session.ask("tools/call", {"name": "flood", "arguments": {"times": 3, "size": 1}})
        assert text(answer.message) == "flooded"
        assert len(answer.messages) == 4


async def test_what_is_sent_while_nobody_listens_is_there_for_who_comes_back(calling, driving, store) -> None:
    server = serving(capabilities={"tools": {"listChanged": True}, "logging": {}})
    app = server.asgi_app(event_store=store)
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        listening = driver.open("GET", headers=session.headers)
        first = await listening.event()
        assert first.data == b""
        server.notify_tools_changed()
        event = await listening.event()
        assert json.loads(event.data)["method"] == "notifications/tools/list_changed"
        listening.disconnect()
        await anyio.wait_all_tasks_blocked()
        server.notify_tools_changed()
        again = driver.open("GET", headers=resuming(session, event.id))
        missed = await again.event()
        assert json.loads(missed.data)["method"] == "notifications/tools/list_changed"
        assert missed.id != event.id


async def test_a_handler_lets_the_client_go_and_it_comes_back__h13(calling, driving, store) -> None:
    handler = Handler()
    app = serving(handler).asgi_app(event_store=store, retry_ms=10)
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        stream = driver.open("POST", call("release"), session.headers)
        first = await stream.event()
        assert (first.data, await stream.event()) == (b"", None)
        assert b"retry: 10\n" in stream.body
        handler.go.set()
        rest = driver.open("GET", headers=resuming(session, first.id))
        assert (await rest.message())["method"] == "notifications/message"
        assert text(await rest.message()) == "released"

        older = await caller.initialize("2025-06-18")
        answer = await older.ask("tools/call", {"name": "release"})
        assert text(answer.message) == "released"
