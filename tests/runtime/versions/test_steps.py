"""What becomes of each change between versions, as golden pairs: what one side means, and what the other one gets."""

import base64
import copy
import hashlib
from typing import Any

import pytest

from mcprism.errors import NotSupportedByPeer
from mcprism.versions.conversions import DROPPED, AsResult
from tests.runtime.versions.crossing import Crossing

V24, V03, V06, V11, V26 = "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
ICONS = [{"src": "https://example.com/icon.png"}]
AUDIO = {"type": "audio", "data": base64.b64encode(b"sound").decode(), "mimeType": "audio/wav"}
AUDIO_RESOURCE = {
    "uri": f"urn:mcp-content:sha256:{hashlib.sha256(b'sound').hexdigest()}",
    "mimeType": "audio/wav",
    "blob": AUDIO["data"],
}
LINK = {"type": "resource_link", "uri": "file:///r.pdf", "name": "r.pdf"}
TEXT = {"type": "text", "text": "hello"}
TOOL_USE = {"type": "tool_use", "id": "1", "name": "add", "input": {}}
SAMPLING = {"maxTokens": 9}
HINT, DEGRADED, REFUSED = "hint", "degraded", "refused"


def case(
    test_id: str, peer: str, home: str, method: str, slot: str, ours: Any, theirs: Any, *lost: tuple[str, str]
) -> Any:
    return pytest.param(peer, home, method, slot, ours, theirs, list(lost), id=test_id)


OUTBOUND = [
    # To 2024-11-05
    case(
        "audio in a tool result becomes an embedded resource with the same bytes",
        V24, V03, "tools/call", "result",
        {"content": [TEXT, {**AUDIO, "annotations": {"priority": 1}}]},
        {"content": [TEXT, {"type": "resource", "resource": AUDIO_RESOURCE, "annotations": {"priority": 1}}]},
        ("audio content", DEGRADED),
    ),
    case(
        "audio in a prompt becomes an embedded resource",
        V24, V03, "prompts/get", "result",
        {"messages": [{"role": "user", "content": AUDIO}]},
        {"messages": [{"role": "user", "content": {"type": "resource", "resource": AUDIO_RESOURCE}}]},
        ("audio content", DEGRADED),
    ),
    case(
        "tools lose their annotations",
        V24, V03, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {}, "annotations": {"readOnlyHint": True}}]},
        {"tools": [{"name": "t", "inputSchema": {}}]},
        ("Tool.annotations", HINT),
    ),
    case(
        "progress loses its message",
        V24, V03, "notifications/progress", "params",
        {"progressToken": 1, "progress": 0.5, "message": "half"},
        {"progressToken": 1, "progress": 0.5},
        ("ProgressNotificationParams.message", HINT),
    ),
    case(
        "the capability for completions is no news to 2024-11-05",
        V24, V03, "initialize", "result",
        {"capabilities": {"completions": {}, "tools": {}}},
        {"capabilities": {"tools": {}}},
    ),
    # To 2025-03-26
    case(
        "a resource link becomes text",
        V03, V06, "tools/call", "result",
        {
            "content": [
                {**LINK, "title": "Report", "description": "Numbers", "mimeType": "application/pdf", "size": 9,
                 "annotations": {"audience": ["user"], "lastModified": "2025-01-01"}},
                LINK,
            ]
        },
        {
            "content": [
                {"type": "text", "text": "Report <file:///r.pdf>\nNumbers\napplication/pdf",
                 "annotations": {"audience": ["user"]}},
                {"type": "text", "text": "r.pdf <file:///r.pdf>"},
            ]
        },
        ("resource links", DEGRADED), ("Annotations.lastModified", HINT),
    ),
    case(
        "structured content goes where text says the same",
        V03, V06, "tools/call", "result",
        {"content": [TEXT], "structuredContent": {"a": 1}},
        {"content": [TEXT]},
    ),
    case(
        "structured content becomes text where there is none, and a link is none",
        V03, V06, "tools/call", "result",
        {"content": [LINK], "structuredContent": {"ä": [1, None]}},
        {"content": [{"type": "text", "text": "r.pdf <file:///r.pdf>"}, {"type": "text", "text": '{"ä":[1,null]}'}]},
        ("structured content", DEGRADED), ("resource links", DEGRADED),
    ),
    case(
        "a tool's title moves to its annotations",
        V03, V06, "tools/list", "result",
        {"tools": [{"name": "t", "title": "T", "inputSchema": {}}]},
        {"tools": [{"name": "t", "inputSchema": {}, "annotations": {"title": "T"}}]},
    ),
    case(
        "a tool's title is lost beside another one in its annotations",
        V03, V06, "tools/list", "result",
        {"tools": [{"name": "t", "title": "T", "inputSchema": {}, "annotations": {"title": "U"}}]},
        {"tools": [{"name": "t", "inputSchema": {}, "annotations": {"title": "U"}}]},
        ("Tool.title", HINT),
    ),
    case(
        "tools lose output schema and metadata",
        V03, V06, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {}, "outputSchema": {"type": "object"}, "_meta": {"a": 1}}]},
        {"tools": [{"name": "t", "inputSchema": {}}]},
        ("Tool.outputSchema", HINT), ("Tool._meta", HINT),
    ),
    case(
        "titles and metadata go from prompts and their arguments",
        V03, V06, "prompts/list", "result",
        {"prompts": [{"name": "p", "title": "P", "_meta": {}, "arguments": [{"name": "a", "title": "A"}]}]},
        {"prompts": [{"name": "p", "arguments": [{"name": "a"}]}]},
        ("Prompt.title", HINT), ("Prompt._meta", HINT), ("PromptArgument.title", HINT),
    ),
    case(
        "completion loses its context",
        V03, V06, "completion/complete", "params",
        {"ref": {"type": "ref/prompt", "name": "p", "title": "P"}, "context": {"arguments": {}}},
        {"ref": {"type": "ref/prompt", "name": "p"}},
        ("CompleteRequestParams.context", HINT), ("PromptReference.title", HINT),
    ),
    # To 2025-06-18
    case(
        "icons and execution go from tools",
        V06, V11, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {}, "icons": ICONS, "execution": {"taskSupport": "optional"}}]},
        {"tools": [{"name": "t", "inputSchema": {}}]},
        ("Tool.icons", HINT), ("Tool.execution", HINT),
    ),
    case(
        "the schema dialect of a tool stays",
        V06, V11, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {"type": "object", "$schema": "https://example.com/s"}}]},
        {"tools": [{"name": "t", "inputSchema": {"type": "object", "$schema": "https://example.com/s"}}]},
    ),
    case(
        "the introduction of a client is cut to what is known",
        V06, V11, "initialize", "params",
        {
            "protocolVersion": V06,
            "capabilities": {"tasks": {}, "sampling": {"tools": {}}, "elicitation": {"form": {}, "url": {}},
                             "experimental": {"x": {}}, "extensions": {"com.example/y": {}}},
            "clientInfo": {"name": "c", "version": "1", "icons": ICONS, "description": "d", "websiteUrl": "u"},
        },
        {
            "protocolVersion": V06,
            "capabilities": {"sampling": {}, "elicitation": {}, "experimental": {"x": {}},
                             "extensions": {"com.example/y": {}}},
            "clientInfo": {"name": "c", "version": "1"},
        },
        ("Implementation.icons", HINT), ("Implementation.description", HINT), ("Implementation.websiteUrl", HINT),
    ),
    case(
        "a client that elicits by URL alone cannot elicit for 2025-06-18",
        V06, V11, "initialize", "params",
        {"capabilities": {"elicitation": {"url": {}}}},
        {"capabilities": {}},
    ),
    case(
        "a list of one sampled block becomes the block",
        V06, V11, "sampling/createMessage", "params",
        {**SAMPLING, "messages": [{"role": "user", "content": [TEXT]}]},
        {**SAMPLING, "messages": [{"role": "user", "content": TEXT}]},
    ),
    case(
        "a longer list becomes messages of the same role",
        V06, V11, "sampling/createMessage", "params",
        {**SAMPLING, "messages": [{"role": "user", "content": [TEXT, AUDIO], "_meta": {"a": 1}}]},
        {**SAMPLING, "messages": [{"role": "user", "content": TEXT}, {"role": "user", "content": AUDIO}]},
        ("SamplingMessage._meta", HINT), ("lists of sampling content", DEGRADED),
    ),
    case(
        "sampled texts are joined",
        V06, V11, "sampling/createMessage", "result",
        {"role": "assistant", "model": "m", "content": [TEXT, {"type": "text", "text": "you"}]},
        {"role": "assistant", "model": "m", "content": {"type": "text", "text": "hello\nyou"}},
        ("lists of sampling content", DEGRADED),
    ),
    case(
        "a call as a task is a call",
        V06, V11, "tools/call", "params",
        {"name": "t", "task": {"ttl": 1}},
        {"name": "t"},
        ("params.task", DEGRADED),
    ),
    case(
        "a withdrawal of nothing is not sent",
        V06, V11, "notifications/cancelled", "params", {"reason": "r"}, DROPPED,
    ),
    case(
        "the end of a URL elicitation is not told",
        V06, V11, "notifications/elicitation/complete", "params", {"elicitationId": "1"}, DROPPED,
        ("notifications/elicitation/complete", HINT),
    ),
    case(
        "a tool that needs an address opened fails with the address",
        V06, V11, "tools/call", "error",
        {"code": -32042, "message": "sign in", "data": {"elicitations": [
            {"mode": "url", "elicitationId": "1", "message": "GitHub", "url": "https://example.com/1"}]}},
        AsResult({"content": [{"type": "text", "text": "sign in\nGitHub: https://example.com/1"}], "isError": True}),
        ("URL elicitation", DEGRADED),
    ),
    case(
        "any other request that needs an address opened fails with the address in its message",
        V06, V11, "prompts/get", "error",
        {"code": -32042, "message": "sign in", "data": {"elicitations": [
            {"mode": "url", "elicitationId": "1", "message": "GitHub", "url": "https://example.com/1"}]}},
        {"code": -32603, "message": "sign in\nGitHub: https://example.com/1"},
        ("URL elicitation", DEGRADED),
    ),
    # To 2025-11-25
    case(
        "a request does not say who asks",
        V11, V26, "tools/call", "params",
        {"name": "t", "inputResponses": {}, "requestState": "s",
         "_meta": {PREFIX + "protocolVersion": V26, PREFIX + "clientCapabilities": {}, "progressToken": 1}},
        {"name": "t", "_meta": {"progressToken": 1}},
    ),
    case(
        "params that only say who asks are none",
        V11, V26, "tools/list", "params",
        {"_meta": {PREFIX + "protocolVersion": V26, PREFIX + "clientCapabilities": {}}},
        None,
    ),
    case(
        "a result is just that",
        V11, V26, "tools/call", "result",
        {"resultType": "complete", "content": [TEXT], "_meta": {PREFIX + "serverInfo": {}}},
        {"content": [TEXT]},
    ),
    case(
        "what an author adds to a result stays",
        V11, V26, "tools/call", "result",
        {"resultType": "complete", "content": [TEXT], "vendor": 1, "_meta": {"com.example/a": 1}},
        {"content": [TEXT], "vendor": 1, "_meta": {"com.example/a": 1}},
    ),
    case(
        "what an author adds elsewhere does not",
        V11, V26, "tools/call", "result",
        {"resultType": "complete", "content": [{**TEXT, "vendor": 1, "_meta": {"vendor": 1}}]},
        {"content": [{**TEXT, "_meta": {"vendor": 1}}]},
        ("members of the author's own", HINT),
    ),
    case(
        "a list says nothing of caching",
        V11, V26, "prompts/list", "result",
        {"resultType": "complete", "ttlMs": 9, "cacheScope": "public", "prompts": []},
        {"prompts": []},
        ("CacheableResult.ttlMs", HINT), ("CacheableResult.cacheScope", HINT),
    ),
    case(
        "a notification does not name its subscription",
        V11, V26, "notifications/resources/updated", "params",
        {"uri": "u", "_meta": {PREFIX + "subscriptionId": 1}},
        {"uri": "u"},
    ),
    case(
        "schemas of properties are objects",
        V11, V26, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {"type": "object", "properties": {"a": True, "b": False}}}]},
        {"tools": [{"name": "t", "inputSchema": {"type": "object", "properties": {"a": {}, "b": {"not": {}}}}}]},
    ),
    case(
        "a resource that is not there has a code of its own",
        V11, V26, "resources/read", "error",
        {"code": -32602, "message": "no", "data": {"uri": "u"}},
        {"code": -32002, "message": "no", "data": {"uri": "u"}},
    ),
    case(
        "other bad params are bad params",
        V11, V26, "resources/read", "error", {"code": -32602, "message": "no"}, {"code": -32602, "message": "no"},
    ),
    case(
        "a missing capability is an internal error",
        V11, V26, "tools/call", "error", {"code": -32021, "message": "no"}, {"code": -32603, "message": "no"},
    ),
    case(
        "a bad header is a bad request",
        V24, V26, "tools/list", "error", {"code": -32020, "message": "no"}, {"code": -32600, "message": "no"},
    ),
    case(
        "codes of an author's own stay",
        V24, V26, "tools/call", "error", {"code": -5, "message": "no"}, {"code": -5, "message": "no"},
    ),
    # To 2026-07-28
    case(
        "a result of an old handler is a complete one",
        V26, V11, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {"type": "object"}, "execution": {}}]},
        {"tools": [{"name": "t", "inputSchema": {"type": "object"}}], "resultType": "complete", "ttlMs": 0,
         "cacheScope": "private"},
        ("Tool.execution", HINT),
    ),
    case(
        "an old handler that needs an address opened asks for that",
        V26, V11, "tools/call", "error",
        {"code": -32042, "message": "sign in", "data": {"elicitations": [
            {"mode": "url", "elicitationId": "7", "message": "GitHub", "url": "https://example.com/1"}]}},
        AsResult({
            "resultType": "input_required",
            "inputRequests": {"7": {"method": "elicitation/create", "params": {
                "mode": "url", "message": "GitHub", "url": "https://example.com/1"}}},
        }),
    ),
    case(
        "the code of a missing resource is that of bad params",
        V26, V06, "resources/read", "error",
        {"code": -32002, "message": "no", "data": {"uri": "u"}},
        {"code": -32602, "message": "no", "data": {"uri": "u"}},
    ),
    case(
        "an embedded request has no metadata, task or id",
        V26, V11, "elicitation/create", "params",
        {"mode": "url", "message": "m", "url": "u", "elicitationId": "7", "task": {}, "_meta": {"progressToken": 1}},
        {"mode": "url", "message": "m", "url": "u"},
        ("params.task", DEGRADED), ("_meta of questions", HINT),
    ),
    case(
        "the question for roots has no metadata",
        V26, V06, "roots/list", "params", {"_meta": {"progressToken": 1}}, None, ("_meta of questions", HINT),
    ),
    case("a change of roots is not told", V26, V11, "notifications/roots/list_changed", "params", None, DROPPED,
         ("notifications/roots/list_changed", HINT)),
    # For every version
    case(
        "at most a hundred completions are sent",
        V24, V03, "completion/complete", "result",
        {"completion": {"values": ["x"] * 120}},
        {"completion": {"values": ["x"] * 100, "hasMore": True, "total": 120}},
        ("completion values", HINT),
    ),
    case(
        "an empty result is empty",
        V03, V11, "resources/subscribe", "result", {"resultType": "complete", "_meta": {"a": 1}}, {"_meta": {"a": 1}},
    ),
    # Across several steps
    case(
        "a title comes as far as annotations do",
        V24, V26, "tools/list", "result",
        {"tools": [{"name": "t", "title": "T", "inputSchema": {"type": "object"}, "icons": ICONS}]},
        {"tools": [{"name": "t", "inputSchema": {"type": "object"}}]},
        ("Tool.icons", HINT), ("Tool.annotations", HINT),
    ),
    case(
        "a refused URL elicitation reaches the oldest version as a tool error",
        V24, V11, "tools/call", "error",
        {"code": -32042, "message": "sign in", "data": {"elicitations": []}},
        AsResult({"content": [{"type": "text", "text": "sign in"}], "isError": True}),
        ("URL elicitation", DEGRADED),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("peer", "home", "method", "slot", "ours", "theirs", "lost"), OUTBOUND)
def test_what_we_send(peer: str, home: str, method: str, slot: Any, ours: Any, theirs: Any, lost: Any) -> None:
    crossing, before = Crossing(peer, home, method), copy.deepcopy(ours)
    assert crossing.out(slot, ours) == theirs
    assert crossing.lost == lost
    assert ours == before


INBOUND = [
    case(
        "a request of a session is one that says who asks",
        V11, V26, "tools/call", "params",
        {"name": "t", "task": {}, "_meta": {"progressToken": 1, PREFIX + "clientInfo": {"name": "somebody else"}}},
        {"name": "t",
         "_meta": {"progressToken": 1, PREFIX + "protocolVersion": V26, PREFIX + "clientCapabilities": {}}},
        ("params.task", DEGRADED),
    ),
    case(
        "so is one without params",
        V24, V26, "tools/list", "params",
        None,
        {"_meta": {PREFIX + "protocolVersion": V26, PREFIX + "clientCapabilities": {}}},
    ),
    case(
        "whatever an old peer says of the kind of result is not believed",
        V06, V26, "tools/call", "result",
        {"content": [], "resultType": "input_required"},
        {"content": [], "resultType": "complete"},
    ),
    case(
        "content that an old server leaves out is none",
        V06, V26, "tools/call", "result",
        {"structuredContent": {"a": 1}},
        {"content": [], "structuredContent": {"a": 1}, "resultType": "complete"},
    ),
    case(
        "at most a hundred completions are read",
        V11, V26, "completion/complete", "result",
        {"completion": {"values": ["x"] * 101, "total": 500}},
        {"completion": {"values": ["x"] * 100, "total": 500, "hasMore": True}, "resultType": "complete"},
        ("completion values", HINT),
    ),
    case(
        "the old code of a missing resource",
        V03, V26, "resources/read", "error",
        {"code": -32002, "message": "no", "data": {"uri": "u"}},
        {"code": -32602, "message": "no", "data": {"uri": "u"}},
    ),
    case(
        "a server that needs an address opened asks for that",
        V11, V26, "prompts/get", "error",
        {"code": -32042, "message": "sign in", "data": {"elicitations": [{"message": "m", "url": "u"}]}},
        AsResult({"resultType": "input_required", "inputRequests": {
            "0": {"method": "elicitation/create", "params": {"mode": "url", "message": "m", "url": "u"}}}}),
    ),
    case(
        "an error that asks for nothing is an internal one",
        V11, V26, "prompts/get", "error", {"code": -32042, "message": "no"}, {"code": -32603, "message": "no"},
    ),
    case(
        "blocks of kinds that nobody knows are left alone",
        V26, V24, "tools/call", "result",
        {"resultType": "complete", "content": [{"type": "hologram", "data": "", "icons": ICONS}]},
        {"content": [{"type": "hologram", "data": "", "icons": ICONS}]},
    ),
    case(
        "members that nobody knows are left alone",
        V11, V06, "tools/list", "result",
        {"tools": [{"name": "t", "inputSchema": {}, "vendor": 1}]},
        {"tools": [{"name": "t", "inputSchema": {}, "vendor": 1}]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("peer", "home", "method", "slot", "theirs", "ours", "lost"), INBOUND)
def test_what_we_receive(peer: str, home: str, method: str, slot: Any, theirs: Any, ours: Any, lost: Any) -> None:
    crossing, before = Crossing(peer, home, method), copy.deepcopy(theirs)
    assert crossing.back(slot, theirs) == ours
    assert crossing.lost == lost
    assert theirs == before


NOTICES = (
    "notifications/cancelled",
    "notifications/message",
    "notifications/progress",
    "notifications/prompts/list_changed",
    "notifications/resources/list_changed",
    "notifications/resources/updated",
    "notifications/tools/list_changed",
)


@pytest.mark.parametrize("method", NOTICES)
def test_only_a_stateless_peer_learns_of_subscriptions(method: str) -> None:
    params = {"requestId": 1, "_meta": {"a": 1, PREFIX + "subscriptionId": 1}}
    assert Crossing(V11, V26, method).out("params", params)["_meta"] == {"a": 1}
    assert Crossing(V11, V26, method).back("params", params)["_meta"] == {"a": 1}


REFUSALS = [
    case("audio in sampling", V24, V03, "sampling/createMessage", "params",
         {"messages": [{"role": "user", "content": AUDIO}]}, V03),
    case("sampled audio", V24, V26, "sampling/createMessage", "result", {"content": AUDIO}, V03),
    case("elicitation", V03, V06, "elicitation/create", "params", {"message": "m"}, V06),
    case("elicitation by URL", V06, V26, "elicitation/create", "params", {"mode": "url", "url": "u"}, V11),
    case("tools in sampling", V06, V11, "sampling/createMessage", "params", {"messages": [], "tools": []}, V11),
    case("a choice of tools", V06, V11, "sampling/createMessage", "params", {"messages": [], "toolChoice": {}}, V11),
    case("a call of a tool in a message", V06, V11, "sampling/createMessage", "params",
         {"messages": [{"role": "user", "content": [TOOL_USE]}]}, V11),
    case("a sampled call of a tool", V06, V11, "sampling/createMessage", "result", {"content": [TEXT, TOOL_USE]}, V11),
    case("a sampled list of several kinds", V06, V11, "sampling/createMessage", "result",
         {"content": [TEXT, AUDIO]}, V11),
    case("an answer with several values", V06, V11, "elicitation/create", "result", {"content": {"a": ["b"]}}, V11),
    case("a task", V06, V11, "tools/call", "result", {"task": {}}, V11),
    case("a sampled task", V26, V11, "sampling/createMessage", "result", {"task": {}}, V11),
    case("asking for a task", V03, V11, "tasks/get", "params", {"taskId": "1"}, V11),
    case("a question in a result", V11, V26, "tools/call", "result", {"resultType": "input_required"}, V26),
    case("a listen stream", V06, V26, "subscriptions/listen", "params", {}, V26),
    case("a ping", V26, V06, "ping", "params", None, V11),
    case("a subscription", V26, V24, "resources/subscribe", "params", {"uri": "u"}, V11),
]  # fmt: skip


@pytest.mark.parametrize(("peer", "home", "method", "slot", "ours", "needs", "lost"), REFUSALS)
def test_what_cannot_be_sent(
    peer: str, home: str, method: str, slot: Any, ours: Any, needs: str, lost: list[Any]
) -> None:
    crossing = Crossing(peer, home, method)
    with pytest.raises(NotSupportedByPeer) as raised:
        crossing.out(slot, ours)
    assert raised.value.peer_version == peer
    assert raised.value.needs.startswith(needs)
    assert [loss for _, loss in crossing.lost] == [REFUSED]


def test_a_policy_refuses_what_would_be_degraded_and_nothing_else() -> None:
    crossing = Crossing(V03, V06, "tools/call", lossy="refuse")
    assert crossing.out("result", {"content": [{**TEXT, "_meta": {}}]}) == {"content": [TEXT]}
    assert crossing.lost == [("ContentBlock._meta", HINT)]
    with pytest.raises(NotSupportedByPeer, match="resource links"):
        crossing.out("result", {"content": [LINK]})
    assert crossing.lost[-1] == ("resource links", REFUSED)


def test_a_loss_is_reported_once_for_each_message() -> None:
    crossing = Crossing(V06, V11, "tools/list")
    crossing.out("result", {"tools": [{"name": name, "inputSchema": {}, "icons": ICONS} for name in "abc"]})
    assert crossing.lost == [("Tool.icons", HINT)]


def test_audio_that_is_no_base64_keeps_its_text_and_gets_a_name() -> None:
    result = Crossing(V24, V03, "tools/call").out("result", {"content": [{**AUDIO, "data": "日本"}]})
    resource = result["content"][0]["resource"]
    assert resource["blob"] == "日本"
    assert resource["uri"] == f"urn:mcp-content:sha256:{hashlib.sha256('日本'.encode()).hexdigest()}"


def test_a_question_by_url_gets_an_id_and_keeps_it_for_the_request() -> None:
    crossing = Crossing(V11, V26, "elicitation/create")
    question = {"mode": "url", "message": "m", "url": "u"}
    sent = crossing.out("params", question)
    assert sent == {**question, "elicitationId": crossing.memory["elicitationId"]}
    assert crossing.out("params", question) == sent
    assert Crossing(V11, V26, "elicitation/create").out("params", question) != sent


def test_the_era_says_who_asks() -> None:
    envelope = {
        PREFIX + "protocolVersion": V26,
        PREFIX + "clientCapabilities": {"roots": {}},
        PREFIX + "logLevel": "info",
    }
    crossing = Crossing(V26, V06, "prompts/list", envelope=envelope)
    assert crossing.out("params", {"cursor": "c"}) == {"cursor": "c", "_meta": envelope}


OBJECTS = [
    case("client, newest to oldest", V24, V26, "ClientCapabilities", "object",
         {"roots": {}, "elicitation": {"form": {}}, "sampling": {"tools": {}}, "experimental": {"a": {}}},
         {"roots": {}, "sampling": {}, "experimental": {"a": {}}}),
    case("client, older to newest", V26, V11, "ClientCapabilities", "object",
         {"roots": {"listChanged": True}, "tasks": {}, "extensions": {"a/b": {}}},
         {"roots": {}, "extensions": {"a/b": {}}}, ("ClientCapabilities.roots.listChanged", HINT)),
    case("server, newest to oldest", V24, V26, "ServerCapabilities", "object",
         {"tools": {}, "completions": {}}, {"tools": {}}),
    case("server, older to newest", V26, V11, "ServerCapabilities", "object",
         {"tools": {}, "tasks": {}}, {"tools": {}}),
    case("implementation", V03, V26, "Implementation", "object",
         {"name": "n", "version": "1", "title": "N", "icons": ICONS}, {"name": "n", "version": "1"},
         ("Implementation.icons", HINT), ("Implementation.title", HINT)),
]  # fmt: skip


@pytest.mark.parametrize(("peer", "home", "kind", "slot", "ours", "theirs", "lost"), OBJECTS)
def test_what_sides_say_of_themselves(
    peer: str, home: str, kind: str, slot: Any, ours: Any, theirs: Any, lost: Any
) -> None:
    crossing = Crossing(peer, home, kind)
    assert crossing.out(slot, ours) == theirs
    assert crossing.lost == lost
