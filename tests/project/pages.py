"""What the pages of the documentation show of programs: taken from files, and from what these do when they are run.

A comment before a fenced block says what is in the block:

    <!-- file: docs/snippets/add.py -->       the file; with `#part` after its name, what is between the lines
                                              `# region part` and `# endregion`
    <!-- output: docs/snippets/client.py -->  what the program prints
    <!-- session: docs/snippets/add.py -->    lines after `>>>`, and what they show: they know the names of the file,
                                              and a `client` of its `server`
    <!-- command: mcprism list add.py -->     what the command prints, where it is run in the folder of the project

`python -m tests.project.pages` puts into every page, or those that it is given, what belongs there;
`test_pages.py` fails where it is not there.
"""

import ast
import os
import re
import runpy
import shlex
import sys
from collections.abc import Callable, Generator
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass
from doctest import DocTestParser
from functools import cache
from importlib import import_module
from inspect import CO_COROUTINE
from io import StringIO
from pathlib import Path
from textwrap import dedent
from traceback import format_exception_only
from types import FunctionType
from typing import Any, Final

import anyio

from mcprism import Client
from mcprism.cli import main as mcprism

ROOT: Final = Path(__file__).parents[2]
SNIPPETS: Final = ROOT / "docs" / "snippets"
PAGES: Final = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_BLOCK: Final = re.compile(r"^<!-- (\w+): ([^\n]+) -->\n```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK: Final = re.compile(r"^[ \t]*# (?:region .*|endregion)\n", re.MULTILINE)
_SESSION_TIME: Final = 30.0
_REFERENCE: Final = re.compile(r"(?<=internal error, reference )[0-9a-f]{8}")
"""What is random in what is shown, and always the same in the pages."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block whose text comes from somewhere."""

    kind: str
    """Which of the comments it has."""
    source: str
    """What the comment names."""
    text: str
    """What stands in the page now."""

    @property
    def file(self) -> Path:
        """The file that it names."""
        return ROOT / self.source.partition("#")[0]

    def wanted(self) -> str:
        """What has to stand there. Runs what has to be run for that."""
        return _REFERENCE.sub("5f3c9a1e", _KINDS[self.kind](self))


def blocks_of(page: Path) -> list[Block]:
    """The blocks of a page that have a comment."""
    return [Block(found[1], found[2], found[4]) for found in _BLOCK.finditer(page.read_text("utf-8"))]


def rewrite(page: Path) -> bool:
    """Puts into a page what belongs there. Whether anything was another one."""
    before = page.read_text("utf-8")

    def block(found: re.Match[str]) -> str:
        wanted = Block(found[1], found[2], found[4]).wanted()
        return f"<!-- {found[1]}: {found[2]} -->\n```{found[3]}\n{wanted}```"

    after = _BLOCK.sub(block, before)
    page.write_text(after, "utf-8")
    return before != after


def _from_file(block: Block) -> str:
    text = block.file.read_text("utf-8")
    part = block.source.partition("#")[2]
    if part:
        found = re.search(
            rf"^[ \t]*# region {re.escape(part)}\n(.*?)^[ \t]*# endregion$", text, re.MULTILINE | re.DOTALL
        )
        if found is None:
            raise ValueError(f"{block.file} has no region {part!r}")
        text = found[1]
    return dedent(_MARK.sub("", text)).strip("\n") + "\n"


def _output(block: Block) -> str:
    return _printed_by(block.file)


@cache
def _printed_by(program: Path) -> str:
    with _beside(program), redirect_stdout(StringIO()) as printed:
        runpy.run_path(str(program), run_name="__main__")
    return printed.getvalue()


def _session(block: Block) -> str:
    with _beside(block.file), redirect_stdout(StringIO()) as printed:
        anyio.run(_typed, block.text, vars(import_module(block.file.stem)))
    return printed.getvalue()


async def _typed(text: str, names: dict[str, Any]) -> None:
    with anyio.fail_after(_SESSION_TIME):
        async with Client(names["server"]) as client:
            names["client"] = client
            for example in DocTestParser().get_examples(text):
                first, *more = example.source.splitlines()
                print("\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in more)]))
                await _shown(example.source, names)


async def _shown(source: str, names: dict[str, Any]) -> None:
    """Runs what was typed, and prints what it comes to, or how it fails."""
    try:
        code = compile(source, "<session>", "single", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        with _showing():
            running = FunctionType(code, names)()
            if code.co_flags & CO_COROUTINE:
                await running
    except Exception as error:
        print("Traceback (most recent call last):\n    ...\n" + "".join(format_exception_only(error)), end="")


def _command(block: Block) -> str:
    program, *arguments = shlex.split(block.source)
    if program != "mcprism":
        raise ValueError(f"the command is to be one of mcprism, not {block.source!r}")
    with chdir(ROOT), redirect_stdout(StringIO()) as printed:
        mcprism(arguments)
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


_KINDS: Final[dict[str, Callable[[Block], str]]] = {
    "file": _from_file,
    "output": _output,
    "session": _session,
    "command": _command,
}


@contextmanager
def _beside(file: Path) -> Generator[None]:
    """As if Python had been started in the folder of the file; what is imported from there is forgotten again."""
    before = set(sys.modules)
    sys.path.insert(0, str(file.parent))
    try:
        with chdir(file.parent):
            yield
    finally:
        sys.path.remove(str(file.parent))
        for name in set(sys.modules) - before:
            if Path(getattr(sys.modules[name], "__file__", None) or os.devnull).is_relative_to(SNIPPETS):
                del sys.modules[name]


@contextmanager
def _showing() -> Generator[None]:
    """Values of expressions are printed, and kept nowhere."""
    before = sys.displayhook

    def show(value: object) -> None:
        if value is not None:
            print(repr(value))

    sys.displayhook = show
    try:
        yield
    finally:
        sys.displayhook = before


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:] or PAGES):
        if rewrite(path):
            print(path)
