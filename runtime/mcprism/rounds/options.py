"""How a server asks clients without sessions."""

from dataclasses import dataclass, field
from typing import Literal

from mcprism.rounds.state import SealedState, StateCodec


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """What becomes of a handler that asks a client without a session.

    Raises:
        ValueError: a limit is not above zero.
    """

    broker: Literal["replay", "park"] = "replay"
    """`replay`: the handler ends, and runs again from its beginning once the client has answered; what it was told is
    in the request then, so that any process may serve it. `park`: it waits in this process, as with a session."""
    codec: StateCodec = field(default_factory=SealedState)
    """What becomes of the state between two rounds; servers that answer for each other share the keys of one."""
    ttl: float = 600.0
    """Seconds that a client may take to answer."""
    max_state: int = 256 * 1024
    """Bytes of the text that a client is to keep."""
    max_parked: int = 1024
    """Handlers that wait in this process at once; one more is refused when it asks."""

    def __post_init__(self) -> None:
        for name in ("ttl", "max_state", "max_parked"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above zero, not {getattr(self, name)!r}")
