"""What a server serves, whatever the transport: its handler, what it says of itself, its limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.rounds import Rounds
from mcprism.versions import (
    HandshakeServer,
    Introduction,
    Losses,
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
    offered: Sequence[str]
    losses: Losses
    rounds: Rounds
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

    def stateless(self) -> tuple[StatelessReceiver, StatelessServer]:
        """What answers requests that say who asks, and how it knows that."""
        era = StatelessServer(self.without_session, self.introduction, installed(), losses=self.losses)
        return StatelessReceiver(Dispatcher(self.table, era), era, self.rounds), era

    def session(self) -> tuple[Dispatcher, HandshakeServer]:
        """What answers requests of one session, and how it knows its client."""
        era = HandshakeServer(self.with_handshake, self.introduction, installed(), losses=self.losses)
        return Dispatcher(self.table, era), era
