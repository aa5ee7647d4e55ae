"""What a server needs while it serves: made once, before the first request, and ended once, after the last."""

import json
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from mcprism import Client, Context, Server
from mcprism.transports.memory import memory_channels
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler, TextContent
from tests.runtime import virtual_time
from tests.runtime.server.http.conftest import calling as calling

PATIENCE = 20.0

pytestmark = pytest.mark.anyio


@dataclass
class App:
    """What a handler needs."""

    number: int
    calls: list[str] = field(default_factory=list)
    failed: anyio.Event = field(default_factory=anyio.Event)


class Handler(ServerHandler[Context[App]]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context[App]) -> CallToolResult:
        ctx.lifespan.calls.append(params.name)
        if params.name == "break":
            ctx.lifespan.failed.set()
        return CallToolResult(content=[TextContent(text=str(ctx.lifespan.number))])


class Recorded:
    """A lifespan that notes what becomes of it, with a task of its own while it lasts."""

    def __init__(self, *, fails_at: str = "") -> None:
        self.apps: list[App] = []
        self.left: list[list[str]] = []
        self.servers: list[Server] = []
        self.fails_at = fails_at

    @asynccontextmanager
    async def __call__(self, server: Server) -> AsyncGenerator[App]:
        self.servers.append(server)
        if self.fails_at == "start":
            raise LookupError("no database")
        app = App(len(self.apps) + 1)
        self.apps.append(app)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anyio.sleep_forever)
            if self.fails_at == "middle":
                tasks.start_soon(self.break_down, app)
            yield app
            tasks.cancel_scope.cancel()
        self.left.append(app.calls)
        if self.fails_at == "end":
            raise LookupError("the database has gone")

    async def break_down(self, app: App) -> None:
        await app.failed.wait()
        raise LookupError("the database has gone")


def serving(lifespan: Any) -> Server:
    return Server.from_handler(Handler(), name="demo", version="1", lifespan=lifespan)


async def number(client: Client, name: str = "call") -> str:
    """Which of the lifespans a call was made in."""
    return (await client.call_tool(name)).content[0].text  # type: ignore[union-attr]


@pytest.mark.fault("SD-07")
async def test_connections_in_memory_share_one_until_the_last_has_ended__sd_07() -> None:
    lifespan = Recorded()
    server = serving(lifespan)
    with anyio.fail_after(PATIENCE):
        first, second = Client(server, version="2025-11-25"), Client(server)
        await first.__aenter__()
        await second.__aenter__()
        assert [await number(first, "a"), await number(second, "b")] == ["1", "1"]
        await first.__aexit__(None, None, None)
        assert lifespan.left == []
        assert await number(second, "c") == "1"
        await second.__aexit__(None, None, None)
        assert lifespan.left == [["a", "b", "c"]]
        async with Client(server) as third:
            assert await number(third) == "2"
        assert len(lifespan.left) == 2
        assert lifespan.servers == [server, server]


@pytest.mark.fault("SD-07")
async def test_an_error_at_its_start_is_that_of_whoever_starts_the_server__sd_07(talk_to) -> None:
    server = serving(Recorded(fails_at="start"))
    with pytest.raises(LookupError, match="no database") as raised:
        async with Client(server):
            pass
    assert raised.value.__notes__ == ["This was raised by the lifespan of the server, which could not start."]
    _, theirs = memory_channels()
    with pytest.raises(LookupError, match="no database"):
        await server.serve(theirs)


async def test_an_error_at_its_end_comes_out_of_serving() -> None:
    ours, theirs = memory_channels()
    async with ours:
        pass
    with pytest.raises(LookupError, match="has gone"):
        await serving(Recorded(fails_at="end")).serve(theirs)


async def test_an_error_meanwhile_ends_the_service_and_comes_out_of_it(talk_to) -> None:
    raised: list[BaseException] = []

    class Served:
        async def serve(self, channel: Any) -> None:
            try:
                await serving(Recorded(fails_at="middle")).serve(channel)
            except* LookupError as errors:
                raised.extend(errors.exceptions)

    async with talk_to(Served()) as hand:
        await hand.initialize()
        answer = await hand.ask("tools/call", {"name": "break"})
        assert "result" in answer
        assert await hand.ended()
    assert [str(error) for error in raised] == ["the database has gone"]


async def test_a_server_that_is_told_to_end_does_not_wait_for_one_that_begins() -> None:
    begun, ended = anyio.Event(), []

    @asynccontextmanager
    async def slow(server: Server) -> AsyncGenerator[None]:
        begun.set()
        try:
            await anyio.sleep_forever()
            yield
        finally:
            ended.append(True)

    ours, theirs = memory_channels()
    peer = serving(slow).peer(theirs)
    with anyio.fail_after(PATIENCE):
        async with ours, anyio.create_task_group() as tasks:
            tasks.start_soon(peer.run)
            await begun.wait()
            peer.stop()
    assert ended == [True]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_one_that_does_not_end_is_cancelled(backend: str, caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []

    @asynccontextmanager
    async def endless(server: Server) -> AsyncGenerator[None]:
        yield
        try:
            await anyio.sleep(3600)
        finally:
            ended.append("cancelled")

    async def main() -> None:
        ours, theirs = memory_channels()
        async with ours:
            pass
        await serving(endless).serve(theirs)

    virtual_time.run(main, backend)
    assert ended == ["cancelled"]
    assert "did not end within 10 s" in caplog.text


def test_a_generator_is_refused_where_it_is_written() -> None:
    async def bare(server: Server) -> AsyncGenerator[None]:
        yield

    with pytest.raises(TypeError, match="decorate it with contextlib"):
        serving(bare)


@pytest.mark.fault("SD-07")
async def test_an_app_has_it_within_that_of_its_host__sd_07(calling) -> None:
    lifespan = Recorded()
    app = serving(lifespan).asgi_app()
    host = Starlette(routes=[Mount("/", app)], lifespan=app.lifespan)
    async with host.router.lifespan_context(host):
        assert len(lifespan.apps) == 1
        async with calling(host) as caller:
            session = await caller.initialize()
            for asker in (session, caller):
                answer = await asker.ask("tools/call", {"name": "call"})
                assert answer.result["content"][0]["text"] == "1"
    assert lifespan.left == [["call", "call"]]
    lifespan.fails_at = "start"
    with pytest.raises(LookupError, match="no database"):
        async with host.router.lifespan_context(host):
            pass


@pytest.mark.fault("SD-07")
async def test_a_server_of_asgi_apps_is_told_that_it_failed__sd_07() -> None:
    answered: list[Any] = []

    async def receive() -> Any:
        return {"type": "lifespan.startup"}

    async def send(message: Any) -> None:
        answered.append(message)

    app = serving(Recorded(fails_at="start")).asgi_app()
    with pytest.raises(LookupError):
        await app({"type": "lifespan"}, receive, send)
    assert [message["type"] for message in answered] == ["lifespan.startup.failed"]
    assert "LookupError: no database" in answered[0]["message"]


@pytest.mark.fault("SD-08")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_without_that_of_a_host_it_begins_with_the_first_request_and_is_tried_again__sd_08(
    backend: str, calling: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    lifespan = Recorded(fails_at="start")

    async def main() -> None:
        app = serving(lifespan).asgi_app(ready_path="/ready")
        async with calling(app) as caller:
            for _ in range(2):
                answer = await caller.ask("tools/call", {"name": "call"})
                assert (answer.status, answer.response.headers["retry-after"]) == (503, "1")
                assert "its log says why" in answer.message["error"]["message"]
            # The second one was refused because of the first.
            assert len(lifespan.servers) == 1
            assert (await caller.http.get("/ready")).json()["reason"] == "the server cannot start: its log says why"
            lifespan.fails_at = ""
            await anyio.sleep(1)
            assert (await caller.http.get("/ready")).status_code == 200
            answer = await caller.ask("tools/call", {"name": "call"})
            assert answer.result["content"][0]["text"] == "1"
        assert len(lifespan.apps) == 1

    virtual_time.run(main, backend)
    assert "no database" in caplog.text


async def until_nobody_listens(url: str) -> None:
    async with httpx.AsyncClient() as http:
        while True:
            try:
                await http.get(url)
            except httpx.ConnectError:
                return


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("SD-07")
async def test_a_server_on_a_port_has_it_around_all_requests_and_ends_with_it__sd_07() -> None:
    lifespan = Recorded(fails_at="middle")
    with pytest.raises(ExceptionGroup, match="unhandled") as raised:  # noqa: PT012 -- it is raised by the end
        async with serving(lifespan).http(port=0) as handle:
            url = handle.url
            async with Client(url) as client:
                assert await number(client, "break") == "1"
                await until_nobody_listens(url)
    assert "has gone" in str(raised.value.exceptions[0])
    lifespan.fails_at = "start"
    with pytest.raises(LookupError, match="no database"):
        async with serving(lifespan).http(port=0):
            pass


PROGRAM = """
import sys
from contextlib import asynccontextmanager

import anyio
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler, TextContent

how = sys.argv[2]

@asynccontextmanager
async def lifespan(server):
    print("begins")
    if how == "fails":
        raise LookupError("no database")
    if how == "hangs":
        print("hangs", file=sys.stderr, flush=True)
        await anyio.sleep(600)
    yield "needed"
    print("ends")

class Handler(ServerHandler[Context[str]]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context[str]) -> CallToolResult:
        print("called")
        return CallToolResult(content=[TextContent(text=ctx.lifespan)])

server = Server.from_handler(Handler(), name="demo", version="1", lifespan=lifespan)
server.run(**{"backend": sys.argv[3]} if sys.argv[1] == "stdio" else {"transport": "http", "port": 0})
"""

EVERY = [("stdio", "asyncio"), ("stdio", "trio"), ("http", "asyncio")]
WITHOUT_TRIO = [("stdio", "asyncio"), ("http", "asyncio")]


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., list[str]]:
    """The command of a server with a lifespan, by how that goes."""
    (tmp_path / "program.py").write_text(PROGRAM)

    def command(transport: str, how: str, backend: str) -> list[str]:
        return [sys.executable, str(tmp_path / "program.py"), transport, how, backend]

    return command


@pytest.fixture
def started(program: Callable[..., list[str]]) -> Iterator[Callable[..., list[subprocess.Popen[str]]]]:
    """Processes of each kind, by how their lifespan goes, all at once."""
    running: list[subprocess.Popen[str]] = []

    def start(how: str, ways: list[tuple[str, str]] = WITHOUT_TRIO) -> list[subprocess.Popen[str]]:
        pipe = subprocess.PIPE
        for transport, backend in ways:
            command = program(transport, how, backend)
            running.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
        return running

    yield start
    for process in running:
        process.kill()
        process.communicate()


@pytest.mark.fault("SD-07")
def test_a_process_has_it_around_all_requests__sd_07(started: Callable[..., list[subprocess.Popen[str]]]) -> None:
    prefix = "io.modelcontextprotocol/"
    meta = {f"{prefix}protocolVersion": "2026-07-28", f"{prefix}clientCapabilities": {}}
    params = {"name": "call", "_meta": meta}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    *over_stdio, over_http = started("goes", EVERY)
    for process in over_stdio:
        out, err = process.communicate(json.dumps(call) + "\n", timeout=PATIENCE)
        assert json.loads(out)["result"]["content"][0]["text"] == "needed"
        assert err.split() == ["begins", "called", "ends"]
    assert over_http.stderr is not None
    assert over_http.stderr.readline().startswith("demo is served at")
    over_http.send_signal(signal.SIGTERM)
    assert over_http.communicate(timeout=PATIENCE)[0].split() == ["begins", "ends"]


@pytest.mark.fault("SD-07")
def test_a_process_whose_lifespan_fails_does_not_start_and_says_why__sd_07(
    started: Callable[..., list[subprocess.Popen[str]]],
) -> None:
    for process in started("fails"):
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert err.strip().splitlines()[-2:] == [
            "LookupError: no database",
            "This was raised by the lifespan of the server, which could not start.",
        ]


def test_a_process_that_is_told_to_end_does_not_wait_for_its_lifespan_to_begin(
    started: Callable[..., list[subprocess.Popen[str]]],
) -> None:
    for process in started("hangs"):
        assert process.stderr is not None
        while process.stderr.readline() != "hangs\n":
            pass
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, "Traceback" in err) == (0, False)


async def test_functions_are_given_it_by_their_context() -> None:
    server = Server("demo", version="1", lifespan=Recorded())

    @server.tool
    async def number_of(ctx: Context[App]) -> int:
        return ctx.lifespan.number

    @server.tool
    def number_in_a_thread(ctx: Context[App]) -> int:
        return ctx.lifespan.number

    async with Client(server) as client:
        for name in ("number_of", "number_in_a_thread"):
            assert await number(client, name) == "1"
