"""What changes on a server, and who has to hear of it: one `publish`, and a backlog for each listener.

A change says that something is to be asked for again, not what it is now. So a change that waits to be told is not
added a second time, and a listener that lags behind costs a bounded number of them. How listeners are told, in a
session or on a stream of their own, is not decided here.

Spec: basic/patterns/subscriptions
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, ClassVar, Final, Protocol, TypeAlias

from mcprism.capabilities import GATES, Gate, declares
from mcprism.errors import NotDeclared
from mcprism.jsonrpc import JsonObject, JsonText, Notification, object_of
from mcprism.spawn import EventLoop, Job, current_loop

MAX_BACKLOG: Final = 1024
"""Different changes that one listener may not have been told of yet; after that the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class ToolsChanged:
    """The list of tools is another one."""

    method: ClassVar[str] = "notifications/tools/list_changed"


@dataclass(frozen=True, slots=True)
class PromptsChanged:
    """The list of prompts is another one."""

    method: ClassVar[str] = "notifications/prompts/list_changed"


@dataclass(frozen=True, slots=True)
class ResourcesChanged:
    """The list of resources, or of their templates, is another one."""

    method: ClassVar[str] = "notifications/resources/list_changed"


@dataclass(frozen=True, slots=True)
class ResourceUpdated:
    """A resource has other contents, or is gone."""

    method: ClassVar[str] = "notifications/resources/updated"
    uri: str


Change: TypeAlias = ToolsChanged | PromptsChanged | ResourcesChanged | ResourceUpdated

OnWatched: TypeAlias = Callable[[str, bool], object]
"""Told of a resource, and whether anybody watches it now."""

_LISTS: Final[Mapping[str, Change]] = {
    change.method: change for change in (ToolsChanged(), PromptsChanged(), ResourcesChanged())
}


def params_of(change: Change) -> JsonObject | None:
    """The params of the notification that tells a change; the same in every version."""
    return {"uri": change.uri} if isinstance(change, ResourceUpdated) else None


def change_of(notification: Notification) -> Change | None:
    """The change that a notification tells; None: it tells none."""
    if notification.method != ResourceUpdated.method:
        return _LISTS.get(notification.method)
    uri = object_of(notification.params).get("uri")
    return ResourceUpdated(uri) if isinstance(uri, str) else None


def is_watched(uri: str, watched: Collection[str]) -> bool:
    """Whether who watches these resources has to hear of a change of that one.

    Spec: server/resources#subscriptions ("a sub-resource of the one that the client actually subscribed to")
    """
    if not watched:
        return False
    ends = (end for end, letter in enumerate(uri) if letter == "/")
    return uri in watched or any(uri[:end] in watched or uri[: end + 1] in watched for end in ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The changes that somebody wants to hear of."""

    tools: bool = False
    """Whether those of the list of tools."""
    prompts: bool = False
    """Whether those of the list of prompts."""
    resources: bool = False
    """Whether those of the list of resources."""
    uris: frozenset[str] = frozenset()
    """The resources whose contents are watched, and those below them."""

    def __bool__(self) -> bool:
        """Whether it wants anything."""
        return self.tools or self.prompts or self.resources or bool(self.uris)

    def wants(self, change: Change) -> bool:
        """Whether a change is one of these."""
        match change:
            case ToolsChanged():
                return self.tools
            case PromptsChanged():
                return self.prompts
            case ResourcesChanged():
                return self.resources
            case ResourceUpdated(uri):
                return is_watched(uri, self.uris)

    def changes(self) -> list[Change]:
        """One change of each thing that it names."""
        lists: tuple[tuple[Change, bool], ...] = (
            (ToolsChanged(), self.tools),
            (PromptsChanged(), self.prompts),
            (ResourcesChanged(), self.resources),
        )
        return [change for change, wanted in lists if wanted] + [ResourceUpdated(uri) for uri in sorted(self.uris)]

    def within(self, capabilities: Mapping[str, Any]) -> "Filter":
        """What is left of it with a server that declared these capabilities."""
        return replace(
            self,
            tools=self.tools and _opens(capabilities, ToolsChanged),
            prompts=self.prompts and _opens(capabilities, PromptsChanged),
            resources=self.resources and _opens(capabilities, ResourcesChanged),
            uris=self.uris if _opens(capabilities, ResourceUpdated) else frozenset(),
        )

    def gates(self) -> list[Gate]:
        """What a server has to declare for all of it."""
        wanted: tuple[tuple[type[Change], bool], ...] = (
            (ToolsChanged, self.tools),
            (PromptsChanged, self.prompts),
            (ResourcesChanged, self.resources),
            (ResourceUpdated, bool(self.uris)),
        )
        return [GATES[kind.method] for kind, is_wanted in wanted if is_wanted]


def _opens(capabilities: Mapping[str, Any], kind: type[Change]) -> bool:
    return declares(capabilities, GATES[kind.method].needs)


class Outlet(Protocol):
    """The way to a client that belongs to none of its requests: that of its session."""

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `exchange.Sender.notify`."""
        ...

    def start(self, job: Job) -> object:
        """Runs a job in a task of its own, at most until the session ends. Does nothing where that has ended."""
        ...


# One for all: each holds it for a moment, and there is a backlog in every session.
_LOCK: Final = Lock()


class Backlog:
    """The changes that one listener wants and was not told of yet, each once, oldest first.

    Filled by any thread, emptied by the event loop in which it was made. Nobody has to be woken for what comes before
    the first `take` that finds nothing.

    Args:
        wants: whether a change is one that the listener wants to hear of.
        wake: called in that event loop when there is something to take, and there was nothing before.
        limit: changes that may wait.
        loop: the event loop that empties it, if it is made elsewhere.
    """

    __slots__ = ("_is_awake", "_limit", "_loop", "_waiting", "_wake", "_wants", "dropped")

    def __init__(
        self,
        wants: Callable[[Change], bool],
        wake: Callable[[], object],
        *,
        limit: int = MAX_BACKLOG,
        loop: EventLoop | None = None,
    ) -> None:
        self.dropped = 0
        """How many changes the listener was never told of, because too many waited."""
        self._wants = wants
        self._wake = wake
        self._limit = limit
        self._waiting: dict[Change, None] = {}
        self._is_awake = True
        self._loop = loop or current_loop()

    def add(self, change: Change) -> None:
        """Never waits. Nothing happens if the change is not wanted, or waits already."""
        if not self._wants(change):
            return
        with _LOCK:
            if change in self._waiting:
                return
            if len(self._waiting) >= self._limit:
                del self._waiting[next(iter(self._waiting))]
                self.dropped += 1
            self._waiting[change] = None
            if self._is_awake:
                return
            self._is_awake = True
        if self._loop.is_current():
            self._wake()
            return
        try:
            self._loop.call_soon(self._wake)
        except RuntimeError:
            # The event loop has ended meanwhile, and the listener with it.
            return

    def take(self) -> Change | None:
        """The oldest change, which the listener is told of now; None: there is none."""
        with _LOCK:
            for change in self._waiting:
                del self._waiting[change]
                return change
            self._is_awake = False
            return None


class Listener(Protocol):
    """Who is told what is published: a `Backlog`, or what makes one when there is something for it."""

    def add(self, change: Change) -> None:
        """Takes a change, in whichever thread it was published. Never waits."""
        ...


class EventBus:
    """Where one server says what has changed, and whoever is connected hears of it. For any thread.

    Args:
        capabilities: what the server declares.
        on_watched: called with a resource, and with whether anybody watches it now, when that has changed.
        strict: whether it tells nothing else.
    """

    def __init__(
        self, capabilities: Mapping[str, Any], on_watched: OnWatched | None = None, *, strict: bool = True
    ) -> None:
        self._capabilities = capabilities
        self._on_watched = on_watched
        self._strict = strict
        self._lock = Lock()
        self._listeners: dict[Listener, None] = {}
        self._watched: dict[Listener, frozenset[str]] = {}
        self._watchers = Counter[str]()

    def publish(self, change: Change, *, source: Listener | None = None) -> None:
        """Tells every listener that wants to hear of this but its source; never waits, and there need not be any.

        Raises:
            NotDeclared: the server does not declare that it announces such changes.
        """
        gate = GATES[change.method]
        if self._strict and not declares(self._capabilities, gate.needs):
            raise NotDeclared(change.method, capability=gate.needs)
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            if listener is not source:
                listener.add(change)

    def join(self, listener: Listener) -> None:
        """From now on it is given what is published."""
        with self._lock:
            self._listeners[listener] = None

    def leave(self, listener: Listener) -> None:
        """It is given nothing any more; no error if it was given nothing before."""
        with self._lock:
            self._listeners.pop(listener, None)
        self.watches(listener, frozenset())

    def watches(self, listener: Listener, uris: frozenset[str]) -> None:
        """From now on a listener watches these resources, and none that it watched before and that is not among them.

        What it is told is up to the listener; this is for whoever wants to know what has to be looked after.
        """
        if self._on_watched is None:
            return
        with self._lock:
            before = self._watched.pop(listener, frozenset[str]())
            if uris:
                self._watched[listener] = uris
            self._watchers.update(uris - before)
            self._watchers.subtract(before - uris)
            begun = [uri for uri in uris - before if self._watchers[uri] == 1]
            ended = [uri for uri in before - uris if not self._watchers[uri]]
            for uri in ended:
                del self._watchers[uri]
        for uri in begun:
            self._on_watched(uri, True)
        for uri in ended:
            self._on_watched(uri, False)
