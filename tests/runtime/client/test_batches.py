"""Several calls of a client in one message, which only one version has."""

import json
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from mcprism import (
    Client,
    ConnectionClosed,
    Context,
    InvalidAnswer,
    NotSupportedByPeer,
    PeerError,
    RequestTimeout,
    Server,
    ToolResult,
)
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism_types import v2025_03_26 as v
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

VERSION = "2025-03-26"
OTHERS = ["2024-11-05", "2025-06-18", "2025-11-25", "2026-07-28"]
INITIALIZED = {
    "protocolVersion": VERSION,
    "capabilities": {"tools": {}, "resources": {}},
    "serverInfo": {"name": "hand", "version": "0"},
}


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(20):
        yield


class Adder(home.ServerHandler[Context]):
    """Adds, and reports how far it is."""

    async def call_tool(self, params: home.CallToolRequestParams, ctx: Context) -> home.CallToolResult:
        arguments = params.arguments or {}
        await ctx.progress(1, 2)
        if params.name == "wait":
            await anyio.sleep_forever()
        return home.CallToolResult(content=[home.TextContent(text=str(arguments["a"] + arguments["b"]))])

    async def read_resource(self, params: home.ReadResourceRequestParams, ctx: Context) -> home.ReadResourceResult:
        contents = [home.TextResourceContents(uri=params.uri, text="text")]
        return home.ReadResourceResult(contents=contents, ttl_ms=0, cache_scope="private")


class ByHand:
    """A server that shows what came, and answers what follows the handshake as a function says."""

    def __init__(self, answer: Callable[[Any], Any] = lambda frame: None) -> None:
        self.answer = answer
        self.seen: list[Any] = []

    async def serve(self, channel: Channel) -> None:
        async with channel:
            while frames := await channel.receive():
                for frame in frames:
                    assert isinstance(frame, bytes)
                    message = json.loads(frame)
                    if isinstance(message, dict) and message["method"] == "initialize":
                        answer: Any = {"jsonrpc": "2.0", "id": message["id"], "result": INITIALIZED}
                    elif isinstance(message, dict) and message["method"] == "notifications/initialized":
                        continue
                    else:
                        self.seen.append(message)
                        answer = self.answer(message)
                    if answer is not None:
                        channel.send(json.dumps(answer).encode())


def result(request: Any, **members: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": request["id"], "result": members}


@pytest.mark.covers("S3", versions=VERSION)
async def test_calls_in_a_batch_come_to_what_they_are_by_themselves() -> None:
    seen: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total))

    server = Server.from_handler(Adder(), name="adder", version="1")
    async with Client(server, version=VERSION) as client:
        added, read, pong = await client.send_batch(
            client.call_tool("add", {"a": 1, "b": 2}, on_progress=on_progress),
            client.read_resource("x://r"),
            client.ping(),
        )
        assert isinstance(added, home.CallToolResult)
        assert isinstance(read, home.ReadResourceResult)
        assert added.content == [home.TextContent(text="3")]
        assert read.contents == [home.TextResourceContents(uri="x://r", text="text")]
        assert pong is None
        assert seen == [(1, 2)]


@pytest.mark.covers("S3", versions=VERSION)
async def test_calls_and_notifications_leave_in_one_message_and_answers_come_in_any_order() -> None:
    def answer(batch: Any) -> Any:
        asked = [message for message in batch if "id" in message]
        return [result(message, content=[{"type": "text", "text": message["params"]["name"]}]) for message in asked][
            ::-1
        ]

    by_hand = ByHand(answer)
    async with Client(by_hand, version=VERSION, capabilities={"roots": {"listChanged": True}}) as client:
        calls = v.ClientCalls(client.outbound(VERSION))
        first, told, second = await client.send_batch(
            client.call_tool("first"), calls.notify_roots_list_changed(None), client.call_tool("second")
        )
    (batch,) = by_hand.seen
    assert [message["method"] for message in batch] == ["tools/call", "notifications/roots/list_changed", "tools/call"]
    assert all(message["jsonrpc"] == "2.0" for message in batch)
    assert told is None
    assert isinstance(first, home.CallToolResult)
    assert isinstance(second, home.CallToolResult)
    assert (first.content[0], second.content[0]) == (home.TextContent(text="first"), home.TextContent(text="second"))


async def test_error_of_one_call_is_its_own() -> None:
    def answer(batch: Any) -> Any:
        error = {"jsonrpc": "2.0", "id": batch[0]["id"], "error": {"code": -32602, "message": "no such tool"}}
        return [error, result(batch[1], content="text"), result(batch[2], content=[])]

    by_hand = ByHand(answer)
    async with Client(by_hand, version=VERSION) as client:
        outcomes = await client.send_batch(
            client.get_prompt("p"),
            client.call_tool("unknown"),
            client.call_tool("wrong"),
            client.call_tool("right"),
            client.call_tool("late", timeout=0.05),
        )
    kinds = [NotSupportedByPeer, PeerError, InvalidAnswer, ToolResult, RequestTimeout]
    assert [type(outcome) for outcome in outcomes] == kinds
    batch, cancelled = by_hand.seen
    assert [message["params"]["name"] for message in batch] == ["unknown", "wrong", "right", "late"]
    assert cancelled["method"] == "notifications/cancelled"
    assert cancelled["params"]["requestId"] == batch[-1]["id"]


async def test_cancelling_cancels_each_call_that_was_sent() -> None:
    begun = anyio.Event()
    by_hand = ByHand(lambda batch: begun.set())
    async with Client(by_hand, version=VERSION) as client:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.send_batch, client.call_tool("a"), client.call_tool("b"))
            await begun.wait()
            tasks.cancel_scope.cancel()
        await client.calls.notify_cancelled(home.CancelledNotificationParams(request_id="end"))
    batch, *cancelled, _ = by_hand.seen
    cancelled_ids = {message["params"]["requestId"] for message in cancelled}
    assert cancelled_ids == {message["id"] for message in batch}


async def test_what_is_cancelled_before_it_left_was_never_sent() -> None:
    async def late(client: Client, gate: anyio.Event) -> None:
        await gate.wait()
        await client.ping()

    by_hand, gate = ByHand(lambda batch: [result(request, content=[]) for request in batch]), anyio.Event()
    async with Client(by_hand, version=VERSION) as client:
        with anyio.move_on_after(0.05):
            await client.send_batch(client.call_tool("a"), late(client, gate))
        outcomes: list[Any] = []

        async def batch() -> None:
            outcomes.extend(
                await client.send_batch(
                    client.call_tool("too late", timeout=0.05), client.call_tool("b"), late(client, gate)
                )
            )

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(batch)
            await anyio.sleep(0.1)
            gate.set()
    assert [type(outcome) for outcome in outcomes] == [RequestTimeout, ToolResult, type(None)]
    assert [[message.get("params", {}).get("name") for message in batch] for batch in by_hand.seen] == [["b", None]]


async def test_calls_outside_of_the_batch_leave_by_themselves() -> None:
    by_hand = ByHand(
        lambda said: [result(said[0], content=[])] if isinstance(said, list) else result(said, content=[], contents=[])
    )
    async with Client(by_hand, version=VERSION) as client, Client(by_hand, version=VERSION) as other:

        async def two_calls() -> None:
            await client.call_tool("inside")
            await client.call_tool("afterwards")
            await other.call_tool("elsewhere")

        await client.send_batch(two_calls())
    assert [isinstance(message, list) for message in by_hand.seen] == [True, False, False]


async def test_batch_of_nothing_is_not_sent() -> None:
    by_hand = ByHand()
    async with Client(by_hand, version=VERSION) as client:
        assert await client.send_batch() == ()
        (refused,) = await client.send_batch(client.get_prompt("p"))
        assert isinstance(refused, NotSupportedByPeer)
    assert by_hand.seen == []


@pytest.mark.covers("L1", versions=VERSION)
async def test_l1_initialize_is_never_part_of_a_batch() -> None:
    by_hand = ByHand()
    async with Client(by_hand, version=VERSION) as client:
        params = v.InitializeRequestParams(
            protocol_version=VERSION,
            capabilities=v.ClientCapabilities(),
            client_info=v.Implementation(name="x", version="1"),
        )
        (outcome,) = await client.send_batch(v.ClientCalls(client.outbound(VERSION)).initialize(params))
    assert isinstance(outcome, ValueError)
    assert by_hand.seen == []


@pytest.mark.covers("S3", "not in the version")
@pytest.mark.parametrize("version", OTHERS)
async def test_version_without_batches_is_sent_nothing(version: str) -> None:
    server = Server.from_handler(Adder(), name="adder", version="1")
    async with Client(server, version=version) as client:
        with pytest.raises(NotSupportedByPeer, match=f"batches: it speaks {version}, and this needs {VERSION}"):
            await client.send_batch(client.ping(), client.call_tool("add", {"a": 1, "b": 2}))


async def test_what_is_no_call_is_refused_with_a_hint() -> None:
    not_a_call: Any = "tools/call"
    async with Client(ByHand(), version=VERSION) as client:
        with pytest.raises(TypeError, match=r"such as client\.call_tool\('add'\), not 'tools/call'"):
            await client.send_batch(client.ping(), not_a_call)


async def test_more_calls_than_a_server_reads_at_once_are_not_sent() -> None:
    async with Client(ByHand(), version=VERSION) as client:
        with pytest.raises(ValueError, match="up to 1000 calls, not 1001: send several"):
            await client.send_batch(*[client.ping() for _ in range(1001)])


async def test_each_call_fails_when_the_message_cannot_leave() -> None:
    ours, theirs = memory_channels()

    class Half:
        """A channel whose other side is there to be read, and takes nothing any more."""

        def __init__(self) -> None:
            self.is_shut = False

        async def __aenter__(self) -> "Half":
            await ours.__aenter__()
            return self

        async def __aexit__(self, *raised: Any) -> None:
            await ours.__aexit__(*raised)

        async def receive(self) -> Any:
            return await ours.receive()

        def send(self, frame: bytes) -> None:
            if self.is_shut:
                raise ConnectionClosed("the server reads no more")
            ours.send(frame)

        async def drained(self) -> None:
            await ours.drained()

        def describe_end(self) -> str:
            return ""

    half = Half()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ByHand().serve, theirs)
        async with Client(half, version=VERSION) as client:
            half.is_shut = True
            outcomes = await client.send_batch(client.ping(), client.call_tool("a"))
    assert [str(outcome) for outcome in outcomes] == ["the server reads no more"] * 2
    assert [type(outcome) for outcome in outcomes] == [ConnectionClosed] * 2
