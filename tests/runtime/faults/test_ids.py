"""Ids, cancellation and progress, where they race or go astray."""

import json
import threading
from functools import partial
from typing import Any

import anyio
import pytest
from anyio import from_thread, to_thread
from anyio.lowlevel import checkpoint

from mcprism import Client, Context, RequestTimeout, Server, run_blocking
from mcprism.peer import Peer
from mcprism.threads import MAX_THREADS
from mcprism.transports.channel import HIGH_WATER
from mcprism.transports.memory import memory_channels
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_task_is_left")]

PATIENCE = 20.0


class Steps(v.ServerHandler[Context]):
    """A tool that takes a number of turns of the event loop, and others that report progress."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.contexts: list[Context] = []

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        self.contexts.append(ctx)
        await getattr(self, params.name)(ctx, **(params.arguments or {}))
        return v.CallToolResult(content=[v.TextContent(text=params.name)])

    async def turns(self, ctx: Context, count: int) -> None:
        try:
            for _ in range(count):
                await checkpoint()
        except anyio.get_cancelled_exc_class():
            self.ended.append("cancelled")
            raise
        self.ended.append("finished")

    async def progress(self, ctx: Context) -> None:
        await ctx.progress(1)

    async def progress_from_a_thread(self, ctx: Context) -> None:
        def work() -> None:
            for value in (1, 2, 3):
                from_thread.run(ctx.progress, value)

        await to_thread.run_sync(work)


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.mark.fault("ID-03", "ID-02")
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_any_id_is_an_id(talk_to: Any, steps: Steps, version: str) -> None:
    ids = ["", "x" * 10_000, "_GET_stream", "None", "0", 0, 1, "1", -1, 2**63 - 1, -(2**63), "\x00\n"]
    async with talk_to(Server.from_handler(steps, name="steps", version="1")) as hand:
        meta: dict[str, Any] = {}
        if version == "2025-11-25":
            await hand.initialize()
        else:
            meta = {
                "io.modelcontextprotocol/protocolVersion": version,
                "io.modelcontextprotocol/clientInfo": {"name": "x", "version": "1"},
                "io.modelcontextprotocol/clientCapabilities": {},
            }
        for request_id in ids:
            params = {"name": "turns", "arguments": {"count": 20}, "_meta": {**meta, "progressToken": request_id}}
            hand.send({"id": request_id, "method": "tools/call", "params": params})
        answers = [await hand.receive() for _ in ids]
    assert sorted(map(repr, ids)) == sorted(repr(answer["id"]) for answer in answers)
    assert all(answer["result"]["content"] for answer in answers)


@pytest.mark.fault("ID-05")
async def test_cancellation_at_any_time_before_or_after_the_result_ends_the_call_once(steps: Steps) -> None:
    """1000 rounds: each delay of the result with each delay of the cancellation, in turns of the event loop.

    The server serves one request at a time: one that stayed in flight would have the next refused.
    """
    ends = {"cancelled": 0, "result": 0}

    async def call(client: Client, scope: anyio.CancelScope, turns: int) -> None:
        with scope:
            await client.call_tool("turns", {"count": turns})
            ends["result"] += 1
            return
        ends["cancelled"] += 1

    server = Server.from_handler(steps, name="steps", version="1", max_inbound=1)
    async with Client(server, version="2025-11-25") as client:
        for turns in range(20):
            for delay in range(50):
                async with anyio.create_task_group() as tasks:
                    scope = anyio.CancelScope()
                    tasks.start_soon(call, client, scope, turns)
                    for _ in range(delay):
                        await checkpoint()
                    scope.cancel()
                await client.ping()
    assert ends["cancelled"] + ends["result"] == 1000
    assert min(ends.values()) > 100
    # A handler whose request was given up before it began never begins.
    assert ends["result"] <= steps.ended.count("finished") <= len(steps.ended) <= 1000


@pytest.mark.fault("ID-07")
async def test_progress_from_a_thread_is_reported_before_the_call_returns(steps: Steps) -> None:
    seen: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    async with Client(Server.from_handler(steps, name="steps", version="1")) as client:
        await client.call_tool("progress_from_a_thread", on_progress=on_progress)
        assert seen == [1, 2, 3]


@pytest.mark.fault("ID-07")
async def test_progress_after_the_answer_reaches_nobody(steps: Steps) -> None:
    seen: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    async with Client(Server.from_handler(steps, name="steps", version="1")) as client:
        await client.call_tool("progress", on_progress=on_progress)
        await steps.contexts[0].progress(2)
        await client.call_tool("progress", on_progress=on_progress)
        await steps.contexts[0].progress(3)
        await client.ping()
    assert seen == [1, 1]


@pytest.mark.fault("ID-08", "FL-05")
async def test_requests_to_a_peer_that_reads_nothing_do_not_pile_up() -> None:
    ours, theirs = memory_channels()
    client = Peer(ours, Nobody(), side="client", drain_timeout=0)
    opened = anyio.Event()
    text = {"text": "x" * (HIGH_WATER // 2)}
    with anyio.fail_after(PATIENCE):
        async with theirs, anyio.create_task_group() as tasks:
            tasks.start_soon(partial(client.run, on_open=opened.set))
            await opened.wait()
            for _ in range(10):
                with pytest.raises(RequestTimeout):
                    await client.request("m", text, timeout=0.02)
            # Given up before it was written: there is nothing to cancel either.
            with anyio.move_on_after(0.02) as scope:
                await client.request("never sent", timeout=PATIENCE)
            assert scope.cancelled_caught
            messages = [json.loads(frame) for frame in await theirs.receive()]
            sent = [message["id"] for message in messages if message["method"] == "m"]
            assert 2 <= len(sent) <= 4
            assert [message["params"]["requestId"] for message in messages if message["method"] != "m"] == sent
            # Who reads again is asked again.
            with pytest.raises(RequestTimeout):
                await client.request("read again", timeout=0.02)
            assert json.loads((await theirs.receive())[0])["method"] == "read again"
            client.stop()


class Nobody:
    """Answers nothing, as nobody asks."""

    def dispatch(self, request: Any, exchange: Any) -> Any:
        raise AssertionError

    def notified(self, notification: Any, exchange: Any) -> Any:
        raise AssertionError


@pytest.mark.fault("ID-09")
async def test_caller_of_a_blocking_handler_is_released_at_once_and_its_place_when_the_thread_ends() -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    def block() -> str:
        begun.release()
        go_on.wait(PATIENCE)
        return "done"

    class Blocking(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            return v.CallToolResult(content=[v.TextContent(text=await run_blocking(block))])

    async with Client(Server.from_handler(Blocking(), name="blocking", version="1")) as client:
        with anyio.fail_after(PATIENCE), anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                for _ in range(MAX_THREADS):
                    tasks.start_soon(client.call_tool, "block")
                for _ in range(MAX_THREADS):
                    await to_thread.run_sync(begun.acquire, True, PATIENCE)
                scope.cancel()
        assert not go_on.is_set()
        await client.ping()
        # The threads go on, so there is no place for another one.
        with pytest.raises(RequestTimeout):
            await client.call_tool("block", timeout=0.05)
        assert not begun.acquire(blocking=False)
        go_on.set()
        result = await client.call_tool("block", timeout=PATIENCE)
        assert result.content == [home.TextContent(text="done")]
