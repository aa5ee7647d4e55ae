"""Several processes on one port: told to end, killed, and replaced one after the other under load."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from mcprism import Client, HttpTarget, McprismError, Server, StartError
from mcprism.stores import InMemoryEventStore, InMemorySessionStore, SqliteMailbox, SqliteSessionStore
from tests.runtime.server.http.conftest import BOTH, NEWEST, PREFIX
from tests.runtime.server.http.servers import serving

PATIENCE = 60.0

PROGRAM = """
import os
import sys
from contextlib import asynccontextmanager

import anyio
from mcprism import Context, Server
from mcprism.stores import SqliteMailbox, SqliteSessionStore
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler, TextContent


@asynccontextmanager
async def lifespan(server):
    if "fails" in sys.argv:
        raise LookupError("no database")
    yield


class Handler(ServerHandler[Context]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        if params.name == "slow":
            await ctx.log("info", os.getpid())
            await anyio.sleep(1.5)
        return CallToolResult(content=[TextContent(text=str(os.getpid()))])


server = Server.from_handler(
    Handler(), name="demo", version="1", lifespan=lifespan, capabilities={"logging": {}}
)
stores = {"session_store": SqliteSessionStore(sys.argv[1]), "mailbox": SqliteMailbox(sys.argv[1])}
server.run("http", port=0, workers=2, legacy_sse=False, **stores)
print("after run", os.getpid())
"""

Running = Callable[..., Any]


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The command of a server with two workers."""
    (tmp_path / "program.py").write_text(PROGRAM)
    return [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "sessions.db")]


@pytest.fixture
def running(command: list[str]) -> Running:
    """`with running() as (process, url)`: the one that looks after the workers, and their address."""

    @contextmanager
    def run() -> Iterator[tuple[subprocess.Popen[str], str]]:
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
            try:
                assert process.stderr is not None
                yield process, process.stderr.readline().split()[-1]
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    return run


def body(method: str, params: dict[str, Any], **more: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params, **more})


def call(name: str, **meta: Any) -> dict[str, Any]:
    """A call in the newest version, as arguments of httpx."""
    said = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": {}, **meta}
    headers = {"accept": BOTH, "content-type": "application/json"}
    headers |= {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": name}
    return {"content": body("tools/call", {"name": name, "_meta": said}), "headers": headers}


def pid_in(response: httpx.Response) -> int:
    return int(response.json()["result"]["content"][0]["text"])


async def everyone(url: str) -> set[int]:
    """The workers, each of which answers sooner or later."""
    found: set[int] = set()
    with anyio.fail_after(PATIENCE):
        while len(found) < 2:
            async with httpx.AsyncClient(timeout=PATIENCE) as http:
                with suppress(httpx.TransportError):
                    answers = []
                    async with anyio.create_task_group() as tasks:

                        async def ask(http: httpx.AsyncClient = http, answers: list[Any] = answers) -> None:
                            with suppress(httpx.TransportError):
                                answers.append(await http.post(url, **call("quick")))

                        for _ in range(8):
                            tasks.start_soon(ask)
                    found |= {pid_in(answer) for answer in answers if answer.status_code == 200}
    return found


async def is_served(url: str) -> bool:
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        try:
            await http.get(url)
        except httpx.ConnectError:
            return False
        except httpx.TransportError:
            pass
        return True


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("SD-06", "SD-01")
async def test_workers_are_replaced_under_load_and_end_in_order(running: Running) -> None:
    ends: list[int | None] = []
    replaced = anyio.Event()

    async def go_on(client: Client) -> None:
        while not replaced.is_set():
            try:
                result = await client.call_tool("quick", timeout=PATIENCE)
                ends.append(int(result.content[0].text))  # type: ignore[union-attr] -- a text
            except McprismError:
                ends.append(None)
        # Whatever happened meanwhile, it goes on by itself.
        await client.call_tool("quick", timeout=PATIENCE)

    with running() as (process, url), anyio.fail_after(2 * PATIENCE):
        before = await everyone(url)
        async with (
            Client(HttpTarget(url, listens=False), version=NEWEST) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(4):
                tasks.start_soon(go_on, client)
            process.send_signal(signal.SIGHUP)
            after = await everyone(url)
            while after & before:
                after = await everyone(url)
            replaced.set()
        # One that ends refuses what comes on a connection that is there, and closes it: that costs a call each.
        assert ends.count(None) <= 12
        assert {end for end in ends if end is not None} <= before | after

        # One that is told to end answers first what it has begun.
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            arguments = call("slow", **{PREFIX + "logLevel": "info"})
            async with http.stream("POST", url, **arguments) as response:
                lines = response.aiter_lines()
                while "notifications/message" not in await anext(lines):
                    pass
                process.send_signal(signal.SIGTERM)
                rest = [line async for line in lines]
        assert any('"result"' in line for line in rest)
        out, err = await anyio.to_thread.run_sync(process.communicate)
        assert process.returncode == 0
        # What follows the service is done by one process alone.
        assert out.split() == ["after", "run", str(process.pid)]
        assert "Traceback" not in err


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("RE-07")
async def test_a_worker_that_is_killed_fails_its_calls_once_and_others_go_on_with_the_sessions(
    running: Running,
) -> None:
    with running() as (process, url), anyio.fail_after(2 * PATIENCE):
        before = await everyone(url)
        first = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}}
        usual = {"accept": BOTH, "content-type": "application/json"}
        async with httpx.AsyncClient(timeout=PATIENCE, headers=usual) as http:
            begun = await http.post(url, content=body("initialize", first))
            session = {"mcp-session-id": begun.headers["mcp-session-id"]}
            level = body("logging/setLevel", {"level": "info"})
            assert (await http.post(url, content=level, headers=session)).status_code == 200
            with pytest.raises(httpx.TransportError):  # noqa: PT012 -- it is raised while the answer is read
                slow = body("tools/call", {"name": "slow"})
                async with http.stream("POST", url, content=slow, headers=session) as response:
                    async for line in response.aiter_lines():
                        if line.startswith("data: {"):
                            killed = json.loads(line[6:])["params"]["data"]
                            os.kill(killed, signal.SIGKILL)
            again = await http.post(url, content=body("tools/call", {"name": "quick"}), headers=session)
            assert pid_in(again) in before - {killed}
        after = await everyone(url)
        while killed in after:
            after = await everyone(url)
        assert len(after - before) == 1

        # Workers do not go on without the one that looks after them.
        process.kill()
        process.wait()
        while await is_served(url):
            pass


@pytest.mark.fault("SD-07")
def test_workers_that_cannot_start_say_why_and_the_process_ends(command: list[str]) -> None:
    done = subprocess.run([*command, "fails"], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith("it ended with status 1: LookupError: no database")


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("RE-06")
async def test_several_processes_without_a_store_say_so_at_the_start_and_in_each_404(
    calling: Callable[..., Any], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    app = serving().asgi_app(workers=2, event_store=InMemoryEventStore(), session_store=InMemorySessionStore())
    assert [record.args[1].split(";")[0].split(",")[0] for record in caplog.records] == [  # type: ignore[index,union-attr] -- texts
        "a session is known to the one that began it",
        "a stream can be resumed at the one that began it alone",
        "an answer or a cancellation that reaches another one than it is for is lost",
        "clients of 2024-11-05 have a stream from one of them",
        "what a client keeps while it is asked can be read by the one that asked alone",
    ]
    async with calling(app) as caller:
        session = await caller.initialize()
        session.headers["mcp-session-id"] = "that-of-another-process"
        answer = await session.ask("ping")
        assert answer.status == 404
        assert "2 of them, with no session_store that they share" in answer.message["error"]["message"]
        posted = await caller.http.post("/messages?session_id=x", json={}, headers={"accept": BOTH})
        assert "one of another process" in posted.json()["error"]["message"]
    caplog.clear()
    path = tmp_path / "shared.db"
    stores: Any = {"session_store": SqliteSessionStore(path), "mailbox": SqliteMailbox(path)}
    serving(versions=["2025-11-25"]).asgi_app(workers=2, **stores)
    serving().asgi_app(stateless=True, legacy_sse=False)
    assert caplog.records == []


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_server_in_a_running_loop_is_one_process() -> None:
    with pytest.raises(ValueError, match="workers=2"):
        async with serving().http(workers=2, port=0):
            pass


def test_workers_are_not_looked_after_outside_the_main_thread() -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            Server("x", version="1").run("http", port=0, workers=2)
        except StartError as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert "main thread" in str(failures[0])
