"""A session that is told of changes where it has a way to its client, and not where it has none."""

from typing import Any

import anyio
import pytest

from mcprism.errors import ConnectionClosed
from mcprism.events import EventBus, PromptsChanged, ToolsChanged
from mcprism.exchange import Exchange, Outcome
from mcprism.jsonrpc import JsonObject, Notification, Request
from mcprism.versions import HandshakeServer, Introduction, SessionReceiver, installed

pytestmark = pytest.mark.anyio

CAPABILITIES: JsonObject = {
    "tools": {"listChanged": True},
    "prompts": {"listChanged": True},
    "resources": {"subscribe": True},
}


class Answers:
    """Answers what is the session's own."""

    def __init__(self, session: HandshakeServer) -> None:
        self.session = session

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome:
        return self.session.own(request.method)(request)

    def notified(self, notification: Notification, exchange: Exchange) -> None:
        return None


class Way:
    """A way to the client, which keeps what is told; it may be cut."""

    def __init__(self, tasks: Any) -> None:
        self.told: list[Any] = []
        self.is_cut = False
        self._tasks = tasks

    async def notify(self, method: str, params: Any = None) -> None:
        await anyio.lowlevel.checkpoint()
        if self.is_cut:
            raise ConnectionClosed("cut")
        self.told.append((method, params))

    def start(self, job: Any) -> None:
        self._tasks.start_soon(job)


INITIALIZE: JsonObject = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "c", "version": "1"},
}
NOBODY: Any = None


def session_of(bus: EventBus) -> tuple[HandshakeServer, SessionReceiver]:
    said = Introduction(home="2025-11-25", info={"name": "s", "version": "1"}, capabilities=CAPABILITIES)
    server = HandshakeServer(["2025-11-25"], said, installed())
    return server, SessionReceiver(Answers(server), server, bus)


def begin(session: SessionReceiver) -> None:
    session.dispatch(Request(1, "initialize", INITIALIZE), NOBODY)
    session.notified(Notification("notifications/initialized"), NOBODY)


async def quiet() -> None:
    """Returns when nobody has anything to do any more."""
    await anyio.wait_all_tasks_blocked()


async def test_change_waits_for_a_way_to_the_client_and_goes_on_another_when_that_is_cut() -> None:
    bus = EventBus(CAPABILITIES)
    _, session = session_of(bus)
    async with anyio.create_task_group() as tasks:
        begin(session)
        bus.publish(ToolsChanged())
        await quiet()
        one, other = Way(tasks), Way(tasks)
        session.attach(one)
        await quiet()
        assert one.told == [("notifications/tools/list_changed", None)]
        one.is_cut = True
        bus.publish(ToolsChanged())
        await quiet()
        session.attach(None)
        session.attach(other)
        await quiet()
        assert (len(one.told), other.told) == (1, one.told)
        session.close()
        bus.publish(ToolsChanged())
        await quiet()
        assert len(other.told) == 1


async def test_session_that_was_begun_elsewhere_is_told_from_when_it_goes_on() -> None:
    bus = EventBus(CAPABILITIES)
    server, session = session_of(bus)
    server.own("initialize")(Request(1, "initialize", INITIALIZE))
    async with anyio.create_task_group() as tasks:
        way = Way(tasks)
        session.attach(way)
        bus.publish(PromptsChanged())
        session.resume()
        bus.publish(ToolsChanged())
        await quiet()
        assert way.told == [("notifications/tools/list_changed", None)]
        session.close()


async def test_client_is_ready_once_and_not_before_its_session_has_begun() -> None:
    bus = EventBus(CAPABILITIES)
    _, session = session_of(bus)
    async with anyio.create_task_group() as tasks:
        way = Way(tasks)
        session.attach(way)
        session.notified(Notification("notifications/initialized"), NOBODY)
        bus.publish(PromptsChanged())
        begin(session)
        session.notified(Notification("notifications/initialized"), NOBODY)
        bus.publish(ToolsChanged())
        await quiet()
        assert way.told == [("notifications/tools/list_changed", None)]
        session.close()
