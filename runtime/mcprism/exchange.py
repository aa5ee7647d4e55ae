"""One inbound request: who asks, the way back to them, and what a handler gets of both.

Peer data is per request: nothing here assumes a session.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self, TypeAlias

from mcprism.jsonrpc import JsonObject, JsonText, RequestId
from mcprism_types.base import OnProgress, Outbound

LOG_LEVELS: Final = ("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")
"""From the least to the most severe (RFC 5424)."""

_SEVERITY: Final = {level: rank for rank, level in enumerate(LOG_LEVELS)}

Outcome: TypeAlias = JsonObject | JsonText
"""What answers a request: a result of the peer's version. An error is raised."""

Work: TypeAlias = Callable[[], Coroutine[Any, Any, Outcome]]
"""What takes time to answer: it runs in a task of its own."""


@dataclass(frozen=True, slots=True)
class Implementation:
    """Which program a peer says it is. Not verified: for logs and for people."""

    name: str
    version: str
    title: str | None = None

    @classmethod
    def of(cls, value: Any) -> Self | None:
        """What a peer's JSON says, or None if it does not say."""
        match value:
            case {"name": str(name), "version": str(version)}:
                title = value.get("title")
                return cls(name, version, title if isinstance(title, str) else None)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who was authenticated: the issuer of the credentials, the subject, and the client that acts for it."""

    issuer: str
    subject: str
    client_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The peer of one request: what it is, speaks and offers."""

    version: str
    """The protocol version of the request."""
    capabilities: Mapping[str, Any]
    """What the peer declared, as it sent it."""
    info: Implementation | None = None
    principal: Principal | None = None
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

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """Reports progress if the peer asked for it and the value has increased."""
        ...


class Context:
    """What a handler gets beside its params: who asks, and what can be sent to them while the handler runs."""

    __slots__ = ("_connect", "_exchange", "peer")

    def __init__(self, exchange: Exchange, peer: Caller, connect: Callable[[Exchange, Caller], Outbound]) -> None:
        self._exchange = exchange
        self._connect = connect
        self.peer: Final = peer

    @property
    def request_id(self) -> RequestId | None:
        """The peer's id of this request; None in the handler of a notification."""
        return self._exchange.id

    @property
    def session_id(self) -> str | None:
        """The id of the session, where the transport has sessions."""
        return self._exchange.session_id

    @property
    def cancelled(self) -> bool:
        """Whether the peer has given the request up: for code in threads, which cancellation does not reach."""
        return self._exchange.cancelled

    @property
    def outbound(self) -> Outbound:
        """Where typed calls to the peer go, as a part of this request: `ServerCalls(ctx.outbound).list_roots(None)`."""
        return self._connect(self._exchange, self.peer)

    async def progress(self, value: float, total: float | None = None, message: str | None = None) -> None:
        """Tells the peer how far the work is, if it asked for that. A value that does not exceed the last is not sent.

        Raises:
            ConnectionClosed: the connection has ended.

        Spec: basic/utilities/progress
        """
        await self._exchange.progress(value, total, message)

    async def log(self, level: str, data: Any, logger: str | None = None) -> None:
        """Sends a log message to the peer, if it wants messages of that level.

        Nothing is sent where logging is not among the declared capabilities. `data` is anything that has a JSON form.

        Raises:
            ValueError: `level` is not one of `LOG_LEVELS`.
            ConnectionClosed: the connection has ended.

        Spec: server/utilities/logging
        """
        severity = _SEVERITY.get(level)
        if severity is None:
            raise ValueError(f"the log level must be one of {', '.join(LOG_LEVELS)}, not {level!r}")
        wanted = self.peer.log_level
        if wanted is None or severity < _SEVERITY[wanted]:
            return
        params: JsonObject = {"level": level, "data": data}
        if logger is not None:
            params["logger"] = logger
        await self._exchange.notify("notifications/message", params)
