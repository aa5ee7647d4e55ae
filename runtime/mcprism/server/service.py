"""What a server serves, whatever the transport: its handler, what it says of itself, its limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mcprism.events import EventBus
from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.inbound import Receiver
from mcprism.lifespan import Hold
from mcprism.peer import Peer
from mcprism.rounds import Rounds
from mcprism.transports.channel import Channel
from mcprism.versions import (
    FirstRequest,
    HandshakeServer,
    Introduction,
    ListenStreams,
    Losses,
    OnLoss,
    SessionReceiver,
    StatelessReceiver,
    StatelessServer,
    WarnOnce,
    in_era,
    installed,
)


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

    def session(self) -> tuple[SessionReceiver, HandshakeServer]:
        """What answers requests of one session, and how it knows its client."""
        era = HandshakeServer(self.with_handshake, self.introduction, installed(), losses=self.losses)
        return SessionReceiver(Dispatcher(self.table, era, self.events, self.hold), era, self.events), era

    def peer(self, channel: Channel, *, on_loss: OnLoss | None = None) -> Peer:
        """The connection to the client at the other end of a channel, whichever version it speaks.

        `on_loss`: called with what its version cannot express, each time, instead of what the service has for that.
        """
        service = self.warning_once().held_anew()
        if on_loss is not None:
            service = replace(service, losses=replace(service.losses, on_loss=on_loss))
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
