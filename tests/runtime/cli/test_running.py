"""`mcprism run`: servers as processes, and what becomes of their clients when files change."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import anyio
import pytest

from mcprism import Client, PeerError
from mcprism.cli import main
from mcprism.transports.process import ProcessChannel

PROGRAM = [sys.executable, "-m", "mcprism"]
TIME_LIMIT = 60

SERVER = """
import os
from pathlib import Path
from mcprism import Context, Server

server = Server("shop", version="1")

@server.tool
async def {name}() -> str:
    return "{name}"

@server.tool
async def slow(ctx: Context) -> str:
    Path("begun").touch()
    while not Path("go").exists():
        await __import__("anyio").sleep(0.05)
    return "slow {name}"

@server.tool
async def around() -> list[str]:
    return [os.environ.get("FROM_HERE", "unset"), os.environ.get("SAID", "unset"), Path.cwd().name]

@server.tool
async def roots(ctx: Context) -> int:
    return len(await ctx.list_roots())
"""


def write(folder: Path, name: str) -> Path:
    """A server whose first tool has this name."""
    file = folder / "server.py"
    file.write_text(SERVER.format(name=name))
    return file


async def names_of(client: Client) -> list[str]:
    return [tool.name async for tool in client.list_tools()]


async def appears(path: Path) -> None:
    while not await anyio.Path(path).exists():  # noqa: ASYNC110 -- another process makes it
        await anyio.sleep(0.05)


async def keep_calling(client: Client, tool: str) -> None:
    while True:
        await client.call_tool(tool)


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_a_client_stays_while_its_server_is_started_again(tmp_path: Path, version: str) -> None:
    file = write(tmp_path, "one")

    async def stays() -> None:
        channel = ProcessChannel([*PROGRAM, "run", str(file), "--reload"], inherit_env=["*"], cwd=tmp_path)
        async with (
            Client(channel, version=version, timeout=TIME_LIMIT, connect_timeout=TIME_LIMIT) as client,
            client.listen(tools=True) as changes,
        ):
            assert await names_of(client) == ["one", "slow", "around", "roots"]
            told = aiter(changes)
            answers: list[str] = []

            async def ask() -> None:
                result = await client.call_tool("slow")
                answers.append(str(result.structured_content))

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(ask)
                await appears(tmp_path / "begun")
                write(tmp_path, "another")
                (tmp_path / "go").touch()
            # The old process has answered what was in flight, and the new one answers the rest.
            assert answers == ["{'result': 'slow one'}"]
            await anext(told)
            assert (await names_of(client))[0] == "another"
            file.write_text("raise RuntimeError('spilled')\n")
            with pytest.raises(PeerError, match="RuntimeError: spilled"):
                await keep_calling(client, "another")
            write(tmp_path, "third_one")
            await anext(told)
            assert (await client.call_tool("third_one")).is_error is not True

    async def bounded() -> None:
        with anyio.fail_after(2 * TIME_LIMIT):
            await stays()

    anyio.run(bounded)


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], "Queue[str]"]]:
    """A process of `mcprism run`, and what it writes to standard error, line by line."""
    lines: Queue[str] = Queue()
    command = [*PROGRAM, "run", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        errors = process.stderr

        def read() -> None:
            for line in errors:
                lines.put(line)

        threading.Thread(target=read, daemon=True).start()
        try:
            yield process, lines
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def address_in(lines: "Queue[str]") -> str:
    """Where it is served, once it says so."""
    while " is served at " not in (line := lines.get(timeout=TIME_LIMIT)):
        pass
    return line.split()[-1]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_over_http_a_server_is_found_again_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "one")
    more = tmp_path / "words.txt"
    more.write_text("a")
    with served(
        f"{file}:server", "--transport", "http", "--port", "0", "--path", "/x", "--reload", "--watch", str(more)
    ) as (
        process,
        lines,
    ):
        address = address_in(lines)
        assert address.endswith("/x")
        assert main(["call", address, "one", "--header", "X-Word: a"]) == 0
        write(tmp_path, "another")
        assert "server.py changed: the server starts again" in lines.get(timeout=TIME_LIMIT)
        assert address_in(lines) == address
        assert main(["call", address, "another"]) == 0
        more.write_text("ab")
        assert "words.txt changed" in lines.get(timeout=TIME_LIMIT)
        assert address_in(lines) == address
        file.write_text("raise RuntimeError('spilled')\n")
        assert "server.py changed" in lines.get(timeout=TIME_LIMIT)
        assert "RuntimeError: spilled" in lines.get(timeout=TIME_LIMIT)
        assert "ended with status 1; a change of a file starts it again" in lines.get(timeout=TIME_LIMIT)
        write(tmp_path, "third")
        assert "server.py changed" in lines.get(timeout=TIME_LIMIT)
        assert address_in(lines) == address
        process.terminate()
        assert process.wait(TIME_LIMIT) == 0
    assert capsys.readouterr().out == "one\nanother\n"


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupted_server_ends_with_status_130(tmp_path: Path) -> None:
    with served(str(write(tmp_path, "one")), "--transport", "http", "--port", "0") as (process, lines):
        address_in(lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(TIME_LIMIT) == 130
        with served(str(tmp_path / "server.py"), "--transport", "http", "--port", "99999") as (wrong, errors):
            assert "port must be from 0" in errors.get(timeout=TIME_LIMIT)
            assert wrong.wait(TIME_LIMIT) == 2


def test_a_command_gets_the_variables_and_the_folder_that_were_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FROM_HERE", "yes")
    file = write(tmp_path, "one")
    command = [*PROGRAM, "run", str(file)]
    assert main(["call", "around", "--json", "--", *command]) == 0
    assert '"unset"' in capsys.readouterr().out
    said = ["--env", "FROM_HERE", "--env", "SAID=a=b", "--cwd", str(tmp_path)]
    assert main(["call", "around", *said, "--", *command]) == 0
    assert json.loads(capsys.readouterr().out) == ["yes", "a=b", tmp_path.name]
    assert main(["call", f"{file}:server", "roots", "--root", str(tmp_path), "--root", str(file)]) == 0
    assert capsys.readouterr().out == "2\n"


def test_a_server_of_a_configuration_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = [*PROGRAM, "run", str(write(tmp_path, "one"))]
    shop = {"command": program, "args": arguments, "env": {"SAID": "by the file"}}
    config = tmp_path / "servers.json"
    config.write_text(json.dumps({"mcpServers": {"shop": shop, "old": {"url": "http://x/", "disabled": True}}}))
    assert main(["call", "--config", str(config), "--server", "shop", "around", "--env", "FROM_HERE=too"]) == 0
    assert json.loads(capsys.readouterr().out)[:2] == ["too", "by the file"]
    for words, part in [
        (["list", "--config", str(config)], "has 2 servers: say which with --server: shop, old"),
        (["list", "--config", str(config), "--server", "shup"], "has no server 'shup'; did you mean shop?"),
        (["list", "--config", str(config), "--server", "old"], "the server old is disabled"),
        (["list", "--server", "shop"], "expected --config FILE with it"),
        (["list", "--config", str(tmp_path / "none.json")], "cannot be read"),
        (["list", "--config", str(config), "--server", "shop", "--", "x"], "expected --config or a command after --"),
        (["inspect", "x", "--config", str(config)], "expected TARGET or --config, not both"),
    ]:
        assert main(words) == 2
        captured = capsys.readouterr()
        assert (captured.out, part in captured.err) == ("", True), captured.err


def test_a_script_that_does_not_run_its_server_is_told_how_to_name_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, "one")
    assert main(["list", str(file)]) == 1
    assert f"name the Server object in it: {file}:NAME" in capsys.readouterr().err
