"""What commands write: text for people through rich, JSON for programs.

What a server says of itself is foreign text. It goes out as `plain`, so that it neither styles nor steers the terminal.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

WIDTH_OF_A_PIPE = 120
"""Columns of a table that no terminal sees."""
LINES_IN_ONE = 3
"""Lines of an error that are shown as one; of more, only the first and the last."""


def console() -> Console:
    """Where text for people goes: standard output, in colours only if that is a terminal."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)


def plain(text: str, style: str = "") -> Text:
    """Foreign text as it is to be seen: control characters become visible and do nothing."""
    return Text(printable(text), style=style)


def printable(text: str) -> str:
    """The text with every character that would not be seen, line breaks excepted, written as an escape."""
    return "".join(
        character if character.isprintable() or character == "\n" else character.encode("unicode_escape").decode()
        for character in text
    )


def write_json(value: Any) -> None:
    """Writes one JSON value for programs to standard output; ASCII, so that every terminal and pipe takes it."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def one_line(text: str) -> str:
    """A text of several lines as one; of a traceback or other long text, the first line and the last."""
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    if len(lines) > LINES_IN_ONE:
        lines = [f"{lines[0]} ... {lines[-1]}"]
    return "; ".join(lines).replace(":; ", ": ")


def markdown_row(cells: Sequence[str]) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Foreign text within a line of Markdown, as text."""
    return "".join(
        f"\\{character}" if character in "\\`*_[]<>|#" else character for character in " ".join(text.split())
    )
