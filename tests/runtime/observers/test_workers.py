"""Several processes that write down what they say, in one file."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import anyio
import pytest

from mcprism import Client

PATIENCE = 60.0
CALLS = 20

PROGRAM = """
import sys
from mcprism import Recorder, Server

server = Server("recorded", version="1", observers=[Recorder(sys.argv[1])])


@server.tool
async def add(a: int, b: int) -> int:
    return a + b


server.run("http", port=0, workers=2, legacy_sse=False, stateless=True)
"""


@contextmanager
def running(command: list[str]) -> Iterator[str]:
    """The address of a server with workers, which is told to end after the block, and ends in order."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stderr is not None
            # What is not shared is said before the address.
            yield next(line for line in process.stderr if "http://" in line).split()[-1]
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks on this system")
async def test_each_worker_leaves_nothing_out_when_it_ends(tmp_path: Path) -> None:
    script, lines = tmp_path / "server.py", tmp_path / "messages.jsonl"
    script.write_text(PROGRAM, "utf-8")
    with running([sys.executable, str(script), str(lines)]) as url, anyio.fail_after(PATIENCE):
        for _ in range(2):
            async with Client(url, version="2026-07-28") as client:
                for number in range(CALLS):
                    await client.call_tool("add", {"a": number, "b": 1})
    said = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    calls = [(line["direction"], line["kind"]) for line in said if line.get("method") == "tools/call"]
    assert calls.count(("received", "request")) == calls.count(("sent", "result")) == 2 * CALLS
    assert [line for line in said if "dropped" in line] == []
