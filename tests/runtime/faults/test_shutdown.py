"""Servers that are told to end, as real processes: they answer what they can, and they end."""

import fcntl
import json
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Context, Server
from mcprism_types import v2025_11_25 as v

PATIENCE = 40.0

PROGRAM = """
import asyncio
import sys
import time
import anyio
from mcprism import Context, Server, run_blocking
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler

BLOCKED = 600


class Handler(ServerHandler[Context]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        await ctx.progress(0)
        await getattr(self, params.name)()
        return CallToolResult(content=[])

    async def work(self):
        await anyio.sleep(0.3)

    async def sleep(self):
        await anyio.sleep(BLOCKED)

    async def block(self):
        await run_blocking(time.sleep, BLOCKED)

    async def block_in_a_thread_of_anyio(self):
        await anyio.to_thread.run_sync(time.sleep, BLOCKED)

    async def block_in_a_thread_of_asyncio(self):
        await asyncio.to_thread(time.sleep, BLOCKED)

    async def ignore_cancellation(self):
        while True:
            try:
                await anyio.sleep(BLOCKED)
            except anyio.get_cancelled_exc_class():
                pass


Server.from_handler(Handler(), name="program", version="1", drain_timeout=float(sys.argv[2])).run(backend=sys.argv[1])
print("after run", file=sys.stderr)
"""

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
}


def call(name: str) -> dict[str, Any]:
    params = {"name": name, "_meta": {"progressToken": name}}
    return {"jsonrpc": "2.0", "id": name, "method": "tools/call", "params": params}


def lines(*messages: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(message).encode() + b"\n" for message in messages)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


@pytest.fixture(params=["asyncio", "trio"])
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


class Served:
    """A process with a call in flight."""

    def __init__(self, program: Path, backend: str, tool: str, *, drain: float) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(program), backend, str(drain)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(lines(INITIALIZE, call(tool)))
        self.process.stdin.flush()

    def begun(self) -> None:
        """Returns when the tool has told of its progress."""
        assert self.process.stdout is not None
        while json.loads(self.process.stdout.readline()).get("method") != "notifications/progress":
            pass


BLOCKING = [
    ("asyncio", "block"),
    ("asyncio", "block_in_a_thread_of_anyio"),
    ("asyncio", "block_in_a_thread_of_asyncio"),
    ("asyncio", "ignore_cancellation"),
    ("trio", "block"),
    ("trio", "block_in_a_thread_of_anyio"),
    ("trio", "ignore_cancellation"),
]


@pytest.fixture
def blocked(program: Path) -> Iterator[dict[tuple[str, str], Served]]:
    """A process for each way to go on although one is told to end, all at once, since each takes its time."""
    started = {case: Served(program, *case, drain=0.1) for case in BLOCKING}
    yield started
    for served in started.values():
        served.process.kill()
        served.process.communicate()


@pytest.mark.fault("SD-05")
def test_process_ends_although_handlers_do_not(blocked: dict[tuple[str, str], Served]) -> None:
    for served in blocked.values():
        served.begun()
    for served in blocked.values():
        assert served.process.stdin is not None
        served.process.stdin.close()
        served.process.stdin = None
    for case, served in blocked.items():
        out, err = served.process.communicate(timeout=PATIENCE)
        assert served.process.returncode == 0, case
        assert "was ended before it was finished" in json.loads(out)["error"]["message"], case
        assert b"Traceback" not in err, case


@pytest.mark.fault("SD-05")
def test_what_follows_the_service_still_runs_where_a_thread_is_blocked(program: Path) -> None:
    served = Served(program, "asyncio", "block", drain=0.1)
    with served.process:
        served.begun()
        _, err = served.process.communicate(timeout=PATIENCE)
    assert served.process.returncode == 0
    assert err.startswith(b"after run\n")


@pytest.mark.fault("SD-04")
@pytest.mark.parametrize(("backend", "sink"), [("asyncio", "file"), ("trio", "pipe")])
def test_conversation_from_a_file_is_answered_to_its_end(
    program: Path, backend: str, sink: str, tmp_path: Path
) -> None:
    (tmp_path / "in").write_bytes(lines(INITIALIZE, call("work")))
    with (tmp_path / "in").open("rb") as source, (tmp_path / "out").open("wb") as file:
        done = subprocess.run(
            [sys.executable, str(program), backend, "10"],
            stdin=source,
            stdout=file if sink == "file" else subprocess.PIPE,
            timeout=PATIENCE,
            check=True,
        )
    out = (tmp_path / "out").read_bytes() if sink == "file" else done.stdout
    messages = [json.loads(line) for line in out.splitlines()]
    assert [message["result"]["content"] for message in messages if message.get("id") == "work"] == [[]]


@pytest.mark.fault("SD-03")
@pytest.mark.parametrize("tool", [None, "sleep"])
def test_one_press_of_ctrl_c_at_a_terminal_ends_the_process(program: Path, backend: str, tool: str | None) -> None:
    ours, theirs = pty.openpty()
    quiet = termios.tcgetattr(theirs)
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(theirs, termios.TCSANOW, quiet)

    def of_this_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    try:
        with subprocess.Popen(
            [sys.executable, str(program), backend, "10"],
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=of_this_terminal,
        ) as process:
            os.write(ours, lines(INITIALIZE, *([] if tool is None else [call(tool)])))
            wanted = b'"serverInfo"' if tool is None else b'"notifications/progress"'
            seen = b""
            while wanted not in seen:
                seen += os.read(ours, 65536)
            os.write(ours, b"\x03")
            assert process.wait(PATIENCE) == 130
            assert process.stderr is not None
            assert process.stderr.read() == b""
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("SD-01")
async def test_server_that_is_told_to_end_takes_no_new_work(talk_to: Any) -> None:
    begun, go_on = anyio.Event(), anyio.Event()
    names: list[str] = []

    class Handler(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            names.append(params.name)
            begun.set()
            await go_on.wait()
            return v.CallToolResult(content=[])

    class Stoppable:
        async def serve(self, channel: Any) -> None:
            self.peer = Server.from_handler(Handler(), name="handler", version="1").peer(channel)
            await self.peer.run()

    stoppable = Stoppable()
    async with talk_to(stoppable) as hand:
        await hand.initialize()
        hand.send({"id": "first", "method": "tools/call", "params": {"name": "first"}})
        await begun.wait()
        stoppable.peer.stop()
        hand.send({"id": "second", "method": "tools/call", "params": {"name": "second"}})
        go_on.set()
        assert (await hand.receive())["id"] == "first"
        assert await hand.ended()
    assert names == ["first"]
