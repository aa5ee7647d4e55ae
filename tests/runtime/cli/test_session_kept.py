"""What a server that is started again is told, message by message."""

from typing import Any

import pytest

from mcprism.cli.session_kept import (
    SessionKept,
    cancelled_by,
    frame_of,
    is_greeting_answered,
    messages_in,
)

GREETING = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18"}}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def message(method: str, request_id: int | str | None = None, **params: Any) -> dict[str, Any]:
    """A message of the client's or the server's."""
    found = {"jsonrpc": "2.0", "method": method, "params": params}
    return found if request_id is None else found | {"id": request_id}


def answer(request_id: Any, **result: Any) -> dict[str, Any]:
    """An answer."""
    return {"jsonrpc": "2.0", "id": request_id, "result": result}


@pytest.fixture
def kept() -> SessionKept:
    """A session that has begun, whose server declared that its list of tools may change."""
    session = SessionKept()
    assert session.from_client(GREETING) == GREETING
    begun = answer(1, capabilities={"tools": {"listChanged": True}, "prompts": {}})
    assert session.from_server(begun) == begun
    assert session.from_client(INITIALIZED) == INITIALIZED
    return session


def test_a_new_process_is_greeted_with_the_same_words(kept: SessionKept) -> None:
    (greeting,) = kept.begun_again()
    assert greeting | {"id": 1} == GREETING
    answered = answer(greeting["id"], capabilities={})
    assert is_greeting_answered(answered)
    assert not is_greeting_answered(answer(1))
    to_server, to_client = kept.greeted(answered)
    assert to_server == [INITIALIZED]
    assert to_client == [{"jsonrpc": "2.0", "method": "notifications/tools/list_changed"}]


def test_a_new_process_that_refuses_the_session_is_an_error(kept: SessionKept) -> None:
    (greeting,) = kept.begun_again()
    with pytest.raises(ValueError, match="no such version"):
        kept.greeted({"jsonrpc": "2.0", "id": greeting["id"], "error": {"code": 1, "message": "no such version"}})


def test_a_session_that_has_not_begun_is_not_begun_again() -> None:
    session = SessionKept()
    session.from_client(GREETING)
    assert session.begun_again() == []


def test_log_level_and_subscriptions_are_said_again_and_their_answers_are_ours(kept: SessionKept) -> None:
    kept.from_client(message("logging/setLevel", 2, level="info"))
    kept.from_client(message("logging/setLevel", 3, level="error"))
    kept.from_client(message("resources/subscribe", 4, uri="a://b"))
    kept.from_client(message("resources/subscribe", 5, uri="a://c"))
    kept.from_client(message("resources/unsubscribe", 6, uri="a://b"))
    (greeting,) = kept.begun_again()
    _, *settings = kept.greeted(answer(greeting["id"]))[0]
    assert [(one["method"], one["params"]) for one in settings] == [
        ("logging/setLevel", {"level": "error"}),
        ("resources/subscribe", {"uri": "a://c"}),
    ]
    assert [kept.from_server(answer(one["id"])) for one in settings] == [None, None]


def test_an_answer_of_the_client_reaches_only_the_process_that_asked(kept: SessionKept) -> None:
    asked = kept.from_server(message("roots/list", 7))
    assert asked is not None
    assert kept.from_client(answer(asked["id"], roots=[])) == answer(7, roots=[])
    again = kept.from_server(message("roots/list", 8))
    cancelled = kept.from_server(message("notifications/cancelled", requestId=8))
    assert again is not None
    assert cancelled is not None
    assert cancelled["params"]["requestId"] == again["id"]
    kept.begun_again()
    assert kept.from_client(answer(again["id"], roots=[])) is None
    assert kept.from_client(answer(7, roots=[])) is None
    other = kept.from_server(message("roots/list", 8))
    assert other is not None
    assert other["id"] != again["id"]


def test_what_a_process_did_not_answer_is_answered_once(kept: SessionKept) -> None:
    kept.from_client(message("tools/call", "a"))
    assert kept.is_busy
    (refused,) = kept.given_up("it ended")
    assert (refused["id"], refused["error"]["message"]) == ("a", "it ended")
    assert not kept.is_busy
    assert kept.from_server(answer("a")) is None
    assert kept.given_up("it ended") == []


def test_a_stream_of_changes_goes_on_with_the_next_process() -> None:
    kept = SessionKept()
    listen = message("subscriptions/listen", 5, notifications={"toolsListChanged": True})
    kept.from_client(listen)
    mark = {"io.modelcontextprotocol/subscriptionId": 5}
    agreed = message(
        "notifications/subscriptions/acknowledged",
        _meta=mark,
        notifications={"toolsListChanged": True, "promptsListChanged": False},
    )
    assert kept.heard_again(agreed) is None
    assert not kept.is_busy
    assert kept.given_up("it ended") == []
    assert kept.begun_again() == [listen]
    assert kept.heard_again(agreed) == [message("notifications/tools/list_changed", _meta=mark)]
    assert kept.heard_again(agreed) is None


def test_frames_are_one_message_or_several() -> None:
    one = message("ping", 1)
    assert messages_in(frame_of(one)) == [one]
    assert messages_in(b"[" + frame_of(one) + b"," + frame_of(one) + b"]") == [one, one]
    assert [messages_in(frame) for frame in (b"{", b"[]", b"5", b"[1]")] == [None] * 4
    assert cancelled_by(message("notifications/cancelled", requestId=3)) == 3
    assert cancelled_by(one) is None
