"""A client against real servers: in memory, as processes, and played by hand where they misbehave."""

import gc
import json
import sys
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

from mcprism import (
    Client,
    ConnectionClosed,
    Context,
    Implementation,
    InvalidAnswer,
    InvalidParams,
    NotDeclared,
    NotSupportedByPeer,
    PeerError,
    RequestTimeout,
    Server,
    StartError,
    UnsupportedVersion,
)
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home
from tests.runtime import virtual_time

pytestmark = pytest.mark.anyio

PATIENCE = 20.0

HANDSHAKE_VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]


class Everything(v.ServerHandler[Context]):
    """Offers one of each, and tools that ask the client."""

    def __init__(self) -> None:
        self.begun, self.cancelled = anyio.Event(), anyio.Event()

    async def list_tools(self, params: v.PaginatedRequestParams | None, ctx: Context) -> v.ListToolsResult:
        first = int(params.cursor) if params is not None and params.cursor is not None else 0
        tools = [v.Tool(name=f"tool {number}", input_schema={"type": "object"}) for number in range(first, first + 3)]
        return v.ListToolsResult(tools=tools, next_cursor=str(first + 3) if first < 6 else None)

    async def list_resources(self, params: Any, ctx: Context) -> v.ListResourcesResult:
        return v.ListResourcesResult(resources=[v.Resource(name="r", uri="x://r")])

    async def list_resource_templates(self, params: Any, ctx: Context) -> v.ListResourceTemplatesResult:
        template = v.ResourceTemplate(name="t", uri_template="x://{id}")
        return v.ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(self, params: v.ReadResourceRequestParams, ctx: Context) -> v.ReadResourceResult:
        return v.ReadResourceResult(contents=[v.TextResourceContents(uri=params.uri, text="text")])

    async def list_prompts(self, params: Any, ctx: Context) -> v.ListPromptsResult:
        return v.ListPromptsResult(prompts=[v.Prompt(name="p")])

    async def get_prompt(self, params: v.GetPromptRequestParams, ctx: Context) -> v.GetPromptResult:
        text = f"{params.name} {params.arguments}"
        return v.GetPromptResult(messages=[v.PromptMessage(role="user", content=v.TextContent(text=text))])

    async def complete(self, params: v.CompleteRequestParams, ctx: Context) -> v.CompleteResult:
        known = params.context.arguments if params.context is not None else None
        values = [params.argument.name, params.argument.value, str(known)]
        return v.CompleteResult(completion=v.CompleteResultCompletion(values=values))

    async def set_level(self, params: v.SetLevelRequestParams, ctx: Context) -> v.EmptyResult:
        return v.EmptyResult()

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        text = await getattr(self, params.name)(ctx, **(params.arguments or {}))
        return v.CallToolResult(content=[v.TextContent(text=str(text))])

    async def add(self, ctx: Context, a: int, b: int) -> int:
        return a + b

    async def steps(self, ctx: Context) -> str:
        await ctx.progress(1, 2, "one")
        await ctx.log("warning", "half way")
        await ctx.progress(2, 2)
        return "done"

    async def wait(self, ctx: Context) -> None:
        self.begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            self.cancelled.set()

    async def unknown(self, ctx: Context) -> None:
        raise InvalidParams("no such tool", data={"a": 1})

    async def ask(self, ctx: Context) -> str:
        calls = v.ServerCalls(ctx.outbound)
        message = v.SamplingMessage(role="user", content=v.TextContent(text="?"))
        sampled = await calls.create_message(v.CreateMessageRequestParams(messages=[message], max_tokens=3))
        roots = await calls.list_roots(None)
        return f"{sampled.model} {roots.roots[0].uri} {ctx.peer.info.name if ctx.peer.info else ''}"


class Answers(v.ClientHandler[Context]):
    """What a server may ask of the client."""

    def __init__(self) -> None:
        self.logged: list[Any] = []
        self.heard = anyio.Event()

    async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
        return v.CreateMessageResult(role="assistant", model="m", content=v.TextContent(text="!"))

    async def list_roots(self, params: Any, ctx: Context) -> v.ListRootsResult:
        return v.ListRootsResult(roots=[v.Root(uri="file:///x")])

    async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.logged.append(params.data)
        self.heard.set()


@pytest.fixture
def everything() -> Everything:
    return Everything()


@pytest.fixture
def server(everything: Everything) -> Server:
    return Server.from_handler(everything, name="everything", version="3", title="All", instructions="Try it.")


PROGRAM = """
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolResult, ServerHandler, TextContent


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        return CallToolResult(content=[TextContent(text=str(params.arguments))])


Server.from_handler(Handler(), name="program", version="1").run()
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


class Hand:
    """One end of a channel, message by message."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.waiting: list[Any] = []

    def send(self, message: dict[str, Any]) -> None:
        self.channel.send(json.dumps({"jsonrpc": "2.0", **message}).encode())

    async def receive(self) -> Any:
        while not self.waiting:
            frames = await self.channel.receive()
            if not frames:
                return None
            self.waiting = [json.loads(frame) for frame in frames]
        return self.waiting.pop(0)


class ByHand:
    """A server played by hand: answers the handshake, then does what the test says."""

    def __init__(self, script: Callable[[Hand], Awaitable[None]], **result: Any) -> None:
        self.script = script
        self.result = {
            "protocolVersion": "2025-11-25",
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "hand", "version": "0"},
            **result,
        }
        self.seen: list[Any] = []

    async def serve(self, channel: Channel) -> None:
        async with channel:
            hand = Hand(channel)
            request = await hand.receive()
            if request["method"] == "server/discover":
                hand.send({"id": request["id"], "error": {"code": -32601, "message": "Method not found"}})
                request = await hand.receive()
            self.seen.append(request)
            hand.send({"id": request["id"], "result": self.result})
            await self.script(hand)


async def until_closed(hand: Hand) -> None:
    while await hand.receive() is not None:
        pass


@asynccontextmanager
async def bounded() -> AsyncIterator[None]:
    with anyio.fail_after(PATIENCE):
        yield


async def test_client_knows_the_server_it_is_connected_to(server: Server) -> None:
    async with Client(server) as client:
        assert client.protocol_version == "2026-07-28"
        assert client.server_info == Implementation("everything", "3", "All")
        assert client.server_capabilities.tools is not None
        assert client.instructions == "Try it."


@pytest.mark.parametrize("version", HANDSHAKE_VERSIONS)
async def test_pinned_version_is_spoken(version: str) -> None:
    types: Any = import_module(f"mcprism_types.v{version.replace('-', '_')}")

    class Adder(types.ServerHandler):
        async def list_tools(self, params: Any, ctx: Any) -> Any:
            return types.ListToolsResult(tools=[types.Tool(name="add", input_schema={"type": "object"})])

        async def call_tool(self, params: Any, ctx: Any) -> Any:
            return types.CallToolResult(content=[types.TextContent(text=f"{ctx.peer.version} {params.arguments}")])

    server = Server.from_handler(Adder(), name="adder", version="1")
    async with Client(server, version=version) as client:
        assert client.protocol_version == version
        assert [tool.name async for tool in client.list_tools()] == ["add"]
        result = await client.call_tool("add", {"a": 1})
        assert result.content == [home.TextContent(text=f"{version} {{'a': 1}}")]
        assert (
            type(await client.calls.list_tools(home.PaginatedRequestParams(meta=client.meta))) is home.ListToolsResult
        )


async def test_lists_go_through_all_pages(server: Server) -> None:
    async with Client(server) as client:
        assert [tool.name async for tool in client.list_tools()] == [f"tool {number}" for number in range(9)]
        assert [resource.uri async for resource in client.list_resources()] == ["x://r"]
        assert [template.name async for template in client.list_resource_templates()] == ["t"]
        assert [prompt.name async for prompt in client.list_prompts()] == ["p"]


async def test_every_kind_of_request_is_answered(server: Server) -> None:
    async with Client(server) as client:
        assert (await client.call_tool("add", {"a": 1, "b": 2})).content == [home.TextContent(text="3")]
        assert (await client.read_resource("x://r")).contents == [home.TextResourceContents(uri="x://r", text="text")]
        prompt = await client.get_prompt("p", {"x": "1"})
        assert prompt.messages[0].content == home.TextContent(text="p {'x': '1'}")
        completed = await client.complete(home.PromptReference(name="p"), "x", "1", context={"y": "2"})
        assert completed.completion.values == ["x", "1", "{'y': '2'}"]
        await client.ping()
        await client.set_log_level("error")


async def test_progress_and_log_messages_arrive_during_a_call(server: Server) -> None:
    answers = Answers()
    seen: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total, message))

    async with Client(server, handler=answers, version="2025-11-25") as client:
        await client.call_tool("steps", on_progress=on_progress)
        assert seen == [(1, 2, "one"), (2, 2, None)]
        async with bounded():
            await answers.heard.wait()
    assert answers.logged == ["half way"]


async def test_server_asks_the_client(server: Server) -> None:
    who = {"name": "me", "version": "1"}
    async with Client(server, handler=Answers(), client_info=who, version="2025-11-25") as client:
        assert (await client.call_tool("ask")).content == [home.TextContent(text="m file:///x me")]


async def test_client_without_a_handler_is_asked_nothing(server: Server) -> None:
    async with Client(server, version="2025-11-25") as client:
        result = await client.call_tool("ask")
        assert result.is_error
        assert "does not support sampling/createMessage" in str(result.content[0])
    async with Client(server) as client:
        with pytest.raises(PeerError, match="does not support sampling/createMessage") as error:
            await client.call_tool("ask")
    assert (error.value.code, error.value.data) == (-32021, {"requiredCapabilities": {"sampling": {}}})


async def test_request_that_nobody_handles_is_answered() -> None:
    async def ask(hand: Hand) -> None:
        await hand.receive()
        for method in ("roots/list", "ping"):
            hand.send({"id": method, "method": method})
        by_hand.seen += [await hand.receive(), await hand.receive()]
        await until_closed(hand)

    by_hand = ByHand(ask)
    async with Client(by_hand), bounded():
        while len(by_hand.seen) < 3:
            await checkpoint()
    assert by_hand.seen[1]["error"]["code"] == -32601
    assert by_hand.seen[2]["result"] == {}


async def test_declared_capabilities_follow_from_the_handler() -> None:
    by_hand = ByHand(until_closed)
    async with Client(by_hand, handler=Answers(), capabilities={"roots": {"listChanged": True}}) as client:
        await v.ClientCalls(client.outbound("2025-11-25")).notify_roots_list_changed(None)
    assert by_hand.seen[0]["params"]["capabilities"] == {"sampling": {}, "roots": {"listChanged": True}}


async def test_notification_that_was_not_declared_is_not_sent(server: Server) -> None:
    async with Client(server, version="2025-11-25") as client:
        with pytest.raises(NotDeclared, match=r"roots\.listChanged"):
            await v.ClientCalls(client.outbound("2025-11-25")).notify_roots_list_changed(None)


async def test_what_the_server_does_not_offer_is_not_sent() -> None:
    by_hand = ByHand(until_closed)
    async with Client(by_hand) as client:
        with pytest.raises(NotSupportedByPeer, match="its capability prompts") as caught:
            await client.get_prompt("p")
        with pytest.raises(NotSupportedByPeer):
            await anext(client.list_resources())
    assert (caught.value.feature, caught.value.peer_version) == ("prompts/get", "2025-11-25")


async def test_error_of_the_server_is_raised(server: Server) -> None:
    async with Client(server) as client:
        with pytest.raises(PeerError, match="no such tool") as caught:
            await client.call_tool("unknown")
    assert (caught.value.code, caught.value.data, caught.value.method) == (-32602, {"a": 1}, "tools/call")


async def test_result_that_does_not_fit_is_an_error() -> None:
    task = {"taskId": "1", "status": "working", "createdAt": "t", "lastUpdatedAt": "t", "ttl": None}

    async def answer(hand: Hand) -> None:
        await hand.receive()
        for result in ({"content": "text"}, {"task": task}):
            hand.send({"id": (await hand.receive())["id"], "result": result})
        await until_closed(hand)

    async with Client(ByHand(answer)) as client:
        with pytest.raises(InvalidAnswer, match="content"):
            await client.call_tool("x")
        with pytest.raises(InvalidAnswer, match="the answer to tools/call has tasks"):
            await client.call_tool("x")


async def test_pages_that_go_in_a_circle_are_an_error() -> None:
    async def answer(hand: Hand) -> None:
        await hand.receive()
        while (request := await hand.receive()) is not None:
            hand.send({"id": request["id"], "result": {"tools": [], "nextCursor": "again"}})

    async with Client(ByHand(answer)) as client:
        with pytest.raises(InvalidAnswer, match="'again' came twice"):
            async for _ in client.list_tools():
                pass


async def test_empty_cursor_is_a_cursor() -> None:
    async def answer(hand: Hand) -> None:
        await hand.receive()
        hand.send({"id": (await hand.receive())["id"], "result": {"tools": [], "nextCursor": ""}})
        second = await hand.receive()
        by_hand.seen.append(second)
        hand.send({"id": second["id"], "result": {"tools": []}})
        await until_closed(hand)

    by_hand = ByHand(answer)
    async with Client(by_hand) as client:
        assert [tool async for tool in client.list_tools()] == []
    assert by_hand.seen[1]["params"] == {"cursor": ""}


async def test_call_that_takes_too_long_is_cancelled(server: Server, everything: Everything) -> None:
    async with Client(server) as client:
        with pytest.raises(RequestTimeout):
            await client.call_tool("wait", timeout=0.05)
        async with bounded():
            await everything.cancelled.wait()


@pytest.mark.parametrize(
    "options",
    [pytest.param({"version": "2025-11-25"}, id="pin"), pytest.param({"versions": HANDSHAKE_VERSIONS[1:]}, id="limit")],
)
async def test_version_that_the_client_may_not_speak_is_refused(options: dict[str, Any]) -> None:
    by_hand = ByHand(until_closed, protocolVersion="2024-11-05")
    with pytest.raises(UnsupportedVersion, match="pass version='2024-11-05'") as caught:
        async with Client(by_hand, **options):
            pytest.fail("connected")
    assert (caught.value.requested, caught.value.answered) == ("2025-11-25", "2024-11-05")


@pytest.mark.parametrize(
    ("version", "problem"),
    [("soon", "there is no such version"), ("1999-01-01", "there is no such version")],
)
async def test_version_that_cannot_be_spoken_is_refused_at_once(server: Server, version: str, problem: str) -> None:
    with pytest.raises(UnsupportedVersion, match=problem):
        Client(server, version=version)


@pytest.mark.parametrize(
    "result",
    [
        pytest.param({"protocolVersion": 5}, id="version"),
        pytest.param({"capabilities": None}, id="capabilities"),
        pytest.param({"serverInfo": {}}, id="info"),
    ],
)
async def test_handshake_that_does_not_fit_is_refused(result: dict[str, Any]) -> None:
    with pytest.raises(InvalidAnswer, match="initialize"):
        async with Client(ByHand(until_closed, **result)):
            pytest.fail("connected")


@pytest.mark.fault("PE-07")
async def test_server_that_does_not_answer_the_handshake_is_given_up() -> None:
    ours, theirs = memory_channels()
    async with theirs:
        with pytest.raises(RequestTimeout, match=r"initialize was not answered within 0\.05 s"):
            async with Client(ours, connect_timeout=0.05):
                pytest.fail("connected")


async def test_script_is_run_as_a_server(program: Path) -> None:
    async with bounded():
        for target in (program, str(program), [sys.executable, str(program)]):
            async with Client(target) as client:
                assert client.server_info.name == "program"
                assert (await client.call_tool("x", {"a": 1})).content == [home.TextContent(text="{'a': 1}")]


@pytest.mark.fault("PE-03")
async def test_server_that_exits_at_start_is_one_plain_error(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("import sys; sys.exit('cannot start: no key')")
    async with bounded():
        with pytest.raises(ConnectionClosed, match="cannot start: no key"):
            async with Client(tmp_path / "bad.py"):
                pytest.fail("connected")


async def test_command_that_does_not_exist_is_one_plain_error() -> None:
    with pytest.raises(StartError, match="no-such-command"):
        async with Client(["no-such-command-anywhere"]):
            pytest.fail("connected")


@pytest.mark.parametrize(
    ("target", "error", "problem"),
    [
        ("ws://localhost/mcp", ValueError, "expected an address such as"),
        ("my-server --flag", ValueError, "give a command as a list"),
        (5, TypeError, "a command as a list"),
        (None, TypeError, "a command as a list"),
    ],
)
def test_target_that_leads_nowhere_is_refused(target: Any, error: type[Exception], problem: str) -> None:
    with pytest.raises(error, match=problem):
        Client(target)


@pytest.mark.fault("CO-01")
async def test_client_may_be_closed_in_another_task_than_it_was_opened_in(server: Server, program: Path) -> None:
    async with bounded():
        for target in (server, program):
            client = Client(target)
            opened = anyio.Event()

            async def open_it(client: Client, opened: anyio.Event) -> None:
                await client.__aenter__()
                opened.set()

            async def close_it(client: Client, opened: anyio.Event) -> None:
                await opened.wait()
                await client.ping()
                await client.__aexit__(None, None, None)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(close_it, client, opened)
                tasks.start_soon(open_it, client, opened)
            with pytest.raises(ConnectionClosed, match="this side closed the connection"):
                await client.ping()


@pytest.mark.fault("CO-02")
async def test_clients_may_be_closed_in_the_order_of_opening(server: Server) -> None:
    first, second = Client(server), Client(server)
    await first.__aenter__()
    await second.__aenter__()
    await first.__aexit__(None, None, None)
    await second.ping()
    await second.__aexit__(None, None, None)


@pytest.mark.fault("CO-01")
async def test_client_may_live_in_an_exit_stack_that_is_closed_elsewhere(server: Server) -> None:
    stack = AsyncExitStack()
    client = await stack.enter_async_context(Client(server))

    async def close() -> None:
        await client.ping()
        await stack.aclose()

    async with bounded(), anyio.create_task_group() as tasks:
        tasks.start_soon(close)


@pytest.mark.fault("CO-03")
async def test_exception_of_the_body_comes_out_as_itself(server: Server, program: Path) -> None:
    for target in (server, program):
        with pytest.raises(KeyError, match="mine"):
            async with Client(target):
                raise KeyError("mine")


async def test_closing_fails_calls_that_wait(server: Server, everything: Everything) -> None:
    failed: list[str] = []

    async def wait(client: Client) -> None:
        with pytest.raises(ConnectionClosed) as caught:
            await client.call_tool("wait")
        failed.append(str(caught.value))

    async with bounded(), anyio.create_task_group() as tasks, Client(server) as client:
        tasks.start_soon(wait, client)
        await everything.begun.wait()
    assert failed == ["tools/call was not answered: this side closed the connection"]


@pytest.mark.fault("CO-07")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_client_may_be_closed_by_its_own_handler(server: Server, backend: str) -> None:
    class Closing(Answers):
        async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
            await client.__aexit__(None, None, None)
            raise AssertionError("closing ends this handler")

    async def main() -> None:
        nonlocal client
        client = Client(server, version="2025-11-25", handler=Closing())
        await client.__aenter__()
        begun = anyio.current_time()
        with pytest.raises(ConnectionClosed):
            await client.call_tool("ask")
        async with bounded():
            await client.__aexit__(None, None, None)
        # By a clock that stands still until everything waits: nobody has waited for somebody else to give up.
        assert anyio.current_time() - begun < 1

    client: Client
    virtual_time.run(main, backend)


async def test_cancelling_the_block_closes_the_client(server: Server, everything: Everything) -> None:
    async with bounded():
        with anyio.CancelScope() as scope:
            async with Client(server) as client, anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "wait")
                await everything.begun.wait()
                scope.cancel()
        await everything.cancelled.wait()
        with pytest.raises(ConnectionClosed):
            await client.ping()


@pytest.mark.fault("ID-08")
async def test_cancelling_while_connecting_leaves_nothing(tmp_path: Path) -> None:
    silent = tmp_path / "silent.py"
    silent.write_text("import sys; sys.stdin.read()")
    async with bounded():
        with anyio.move_on_after(0.3) as scope:
            async with Client(silent):
                pytest.fail("connected")
    assert scope.cancelled_caught


async def test_newest_version_is_asked_for_whichever_the_handler_has() -> None:
    types: Any = import_module("mcprism_types.v2025_06_18")
    by_hand = ByHand(until_closed, protocolVersion="2025-06-18")
    async with Client(by_hand, handler=types.ClientHandler()) as client:
        assert client.protocol_version == "2025-06-18"
    assert by_hand.seen[0]["params"]["protocolVersion"] == "2025-11-25"


def test_version_and_versions_are_one_or_the_other(server: Server) -> None:
    with pytest.raises(ValueError, match="give one of them"):
        Client(server, version="2025-06-18", versions=["2025-06-18"])


def test_server_handler_is_no_client_handler(server: Server, everything: Everything) -> None:
    with pytest.raises(TypeError, match="expected an instance of a subclass of ClientHandler"):
        Client(server, handler=everything)


async def test_client_is_opened_once(server: Server) -> None:
    client = Client(server)
    with pytest.raises(RuntimeError, match="use it inside `async with`"):
        await client.ping()
    async with client:
        with pytest.raises(RuntimeError, match="opened before"):
            await client.__aenter__()


@pytest.mark.fault("CO-05")
async def test_dropped_client_warns(server: Server) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client = Client(server)
        await client.__aenter__()
        tasks = client._lifetime
        del client
        gc.collect()
    assert [warning.category for warning in caught] == [ResourceWarning]
    assert tasks is not None
    await tasks.close()


async def test_typed_calls_check_before_they_send(server: Server) -> None:
    async with Client(server, version="2025-11-25") as client:
        calls = v.ClientCalls(client.outbound("2025-11-25"))
        assert (await calls.call_tool(v.CallToolRequestParams(name="add", arguments={"a": 1, "b": 1}))).content
        with pytest.raises(NotSupportedByPeer, match="tasks/list"):
            await calls.list_tasks(None)


@pytest.mark.parametrize("version", [*HANDSHAKE_VERSIONS, "2026-07-28"])
async def test_typed_calls_of_any_version_reach_the_server(server: Server, version: str) -> None:
    older = import_module("mcprism_types.v2025_03_26")
    params = {"name": "add", "arguments": {"a": 1, "b": 1}}
    async with Client(server, version=version) as client:
        calls = older.ClientCalls(client.outbound("2025-03-26"))
        result = await calls.call_tool(older.CallToolRequestParams.from_wire(params))
        assert result == older.CallToolResult(content=[older.TextContent(text="2")])
        newest = home.CallToolRequestParams.from_wire({**params, "_meta": client.meta.to_wire()})
        assert await client.calls.call_tool(newest) == await client.call_tool("add", {"a": 1, "b": 1})
        with pytest.raises(UnsupportedVersion, match="1999-01-01"):
            client.outbound("1999-01-01")


@pytest.mark.parametrize("version", ["2024-11-05", "2026-07-28"])
async def test_level_that_is_none_is_not_sent(server: Server, version: str) -> None:
    level: Any = "loud"
    async with Client(server, version=version) as client:
        with pytest.raises(ValueError, match="must be one of debug, info"):
            await client.set_log_level(level)
        await client.set_log_level("error")


@pytest.mark.parametrize("value", ["text", [1, 2], 0, True], ids=repr)
async def test_structured_content_of_any_kind_arrives(value: Any) -> None:
    class Structured(home.ServerHandler[Context]):
        async def call_tool(self, params: home.CallToolRequestParams, ctx: Context) -> home.CallToolResult:
            return home.CallToolResult(content=[], structured_content=value)

    async with Client(Server.from_handler(Structured(), name="s", version="1")) as client:
        assert (await client.call_tool("x")).structured_content == value
