"""Our client against servers that nobody here wrote, over HTTP: each version that they speak, each transport."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, HttpTarget
from mcprism.client.http.target import HttpTransport
from mcprism.observers.message import MessageEvent
from tests.interop.conftest import Peers
from tests.interop.test_official_servers import (
    HERE,
    NEWEST,
    PATIENCE,
    SERVERS,
    SESSIONS,
    Person,
    command,
    gives_up,
    is_asked,
    meets_errors,
    text_of,
    uses_everything,
)
from tests.interop.wire import faults

pytestmark = pytest.mark.anyio

PATHS: dict[HttpTransport, str] = {"streamable": "/mcp", "sse": "/sse"}


@pytest.fixture
def anyio_backend() -> str:
    """What differs between the event loops is the transport: trio has some rows."""
    return "asyncio"


class Reached:
    """What leads to a server, and what passes between it and us."""

    def __init__(self, port: int, transport: HttpTransport) -> None:
        self.messages: list[tuple[str, Any]] = []
        url = f"http://127.0.0.1:{port}{PATHS[transport]}"
        self.target = HttpTarget(url, transport=transport)

    def on_receive(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_receive`."""
        self._note(event)

    def on_send(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_send`."""
        self._note(event)

    def _note(self, event: MessageEvent) -> None:
        if not event.batch_index:
            self.messages.append((event.direction, json.loads(event.raw)))


@contextmanager
def running(words: list[str], port: int, log: Path, **env: str) -> Iterator[None]:
    """A server's process from when it takes connections; it is ended afterwards."""
    with log.open("wb") as out, subprocess.Popen(words, stdout=out, stderr=out, env=env or None) as process:
        try:
            limit = time.monotonic() + PATIENCE
            while not takes_connections(port):
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < limit, log.read_text("utf-8")
                # It has no other way to say that it is ready.
                time.sleep(0.05)
            yield
        finally:
            process.kill()


def takes_connections(port: int) -> bool:
    """Whether somebody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("name", "versions", "transport", "anyio_backend"),
    [
        ("python 1", SESSIONS, "streamable", "asyncio"),
        ("python 1", SESSIONS[-1:], "streamable", "trio"),
        ("python 1", SESSIONS[:1], "sse", "asyncio"),
        ("python 2", (*SESSIONS, NEWEST), "streamable", "asyncio"),
        ("python 2", (NEWEST,), "streamable", "trio"),
        ("python 2", SESSIONS[:1], "sse", "trio"),
        ("typescript 1", SESSIONS, "streamable", "asyncio"),
        ("typescript 1", SESSIONS[:1], "sse", "asyncio"),
        ("typescript 2", (NEWEST,), "streamable", "asyncio"),
    ],
)
async def test_a_server_is_used_in_its_versions(
    peers: Peers, tmp_path: Path, name: str, versions: tuple[str, ...], transport: HttpTransport
) -> None:
    server, port = SERVERS[name], free_port()
    words = [*command(peers, name), "sse" if transport == "sse" else "streamable-http", str(port)]
    with running(words, port, tmp_path / "log"):
        for version in versions:
            person, reached = Person(), Reached(port, transport)
            with anyio.fail_after(PATIENCE):
                async with Client(reached.target, observers=[reached], version=version, handler=person) as client:
                    assert client.protocol_version == version
                    await uses_everything(client, person, server)
                    await meets_errors(client, server)
                    await is_asked(client, name)
                    await gives_up(client)
            assert faults(reached.messages, version) == []


@pytest.mark.parametrize(
    ("name", "transport", "negotiated"),
    [
        ("python 1", "streamable", "2025-11-25"),
        ("python 1", "sse", "2025-11-25"),
        ("python 2", "streamable", NEWEST),
        ("python 2", "sse", "2025-11-25"),
        ("typescript 1", "streamable", "2025-11-25"),
        ("typescript 2", "streamable", NEWEST),
    ],
)
async def test_nothing_but_the_address_has_to_be_known(
    peers: Peers, tmp_path: Path, name: str, transport: HttpTransport, negotiated: str
) -> None:
    port = free_port()
    words = [*command(peers, name), "sse" if transport == "sse" else "streamable-http", str(port)]
    with running(words, port, tmp_path / "log"), anyio.fail_after(PATIENCE):
        async with Client(Reached(port, transport).target.url) as client:
            assert client.protocol_version == negotiated
            assert (await client.call_tool("add", {"a": 2, "b": 3})).structured_content == {"result": 5}


async def test_a_server_that_keeps_no_session_is_used_in_versions_that_have_them(peers: Peers, tmp_path: Path) -> None:
    port = free_port()
    with running([*command(peers, "typescript 2"), "streamable-http", str(port)], port, tmp_path / "log"):
        for version in SESSIONS:
            reached = Reached(port, "streamable")
            async with Client(reached.target, observers=[reached], version=version) as client:
                assert client.protocol_version == version
                assert await text_of(client, "add", {"a": 2, "b": 3}) == "5"
                assert await text_of(client, "media") == "hear"
                assert [resource.uri async for resource in client.list_resources()] == ["demo://greeting"]
            assert faults(reached.messages, version) == []


@pytest.mark.parametrize(
    ("versions", "transport"), [((*SESSIONS, NEWEST), "streamable"), (SESSIONS[:1], "sse")], ids=["one", "two"]
)
async def test_a_server_of_fastmcp_is_used_in_its_versions(
    peers: Peers, tmp_path: Path, versions: tuple[str, ...], transport: HttpTransport
) -> None:
    port, over = free_port(), "sse" if transport == "sse" else "http"
    words = [str(peers.environment("fastmcp")), str(HERE / "fastmcp_server.py"), over, str(port)]
    with running(words, port, tmp_path / "log"):
        for version in versions:
            reached = Reached(port, transport)
            async with Client(reached.target, observers=[reached], version=version) as client:
                assert (client.protocol_version, client.instructions) == (version, "Add numbers.")
                await uses_what_fastmcp_has(client)
                await gives_up(client)
            assert faults(reached.messages, version) == []


async def uses_what_fastmcp_has(client: Client) -> None:
    """Each thing that its server has."""
    steps: list[float] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        steps.append(value)

    assert [tool.name async for tool in client.list_tools()] == ["add", "count", "wait", "cancelled"]
    assert (await client.call_tool("add", {"a": 2, "b": 3})).structured_content == {"result": 5}
    assert await text_of(client, "count", on_progress=on_progress) == "5"
    assert steps == [1, 2, 3, 4, 5]
    assert (await client.read_resource("demo://greeting")).contents[0].to_wire()["text"] == "hello"
    prompt = await client.get_prompt("greet", {"name": "Ada"})
    assert prompt.messages[0].content.to_wire()["text"] == "Greet Ada."


@pytest.mark.parametrize(("word", "transport"), [("streamableHttp", "streamable"), ("sse", "sse")])
async def test_server_everything_is_listed_and_called(
    peers: Peers, tmp_path: Path, word: str, transport: HttpTransport
) -> None:
    port, progress = free_port(), list[float]()
    script = peers.packages / "node_modules/@modelcontextprotocol/server-everything/dist/index.js"

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append(value)

    words = [str(peers.node), str(script), word]
    with running(words, port, tmp_path / "log", PORT=str(port)):
        reached = Reached(port, transport)
        async with Client(reached.target, observers=[reached]) as client:
            assert (client.protocol_version, client.server_info.name) == ("2025-11-25", "mcp-servers/everything")
            assert await text_of(client, "echo", {"message": "hello"}) == "Echo: hello"
            long = {"duration": 1, "steps": 4}
            assert not (
                await client.call_tool("trigger-long-running-operation", long, on_progress=on_progress)
            ).is_error
            assert progress == [1, 2, 3, 4]
            resources = [resource.uri async for resource in client.list_resources()]
            assert (await client.read_resource(resources[0])).contents
    assert faults(reached.messages, "2025-11-25") == []
