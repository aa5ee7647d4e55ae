"""Our client and our server with a wire between them that fails: every call has one end, and what comes is whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, Context, HttpTarget, McprismError, RequestTimeout, Server
from mcprism.stores import InMemoryEventStore
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home
from tests.runtime.faults.http.relay import Fault, Wire, drawn, relayed

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_task_is_left")]

Listening = Callable[..., AbstractContextManager[str]]

PATIENCE = 30.0
NEWEST = "2026-07-28"


class Handler(v.ServerHandler[Context]):
    """Tools by the name of the method; they run in the thread of the server."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        text = await getattr(self, params.name)(ctx, **(params.arguments or {}))
        self.done.append(params.name)
        return v.CallToolResult(content=[v.TextContent(text=text)])

    async def say(self, ctx: Context, text: str) -> str:
        return text

    async def tell(self, ctx: Context, times: int, size: int = 1) -> str:
        for number in range(times):
            await ctx.log("info", f"{number} {'x' * size}")
        return "told"

    async def report(self, ctx: Context, times: int, size: int) -> str:
        for number in range(times):
            await ctx.progress(number, times, "x" * size)
        return "reported"


class Hearing(v.ClientHandler[Context]):
    """Keeps what it is told, in order."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.has_all = anyio.Event()

    async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.numbers.append(int(str(params.data).partition(" ")[0]))
        if len(self.numbers) == 200:
            self.has_all.set()


def serving(handler: Handler) -> Server:
    return Server.from_handler(handler, name="wired", version="1", capabilities={"tools": {}, "logging": {}})


def text(result: Any) -> str:
    (content,) = result.content
    assert isinstance(content, home.TextContent)
    return content.text


def target(url: str, **options: Any) -> HttpTarget:
    return HttpTarget(url, listens=False, retry_delay=0.1, close_timeout=0.5, **options)


@pytest.mark.fault("RE-01")
@pytest.mark.parametrize("seed", range(3))
async def test_a_stream_of_200_events_is_cut_six_times_and_each_event_comes_once(
    listening: Listening, seed: int
) -> None:
    handler, hearing = Handler(), Hearing()
    wires = drawn(seed, ("cut_at",), 8000)

    def cut(number: int) -> Wire:
        # The head and the first id have to arrive: before them nothing says that there is something to go on with.
        at = wires(number).down.cut_at or wires(number).up.cut_at or 0
        return Wire(down=Fault(cut_at=600 + at)) if number < 6 else Wire()

    store = InMemoryEventStore(max_events=1000)
    with listening(serving(handler), event_store=store, retry_ms=1) as url, anyio.fail_after(PATIENCE):
        async with relayed(url) as relay, Client(target(relay.url), version="2025-11-25", handler=hearing) as client:
            await relay.use(cut)
            assert text(await client.call_tool("tell", {"times": 200})) == "told"
            # It is handled beside the call.
            await hearing.has_all.wait()
            assert relay.connections >= 4
    assert hearing.numbers == list(range(200))
    assert handler.done == ["tell"]


@pytest.mark.fault("PE-01")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(cut_at=0), id="cut before the head"),
        pytest.param(Fault(reset_at=0), id="reset before the head"),
        pytest.param(Fault(half_close_at=0), id="half closed before the head"),
        pytest.param(Fault(cut_at=250), id="cut within the stream"),
        pytest.param(Fault(reset_at=250), id="reset within the stream"),
        pytest.param(Fault(half_close_at=250), id="half closed within the stream"),
    ],
)
async def test_a_connection_that_ends_costs_its_call_and_no_other(
    listening: Listening, version: str, fault: Fault
) -> None:
    handler = Handler()
    with listening(serving(handler)) as url, anyio.fail_after(PATIENCE):
        async with relayed(url) as relay, Client(target(relay.url), version=version) as client:
            await relay.use(lambda number: Wire(down=fault) if number == 0 else Wire())
            with pytest.raises(ConnectionClosed) as failed:
                await client.call_tool("tell", {"times": 3, "size": 200})
            assert "httpx" not in repr(failed.value.__cause__)
            assert text(await client.call_tool("say", {"text": "on"})) == "on"


@pytest.mark.fault("FL-01")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_who_reads_no_further_holds_up_one_tool_and_no_other_call(listening: Listening, version: str) -> None:
    handler, results, reports = Handler(), list[str](), list[float]()

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        reports.append(progress)

    async def report(client: Client) -> None:
        result = await client.call_tool("report", {"times": 16, "size": 1_000_000}, on_progress=on_progress)
        results.append(text(result))

    with listening(serving(handler)) as url, anyio.fail_after(PATIENCE):
        async with (
            relayed(url) as relay,
            Client(target(relay.url), version=version) as client,
            anyio.create_task_group() as tasks,
        ):
            await relay.use(lambda number: Wire(down=Fault(stop_at=1000)) if number == 0 else Wire())
            tasks.start_soon(report, client)
            await relay.connected.wait()
            for number in range(20):
                assert text(await client.call_tool("say", {"text": str(number)})) == str(number)
            assert handler.done == ["say"] * 20
            relay.go_on.set()
    assert (results, reports) == (["reported"], list(range(16)))


@pytest.mark.fault("FL-05")
async def test_a_call_that_nobody_reads_ends_at_its_own_limit(listening: Listening) -> None:
    with listening(serving(Handler())) as url, anyio.fail_after(PATIENCE):
        async with relayed(url) as relay, Client(target(relay.url), version="2025-11-25") as client:
            await relay.use(lambda number: Wire(up=Fault(stop_at=1000)))
            for _ in range(3):
                with pytest.raises(RequestTimeout):
                    await client.call_tool("say", {"text": "x" * 3_000_000}, timeout=0.1)
            await relay.use(lambda number: Wire())
            assert text(await client.call_tool("say", {"text": "on"})) == "on"


KINDS = ("delay", "rate", "stop_at", "half_close_at", "cut_at", "reset_at")


@pytest.mark.fault("PE-01", "ID-08")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_wire_does_each_call_has_one_end_and_the_client_can_go_on(
    listening: Listening, version: str, seed: int
) -> None:
    handler = Handler()
    ends: list[bool] = []

    async def call(client: Client, number: int) -> None:
        size = 1 + 997 * number
        try:
            result = await client.call_tool("say", {"text": "y" * size}, timeout=0.4)
        except McprismError:
            ends.append(False)
        else:
            ends.append(True)
            assert text(result) == "y" * size

    with listening(serving(handler)) as url, anyio.fail_after(PATIENCE):
        async with relayed(url) as relay, Client(target(relay.url), version=version) as client:
            await relay.use(drawn(seed, KINDS, 4000))
            for _ in range(3):
                async with anyio.create_task_group() as tasks:
                    for number in range(8):
                        tasks.start_soon(call, client, number)
            assert len(ends) == 24
            assert True in ends
            await relay.use(lambda number: Wire())
            assert text(await client.call_tool("say", {"text": "on"})) == "on"


@pytest.mark.fault("PE-10")
@pytest.mark.parametrize("seed", range(4))
async def test_a_byte_that_arrives_otherwise_is_an_error_or_another_text_and_never_worse(
    listening: Listening, seed: int
) -> None:
    handler = Handler()
    with listening(serving(handler), head_timeout=0.2, body_timeout=0.2) as url, anyio.fail_after(PATIENCE):
        async with relayed(url) as relay, Client(target(relay.url), version="2025-11-25") as client:
            await relay.use(drawn(seed, ("flip_at",), 600))
            for number in range(12):
                try:
                    text(await client.call_tool("say", {"text": "z" * 20 * number}, timeout=0.4))
                except McprismError:
                    # Another connection, with another byte.
                    continue
            await relay.use(lambda number: Wire())
            assert text(await client.call_tool("say", {"text": "on"})) == "on"
