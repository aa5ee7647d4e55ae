"""The two sides without a session, with no wire between them. M1 to M7: the requirements by their names."""

from typing import Any

import pytest
from pydantic_core import to_json

from mcprism.errors import (
    InvalidAnswer,
    InvalidParams,
    InvalidRequest,
    NotDeclared,
    NotSupportedByPeer,
    PeerError,
    ProtocolError,
    UnsupportedVersion,
)
from mcprism.events import Backlog, EventBus, ResourceUpdated, ToolsChanged
from mcprism.exchange import Implementation
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.versions import ERAS, Introduction, installed
from mcprism.versions.contract import undeclared
from mcprism.versions.stateless import StatelessServer, names_version
from mcprism.versions.stateless_client import EnvelopeSender, StatelessClient, complete
from mcprism_types import v2025_11_25 as older
from mcprism_types import v2026_07_28 as v

pytestmark = pytest.mark.anyio

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
CAPABILITIES: JsonObject = {
    "tools": {"listChanged": True},
    "resources": {"subscribe": True},
    "logging": {},
    "tasks": {"list": {}},
}


def server(capabilities: JsonObject | None = None, *, instructions: str | None = None) -> StatelessServer:
    introduction = Introduction(
        home="2025-11-25",
        info={"name": "s", "version": "1", "title": "S", "unheard": 1},
        capabilities=CAPABILITIES if capabilities is None else capabilities,
        instructions=instructions,
    )
    return StatelessServer([VERSION], introduction, installed())


def client(**capabilities: Any) -> StatelessClient:
    introduction = Introduction(home="2025-11-25", info={"name": "c", "version": "2"}, capabilities=capabilities)
    return StatelessClient([VERSION], introduction, installed())


def envelope(**members: Any) -> JsonObject:
    """The reserved `_meta` members of a request; a member that is None is left out."""
    said: JsonObject = {"protocolVersion": VERSION, "clientCapabilities": {}, **members}
    return {PREFIX + name: value for name, value in said.items() if value is not None}


def asking(method: str = "tools/list", **members: Any) -> Request:
    return Request(1, method, {"_meta": envelope(**members)})


def discovered(side: StatelessServer, **members: Any) -> JsonObject:
    return object_of(side.own("server/discover")(asking("server/discover", **members)))


@pytest.mark.parametrize(
    ("params", "named"),
    [
        pytest.param(None, "protocolVersion: is missing", id="no params"),
        pytest.param({}, "protocolVersion: is missing", id="no _meta"),
        pytest.param({"_meta": []}, "protocolVersion: is missing", id="_meta is a list"),
        pytest.param({"_meta": {}}, "protocolVersion: is missing", id="empty _meta"),
        pytest.param({"_meta": envelope(protocolVersion=1)}, "protocolVersion: must be a string", id="version number"),
        pytest.param({"_meta": envelope(clientCapabilities=None)}, "clientCapabilities: is missing", id="capabilities"),
        pytest.param({"_meta": envelope(clientCapabilities=[])}, "clientCapabilities: must be an object", id="list"),
        pytest.param({"_meta": envelope(clientInfo={"name": "x"})}, "clientInfo: must be an object", id="info"),
    ],
)
def test_m1_request_that_does_not_say_who_asks_is_refused(params: JsonObject | None, named: str) -> None:
    with pytest.raises(InvalidParams, match=named) as caught:
        server().caller(Request(1, "tools/list", params))
    assert PREFIX in caught.value.message


def test_m1_who_asks_is_read_from_the_request() -> None:
    info = {"name": "c", "version": "2", "title": "C"}
    caller = server().caller(asking(clientCapabilities={"roots": {}}, clientInfo=info, logLevel="error"))
    assert (caller.version, caller.capabilities, caller.log_level) == (VERSION, {"roots": {}}, "error")
    assert caller.info == Implementation("c", "2", "C")


@pytest.mark.parametrize("requested", ["2025-11-25", "1999-01-01", "", VERSION + " "])
def test_m2_version_that_is_not_served_is_refused_with_those_that_are(requested: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        server().caller(asking(protocolVersion=requested))
    error = {"code": caught.value.code, "message": caught.value.message, "data": caught.value.data}
    assert error["code"] == -32022
    assert error["data"] == {"supported": [VERSION], "requested": requested}
    assert undeclared(error, VERSION, "UnsupportedProtocolVersionError") == []


def test_m4_nothing_is_remembered_from_one_request_to_the_next() -> None:
    side = server()
    first = side.caller(
        asking(clientCapabilities={"roots": {}}, clientInfo={"name": "c", "version": "2"}, logLevel="info")
    )
    second = side.caller(asking())
    assert (first.capabilities, first.log_level) == ({"roots": {}}, "info")
    assert (second.capabilities, second.info, second.log_level) == ({}, None, None)
    with pytest.raises(InvalidParams):
        side.caller(Request(2, "tools/list", {}))


def test_m6_handshake_is_refused_with_the_versions_that_need_none() -> None:
    with pytest.raises(ProtocolError, match="server/discover") as caught:
        server().own("initialize")(Request(1, "initialize", {"protocolVersion": "2025-11-25"}))
    assert (caught.value.code, caught.value.data) == (-32022, {"supported": [VERSION], "requested": "2025-11-25"})


@pytest.mark.parametrize("level", ["loud", 1, [], None], ids=repr)
def test_m7_level_that_does_not_exist_is_refused(level: Any) -> None:
    request = Request(1, "tools/list", {"_meta": {**envelope(), PREFIX + "logLevel": level}})
    with pytest.raises(InvalidParams, match="logLevel: must be one of debug"):
        server().caller(request)


def test_m7_server_that_does_not_log_sends_nothing_at_any_level() -> None:
    assert server({"tools": {}}).caller(asking(logLevel="debug")).log_level is None


def test_discover_says_what_the_server_is() -> None:
    result = discovered(server(instructions="Add."))
    assert result == {
        "resultType": "complete",
        "supportedVersions": [VERSION],
        # Tasks are an extension in this version.
        "capabilities": {"tools": {"listChanged": True}, "resources": {"subscribe": True}, "logging": {}},
        "instructions": "Add.",
        "ttlMs": 0,
        "cacheScope": "private",
        "_meta": {PREFIX + "serverInfo": {"name": "s", "version": "1", "title": "S"}},
    }
    assert undeclared(result, VERSION, "DiscoverResult") == []
    assert v.DiscoverResult.from_wire(result).instructions == "Add."


def test_discover_is_a_request_like_any_other() -> None:
    with pytest.raises(InvalidParams, match="protocolVersion: is missing"):
        server().own("server/discover")(Request(1, "server/discover"))


def test_notification_of_a_session_has_no_place() -> None:
    with pytest.raises(InvalidRequest, match="notifications/roots/list_changed"):
        server().caller(Notification("notifications/roots/list_changed"))


@pytest.mark.parametrize(
    "result",
    [
        pytest.param({"content": []}, id="object"),
        pytest.param({"content": [], "_meta": {"a": 1}}, id="object with _meta"),
        pytest.param(JsonText(b'{"content":[],"resultType":"complete"}'), id="text"),
        pytest.param(JsonText(b'{"content":[],"_meta":{"a":1},"resultType":"complete"}'), id="text with _meta"),
        pytest.param(
            JsonText(b'{"content":[{"type":"text","text":"","_meta":{}}],"resultType":"complete"}'), id="_meta inside"
        ),
    ],
)
def test_each_result_says_which_server_gave_it(result: JsonObject | JsonText) -> None:
    side = server()
    before = object_of(result)
    finished = object_of(side.finished(result, VERSION))
    assert finished["_meta"].pop(PREFIX + "serverInfo") == {"name": "s", "version": "1", "title": "S"}
    assert finished["_meta"] == before.get("_meta", {})
    assert {**finished, "_meta": 0} == {**before, "resultType": "complete", "_meta": 0}


def test_what_an_author_says_of_the_server_stays() -> None:
    side = server()
    said = {"_meta": {PREFIX + "serverInfo": {"name": "mine", "version": "0"}}}
    assert object_of(side.finished(said, VERSION))["_meta"] == said["_meta"]


class Sent:
    """Keeps what is sent; answers every request with one result."""

    def __init__(self, result: JsonObject | None = None) -> None:
        self.result = result or {}
        self.seen: list[tuple[str, Any]] = []

    async def request(self, method: str, params: Any = None, **options: Any) -> JsonObject:
        self.seen.append((method, object_of(params)))
        return self.result

    async def notify(self, method: str, params: Any = None) -> None:
        self.seen.append((method, object_of(params)))


async def test_questions_that_the_client_did_not_offer_to_answer_are_refused_before_anything_is_sent() -> None:
    side, sent = server(), Sent()
    calls = older.ServerCalls(side.connect(sent, side.caller(asking(clientCapabilities={"sampling": {}}))))
    with pytest.raises(NotSupportedByPeer, match="its capability roots"):
        await calls.list_roots(None)
    with pytest.raises(NotSupportedByPeer, match="elicitation/create"):
        await calls.elicit_raw(older.ElicitRequestURLParams(message="?", url="https://a.example", elicitation_id="1"))
    assert sent.seen == []


@pytest.mark.parametrize(
    ("wanted", "arrives"), [(None, False), ("error", False), ("warning", True), ("debug", True)], ids=str
)
async def test_m7_log_messages_are_those_that_the_request_wants(wanted: str | None, arrives: bool) -> None:
    side, sent = server(), Sent()
    calls = v.ServerCalls(side.connect(sent, side.caller(asking(logLevel=wanted))))
    await calls.notify_logging_message(v.LoggingMessageNotificationParams(level="warning", data="half"))
    assert bool(sent.seen) is arrives


async def test_changes_are_told_to_who_listens_and_not_where_a_request_is_answered() -> None:
    events = EventBus(CAPABILITIES)
    backlog = Backlog(lambda change: True, lambda: None)
    events.join(backlog)
    introduction = Introduction(home=VERSION, info={"name": "s", "version": "1"}, capabilities=CAPABILITIES)
    side, sent = StatelessServer([VERSION], introduction, installed(), events=events), Sent()
    calls = v.ServerCalls(side.connect(sent, side.caller(asking(logLevel="debug"))))
    await calls.notify_tool_list_changed()
    await calls.notify_progress(v.ProgressNotificationParams(progress_token=1, progress=1))
    await calls.notify_resource_updated(v.ResourceUpdatedNotificationParams(uri="x://a"))
    assert [method for method, _ in sent.seen] == ["notifications/progress"]
    assert [backlog.take(), backlog.take(), backlog.take()] == [ToolsChanged(), ResourceUpdated("x://a"), None]
    with pytest.raises(NotDeclared, match=r"prompts\.listChanged"):
        await calls.notify_prompt_list_changed()


def test_both_sides_know_each_other_after_discovery() -> None:
    left, right = client(roots={"listChanged": True}), server(instructions="Add.")
    request = Request(1, "server/discover", left.discover_params())
    seen = left.accept(object_of(right.own("server/discover")(request)))
    assert (seen.version, seen.info, left.instructions) == (VERSION, Implementation("s", "1", "S"), "Add.")
    assert seen.capabilities == {"tools": {"listChanged": True}, "resources": {"subscribe": True}, "logging": {}}
    assert left.caller(Notification("notifications/message")) is seen
    caller = right.caller(request)
    assert (caller.capabilities, caller.info) == ({"roots": {}}, Implementation("c", "2"))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"supportedVersions": "2026-07-28"}, "supportedVersions", id="versions"),
        pytest.param({"capabilities": None}, "capabilities", id="capabilities"),
        pytest.param({"resultType": "input_required"}, "asks for input", id="question"),
        pytest.param({"resultType": "soon"}, "unknown resultType 'soon'", id="unknown"),
    ],
)
def test_answer_that_is_no_discovery_is_refused(change: JsonObject, problem: str) -> None:
    with pytest.raises(InvalidAnswer, match=problem):
        client().accept({**discovered(server()), **change})


@pytest.mark.parametrize("supported", [[], ["2025-11-25"], ["2099-01-01", 7]], ids=str)
def test_server_without_a_common_version_is_refused(supported: list[Any]) -> None:
    with pytest.raises(UnsupportedVersion, match="was asked for '2026-07-28'"):
        client().accept({**discovered(server()), "supportedVersions": supported})


@pytest.mark.parametrize(
    ("error", "text"),
    [
        pytest.param(PeerError(-32601, "no", method="m"), "answered server/discover with error -32601", id="older"),
        pytest.param(
            PeerError(-32022, "no", {"supported": ["2099-01-01"], "requested": VERSION}, method="m"),
            "the server speaks 2099-01-01",
            id="newer",
        ),
        pytest.param(PeerError(-32022, "no", {"supported": 1}, method="m"), "error -32022", id="no list"),
    ],
)
def test_error_instead_of_a_discovery_names_what_the_server_speaks(error: PeerError, text: str) -> None:
    assert text in str(client().refusal(error))


async def test_ping_asks_what_every_server_answers() -> None:
    side, sent = client(), Sent()
    side.accept(discovered(server()))
    assert await side.sender(sent, "2025-11-25").request("ping") == {}
    [(method, params)] = sent.seen
    assert (method, params["_meta"][PREFIX + "protocolVersion"]) == ("server/discover", VERSION)


async def test_every_request_says_who_asks() -> None:
    side, sent = client(elicitation={"form": {}}), Sent({"resultType": "complete"})
    side.accept(discovered(server()))
    sender = side.sender(sent, VERSION)
    await sender.request("tools/list", {"cursor": "1", "_meta": {"own": 1, PREFIX + "protocolVersion": "forged"}})
    await sender.request("logging/setLevel", {"level": "error"})
    await sender.request("tools/list", JsonText(to_json({})))
    await sender.notify("notifications/cancelled", {"requestId": 1})
    said = {
        PREFIX + "protocolVersion": VERSION,
        PREFIX + "clientCapabilities": {"elicitation": {"form": {}}},
        PREFIX + "clientInfo": {"name": "c", "version": "2"},
    }
    assert sent.seen == [
        ("tools/list", {"cursor": "1", "_meta": {"own": 1, **said}}),
        ("tools/list", {"_meta": {**said, PREFIX + "logLevel": "error"}}),
        ("notifications/cancelled", {"requestId": 1}),
    ]
    assert undeclared({"method": "tools/list", "params": sent.seen[1][1]}, VERSION, "ListToolsRequest") == []


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        pytest.param({"resultType": "input_required", "requestState": "s"}, "asks for input", id="m5 question"),
        pytest.param({"resultType": "task"}, "unknown resultType 'task'", id="m5 unknown"),
        pytest.param({"resultType": 1}, "unknown resultType 1", id="m5 number"),
    ],
)
async def test_m5_result_that_is_not_the_final_one_is_no_answer(result: JsonObject, problem: str) -> None:
    with pytest.raises(InvalidAnswer, match=problem):
        await EnvelopeSender(Sent(result), dict, v.PROTOCOL).request("tools/list")


@pytest.mark.parametrize("method", ["tools/call", "prompts/get", "resources/read"])
async def test_result_that_asks_is_one_where_the_method_may_ask(method: str) -> None:
    result = {"resultType": "input_required", "requestState": "s"}
    assert await EnvelopeSender(Sent(result), dict, v.PROTOCOL).request(method) == result


@pytest.mark.parametrize("result", [{"resultType": "complete"}, {}], ids=str)
def test_result_without_a_type_is_complete(result: JsonObject) -> None:
    assert complete(result, "tools/list") is result


def test_client_knows_nothing_before_the_discovery() -> None:
    side = client()
    with pytest.raises(InvalidRequest, match="has not answered server/discover"):
        side.caller(Notification("notifications/message"))
    with pytest.raises(InvalidRequest, match="has not answered"):
        side.sender(Sent(), VERSION)


def test_request_of_a_server_has_no_place() -> None:
    side = client()
    side.accept(discovered(server()))
    with pytest.raises(InvalidRequest, match="asks in results"):
        side.caller(Request(1, "roots/list"))


@pytest.mark.parametrize("version", [version for version, era in ERAS.items() if era == "handshake"])
def test_handshake_names_no_version_in_meta(version: str) -> None:
    assert not names_version(Request(1, "initialize", {"protocolVersion": version, "_meta": {"progressToken": 1}}))
    assert names_version(asking("server/discover", protocolVersion=version))
