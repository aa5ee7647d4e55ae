"""A server over HTTP as a process: its address, signals, and what is in flight when they come."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.client import HTTPResponse
from pathlib import Path

import anyio
import httpx
import pytest

from mcprism import Context, Server
from mcprism.server.http.options import HttpOptions
from mcprism.server.http.running import Listener
from mcprism.transports.sse import EventDecoder
from mcprism_types.v2026_07_28 import ServerHandler

DEMO = Path(__file__).with_name("programs") / "demo.py"
BOTH = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
PATIENCE = 20.0


@contextmanager
def demo(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the URL of its endpoint."""
    process = subprocess.Popen([sys.executable, DEMO, *options], stderr=subprocess.PIPE, text=True)
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


@pytest.mark.fault("SD-01")
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


@pytest.mark.fault("SD-03")
def test_ctrl_c_ends_an_idle_server_with_the_status_that_shells_expect__sd_03() -> None:
    with demo() as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_streams_of_who_listens_end_with_the_server__sd_02() -> None:
    listen = {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        },
        "notifications": {"toolsListChanged": True},
    }
    body = {"jsonrpc": "2.0", "id": "l", "method": "subscriptions/listen", "params": listen}
    said = {"mcp-protocol-version": "2026-07-28", "mcp-method": "subscriptions/listen"}
    first = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}}
    with demo() as (process, url), httpx.Client(timeout=PATIENCE, headers=BOTH) as http:
        begun = http.post(url, json={"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": first})
        session = {"mcp-session-id": begun.headers["mcp-session-id"]}
        with (
            http.stream("POST", url, json=body, headers=said) as listening,
            http.stream("GET", url, headers=session) as hearing,
            http.stream("GET", url.replace("/mcp", "/sse")) as oldest,
        ):
            streams = [stream.iter_bytes() for stream in (listening, hearing, oldest)]
            assert b"acknowledged" in next(streams[0])
            assert [len(next(stream)) > 0 for stream in streams[1:]] == [True, True]
            process.send_signal(signal.SIGTERM)
            rest = [b"".join(stream) for stream in streams]
        assert b'"result"' in rest[0]
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_head_that_does_not_come_closes_its_connection__fl_08() -> None:
    with demo("--head-timeout", "0.2") as (_, url), httpx.Client(timeout=PATIENCE) as http:
        host, port = url.split("/")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as slow:
            slow.sendall(b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\n")
            assert slow.recv(1) == b""
        body, headers = call("echo", {"text": "still here"})
        assert http.post(url, content=body, headers=headers).status_code == 200


def test_an_offer_to_go_on_in_another_protocol_is_served_as_it_is() -> None:
    """Java's client makes one with its first request to each server, and sends the body after it."""
    body, headers = call("echo", {"text": "hello"})
    offer = headers | {
        "host": "127.0.0.1",
        "connection": "Upgrade, HTTP2-Settings",
        "upgrade": "h2c",
        "http2-settings": "",
    }
    lines = [
        "POST /mcp HTTP/1.1",
        *(f"{name}: {value}" for name, value in offer.items()),
        f"content-length: {len(body)}",
    ]
    head = "\r\n".join([*lines, "", ""]).encode()
    with demo() as (_, url):
        host, port = url.split("/")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for parts in ([head + body], [head, body], [head[:-3], head[-3:] + body[:5], body[5:]]):
                for part in parts:
                    connection.sendall(part)
                with HTTPResponse(connection) as answer:
                    answer.begin()
                    assert answer.status == 200
                    assert b"hello" in answer.read()
            connection.sendall(b"CONNECT example.com:80 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, DEMO, "--port", str(taken.getsockname()[1])]
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert outcome.returncode == 1
    assert "StartError: cannot listen on 127.0.0.1" in outcome.stderr.strip().splitlines()[-1]


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("moment", "told"), [("before it starts", []), ("when it has started", ["begins", "ends"])])
async def test_a_server_that_is_stopped_early_ends_in_order(moment: str, told: list[str]) -> None:
    noted: list[str] = []

    @asynccontextmanager
    async def lifespan(server: Server) -> AsyncGenerator[None]:
        noted.append("begins")
        yield
        noted.append("ends")

    app = Server.from_handler(ServerHandler[Context](), name="watched", version="1", lifespan=lifespan).asgi_app()
    listener = Listener(app, HttpOptions(port=0))
    if moment == "before it starts":
        listener.stop()
    with anyio.fail_after(PATIENCE):
        await listener.serve(listener.stop)
    assert noted == told
