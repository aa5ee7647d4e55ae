"""The observers that come with the package: a log, numbers, a file."""

import json
import logging
import os
import threading
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, LoggingObserver, MessageEvent, MetricsObserver, PeerError, Recorder, hidden
from mcprism.observers.metrics import MAX_METHODS, OTHER
from tests.runtime.observers.looking import Seen, serving

PATIENCE = 30.0
FULL = Path("/dev/full")


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def event(message: Any = PING, **fields: Any) -> MessageEvent:
    """One, of which most does not matter."""
    usual: dict[str, Any] = {
        "direction": "received",
        "raw": json.dumps(message).encode(),
        "message": message,
        "kind": "request",
        "method": "ping",
        "request_id": 1,
        "session_id": None,
        "stream_id": 1,
        "version": "2025-11-25",
        "time": 1.0,
    }
    return MessageEvent(**{**usual, **fields})


async def used(*observers: Any) -> None:
    """Has a client do a bit of everything, with these looking on at it."""
    with anyio.fail_after(PATIENCE):
        async with Client(serving(), version="2025-11-25", observers=observers) as client:
            await client.call_tool("add", {"a": 1, "b": 2})
            await client.call_tool("fail")
            await client.call_tool("tell")
            with pytest.raises(PeerError):
                await client.call_tool("none")


@pytest.mark.anyio
async def test_each_message_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await used(LoggingObserver(level=logging.DEBUG, max_body=40))
    lines = [record.getMessage() for record in caplog.records if record.name == "mcprism.messages"]
    assert {record.levelno for record in caplog.records if record.name == "mcprism.messages"} == {logging.DEBUG}
    assert lines[0] == """sent initialize request, id 1: '{"jsonrpc":"2.0","id":1,"method":"initia'..."""
    assert lines[1].startswith("received initialize result, id 1, ")
    assert lines[2].startswith("sent notifications/initialized notification, 2025-11-25: ")
    assert any(line.startswith("received tools/call error, id 5, ") for line in lines)


def test_no_body_is_logged_where_none_is_wanted_and_a_line_stays_one(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    LoggingObserver(max_body=0).on_send(event(direction="sent"))
    LoggingObserver().on_receive(event(raw=b'{\n"method":\n"x"}', method="a\nb", session_id="s\n"))
    LoggingObserver(level=logging.DEBUG).on_send(event())
    LoggingObserver(redact=hidden("id")).on_send(event())
    texts = [record.getMessage() for record in caplog.records]
    assert texts[0] == "sent ping request, id 1, 2025-11-25"
    assert len(texts) == 3
    assert all("\n" not in text for text in texts)
    assert '"id":"***"' in texts[2]


@pytest.mark.anyio
async def test_requests_are_counted_with_what_became_of_them() -> None:
    metrics = MetricsObserver()
    await used(metrics)
    counted = metrics.as_dict()
    calls = counted["sent"]["requests"]["tools/call"]
    assert (calls["count"], calls["results"], calls["errors"], calls["tool_errors"]) == (4, 3, {-32602: 1}, 1)
    assert 0 < calls["slowest"] <= calls["seconds"] < PATIENCE
    assert counted["received"]["notifications"] == {"notifications/message": 1}
    assert counted["sent"]["notifications"] == {"notifications/initialized": 1}
    assert counted["received"]["messages"] == 6
    assert counted["received"]["bytes"] > 100
    assert json.loads(json.dumps(counted))["sent"]["unreadable"] == 0


@pytest.mark.anyio
async def test_numbers_are_there_as_prometheus_reads_them() -> None:
    metrics = MetricsObserver()
    await used(metrics)
    metrics.on_receive(event(method='x"\\\n'))
    text = metrics.as_prometheus()
    assert '\nmcprism_requests_total{direction="sent",method="tools/call"} 4\n' in text
    assert '\nmcprism_errors_total{direction="sent",method="tools/call",code="-32602"} 1\n' in text
    assert 'method="x\\"\\\\\\n"} 1\n' in text
    assert text.count("# TYPE ") == len({line.partition("{")[0] for line in text.splitlines() if line[0] != "#"})


def test_names_that_a_peer_invents_are_counted_together() -> None:
    metrics = MetricsObserver()
    for number in range(2 * MAX_METHODS):
        metrics.on_receive(event(method=f"invented/{number}"))
        metrics.on_receive(event(method=f"invented/{number}", kind="notification"))
        failed = {"error": {"code": number, "message": ""}}
        metrics.on_receive(event(failed, kind="error", method="ping", elapsed=0.1))
    way = metrics.as_dict()["received"]
    assert len(way["requests"]) == len(way["notifications"]) == MAX_METHODS + 1
    assert way["requests"][OTHER]["count"] == way["notifications"][OTHER] == MAX_METHODS
    assert metrics.as_dict()["sent"]["requests"]["ping"]["errors"][OTHER] == MAX_METHODS


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.anyio
async def test_all_that_passed_is_in_the_file_once_it_is_closed(tmp_path: Path) -> None:
    seen, path = Seen(), tmp_path / "messages.jsonl"
    with Recorder(path) as recorder:
        await used(seen, recorder)
    recorder.close()
    lines = lines_of(path)
    assert [line["message"] for line in lines] == seen.values()
    assert [line["direction"] for line in lines] == [event.direction for event in seen.events]
    answer = next(line for line in lines if line.get("method") == "tools/call" and line["kind"] == "result")
    assert answer["elapsed"] > 0
    assert answer["version"] == "2025-11-25"
    assert "session_id" not in answer
    assert recorder.dropped == 0


def test_secrets_are_taken_out_before_they_are_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "messages.jsonl"
    secret = {"id": 1, "params": {"Token": "secret", "list": [{"password": {"deep": "secret"}}], "n": 1}}
    with Recorder(path, redact=hidden("token", "password")) as recorder:
        recorder.on_receive(event(secret))
        recorder.on_receive(event(None, raw=b"secret", kind="unreadable", problem="it is no JSON"))

    def fails(message: Any) -> Any:
        raise LookupError("redact")

    with Recorder(path, redact=fails) as recorder:
        recorder.on_receive(event(secret))
        recorder.on_receive(event(secret))
    assert "secret" not in path.read_text("utf-8")
    lines = lines_of(path)
    assert lines[0]["message"]["params"] == {"Token": "***", "list": [{"password": "***"}], "n": 1}
    assert lines[1]["problem"] == "it is no JSON"
    assert lines[2]["redacted"] is True
    assert sum("redact failed" in record.getMessage() for record in caplog.records) == 1


def test_secrets_are_taken_out_of_text_that_is_json_and_other_text_stays_as_it_is() -> None:
    redact = hidden("token")
    data = {"name": "a", "Token": "secret"}
    texts = [json.dumps(data, indent=2), json.dumps([json.dumps(data)]), '{ "name": 1 }', "{not json", "token", " [1]"]
    first, second, *others = redact({"content": [{"type": "text", "text": text} for text in texts]})["content"]
    assert json.loads(first["text"]) == {"name": "a", "Token": "***"}
    assert json.loads(json.loads(second["text"])[0]) == {"name": "a", "Token": "***"}
    assert [block["text"] for block in others] == texts[2:]


def test_what_is_unreadable_is_kept_as_text_where_nothing_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    with Recorder(path) as recorder:
        recorder.on_receive(event(None, raw=b"\xffnonsense", kind="unreadable"))
    assert lines_of(path)[0]["raw"] == "\ufffdnonsense"


def test_a_disk_that_does_not_keep_up_costs_messages_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "messages.jsonl"
    busy, goes_on = threading.Event(), threading.Event()

    def slow(message: Any) -> Any:
        busy.set()
        assert goes_on.wait(PATIENCE)
        return message

    size = len(event().raw) + 1024
    with Recorder(path, redact=slow, max_waiting=3 * size) as recorder:
        recorder.on_receive(event())
        assert busy.wait(PATIENCE)
        for _ in range(5):
            recorder.on_receive(event())
        assert recorder.dropped == 3
        goes_on.set()
    recorder.on_receive(event())
    assert [line.get("dropped") for line in lines_of(path)] == [None, None, None, 3]
    assert recorder.dropped == 4
    texts = [record.getMessage() for record in caplog.records]
    assert sum("faster" in text for text in texts) == 1
    assert any("3 messages were not recorded" in text for text in texts)


def test_a_message_larger_than_what_may_wait_is_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    with Recorder(path, max_waiting=10) as recorder:
        recorder.on_receive(event())
    assert lines_of(path) == [{"dropped": 1}]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks on this system")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_fork_writes_to_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    recorder = Recorder(path)
    recorder.on_receive(event(method="parent"))
    child = os.fork()
    if child == 0:
        recorder.on_receive(event(method="child"))
        recorder.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    recorder.close()
    assert sorted(line["method"] for line in lines_of(path)) == ["child", "parent"]


def test_a_file_that_cannot_be_opened_fails_where_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        Recorder(tmp_path / "nowhere" / "messages.jsonl")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with Recorder(FULL) as recorder:
        recorder.on_receive(event())
        recorder.on_receive(event())
    assert recorder.dropped == 2
    assert sum("cannot be written to" in record.getMessage() for record in caplog.records) == 1
