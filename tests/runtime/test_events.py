"""One publish and a backlog for each listener: what is kept, for whom, and how much of it."""

from typing import Any

import anyio
import anyio.to_thread
import pytest

from mcprism import Filter, NotDeclared, PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.events import Backlog, Change, EventBus, change_of, is_watched, params_of
from mcprism.jsonrpc import Notification

pytestmark = pytest.mark.anyio

ALL: dict[str, Any] = {
    "tools": {"listChanged": True},
    "prompts": {"listChanged": True},
    "resources": {"listChanged": True, "subscribe": True},
}
CHANGES: list[Change] = [ToolsChanged(), PromptsChanged(), ResourcesChanged(), ResourceUpdated("x://a")]


class Woken:
    """Counts how often it was woken."""

    def __init__(self) -> None:
        self.times = 0
        self.event = anyio.Event()

    def __call__(self) -> None:
        self.times += 1
        self.event.set()


def taken(backlog: Backlog) -> list[Change]:
    """Everything that waits."""
    found: list[Change] = []
    while (change := backlog.take()) is not None:
        found.append(change)
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_change_and_notification_are_the_same_in_both_directions(change: Change) -> None:
    assert change_of(Notification(change.method, params_of(change))) == change


@pytest.mark.parametrize(
    "notification",
    [
        Notification("notifications/message", {"level": "info", "data": 1}),
        Notification("notifications/resources/updated"),
        Notification("notifications/resources/updated", {"uri": 5}),
    ],
    ids=lambda notification: f"{notification.method} {notification.params}",
)
def test_what_tells_no_change_is_none(notification: Notification) -> None:
    assert change_of(notification) is None


@pytest.mark.parametrize(
    ("uri", "watched", "expected"),
    [
        ("x://a", {"x://a"}, True),
        ("x://a/b/c", {"x://a"}, True),
        ("x://a/b/c", {"x://a/"}, True),
        ("x://a/b", {"x://a/b/c"}, False),
        ("x://ab", {"x://a"}, False),
        ("x://a", {"x://"}, True),
        ("x://a", set[str](), False),
        ("", {"x://a"}, False),
    ],
)
def test_who_watches_a_resource_watches_those_below_it(uri: str, watched: set[str], expected: bool) -> None:
    assert is_watched(uri, watched) is expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), []),
        (Filter(tools=True), CHANGES[:1]),
        (Filter(prompts=True, resources=True), CHANGES[1:3]),
        (Filter(uris=frozenset({"x://a"})), CHANGES[3:]),
        (Filter(uris=frozenset({"x://b"})), []),
    ],
    ids=str,
)
def test_filter_wants_what_it_names(wanted: Filter, expected: list[Change]) -> None:
    assert [change for change in CHANGES if wanted.wants(change)] == expected
    assert bool(wanted) == (wanted != Filter())


@pytest.mark.parametrize(
    ("capabilities", "left"),
    [
        (ALL, Filter(tools=True, prompts=True, resources=True, uris=frozenset({"x://a"}))),
        ({}, Filter()),
        ({"tools": {}, "prompts": {"listChanged": False}}, Filter()),
        ({"tools": {"listChanged": True}, "resources": {"listChanged": True}}, Filter(tools=True, resources=True)),
        ({"resources": {"subscribe": True}}, Filter(uris=frozenset({"x://a"}))),
    ],
    ids=str,
)
def test_filter_is_cut_to_what_was_declared(capabilities: dict[str, Any], left: Filter) -> None:
    everything = Filter(tools=True, prompts=True, resources=True, uris=frozenset({"x://a"}))
    assert everything.within(capabilities) == left


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_change_of_a_kind_that_was_not_declared_is_refused(change: Change) -> None:
    with pytest.raises(NotDeclared, match=r"listChanged|resources\.subscribe"):
        EventBus({"tools": {}, "resources": {}, "prompts": {"listChanged": False}}).publish(change)


def test_nobody_need_listen() -> None:
    for change in CHANGES:
        EventBus(ALL).publish(change)


async def test_each_listener_is_given_what_it_wants_once_and_in_order() -> None:
    bus = EventBus(ALL)
    lists = Backlog(Filter(tools=True, prompts=True).wants, Woken())
    resource = Backlog(Filter(uris=frozenset({"x://a"})).wants, Woken())
    gone = Backlog(lambda change: True, Woken())
    for backlog in (lists, resource, gone):
        bus.join(backlog)
    bus.leave(gone)
    bus.leave(gone)
    for change in (PromptsChanged(), *CHANGES, *CHANGES, ResourceUpdated("x://b")):
        bus.publish(change)
    assert taken(lists) == [PromptsChanged(), ToolsChanged()]
    assert taken(resource) == [ResourceUpdated("x://a")]
    assert taken(gone) == []
    bus.publish(ToolsChanged())
    assert taken(lists) == [ToolsChanged()]


async def test_listener_is_woken_once_for_all_that_comes_until_it_has_taken_it() -> None:
    woken = Woken()
    backlog = Backlog(lambda change: True, woken)
    backlog.add(ToolsChanged())
    assert (woken.times, taken(backlog)) == (0, [ToolsChanged()])
    for change in CHANGES:
        backlog.add(change)
    assert (woken.times, taken(backlog)) == (1, CHANGES)
    backlog.add(ToolsChanged())
    assert woken.times == 2


async def test_fl_07_of_too_many_changes_the_oldest_are_dropped_and_counted() -> None:
    backlog = Backlog(lambda change: True, Woken(), limit=3)
    for number in range(20_000):
        backlog.add(ResourceUpdated(f"x://{number}"))
    assert taken(backlog) == [ResourceUpdated(f"x://{number}") for number in (19_997, 19_998, 19_999)]
    assert backlog.dropped == 19_997


async def test_change_may_be_published_by_any_thread() -> None:
    bus, woken = EventBus(ALL), Woken()
    backlog = Backlog(lambda change: True, woken)
    bus.join(backlog)
    assert backlog.take() is None
    await anyio.to_thread.run_sync(bus.publish, ToolsChanged())
    with anyio.fail_after(10):
        await woken.event.wait()
    assert (woken.times, taken(backlog)) == (1, [ToolsChanged()])


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_listener_whose_event_loop_has_ended_hurts_nobody(backend: str) -> None:
    bus = EventBus(ALL)

    async def listen() -> None:
        backlog = Backlog(lambda change: True, Woken())
        assert backlog.take() is None
        bus.join(backlog)

    async def publish() -> None:
        await anyio.to_thread.run_sync(bus.publish, ToolsChanged())

    anyio.run(listen, backend=backend)
    anyio.run(publish, backend=backend)
