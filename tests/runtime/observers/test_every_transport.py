"""Observers see every message, on both sides and over every transport, and what they do changes none of them."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, HttpTarget, MessageEvent, PeerError, Server
from tests.runtime.observers.looking import Answering, Seen, serving

pytestmark = pytest.mark.anyio

PATIENCE = 30.0
NEWEST, SESSIONS, FIRST = "2026-07-28", "2025-11-25", "2024-11-05"
CASES = [
    pytest.param("memory", NEWEST, id="memory without a session"),
    pytest.param("memory", SESSIONS, id="memory with a session"),
    pytest.param("memory", FIRST, id="memory in the first version"),
    pytest.param("streamable", NEWEST, id="HTTP without a session"),
    pytest.param("streamable", SESSIONS, id="HTTP with a session"),
    pytest.param("sse", FIRST, id="HTTP+SSE"),
]


@asynccontextmanager
async def looked_at(over: str, version: str, *, mode: Any = "auto") -> AsyncIterator[tuple[Client, Seen, Seen]]:
    """A client of a server, and what was seen at either side."""
    ours, theirs = Seen(), Seen()
    server = serving(theirs)
    with anyio.fail_after(PATIENCE):
        if over == "memory":
            async with Client(server, version=version, handler=Answering(), observers=[ours]) as client:
                yield client, ours, theirs
            return
        async with server.http(port=0, response_mode=mode) as handle:
            url = handle.url if over == "streamable" else handle.url.replace("/mcp", "/sse")
            target = HttpTarget(url, transport=over)
            async with Client(target, version=version, handler=Answering(), observers=[ours]) as client:
                yield client, ours, theirs


def mirrored(seen: Seen) -> list[Any]:
    """What the other side has to have seen, in any order: what goes both ways over HTTP overtakes each other."""
    other = {"sent": "received", "received": "sent"}
    return sorted((other[event.direction], str(event.message)) for event in seen.events)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("over", "version"), CASES)
async def test_both_sides_see_all_messages_as_they_are_on_the_wire(over: str, version: str) -> None:
    async with looked_at(over, version) as (client, ours, theirs):
        await client.call_tool("add", {"a": 1, "b": 2})
        with pytest.raises(PeerError):
            await client.call_tool("none")
        calls = ours.of("tools/call")
        assert [event.kind for event in calls] == ["request", "result", "request", "error"]
        assert [event.version for event in calls] == [version] * 4
        assert all(event.elapsed is not None for event in calls if event.kind != "request")
        assert calls[0].message["params"]["arguments"] == {"a": 1, "b": 2}
        assert calls[0].request_id == calls[1].request_id
        assert [event.message for event in ours.events] == ours.values()
    assert mirrored(theirs) == sorted((event.direction, str(event.message)) for event in ours.events)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("over", "version"), CASES[3:5])
@pytest.mark.parametrize("mode", ["json", "sse"])
async def test_an_answer_is_seen_whether_it_is_json_or_an_event(over: str, version: str, mode: str) -> None:
    async with looked_at(over, version, mode=mode) as (client, ours, theirs):
        await client.call_tool("add", {"a": 1, "b": 2})
        assert ours.told()[-2:] == ["> tools/call request", "< tools/call result"]
        assert theirs.told()[-2:] == ["< tools/call request", "> tools/call result"]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("over", "version"), [CASES[0], CASES[1], CASES[3], CASES[4]])
async def test_questions_of_the_server_are_seen_with_their_answers(over: str, version: str) -> None:
    async with looked_at(over, version) as (client, ours, theirs):
        await client.call_tool("ask")
        asked = "elicitation/create"
        if version == NEWEST:
            assert [event.kind for event in ours.of("tools/call")] == ["request", "result", "request", "result"]
            assert "inputRequests" in ours.of("tools/call")[1].message["result"]
        else:
            assert [(event.direction, event.kind) for event in theirs.of(asked)] == [
                ("sent", "request"),
                ("received", "result"),
            ]
            assert [event.kind for event in ours.of(asked)] == ["request", "result"]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_session_is_named_and_what_goes_together_has_one_stream() -> None:
    async with looked_at("streamable", SESSIONS) as (client, ours, theirs):
        await client.call_tool("tell")
        await client.call_tool("add", {"a": 1, "b": 2})
        seen = [event for event in theirs.events if event.method not in ("initialize", "ping")]
        session = {event.session_id for event in seen}
        assert len(session) == 1
        assert None not in session
        assert {event.session_id for event in ours.of("tools/call")} == session
        (told,) = theirs.of("notifications/message")
        first, answer, *second = theirs.of("tools/call")
        assert first.stream_id == told.stream_id == answer.stream_id
        assert {event.stream_id for event in second} != {first.stream_id}
        assert len({event.stream_id for event in second}) == 1


async def test_over_a_channel_there_is_one_stream_and_no_session() -> None:
    async with looked_at("memory", SESSIONS) as (client, ours, _):
        await client.ping()
        assert {event.session_id for event in ours.events} == {None}
        assert len({event.stream_id for event in ours.events}) == 1


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("over", ["memory", "streamable"])
async def test_a_batch_is_shown_as_its_messages(over: str) -> None:
    async with looked_at(over, "2025-03-26") as (client, ours, theirs):
        await client.send_batch(client.ping(), client.call_tool("add", {"a": 1, "b": 2}))
        for seen, first in ((ours, "sent"), (theirs, "received")):
            parts = [event for event in seen.events if event.batch_index is not None]
            assert {event.direction for event in parts[:2]} == {first}
            assert [event.batch_index for event in parts] == [0, 1, 0, 1]
            assert [event.method for event in parts[:2]] == ["ping", "tools/call"]
            assert sorted(str(event.method) for event in parts[2:]) == ["ping", "tools/call"]
            assert {event.raw[:1] for event in parts} == {b"["}


async def test_what_is_no_message_over_a_channel_is_seen_as_such(talk_to: Any) -> None:
    seen = Seen()
    async with talk_to(serving(seen)) as hand:
        hand.send(b"nonsense")
        await hand.receive()
        hand.send(b"5")
        await hand.receive()
    assert [event.kind for event in seen.events] == ["unreadable", "error", "unreadable", "error"]
    assert (seen.events[0].raw, seen.events[0].message) == (b"nonsense", None)


class Harmful:
    """Fails, after it has changed what it was shown."""

    def on_receive(self, event: MessageEvent) -> None:
        if event.message is not None:
            event.message.clear()
        raise LookupError("harmless")

    on_send = on_receive


async def test_an_observer_that_fails_or_meddles_is_logged_once_and_hurts_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    with anyio.fail_after(PATIENCE):
        async with Client(serving(Harmful()), observers=[Harmful()]) as client:
            for _ in range(3):
                assert (await client.call_tool("add", {"a": 1, "b": 2})).structured_content == {"result": 3}
    failed = [record for record in caplog.records if "observer" in record.getMessage()]
    assert len(failed) == 2  # that of the client, and that of the server
    assert all(record.exc_info for record in failed)


class HalfAnObserver:
    def on_receive(self, event: MessageEvent) -> None: ...


class Waiting(Seen):
    async def on_send(self, event: MessageEvent) -> None:  # type: ignore[override]
        ...


@pytest.mark.parametrize(
    ("observer", "problem"),
    [(HalfAnObserver(), r"no method on_send\(event\)"), (Waiting(), "on_send is async"), (print, "no observer")],
    ids=["half", "async", "none"],
)
def test_what_is_no_observer_is_refused_where_it_is_written(observer: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        Server("demo", version="1", observers=[observer])
    with pytest.raises(TypeError, match=problem):
        Client(["unused"], observers=[observer])


PROGRAM = """
import sys
from mcprism import Recorder, Server
with Recorder(sys.argv[1]) as recorder:
    server = Server("recorded", version="1", observers=[recorder])
    @server.tool
    async def add(a: int, b: int) -> int:
        return a + b
    server.run()
"""


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_process_is_seen_from_both_ends_of_its_pipes(tmp_path: Path) -> None:
    ours, script, lines = Seen(), tmp_path / "server.py", tmp_path / "seen.jsonl"
    script.write_text(PROGRAM, "utf-8")
    with anyio.fail_after(PATIENCE):
        async with Client([sys.executable, str(script), str(lines)], observers=[ours]) as client:
            await client.call_tool("add", {"a": 1, "b": 2})
    assert ours.told()[-2:] == ["> tools/call request", "< tools/call result"]
    assert len(lines.read_text("utf-8").splitlines()) == len(ours.events)
