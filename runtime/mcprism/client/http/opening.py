"""Opening a connection to a server at an address: what it is asked, and what its answers say of it.

Without a session first, then with one, then with one over the two addresses of the first version. That nobody may ask,
that nobody is there, or that the server fails says nothing of what it is, and is raised.

Spec: basic/transports#backwards-compatibility, basic/versioning ("backward compatibility")
"""

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final, Literal, NoReturn, TypeAlias

from mcprism.client.backoff import Backoff
from mcprism.client.http.link import HttpLink
from mcprism.client.http.target import HttpTarget
from mcprism.client.opening import Opened, Opening, Route
from mcprism.client.verdicts import Verdicts
from mcprism.errors import HttpError, InvalidAnswer, McprismError, PeerError, UnsupportedVersion
from mcprism.inbound import Receiver
from mcprism.observers.watching import ClientStreams, Observers
from mcprism.transports.http_client import Http
from mcprism.transports.sse_client import SseChannel
from mcprism.versions import ERAS, UNSUPPORTED_VERSION, HandshakeClient, StatelessClient, supported_versions
from mcprism.versions.http import HEADER_MISMATCH
from mcprism.versions.stateless import MISSING_CAPABILITY

HttpVerdict: TypeAlias = Literal["stateless", "handshake", "sse"]

IN_THIS_PROCESS: Final = Verdicts[str, HttpVerdict]()
"""What servers were, by their addresses. Shared by all clients."""

_NEVER_EVIDENCE: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Statuses that say something of who asks, or when: not of the server."""

_MODERN: Final = (HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION)

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class HttpWay:
    """The way to one address that takes all messages. As `client.opening.Way`."""

    target: HttpTarget
    on_gap: Callable[[], None]
    """Called when the server may have told something that did not arrive."""
    observers: Observers | None = None
    """Who looks on."""
    server: Callable[[], Coroutine[Any, Any, None]] | None = None

    def link(
        self,
        receiver: Receiver,
        *,
        timeout: float,
        takes_batches: Callable[[], bool],
        on_end: Callable[[str], None],
    ) -> HttpLink:
        """As `Way.link`."""
        observed = None if self.observers is None else ClientStreams(self.observers)
        link = HttpLink(
            _http(self.target, observed),
            receiver,
            target=self.target,
            timeout=timeout,
            takes_batches=takes_batches,
            on_end=on_end,
            on_gap=self.on_gap,
        )
        if observed is not None:
            observed.session_id = lambda: link.session_id
        return link


@dataclass(frozen=True, slots=True)
class HttpOpening:
    """What a client goes by when it opens a connection over HTTP."""

    opening: Opening
    target: HttpTarget

    async def opened(self) -> Opened:
        """The connection, in whichever era and over whichever of the two transports.

        Raises:
            HttpError: what is at the address is not a server of the protocol, or nobody may ask it.
            UnsupportedVersion: the server speaks none of the versions that this client speaks.
            McprismError: as `Client.__aenter__`.
        """
        key = _http(self.target).url
        try:
            opened, verdict = await self._opened(IN_THIS_PROCESS.of(key))
        except McprismError:
            IN_THIS_PROCESS.forget(key)
            raise
        IN_THIS_PROCESS.remember(key, verdict)
        return opened

    async def _opened(self, verdict: HttpVerdict | None) -> tuple[Opened, HttpVerdict]:
        session = next((era for era in self.opening.eras if isinstance(era, HandshakeClient)), None)
        if session is None and self.target.transport == "sse":
            text = "HTTP+SSE is the transport of versions with sessions, and this client speaks none of them"
            raise UnsupportedVersion(text, requested=self.opening.eras[0].requested)
        if session is None or self.target.transport == "streamable":
            opened = await self._over_one_address(session, verdict)
            if isinstance(opened, McprismError):
                raise opened
            return opened
        if self.target.transport == "sse":
            return await self._over_two_addresses(session)
        if verdict == "sse":
            try:
                return await self._over_two_addresses(session)
            except McprismError as error:
                _log.debug("the server had two addresses before, and is asked anew: %s", error)
        opened = await self._over_one_address(session, verdict)
        if not isinstance(opened, McprismError):
            return opened
        if not _may_have_two_addresses(opened):
            raise opened
        try:
            return await self._over_two_addresses(session)
        except McprismError as error:
            raise self._neither(opened, error) from opened

    async def _over_one_address(
        self, session: HandshakeClient | None, verdict: HttpVerdict | None
    ) -> "tuple[Opened, HttpVerdict] | HttpError | PeerError":
        """The connection where one address takes all messages; or the error that a session was refused with."""
        without = next((era for era in self.opening.eras if isinstance(era, StatelessClient)), None)
        listening = self.opening.listening()
        way = HttpWay(self.target, listening.missed_some, self.opening.observers)
        line = await self.opening.line(way, listening)
        try:
            if session is not None and without is not None and verdict == "handshake":
                try:
                    return await self.opening.initialized(line, session), "handshake"
                except McprismError as error:
                    _log.debug("the server had sessions before, and is asked anew: %s", error)
            if without is not None:
                try:
                    opened = await self.opening.discovered(line, without, self.opening.connect_timeout)
                    return replace(opened, again=self._backoff), "stateless"
                except McprismError as error:
                    if session is None or not _has_sessions(error):
                        _raise_what_was_said(error)
                    _log.debug("a session is begun, because there is no other way: %s", error)
            if session is None:
                raise AssertionError("a client speaks the versions of one era at least")
            return await self.opening.initialized(line, session), "handshake"
        except (HttpError, PeerError) as error:
            await line.tasks.close()
            return error
        except BaseException:
            await line.tasks.close()
            raise

    async def _over_two_addresses(self, session: HandshakeClient) -> tuple[Opened, HttpVerdict]:
        observers = self.opening.observers
        observed = None if observers is None else ClientStreams(observers)
        line = await self.opening.line(Route(SseChannel(_http(self.target, observed))))
        try:
            return await self.opening.initialized(line, session), "sse"
        except BaseException:
            await line.tasks.close()
            raise

    def _backoff(self) -> Backoff:
        target = self.target
        return Backoff(delay=target.retry_delay, max_in_vain=target.max_retries, max_attempts=None)

    def _neither(self, one: HttpError | PeerError, two: McprismError) -> HttpError:
        text = f"no server of the protocol answers at {_http(self.target).url}: {one}; as one of 2024-11-05: {two}"
        if isinstance(one, HttpError):
            return HttpError(text, url=one.url, status=one.status, headers=one.headers, body=one.body)
        return HttpError(text, url=_http(self.target).url, status=one.status or 0)


def _http(target: HttpTarget, observed: ClientStreams | None = None) -> Http:
    return Http(
        target.url,
        client=target.client,
        headers=target.headers,
        max_message=target.max_message,
        connect_timeout=target.connect_timeout,
        observe=None if observed is None else observed.stream,
    )


def _has_sessions(error: McprismError) -> bool:
    """Whether a server that answered `server/discover` like this is to be asked for a session."""
    refusal = _refusal(error)
    if isinstance(refusal, HttpError):
        return _is_about_the_server(refusal.status)
    if not isinstance(refusal, PeerError):
        return isinstance(refusal, InvalidAnswer | UnsupportedVersion)
    if refusal.code == UNSUPPORTED_VERSION:
        return any(ERAS.get(version) == "handshake" for version in supported_versions(refusal))
    return refusal.code not in _MODERN and (refusal.status is None or _is_about_the_server(refusal.status))


def _may_have_two_addresses(error: HttpError | PeerError) -> bool:
    """Whether a server that refused a session like this may be one of the first version."""
    if isinstance(error, PeerError) and error.code in _MODERN:
        return False
    return error.status is not None and error.status >= HTTPStatus.BAD_REQUEST and _is_about_the_server(error.status)


def _is_about_the_server(status: int) -> bool:
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    return status < HTTPStatus.INTERNAL_SERVER_ERROR and not is_redirect and status not in _NEVER_EVIDENCE


def _refusal(error: McprismError) -> McprismError:
    """What the server said, where a conclusion was drawn from it already."""
    return error.__cause__ if isinstance(error.__cause__, PeerError) else error


def _raise_what_was_said(error: McprismError) -> NoReturn:
    """Raises an error from which no era follows, in the words of the server where these say more."""
    refusal = _refusal(error)
    if isinstance(refusal, PeerError) and refusal.code == HEADER_MISMATCH:
        hint = "a header did not arrive as it was sent; look at what stands between, such as a gateway that drops it"
        text = f"{refusal.message}: {hint}"
        raise PeerError(refusal.code, text, refusal.data, method=refusal.method, status=refusal.status) from None
    if isinstance(refusal, PeerError) and refusal.status is not None and not _is_about_the_server(refusal.status):
        raise refusal
    raise error
