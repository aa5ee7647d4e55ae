"""Handlers of every version served to clients of every version with a handshake, spoken to by hand."""

import json
from importlib import import_module
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator

from mcprism import Context, LossReport, ProtocolError, Server
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from mcprism.versions.handshake import MAX_WATCHED
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.generated.stored import corrected, stored

pytestmark = pytest.mark.anyio

HOMES = list(ERAS)
PEERS = [version for version, era in ERAS.items() if era == "handshake"]
PAIRS = [pytest.param(peer, home, id=f"{home} to {peer}") for peer in PEERS for home in HOMES]
SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}}}

SINCE = {
    "annotations": "2025-03-26",
    "audio": "2025-03-26",
    "completions": "2025-03-26",
    "elicitation": "2025-06-18",
    "title": "2025-06-18",
    "structured": "2025-06-18",
    "link": "2025-06-18",
    "icons": "2025-11-25",
    "caching": "2026-07-28",
}
"""The version that brought what the handlers here use."""


def has(version: str, feature: str) -> bool:
    return HOMES.index(version) >= HOMES.index(SINCE[feature])


def handler_of(home: str) -> Any:
    """A handler that uses as much of its version as there is in it."""
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")
    registry: Any = import_module(f"{types.__name__}.registry")

    class Everything(types.ServerHandler):
        def __init__(self) -> None:
            self.seen: list[Any] = []

        async def list_tools(self, params: Any, ctx: Context) -> Any:
            tool: dict[str, Any] = {"name": "text", "inputSchema": {"type": "object"}}
            if has(home, "title"):
                tool |= {"title": "Text", "outputSchema": {"type": "object", "properties": {"a": {"type": "integer"}}}}
            if has(home, "icons"):
                tool["icons"] = [{"src": "https://example.com/icon.png"}]
            return types.ListToolsResult.from_wire({"tools": [tool], **self.cacheable()})

        async def read_resource(self, params: Any, ctx: Context) -> Any:
            if params.uri == "x://none":
                code = -32602 if home == HOMES[-1] else -32002
                raise ProtocolError("not found", code=code, data={"uri": params.uri})
            result = {"contents": [{"uri": params.uri, "text": "text"}], **self.cacheable()}
            return types.ReadResourceResult.from_wire(result)

        async def complete(self, params: Any, ctx: Context) -> Any:
            values = [str(number) for number in range(100)]
            return types.CompleteResult.from_wire({"completion": {"values": values}, **self.complete_result()})

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            self.seen.append(params)
            result = await getattr(self, params.name)(params, ctx)
            if isinstance(result, dict):
                result = types.CallToolResult.from_wire({**result, **self.complete_result()})
            return result

        async def text(self, params: Any, ctx: Context) -> Any:
            return {"content": [{"type": "text", "text": "plain"}]}

        async def audio(self, params: Any, ctx: Context) -> Any:
            return {"content": [{"type": "audio", "data": "AAAA", "mimeType": "audio/wav"}]}

        async def link(self, params: Any, ctx: Context) -> Any:
            return {"content": [{"type": "resource_link", "uri": "x://r", "name": "r"}]}

        async def structured(self, params: Any, ctx: Context) -> Any:
            return {"content": [], "structuredContent": {"a": 1}}

        async def talk(self, params: Any, ctx: Context) -> Any:
            await ctx.progress(1, total=2, message="half")
            await ctx.log("info", {"at": 1}, logger="mine")
            return {"content": []}

        async def elicitation(self, params: Any, ctx: Context) -> Any:
            question = {"message": "who?", "requestedSchema": SCHEMA}
            if has(home, "caching"):
                if params.input_responses is None:
                    asked = {"q": {"method": "elicitation/create", "params": {**question, "mode": "form"}}}
                    members = {"resultType": "input_required", "inputRequests": asked, "requestState": "s"}
                    return types.InputRequiredResult.from_wire(members)
                assert params.request_state == "s"
                answer = params.input_responses["q"]
            else:
                spec = registry.ELICIT
                answer = await ctx.outbound.request(spec, spec.read_params(question))
            return {"content": [{"type": "text", "text": f"{answer.action} {answer.content}"}]}

        def complete_result(self) -> dict[str, Any]:
            return {"resultType": "complete"} if has(home, "caching") else {}

        def cacheable(self) -> dict[str, Any]:
            return {**self.complete_result(), "ttlMs": 5, "cacheScope": "public"} if has(home, "caching") else {}

    return Everything()


class Losses:
    """What was reported to be lost."""

    def __init__(self) -> None:
        self.reports: list[LossReport] = []

    def __call__(self, report: LossReport) -> None:
        self.reports.append(report)

    def take(self) -> list[tuple[str, str]]:
        """Feature and kind of what was lost since the last time."""
        lost = [(report.feature, report.loss) for report in self.reports]
        self.reports.clear()
        return lost


@pytest.fixture
def losses() -> Losses:
    return Losses()


def serve(home: str, losses: Losses, **options: Any) -> Server:
    options = {"capabilities": {"logging": {}}, "title": "Demo", "on_loss": losses, **options}
    return Server.from_handler(handler_of(home), name="demo", version="1", **options)


def check(kind: str, value: Any, peer: str) -> None:
    """Fails unless a value is of an official type of the version, and names nothing that the version does not."""
    for contract in (stored(peer), corrected(peer)):
        contract.validator(kind).validate(value)
    assert undeclared(value, peer, kind) == []


@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_every_client_gets_messages_of_its_own_version(
    talk_to: Any, losses: Losses, peer: str, home: str
) -> None:
    async with talk_to(serve(home, losses)) as hand:
        initialized = await hand.initialize(peer)
        assert initialized["protocolVersion"] == peer
        check("InitializeResult", initialized, peer)
        assert ("completions" in initialized["capabilities"]) == has(peer, "completions")
        losses.take()

        listed = (await hand.ask("tools/list"))["result"]
        check("ListToolsResult", listed, peer)
        assert set(losses.take()) == lost_in_a_list(peer, home)
        assert ("title" in listed["tools"][0]) == (has(home, "title") and has(peer, "title"))

        called = (await hand.ask("tools/call", {"name": "text"}))["result"]
        assert called == {"content": [{"type": "text", "text": "plain"}]}
        read = (await hand.ask("resources/read", {"uri": "x://r"}))["result"]
        check("ReadResourceResult", read, peer)
        argument = {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": ""}}
        check("CompleteResult", (await hand.ask("completion/complete", argument))["result"], peer)
        assert all(loss == "hint" for _, loss in losses.take())
        assert (await hand.ask("ping"))["result"] == {}
        assert (await hand.ask("logging/setLevel", {"level": "error"}))["result"] == {}


def lost_in_a_list(peer: str, home: str) -> set[tuple[str, str]]:
    lost: set[str] = set()
    for feature, name in (("icons", "Tool.icons"), ("structured", "Tool.outputSchema")):
        if has(home, feature) and not has(peer, feature):
            lost.add(name)
    if has(home, "title") and not has(peer, "annotations"):
        # On its way down the title becomes an annotation.
        lost.add("Tool.annotations")
    if has(home, "caching"):
        lost |= {"CacheableResult.ttlMs", "CacheableResult.cacheScope"}
    return {(name, "hint") for name in lost}


@pytest.mark.parametrize(
    ("tool", "feature"),
    [("audio", "audio content"), ("link", "resource links"), ("structured", "structured content")],
)
@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_content_that_a_client_does_not_know_takes_a_form_that_it_knows(
    talk_to: Any, losses: Losses, peer: str, home: str, tool: str, feature: str
) -> None:
    if not has(home, tool):
        return
    async with talk_to(serve(home, losses)) as hand:
        await hand.initialize(peer)
        losses.take()
        result = (await hand.ask("tools/call", {"name": tool}))["result"]
        again = (await hand.ask("tools/call", {"name": tool}))["result"]
    check("CallToolResult", result, peer)
    assert again == result
    assert losses.take() == ([] if has(peer, tool) else [(feature, "degraded")])
    if tool == "structured":
        assert result["content"] == [{"type": "text", "text": '{"a":1}'}]
        assert result.get("structuredContent") == ({"a": 1} if has(peer, tool) else None)


@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_content_is_refused_where_it_may_not_be_degraded(
    talk_to: Any, losses: Losses, peer: str, home: str
) -> None:
    async with talk_to(serve(home, losses, lossy="refuse")) as hand:
        await hand.initialize(peer)
        if has(home, "audio"):
            result = (await hand.ask("tools/call", {"name": "audio"}))["result"]
            check("CallToolResult", result, peer)
            assert result.get("isError", False) == (not has(peer, "audio"))


@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_user_is_asked_where_the_client_can_ask(talk_to: Any, losses: Losses, peer: str, home: str) -> None:
    if not has(home, "elicitation"):
        return
    async with talk_to(serve(home, losses)) as hand:
        await hand.initialize(peer, capabilities={"elicitation": {}})
        hand.send({"id": "call", "method": "tools/call", "params": {"name": "elicitation"}})
        message = await hand.receive()
        if has(peer, "elicitation"):
            assert message["method"] == "elicitation/create"
            request = {"method": message["method"], "params": message["params"]}
            check("ElicitRequest", message if peer == "2025-11-25" else request, peer)
            hand.send({"id": message["id"], "result": {"action": "accept", "content": {"name": "Ada"}}})
            message = await hand.receive()
            assert message["result"]["content"][0]["text"] == "accept {'name': 'Ada'}"
        else:
            assert message["result"]["isError"] is True
            assert "does not support elicitation" in message["result"]["content"][0]["text"]
            assert ("elicitation", "refused") in losses.take()
        assert message["id"] == "call"
        check("CallToolResult", message["result"], peer)


@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_user_is_not_asked_where_the_client_did_not_offer_it(
    talk_to: Any, losses: Losses, peer: str, home: str
) -> None:
    if not has(home, "elicitation"):
        return
    async with talk_to(serve(home, losses)) as hand:
        await hand.initialize(peer)
        result = (await hand.ask("tools/call", {"name": "elicitation"}))["result"]
        assert result["isError"] is True
        assert "the peer does not support elicitation" in result["content"][0]["text"]


@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_notifications_fit_the_version_of_the_client(talk_to: Any, losses: Losses, peer: str, home: str) -> None:
    async with talk_to(serve(home, losses)) as hand:
        await hand.initialize(peer)
        losses.take()
        params = {"name": "talk", "_meta": {"progressToken": "t"}}
        hand.send({"id": 9, "method": "tools/call", "params": params})
        progress, log, answer = [await hand.receive() for _ in range(3)]
    message = {"message": "half"} if has(peer, "annotations") else {}
    assert progress["params"] == {"progressToken": "t", "progress": 1, "total": 2, **message}
    assert log["params"] == {"level": "info", "logger": "mine", "data": {"at": 1}}
    assert answer["result"] == {"content": []}


@pytest.mark.parametrize(("peer", "home"), PAIRS)
async def test_an_error_has_the_code_of_the_version(talk_to: Any, losses: Losses, peer: str, home: str) -> None:
    async with talk_to(serve(home, losses)) as hand:
        await hand.initialize(peer)
        error = (await hand.ask("resources/read", {"uri": "x://none"}))["error"]
    assert error == {"code": -32002, "message": "not found", "data": {"uri": "x://none"}}


async def test_handler_without_sessions_knows_who_asks(talk_to: Any, losses: Losses) -> None:
    handler = handler_of("2026-07-28")
    server = Server.from_handler(handler, name="demo", version="1", capabilities={"logging": {}}, on_loss=losses)
    async with talk_to(server) as hand:
        await hand.initialize("2025-06-18", capabilities={"roots": {"listChanged": True}})
        await hand.ask("logging/setLevel", {"level": "error"})
        await hand.ask("tools/call", {"name": "text", "_meta": {"mine": 1}})
    said = handler.seen[0].meta.to_wire()
    prefix = "io.modelcontextprotocol/"
    assert said == {
        "mine": 1,
        prefix + "protocolVersion": "2026-07-28",
        prefix + "clientCapabilities": {"roots": {}},
        prefix + "clientInfo": {"name": "hand", "version": "0"},
        prefix + "logLevel": "error",
    }


class Newest(new.ServerHandler[Context]):
    """Does what the name of the tool says, in ways that only versions without sessions have."""

    def __init__(self) -> None:
        self.rounds: list[dict[str, Any]] = []

    async def list_tools(self, params: Any, ctx: Context) -> Any:
        schema: dict[str, Any] = {"anyOf": [{"type": "object"}, {"type": "array"}]}
        tool = new.Tool(name="structured", input_schema={"type": "object"}, output_schema=schema)
        return new.ListToolsResult(tools=[tool], ttl_ms=0, cache_scope="private")

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> Any:
        self.rounds.append(params.to_wire())
        return await getattr(self, params.name)(params, ctx)

    async def structured(self, params: Any, ctx: Context) -> Any:
        return new.CallToolResult(content=[], structured_content={"a": 1})

    async def never_enough(self, params: Any, ctx: Context) -> Any:
        roots: Any = {"method": "roots/list"}
        return new.InputRequiredResult.from_wire({"resultType": "input_required", "inputRequests": {"q": roots}})

    async def wait_once(self, params: Any, ctx: Context) -> Any:
        if params.request_state is None:
            return new.InputRequiredResult(request_state="later")
        return new.CallToolResult(content=[])

    async def change(self, params: Any, ctx: Context) -> Any:
        for uri in ("x://a", "x://b/c", "x://bc"):
            await new.ServerCalls(ctx.outbound).notify_resource_updated(new.ResourceUpdatedNotificationParams(uri=uri))
        return new.CallToolResult(content=[])


def newest(**capabilities: Any) -> tuple[Newest, Server]:
    handler = Newest()
    return handler, Server.from_handler(handler, name="newest", version="1", capabilities=capabilities)


@pytest.mark.parametrize("peer", PEERS[2:])
async def test_structured_content_is_as_the_schema_of_its_tool_says(talk_to: Any, peer: str) -> None:
    _, server = newest()
    async with talk_to(server) as hand:
        await hand.initialize(peer)
        (tool,) = (await hand.ask("tools/list"))["result"]["tools"]
        result = (await hand.ask("tools/call", {"name": "structured"}))["result"]
    check("CallToolResult", result, peer)
    Draft202012Validator(tool["outputSchema"]).validate(result["structuredContent"])
    assert result["structuredContent"] == {"result": {"a": 1}}
    assert result["content"] == [{"type": "text", "text": '{"a":1}'}]


async def test_handler_that_never_stops_asking_is_stopped(talk_to: Any) -> None:
    handler, server = newest()
    async with talk_to(server) as hand:
        await hand.initialize(capabilities={"roots": {}})
        hand.send({"id": "call", "method": "tools/call", "params": {"name": "never_enough"}})
        questions = 0
        while (message := await hand.receive()).get("method") == "roots/list":
            questions += 1
            hand.send({"id": message["id"], "result": {"roots": [{"uri": f"file:///{questions}"}]}})
    assert message["error"]["message"] == "the handler still asks after 8 rounds of questions"
    assert questions == len(handler.rounds) - 1 == 8
    assert handler.rounds[2]["inputResponses"] == {"q": {"roots": [{"uri": "file:///2"}]}}


async def test_client_that_cannot_answer_ends_the_request(talk_to: Any) -> None:
    _, server = newest()
    async with talk_to(server) as hand:
        await hand.initialize(capabilities={"roots": {}})
        hand.send({"id": "call", "method": "tools/call", "params": {"name": "never_enough"}})
        hand.send({"id": (await hand.receive())["id"], "error": {"code": -1, "message": "not now"}})
        error = (await hand.receive())["error"]
    assert error["code"] == -32603
    assert "the client did not answer a question" in error["message"]
    assert "not now" in error["message"]


async def test_handler_that_asks_nothing_is_called_again_with_its_state(talk_to: Any) -> None:
    handler, server = newest()
    async with talk_to(server) as hand:
        await hand.initialize()
        assert (await hand.ask("tools/call", {"name": "wait_once"}))["result"] == {"content": []}
    assert [params.get("requestState") for params in handler.rounds] == [None, "later"]


@pytest.mark.covers("resources/subscribe", "resources/unsubscribe", "notifications/resources/updated")
@pytest.mark.parametrize("peer", PEERS)
async def test_session_keeps_what_a_client_watches(talk_to: Any, peer: str) -> None:
    _, server = newest(resources={"subscribe": True})
    async with talk_to(server) as hand:
        assert (await hand.ask("resources/subscribe", {"uri": "x://a"}))["error"]["code"] == -32602
        assert (await hand.initialize(peer))["capabilities"]["resources"] == {"subscribe": True}
        for uri in ("x://a", "x://b", "x://c"):
            assert (await hand.ask("resources/subscribe", {"uri": uri}))["result"] == {}
        assert (await hand.ask("resources/subscribe", {"uri": 5}))["error"]["code"] == -32602
        hand.send({"id": 100, "method": "tools/call", "params": {"name": "change"}})
        messages = [await hand.receive() for _ in range(3)]
        assert [message["params"]["uri"] for message in messages[:2]] == ["x://a", "x://b/c"]
        assert messages[2]["id"] == 100
        for uri in ("x://a", "x://b"):
            assert (await hand.ask("resources/unsubscribe", {"uri": uri}))["result"] == {}
        assert (await hand.ask("tools/call", {"name": "change"}))["result"] == {"content": []}


async def test_session_keeps_count_of_what_is_watched(talk_to: Any) -> None:
    _, server = newest(resources={"subscribe": True})
    async with talk_to(server) as hand:
        await hand.initialize()
        for number in range(MAX_WATCHED):
            assert "result" in await hand.ask("resources/subscribe", {"uri": f"x://{number}"})
        assert (await hand.ask("resources/subscribe", {"uri": "x://more"}))["error"]["code"] == -32602
        assert "result" in await hand.ask("resources/subscribe", {"uri": "x://0"})


@pytest.mark.covers("not offered")
@pytest.mark.parametrize("peer", PEERS)
async def test_method_that_the_version_of_the_client_does_not_have_is_unknown(talk_to: Any, peer: str) -> None:
    class Tasks(v.ServerHandler[Context]):
        async def list_tasks(self, params: Any, ctx: Context) -> v.ListTasksResult:
            return v.ListTasksResult(tasks=[])

    async with talk_to(Server.from_handler(Tasks(), name="tasks", version="1")) as hand:
        capabilities = (await hand.initialize(peer))["capabilities"]
        answer = await hand.ask("tasks/list")
    if peer == PEERS[-1]:
        assert (capabilities, answer["result"]) == ({"tasks": {"list": {}}}, {"tasks": []})
    else:
        assert (capabilities, answer["error"]["code"]) == ({}, -32601)


async def test_rules_of_every_version_hold_for_the_handlers_own(talk_to: Any) -> None:
    class Careless(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            content: Any = [v.TextContent(text="mine")] if params.name == "told" else []
            return v.CallToolResult(content=content, structured_content={"a": 1})

        async def complete(self, params: v.CompleteRequestParams, ctx: Context) -> v.CompleteResult:
            values = [str(number) for number in range(int(params.argument.value))]
            return v.CompleteResult(completion=v.CompleteResultCompletion(values=values))

        async def subscribe(self, params: v.SubscribeRequestParams, ctx: Context) -> v.EmptyResult:
            return v.EmptyResult.from_wire({"resultType": "complete", "_meta": {"a": 1}})

    async with talk_to(Server.from_handler(Careless(), name="careless", version="1")) as hand:
        await hand.initialize()
        told = (await hand.ask("tools/call", {"name": "told"}))["result"]
        assert told == {"content": [{"type": "text", "text": "mine"}], "structuredContent": {"a": 1}}
        untold = (await hand.ask("tools/call", {"name": "untold"}))["result"]
        assert untold["content"] == [{"type": "text", "text": '{"a":1}'}]
        for asked, more in ((100, {}), (101, {"total": 101, "hasMore": True})):
            params = {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": str(asked)}}
            completion = (await hand.ask("completion/complete", params))["result"]["completion"]
            assert completion == {"values": [str(number) for number in range(100)], **more}
        assert (await hand.ask("resources/subscribe", {"uri": "x://a"}))["result"] == {"_meta": {"a": 1}}


BATCHED = "2025-03-26"


def batch(*messages: dict[str, Any]) -> bytes:
    return json.dumps([{"jsonrpc": "2.0", **message} for message in messages]).encode()


@pytest.mark.covers("S3", versions="2025-03-26")
async def test_batch_is_answered_as_one_array(talk_to: Any, losses: Losses) -> None:
    async with talk_to(serve("2025-11-25", losses)) as hand:
        await hand.initialize(BATCHED)
        text = {"id": 1, "method": "tools/call", "params": {"name": "text"}}
        changed = {"method": "notifications/roots/list_changed"}
        hand.send(
            batch(text, changed, {"id": "2", "method": "ping"}, {"id": 3, "method": "nope"}, {"id": 4, "method": 5})
        )
        answers = await hand.receive()
    assert {answer["id"]: answer.get("error", {}).get("code") for answer in answers} == {
        1: None,
        "2": None,
        3: -32601,
        4: -32600,
    }


@pytest.mark.covers("S3", versions="2025-03-26")
async def test_batch_of_notifications_is_not_answered(talk_to: Any, losses: Losses) -> None:
    async with talk_to(serve("2025-11-25", losses)) as hand:
        await hand.initialize(BATCHED)
        hand.send(batch({"method": "notifications/roots/list_changed"}, {"method": "notifications/nope"}))
        assert (await hand.ask("ping"))["result"] == {}


@pytest.mark.covers("S3", "C1", versions="2025-03-26")
async def test_cancelled_request_is_missing_from_the_answers_of_its_batch(talk_to: Any) -> None:
    begun = anyio.Event()

    class Waiting(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            begun.set()
            await anyio.sleep_forever()
            raise AssertionError("woken up")

    async with talk_to(Server.from_handler(Waiting(), name="waiting", version="1")) as hand:
        await hand.initialize(BATCHED)
        hand.send(batch({"id": 1, "method": "tools/call", "params": {"name": "x"}}, {"id": 2, "method": "ping"}))
        with anyio.fail_after(10):
            await begun.wait()
        hand.send({"method": "notifications/cancelled", "params": {"requestId": 1}})
        assert await hand.receive() == [{"jsonrpc": "2.0", "id": 2, "result": {}}]


@pytest.mark.covers("S3", versions="2025-03-26")
async def test_answers_may_come_in_a_batch(talk_to: Any) -> None:
    class Asking(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            roots = (await v.ServerCalls(ctx.outbound).list_roots(None)).roots
            return v.CallToolResult(content=[v.TextContent(text=roots[0].uri)])

    async with talk_to(Server.from_handler(Asking(), name="asking", version="1")) as hand:
        await hand.initialize(BATCHED, capabilities={"roots": {}})
        calls = [{"id": name, "method": "tools/call", "params": {"name": name}} for name in ("a", "b")]
        hand.send(batch(*calls))
        questions = [await hand.receive() for _ in calls]
        result = {"roots": [{"uri": "file:///x"}]}
        hand.send(batch(*({"id": question["id"], "result": result} for question in questions)))
        answers = await hand.receive()
    assert sorted(answer["id"] for answer in answers) == ["a", "b"]


PINGS = batch({"id": 7, "method": "ping"}, {"id": 8, "method": "ping"})


@pytest.mark.parametrize(
    ("version", "frame"),
    [
        *(
            pytest.param(version, PINGS, id=version, marks=pytest.mark.covers("S3"))
            for version in PEERS
            if version != BATCHED
        ),
        pytest.param(None, PINGS, id="before the handshake"),
        pytest.param(BATCHED, b"[]", id="empty", marks=pytest.mark.covers("S3")),
        pytest.param(BATCHED, batch({"id": 7, "method": "ping"}, {"id": 7, "method": "ping"}), id="the same id twice"),
    ],
)
async def test_batch_is_refused(talk_to: Any, losses: Losses, version: str | None, frame: bytes) -> None:
    async with talk_to(serve("2025-11-25", losses)) as hand:
        if version is not None:
            await hand.initialize(version)
        hand.send(frame)
        refused = await hand.receive()
        assert (refused["id"], refused["error"]["code"]) == (None, -32600)
        assert (await hand.ask("ping"))["result"] == {}
