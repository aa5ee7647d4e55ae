"""The reading of a conversation finds what is wrong in it, in whichever version it is held."""

import json
from typing import Any

import pytest

from mcprism.versions import ERAS
from mcprism.versions.conversation import VERSION, Conversation

OLDEST, BATCHED, NEWEST = "2024-11-05", "2025-03-26", "2026-07-28"
CALL = {"id": 1, "method": "tools/call", "params": {"name": "add"}}
TEXT = {"type": "text", "text": "5"}
ENVELOPE = {VERSION: NEWEST, "io.modelcontextprotocol/clientCapabilities": {}}


def said(version: str | None, *messages: tuple[str, dict[str, Any]]) -> list[str]:
    """The faults of a conversation, as lines."""
    conversation = Conversation(version)
    return [
        fault.line()
        for sender, message in messages
        for fault in conversation.hear(sender, {"jsonrpc": "2.0", **message})  # type: ignore[arg-type]
    ]


def answer(**result: Any) -> tuple[str, dict[str, Any]]:
    """What the server says to the call."""
    return "server", {"id": 1, "result": result}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (answer(content=[TEXT]), None),
        (answer(content=[TEXT], structuredContent={}), "result.structuredContent: no such member"),
        (answer(content=[{"type": "audio", "data": "", "mimeType": "audio/wav"}]), "result.content.0: no kind 'audio'"),
        (answer(content=[TEXT], mine=1), None),
        (answer(content=[{**TEXT, "mine": 1}]), "result.content.0.mine: no such member"),
        (answer(content=5), "tools/call result of the server: result.content: expected an array, got 5"),
        (answer(), "result.content: required member is missing"),
        (("server", {"id": 1, "method": "elicitation/create"}), "no such request in MCP 2024-11-05"),
        (("server", {"method": "notifications/progress", "params": {"progress": 1}}), "params.progressToken: required"),
        (("server", {"id": 1, "method": "ping", "result": {}}), 'must not have "result" or "error"'),
        (("server", {"id": 1, "error": {"code": "1", "message": ""}}), "code"),
        (("server", {"id": 1, "error": {"code": -32042, "message": ""}}), "-32042 is an error of MCP 2025-11-25"),
        (("server", {"id": 1, "error": {"code": -32002, "message": ""}}), None),
        (("server", {"id": None, "error": {"code": -32700, "message": ""}}), None),
        (("server", {"id": 2, "result": {}}), "answers no request that is open"),
        (("server", {"id": 7, "method": "tools/list"}), "no server sends this"),
        (("client", {"method": "nonsense"}), "no such notification"),
    ],
    ids=[
        "an answer",
        "a newer member",
        "a newer kind of content",
        "a member of the author's own",
        "one that is not at the top",
        "an answer that does not fit",
        "an answer that lacks something",
        "a newer method",
        "params that do not fit",
        "two messages in one",
        "no error",
        "a newer error",
        "an error",
        "an error that answers nothing readable",
        "an answer to nothing",
        "the other side's request",
        "what the client says",
    ],
)
def test_what_is_wrong_is_found(message: tuple[str, dict[str, Any]], found: str | None) -> None:
    faulty = said(OLDEST, ("client", CALL), message)
    assert len(faulty) == (found is not None)
    assert found is None or found in faulty[0]


@pytest.mark.parametrize("version", [version for version, era in ERAS.items() if era == "handshake"])
def test_the_version_is_that_of_the_answer_to_initialize(version: str) -> None:
    asked = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}
    answered = {"protocolVersion": version, "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}}
    conversation = Conversation()
    for sender, message in (
        ("client", {"id": 0, "method": "initialize", "params": asked}),
        ("server", {"id": 0, "result": answered}),
        ("client", CALL),
        answer(content=[TEXT], structuredContent={}),
    ):
        faulty = conversation.hear(sender, {"jsonrpc": "2.0", **message})  # type: ignore[arg-type]
    assert conversation.version == version
    since = [fault.since for fault in faulty]
    assert since == (["2025-06-18"] if version in (OLDEST, BATCHED) else [])


def test_a_request_that_names_a_version_is_read_as_that_one_s() -> None:
    question = {"id": 1, "method": "server/discover", "params": {"_meta": ENVELOPE}}
    assert said("2025-11-25", ("client", question)) == []
    (fault,) = said("2025-11-25", ("client", {**question, "params": {}}))
    assert "there is no such request" in fault


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"roots": []}, None),
        ({"action": "accept"}, "params.inputResponses.q.roots: required member is missing"),
        ({"roots": [], "extra": 1}, "params.inputResponses.q.extra: no such member"),
    ],
)
def test_answers_inside_params_fit_what_was_asked(given: dict[str, Any], found: str | None) -> None:
    params = {"name": "add", "_meta": ENVELOPE}
    faulty = said(
        None,
        ("client", {"id": 1, "method": "tools/call", "params": params}),
        answer(resultType="input_required", inputRequests={"q": {"method": "roots/list"}}, requestState="s"),
        ("client", {"id": 2, "method": "tools/call", "params": {**params, "inputResponses": {"q": given}}}),
    )
    assert (found is None and faulty == []) or (found is not None and any(found in line for line in faulty))


def test_a_version_that_is_none_changes_nothing() -> None:
    for named in ("1999-01-01", ["2025-06-18"], None):
        params = {"_meta": {**ENVELOPE, VERSION: named}}
        (fault, *_) = said(OLDEST, ("client", {"id": 1, "method": "server/discover", "params": params}))
        assert "no such request in MCP 2024-11-05" in fault


def test_only_one_version_has_batches() -> None:
    ping = [{"jsonrpc": "2.0", "id": number, "method": "ping"} for number in (1, 2)]
    for version in ERAS:
        faulty = Conversation(version).read("client", json.dumps(ping).encode())
        assert (faulty == []) == (version == BATCHED)
    assert len(Conversation(BATCHED).read("client", b"[]")) == 1


def test_what_is_no_json_is_a_fault() -> None:
    (fault,) = Conversation(OLDEST).read("server", b"Hello")
    assert "not JSON" in fault.line()
