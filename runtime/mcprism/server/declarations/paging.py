"""Pages of a list, and the cursors by which the next one is asked for.

Spec: server/utilities/pagination
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mcprism.errors import InvalidParams
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Prepared

PAGE_SIZE: Final = 1000
"""What is declared, on one page of a list."""


@dataclass(frozen=True, slots=True)
class Form:
    """What pages of a list look like."""

    member: str
    page_size: int
    ttl_ms: int

    def page(self, definitions: Sequence[JsonObject], following: str | None) -> Prepared:
        """A page of these, with the cursor of the next one, if there is one."""
        result: JsonObject = {
            self.member: [*definitions],
            "resultType": "complete",
            "ttlMs": self.ttl_ms,
            "cacheScope": "private",
        }
        if following is not None:
            result["nextCursor"] = following
        return Prepared(result)


def milliseconds(option: str, seconds: float) -> int:
    """A time as the protocol has it.

    Raises:
        ValueError: it is none.
    """
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"{option}: must be at least 0 seconds, and no more than there are, not {seconds!r:.50}")
    return round(seconds * 1000)


def cursor_of(number: int) -> str:
    """The cursor of the page that begins with this number."""
    return urlsafe_b64encode(b"%d" % number).decode()


def position_of(cursor: str) -> int:
    """The number with which a page begins.

    Raises:
        InvalidParams: the cursor is none.
    """
    try:
        text = urlsafe_b64decode(cursor.encode("ascii"))
        if len(text) <= 18 and text.isdigit():
            return int(text)
    except ValueError:
        pass
    raise no_cursor(cursor)


def no_cursor(cursor: str) -> InvalidParams:
    """The error that it is none of the list."""
    return InvalidParams(f"cursor: expected one that came with a page of this list, got {cursor!r:.80}")
