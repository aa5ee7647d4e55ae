"""Content of tools, resources and prompts: text as it is, the rest described or saved.

A terminal gets text that cannot steer it; a file or another program gets the bytes that the server sent.
"""

import base64
import binascii
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TextIO

from pydantic_core import from_json

from mcprism.cli.failures import Failure
from mcprism.cli.output import printable
from mcprism.jsonrpc import JsonObject, is_object

_UNITS: Final = ("bytes", "KiB", "MiB", "GiB")


class Saving:
    """Files that content which is no text goes to: the path that was named, and numbered ones beside it for more.

    Args:
        path: of the first file; None: nothing is saved.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._count = 0

    @property
    def wanted(self) -> bool:
        """Whether anything is saved at all."""
        return self._path is not None

    @property
    def count(self) -> int:
        """How many files were written."""
        return self._count

    def write(self, data: bytes) -> Path:
        """The file that has the data now.

        Raises:
            Failure: it cannot be written.
        """
        assert self._path is not None  # noqa: S101 -- asked for `wanted`
        self._count += 1
        path = self._path
        if self._count > 1:
            path = path.with_name(f"{path.stem}-{self._count}{path.suffix}")
        try:
            path.write_bytes(data)
        except OSError as error:
            raise Failure(f"cannot write {str(path)!r}: {error.strerror}") from None
        return path


def show_blocks(blocks: Iterable[JsonObject], saving: Saving, out: TextIO) -> None:
    """Writes content blocks, one after the other.

    Raises:
        Failure: a file cannot be written, or data is not base64.
    """
    for block in blocks:
        match block:
            case {"type": "text", "text": str(text)}:
                write_text(text, out)
            case {"type": "image" | "audio" as kind, "data": str(data)}:
                _binary(kind, block, data, saving, out)
            case {"type": "resource", "resource": contents} if is_object(contents):
                show_contents([contents], saving, out)
            case {"type": "resource_link", "uri": str(uri)}:
                title = block.get("title") or block.get("name") or ""
                write_text(f"[link {uri}{_kind_of(block)}] {title}".rstrip(), out)
            case _:
                write_text(f"[{block.get('type')}: --json shows it]", out)


def show_contents(contents: Iterable[JsonObject], saving: Saving, out: TextIO) -> None:
    """Writes the contents of resources. Raises as `show_blocks`."""
    for part in contents:
        match part:
            case {"text": str(text)}:
                write_text(text, out)
            case {"blob": str(data)}:
                _binary(str(part.get("uri", "resource")), part, data, saving, out)
            case _:
                write_text("[contents of no kind that is known: --json shows them]", out)


def write_text(text: str, out: TextIO) -> None:
    """Writes text and ends its last line; on a terminal without what would steer it."""
    shown = "\t".join(map(printable, text.split("\t"))) if out.isatty() else text
    out.write(shown if shown.endswith("\n") else f"{shown}\n")


def decoded(data: str) -> bytes:
    """What base64 stands for.

    Raises:
        Failure: it is none.
    """
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Failure(f"the server sent what is not base64: {error}") from None


def note(text: str) -> None:
    """One line for people, on standard error."""
    sys.stderr.write(f"{printable(text)}\n")


def is_its_json(text: Any, value: Any) -> bool:
    """Whether a block of text only repeats structured data."""
    try:
        return is_object(text) and text.get("type") == "text" and from_json(text["text"]) == value
    except (ValueError, KeyError, TypeError):
        return False


def _binary(what: str, block: JsonObject, data: str, saving: Saving, out: TextIO) -> None:
    raw = decoded(data)
    described = f"{what}{_kind_of(block)}, {_size(len(raw))}"
    if saving.wanted:
        note(f"saved {described}: {saving.write(raw)}")
    else:
        write_text(f"[{described}; --output FILE saves it]", out)


def _kind_of(block: JsonObject) -> str:
    kind = block.get("mimeType")
    return f" {kind}" if isinstance(kind, str) else ""


def _size(count: float) -> str:
    for unit in _UNITS:
        if count < 1024 or unit == _UNITS[-1]:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
    raise AssertionError("the last unit takes any number")
