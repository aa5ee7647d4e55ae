"""What can be said of a client beside what it is to be connected to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from mcprism.calls import DEFAULT_TIMEOUT
from mcprism.client.rounds import MAX_ROUNDS
from mcprism.versions import LossPolicy, OnLoss, log_loss


class ClientFields(TypedDict, total=False):
    """The fields of `ClientOptions`, as keywords."""

    version: str | None
    versions: Iterable[str] | None
    handler: object | None
    client_info: Mapping[str, str] | None
    capabilities: Mapping[str, Any] | None
    timeout: float
    connect_timeout: float
    probe_timeout: float
    max_rounds: int
    cache: bool
    on_loss: OnLoss
    lossy: LossPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOptions:
    """What can be said of a client: each field is a keyword of `Client`.

    Raises:
        TypeError, ValueError: something does not fit; the text says what, and what would.
    """

    version: str | None = None
    """The one version of the protocol to speak."""
    versions: Iterable[str] | None = None
    """The versions that may be spoken; by default all that are installed. The newest that the server speaks too is
    chosen."""

    handler: object | None = None
    """An instance of a subclass of a generated `ClientHandler`, of any version: what the server may ask."""

    client_info: Mapping[str, str] | None = None
    """Name, version and possibly title of this program, for the server's logs."""
    capabilities: Mapping[str, Any] | None = None
    """What to declare beyond what follows from what the client answers, such as `{"sampling": {"tools": {}}}`."""

    timeout: float = DEFAULT_TIMEOUT
    """Seconds that a request may take, with all that the server asks before it answers, unless the request says
    otherwise; infinity: as long as it takes."""
    connect_timeout: float = 30.0
    """Seconds that opening may take."""
    probe_timeout: float = 5.0
    """Seconds that a server may take to answer which versions without sessions it speaks, before it is taken for one
    that speaks none. It is not asked where `version` or `versions` leave no such choice."""
    max_rounds: int = MAX_ROUNDS
    """How often a request may be answered with questions to this client before the call fails."""
    cache: bool = True
    """Whether results are used again for as long as the server says, until it tells that they changed."""

    on_loss: OnLoss = log_loss
    """Called with what the server's version cannot express, once for each feature; by default it is logged."""
    lossy: LossPolicy = "degrade"
    """Whether content may take another form where the server's version needs that: `refuse` makes it a
    `NotSupportedByPeer`."""

    def __post_init__(self) -> None:
        if self.version is not None and self.versions is not None:
            raise ValueError("version pins one version and versions limits the choice: give one of them")
