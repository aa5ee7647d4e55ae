"""What is in a file: read within a limit, and told as text or as bytes, with what kind it is of.

Spec: server/resources#resource-contents
"""

import mimetypes
import os
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Final

from mcprism.errors import ToolError
from mcprism.jsonrpc import JsonObject
from mcprism.server.declarations.media import mime_type_of

# Never waits for the other end of a pipe, nor follows a link that was put there since the path was looked at.
_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
)

_DIRECTORY: Final = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC", "O_PATH")
)

_BEGINNING: Final = 512

# What systems say of these differs, or is of something else that nobody has: .ts is a video in most of them.
_KINDS: Final = {
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".rs": "text/x-rust",
    ".toml": "application/toml",
    ".ts": "text/x-typescript",
    ".tsx": "text/x-typescript",
    ".webp": "image/webp",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
_TEXTS: Final = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/jsonl",
        "application/sql",
        "application/toml",
        "application/x-sh",
        "application/xml",
        "application/yaml",
    }
)


@dataclass(frozen=True, slots=True)
class FileContent:
    """What is in a file."""

    data: bytes
    mime_type: str
    """What kind of file it is, by its name, or else by what is in it."""

    def at(self, uri: str, mime_type: str | None = None) -> JsonObject:
        """The contents of a resource. `mime_type`: of what kind they are said to be; None: of that of the file."""
        kind = mime_type or self.mime_type
        text = _text(self.data) if _is_text(kind) else None
        if text is not None:
            return {"uri": uri, "mimeType": kind, "text": text}
        return {"uri": uri, "mimeType": kind, "blob": b64encode(self.data).decode()}


def read_file(path: Path, max_bytes: int, *, within: Path | None = None) -> FileContent:
    """What is in a file. Blocks.

    Args:
        path: where it is, without links.
        max_bytes: how many it may have.
        within: a directory that it is in, whoever puts a link on the way from there while this is looked at, where the
            system can tell; None: it may be anywhere.

    Raises:
        FileNotFoundError: there is no file, or something else.
        ToolError: it has more bytes.
        OSError: it cannot be read.
    """
    # What is opened may be something else than what was there before: it is looked at twice.
    _check_file(path, path.lstat())
    with os.fdopen(_opened(path, within), "rb") as file:
        state = os.fstat(file.fileno())
        _check_file(path, state)
        # It may grow while it is read.
        data = b"" if state.st_size > max_bytes else file.read(max_bytes + 1)
        if max(state.st_size, len(data)) > max_bytes:
            raise ToolError(
                f"the file has {max(state.st_size, len(data))} bytes, and no more than {max_bytes} are sent"
            )
    return FileContent(data, kind_of_name(path.name) or _kind_of(data))


def kind_of_file(path: Path) -> str:
    """What kind of file it is, by its name, or else by how it begins. Blocks. Raises OSError: it cannot be read."""
    kind = kind_of_name(path.name)
    if kind is None:
        with path.open("rb") as file:
            kind = _kind_of(file.read(_BEGINNING))
    return kind


def kind_of_name(name: str) -> str | None:
    """What kind of file has such a name; None: it does not say."""
    known = _KINDS.get(Path(name).suffix.lower())
    if known is not None:
        return known
    kind, packed = mimetypes.guess_type(name)
    return kind if packed is None else f"application/{packed}"


def state_of(path: Path) -> tuple[int, str] | None:
    """How many bytes a file has, and when it changed, in ISO 8601; None: there is none. Blocks."""
    try:
        state = path.stat()
    except OSError:
        return None
    if not S_ISREG(state.st_mode):
        return None
    changed = datetime.fromtimestamp(int(state.st_mtime), UTC)
    return state.st_size, changed.isoformat().replace("+00:00", "Z")


def _opened(path: Path, within: Path | None) -> int:
    if within is None or os.open not in os.supports_dir_fd:
        return os.open(path, _FLAGS)
    *directories, name = path.relative_to(within).parts
    place = os.open(within, _DIRECTORY)
    try:
        for directory in directories:
            inner = os.open(directory, _DIRECTORY, dir_fd=place)
            os.close(place)
            place = inner
        return os.open(name, _FLAGS, dir_fd=place)
    finally:
        os.close(place)


def _check_file(path: Path, state: os.stat_result) -> None:
    if not S_ISREG(state.st_mode):
        raise FileNotFoundError(path)


def _kind_of(data: bytes) -> str:
    """By how it begins."""
    begin = data[:_BEGINNING]
    # The last character may be cut in two.
    cuts = range(4) if len(begin) == _BEGINNING else (0,)
    is_text = any(_text(begin[: len(begin) - cut]) is not None for cut in cuts)
    return mime_type_of(begin) or ("text/plain" if is_text else "application/octet-stream")


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _TEXTS or kind.endswith(("+json", "+xml"))


def _text(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
