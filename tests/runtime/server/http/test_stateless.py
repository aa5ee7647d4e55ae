"""Requests of the newest version over HTTP, by hand. H16 to H23 and M8 by their names."""

import json
from typing import Any

import anyio
import pytest

from mcprism import Context, ProtocolError, Server
from mcprism_types.v2026_07_28 import (
    CallToolRequestParams,
    CallToolResult,
    GetPromptRequestParams,
    GetPromptResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    ServerHandler,
    TextContent,
    TextResourceContents,
    Tool,
)
from tests.runtime.server.http.conftest import NEWEST, PREFIX

pytestmark = pytest.mark.anyio

META = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": {}}
REGION = {
    "type": "object",
    "properties": {
        "region": {"type": "string", "x-mcp-header": "Region"},
        "where": {"type": "object", "properties": {"zone": {"type": "integer", "x-mcp-header": "Zone"}}},
        "dry": {"type": "boolean", "x-mcp-header": "Dry-Run"},
    },
}


class Handler(ServerHandler[Context]):
    """Tools that answer at once, tell something before, wait, and ask for headers."""

    def __init__(self) -> None:
        self.begun = anyio.Event()
        self.go = anyio.Event()
        self.over = anyio.Event()
        self.ended: list[str] = []
        self.schema: dict[str, Any] = REGION
        self.lists = 0

    async def list_tools(self, params: PaginatedRequestParams, ctx: Context) -> ListToolsResult:
        self.lists += 1
        await ctx.log("error", "nobody is to see this in a call")
        if params.cursor is None:
            plain = [Tool(name=name, input_schema={"type": "object"}) for name in ("add", "slow", "wait", "needs")]
            return ListToolsResult(tools=plain, ttl_ms=0, cache_scope="public", next_cursor="more")
        return ListToolsResult(tools=[Tool(name="send", input_schema=self.schema)], ttl_ms=0, cache_scope="public")

    async def read_resource(self, params: ReadResourceRequestParams, ctx: Context) -> ReadResourceResult:
        contents = TextResourceContents(uri=params.uri, text="text")
        return ReadResourceResult(contents=[contents], ttl_ms=0, cache_scope="private")

    async def get_prompt(self, params: GetPromptRequestParams, ctx: Context) -> GetPromptResult:
        return GetPromptResult(messages=[])

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        if params.name == "slow":
            await ctx.progress(1, 2, "half")
            await ctx.log("info", "at work")
        if params.name == "needs":
            await ctx.elicit("Who?", {"type": "object", "properties": {"name": {"type": "string"}}})
        if params.name == "bad":
            raise ProtocolError("no such tool", code=-32602)
        if params.name == "wait":
            self.begun.set()
            try:
                await self.go.wait()
            except BaseException:
                self.ended.append("cancelled")
                self.over.set()
                raise
        return CallToolResult(content=[TextContent(text=params.name)])


def serving(handler: Handler | None = None, **options: Any) -> Server:
    capabilities = {"logging": {}, "tools": {"listChanged": True}, "prompts": {"listChanged": True}}
    return Server.from_handler(handler or Handler(), name="demo", version="1", capabilities=capabilities, **options)


async def test_a_tool_is_called_and_answered_in_json(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.ask("tools/call", {"name": "add"})
        assert (answer.status, answer.kind) == (200, "application/json")
        assert answer.result["content"] == [{"type": "text", "text": "add"}]
        assert "mcp-session-id" not in answer.response.headers


async def test_what_is_told_before_the_answer_makes_it_a_stream__h21(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.ask("tools/call", {"name": "slow"}, meta={"progressToken": "t", "logLevel": "info"})
        assert (answer.status, answer.kind) == (200, "text/event-stream")
        assert answer.response.headers["x-accel-buffering"] == "no"
        methods = [message.get("method") for message in answer.messages]
        assert methods == ["notifications/progress", "notifications/message", None]
        assert answer.result["content"] == [{"type": "text", "text": "slow"}]


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
@pytest.mark.parametrize("versions", [[NEWEST], None])
async def test_there_is_only_post__h16(driving, method, versions) -> None:
    async with driving(serving(versions=versions).asgi_app()) as driver:
        refused = driver.open(method, headers={"mcp-protocol-version": NEWEST})
        assert await refused.started() == 405
        assert refused.headers["allow"] == "POST"


async def test_one_request_or_notification_and_nothing_else__h16(calling) -> None:
    said = {"mcp-protocol-version": NEWEST}
    async with calling(serving().asgi_app()) as caller:
        for body in (
            [],
            [{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}],
            {"jsonrpc": "2.0", "id": 1, "result": {}},
        ):
            answer = await caller.post(body, said)
            assert (answer.status, answer.code) == (400, -32600)
        cancelled = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}
        answer = await caller.post(cancelled, {**said, "mcp-method": "notifications/cancelled"})
        assert (answer.status, answer.response.content) == (202, b"")


@pytest.mark.parametrize(
    "headers",
    [
        {"mcp-method": None},
        {"mcp-method": "tools/list"},
        {"mcp-method": "TOOLS/CALL"},
        {"mcp-method": ""},
        {"mcp-name": None},
        {"mcp-name": "Add"},
        {"mcp-name": "=?base64?YWRk?"},
        {"mcp-name": "=?base64?!!!!?="},
        {"mcp-protocol-version": None},
        {"mcp-protocol-version": "2025-11-25"},
        {"mcp-protocol-version": "v999.0.0"},
    ],
    ids=str,
)
@pytest.mark.fault("IN-08")
async def test_headers_say_what_the_body_says__h17(calling, headers) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.ask("tools/call", {"name": "add"}, headers)
        assert (answer.status, answer.code, answer.message["id"]) == (400, -32020, 1)


async def test_names_come_as_they_are_or_in_base64__h18(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        for headers in ({"mcp-name": "=?base64?YWRk?="}, {"mcp-name": "  add "}):
            assert (await caller.ask("tools/call", {"name": "add"}, headers)).status == 200
        read = await caller.ask("resources/read", {"uri": "x://ü"}, {"mcp-name": "=?base64?eDovL8O8?="})
        assert read.result["contents"][0]["uri"] == "x://ü"
        wrong = await caller.ask("prompts/get", {"name": "one"}, {"mcp-name": "other"})
        assert (wrong.status, wrong.code) == (400, -32020)


@pytest.mark.fault("IN-08")
async def test_a_header_that_is_there_twice_is_refused__h17_in_08(driving) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": META}}
    app = serving().asgi_app()

    async def doubled(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "headers": [*scope["headers"], (b"mcp-method", b"tools/list")]}, receive, send)

    async with driving(doubled) as driver:
        refused = driver.open("POST", body, {"mcp-protocol-version": NEWEST, "mcp-method": "tools/list"})
        assert await refused.started() == 400
        assert json.loads(await refused.complete())["error"]["code"] == -32020


SENT = {"region": "eu", "where": {"zone": 7}, "dry": True}
SAID = {"mcp-param-region": "eu", "mcp-param-zone": "7", "mcp-param-dry-run": "true"}


@pytest.mark.parametrize(
    ("arguments", "headers"),
    [
        (SENT, SAID),
        (SENT, {**SAID, "mcp-param-zone": "7.0"}),
        (SENT, {**SAID, "mcp-param-region": "=?base64?ZXU=?="}),
        ({"region": "=?base64?SGVsbG8="}, {"mcp-param-region": "=?base64?SGVsbG8="}),
        ({"region": None}, {}),
        ({}, {}),
        (None, {}),
    ],
)
async def test_arguments_and_their_headers_agree__h19(calling, arguments, headers) -> None:
    async with calling(serving().asgi_app()) as caller:
        params = {"name": "send"} if arguments is None else {"name": "send", "arguments": arguments}
        answer = await caller.ask("tools/call", params, headers)
        assert (answer.status, answer.kind) == (200, "application/json"), answer.messages


@pytest.mark.parametrize(
    "change",
    [
        {"mcp-param-region": None},
        {"mcp-param-region": "us"},
        {"mcp-param-region": "EU"},
        {"mcp-param-region": "=?base64?ZXU?="},
        {"mcp-param-zone": "8"},
        {"mcp-param-zone": "x"},
        {"mcp-param-zone": "7" * 5000},
        {"mcp-param-dry-run": "True"},
    ],
    ids=lambda change: str(change)[:50],
)
async def test_arguments_and_their_headers_disagree__h19(calling, change) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.ask("tools/call", {"name": "send", "arguments": SENT}, {**SAID, **change})
        assert (answer.status, answer.code) == (400, -32020)
        text = await caller.ask(
            "tools/call", {"name": "send", "arguments": {"region": "7"}}, {"mcp-param-region": "7.0"}
        )
        assert text.code == -32020


async def test_tools_are_listed_once_and_again_before_a_call_is_refused__h19(calling) -> None:
    handler = Handler()
    async with calling(serving(handler).asgi_app()) as caller:
        for _ in range(3):
            assert (await caller.ask("tools/call", {"name": "send", "arguments": SENT}, SAID)).status == 200
        assert handler.lists == 2
        handler.schema = {"type": "object", "properties": {"region": {"type": "string"}}}
        assert (await caller.ask("tools/call", {"name": "send", "arguments": SENT})).status == 200
        assert handler.lists == 4


async def test_tools_are_listed_again_once_the_server_says_that_they_changed__h19(calling) -> None:
    handler = Handler()
    handler.schema = {"type": "object", "properties": {"region": {"type": "string"}}}
    server = serving(handler)
    async with calling(server.asgi_app()) as caller:
        assert (await caller.ask("tools/call", {"name": "send", "arguments": SENT})).status == 200
        handler.schema = Handler().schema
        server.notify_tools_changed()
        assert (await caller.ask("tools/call", {"name": "send", "arguments": SENT})).code == -32020
        assert (await caller.ask("tools/call", {"name": "send", "arguments": SENT}, SAID)).status == 200


@pytest.mark.parametrize("method", ["initialize", "ping", "logging/setLevel", "resources/subscribe", "unknown/method"])
async def test_a_method_that_the_version_does_not_have_is_404__h20(calling, method) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.ask(method)
        assert (answer.status, answer.code, answer.message["id"]) == (404, -32601, 1)


@pytest.mark.parametrize("left_out", ["protocolVersion", "clientCapabilities"])
async def test_who_does_not_say_what_it_has_to_is_told_so__h20_m1(calling, left_out) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.ask("server/discover", meta={left_out: None})
        assert (answer.status, answer.code, answer.message["id"]) == (400, -32602, 1)
        assert left_out in answer.message["error"]["message"]


async def test_a_version_that_is_not_spoken_is_named_with_those_that_are__h20_m2(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        headers = {"mcp-protocol-version": "v999.0.0"}
        answer = await caller.ask("server/discover", headers=headers, meta={"protocolVersion": "v999.0.0"})
        assert (answer.status, answer.code) == (400, -32022)
        assert answer.message["error"]["data"] == {"supported": [NEWEST], "requested": "v999.0.0"}


async def test_errors_of_handlers_ride_on_200_unless_they_have_a_status__h20_m3(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        assert (await caller.ask("tools/call", {"name": "bad"})).status == 200
        assert (await caller.ask("tools/call", {"arguments": 5})).status == 200
        answer = await caller.ask("tools/call", {"name": "needs"})
        assert (answer.status, answer.code) == (400, -32021)
        assert "elicitation" in answer.message["error"]["data"]["requiredCapabilities"]


ORDER = [
    (403, None, {"origin": "http://evil.example"}),
    (406, None, {"accept": "application/json"}),
    (400, -32700, {"mcp-method": None}),
    (400, -32600, {"mcp-method": None}),
    (400, -32602, {"mcp-method": None}),
    (400, -32020, {"mcp-method": None}),
    (400, -32022, {}),
    (400, -32020, {"mcp-name": "send"}),
]


@pytest.mark.parametrize("step", range(len(ORDER)))
async def test_what_is_wrong_first_is_told_first__m8(calling, step) -> None:
    """At each step everything that is checked later is wrong, too."""
    status, code, _ = ORDER[step]
    headers: dict[str, str | None] = {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": "send"}
    for _, _, wrong in ORDER[step:]:
        headers |= wrong
    meta: dict[str, Any] = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": {}}
    if step <= 6:
        meta[PREFIX + "protocolVersion"] = "v999"
        headers["mcp-protocol-version"] = "v999"
    if step <= 4:
        del meta[PREFIX + "clientCapabilities"]
    params = {"name": "send", "arguments": SENT, "_meta": meta}
    body: Any = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    if step <= 3:
        body = [body]
    if step <= 2:
        body = json.dumps(body).encode()[:-1]
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.post(body, headers)
        assert answer.status == status, answer.messages
        if code is not None:
            assert answer.code == code


async def test_a_client_that_goes_cancels_its_request__h22(driving) -> None:
    handler = Handler()
    async with driving(serving(handler).asgi_app()) as driver:
        params = {"name": "wait", "_meta": META}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        said = {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": "wait"}
        waiting = driver.open("POST", body, said)
        await handler.begun.wait()
        waiting.disconnect()
        await handler.over.wait()
        assert handler.ended == ["cancelled"]
        assert waiting.body == b""


async def test_what_is_of_sessions_means_nothing__h23(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize()
        for session_id in ("made-up", session.id):
            headers = {"mcp-session-id": session_id, "last-event-id": "made-up"}
            answer = await caller.ask("tools/call", {"name": "add"}, headers)
            assert answer.status == 200
            assert "mcp-session-id" not in answer.response.headers


async def test_an_answer_that_takes_long_becomes_a_stream_that_stays_alive__h20_h21(driving) -> None:
    handler = Handler()
    async with driving(serving(handler).asgi_app(keep_alive=0.01)) as driver:
        params = {"name": "wait", "_meta": META}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        said = {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": "wait"}
        waiting = driver.open("POST", body, said)
        assert await waiting.started() == 200
        assert waiting.headers["content-type"] == "text/event-stream"
        while waiting.body.count(b": \n") < 3:
            await waiting._next()
        handler.go.set()
        assert (await waiting.message())["result"]["content"][0]["text"] == "wait"


@pytest.mark.parametrize("mode", ["auto", "json"])
async def test_who_listens_hears_of_changes_of_that_kind_until_the_server_ends(driving, mode) -> None:
    server = serving()
    app = server.asgi_app(response_mode=mode)
    said = {"mcp-protocol-version": NEWEST, "mcp-method": "subscriptions/listen"}
    async with driving(app) as driver:
        streams = {}
        for kind in ("tools", "prompts"):
            params = {"_meta": META, "notifications": {f"{kind}ListChanged": True}}
            body = {"jsonrpc": "2.0", "id": kind, "method": "subscriptions/listen", "params": params}
            streams[kind] = driver.open("POST", body, said)
            first = await streams[kind].message()
            assert first["method"] == "notifications/subscriptions/acknowledged"
        server.notify_tools_changed()
        server.notify_prompts_changed()
        for kind, stream in streams.items():
            message = await stream.message()
            assert message["method"] == f"notifications/{kind}/list_changed"
            assert message["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == kind
        app.drain()
        for kind, stream in streams.items():
            message = await stream.message()
            assert (message["id"], message["result"]["resultType"]) == (kind, "complete")
            assert await stream.event() is None
        assert await driver.open("POST", b"{}").started() == 503
