"""What a server serves, whatever the transport: its handler, what it says of itself, its limits."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypedDict

from typing_extensions import Unpack

from mcprism.calls import DEFAULT_TIMEOUT
from mcprism.events import EventBus, OnWatched
from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.inbound import Receiver
from mcprism.jsonrpc import JsonObject
from mcprism.lifespan import Hold, Lifespan
from mcprism.middleware import Middleware
from mcprism.observers.message import MessageObserver
from mcprism.observers.watching import Observers
from mcprism.peer import MAX_INBOUND, Peer
from mcprism.rounds import Rounds
from mcprism.transports.channel import Channel
from mcprism.versions import (
    FirstRequest,
    HandshakeServer,
    Introduction,
    ListenStreams,
    Losses,
    LossPolicy,
    OnLoss,
    SessionReceiver,
    StatelessReceiver,
    StatelessServer,
    WarnOnce,
    in_era,
    installed,
    log_loss,
    spoken,
)

if TYPE_CHECKING:
    from mcprism_types.v2026_07_28 import Icon

DRAIN_TIMEOUT: Final = 10.0
"""Seconds that requests in flight may take once the client has closed its side or the process was told to end."""


class ServiceFields(TypedDict, total=False):
    """What can be said of a server beside its name and version."""

    title: str | None
    """Its name for people."""
    description: str | None
    """What it is for, for people."""
    website_url: str | None
    """Where there is more about it."""
    icons: "Sequence[Icon]"
    """Pictures of it, for interfaces."""
    instructions: str | None
    """How to use it, for the model."""
    capabilities: Mapping[str, Any] | None
    """What to declare beyond what follows from what it answers, such as `{"logging": {}}`."""
    versions: Collection[str] | None
    """The versions to offer; by default all that are installed."""
    lifespan: Callable[[Any], AbstractAsyncContextManager[Any]] | None
    """Given the server, an async context manager of what handlers need while it is served: `ctx.lifespan` is what it
    yields. It is entered before the first request and left after the last, once in each process, however many clients
    there are; connections in memory share one for as long as one of them lasts. What it raises comes out of whatever
    starts the server, or would have ended it."""
    middleware: Sequence[Middleware]
    """What requests go through, both ways, the first one outermost; see `Server.middleware`."""
    on_loss: OnLoss
    """Called with what a client's version cannot express, once for each client and feature; by default it is logged."""
    lossy: LossPolicy
    """Whether content may take another form where the client's version needs that: `refuse` makes it an error."""
    inline_links: bool
    """What becomes of resource links for clients that know none (up to 2025-03-26): instead of text they get what
    resources/read gives for the link, if that is one resource."""
    rounds: Rounds | None
    """What becomes of a handler that asks a client without a session; by default it runs again."""
    on_watched: OnWatched | None
    """Called with a resource and True when a client watches it and none did before, and with False when none does any
    more: for those who have to look after what is watched. It must not wait."""
    timeout: float
    """Seconds that the client may take to answer what a handler asks."""
    drain_timeout: float
    """Seconds that requests in flight may take once the client has closed its side."""
    max_inbound: int
    """Requests of one client that are served at once."""
    strict_capabilities: bool
    """Whether what takes a capability that was not declared is neither sent nor answered: what the client did not is
    `NotSupportedByPeer` where it is sent, what this server did not is `NotDeclared` there, and an error for a client
    that asks for it. False: nobody looks at capabilities, for peers that do not say what they can do."""
    observers: Sequence[MessageObserver]
    """What is shown each message, over every transport."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One handler, and how it is served. The two eras are made from it: for a connection, a session, an endpoint."""

    table: HandlerTable
    introduction: Introduction
    events: EventBus
    """Where it says what has changed, to whoever is connected."""
    offered: Sequence[str]
    losses: Losses
    rounds: Rounds
    hold: Hold
    """On what the handler needs for as long as it is served."""
    timeout: float
    """Seconds that a client may take to answer a question."""
    drain_timeout: float
    max_inbound: int
    """Requests of one client that are served at once."""
    observers: Observers | None = None
    """Who looks on."""

    @classmethod
    def of(
        cls, table: HandlerTable, *, name: str, version: str, hold: Hold | None = None, **fields: Unpack[ServiceFields]
    ) -> "Service":
        """How a server is served that answers what is in a table. `hold`: on its lifespan; None: it has none.

        Raises:
            UnsupportedVersion: one of `versions` is not installed.
        """
        strict = fields.get("strict_capabilities", True)
        return cls(
            table=table,
            introduction=Introduction(
                home=table.protocol.version,
                info=_info(name, version, fields),
                capabilities=table.capabilities,
                instructions=fields.get("instructions"),
                strict=strict,
            ),
            events=EventBus(table.capabilities, fields.get("on_watched"), strict=strict),
            offered=spoken(installed(), limited_to=fields.get("versions")),
            losses=Losses(
                on_loss=fields.get("on_loss", log_loss),
                policy=fields.get("lossy", "degrade"),
                inline_links=fields.get("inline_links", False),
            ),
            rounds=fields.get("rounds") or Rounds(),
            hold=hold or Hold(Lifespan(None)),
            timeout=fields.get("timeout", DEFAULT_TIMEOUT),
            drain_timeout=fields.get("drain_timeout", DRAIN_TIMEOUT),
            max_inbound=fields.get("max_inbound", MAX_INBOUND),
            observers=Observers.of(fields.get("observers", ())),
        )

    @property
    def with_handshake(self) -> tuple[str, ...]:
        """The versions offered in which a client begins a session."""
        return in_era("handshake", self.offered)

    @property
    def without_session(self) -> tuple[str, ...]:
        """The versions offered in which each request says who asks."""
        return in_era("stateless", self.offered)

    def warning_once(self) -> "Service":
        """The same for one peer: what cannot be expressed is reported once."""
        return replace(self, losses=replace(self.losses, on_loss=WarnOnce(self.losses.on_loss)))

    def held_anew(self) -> "Service":
        """The same for another one who serves, and holds the lifespan meanwhile."""
        return replace(self, hold=self.hold.another())

    def stateless(self) -> tuple[StatelessReceiver, StatelessServer]:
        """What answers requests that say who asks, and how it knows that."""
        era = StatelessServer(
            self.without_session, self.introduction, installed(), losses=self.losses, events=self.events
        )
        dispatcher = Dispatcher(self.table, era, self.events, self.hold)
        streams = ListenStreams(era, self.events, dispatcher.watch)
        return StatelessReceiver(dispatcher, era, self.rounds, streams), era

    def session(self, *, lasts: bool = True) -> tuple[SessionReceiver, HandshakeServer]:
        """What answers requests of one session, and how it knows its client.

        `lasts`: whether it is closed at its end, and told of changes until then.
        """
        era = HandshakeServer(self.with_handshake, self.introduction, installed(), losses=self.losses)
        told = self.events if lasts else EventBus(self.table.capabilities)
        return SessionReceiver(Dispatcher(self.table, era, self.events, self.hold), era, told), era

    def peer(self, channel: Channel, *, on_loss: OnLoss | None = None) -> Peer:
        """The connection to the client at the other end of a channel, whichever version it speaks.

        `on_loss`: called with what its version cannot express, each time, instead of what the service has for that.
        """
        service = self.warning_once().held_anew()
        if on_loss is not None:
            service = replace(service, losses=replace(service.losses, on_loss=on_loss))
        if service.observers is not None:
            channel = service.observers.on(channel)
        stateless, without = service.stateless()
        if not service.with_handshake:
            return service._over(channel, stateless, on_end=lambda how: stateless.close(), hold=service.hold)
        sessions, session = service.session()

        def end(how: str) -> None:
            stateless.close()
            sessions.close()

        receiver = FirstRequest(sessions, stateless, without) if service.without_session else sessions
        peer = service._over(
            channel, receiver, on_end=end, takes_batches=lambda: session.takes_batches, hold=service.hold
        )
        sessions.attach(peer)
        return peer

    def session_peer(self, channel: Channel) -> tuple[Peer, Callable[[], bool]]:
        """The same for clients that begin a session, and whether the client may send arrays of messages now.

        Whoever asks for it holds the lifespan.
        """
        service = self.warning_once()
        sessions, session = service.session()
        peer = service._over(
            channel, sessions, on_end=lambda how: sessions.close(), takes_batches=lambda: session.takes_batches
        )
        sessions.attach(peer)
        return peer, lambda: session.takes_batches

    def _over(
        self,
        channel: Channel,
        receiver: Receiver,
        *,
        on_end: Callable[[str], None],
        takes_batches: Callable[[], bool] | None = None,
        hold: Hold | None = None,
    ) -> Peer:
        return Peer(
            channel,
            receiver,
            side="server",
            timeout=self.timeout,
            drain_timeout=self.drain_timeout,
            max_inbound=self.max_inbound,
            takes_batches=takes_batches,
            on_end=on_end,
            hold=hold,
        )


def _info(name: str, version: str, fields: ServiceFields) -> JsonObject:
    """What a server says it is, in the newest version."""
    icons = fields.get("icons", ())
    info: JsonObject = {
        "name": name,
        "version": version,
        "title": fields.get("title"),
        "description": fields.get("description"),
        "websiteUrl": fields.get("website_url"),
        "icons": [icon.to_wire() for icon in icons] or None,
    }
    return {member: value for member, value in info.items() if value is not None}
