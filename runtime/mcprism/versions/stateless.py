"""The stateless era: no session, so that each request says which version it is in, who asks and what they offer.

This is the server's side; `stateless_client` has the other. Nothing that one request said is remembered for the next.

Spec: basic/versioning, basic#_meta
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias, cast

from pydantic_core import to_json
from typing_extensions import TypeVar

from mcprism.capabilities import declares
from mcprism.errors import InvalidParams, InvalidRequest, MethodNotFound, NotSupportedByPeer, ProtocolError, Readable
from mcprism.events import EventBus, change_of
from mcprism.exchange import ACCESS, LOG_LEVELS, Caller, Implementation, Outcome, Sender
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.rounds import binding, may_ask
from mcprism.versions.bridge import Bridge, Losses
from mcprism.versions.catalog import Installed
from mcprism.versions.conversions import is_object
from mcprism.versions.era import Introduction, capability_names
from mcprism.versions.fitting import failure, fitted
from mcprism.versions.introduced import declared, presented
from mcprism.versions.negotiate import UNSUPPORTED_VERSION
from mcprism.versions.typed_sender import TypedSender
from mcprism_types.base import NotificationSpec, Outbound, ProtocolSpec

P = TypeVar("P")

PROTOCOL_VERSION: Final = "io.modelcontextprotocol/protocolVersion"
CLIENT_CAPABILITIES: Final = "io.modelcontextprotocol/clientCapabilities"
CLIENT_INFO: Final = "io.modelcontextprotocol/clientInfo"
LOG_LEVEL: Final = "io.modelcontextprotocol/logLevel"
SERVER_INFO: Final = "io.modelcontextprotocol/serverInfo"

MISSING_CAPABILITY: Final = -32021
"""The error code that names what a client would have to declare."""

DISCOVER: Final = "server/discover"

_LOGGING: Final[JsonObject] = {"logging": {}}
_MESSAGE: Final = "notifications/message"
_PROGRESS: Final = "notifications/progress"


def names_version(request: Request) -> bool:
    """Whether a request says in which version it is, as only those of this era do."""
    metadata = object_of(request.params).get("_meta")
    return metadata is not None and is_object(metadata) and PROTOCOL_VERSION in metadata


class StatelessServer:
    """The server's side: who asks is read from each request.

    Args:
        offered: the versions that are served, oldest first; each is of this era.
        introduction: what the server says of itself.
        versions: the installed ones.
        losses: what to do about what the client's version cannot express.
        events: where handlers say what has changed; None: nobody listens.
    """

    def __init__(
        self,
        offered: Sequence[str],
        introduction: Introduction,
        versions: Installed,
        *,
        losses: Losses | None = None,
        events: EventBus | None = None,
    ) -> None:
        self._offered = offered
        self._events = events or EventBus(introduction.capabilities)
        self._introduction = introduction
        self._versions = versions
        self._losses = losses or Losses()
        self._spoken: dict[str, _Spoken] = {}
        self._last: tuple[Request, Caller] | None = None
        self._own: Mapping[str, Callable[[Request], Outcome]] = {
            DISCOVER: self._discover,
            "initialize": self._refuse_handshake,
        }

    def own(self, method: str) -> Callable[[Request], Outcome] | None:
        """As `Era.own`."""
        return self._own.get(method)

    def caller(self, message: Request | Notification) -> Caller:
        """As `Era.caller`: whoever the request says it is from.

        Raises:
            InvalidParams: it does not say, or not as the version wants it.
            ProtocolError: -32022, it is in a version that is not served.
            InvalidRequest: the message is a notification; the one that clients may send, about cancelling, is no
                concern of an era.
        """
        if isinstance(message, Notification):
            raise InvalidRequest(f"{message.method[:100]}: no version without a session has this notification")
        # Letting a request in and dispatching it both ask, one right after the other.
        if self._last is not None and self._last[0] is message:
            return self._last[1]
        return self.admitted(message, stated(message))

    def admitted(self, request: Request, statement: "Statement") -> Caller:
        """Who sent a request that states this. Raises as `caller`."""
        version, capabilities, metadata = statement
        spoken = self._speak(version)
        info = None
        if CLIENT_INFO in metadata:
            info = Implementation.of(metadata[CLIENT_INFO])
            if info is None:
                raise InvalidParams(f"_meta.{CLIENT_INFO}: must be an object with the strings name and version")
        level = metadata.get(LOG_LEVEL)
        if LOG_LEVEL in metadata and level not in LOG_LEVELS:
            raise InvalidParams(f"_meta.{LOG_LEVEL}: must be one of {', '.join(LOG_LEVELS)}, not {level!r:.50}")
        access = ACCESS.get()
        caller = Caller(
            version=version,
            capabilities=capabilities,
            info=info,
            principal=access.principal,
            scopes=access.scopes,
            log_level=level if spoken.logs else None,
        )
        self._last = request, caller
        return caller

    def bridge(self, caller: Caller) -> Bridge:
        """As `Era.bridge`."""
        return self._speak(caller.version).bridge

    @cached_property
    def asking(self) -> frozenset[str]:
        """The requests whose results may be questions."""
        specs = (spec for version in self._offered for spec in self._versions[version].requests.values())
        return frozenset(spec.method for spec in specs if may_ask(spec))

    def protocol(self, request: Request) -> ProtocolSpec:
        """As `Carrier.protocol`."""
        return self.bridge(self.caller(request)).peer

    def fitted(self, request: Request, method: str, params: JsonObject | None) -> JsonObject | None:
        """As `Carrier.fitted`."""
        caller = self.caller(request)
        bridge = self.bridge(caller)
        passage = bridge.passage(method, inward=False, memory={})
        strict = self._introduction.strict
        return fitted(method, params, caller.capabilities, bridge.peer, passage, strict=strict)

    def binding(self, request: Request) -> str:
        """As `Carrier.binding`."""
        principal = self.caller(request).principal
        return binding(request, self._introduction.info["name"], None if principal is None else principal.identity)

    def connect(self, sender: Sender, caller: Caller) -> "OneWay":
        """As `Era.connect`: what can be told and asked while the request is served."""
        spoken = self._speak(caller.version)
        protocol = spoken.bridge.peer
        known = capability_names(protocol, "ClientCapabilities")
        typed = TypedSender(
            sender,
            side="server",
            protocol=protocol,
            peer=caller,
            own=spoken.own,
            known=known,
            strict=self._introduction.strict,
        )
        return OneWay(typed, caller, self._events)

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        """As `Era.custom_sender`: notifications belong to the request, and whoever asks is told that nobody answers."""
        return sender

    def capabilities(self, caller: Caller) -> JsonObject:
        """What the server declares in the version of this caller."""
        return self._speak(caller.version).own

    def failed(self, method: str, error: Readable, caller: Caller) -> Outcome:
        """As `Era.failed`.

        Raises:
            ProtocolError: -32021 where a capability of the client's is missing; the answer is another error.
            NotSupportedByPeer: the client cannot be served for another reason.

        Spec: basic/versioning#capabilities
        """
        if isinstance(error, NotSupportedByPeer) and error.capability is not None:
            data = {"requiredCapabilities": error.capability}
            raise ProtocolError(str(error), code=MISSING_CAPABILITY, data=data) from error
        return failure(method, error, caller, self.bridge(caller))

    def finished(self, result: Outcome, version: str) -> Outcome:
        """A result, with what each one has to say in this version: its type, and which server gave it."""
        spoken = self._speak(version)
        if isinstance(result, bytes):
            if result.find(_META_NAME) < 0:
                # A result of this era is never empty: it has `resultType`.
                return JsonText(b"%b,%b" % (spoken.opening, result[1:]))
            result = object_of(result)
        metadata = result.get("_meta")
        said = {SERVER_INFO: spoken.info, **(metadata if is_object(metadata) else {})}
        return {"resultType": "complete", **result, "_meta": said}

    def _discover(self, request: Request) -> Outcome:
        caller = self.caller(request)
        result: JsonObject = {
            "supportedVersions": list(self._released()),
            "capabilities": self._speak(caller.version).own,
            # Asking again is cheap, and a program may say other things of itself after its next start.
            "ttlMs": 0,
            "cacheScope": "private",
        }
        if self._introduction.instructions is not None:
            result["instructions"] = self._introduction.instructions
        return self.finished(result, caller.version)

    def _refuse_handshake(self, request: Request) -> Outcome:
        if names_version(request):
            raise MethodNotFound(request.method)
        requested = object_of(request.params).get("protocolVersion")
        raise self._unsupported(
            requested if isinstance(requested, str) else "",
            "there is no session to initialize here: send server/discover, and _meta with every request",
        )

    def _speak(self, version: str) -> "_Spoken":
        spoken = self._spoken.get(version)
        if spoken is None:
            if version not in self._released():
                raise self._unsupported(version, f"the version {version!r:.50} is not spoken here")
            bridge = Bridge(peer=self._versions[version], home=self._introduction.home, losses=self._losses)
            spoken = self._spoken[version] = _Spoken.of(self._introduction, bridge)
        return spoken

    def _released(self) -> tuple[str, ...]:
        return tuple(version for version in self._offered if self._versions[version].released)

    def _unsupported(self, requested: str, problem: str) -> ProtocolError:
        supported = list(self._released())
        text = f"Unsupported protocol version: {problem} (spoken: {', '.join(supported)})"
        return ProtocolError(text, code=UNSUPPORTED_VERSION, data={"supported": supported, "requested": requested})


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One version that a server speaks: what it says of itself there."""

    bridge: Bridge
    own: JsonObject
    """The capabilities that the server declares."""
    info: JsonObject
    opening: bytes
    """How the JSON of a result begins that has no `_meta` of its own, up to the comma."""
    logs: bool

    @classmethod
    def of(cls, introduction: Introduction, bridge: Bridge) -> "_Spoken":
        own = declared(introduction, bridge, "ServerCapabilities")
        info = presented(introduction, bridge)
        logs = declares(own, _LOGGING) or not introduction.strict
        return cls(bridge, own, info, b'{"_meta":%b' % to_json({SERVER_INFO: info}), logs)


_META_NAME: Final = b'"_meta"'


Statement: TypeAlias = tuple[str, JsonObject, JsonObject]
"""Version, capabilities, and the whole of what a request says of itself."""


def stated(request: Request) -> Statement:
    """What a request says of itself, whether or not its version is spoken.

    Raises:
        InvalidParams: it does not say what each request has to.
    """
    metadata = object_of(request.params).get("_meta")
    if not is_object(metadata):
        metadata = {}
    version, capabilities = metadata.get(PROTOCOL_VERSION), metadata.get(CLIENT_CAPABILITIES)
    if not isinstance(version, str):
        raise _unfit(metadata, PROTOCOL_VERSION, "a string")
    if not is_object(capabilities):
        raise _unfit(metadata, CLIENT_CAPABILITIES, "an object")
    return version, capabilities, metadata


def _unfit(metadata: JsonObject, key: str, words: str) -> InvalidParams:
    if key not in metadata:
        return InvalidParams(f"_meta.{key}: is missing, and every request without a session must have it")
    return InvalidParams(f"_meta.{key}: must be {words}, not {metadata[key]!r:.50}")


class OneWay(Outbound):
    """Typed sending to a client while its request is served: notifications about that request, and questions.

    Args:
        typed: sends them.
        peer: the client.
        events: where changes go.
    """

    def __init__(self, typed: TypedSender, peer: Caller, events: EventBus) -> None:
        self._typed = typed
        self._peer = peer
        self._events = events
        self.request: Final = typed.request
        self.request_raw: Final = typed.request_raw

    async def notify(self, spec: NotificationSpec[P], params: P | None) -> None:
        """As `Outbound.notify`. A log message below the level that the request wants is not sent.

        Changes are told to all who listen for them. What else is not about this request is not sent.

        Raises:
            NotDeclared: the server did not declare that it logs, or announces such changes.
            ConnectionClosed: the connection has ended.
        """
        change = change_of(Notification(spec.method, None if params is None else cast("Any", params).to_wire()))
        if change is not None:
            self._events.publish(change)
        elif spec.method == _PROGRESS or (spec.method == _MESSAGE and self._wants(cast("Any", params).level)):
            await self._typed.notify(spec, params)

    def _wants(self, level: str) -> bool:
        least = self._peer.log_level
        return least is not None and LOG_LEVELS.index(level) >= LOG_LEVELS.index(least)
