"""A server over HTTP as a process: its address, signals, and what is in flight when they come."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mcprism.transports.sse import EventDecoder

DEMO = Path(__file__).with_name("programs") / "demo.py"
BOTH = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
PATIENCE = 20.0


@contextmanager
def demo() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the URL of its endpoint."""
    process = subprocess.Popen([sys.executable, DEMO], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        yield process, line.split()[-1]
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def call(name: str, arguments: dict[str, object]) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a call of a tool in the newest version."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/logLevel": "info",
    }
    params = {"name": name, "arguments": arguments, "_meta": meta}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    return json.dumps(body).encode(), BOTH | {
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "tools/call",
        "mcp-name": name,
    }


def test_a_process_tells_its_address_serves_and_answers_what_is_in_flight_after_sigterm__sd_01() -> None:
    with demo() as (process, url), httpx.Client(timeout=PATIENCE) as http:
        body, headers = call("echo", {"text": "hello"})
        answer = http.post(url, content=body, headers=headers).json()
        assert answer["result"]["content"] == [{"type": "text", "text": "hello"}]

        body, headers = call("slow", {"seconds": 1, "text": "late"})
        decoder, events = EventDecoder(), []
        with http.stream("POST", url, content=body, headers=headers) as response:
            for chunk in response.iter_bytes():
                if not events:
                    process.send_signal(signal.SIGTERM)
                events += decoder.feed(chunk)
        message = json.loads(events[-1].data)
        assert message["result"]["content"] == [{"type": "text", "text": "late"}]
        assert process.wait(PATIENCE) == 0
        with pytest.raises(httpx.ConnectError):
            http.get(url)


def test_ctrl_c_ends_an_idle_server_with_the_status_that_shells_expect__sd_03() -> None:
    with demo() as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
