"""A server made from a handler, spoken to by hand: the handshake, dispatch, what handlers get and may return."""

import json
from dataclasses import replace
from importlib import import_module
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator

from mcprism import Context, InvalidParams, NotSupportedByPeer, PeerError, ProtocolError, Server, UnsupportedVersion
from mcprism_types import v2025_11_25 as v
from mcprism_types.base import SendOptions

pytestmark = pytest.mark.anyio

HANDSHAKE_VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]


def types_of(version: str) -> Any:
    """The generated package of a version."""
    return import_module(f"mcprism_types.v{version.replace('-', '_')}")


def adder(version: str) -> object:
    """A handler of any version that offers one tool."""
    types = types_of(version)

    class Adder(types.ServerHandler):
        async def list_tools(self, params: Any, ctx: Context) -> Any:
            return types.ListToolsResult(tools=[types.Tool(name="add", input_schema={"type": "object"})])

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            total = params.arguments["a"] + params.arguments["b"]
            return types.CallToolResult(content=[types.TextContent(text=str(total))])

    return Adder()


class Handler(v.ServerHandler[Context]):
    """Does what the name of the tool says."""

    def __init__(self) -> None:
        self.cancelled = anyio.Event()
        self.begun = anyio.Event()
        self.roots_changed = anyio.Event()
        self.seen: list[Any] = []

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        answer = await getattr(self, params.name)(params, ctx)
        return answer if answer is not None else v.CallToolResult(content=[])

    async def set_level(self, params: v.SetLevelRequestParams, ctx: Context) -> v.EmptyResult:
        self.seen.append(params.level)
        return v.EmptyResult()

    async def on_roots_list_changed(self, params: v.NotificationParams | None, ctx: Context) -> None:
        self.seen.append(ctx.request_id)
        self.roots_changed.set()

    async def wait(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        self.begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            self.cancelled.set()

    async def look(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        self.seen.append((ctx.request_id, ctx.session_id, ctx.cancelled, ctx.peer))

    async def talk(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        await ctx.progress(1, total=2, message="half")
        await ctx.debug({"at": "debug"}, logger="mine")
        await ctx.info({"at": "info"})
        await ctx.warning({"at": "warning"})
        await ctx.error({"at": "error"}, logger="mine")

    async def shout(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        await ctx.log("loud", "?")

    async def roots(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        found = await v.ServerCalls(ctx.outbound).list_roots(None, options=SendOptions(timeout=5))
        return v.CallToolResult(content=[v.TextContent(text=root.uri) for root in found.roots])

    async def refused(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        try:
            await v.ServerCalls(ctx.outbound).list_roots(None)
        except PeerError as error:
            self.seen.append((error.code, error.message))

    async def wrong(self, params: v.CallToolRequestParams, ctx: Context) -> Any:
        return {"content": []}

    async def foreign(self, params: v.CallToolRequestParams, ctx: Context) -> Any:
        other = types_of("2025-06-18")
        return other.CallToolResult(content=[])

    async def task(self, params: v.CallToolRequestParams, ctx: Context) -> Any:
        task = {"taskId": "1", "status": "working", "createdAt": "t", "lastUpdatedAt": "t", "ttl": None}
        return v.CreateTaskResult.from_wire({"task": task})

    async def invalid(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        v.Tool.from_wire({})

    async def unknown(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        raise InvalidParams("unknown tool", data={"name": params.name})

    async def own_code(self, params: v.CallToolRequestParams, ctx: Context) -> None:
        raise ProtocolError("mine", code=7)


@pytest.fixture
def handler() -> Handler:
    return Handler()


def serve(handler: object, **options: Any) -> Server:
    return Server.from_handler(handler, name="demo", version="1.2", **options)


def call(name: str, **params: Any) -> dict[str, Any]:
    return {"id": name, "method": "tools/call", "params": {"name": name, **params}}


@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
async def test_handler_of_a_version_serves_that_version(talk_to: Any, version: str) -> None:
    async with talk_to(serve(adder(version))) as hand:
        result = await hand.initialize(version)
        assert result["protocolVersion"] == version
        assert result["serverInfo"] == {"name": "demo", "version": "1.2"}
        assert result["capabilities"] == {"tools": {}}
        tools = await hand.ask("tools/list")
        assert tools["result"] == {"tools": [{"name": "add", "inputSchema": {"type": "object"}}]}
        called = await hand.ask("tools/call", {"name": "add", "arguments": {"a": 1, "b": 2}})
        assert called["result"] == {"content": [{"type": "text", "text": "3"}]}


@pytest.mark.covers("L2", versions="2025-06-18")
@pytest.mark.parametrize("requested", ["2024-11-05", "2026-07-28", "1999-01-01"])
async def test_other_version_is_answered_with_the_newest_that_is_offered(talk_to: Any, requested: str) -> None:
    async with talk_to(serve(adder("2025-06-18"), versions=["2025-06-18", "2025-03-26"])) as hand:
        assert (await hand.initialize(requested))["protocolVersion"] == "2025-06-18"


def test_version_that_cannot_be_offered_is_refused() -> None:
    with pytest.raises(UnsupportedVersion, match="there is no such version"):
        serve(adder("2025-06-18"), versions=["1999-01-01"])


@pytest.mark.covers("L6")
@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
@pytest.mark.parametrize(
    ("params", "problem"),
    [
        pytest.param({}, "protocolVersion", id="empty"),
        pytest.param({"protocolVersion": 1}, "protocolVersion", id="version is a number"),
        pytest.param({"protocolVersion": "2025-11-25"}, "capabilities", id="no capabilities"),
        pytest.param(
            {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x"}}, "clientInfo", id="info"
        ),
    ],
)
async def test_handshake_that_does_not_fit_is_refused_and_may_be_tried_again(
    talk_to: Any, version: str, params: dict[str, Any], problem: str
) -> None:
    if isinstance(params.get("protocolVersion"), str):
        params = {**params, "protocolVersion": version}
    async with talk_to(serve(adder(version))) as hand:
        refused = await hand.ask("initialize", params)
        assert refused["error"]["code"] == -32602
        assert problem in refused["error"]["message"]
        assert (await hand.initialize(version))["protocolVersion"] == version


async def test_title_and_capabilities_that_a_version_does_not_name_stay_at_home(talk_to: Any) -> None:
    options = {"title": "Demo", "capabilities": {"completions": {}, "experimental": {"x": {}}}, "instructions": "Add."}
    for version, title, completions in [("2024-11-05", False, False), ("2025-11-25", True, True)]:
        async with talk_to(serve(adder(version), **options)) as hand:
            result = await hand.initialize(version)
            assert ("title" in result["serverInfo"]) is title
            assert ("completions" in result["capabilities"]) is completions
            assert result["capabilities"]["experimental"] == {"x": {}}
            assert result["instructions"] == "Add."


@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
async def test_what_a_server_sends_fits_the_contract_of_its_version(talk_to: Any, version: str) -> None:
    package = types_of(version).__spec__.submodule_search_locations[0]
    contract = json.loads(await anyio.Path(package, "contract.json").read_text())
    definitions = "$defs" if "$defs" in contract else "definitions"

    def check(kind: str, value: Any) -> None:
        Draft202012Validator({**contract, "$ref": f"#/{definitions}/{kind}"}).validate(value)

    async with talk_to(serve(adder(version), title="Demo", capabilities={"logging": {}})) as hand:
        check("InitializeResult", await hand.initialize(version))
        check("ListToolsResult", (await hand.ask("tools/list"))["result"])
        check(
            "CallToolResult", (await hand.ask("tools/call", {"name": "add", "arguments": {"a": 1, "b": 2}}))["result"]
        )
        check("EmptyResult", (await hand.ask("ping"))["result"])
        check("EmptyResult", (await hand.ask("logging/setLevel", {"level": "info"}))["result"])


@pytest.mark.covers("L8")
@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
async def test_ping_is_answered_in_any_phase(talk_to: Any, version: str) -> None:
    async with talk_to(serve(adder("2025-11-25"))) as hand:
        assert (await hand.ask("ping"))["result"] == {}
        await hand.initialize(version)
        assert (await hand.ask("ping"))["result"] == {}


@pytest.mark.covers("L4", versions="sessions")
async def test_request_before_initialize_is_refused(talk_to: Any) -> None:
    async with talk_to(serve(adder("2025-11-25"))) as hand:
        refused = await hand.ask("tools/list")
        assert (refused["error"]["code"], "send initialize first" in refused["error"]["message"]) == (-32602, True)


@pytest.mark.covers("L4", "not offered", versions="sessions")
async def test_unknown_method_is_unknown_even_before_initialize(talk_to: Any) -> None:
    async with talk_to(serve(adder("2025-11-25"))) as hand:
        for method in ("nope", "Tools/list", "server/discover", "prompts/list", "notifications/initialized"):
            assert (await hand.ask(method))["error"]["code"] == -32601


@pytest.mark.covers("L5")
@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
async def test_second_initialize_is_refused(talk_to: Any, version: str) -> None:
    async with talk_to(serve(adder("2025-11-25"))) as hand:
        await hand.initialize(version)
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        assert (await hand.ask("initialize", params))["error"]["code"] == -32600


@pytest.mark.covers("L4")
@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
async def test_client_that_does_not_wait_for_the_handshake_is_served(talk_to: Any, version: str) -> None:
    async with talk_to(serve(adder("2025-11-25"))) as hand:
        params = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        hand.send({"id": 1, "method": "initialize", "params": params})
        hand.send({"method": "notifications/initialized"})
        hand.send({"id": 2, "method": "tools/list"})
        assert [(await hand.receive())["id"] for _ in range(2)] == [1, 2]


async def test_params_that_do_not_fit_are_refused_with_a_line_for_each_problem(talk_to: Any) -> None:
    async with talk_to(serve(adder("2025-11-25"))) as hand:
        await hand.initialize()
        error = (await hand.ask("tools/call", {"name": 5, "arguments": []}))["error"]
        assert error["code"] == -32602
        head, *lines = error["message"].splitlines()
        assert head == "Invalid params of tools/call:"
        assert sorted(line.split(":")[0] for line in lines) == ["arguments", "name"]


async def test_handler_sees_who_is_calling(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize(capabilities={"sampling": {}})
        hand.send(call("look"))
        assert (await hand.receive())["id"] == "look"
    request_id, session_id, cancelled, peer = handler.seen[0]
    assert (request_id, session_id, cancelled) == ("look", None, False)
    assert (peer.version, peer.capabilities, peer.info.name) == ("2025-11-25", {"sampling": {}}, "hand")


async def test_progress_and_log_messages_come_before_the_answer(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(call("talk", _meta={"progressToken": "t"}))
        messages = [await hand.receive() for _ in range(6)]
    assert messages[0]["params"] == {"progressToken": "t", "progress": 1, "total": 2, "message": "half"}
    assert [message["params"]["level"] for message in messages[1:5]] == ["debug", "info", "warning", "error"]
    assert messages[2]["params"] == {"level": "info", "data": {"at": "info"}}
    assert messages[4]["params"] == {"level": "error", "logger": "mine", "data": {"at": "error"}}
    assert messages[5]["id"] == "talk"


async def test_log_level_is_honoured_and_told_to_the_handler(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        assert (await hand.ask("logging/setLevel", {"level": "error"}))["result"] == {}
        hand.send(call("talk"))
        assert (await hand.receive())["params"]["level"] == "error"
        assert (await hand.receive())["id"] == "talk"
    assert handler.seen == ["error"]


async def test_log_level_that_does_not_exist_is_refused(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        assert (await hand.ask("logging/setLevel", {"level": "loud"}))["error"]["code"] == -32602
    assert handler.seen == []


async def test_server_that_declares_no_logging_sends_none(talk_to: Any) -> None:
    class Quiet(Handler):
        set_level = v.ServerHandler.set_level

    async with talk_to(serve(Quiet())) as hand:
        assert "logging" not in (await hand.initialize())["capabilities"]
        hand.send(call("talk"))
        assert (await hand.receive())["id"] == "talk"
        assert (await hand.ask("logging/setLevel", {"level": "info"}))["error"]["code"] == -32601


async def test_declared_logging_works_without_a_handler_for_it(talk_to: Any) -> None:
    class Quiet(Handler):
        set_level = v.ServerHandler.set_level

    async with talk_to(serve(Quiet(), capabilities={"logging": {}})) as hand:
        await hand.initialize()
        assert (await hand.ask("logging/setLevel", {"level": "emergency"}))["result"] == {}
        hand.send(call("talk"))
        assert (await hand.receive())["id"] == "talk"


async def test_log_level_that_does_not_exist_is_an_error_of_the_handler(
    talk_to: Any, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(call("shout"))
        assert (await hand.receive())["error"]["code"] == -32603
    assert "the log level must be one of debug, info" in caplog.text


async def test_handler_asks_the_client(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize(capabilities={"roots": {}})
        hand.send(call("roots"))
        question = await hand.receive()
        assert question["method"] == "roots/list"
        hand.send({"id": question["id"], "result": {"roots": [{"uri": "file:///x"}]}})
        assert (await hand.receive())["result"]["content"] == [{"type": "text", "text": "file:///x"}]


async def test_what_the_client_did_not_declare_is_not_asked(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(call("roots"))
        result = (await hand.receive())["result"]
        assert result["isError"] is True
        assert "roots/list" in result["content"][0]["text"]


async def test_error_of_the_client_reaches_the_handler(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize(capabilities={"roots": {}})
        hand.send(call("refused"))
        question = await hand.receive()
        hand.send({"id": question["id"], "error": {"code": -1, "message": "no"}})
        assert (await hand.receive())["id"] == "refused"
    assert handler.seen == [(-1, "no")]


async def test_notification_reaches_the_handler(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send({"method": "notifications/roots/list_changed"})
        with anyio.fail_after(10):
            await handler.roots_changed.wait()
    assert handler.seen == [None]


@pytest.mark.parametrize(
    "notification",
    [
        pytest.param({"method": "notifications/roots/list_changed", "params": {"_meta": 5}}, id="does not fit"),
        pytest.param({"method": "tools/call", "params": {"name": "look"}}, id="a request without id"),
        pytest.param({"method": "notifications/nope"}, id="unknown"),
    ],
)
async def test_notification_that_makes_no_sense_is_dropped(
    talk_to: Any, handler: Handler, notification: dict[str, Any]
) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(notification)
        assert (await hand.ask("ping"))["result"] == {}
    assert handler.seen == []


async def test_cancellation_really_stops_the_handler(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(call("wait"))
        with anyio.fail_after(10):
            await handler.begun.wait()
            hand.send({"method": "notifications/cancelled", "params": {"requestId": "wait", "reason": "enough"}})
            await handler.cancelled.wait()
        assert (await hand.ask("ping"))["result"] == {}


@pytest.mark.parametrize(
    ("tool", "logged"),
    [
        pytest.param("wrong", "must return CallToolResult or CreateTaskResult of mcprism_types.v2025_11_25", id="dict"),
        pytest.param("foreign", "not mcprism_types.v2025_06_18.models.CallToolResult", id="another version"),
        pytest.param("invalid", "ValidationError", id="the handler's own validation"),
    ],
)
async def test_what_a_handler_does_wrong_is_logged_and_never_sent(
    talk_to: Any, handler: Handler, caplog: pytest.LogCaptureFixture, tool: str, logged: str
) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(call(tool))
        error = (await hand.receive())["error"]
        assert error["code"] == -32603
        assert error["message"].startswith("internal error, reference ")
    assert logged in caplog.text


async def test_alternative_result_is_sent_as_it_is(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler, capabilities={"tasks": {"requests": {"tools": {"call": {}}}}})) as hand:
        await hand.initialize()
        hand.send(call("task", task={}))
        assert (await hand.receive())["result"]["task"]["ttl"] is None


@pytest.mark.parametrize(
    ("tool", "error"),
    [
        ("unknown", {"code": -32602, "message": "unknown tool", "data": {"name": "unknown"}}),
        ("own_code", {"code": 7, "message": "mine"}),
    ],
)
async def test_error_that_a_handler_raises_on_purpose_is_sent(
    talk_to: Any, handler: Handler, tool: str, error: dict[str, Any]
) -> None:
    async with talk_to(serve(handler)) as hand:
        await hand.initialize()
        hand.send(call(tool))
        assert (await hand.receive())["error"] == error


async def test_one_server_serves_several_clients_apart(talk_to: Any) -> None:
    server = serve(adder("2025-11-25"))
    async with talk_to(server) as one, talk_to(server) as two:
        await one.initialize()
        assert (await two.ask("tools/list"))["error"]["code"] == -32602
        assert "result" in await one.ask("tools/list")


async def test_end_of_the_handshake_reaches_a_handler_that_wants_it(talk_to: Any) -> None:
    begun = anyio.Event()

    class Greeter(v.ServerHandler[Context]):
        async def on_initialized(self, params: v.NotificationParams | None, ctx: Context) -> None:
            assert ctx.peer.info is not None
            begun.set()

    async with talk_to(serve(Greeter())) as hand:
        await hand.initialize()
        with anyio.fail_after(10):
            await begun.wait()


async def test_limit_of_requests_at_once_is_that_of_the_server(talk_to: Any, handler: Handler) -> None:
    async with talk_to(serve(handler, max_inbound=1, drain_timeout=0)) as hand:
        await hand.initialize()
        hand.send(call("wait"))
        hand.send(call("look"))
        assert (await hand.receive())["error"]["code"] == -32000


@pytest.mark.parametrize("name", ["initialize", "ping", "on_cancelled", "on_progress"])
def test_handler_cannot_override_what_the_runtime_does(name: str) -> None:
    async def mine(self: Any, params: Any, ctx: Any) -> None: ...

    kind = type("Mine", (v.ServerHandler,), {name: mine})
    with pytest.raises(TypeError, match=f"Mine.{name} would never be called"):
        serve(kind())


@pytest.mark.parametrize("handler", [object(), v.ServerHandler, v.ClientHandler(), None])
def test_what_is_no_server_handler_is_refused(handler: object) -> None:
    with pytest.raises(TypeError, match="expected an instance of a subclass of ServerHandler"):
        serve(handler)


def test_handler_of_a_version_that_is_not_released_is_refused() -> None:
    stub = type("ServerHandler", (), {"protocol": replace(v.PROTOCOL, released=False)})
    with pytest.raises(ValueError, match="it is not released yet"):
        serve(stub())


async def test_refusal_that_escapes_another_method_is_an_error_with_its_text(talk_to: Any) -> None:
    class Lister(v.ServerHandler[Context]):
        async def list_tools(self, params: Any, ctx: Context) -> Any:
            raise NotSupportedByPeer("roots", peer_version="2025-11-25", needs="its capability roots")

    async with talk_to(serve(Lister())) as hand:
        await hand.initialize()
        error = (await hand.ask("tools/list"))["error"]
        assert error["code"] == -32603
        assert "does not support roots" in error["message"]
