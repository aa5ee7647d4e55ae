"""Our client against official servers over HTTP, in each version that they speak."""

import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest

from mcprism import Client, HttpTarget
from mcprism.client.http.target import HttpTransport
from tests.interop.conftest import Peers
from tests.interop.test_official_servers import (
    NEWEST,
    PATIENCE,
    SERVERS,
    SESSIONS,
    Person,
    command,
    gives_up,
    is_asked,
    meets_errors,
    uses_everything,
)

pytestmark = pytest.mark.anyio

STREAMABLE = ("streamable-http", "mcp")
SSE = ("sse", "sse")


@asynccontextmanager
async def serving(peers: Peers, name: str, transport: tuple[str, str]) -> AsyncIterator[str]:
    """The address of a server while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = [*command(peers, name), transport[0], str(port)]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: ASYNC220
    try:
        while process.poll() is None:
            try:
                stream = await anyio.connect_tcp("127.0.0.1", port)
            except OSError:
                await anyio.sleep(0.05)  # it says nowhere that it listens
            else:
                await stream.aclose()
                break
        yield f"http://127.0.0.1:{port}/{transport[1]}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize(
    ("name", "versions", "transport", "anyio_backend"),
    [
        ("python 1", SESSIONS, STREAMABLE, "asyncio"),
        ("python 1", SESSIONS[-1:], STREAMABLE, "trio"),
        ("python 1", SESSIONS[:1], SSE, "asyncio"),
        ("python 2", (*SESSIONS, NEWEST), STREAMABLE, "asyncio"),
        ("python 2", (NEWEST,), STREAMABLE, "trio"),
        ("python 2", SESSIONS[:1], SSE, "trio"),
    ],
)
async def test_a_server_is_used_in_its_versions(
    peers: Peers, name: str, versions: tuple[str, ...], transport: tuple[str, str]
) -> None:
    server = SERVERS[name]
    kind: HttpTransport = "sse" if transport is SSE else "auto"
    with anyio.fail_after(2 * PATIENCE):
        async with serving(peers, name, transport) as url:
            for version in versions:
                person = Person()
                async with Client(HttpTarget(url, transport=kind), version=version, handler=person) as client:
                    assert client.protocol_version == version
                    await uses_everything(client, person, server)
                    await meets_errors(client, server)
                    await is_asked(client, name)
                    await gives_up(client)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(
    ("name", "transport", "negotiated"),
    [
        ("python 1", STREAMABLE, "2025-11-25"),
        ("python 1", SSE, "2025-11-25"),
        ("python 2", STREAMABLE, NEWEST),
        ("python 2", SSE, "2025-11-25"),
    ],
)
async def test_nothing_but_the_address_has_to_be_known(
    peers: Peers, name: str, transport: tuple[str, str], negotiated: str
) -> None:
    with anyio.fail_after(PATIENCE):
        async with serving(peers, name, transport) as url, Client(url) as client:
            assert client.protocol_version == negotiated
            assert (await client.call_tool("add", {"a": 2, "b": 3})).structured_content == {"result": 5}
