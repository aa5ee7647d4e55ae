"""One inbound request: who asks, and the way back to them.

Peer data is per request: nothing here assumes a session.
"""

from collections.abc import Callable, Coroutine, Mapping
from contextvars import ContextVar
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Final, Protocol, Self, TypeAlias

from mcprism.jsonrpc import JsonObject, JsonText, RequestId, is_object, record
from mcprism_types.base import OnProgress

LOG_LEVELS: Final = ("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")
"""From the least to the most severe (RFC 5424)."""

Outcome: TypeAlias = JsonObject | JsonText
"""What answers a request: a result of the peer's version. An error is raised."""

Work: TypeAlias = Callable[[], Coroutine[Any, Any, Outcome]]
"""What takes time to answer: it runs in a task of its own."""


@record
class Implementation:
    """Which program a peer says it is. Not verified: for logs and for people."""

    name: str
    version: str
    title: str | None = None

    @classmethod
    def of(cls, value: Any) -> Self | None:
        """What a peer's JSON says, or None if it does not say."""
        if not is_object(value):
            return None
        name, version, title = value.get("name"), value.get("version"), value.get("title")
        if not isinstance(name, str) or not isinstance(version, str):
            return None
        return cls(name, version, title if isinstance(title, str) else None)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who was authenticated: the issuer of the credentials, the subject, and the client that acts for it."""

    issuer: str
    subject: str
    client_id: str | None = None
    scopes: frozenset[str] = field(default=frozenset(), compare=False)
    """What was granted. The same principal may have been granted something else in another request."""

    @property
    def identity(self) -> tuple[str, str, str | None]:
        """What tells it from others."""
        return self.issuer, self.subject, self.client_id


@record
class Access:
    """What is known of who sends the message that is being handled, beside what the message says."""

    principal: Principal | None
    scopes: frozenset[str] | None
    """What was granted; None: the transport has no authorization, and whoever reaches the server may do all."""


_UNRESTRICTED: Final = Access(None, None)

ACCESS: Final[ContextVar[Access]] = ContextVar("mcprism_access", default=_UNRESTRICTED)
"""That of the message which is being handled here. Transports that have authorization set it."""

ANONYMOUS: Final = Access(None, frozenset())
"""Nobody was authenticated, where somebody could have been."""


@record
class Caller:
    """The peer of one request: what it is, speaks and offers."""

    _: KW_ONLY
    version: str
    """The protocol version of the request."""
    capabilities: Mapping[str, Any]
    """What the peer declared, as it sent it."""
    info: Implementation | None = None
    principal: Principal | None = None
    """Who was authenticated; None: nobody."""
    scopes: frozenset[str] | None = None
    """What was granted; None: the transport has no authorization, as standard input and output, and all is."""
    log_level: str | None = None
    """The least severe log message that it wants; None: it wants none."""


class Sender(Protocol):
    """Sends to the peer, in the peer's version."""

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """Asks, and returns the result. `timeout` in seconds; None: as the connection is set up.

        Raises:
            PeerError: the peer answered with an error.
            RequestTimeout: it did not answer in time.
            InvalidAnswer: what it answered is no JSON object.
            ConnectionClosed: the connection ended first.
        """
        ...

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """Tells, and returns when the peer does not lag far behind.

        Raises:
            ConnectionClosed: the connection has ended.
        """
        ...


class Exchange(Sender, Protocol):
    """The way back for one inbound message: what is sent here belongs to it. A notification has no id."""

    @property
    def id(self) -> RequestId | None:
        """The peer's id of the request."""
        ...

    @property
    def session_id(self) -> str | None:
        """The session that the request came in, where there is one."""
        ...

    @property
    def cancelled(self) -> bool:
        """Whether the peer still waits for the answer."""
        ...

    @property
    def memory(self) -> dict[str, Any]:
        """What the handler has done once and for all: JSON values by name, as long as the request is not answered."""
        ...

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """Reports progress if the peer asked for it and the value has increased."""
        ...

    async def close_stream(self) -> None:
        """Ends the connection that waits for the answer, where the peer can come back for it; elsewhere nothing."""
        ...


class ForwardedExchange:
    """An exchange that leads to another one, which does what a subclass does not do in its own way. As `Exchange`."""

    __slots__ = ("_exchange",)

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def id(self) -> RequestId | None:
        """As `Exchange.id`."""
        return self._exchange.id

    @property
    def session_id(self) -> str | None:
        """As `Exchange.session_id`."""
        return self._exchange.session_id

    @property
    def cancelled(self) -> bool:
        """As `Exchange.cancelled`."""
        return self._exchange.cancelled

    @property
    def memory(self) -> dict[str, Any]:
        """As `Exchange.memory`."""
        return self._exchange.memory

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`."""
        return await self._exchange.request(method, params, timeout=timeout, on_progress=on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        await self._exchange.notify(method, params)

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """As `Exchange.progress`."""
        await self._exchange.progress(value, total, message)

    async def close_stream(self) -> None:
        """As `Exchange.close_stream`."""
        await self._exchange.close_stream()
