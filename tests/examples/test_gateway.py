"""The gateway, between peers that have no version in common."""

import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from anyio.abc import ByteReceiveStream, Process

from mcprism import Client, Context, PeerError, ResourceUpdated, Server, ToolsChanged
from mcprism.server.http.handle import HttpHandle
from mcprism_types import v2026_07_28 as v
from tests.examples.behind import NOTES, behind
from tests.examples.conftest import EXAMPLES, loaded

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

OLD, NEW = "2024-11-05", "2026-07-28"
PAIRS = [pytest.param(OLD, NEW, id="old-in-front"), pytest.param(NEW, OLD, id="new-in-front")]
BEHIND = Path(__file__).parent / "behind.py"
GATEWAY = EXAMPLES / "gateway" / "gateway.py"
ENVELOPE = {
    "io.modelcontextprotocol/protocolVersion": NEW,
    "io.modelcontextprotocol/clientInfo": {"name": "by hand", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


class Person(v.ClientHandler[Context]):
    """Answers what the server behind asks, and hears what it tells."""

    def __init__(self) -> None:
        self.logged: list[Any] = []
        self.asked = anyio.Event()

    async def list_roots(self, params: v.ListRootsRequestParams | None, ctx: Context) -> v.ListRootsResult:
        return v.ListRootsResult(roots=[v.Root(uri="file:///home/ada")])

    async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
        return v.CreateMessageResult(role="assistant", content=v.TextContent(text="Something."), model="m")

    async def elicit(self, params: v.ElicitRequestParams, ctx: Context) -> v.ElicitResult:
        assert params.message == "What may I bring?"
        return v.ElicitResult(action="accept", content={"drink": "tea", "count": 2})

    async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.logged.append((params.level, params.data, params.logger))


def text_of(result: v.CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, v.TextContent)
    return block.text


@asynccontextmanager
async def through(target: Any, front: str, *, one_client: bool = True) -> AsyncIterator[tuple[Client, Person]]:
    """A client of the gateway in memory, and who sits before it."""
    gateway = await loaded("gateway/gateway.py").gateway_to(target, one_client=one_client)
    person = Person()
    async with Client(gateway, version=front, handler=person) as client:
        yield client, person


async def until(client: Client, tool: str, sign: str) -> None:
    """Calls a tool until it says this."""
    while text_of(await client.call_tool(tool)) != sign:
        await anyio.lowlevel.checkpoint()


async def offered_and_read(client: Client) -> None:
    """What a server is, has and gives."""
    assert (client.server_info.name, client.server_info.version) == ("behind", "3.2.1")
    assert client.instructions == "Ask it for anything."
    assert [tool.name async for tool in client.list_tools()][:2] == ["add", "refuse"]
    assert [resource.uri async for resource in client.list_resources()] == [NOTES]
    assert [template.uri_template async for template in client.list_resource_templates()] == ["behind://people/{name}"]
    assert [prompt.name async for prompt in client.list_prompts()] == ["greet"]
    assert text_of(await client.call_tool("add", {"a": 1, "b": 2})) == "3"
    refused = await client.call_tool("refuse")
    assert (refused.is_error, text_of(refused)) == (True, "not today")
    (person,) = (await client.read_resource("behind://people/ada")).contents
    assert isinstance(person, v.TextResourceContents)
    assert person.text == "this is ada"
    (message,) = (await client.get_prompt("greet", {"name": "Ada", "tone": "warm"})).messages
    assert message.content == v.TextContent(text="Hello, Ada!")
    completed = await client.complete(v.PromptReference(name="greet"), "tone", "w")
    assert completed.completion.values == ["warm"]


@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_what_a_server_offers_is_offered(front: str, back: str) -> None:
    async with through(behind(back), front) as (client, _):
        await offered_and_read(client)
        with pytest.raises(PeerError, match="there is no tool 'nothing'") as refusal:
            await client.call_tool("nothing")
        assert refusal.value.code == -32602


@pytest.mark.parametrize("one_client", [True, False])
@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_what_a_server_asks_is_answered_by_the_client(front: str, back: str, one_client: bool) -> None:
    async with through(behind(back), front, one_client=one_client) as (client, _):
        assert text_of(await client.call_tool("ask")) == "file:///home/ada: Something."


@pytest.mark.parametrize("one_client", [True, False])
@pytest.mark.parametrize(("front", "back"), [("2025-06-18", NEW), (NEW, "2025-06-18"), (NEW, "2025-11-25")])
async def test_form_of_a_server_is_filled_in_by_the_user(front: str, back: str, one_client: bool) -> None:
    async with through(behind(back), front, one_client=one_client) as (client, _):
        assert text_of(await client.call_tool("order")) == "2 tea"


@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_client_that_can_be_asked_nothing_is_not_asked(front: str, back: str) -> None:
    gateway = await loaded("gateway/gateway.py").gateway_to(behind(back), one_client=True)
    async with Client(gateway, version=front) as client:
        try:
            told = text_of(await client.call_tool("ask"))
        except PeerError as error:
            told = error.message
        assert "does not support roots/list" in told


@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_progress_and_log_messages_come_before_the_answer(front: str, back: str) -> None:
    told: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total))

    async with through(behind(back), front) as (client, person):
        await client.set_log_level("info")
        assert text_of(await client.call_tool("count", on_progress=on_progress)) == "counted"
        assert told == [(1, 3), (2, 3), (3, 3)]
        await client.ping()
        assert person.logged == [("warning", {"counted": 3}, "counter")]


@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_call_that_is_given_up_in_front_ends_behind(front: str, back: str) -> None:
    async with through(behind(back), front) as (client, _):
        with anyio.CancelScope() as scope:

            async def begun(progress: float, total: float | None, message: str | None) -> None:
                scope.cancel()

            await client.call_tool("wait", on_progress=begun)
        await until(client, "cancelled_calls", "1")


@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_changes_behind_are_told_in_front(front: str, back: str) -> None:
    async with through(behind(back), front) as (client, _), client.listen(tools=True, uris=[NOTES]) as changes:
        await until(client, "is_watched", "true")
        await client.call_tool("touch")
        assert {await anext(changes), await anext(changes)} == {ToolsChanged(), ResourceUpdated(NOTES)}
        assert text_of(await client.call_tool("touch")) == "touched"


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_server_that_has_gone_is_an_error_and_the_next_request_finds_another() -> None:
    async with through([sys.executable, str(BEHIND), OLD], NEW) as (client, _):
        with pytest.raises(PeerError, match="the server behind has gone"):
            await client.call_tool("die")
        assert text_of(await client.call_tool("add", {"a": 1, "b": 2})) == "3"


class Pipes:
    """A program on the other side of two pipes, spoken to by hand."""

    def __init__(self, process: Process, answers: Callable[[str], dict[str, Any] | None]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to = process.stdin
        self._from: ByteReceiveStream = process.stdout
        self._answers = answers
        self._read = b""
        self._last = 0
        self.told: list[Any] = []

    async def send(self, message: dict[str, Any]) -> None:
        """Sends one message."""
        await self._to.send(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    async def ask(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """The answer to a request. What comes before is answered or kept."""
        self._last += 1
        await self.send({"id": self._last, "method": method, **({} if params is None else {"params": params})})
        while True:
            message = await self.receive()
            if "method" not in message:
                assert message["id"] == self._last
                return message["result"] if "result" in message else message["error"]

    async def receive(self) -> Any:
        """The next message. A question is answered."""
        while b"\n" not in self._read:
            self._read += await self._from.receive()
        line, _, self._read = self._read.partition(b"\n")
        message = json.loads(line)
        if "id" in message and "method" in message:
            await self.send({"id": message["id"], "result": self._answers(message["method"])})
        elif "method" in message:
            self.told.append(message)
        return message


@asynccontextmanager
async def old_client_of(*behind: str) -> AsyncIterator[Pipes]:
    """A client of 2024-11-05 that has started the gateway, spoken to by hand."""
    answers: dict[str, dict[str, Any]] = {
        "roots/list": {"roots": [{"uri": "file:///home/ada"}]},
        "sampling/createMessage": {"role": "assistant", "model": "m", "content": {"type": "text", "text": "Hm."}},
    }
    command = [sys.executable, str(GATEWAY), "--", *behind]
    async with await anyio.open_process(command, stderr=None) as process:
        hand = Pipes(process, answers.get)
        said = {"protocolVersion": OLD, "capabilities": {"roots": {}, "sampling": {}}}
        welcome = await hand.ask("initialize", {**said, "clientInfo": {"name": "by hand", "version": "1"}})
        assert (welcome["protocolVersion"], welcome["serverInfo"]["name"]) == (OLD, "behind")
        await hand.send({"method": "notifications/initialized"})
        yield hand
        assert process.stdin is not None
        await process.stdin.aclose()
        assert await process.wait() == 0


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_old_client_over_stdio_uses_a_server_that_knows_no_sessions() -> None:
    async with old_client_of(sys.executable, str(BEHIND), NEW) as hand:
        tools = (await hand.ask("tools/list"))["tools"]
        assert {"name", "description", "inputSchema"} >= tools[0].keys()
        call = {"name": "add", "arguments": {"a": 1, "b": 2}}
        assert (await hand.ask("tools/call", call))["content"] == [{"type": "text", "text": "3"}]
        asked = await hand.ask("tools/call", {"name": "ask"})
        assert asked["content"] == [{"type": "text", "text": "file:///home/ada: Hm."}]
        await hand.ask("logging/setLevel", {"level": "warning"})
        hand.told.clear()
        await hand.ask("tools/call", {"name": "count", "_meta": {"progressToken": "p"}})
        progress = [told["params"] for told in hand.told if told["method"] == "notifications/progress"]
        assert progress == [{"progressToken": "p", "progress": step, "total": 3} for step in (1, 2, 3)]
        (log,) = [told["params"] for told in hand.told if told["method"] == "notifications/message"]
        assert log == {"level": "warning", "data": {"counted": 3}, "logger": "counter"}
        await hand.ask("resources/subscribe", {"uri": NOTES})
        while (await hand.ask("tools/call", {"name": "is_watched"}))["content"][0]["text"] != "true":
            pass
        hand.told.clear()
        await hand.ask("tools/call", {"name": "touch"})
        while len(hand.told) < 2:
            await hand.receive()
        changes = {"notifications/resources/updated", "notifications/tools/list_changed"}
        assert {told["method"] for told in hand.told} == changes
        await hand.send({"id": "w", "method": "tools/call", "params": {"name": "wait", "_meta": {"progressToken": 1}}})
        await hand.receive()
        await hand.send({"method": "notifications/cancelled", "params": {"requestId": "w"}})
        while (await hand.ask("tools/call", {"name": "cancelled_calls"}))["content"][0]["text"] != "1":
            pass


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_client_without_sessions_over_stdio_uses_a_server_of_the_first_version() -> None:
    command = [sys.executable, str(GATEWAY), "--", sys.executable, str(BEHIND), OLD]
    async with Client(command, version=NEW, handler=Person()) as client:
        await offered_and_read(client)
        assert text_of(await client.call_tool("ask")) == "file:///home/ada: Something."
        async with client.listen(tools=True, uris=[NOTES]) as changes:
            await until(client, "is_watched", "true")
            await client.call_tool("touch")
            assert {await anext(changes), await anext(changes)} == {ToolsChanged(), ResourceUpdated(NOTES)}


@asynccontextmanager
async def over_http(back: str, **options: Any) -> AsyncIterator[tuple[str, HttpHandle]]:
    """The address of a gateway over HTTP, and the server behind it, which is served over HTTP as well."""
    module = loaded("gateway/gateway.py")
    async with behind(back).http(port=0) as server:
        gateway: Server = await module.gateway_to(server.url, one_client=False, **options)
        async with gateway.http(port=0) as handle:
            yield handle.url, server


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
async def test_it_is_the_same_over_http(front: str, back: str) -> None:
    async with over_http(back) as (url, _), Client(url, version=front, handler=Person()) as client:
        await offered_and_read(client)
        assert text_of(await client.call_tool("ask")) == "file:///home/ada: Something."
        async with client.listen(tools=True, uris=[NOTES]) as changes:
            await until(client, "is_watched", "true")
            await client.call_tool("touch")
            assert {await anext(changes), await anext(changes)} == {ToolsChanged(), ResourceUpdated(NOTES)}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_each_client_over_http_answers_what_concerns_itself() -> None:
    class Named(Person):
        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

        async def list_roots(self, params: v.ListRootsRequestParams | None, ctx: Context) -> v.ListRootsResult:
            return v.ListRootsResult(roots=[v.Root(uri=f"file:///home/{self.name}")])

    async def ask(url: str, name: str, front: str) -> None:
        async with Client(url, version=front, handler=Named(name)) as client:
            for _ in range(3):
                assert text_of(await client.call_tool("ask")) == f"file:///home/{name}: Something."

    async with over_http(OLD) as (url, _), anyio.create_task_group() as tasks:
        for number, front in enumerate((NEW, NEW, OLD, OLD)):
            tasks.start_soon(ask, url, f"number-{number}", front)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("front", [OLD, NEW])
async def test_connections_of_clients_that_have_gone_are_ended(front: str) -> None:
    async with over_http(OLD, max_kept=1) as (url, server):
        for number in range(4):
            info = {"name": f"client {number}", "version": "1"}
            async with Client(url, version=front, client_info=info) as client:
                await client.call_tool("add", {"a": 1, "b": 2})
        # One that is kept, one on which the gateway hears of changes, and that of the last client.
        assert len(server.sessions()) <= 3


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_request_without_a_session_is_one_post() -> None:
    async with over_http(OLD) as (url, _), httpx.AsyncClient() as http:
        headers = {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": NEW,
            "Mcp-Method": "tools/call",
            "Mcp-Name": "add",
        }
        params = {"name": "add", "arguments": {"a": 1, "b": 2}, "_meta": ENVELOPE}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        answer = (await http.post(url, json=body, headers=headers)).json()
        assert answer["result"]["content"] == [{"type": "text", "text": "3"}]
        assert answer["result"]["resultType"] == "complete"
