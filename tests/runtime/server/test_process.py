"""A server as a process of its own: real pipes and signals. The programs are written here and run for real."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 20.0

PROGRAM = """
import sys
import time
import anyio
import anyio.lowlevel
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler, TextContent


class Handler(ServerHandler[Context]):
    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        return await getattr(self, params.name)(ctx, **(params.arguments or {}))

    async def say(self, ctx, text):
        print("printed", text)
        return CallToolResult(content=[TextContent(text=text)])

    async def work(self, ctx, seconds):
        await ctx.progress(0)
        await anyio.sleep(seconds)
        return CallToolResult(content=[TextContent(text="done")])

    async def block(self, ctx, seconds):
        await ctx.progress(0)
        # What was sent is written when the loop gets its turn, which it will not once it is blocked.
        for _ in range(10):
            await anyio.lowlevel.checkpoint()
        time.sleep(seconds)
        return CallToolResult(content=[])


Server.from_handler(Handler(), name="program", version="1", drain_timeout=DRAIN).run(backend="BACKEND")
print("after run", file=sys.stderr)
"""


class Program:
    """A started server and a way to speak to it, line by line."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def send(self, *messages: dict[str, Any] | bytes) -> None:
        assert self.process.stdin is not None
        for message in messages:
            line = json.dumps({"jsonrpc": "2.0", **message}).encode() if isinstance(message, dict) else message
            self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def initialize(self) -> None:
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        self.send({"id": 0, "method": "initialize", "params": params}, {"method": "notifications/initialized"})
        assert self.receive()["result"]["serverInfo"]["name"] == "program"

    def call(self, name: str, **arguments: Any) -> None:
        """Calls a tool; where it reports progress, returns when it has begun."""
        params: dict[str, Any] = {"name": name, "arguments": arguments, "_meta": {"progressToken": name}}
        self.send({"id": name, "method": "tools/call", "params": params})
        if name != "say":
            assert self.receive()["method"] == "notifications/progress"

    def end(self) -> tuple[list[Any], str]:
        """Closes standard input; the messages that still came, and what was on standard error."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return [json.loads(line) for line in out.splitlines()], err.decode()


Start = Callable[..., Program]


@pytest.fixture(params=["asyncio", "trio"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Starts the program above on either event loop, and ends it with the test."""
    programs: list[Program] = []

    def start(*, drain: float = 10) -> Program:
        path = tmp_path / "program.py"
        path.write_text(PROGRAM.replace("BACKEND", request.param).replace("DRAIN", str(drain)))
        programs.append(Program(path))
        return programs[-1]

    yield start
    for program in programs:
        program.process.kill()
        program.process.communicate()


def test_end_of_input_ends_the_process_with_success(start: Start) -> None:
    program = start()
    program.initialize()
    messages, stderr = program.end()
    assert (program.process.returncode, messages, stderr) == (0, [], "after run\n")


@pytest.mark.fault("SD-04")
def test_calls_in_flight_at_the_end_of_input_are_answered(start: Start) -> None:
    program = start()
    program.initialize()
    program.call("work", seconds=0.2)
    messages, _ = program.end()
    assert [message["id"] for message in messages] == ["work"]
    assert messages[0]["result"]["content"] == [{"type": "text", "text": "done"}]
    assert program.process.returncode == 0


def test_calls_that_outlast_the_drain_limit_are_answered_with_an_error(start: Start) -> None:
    program = start(drain=0.2)
    program.initialize()
    program.call("work", seconds=600)
    messages, _ = program.end()
    assert [message["error"]["code"] for message in messages] == [-32603]
    assert program.process.returncode == 0


def test_whole_conversation_may_be_written_at_once(start: Start) -> None:
    program = start()
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    calls = [
        {"id": number, "method": "tools/call", "params": {"name": "say", "arguments": {"text": str(number)}}}
        for number in range(1, 101)
    ]
    program.send({"id": 0, "method": "initialize", "params": params}, {"method": "notifications/initialized"}, *calls)
    messages, _ = program.end()
    assert sorted(message["id"] for message in messages) == list(range(101))
    texts = {message["id"]: message["result"]["content"][0]["text"] for message in messages if message["id"]}
    assert texts == {number: str(number) for number in range(1, 101)}


def test_prints_of_a_handler_do_not_reach_the_client(start: Start) -> None:
    program = start()
    program.initialize()
    program.call("say", text="hello")
    assert program.receive()["result"]["content"][0]["text"] == "hello"
    _, stderr = program.end()
    assert "printed hello" in stderr


@pytest.mark.fault("IN-01")
def test_garbage_is_answered_and_the_next_request_works(start: Start) -> None:
    program = start()
    program.send(b"garbage", b"", b"[]")
    assert [program.receive()["error"]["code"] for _ in range(2)] == [-32700, -32600]
    program.initialize()


@pytest.mark.fault("SD-01")
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_sigterm_lets_calls_in_flight_finish(start: Start) -> None:
    program = start()
    program.initialize()
    program.call("work", seconds=0.3)
    program.process.send_signal(signal.SIGTERM)
    assert program.receive()["id"] == "work"
    assert program.process.wait(PATIENCE) == 0


@pytest.mark.fault("SD-03")
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("busy", [False, True])
def test_sigint_ends_the_process_with_130_and_no_traceback(start: Start, busy: bool) -> None:
    program = start()
    program.initialize()
    if busy:
        program.call("work", seconds=600)
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(PATIENCE) == 130
    assert program.process.stderr is not None
    assert program.process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_second_sigint_ends_a_process_whose_loop_is_blocked(start: Start) -> None:
    program = start()
    program.initialize()
    program.call("block", seconds=600)
    program.process.send_signal(signal.SIGINT)
    for _ in range(int(PATIENCE)):
        # One that comes before the first was looked at counts for nothing.
        with suppress(subprocess.TimeoutExpired):
            program.process.wait(1)
            break
        program.process.send_signal(signal.SIGINT)
    assert program.process.returncode == 130


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs /bin/sh")
def test_closed_standard_output_is_a_clear_error(start: Start, tmp_path: Path) -> None:
    start().end()
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" program.py >&-'],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert b"ConnectionClosed: standard output is closed" in done.stderr
    assert b"Group" not in done.stderr
