"""What headers of MCP over HTTP hold: which types are accepted, and values that may be any text.

Plain functions over bytes, as headers come and go.

Spec: basic/transports#streamable-http, 2026-07-28/basic/transports ("Header values")
"""

import base64
import binascii
import re
from functools import lru_cache
from typing import Final

JSON: Final = b"application/json"
EVENT_STREAM: Final = b"text/event-stream"

_OPENING, _END = b"=?base64?", b"?="
_PLAIN: Final = re.compile(rb"[\x20-\x7e]*\Z")
_VISIBLE: Final = re.compile(rb"[\x21-\x7e]{1,128}\Z")
_SPACE: Final = b" \t"


@lru_cache(maxsize=256)
def accepts(accept: bytes, kind: bytes) -> bool:
    """Whether an `Accept` header takes a type such as `application/json`, by name or by a range."""
    wanted = (kind, kind.partition(b"/")[0] + b"/*", b"*/*")
    for item in accept.lower().split(b","):
        name, *parameters = (part.strip(_SPACE) for part in item.split(b";"))
        if name in wanted and not any(_refuses(parameter) for parameter in parameters):
            return True
    return False


@lru_cache(maxsize=256)
def is_json(content_type: bytes) -> bool:
    """Whether a `Content-Type` is `application/json`, whatever its parameters."""
    return content_type.partition(b";")[0].strip(_SPACE).lower() == JSON


def is_identifier(value: bytes) -> bool:
    """Whether this can be the id of a session or an event: 1 to 128 visible ASCII characters."""
    return _VISIBLE.match(value) is not None


def encode_value(value: str) -> bytes:
    """A text as a header value: as it is where that is safe, else in base64 between markers."""
    data = value.encode()
    if _PLAIN.match(data) and data == data.strip(b" ") and not _is_marked(data):
        return data
    return _OPENING + base64.b64encode(data) + _END


def decode_value(value: bytes) -> str:
    """The text that a header value holds.

    Raises:
        ValueError: it has bytes that no such value has, or what is between the markers is not base64 of UTF-8.
    """
    value = value.strip(_SPACE)
    if not _PLAIN.match(value):
        raise ValueError("it has characters that must be written in base64: =?base64?...?=")
    if not _is_marked(value):
        return value.decode("ascii")
    try:
        return base64.b64decode(value[len(_OPENING) : -len(_END)], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise ValueError("what stands between =?base64? and ?= is not base64 of UTF-8") from None


def _is_marked(value: bytes) -> bool:
    return value.startswith(_OPENING) and value.endswith(_END) and len(value) >= len(_OPENING) + len(_END)


def _refuses(parameter: bytes) -> bool:
    name, _, value = parameter.partition(b"=")
    return name.strip(_SPACE) == b"q" and re.fullmatch(rb"0(\.0*)?", value.strip(_SPACE)) is not None
