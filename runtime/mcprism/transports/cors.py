"""Pages of other origins: which may use a server, and what a browser has to be told for that.

Spec: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mcprism.transports.http_server import Header, Headers, Refusal
from mcprism.transports.security import origin_of

METHODS: Final = (b"GET", b"POST", b"DELETE", b"OPTIONS")

_SENT: Final = (
    "accept",
    "authorization",
    "content-type",
    "last-event-id",
    "mcp-method",
    "mcp-name",
    "mcp-protocol-version",
    "mcp-session-id",
)
"""What clients of all versions send."""

_ARGUMENTS: Final = "mcp-param-"

_READ: Final = ("mcp-session-id", "retry-after", "www-authenticate")
"""What clients have to be able to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cors:
    """Which pages of other origins may use a server.

    Raises:
        ValueError: an origin is none.
    """

    origins: Sequence[str] = ("*",)
    """Origins as `https://app.example.com`; `*` is any."""
    headers: Sequence[str] = ()
    """Headers that pages may send beyond those of the protocol."""
    exposed: Sequence[str] = ()
    """Headers that pages may read beyond those of the protocol."""
    credentials: bool = False
    """Whether browsers send cookies along."""
    max_age: int = 86_400
    """Seconds for which a browser need not ask again."""

    def __post_init__(self) -> None:
        for origin in self.origins:
            origin_of(origin)
        if self.max_age < 0:
            raise ValueError(f"max_age must not be below zero, not {self.max_age!r}")

    def allows(self, origin: bytes) -> bool:
        """Whether pages of this origin may use the server."""
        said = origin.decode("latin-1").lower()
        return "*" in self.origins or said in map(str.lower, self.origins)

    def headers_for(self, origin: bytes) -> list[Header]:
        """What an answer to a page of this origin has in addition; nothing if that may not use the server."""
        if not self.allows(origin):
            return []
        anybody = "*" in self.origins and not self.credentials
        found = [
            (b"access-control-allow-origin", b"*" if anybody else origin),
            (b"access-control-expose-headers", ", ".join((*_READ, *self.exposed)).encode("latin-1")),
            (b"vary", b"Origin"),
        ]
        if self.credentials:
            found.append((b"access-control-allow-credentials", b"true"))
        return found

    def preflight(self, headers: Headers) -> list[Header]:
        """What answers a browser that asks whether it may send a request.

        Raises:
            Refusal: 403, not from this page; 405, not with this method; 400, not with these headers.
        """
        origin, method = headers.get(b"origin") or b"", headers.get(b"access-control-request-method") or b""
        if not self.allows(origin):
            raise Refusal(403, f"pages from {origin[:100]!r} may not use this server; its option cors lists them")
        if method not in METHODS:
            raise Refusal(405, f"{method[:20]!r} is not one of the methods of this server")
        asked = (headers.get(b"access-control-request-headers") or b"").decode("latin-1").lower()
        names = [name.strip() for name in asked.split(",") if name.strip()]
        known = {*_SENT, *map(str.lower, self.headers)}
        unknown = [name for name in names if name not in known and not name.startswith(_ARGUMENTS)]
        if unknown:
            raise Refusal(
                400, f"the header {unknown[0][:50]!r} is not expected here; cors=Cors(headers=[...]) allows it"
            )
        return [
            (b"access-control-allow-methods", b", ".join(METHODS)),
            (b"access-control-allow-headers", ", ".join(names or _SENT).encode("latin-1")),
            (b"access-control-max-age", b"%d" % self.max_age),
        ]
