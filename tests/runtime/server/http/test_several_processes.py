"""Apps that share a session store, an event store and a mailbox, as those of several processes do."""

import json
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism.stores import (
    InMemoryEventStore,
    InMemoryMailbox,
    InMemorySessionStore,
    SqliteEventStore,
    SqliteMailbox,
    SqliteSessionStore,
)
from tests.runtime.server.http.conftest import NEWEST
from tests.runtime.server.http.servers import Handler, serving
from tests.runtime.server.http.test_sessions import call, text
from tests.runtime.server.http.test_stateless import META

pytestmark = pytest.mark.anyio

PATIENCE = 50.0


@pytest.fixture(params=["memory", "sqlite"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], dict[str, Any]]]:
    """The stores of one process; all processes have what is in them in common."""
    if request.param == "memory":
        stores = {
            "session_store": InMemorySessionStore(),
            "event_store": InMemoryEventStore(),
            "mailbox": InMemoryMailbox(),
        }
        yield lambda: stores
        return
    opened: list[Any] = []

    def open_stores() -> dict[str, Any]:
        path = tmp_path / "shared.db"
        made = {
            "session_store": SqliteSessionStore(path),
            "event_store": SqliteEventStore(path),
            "mailbox": SqliteMailbox(path),
        }
        opened.extend(made.values())
        return made

    yield open_stores
    for store in opened:
        store.close()


@pytest.mark.fault("RE-06")
async def test_one_begins_another_works_a_third_cancels_and_a_fourth_goes_on__re_06(calling, driving, shared) -> None:
    handlers = [Handler() for _ in range(4)]
    apps = [serving(handler).asgi_app(response_mode="sse", **shared()) for handler in handlers]
    with anyio.fail_after(PATIENCE):
        async with AsyncExitStack() as stack:
            callers = [await stack.enter_async_context(calling(app)) for app in apps]
            one, two, _, four = [await stack.enter_async_context(driving(app)) for app in apps]
            session = await callers[0].initialize("2025-11-25", {"elicitation": {}})

            working = two.open("POST", call("wait", request_id="first"), session.headers)
            await handlers[1].begun.wait()
            session.http = callers[2].http
            await session.tell("notifications/cancelled", {"requestId": "first"})
            while (event := await working.event()) is not None:
                assert event.data == b""
            assert handlers[1].ended == ["cancelled"]

            # The question of one is answered at another, and the stream is resumed at a third.
            asking = two.open("POST", call("ask", request_id="second"), session.headers)
            primed = await asking.event()
            question = await asking.message()
            assert question["method"] == "elicitation/create"
            asking.disconnect()
            answer = {"action": "accept", "content": {"name": "Ada"}}
            assert (await session.post({"jsonrpc": "2.0", "id": question["id"], "result": answer})).status == 202
            rest = four.open("GET", headers={**session.headers, "last-event-id": primed.id})
            assert (await rest.message())["method"] == "elicitation/create"
            assert text(await rest.message()) == "it is Ada"
            assert await rest.event() is None
            # One that has nothing to do with all this knows the session, too.
            told = one.open("POST", call("echo", {"text": "here"}), session.headers)
            assert text(await told.message()) == "here"


@pytest.mark.fault("RE-08")
async def test_a_change_is_told_once_by_every_process_to_all_who_listen__re_08(calling, driving, shared) -> None:
    servers = [serving(capabilities={"tools": {"listChanged": True}}) for _ in range(3)]
    stores = [shared() for _ in servers]
    apps = [
        server.asgi_app(mailbox=kept["mailbox"], session_store=kept["session_store"])
        for server, kept in zip(servers, stores, strict=True)
    ]
    said = {"mcp-protocol-version": NEWEST, "mcp-method": "subscriptions/listen"}
    params = {"_meta": META, "notifications": {"toolsListChanged": True}}
    listen = {"jsonrpc": "2.0", "id": "l", "method": "subscriptions/listen", "params": params}
    with anyio.fail_after(PATIENCE):
        async with AsyncExitStack() as stack:
            drivers = [await stack.enter_async_context(driving(app)) for app in apps]
            streams = []
            for driver, app in zip(drivers, apps, strict=True):
                caller = await stack.enter_async_context(calling(app))
                session = await caller.initialize()
                streams.append(driver.open("GET", headers=session.headers))
                assert await streams[-1].started() == 200
                streams.append(driver.open("POST", listen, said))
                assert (await streams[-1].message())["method"] == "notifications/subscriptions/acknowledged"
            for server in servers:
                server.notify_tools_changed()
                for stream in streams:
                    assert (await stream.message())["method"] == "notifications/tools/list_changed"
            for app in apps:
                app.drain()
            for stream in streams:
                rest = [event async for event in events_of(stream)]
                assert [json.loads(data).get("method") for data in rest if data] in ([], [None])


async def events_of(stream: Any) -> Any:
    while (event := await stream.event()) is not None:
        yield event.data


async def test_a_client_is_asked_whether_it_is_there_where_its_answers_arrive(calling, driving, shared) -> None:
    apps = [serving().asgi_app(ping_interval=2, **shared()) for _ in range(2)]
    with anyio.fail_after(PATIENCE):
        async with calling(apps[0]) as one, calling(apps[1]) as two, driving(apps[0]) as driver:
            session = await one.initialize()
            listening = driver.open("GET", headers=session.headers)
            session.http = two.http
            for _ in range(2):
                ping = await listening.message()
                assert ping["method"] == "ping"
                assert (await session.post({"jsonrpc": "2.0", "id": ping["id"], "result": {}})).status == 202
            assert not listening.is_complete


class Broken(InMemoryMailbox):
    """A mailbox that cannot be used at first."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = anyio.Event()

    async def put(self, letter: bytes) -> None:
        if not self.failed.is_set():
            self.failed.set()
            raise OSError("the disk is full")
        await super().put(letter)


async def test_a_mailbox_that_fails_costs_what_was_to_be_left_in_it(
    calling, driving, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Broken()
    servers = [serving(capabilities={"tools": {"listChanged": True}}) for _ in range(2)]
    apps = [server.asgi_app(mailbox=mailbox) for server in servers]
    with anyio.fail_after(PATIENCE):
        async with calling(apps[0]) as one, calling(apps[1]) as two, driving(apps[1]) as driver:
            await one.initialize()
            session = await two.initialize()
            listening = driver.open("GET", headers=session.headers)
            assert await listening.started() == 200
            servers[0].notify_tools_changed()
            await mailbox.failed.wait()
            await mailbox.put(b"what is this?")
            servers[0].notify_tools_changed()
            assert (await listening.message())["method"] == "notifications/tools/list_changed"
    assert "the disk is full" in caplog.text
    assert "cannot be read" in caplog.text


async def test_what_one_process_changes_of_a_session_at_the_same_time_is_kept(calling, shared) -> None:
    stores = shared()
    app = serving(capabilities={"resources": {"subscribe": True}}).asgi_app(**stores)
    async with calling(app) as caller:
        session = await caller.initialize()
        async with anyio.create_task_group() as tasks:
            for number in range(8):
                body = {
                    "jsonrpc": "2.0",
                    "id": number,
                    "method": "resources/subscribe",
                    "params": {"uri": f"a:{number}"},
                }
                tasks.start_soon(session.post, body)
        kept = json.loads(await stores["session_store"].load(session.id))
    assert sorted(kept["watched"]) == [f"a:{number}" for number in range(8)]


async def test_a_process_without_room_ends_no_session_that_another_one_uses(calling, shared) -> None:
    apps = [serving().asgi_app(max_sessions=2, **shared()) for _ in range(2)]
    async with calling(apps[0]) as one, calling(apps[1]) as two:
        session = await two.initialize()
        session.http = one.http
        for _ in range(3):
            assert (await session.ask("ping")).result == {}
            await two.initialize()
