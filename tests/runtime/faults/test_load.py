"""More than a peer can take, in either direction: bounded memory, and every call has an end."""

import gc
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, Context, RequestTimeout, Server, run_blocking
from mcprism.inbound import MAX_WAITING
from mcprism.transports import ProcessChannel
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home
from tests.runtime.faults import numbers
from tests.runtime.leaks import children

PATIENCE = 30.0

on_both_loops = pytest.mark.usefixtures("anyio_backend", "no_task_is_left")

Light = Callable[..., list[str]]

PROGRAM = """
import sys
import threading
from mcprism import Context, Server, run_blocking
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler, TextContent

go_on = threading.Event()


class Handler(ServerHandler[Context]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        text = ""
        if params.name == "block":
            await run_blocking(go_on.wait)
        elif params.name == "release":
            go_on.set()
        elif params.name == "large":
            text = "x" * 20_000
        return CallToolResult(content=[TextContent(text=text)])


Server.from_handler(Handler(), name="program", version="1").run(backend=sys.argv[1])
"""


class Program:
    """A server in a process, spoken to by hand."""

    def __init__(self, path: Path, backend: str) -> None:
        path.write_text(PROGRAM)
        command = [sys.executable, str(path), backend]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        self.send("begin", "initialize", params)
        self.receive()

    def send(self, request_id: int | str, method: str, params: Any = None) -> None:
        message = {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params or {}}
        self.stdin.write(json.dumps(message).encode() + b"\n")
        self.stdin.flush()

    def receive(self) -> Any:
        return json.loads(self.stdout.readline())

    def status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(name)))

    def has_read(self) -> int:
        lines = Path(f"/proc/{self.process.pid}/io").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("rchar")))

    def end(self) -> int:
        self.stdin.close()
        rest = self.stdout.read()
        assert rest == b""
        return self.process.wait(PATIENCE)


@pytest.fixture(params=["asyncio", "trio"])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    program = Program(tmp_path / "program.py", request.param)
    with program.process:
        yield program
        program.process.kill()


@pytest.mark.fault("FL-02", "FL-03")
def test_client_that_reads_nothing_costs_little_memory_and_then_gets_each_answer_once(program: Program) -> None:
    before = program.status("VmHWM")
    count = 3000

    def flood() -> None:
        for number in range(count):
            program.send(number, "tools/call", {"name": "large"})

    writer = threading.Thread(target=flood, name="flood", daemon=True)
    writer.start()
    # It reads no more once nothing changes; too early a look would only see less memory in use.
    seen = -1
    while (now := program.has_read()) != seen:
        seen = now
        time.sleep(0.3)
    # All the answers together are 60 MB.
    assert program.status("VmHWM") - before < 30 * 1024
    answers = [program.receive() for _ in range(count)]
    writer.join(PATIENCE)
    assert sorted(answer["id"] for answer in answers) == list(range(count))
    codes = {answer["error"]["code"] for answer in answers if "error" in answer}
    assert codes <= {-32000}
    assert program.status("VmHWM") - before < 30 * 1024

    for number in range(60):
        program.send(number, "tools/call", {"name": "block"})
    program.send("ping", "ping")
    assert program.receive()["id"] == "ping"
    program.send("release", "tools/call", {"name": "release"})
    answers = [program.receive() for _ in range(61)]
    assert {answer["id"] for answer in answers if "result" in answer} == {*range(60), "release"}
    assert program.end() == 0


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("FL-03")
async def test_ping_is_answered_while_sixty_handlers_block_threads() -> None:
    go_on = threading.Event()

    class Blocking(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            await run_blocking(go_on.wait, PATIENCE)
            return v.CallToolResult(content=[])

    server = Server.from_handler(Blocking(), name="blocking", version="1")
    async with Client(server) as client, anyio.create_task_group() as tasks:
        for _ in range(60):
            tasks.start_soon(client.call_tool, "block")
        await anyio.wait_all_tasks_blocked()
        await client.ping(timeout=PATIENCE)
        assert not go_on.is_set()
        go_on.set()


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("FL-05")
async def test_calls_to_a_child_that_never_reads_end_at_their_limits(light: Light) -> None:
    # It answers the handshake and reads the first call, and from then on nothing.
    deaf = light(on_call="import time; time.sleep(60)")
    channel = ProcessChannel(deaf, stop_timeouts=(0.1, 5.0))
    arguments = {"text": "x" * 1_000_000}
    ended = 0

    async def call(client: Client) -> None:
        nonlocal ended
        with pytest.raises(RequestTimeout):
            await client.call_tool("x", arguments, timeout=0.3)
        ended += 1

    with anyio.fail_after(PATIENCE):
        async with Client(channel, version="2025-11-25") as client:
            for _ in range(3):
                async with anyio.create_task_group() as tasks:
                    for _ in range(5):
                        tasks.start_soon(call, client)
    assert ended == 15


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("FL-06")
async def test_answer_up_to_the_limit_is_taken_and_a_line_without_end_ends_the_connection(light: Light) -> None:
    large = light(
        on_call="""
            size = 16 * 1024 * 1024 - 200
            if message["params"]["name"] == "large":
                result = {"content": [{"type": "text", "text": "x" * size}]}
            while message["params"]["name"] == "endless":
                sys.stdout.write("x" * 100_000)
        """.strip()
    )
    with anyio.fail_after(PATIENCE):
        async with Client(large, version="2025-11-25") as client:
            (content,) = (await client.call_tool("large")).content
            assert isinstance(content, home.TextContent)
            assert len(content.text) == 16 * 1024 * 1024 - 200
            with pytest.raises(
                ConnectionClosed, match="sent a message of more than 16777216 bytes; a larger `max_line` takes it"
            ):
                await client.call_tool("endless")


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("FL-07")
async def test_flood_of_notifications_costs_the_oldest_and_no_call(
    light: Light, caplog: pytest.LogCaptureFixture
) -> None:
    noisy = light(
        on_call="""
            for number in range(20_000):
                params = {"level": "info", "data": number}
                print(json.dumps({"jsonrpc": "2.0", "method": "notifications/message", "params": params}))
        """.strip()
    )

    class Slow(v.ClientHandler[Context]):
        def __init__(self) -> None:
            self.go_on, self.last = anyio.Event(), anyio.Event()
            self.handled: list[Any] = []

        async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
            await self.go_on.wait()
            self.handled.append(params.data)
            if params.data == 19_999:
                self.last.set()

    handler = Slow()
    with anyio.fail_after(PATIENCE):
        async with Client(noisy, version="2025-11-25", handler=handler) as client:
            assert (await client.call_tool("x")).content
            handler.go_on.set()
            await handler.last.wait()
    # One was being handled, and the newest waited.
    assert handler.handled[1:] == list(range(20_000 - MAX_WAITING, 20_000))
    dropped = [record for record in caplog.records if "the oldest are dropped" in record.message]
    assert [record.levelno for record in dropped] == [logging.WARNING]


CALLED = """
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler


class Handler(ServerHandler[Context]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        return CallToolResult(content=[])


Server.from_handler(Handler(), name="called", version="1").run()
"""


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("FL-09")
@pytest.mark.load
async def test_calls_over_pipes_leave_nothing_at_either_end(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    (tmp_path / "called.py").write_text(CALLED)
    samples: dict[str, list[tuple[int, int]]] = {"self": []}
    part, at_once = numbers.CALLS // 20, 50

    async def call(count: int) -> None:
        for _ in range(count):
            await client.call_tool("x")

    def resident(process: str) -> int:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))

    before = children()
    with anyio.fail_after(10 * PATIENCE):
        async with Client([sys.executable, str(tmp_path / "called.py")]) as client:
            (child,) = children() - before
            samples[child] = []
            for done in range(21):
                async with anyio.create_task_group() as tasks:
                    for _ in range(at_once):
                        tasks.start_soon(call, part // at_once)
                if done == 0:
                    # The first calls fill what is filled once.
                    gc.collect()
                    objects, started = sys.getallocatedblocks(), anyio.current_time()
                for process, of_it in samples.items():
                    of_it.append((done * part, resident(process)))
            record_property(
                "calls in a second, both ends on this machine", 20 * part / (anyio.current_time() - started)
            )
            gc.collect()
            record_property("objects more after all", sys.getallocatedblocks() - objects)
            assert sys.getallocatedblocks() - objects < 500
    for process, of_it in samples.items():
        slope = numbers.slope(of_it)
        record_property(f"memory for each call at the {'client' if process == 'self' else 'server'}, kB", slope)
        assert slope < numbers.MAX_SLOPE + numbers.ARENA / numbers.CALLS
