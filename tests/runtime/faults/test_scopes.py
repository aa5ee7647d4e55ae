"""Clients opened, used and closed wherever it pleases their owner, and cancelled wherever that is possible."""

import asyncio
import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio import from_thread, to_thread
from anyio.lowlevel import checkpoint

from mcprism import Client, Context, PeerError, Server
from mcprism.transports import ProcessChannel
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home
from tests.runtime.faults.injection import Pointed
from tests.runtime.leaks import children, no_task_more_than, settled, tasks_alive

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_task_is_left")]

PATIENCE = 30.0

Light = Callable[..., list[str]]
Body = Callable[[], Coroutine[Any, Any, None]]


class Tools(v.ServerHandler[Context]):
    """Tools by the name of the method."""

    def __init__(self) -> None:
        self.context: Context | None = None

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        self.context = ctx
        text = await getattr(self, params.name)(ctx, **(params.arguments or {}))
        return v.CallToolResult(content=[v.TextContent(text=str(text))])

    async def nothing(self, ctx: Context) -> None:
        return None

    async def ask(self, ctx: Context) -> str:
        return (await ctx.sample("?", max_tokens=1)).model

    async def misuse(self, ctx: Context) -> str:
        def elsewhere() -> str:
            try:
                asyncio.run(ctx.progress(1))
            except RuntimeError as error:
                return str(error)
            return "no error"

        return await to_thread.run_sync(elsewhere)

    async def tint(self, ctx: Context) -> str:
        before = tint.get()
        tint.set("tinted")
        return before


tint: ContextVar[str] = ContextVar("tint", default="clear")


@pytest.fixture
def server() -> Server:
    return Server.from_handler(Tools(), name="tools", version="1", capabilities={"tools": {}})


async def cancelled_at(point: int, body: Body, *, natively: bool) -> bool:
    """Runs the body, cancelled at its n-th scheduling point; whether it has so many.

    Fails if the cancellation was swallowed: then it would not be there any more at the next scheduling point either.
    """
    scope = anyio.CancelScope()
    went_on = False

    async def run() -> None:
        nonlocal went_on
        with scope:
            await pointed
            await checkpoint()
            went_on = True

    if natively:
        task = asyncio.create_task(run())
        pointed = Pointed(body(), at=point, act=task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            assert task.cancelled()
    else:
        pointed = Pointed(body(), at=point, act=scope.cancel)
        await run()
    assert went_on is not pointed.reached
    return pointed.reached


async def cancelled_at_every_point(make_body: Callable[[], Body], *, natively: bool = False) -> int:
    """Runs bodies until one has no n-th point any more; how many points there are. Nothing may be left in between."""
    point = 0
    tasks, processes = tasks_alive(), children()
    reached = True
    while reached:
        point += 1
        with anyio.fail_after(PATIENCE):
            reached = await cancelled_at(point, make_body(), natively=natively)
            await no_task_more_than(tasks)
        assert settled(children, processes) == set()
    return point - 1


@pytest.mark.fault("CO-04")
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28", None])
async def test_cancelling_at_any_point_leaves_nothing_in_memory(server: Server, version: str | None) -> None:
    def body() -> Body:
        async def use() -> None:
            async with Client(server, version=version) as client:
                await client.ping()

        return use

    assert await cancelled_at_every_point(body) > 3


@pytest.mark.fault("CO-04")
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_cancelling_a_subscription_at_any_point_leaves_nothing(version: str) -> None:
    capabilities = {"tools": {"listChanged": True}, "resources": {"subscribe": True}}
    changing = Server.from_handler(Tools(), name="tools", version="1", capabilities=capabilities)

    def body() -> Body:
        async def use() -> None:
            async with (
                Client(changing, version=version) as client,
                client.listen(tools=True, uris=["x://a", "x://b"]) as changes,
            ):
                changing.notify_tools_changed()
                await anext(changes)

        return use

    assert await cancelled_at_every_point(body) > 3


@pytest.mark.fault("CO-04")
async def test_cancelling_at_any_point_leaves_no_process(light: Light) -> None:
    command = light()

    def body() -> Body:
        async def use() -> None:
            async with Client(command) as client:
                await client.call_tool("x")

        return use

    assert await cancelled_at_every_point(body) > 3


@pytest.mark.fault("CO-04")
async def test_cancelling_a_channel_at_any_point_leaves_no_process() -> None:
    def body() -> Body:
        async def use() -> None:
            async with ProcessChannel(["cat"]) as channel:
                channel.send(b"x" * 100_000)
                await channel.drained()
                assert await channel.receive() == [b"x" * 100_000]

        return use

    assert await cancelled_at_every_point(body) > 3


@pytest.mark.fault("CO-04")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_native_cancellation_at_any_point_leaves_nothing(server: Server, light: Light) -> None:
    command = light()

    def body(target: Any) -> Callable[[], Body]:
        async def use() -> None:
            async with Client(target, version="2025-11-25") as client:
                await client.call_tool("nothing")

        return lambda: use

    for target in (server, command):
        assert await cancelled_at_every_point(body(target), natively=True) > 3


DROPPED = """
import sys
import anyio
from mcprism import Client

async def main():
    client = Client(sys.argv[2:], version="2025-11-25")
    await client.__aenter__()
    print((await client.call_tool("pid")).content[0].text, flush=True)

anyio.run(main, backend=sys.argv[1])
print("the end", flush=True)
"""


@pytest.mark.fault("CO-05")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
async def test_child_of_a_client_that_was_dropped_ends_with_the_program_and_one_warning(
    light: Light, tmp_path: Path, backend: str
) -> None:
    command = light(on_call='result["content"][0]["text"] = str(__import__("os").getpid())')
    script = tmp_path / "dropped.py"
    script.write_text(DROPPED)
    done = await to_thread.run_sync(
        lambda: subprocess.run(
            [sys.executable, "-W", "always", str(script), backend, *command],
            capture_output=True,
            timeout=PATIENCE,
            text=True,
            check=False,
        )
    )
    pid, the_end = done.stdout.splitlines()
    assert (done.returncode, the_end) == (0, "the end"), done.stderr
    assert done.stderr.count(": ResourceWarning: ") == 1, done.stderr
    assert "was dropped and not closed" in done.stderr
    assert pid not in children()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


@pytest.mark.fault("CO-05")
async def test_client_that_was_dropped_warns_once_and_one_that_was_closed_does_not(server: Server) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client = Client(server)
        await client.__aenter__()
        await client.__aexit__(None, None, None)
        del client
        gc.collect()
        assert caught == []


@pytest.mark.fault("CO-06")
@pytest.mark.parametrize("other", ["asyncio", "trio"])
async def test_client_is_refused_in_another_event_loop(server: Server, other: Any) -> None:
    async with Client(server) as client:

        def elsewhere(call: Callable[[], Coroutine[Any, Any, object]]) -> None:
            with pytest.raises(RuntimeError, match="belongs to another event loop"):
                anyio.run(call, backend=other)

        for call in (client.ping, lambda: client.call_tool("nothing"), lambda: client.__aexit__(None, None, None)):
            await to_thread.run_sync(elsewhere, call)
        assert not (await client.call_tool("nothing")).is_error


@pytest.mark.fault("CO-06")
async def test_client_is_refused_where_no_event_loop_runs_and_served_by_way_of_its_own(server: Server) -> None:
    async with Client(server) as client:

        def without_a_loop() -> None:
            with pytest.raises(RuntimeError, match=r"belongs to another event loop.*anyio\.from_thread\.run"):
                client.ping().send(None)
            from_thread.run(client.ping)

        await to_thread.run_sync(without_a_loop)


@pytest.mark.fault("CO-06")
async def test_context_is_refused_in_another_event_loop(server: Server) -> None:
    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        pytest.fail("reported")

    async with Client(server) as client:
        (content,) = (await client.call_tool("misuse", on_progress=on_progress)).content
    assert isinstance(content, home.TextContent)
    assert "belongs to another event loop" in content.text


class Fatal(BaseException):
    """What nobody catches by accident."""


@pytest.mark.fault("CO-07")
@pytest.mark.parametrize("error", [ValueError("x"), Fatal("x"), SystemExit(3), GeneratorExit()], ids=repr)
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_whatever_a_client_handler_raises_costs_one_call(
    server: Server, version: str, error: BaseException
) -> None:
    class Raising(v.ClientHandler[Context]):
        async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
            raise error

    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version, handler=Raising()) as client:
            with pytest.raises((PeerError, type(error))):
                await client.call_tool("ask")
            assert not (await client.call_tool("nothing")).is_error


@pytest.mark.fault("CO-07")
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_client_handler_may_call_the_server(server: Server, version: str) -> None:
    class Calling(v.ClientHandler[Context]):
        async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
            assert not (await client.call_tool("nothing")).is_error
            return v.CreateMessageResult(role="assistant", model="m", content=v.TextContent(text="!"))

    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version, handler=Calling()) as client:
            (content,) = (await client.call_tool("ask")).content
    assert content == home.TextContent(text="m")


@pytest.mark.fault("CO-08")
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_context_variables_of_a_handler_are_not_those_of_the_handler_before(server: Server, version: str) -> None:
    async with Client(server, version=version) as client:
        for _ in range(3):
            assert (await client.call_tool("tint")).content == [home.TextContent(text="clear")]
