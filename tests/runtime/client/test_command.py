"""Servers that are started with more than their command."""

import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, Command

pytestmark = pytest.mark.anyio

PATIENCE = 20.0

PROGRAM = """
import os, sys
from mcprism import Server

server = Server("surroundings", version="1")

@server.tool(inline=True)
def surroundings() -> list[str]:
    return [os.environ.get("KEY", ""), os.environ.get("SECRET", ""), os.getcwd()]

print("ready", file=sys.stderr, flush=True)
server.run()
"""


async def test_command_has_variables_a_directory_and_an_ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "ours")
    program, lines = tmp_path / "program.py", list[str]()
    program.write_text(PROGRAM)
    command = Command([sys.executable, str(program)], env={"KEY": "theirs"}, cwd=tmp_path, on_stderr=lines.append)
    for target, secret in ((command, ""), (Command(command.command, inherit_env=["*"]), "ours")):
        with anyio.fail_after(PATIENCE):
            async with Client(target) as client:
                key, found, cwd = (await client.call_tool("surroundings", returns=list[str])).data
        assert found == secret
        assert (key, Path(cwd)) == (("theirs", tmp_path) if target is command else ("", Path.cwd()))
    assert lines == ["ready"]


@pytest.mark.parametrize(
    ("options", "error", "problem"),
    [
        ({"command": "my-server --flag"}, TypeError, "must be a list"),
        ({"command": []}, ValueError, "command is empty"),
        ({"command": ["x"], "max_line": 0}, ValueError, "max_line must be more than 0"),
        ({"command": ["x"], "stop_timeouts": (-1, 2)}, ValueError, "stop_timeouts must be"),
    ],
)
def test_command_that_cannot_be_is_refused(options: Any, error: type[Exception], problem: str) -> None:
    with pytest.raises(error, match=problem):
        Command(**options)
