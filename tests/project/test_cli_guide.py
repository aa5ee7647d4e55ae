"""The guide of the command line: its commands do what it prints."""

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from cyclopts import CycloptsError

from mcprism.cli import main
from mcprism.cli.app import program

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "cli.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", GUIDE, flags=re.DOTALL)
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, flags=re.DOTALL) for line in block.splitlines()]


@pytest.fixture
def in_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the example's folder, and nobody at the terminal."""
    (tmp_path / "bakery_server.py").write_text((ROOT / "examples" / "bakery_server.py").read_text("utf-8"))
    (tmp_path / "tool.json").write_text('{"name": "price", "title": "Price", "inputSchema": {"type": "object"}}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def shown(commands: list[str]) -> str:
    """A block as a terminal would show it: each command and, below it, what it writes."""
    screen, status = io.StringIO(), 0
    for command in commands:
        screen.write(f"$ {command}\n")
        if command == "echo $?":
            screen.write(f"{status}\n")
            continue
        name, *arguments = shlex.split(command)
        assert name == "mcprism"
        with redirect_stdout(screen), redirect_stderr(screen):
            status = main(arguments)
    return "".join(f"{line.rstrip()}\n" for line in screen.getvalue().splitlines())


@pytest.mark.usefixtures("in_examples")
@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.splitlines()[0].removeprefix("$ mcprism "))
def test_what_the_guide_shows_is_what_is_printed(block: str) -> None:
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    assert shown(commands) == block


def test_the_commands_that_run_on_are_commands() -> None:
    assert len(SHELL) > 5
    for line in SHELL:
        name, *arguments = shlex.split(line.partition(" > ")[0])
        assert name == "mcprism"
        program().parse_args(arguments, exit_on_error=False, print_error=False)
    with pytest.raises(CycloptsError):
        program().parse_args(["run", "server.py", "--relaod"], exit_on_error=False, print_error=False)


def test_every_command_is_in_the_guide() -> None:
    from mcprism.cli.commands import COMMANDS

    for name in COMMANDS:
        assert f"| `mcprism {name}" in GUIDE
