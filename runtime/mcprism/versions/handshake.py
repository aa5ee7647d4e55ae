"""The handshake era: `initialize` settles version and capabilities once, for as long as the connection lasts.

Spec: basic/lifecycle
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, cast

from mcprism.capabilities import declares
from mcprism.errors import InvalidAnswer, InvalidParams, InvalidRequest
from mcprism.exchange import LOG_LEVELS, Caller, Implementation, Outcome, Sender
from mcprism.jsonrpc import JsonObject, Notification, Request, object_of
from mcprism.versions.catalog import Installed
from mcprism.versions.era import Introduction, capability_names, only_known, wire_names
from mcprism.versions.negotiate import accept, answered
from mcprism.versions.typed_sender import TypedSender
from mcprism_types.base import ProtocolSpec, Side

_log = logging.getLogger("mcprism")

_LOGGING: Final[JsonObject] = {"logging": {}}


class HandshakeServer:
    """The server's side of one session.

    Args:
        offered: the versions that are served, oldest first; each has a handshake.
        introduction: what the server says of itself.
        versions: the installed ones.
    """

    def __init__(self, offered: Sequence[str], introduction: Introduction, versions: Installed) -> None:
        self._offered = offered
        self._versions = versions
        self._introduction = introduction
        self._caller: Caller | None = None
        self._protocol: ProtocolSpec | None = None
        self._own: JsonObject = {}
        methods: dict[str, Callable[[Request], Outcome]] = {"initialize": self._initialize, "ping": _pong}
        if declares(introduction.capabilities, _LOGGING):
            methods["logging/setLevel"] = self._set_level
        self.methods: Mapping[str, Callable[[Request], Outcome]] = MappingProxyType(methods)

    def caller(self, message: Request | Notification) -> Caller:
        """As `Era.caller`: the client of this session.

        Raises:
            InvalidParams: the session has not begun.
        """
        if self._caller is None:
            raise InvalidParams(f"{message.method[:100]} came before initialize: send initialize first")
        return self._caller

    def connect(self, sender: Sender, caller: Caller) -> TypedSender:
        """As `Era.connect`."""
        return _typed_sender(sender, "server", self._protocol, caller, self._own)

    def _initialize(self, request: Request) -> Outcome:
        if self._caller is not None:
            raise InvalidRequest("initialize came twice: a session has one handshake; open another connection")
        params = object_of(request.params)
        requested, capabilities, info = _handshake_members(params, "clientInfo")
        version = answered(requested, self._offered)
        if version != requested:
            command = self._versions.extra_for(requested)
            hint = f"; {command} adds it" if command else ""
            _log.warning("a client asked for version %.50r and was offered %s%s", requested, version, hint)
        protocol = self._protocol = self._versions[version]
        self._own = only_known(self._introduction.capabilities, capability_names(protocol, "ServerCapabilities"))
        log_level = LOG_LEVELS[0] if declares(self._own, _LOGGING) else None
        self._caller = Caller(version=version, capabilities=capabilities, info=info, log_level=log_level)
        result: JsonObject = {
            "protocolVersion": version,
            "capabilities": self._own,
            "serverInfo": only_known(self._introduction.info, wire_names(protocol, "Implementation")),
        }
        if self._introduction.instructions is not None:
            result["instructions"] = self._introduction.instructions
        return result

    def _set_level(self, request: Request) -> Outcome:
        caller = self.caller(request)
        level = object_of(request.params).get("level")
        if level not in LOG_LEVELS:
            raise InvalidParams(f"level: must be one of {', '.join(LOG_LEVELS)}, not {level!r:.50}")
        self._caller = replace(caller, log_level=level)
        return {}


class HandshakeClient:
    """The client's side of one session: `initialize` asks, `accept` reads the answer.

    Args:
        protocol: the version to ask for.
        introduction: what the client says of itself.
    """

    def __init__(self, protocol: ProtocolSpec, introduction: Introduction) -> None:
        self.protocol: Final = protocol
        self._introduction = introduction
        self._own = only_known(introduction.capabilities, capability_names(self.protocol, "ClientCapabilities"))
        self.server: Caller | None = None
        """The server, once it has answered."""
        self.instructions: str | None = None
        self.methods: Mapping[str, Callable[[Request], Outcome]] = MappingProxyType({"ping": _pong})

    def initialize_params(self) -> JsonObject:
        """What to send in `initialize`."""
        return {
            "protocolVersion": self.protocol.version,
            "capabilities": self._own,
            "clientInfo": only_known(self._introduction.info, wire_names(self.protocol, "Implementation")),
        }

    def accept(self, result: JsonObject) -> Caller:
        """The server, from its answer to `initialize`.

        Raises:
            UnsupportedVersion: it answered another version.
            InvalidAnswer: the answer is no result of initialize.
        """
        try:
            version, capabilities, info = _handshake_members(result, "serverInfo")
        except InvalidParams as error:
            raise InvalidAnswer(f"the answer to initialize does not fit: {error.message}") from None
        accept(version, self.protocol.version)
        instructions = result.get("instructions")
        self.instructions = instructions if isinstance(instructions, str) else None
        self.server = Caller(version=version, capabilities=capabilities, info=info)
        return self.server

    def caller(self, message: Request | Notification) -> Caller:
        """As `Era.caller`: the server of this session.

        Raises:
            InvalidParams: it has not answered `initialize` yet.
        """
        if self.server is None:
            raise InvalidParams(f"{message.method[:100]} came before the answer to initialize")
        return self.server

    def connect(self, sender: Sender, caller: Caller) -> TypedSender:
        """As `Era.connect`."""
        return _typed_sender(sender, "client", self.protocol, caller, self._own)


def _pong(request: Request) -> Outcome:
    return {}


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
    sender: Sender, side: Side, protocol: ProtocolSpec | None, caller: Caller, own: JsonObject
) -> TypedSender:
    if protocol is None:
        raise InvalidRequest("nothing can be sent before initialize")
    known = capability_names(protocol, "ClientCapabilities" if side == "server" else "ServerCapabilities")
    return TypedSender(sender, side=side, protocol=protocol, peer=caller, own=own, known=known)
