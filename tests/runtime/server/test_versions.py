"""What a server does for clients of versions with a handshake, spoken to by hand. Pairs of versions: tests/versions."""

import json
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator

from mcprism import Context, Server
from mcprism.versions.contract import undeclared
from mcprism.versions.handshake import MAX_WATCHED
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.generated.stored import corrected, stored
from tests.versions.everything import HANDSHAKE, Losses, handler_of, server_of

pytestmark = pytest.mark.anyio

PEERS = HANDSHAKE


@pytest.fixture
def losses() -> Losses:
    return Losses()


def check(kind: str, value: Any, peer: str) -> None:
    """Fails unless a value is of an official type of the version, and names nothing that the version does not."""
    for contract in (stored(peer), corrected(peer)):
        contract.validator(kind).validate(value)
    assert undeclared(value, peer, kind) == []


async def test_handler_without_sessions_knows_who_asks(talk_to: Any, losses: Losses) -> None:
    handler = handler_of("2026-07-28", losses)
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
    async with talk_to(server_of("2025-11-25", losses)) as hand:
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
    async with talk_to(server_of("2025-11-25", losses)) as hand:
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
    async with talk_to(server_of("2025-11-25", losses)) as hand:
        if version is not None:
            await hand.initialize(version)
        hand.send(frame)
        refused = await hand.receive()
        assert (refused["id"], refused["error"]["code"]) == (None, -32600)
        assert (await hand.ask("ping"))["result"] == {}
