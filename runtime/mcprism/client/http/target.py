"""What a client needs to know of a server that it reaches over HTTP."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:  # only who has such a target has the library
    import httpx

HttpTransport: TypeAlias = Literal["auto", "streamable", "sse"]

MAX_MESSAGE: Final = 16 * 1024 * 1024

_LEAST_DELAY: Final = 0.1


@dataclass(frozen=True, slots=True)
class HttpTarget:
    """A server at an address: `Client(HttpTarget("https://example.com/mcp", headers={"X-Api-Key": "..."}))`.

    Raises:
        ValueError: the address is none of http or https, or an option is out of its range.
    """

    url: str
    _: KW_ONLY
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Sent with each request. Those of the protocol are added."""
    client: "httpx.AsyncClient | httpx.AsyncBaseTransport | None" = None
    """What sends: a client of httpx with its own proxies, certificates and credentials, which is not closed here; or a
    transport of httpx. None: a client is made for each connection."""
    transport: HttpTransport = "auto"
    """`streamable`: one address takes all messages. `sse`: the server is of the first version, which has two of them.
    `auto`: the second where the first is not served."""
    listens: bool = True
    """Whether a session keeps a stream open for what the server says on its own, if the server offers one."""
    max_message: int = MAX_MESSAGE
    """Bytes that one message of the server may have, counted when they are decompressed."""
    connect_timeout: float = 10.0
    """Seconds that reaching the server may take, TLS included, with each connection that is made to it."""
    close_timeout: float = 5.0
    """Seconds that ending a session may take."""
    max_retries: int = 5
    """How often in a row a stream that broke is asked for again in vain."""
    retry_delay: float = 1.0
    """Seconds before that is tried for the first time, at least 0.1, unless the server names them; then they double."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(
                f"cannot connect to {self.url!r:.200}: expected an address such as http://127.0.0.1:8080/mcp"
            )
        if self.transport not in ("auto", "streamable", "sse"):
            raise ValueError(f"transport must be auto, streamable or sse, not {self.transport!r:.50}")
        for name in ("max_message", "connect_timeout", "close_timeout"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be more than 0, not {getattr(self, name)!r:.50}")
        if self.max_retries < 0:
            raise ValueError(f"max_retries must be 0 or more, not {self.max_retries!r:.50}")
        if not self.retry_delay >= _LEAST_DELAY:
            raise ValueError(f"retry_delay must be {_LEAST_DELAY} or more, not {self.retry_delay!r:.50}")
