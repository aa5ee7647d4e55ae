"""Tasks of 2025-11-25 towards clients and handlers without any: in other versions, or because nobody declared them."""

from typing import Any

import pytest

from mcprism import Client, Context, LossReport, Server
from mcprism.versions import ERAS
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from mcprism_types.v2025_11_25 import registry

pytestmark = pytest.mark.anyio

V11, V26 = "2025-11-25", "2026-07-28"
WITHOUT = [version for version in ERAS if version != V11]
PREFIX = "io.modelcontextprotocol/"
TASK = {"taskId": "1", "status": "working", "createdAt": "t", "lastUpdatedAt": "t", "ttl": None}
DECLARED = {"tasks": {"requests": {"tools": {"call": {}}}}}


class Handler(v.ServerHandler[Context]):
    """Lists tools by their support of tasks, and starts a task for every call that asks for one."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def list_tools(self, params: Any, ctx: Context) -> v.ListToolsResult:
        tools = [{"name": name, "execution": {"taskSupport": name}} for name in ("required", "optional", "forbidden")]
        schema = {"inputSchema": {"type": "object"}}
        return v.ListToolsResult.from_wire({"tools": [{**tool, **schema} for tool in tools]})

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> Any:
        self.seen.append(params.to_wire())
        if params.task is not None or params.name == "careless":
            return v.CreateTaskResult.from_wire({"task": TASK})
        return v.CallToolResult(content=[])


def serve(handler: object, **options: Any) -> Server:
    return Server.from_handler(handler, name="tasks", version="1", **options)


async def ask(hand: Any, peer: str, method: str, **params: Any) -> Any:
    if peer == V26:
        params["_meta"] = {PREFIX + "protocolVersion": V26, PREFIX + "clientCapabilities": {}}
    return await hand.ask(method, params)


@pytest.mark.parametrize("peer", WITHOUT)
async def test_tool_that_runs_as_a_task_only_is_not_there_for_versions_without_tasks(talk_to: Any, peer: str) -> None:
    lost: list[LossReport] = []
    handler = Handler()
    async with talk_to(serve(handler, capabilities=DECLARED, on_loss=lost.append)) as hand:
        if peer != V26:
            await hand.initialize(peer)
        listed = (await ask(hand, peer, "tools/list"))["result"]["tools"]
        refused = (await ask(hand, peer, "tools/call", name="required"))["error"]
        odd = (await ask(hand, peer, "tools/call", name=["required"]))["error"]
        called = (await ask(hand, peer, "tools/call", name="optional"))["result"]
    assert listed == [{"name": name, "inputSchema": {"type": "object"}} for name in ("optional", "forbidden")]
    text = f"the tool 'required' runs as a task only, and {peer} has no tasks"
    assert refused == {"code": -32601, "message": text}
    assert odd["code"] == -32602
    assert called["content"] == []
    assert [seen["name"] for seen in handler.seen] == ["optional"]
    losses = [(report.feature, report.loss) for report in lost]
    assert losses == [("tools that run as tasks only", "degraded"), ("Tool.execution", "hint")]


async def test_tools_are_all_there_for_the_version_that_has_tasks(talk_to: Any) -> None:
    handler = Handler()
    async with talk_to(serve(handler, capabilities=DECLARED)) as hand:
        await hand.initialize(V11)
        listed = (await hand.ask("tools/list"))["result"]["tools"]
        created = (await hand.ask("tools/call", {"name": "required", "task": {"ttl": 1}}))["result"]
        plain = (await hand.ask("tools/call", {"name": "optional"}))["result"]
    assert [tool["execution"]["taskSupport"] for tool in listed] == ["required", "optional", "forbidden"]
    assert created == {"task": TASK}
    assert plain == {"content": []}
    assert [seen.get("task") for seen in handler.seen] == [{"ttl": 1}, None]


@pytest.mark.parametrize("peer", [version for version, era in ERAS.items() if era == "handshake"])
@pytest.mark.parametrize("capabilities", [{}, {"tasks": {"list": {}}}], ids=["no tasks", "other tasks"])
async def test_task_that_no_server_offered_is_ignored(talk_to: Any, peer: str, capabilities: Any) -> None:
    handler = Handler()
    async with talk_to(serve(handler, capabilities=capabilities)) as hand:
        await hand.initialize(peer)
        answer = await hand.ask("tools/call", {"name": "optional", "task": {}})
    assert answer["result"] == {"content": []}
    assert handler.seen == [{"name": "optional"}]


@pytest.mark.parametrize("lossy", ["degrade", "refuse"])
async def test_task_that_a_handler_of_another_version_cannot_have_is_ignored(talk_to: Any, lossy: Any) -> None:
    class Newest(new.ServerHandler[Context]):
        async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
            assert "task" not in params.to_wire()
            return new.CallToolResult(content=[])

    lost: list[LossReport] = []
    async with talk_to(serve(Newest(), lossy=lossy, on_loss=lost.append)) as hand:
        await hand.initialize(V11)
        answer = await hand.ask("tools/call", {"name": "x", "task": {}})
    assert answer["result"] == {"content": []}
    assert lost == []


@pytest.mark.parametrize("peer", [*WITHOUT, V11])
async def test_task_that_nobody_asked_for_is_a_mistake_of_the_handlers(
    talk_to: Any, peer: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with talk_to(serve(Handler(), capabilities=DECLARED)) as hand:
        if peer != V26:
            await hand.initialize(peer)
        error = (await ask(hand, peer, "tools/call", name="careless"))["error"]
    assert error["code"] == -32603
    assert error["message"].startswith("internal error, reference ")
    assert "the handler returned CreateTaskResult, but nobody asked for a task" in caplog.text


class Answers(v.ClientHandler[Context]):
    """Starts a task whenever it is asked for one."""

    async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> Any:
        if params.task is not None:
            return v.CreateTaskResult.from_wire({"task": TASK})
        return v.CreateMessageResult(role="assistant", model="m", content=v.TextContent(text="hello"))


@pytest.mark.parametrize(
    ("capabilities", "answer"),
    [
        pytest.param({}, {"role": "assistant", "model": "m", "content": {"type": "text", "text": "hello"}}, id="none"),
        pytest.param({"tasks": {"requests": {"sampling": {"createMessage": {}}}}}, {"task": TASK}, id="declared"),
    ],
)
async def test_task_that_no_client_offered_is_ignored(capabilities: Any, answer: Any) -> None:
    answers: list[Any] = []

    class Asking(v.ServerHandler[Context]):
        async def call_tool(self, params: Any, ctx: Context) -> v.CallToolResult:
            # Past the check of what the client declared, as another server might do it.
            params = {"messages": [], "maxTokens": 9, "task": {}}
            answers.append(await ctx._exchange.request(registry.CREATE_MESSAGE.method, params))
            return v.CallToolResult(content=[])

    client = Client(serve(Asking()), version=V11, handler=Answers(), capabilities=capabilities)
    async with client:
        await client.call_tool("x")
    assert answers == [answer]
