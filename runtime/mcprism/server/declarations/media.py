"""Pictures and sounds that tools return, and what kind of them some bytes are."""

import mimetypes
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import ClassVar, Final, Self

from mcprism.jsonrpc import JsonObject


@dataclass(frozen=True, slots=True)
class _Medium:
    """Bytes, and what they are.

    Raises:
        ValueError: what they are is not given and cannot be seen, or is something else.
    """

    kind: ClassVar[str]
    example: ClassVar[str]

    data: bytes
    mime_type: str | None = None
    """Such as `image/png`; by default what the first bytes say."""

    def __post_init__(self) -> None:
        mime_type = self.mime_type or mime_type_of(self.data)
        if mime_type is None or not mime_type.startswith(f"{self.kind}/"):
            raise ValueError(
                f"these {len(self.data)} bytes are {mime_type or 'of an unknown kind'}: give the mime_type of what "
                f"they are, such as {self.example}"
            )

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> Self:
        """What a file has, of the kind that its first bytes or its name say."""
        file = Path(path)
        data = file.read_bytes()
        return cls(data, mime_type_of(data) or mimetypes.guess_type(file.name)[0])


class Image(_Medium):
    """A picture for the model."""

    __slots__ = ()
    kind = "image"
    example = "image/png"


class Audio(_Medium):
    """A sound for the model."""

    __slots__ = ()
    kind = "audio"
    example = "audio/wav"


def block_of(value: "bytes | _Medium", *, uri: str) -> JsonObject:
    """The content block of some bytes. `uri`: what they are called where they are neither a picture nor a sound."""
    data = value if isinstance(value, bytes) else value.data
    mime_type = (None if isinstance(value, bytes) else value.mime_type) or mime_type_of(data)
    text = b64encode(data).decode()
    kind = "" if mime_type is None else mime_type.partition("/")[0]
    if kind in ("image", "audio"):
        return {"type": kind, "data": text, "mimeType": mime_type}
    return {"type": "resource", "resource": {"uri": uri, "mimeType": "application/octet-stream", "blob": text}}


def mime_type_of(data: bytes) -> str | None:
    """What kind of picture or sound some bytes are, by how they begin; None: of none that is known here."""
    return next((mime_type for mime_type, begins in _KINDS if begins(data)), None)


def _magic(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(beginnings)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"RIFF") and data[8:12] == form


_KINDS: Final[tuple[tuple[str, Callable[[bytes], bool]], ...]] = (
    ("image/png", _magic(b"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", _magic(b"\xff\xd8\xff")),
    ("image/gif", _magic(b"GIF87a", b"GIF89a")),
    ("image/webp", _riff(b"WEBP")),
    ("audio/wav", _riff(b"WAVE")),
    ("audio/flac", _magic(b"fLaC")),
    ("audio/ogg", _magic(b"OggS")),
    ("audio/mpeg", _magic(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
)
