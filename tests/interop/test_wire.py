"""The reading of recorded conversations finds what is wrong in them."""

from typing import Any

import pytest

from tests.interop.wire import VERSION, faults

CALL = ("received", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "add"}})
TEXT = {"type": "text", "text": "5"}


def answer(**result: Any) -> tuple[str, Any]:
    """What was sent to answer the call."""
    return "sent", {"jsonrpc": "2.0", "id": 1, "result": result}


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ([CALL, answer(content=[TEXT])], None),
        ([CALL, answer(content=[TEXT], structuredContent={})], "structuredContent: no such member"),
        ([CALL, answer(content=[{"type": "audio", "data": "", "mimeType": "audio/wav"}])], "no kind 'audio'"),
        ([CALL, answer(content=5)], "content"),
        ([("sent", {"jsonrpc": "2.0", "id": 1, "method": "elicitation/create"})], "there is no such method"),
        ([("sent", {"jsonrpc": "2.0", "method": "notifications/progress", "params": {}})], "progressToken"),
        ([("sent", {"jsonrpc": "2.0", "id": 1, "method": "ping", "result": {}})], "no message"),
        ([("sent", {"jsonrpc": "2.0", "id": 1, "error": {"code": "1", "message": ""}})], "no error"),
        ([("received", {"jsonrpc": "2.0", "method": "nonsense"})], None),
    ],
    ids=[
        "an answer",
        "a newer member",
        "a newer kind of content",
        "an answer that does not fit",
        "a newer method",
        "params that do not fit",
        "two messages in one",
        "no error",
        "what others say",
    ],
)
def test_what_our_side_wrote_wrong_is_found(messages: list[tuple[str, Any]], found: str | None) -> None:
    faulty = faults(messages, "2024-11-05")
    assert len(faulty) == (found is not None)
    assert found is None or found in faulty[0]


def test_a_request_that_names_a_version_is_read_as_that_one_s() -> None:
    params = {"_meta": {VERSION: "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}}
    question = ("sent", {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": params})
    assert faults([question], "2025-11-25") == []
    assert "there is no such method" in faults([("sent", {**question[1], "params": {}})], "2025-11-25")[0]
