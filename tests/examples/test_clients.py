"""The clients among the examples, each a process of its own, with a server to talk to."""

import sys
from collections.abc import Sequence
from pathlib import Path

import anyio
import pytest

from tests.examples.conftest import EXAMPLES, loaded

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("bounded"),
    pytest.mark.parametrize("anyio_backend", ["asyncio"]),
]

CLIENTS = EXAMPLES / "clients"
NEW = ["hello-world 0.1.0, MCP 2026-07-28", "capabilities: completions, resources, tools"]
# The first version has no word for completions.
OLD = ["hello-world 0.1.0, MCP 2024-11-05", "capabilities: resources, tools"]
LOOKED_AROUND = [
    "tool say_hello: Greets somebody.",
    "tool say_goodbye: Takes leave of somebody.",
    "resource hello://poem: Words, to be read.",
    "resource hello://dot: Bytes, as a picture of one pixel has them.",
    "template hello://swatch/{color}: A picture of the color that the address names.",
    "say_hello: Hello, Ada!",
    "it is still there",
]


async def printed(file: Path, *arguments: str) -> list[str]:
    """What a client prints, line by line."""
    done = await anyio.run_process([sys.executable, "-W", "error", str(file), *arguments], check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


async def all_printed(runs: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """The same of several at once, in order."""
    found: list[list[str]] = [[] for _ in runs]

    async def run(position: int, file: str, *arguments: str) -> None:
        found[position] = await printed(CLIENTS / file, *arguments)

    async with anyio.create_task_group() as tasks:
        for position, given in enumerate(runs):
            tasks.start_soon(run, position, *given)
    return found


async def test_quickstart_starts_a_server_and_prints_its_tools() -> None:
    server = str(EXAMPLES / "servers" / "quickstart.py")
    assert await printed(CLIENTS / "quickstart.py", sys.executable, server) == [
        "hello 0.1.0",
        "say_hello: Greets somebody.",
    ]


async def test_clients_over_stdio_look_around_in_a_process_that_they_have_started() -> None:
    plain, core = await all_printed([("over_stdio.py",), ("over_stdio_core.py",)])
    for lines in (plain, core):
        assert lines == [*NEW, *LOOKED_AROUND]


async def test_clients_over_http_look_around_in_the_same_server() -> None:
    module = loaded("servers/hello_world_http.py")
    async with module.server.http(module.OPTIONS, port=0) as handle:
        sse = handle.url.removesuffix(module.OPTIONS.path) + module.OPTIONS.sse_path
        new = [("over_http.py", handle.url), ("over_http_core.py", handle.url)]
        old = [("over_sse.py", sse), ("over_sse_core.py", sse)]
        found = await all_printed([*new, *old])
    for lines in found[:2]:
        assert lines == [*NEW, *LOOKED_AROUND]
    for lines in found[2:]:
        assert lines == [*OLD, *LOOKED_AROUND]
