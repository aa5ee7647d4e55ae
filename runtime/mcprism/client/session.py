"""What an open client sends through, in the version of its methods and in any other."""

from dataclasses import replace
from typing import Final

from mcprism.client.batches import BatchingSender
from mcprism.client.cache import Cache, CachedSender
from mcprism.client.listening import SessionSubscription, StreamSubscription, Subscription
from mcprism.client.opening import ClientEra, Opened
from mcprism.client.rounds import InputRounds
from mcprism.connection import LISTEN
from mcprism.events import Filter
from mcprism.exchange import Caller, Sender
from mcprism.handlers import HandlerTable
from mcprism.middleware import LayeredSender
from mcprism.spawn import current_loop
from mcprism.versions import (
    CLIENT_CAPABILITIES,
    Bridge,
    ConvertingSender,
    Introduction,
    Losses,
    TypedSender,
    envelope_of,
    installed,
    spoken,
)
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import Outbound

HOME: Final = home.PROTOCOL.version
"""The version of all that a client's methods take and return, whichever one the server speaks."""

_ROOTS_CHANGED: Final = "notifications/roots/list_changed"


class Session:
    """One open connection.

    Args:
        opened: the connection.
        table: what answers the server's questions.
        introduction: what the client says of itself.
        losses: what to do about what another version cannot express.
        max_rounds: how often one request may be answered with questions.
        timeout: seconds that a request may take.
        cache: what results are used again from; None: from nowhere.
    """

    def __init__(
        self,
        opened: Opened,
        *,
        table: HandlerTable | None,
        introduction: Introduction,
        losses: Losses,
        max_rounds: int,
        timeout: float,
        cache: Cache | None,
    ) -> None:
        self.era: Final[ClientEra] = opened.era
        self.server: Final[Caller] = opened.server
        self.batching: Final = opened.sender if isinstance(opened.sender, BatchingSender) else None
        """Where batches go; None: the version has none."""
        self._sender = opened.sender
        self._listening = opened.listening
        self._again = opened.again
        self._timeout = timeout
        self.bridge: Final = replace(opened.era.bridge(opened.server), home=HOME)
        """From the server's version to that of the client's methods."""
        to_handler = Bridge(peer=home.PROTOCOL, home=introduction.home, losses=losses)
        quiet = replace(to_handler, losses=Losses(on_loss=lambda report: None))
        self._middleware = () if table is None else table.middleware
        self._envelope = envelope_of(introduction, quiet)
        rounds = InputRounds(
            table=table,
            server=opened.server,
            bridge=to_handler,
            declared=self._envelope[CLIENT_CAPABILITIES],
            strict=introduction.strict,
            takes_answers=opened.era.takes_answers,
            max_rounds=max_rounds,
            timeout=timeout,
            clock=current_loop().clock,
            # What middleware has made of a request is what its result belongs to.
            cache=None if self._middleware else cache,
        )
        self.outbound: Final = opened.era.connect(self._layered(self.bridge, cache), opened.server, rounds)
        """Where messages of the newest version go. Questions in results are answered."""
        custom = opened.era.custom_sender(opened.sender, opened.server)
        spoken = opened.era.bridge(opened.server)
        self.custom: Final = LayeredSender(custom, spoken, self._middleware) if self._middleware else custom
        """Where messages go that are none of the protocol."""

    @property
    def meta(self) -> home.RequestMetaObject:
        """What each request of the newest version says of this client."""
        return home.RequestMetaObject.from_wire(self._envelope)

    async def notify_roots_changed(self) -> None:
        """As `Client.notify_roots_changed`."""
        if _ROOTS_CHANGED in self.bridge.peer.notifications:
            await self._sender.notify(_ROOTS_CHANGED)

    def outbound_of(self, version: str) -> Outbound:
        """Where messages of another version go, which need not be the server's.

        Raises:
            UnsupportedVersion: it is not installed.
        """
        (known,) = spoken(installed(), limited_to=(version,))
        return self.era.connect(self._layered(replace(self.bridge, home=known)), self.server)

    def listen(self, wanted: Filter, timeout: float | None = None) -> Subscription:
        """What is told of changes on the server, not opened yet; as `Client.listen`."""
        sender = self._sender
        timeout = self._timeout if timeout is None else timeout
        if LISTEN not in self.bridge.peer.requests or isinstance(sender, BatchingSender):
            return SessionSubscription(wanted, self.outbound, self.server, self._listening, timeout)

        def asks(sender: Sender) -> TypedSender:
            return self.era.connect(self.era.sender(sender, HOME), self.server)

        return StreamSubscription(wanted, asks, sender, self.server, self._listening, timeout, self._again)

    def _layered(self, bridge: Bridge, cache: Cache | None = None) -> Sender:
        """Where messages of the home version of a bridge go, by way of the middleware if there is any."""
        sender = self.era.sender(self._sender, bridge.home)
        if not self._middleware:
            return sender
        way = sender if isinstance(sender, ConvertingSender) else ConvertingSender(sender, bridge)
        return LayeredSender(
            way if cache is None else CachedSender(way, cache), bridge, self._middleware, self._envelope
        )
