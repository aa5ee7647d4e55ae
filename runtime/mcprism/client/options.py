"""What can be said of a client beside what it is to be connected to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from mcprism.calls import DEFAULT_TIMEOUT
from mcprism.client.callables import (
    OnAnyProgress,
    OnElicitation,
    OnListChanged,
    OnLog,
    OnResourceUpdated,
    OnRoots,
    OnSampling,
    OnUrlElicitation,
)
from mcprism.client.roots import RootLike
from mcprism.client.rounds import MAX_ROUNDS
from mcprism.custom_handlers import CustomHandler
from mcprism.exchange import LOG_LEVELS
from mcprism.middleware import Middleware
from mcprism.versions import LossPolicy, OnLoss, log_loss
from mcprism_types.v2026_07_28 import LoggingLevel


class ClientFields(TypedDict, total=False):
    """The fields of `ClientOptions`, as keywords."""

    version: str | None
    versions: Iterable[str] | None
    handler: object | None
    request_handlers: Mapping[str, CustomHandler] | None
    notification_handlers: Mapping[str, CustomHandler] | None
    middleware: Sequence[Middleware]
    on_sampling: OnSampling | None
    on_elicitation: OnElicitation | None
    on_url_elicitation: OnUrlElicitation | None
    on_roots: OnRoots | None
    roots: Iterable[RootLike] | None
    on_log: OnLog | None
    log_level: LoggingLevel | None
    on_progress: OnAnyProgress | None
    on_list_changed: OnListChanged | None
    on_resource_updated: OnResourceUpdated | None
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

    What begins with `on_` is a function, async or not. One that asks somebody (`on_sampling`, the two for elicitation,
    `on_roots`) is called in a thread if it is not async, so that it may wait; the others are called in the event loop,
    which they must not hold up. The first four and `on_log` may take a `Context` as their last parameter. What a client
    declares follows from what it is given.

    Raises:
        TypeError, ValueError: something does not fit; the text says what, and what would.
    """

    version: str | None = None
    """The one version of the protocol to speak."""
    versions: Iterable[str] | None = None
    """The versions that may be spoken; by default all that are installed. The newest that the server speaks too is
    chosen."""

    handler: object | None = None
    """An instance of a subclass of a generated `ClientHandler`, or of `ClientHandlerCore`, of any version: what the
    server may ask. One of the newest version may stand beside functions for what it does not override."""
    request_handlers: Mapping[str, CustomHandler] | None = None
    """What answers requests that the protocol does not have, by method, as `Server.request_handler`. A server without
    sessions cannot send any."""
    notification_handlers: Mapping[str, CustomHandler] | None = None
    """What receives notifications that the protocol does not have, by method, as `Server.notification_handler`."""
    middleware: Sequence[Middleware] = ()
    """What requests go through, both ways, the first one outermost; as `Server.middleware`."""

    on_sampling: OnSampling | None = None
    """Has a model write a message: given the params, it returns a `CreateMessageResult`, or the text of the message."""
    on_elicitation: OnElicitation | None = None
    """Shows the user a form: given its params, it returns what was filled in, as a dict or a model or in
    `Accepted(...)`; or `Declined()` or `Cancelled()`."""
    on_url_elicitation: OnUrlElicitation | None = None
    """Has the user open a page: given the params, it returns `Accepted(None)`, `Declined()` or `Cancelled()`. Show the
    whole address and open nothing before the user has agreed."""
    on_roots: OnRoots | None = None
    """Returns the roots, as `roots` has them; `client.notify_roots_changed()` says when they are others."""
    roots: Iterable[RootLike] | None = None
    """What the server may work on: paths, and addresses that begin with `file://`. `client.set_roots` replaces them."""
    on_log: OnLog | None = None
    """Given each log message of the server: its `level`, `data` and `logger`."""
    log_level: LoggingLevel | None = None
    """The least severe messages to ask for when the client is opened; by default `info` where there is an `on_log`, and
    otherwise what the server thinks best."""
    on_progress: OnAnyProgress | None = None
    """Called with progress, total and message of each call that has no `on_progress` of its own."""
    on_list_changed: OnListChanged | None = None
    """Called with `ToolsChanged()`, `PromptsChanged()` or `ResourcesChanged()`: ask for that list again."""
    on_resource_updated: OnResourceUpdated | None = None
    """Called with the address of a resource that `client.subscribe` watches, or of one below it: read it again."""

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
        if self.log_level not in (None, *LOG_LEVELS):
            raise ValueError(f"log_level must be one of {', '.join(LOG_LEVELS)}, not {self.log_level!r:.50}")
