"""How a server is served over HTTP. What does not fit fails where it is written.

Spec: basic/transports#streamable-http
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Final, Literal, TypeAlias, TypedDict

from mcprism.ids import token_ids
from mcprism.observers.message import MessageObserver
from mcprism.server.http.tls import Tls
from mcprism.stores import EventStore, Mailbox, SessionStore
from mcprism.transports.cors import Cors
from mcprism.transports.http_server import ASGIApp
from mcprism.transports.security import LOOPBACK_HOSTS, Hosts, Origins, is_loopback

ResponseMode: TypeAlias = Literal["auto", "json", "sse"]


_SESSION_IDS: Final = token_ids()
_MIB: Final = 1024 * 1024

_ABOVE_ZERO: Final = (
    "idle_timeout",
    "max_sessions",
    "max_sessions_per_client",
    "keep_alive",
    "ping_interval",
    "max_body_bytes",
    "body_timeout",
    "write_timeout",
    "max_requests",
    "max_connections",
    "head_timeout",
    "shutdown_timeout",
)


class HttpFields(TypedDict, total=False):
    """The fields of `HttpOptions`, as keywords."""

    host: str
    port: int
    workers: int
    path: str
    legacy_sse: bool
    sse_path: str
    messages_path: str
    response_mode: ResponseMode
    keep_alive: float
    ping_interval: float | None
    retry_ms: int
    event_store: EventStore | None
    session_store: SessionStore | None
    mailbox: Mailbox | None
    session_id: Callable[[], str]
    stateless: bool
    idle_timeout: float
    max_sessions: int
    max_sessions_per_client: int
    max_body_bytes: int
    body_timeout: float
    write_timeout: float
    max_requests: int
    max_connections: int
    head_timeout: float
    shutdown_timeout: float
    dns_rebinding_protection: bool
    allowed_hosts: Sequence[str] | None
    allowed_origins: Sequence[str] | None
    cors: Cors | None
    tls: Tls | SSLContext | None
    health_path: str | None
    ready_path: str | None
    ready: Callable[[], Awaitable[bool]] | None
    observers: Sequence[MessageObserver]
    routes: Mapping[str, ASGIApp]
    middleware: Sequence[Callable[[ASGIApp], ASGIApp]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpOptions:
    """How a server is served over HTTP: each field is also a keyword of `Server.asgi_app` and `Server.run("http")`.

    Times are seconds unless the name says otherwise.

    Raises:
        ValueError: a value does not fit; the text says which, and what would.
    """

    host: str = "127.0.0.1"
    """The address to bind; `asgi_app` only takes from it which hosts are allowed by default."""
    port: int = 8080
    """The port to bind; 0: a free one, which `HttpHandle.url` tells."""
    workers: int = 1
    """Processes that `run` serves with, on one port. SIGHUP replaces them one after the other; one that ends is
    replaced. `asgi_app` only takes from it that there are others, which whoever runs it has started."""
    path: str = "/mcp"
    """Where the endpoint of every version is."""

    legacy_sse: bool = True
    """Whether clients of 2024-11-05 are served, if that version is offered; if not, the two paths do not exist."""
    sse_path: str = "/sse"
    """Where they open their stream."""
    messages_path: str = "/messages"
    """Where they post; the stream tells them."""

    response_mode: ResponseMode = "auto"
    """`auto`: JSON, unless something is to be told before the answer. `json`: always, and what is told is not sent.
    `sse`: always a stream of events."""
    keep_alive: float = 15.0
    """How long a stream may be silent before a comment is sent; an answer that takes longer becomes a stream."""
    ping_interval: float | None = 12.0
    """How often a client with a session is asked whether it is there, on the stream on which it listens, and how long
    it has to answer; then the stream ends, and over HTTP+SSE the session with it. None: never, as for clients
    of versions without sessions, and with a `session_store` and no `mailbox`: the answer may reach another process."""

    stateless: bool = False
    """Whether versions with a handshake are served without sessions: each request by itself, nothing can be asked."""
    session_id: Callable[[], str] = _SESSION_IDS
    """Makes the ids of sessions: visible ASCII, and not to be guessed. `mcprism.ids` has some that do."""
    idle_timeout: float = 1800.0
    """How long a session lasts that is not used."""
    max_sessions: int = 10_000
    """Sessions at once; for one more the one that was not used longest ends, if nothing goes on in it."""
    max_sessions_per_client: int = 100
    """Sessions of one address at once. Those of this machine are not counted: a proxy has them all."""
    session_store: SessionStore | None = None
    """Where sessions are kept that several processes serve. What two of them change of one at the same moment, such as
    what it watches, is kept of one of them only."""
    mailbox: Mailbox | None = None
    """Where these processes leave each other what has come to the wrong one, an answer or a cancellation, and what
    has changed on the server. It is looked at four times a second."""
    event_store: EventStore | None = None
    """Where streams of sessions are kept, so that clients that lost a connection get the rest."""
    retry_ms: int = 1000
    """How long clients are to wait before they come back for the rest of a stream."""

    max_body_bytes: int = 4 * _MIB
    """Larger requests are refused with 413."""
    body_timeout: float = 30.0
    """How long a request may take to arrive, once its head is there."""
    write_timeout: float = 60.0
    """How long a client may not read before its stream is given up."""
    max_requests: int = 1024
    """Requests that are served at once, of all clients; further ones are refused with 503."""

    max_connections: int = 4096
    """Connections at once, in `run`; further ones are refused with 503."""
    head_timeout: float = 10.0
    """How long the head of a request may take to arrive, in `run`; then the connection is closed."""
    shutdown_timeout: float = 10.0
    """How long requests in flight may take once the server was told to end."""

    dns_rebinding_protection: bool = True
    """Whether `Host` and `Origin` are checked."""
    allowed_hosts: Sequence[str] | None = None
    """The values of `Host` that are served: `name`, `name:port` or `name:*`. None: those of this machine for
    itself, where `host` is one of them."""
    allowed_origins: Sequence[str] | None = None
    """The origins whose pages may use the server, beside those that `cors` names. None: those of allowed hosts."""
    cors: Cors | None = None
    """Which pages of other origins may use the server from a browser, and read what it answers."""
    tls: Tls | SSLContext | None = None
    """A certificate for `run`; None: plain HTTP, as behind a proxy that has one."""

    health_path: str | None = None
    """Where the server says that it lives, to whoever asks, by whichever name. None: nowhere."""
    ready_path: str | None = None
    """Where it says whether it takes requests: not while it ends, nor when a store fails. None: nowhere."""
    ready: Callable[[], Awaitable[bool]] | None = None
    """What has to be true beside that."""
    observers: Sequence[MessageObserver] = ()
    """What is shown each message that comes and goes here, beside the observers of the server."""
    routes: Mapping[str, ASGIApp] = field(default_factory=dict[str, ASGIApp])
    """ASGI apps at paths of their own: at one, or with a slash at its end at all below it."""
    middleware: Sequence[Callable[[ASGIApp], ASGIApp]] = ()
    """What is put around the app, the outermost first: each takes an ASGI app and gives one.

    One that authenticates puts a `mcprism.Principal` into the scope of the request, as `mcprism.principal`: handlers
    find it at `ctx.peer.principal`, and a session belongs to the principal that began it."""

    def __post_init__(self) -> None:
        for name in ("path", "sse_path", "messages_path", "health_path", "ready_path"):
            value: str | None = getattr(self, name)
            if value is None:
                continue
            if not value.startswith("/") or value != value.strip() or any(sign in value for sign in "?#"):
                raise ValueError(f"{name} must be a path that starts with /, not {value!r}")
        if self.legacy_sse and len({self.path, self.sse_path, self.messages_path}) < 3:
            raise ValueError(
                "path, sse_path and messages_path must differ, unlike "
                f"{self.path}, {self.sse_path} and {self.messages_path}; or pass legacy_sse=False"
            )
        if self.response_mode not in ("auto", "json", "sse"):
            raise ValueError(f"response_mode must be auto, json or sse, not {self.response_mode!r}")
        for name in _ABOVE_ZERO:
            limit: float | None = getattr(self, name)
            if limit is not None and not limit > 0:
                raise ValueError(f"{name} must be above zero, not {limit!r}")
        if self.workers < 1:
            raise ValueError(f"workers must be at least one, not {self.workers!r}")
        if not 0 <= self.port < 65536:
            raise ValueError(f"port must be from 0 to 65535, not {self.port!r}")
        if self.dns_rebinding_protection and self.allowed_hosts is None and not is_loopback(self.host):
            raise ValueError(
                f"the server would be reached from other machines at {self.host!r}: list the names by which they "
                'reach it, as allowed_hosts=["mcp.example.com"], or pass dns_rebinding_protection=False'
            )
        self.hosts()
        self.origins()

    def hosts(self) -> Hosts | None:
        """The hosts that are served; None: any."""
        if not self.dns_rebinding_protection:
            return None
        return Hosts(LOOPBACK_HOSTS if self.allowed_hosts is None else self.allowed_hosts)

    def origins(self) -> Origins:
        """The origins whose pages are served."""
        return Origins(self.hosts(), self.allowed_origins, also=() if self.cors is None else self.cors.origins)
