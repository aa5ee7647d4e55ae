"""The handshake era: `initialize` settles version and capabilities once, for as long as the connection lasts.

Spec: basic/lifecycle
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar, Final, cast

import anyio

from mcprism.calls import DEFAULT_TIMEOUT
from mcprism.capabilities import GATES, declares
from mcprism.errors import (
    InvalidAnswer,
    InvalidParams,
    InvalidRequest,
    Readable,
    RequestTimeout,
)
from mcprism.events import Change, ResourceUpdated, is_watched
from mcprism.exchange import ACCESS, LOG_LEVELS, Access, Caller, Implementation, Outcome, Sender
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.versions.bridge import Bridge, ConvertingSender, Losses
from mcprism.versions.catalog import Installed
from mcprism.versions.era import Introduction, capability_names
from mcprism.versions.fitting import FittingSender, failure
from mcprism.versions.introduced import declared, presented
from mcprism.versions.negotiate import accept, answered, newest
from mcprism.versions.typed_sender import Answerer, TypedSender
from mcprism_types.base import OnProgress, ProtocolSpec, Side

BATCHING: Final = frozenset({"2025-03-26"})
"""The versions in which several messages may come in one array: the next one removed that again."""

MAX_WATCHED: Final = 4096
"""Resources that one client may watch in one session, or on one stream."""

SUBSCRIBE: Final = "resources/subscribe"
UNSUBSCRIBE: Final = "resources/unsubscribe"

_log = logging.getLogger("mcprism")

_NONE: Final[frozenset[str]] = frozenset()
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_LOGGING: Final[JsonObject] = {"logging": {}}
_SUBSCRIBE: Final[JsonObject] = {"resources": {"subscribe": True}}
_ENVELOPE: Final = "io.modelcontextprotocol/"

_ANY_TIME: Final = frozenset({"ping", "notifications/message", "notifications/progress"})
"""What a server may send before the client has said that it is ready; progress is a part of an answer."""


class HandshakeServer:
    """The server's side of one session.

    It keeps count of what the client watches, whether the handler answers `resources/subscribe` or nobody else does.

    Args:
        offered: the versions that are served, oldest first; each has a handshake.
        introduction: what the server says of itself.
        versions: the installed ones.
        losses: what to do about what the client's version cannot express.
    """

    __slots__ = (
        "_access",
        "_bridge",
        "_caller",
        "_declared",
        "_initialized",
        "_introduction",
        "_is_initialized",
        "_losses",
        "_offered",
        "_said",
        "_versions",
        "_watched",
    )

    def __init__(
        self, offered: Sequence[str], introduction: Introduction, versions: Installed, *, losses: Losses | None = None
    ) -> None:
        self._offered = offered
        self._versions = versions
        self._introduction = introduction
        self._losses = losses or Losses()
        self._caller: Caller | None = None
        self._access: Access | None = None
        """That of whoever began the session, when that was."""
        self._bridge: Bridge | None = None
        self._declared: Mapping[str, Any] = _NOTHING
        self._said: JsonObject | None = None
        # Not a set of its own: most sessions watch nothing, and that would take a tenth of what they take.
        self._watched = _NONE
        self._is_initialized = False
        self._initialized: anyio.Event | None = None

    def own(self, method: str) -> Callable[[Request], Outcome] | None:
        """As `Era.own`."""
        # Not a table of each session: that would take a tenth of what one takes.
        found = self._OWN.get(method)
        if found is None or not declares(self._introduction.capabilities, found[0]):
            return None
        return partial(found[1], self)

    def caller(self, message: Request | Notification) -> Caller:
        """As `Era.caller`: the client of this session.

        Raises:
            InvalidParams: the session has not begun.
        """
        if self._caller is None:
            raise InvalidParams(f"{message.method[:100]} came before initialize: send initialize first")
        access = ACCESS.get()
        if access is self._access:
            return self._caller
        # Whoever may use the session may have been granted more since.
        return replace(self._caller, principal=access.principal, scopes=access.scopes)

    def bridge(self, caller: Caller) -> Bridge:
        """As `Era.bridge`."""
        return self._bridge or _begun(None)

    @property
    def version(self) -> str | None:
        """The version that was settled; None: the session has not begun."""
        return None if self._caller is None else self._caller.version

    def record(self) -> JsonObject:
        """What another process has to know to go on with this session, as JSON.

        Raises:
            InvalidRequest: the session has not begun.
        """
        caller = self._caller
        if caller is None:
            raise InvalidRequest("there is no session before initialize")
        return {
            "version": caller.version,
            "capabilities": dict(caller.capabilities),
            "clientInfo": self._client_info(),
            "logLevel": caller.log_level,
            "watched": sorted(self._watched),
        }

    def resume(self, record: JsonObject) -> None:
        """Goes on with the session that this is the record of, in place of what this one was before."""
        said = record["clientInfo"]
        self._begin(record["version"], record["capabilities"], said, Implementation.of(said))
        if self._caller is not None and record["logLevel"] is not None:
            self._log_from(self._caller, record["logLevel"])
        self._watched = frozenset(record["watched"])

    @property
    def takes_batches(self) -> bool:
        """Whether the client may send several messages in one array. Spec: 2025-03-26/basic#batching."""
        return self._bridge is not None and self._bridge.peer.version in BATCHING

    def connect(self, sender: Sender, caller: Caller) -> TypedSender:
        """As `Era.connect`."""
        bridge = _begun(self._bridge)
        fitting = partial(self._way_to, client=caller)
        way = sender.by_way_of(fitting) if isinstance(sender, ConvertingSender) else fitting(sender, bridge)
        return _typed_sender(way, "server", bridge.peer, caller, self._declared, strict=self._introduction.strict)

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        """As `Era.custom_sender`."""
        return self._way_to(sender, _begun(self._bridge), caller)

    def initialized(self) -> None:
        """The client is ready, as `notifications/initialized` says or as nobody has to say: what waited is sent."""
        self._is_initialized = True
        if self._initialized is not None:
            self._initialized.set()

    async def until_initialized(self) -> None:
        """Returns when the client is ready."""
        if not self._is_initialized:
            self._initialized = self._initialized or anyio.Event()
            await self._initialized.wait()

    @property
    def watched(self) -> frozenset[str]:
        """The resources that the client has subscribed to."""
        return self._watched

    def wants(self, change: Change) -> bool:
        """Whether the client has to hear of a change: the server declared that it tells, and a resource is watched."""
        if self._introduction.strict and not declares(self._declared, GATES[change.method].needs):
            return False
        return not isinstance(change, ResourceUpdated) or self._is_watched(change.uri)

    def heed(self, request: Request) -> None:
        """Takes note of a subscription, or of the end of one, once it was answered with a result."""
        uri = object_of(request.params)["uri"]
        if request.method == SUBSCRIBE:
            self._watched |= {uri}
        else:
            self._watched -= {uri}

    def failed(self, method: str, error: Readable, caller: Caller) -> Outcome:
        """As `Era.failed`."""
        return failure(method, error, caller, _begun(self._bridge))

    def _initialize(self, request: Request) -> Outcome:
        if self._caller is not None:
            raise InvalidRequest("initialize came twice: a session has one handshake; open another connection")
        params = object_of(request.params)
        requested, capabilities, info = _handshake_members(params, "clientInfo")
        version = answered(requested, self._offered, self._versions)
        if version != requested:
            command = self._versions.extra_for(requested)
            hint = f"; {command} adds it" if command else ""
            _log.warning("a client asked for version %.50r and was offered %s%s", requested, version, hint)
        bridge = self._begin(version, capabilities, params["clientInfo"], info)
        result: JsonObject = {
            "protocolVersion": version,
            "capabilities": self._declared,
            "serverInfo": presented(self._introduction, bridge),
        }
        if self._introduction.instructions is not None:
            result["instructions"] = self._introduction.instructions
        return result

    def _begin(
        self, version: str, capabilities: Mapping[str, Any], said: JsonObject, info: Implementation | None
    ) -> Bridge:
        home, peer = self._introduction.home, self._versions[version]
        answers_nobody = self.own(SUBSCRIBE) is not None and SUBSCRIBE not in self._versions[home].requests
        watches = self._is_watched if answers_nobody else None
        bridge = Bridge(peer=peer, home=home, losses=self._losses, watches=watches)
        self._declared = declared(self._introduction, bridge, "ServerCapabilities")
        # The rest is in the caller, and a session is to be small.
        self._said = said if said.keys() - {"name", "version"} else None
        logs = declares(self._declared, _LOGGING) or not self._introduction.strict
        log_level = LOG_LEVELS[0] if logs else None
        access = self._access = ACCESS.get()
        self._caller = Caller(
            version=peer.version,
            capabilities=capabilities,
            info=info,
            principal=access.principal,
            scopes=access.scopes,
            log_level=log_level,
        )
        self._bridge = self._introduced(bridge, self._caller)
        return bridge

    def _client_info(self) -> JsonObject:
        """What the client said of itself."""
        info = None if self._caller is None else self._caller.info
        if self._said is not None or info is None:
            return self._said or {}
        return {"name": info.name, "version": info.version}

    def _introduced(self, bridge: Bridge, caller: Caller) -> Bridge:
        """One that knows the client, in the words of versions where each request says who asks."""
        if not bridge.crosses:
            return bridge
        envelope: JsonObject = {
            _ENVELOPE + "clientCapabilities": bridge.object_in("ClientCapabilities", dict(caller.capabilities)),
            _ENVELOPE + "clientInfo": self._client_info(),
        }
        if caller.log_level is not None:
            envelope[_ENVELOPE + "logLevel"] = caller.log_level
        return replace(bridge, envelope=envelope)

    def _set_level(self, request: Request) -> Outcome:
        caller = self.caller(request)
        level = object_of(request.params).get("level")
        if level not in LOG_LEVELS:
            raise InvalidParams(f"level: must be one of {', '.join(LOG_LEVELS)}, not {level!r:.50}")
        self._log_from(caller, level)
        return {}

    def _log_from(self, caller: Caller, level: str | None) -> None:
        self._caller = replace(caller, log_level=level)
        self._bridge = self._introduced(_begun(self._bridge), self._caller)

    def _subscribe(self, request: Request) -> Outcome:
        uri = self._uri(request)
        if len(self._watched) >= MAX_WATCHED and uri not in self._watched:
            raise InvalidParams(f"{MAX_WATCHED} resources are watched already: unsubscribe from one of them first")
        return {}

    def _unsubscribe(self, request: Request) -> Outcome:
        self._uri(request)
        return {}

    def _uri(self, request: Request) -> str:
        self.caller(request)
        uri = object_of(request.params).get("uri")
        if not isinstance(uri, str):
            raise InvalidParams(f"uri: must be a string, not {uri!r:.50}")
        return uri

    def _is_watched(self, uri: str) -> bool:
        return is_watched(uri, self._watched)

    def _way_to(self, sender: Sender, bridge: Bridge, client: Caller) -> Sender:
        fitting = FittingSender(sender, bridge, client, strict=self._introduction.strict)
        return fitting if self._is_initialized else _PatientSender(fitting, self)

    _OWN: ClassVar[Mapping[str, tuple[JsonObject, Callable[[Any, Request], Outcome]]]] = {
        "initialize": ({}, _initialize),
        "ping": ({}, lambda session, request: {}),
        "logging/setLevel": (_LOGGING, _set_level),
        SUBSCRIBE: (_SUBSCRIBE, _subscribe),
        UNSUBSCRIBE: (_SUBSCRIBE, _unsubscribe),
    }
    """What a server has to declare for a request to be its own, and what answers it."""


class _PatientSender:
    """Sends to a client nothing before it is ready that may not be sent before. As `exchange.Sender`.

    Spec: basic/lifecycle#initialization
    """

    def __init__(self, sender: Sender, session: HandshakeServer) -> None:
        self._sender = sender
        self._session = session

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        await self._until_ready(method, timeout)
        return await self._sender.request(method, params, timeout=timeout, on_progress=on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        await self._until_ready(method, None)
        await self._sender.notify(method, params)

    async def _until_ready(self, method: str, timeout: float | None) -> None:
        if method in _ANY_TIME:
            return
        limit = DEFAULT_TIMEOUT if timeout is None else timeout
        with anyio.move_on_after(limit):
            await self._session.until_initialized()
            return
        raise RequestTimeout(f"{method}, which waits for notifications/initialized,", limit)


class HandshakeClient:
    """The client's side of one session: `initialize` asks for the newest version, `accept` reads the answer.

    Args:
        accepted: the versions that the client speaks, oldest first; each has a handshake.
        introduction: what the client says of itself.
        versions: the installed ones.
        losses: what to do about what the server's version cannot express.

    Raises:
        UnsupportedVersion: none of the versions is released.
    """

    def __init__(
        self, accepted: Sequence[str], introduction: Introduction, versions: Installed, *, losses: Losses | None = None
    ) -> None:
        self.requested: Final = newest(accepted, versions)
        self._accepted = accepted
        self._versions = versions
        self._introduction = introduction
        self._losses = losses or Losses()
        self._bridge: Bridge | None = None
        self._own: JsonObject = {}
        self.server: Caller | None = None
        """The server, once it has answered."""
        self.instructions: str | None = None
        self.takes_answers: Final = False

    def own(self, method: str) -> Callable[[Request], Outcome] | None:
        """As `Era.own`."""
        return _pong if method == "ping" else None

    def initialize_params(self) -> JsonObject:
        """What to send in `initialize`."""
        # What is lost on the way to the newest version may not be lost in the one that is settled, and the reverse.
        quiet = Losses(on_loss=lambda report: None)
        bridge = Bridge(peer=self._versions[self.requested], home=self._introduction.home, losses=quiet)
        return {
            "protocolVersion": self.requested,
            "capabilities": declared(self._introduction, bridge, "ClientCapabilities"),
            "clientInfo": presented(self._introduction, bridge),
        }

    def accept(self, result: JsonObject) -> Caller:
        """The server, from its answer to `initialize`.

        Raises:
            UnsupportedVersion: it answered a version that this client does not accept.
            InvalidAnswer: the answer is no result of initialize.
        """
        try:
            version, capabilities, info = _handshake_members(result, "serverInfo")
        except InvalidParams as error:
            raise InvalidAnswer(f"the answer to initialize does not fit: {error.message}") from None
        accept(version, self.requested, self._accepted, self._versions)
        instructions = result.get("instructions")
        self.instructions = instructions if isinstance(instructions, str) else None
        self.server = Caller(version=version, capabilities=capabilities, info=info)
        self._bridge = Bridge(peer=self._versions[version], home=self._introduction.home, losses=self._losses)
        self._own = declared(self._introduction, self._bridge, "ClientCapabilities")
        return self.server

    def caller(self, message: Request | Notification) -> Caller:
        """As `Era.caller`: the server of this session.

        Raises:
            InvalidParams: it has not answered `initialize` yet.
        """
        if self.server is None:
            raise InvalidParams(f"{message.method[:100]} came before the answer to initialize")
        return self.server

    def bridge(self, caller: Caller) -> Bridge:
        """As `Era.bridge`."""
        return self._bridge or _begun(None)

    @property
    def takes_batches(self) -> bool:
        """Whether the server may send several messages in one array. Spec: 2025-03-26/basic#batching."""
        return self._bridge is not None and self._bridge.peer.version in BATCHING

    def connect(self, sender: Sender, caller: Caller, answerer: Answerer | None = None) -> TypedSender:
        """As `Era.connect`. `answerer`: what answers questions inside results."""
        peer, strict = _begun(self._bridge).peer, self._introduction.strict
        return _typed_sender(sender, "client", peer, caller, self._own, answerer, strict=strict)

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        """As `Era.custom_sender`."""
        return sender

    def failed(self, method: str, error: Readable, caller: Caller) -> Outcome:
        """As `Era.failed`: an error is an error for servers."""
        raise error

    def sender(self, sender: Sender, home: str) -> Sender:
        """Sends messages of the version `home` by way of `sender`."""
        return replace(_begun(self._bridge), home=home).sender(sender)


def _pong(request: Request) -> Outcome:
    return {}


def _begun(bridge: Bridge | None) -> Bridge:
    if bridge is None:
        raise InvalidRequest("nothing can be sent before initialize")
    return bridge


def _handshake_members(members: JsonObject, info_name: str) -> tuple[str, Mapping[str, Any], Implementation | None]:
    # By hand, because which version's model would fit is what is being settled.
    version, capabilities = members.get("protocolVersion"), members.get("capabilities")
    info = Implementation.of(members.get(info_name))
    if not isinstance(version, str):
        raise InvalidParams("protocolVersion: must be a string")
    if not isinstance(capabilities, dict):
        raise InvalidParams("capabilities: must be an object")
    if info is None:
        raise InvalidParams(f"{info_name}: must be an object with the strings name and version")
    return version, cast("JsonObject", capabilities), info


def _typed_sender(
    sender: Sender,
    side: Side,
    protocol: ProtocolSpec,
    caller: Caller,
    own: Mapping[str, Any],
    answerer: Answerer | None = None,
    *,
    strict: bool,
) -> TypedSender:
    known = capability_names(protocol, "ClientCapabilities" if side == "server" else "ServerCapabilities")
    return TypedSender(
        sender, side=side, protocol=protocol, peer=caller, own=own, known=known, answerer=answerer, strict=strict
    )
