"""The client's side of the stateless era: every request says who asks, and every result whether it is the final one.

Spec: basic/versioning, basic#_meta
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, cast

from mcprism.capabilities import is_custom
from mcprism.errors import (
    InvalidAnswer,
    InvalidRequest,
    NotSupportedByPeer,
    PeerError,
    Readable,
    UnsupportedVersion,
)
from mcprism.exchange import Caller, Implementation, Outcome, Sender
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.rounds import is_question, may_ask
from mcprism.versions.bridge import Bridge, ConvertingSender, Losses
from mcprism.versions.catalog import Installed
from mcprism.versions.conversions import is_object
from mcprism.versions.era import Introduction, capability_names
from mcprism.versions.introduced import declared, presented
from mcprism.versions.negotiate import newest, nothing_in_common, supported_versions
from mcprism.versions.stateless import (
    CLIENT_CAPABILITIES,
    CLIENT_INFO,
    DISCOVER,
    LOG_LEVEL,
    PROTOCOL_VERSION,
    SERVER_INFO,
)
from mcprism.versions.typed_sender import Answerer, TypedSender
from mcprism_types.base import OnProgress, ProtocolSpec


class StatelessClient:
    """The client's side: `server/discover` asks what the server is, `accept` reads the answer.

    Args:
        accepted: the versions that the client speaks, oldest first; each is of this era.
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
        self.server: Caller | None = None
        """The server, once it has answered."""
        self.instructions: str | None = None
        self.log_level: str | None = None
        """The least severe log message that requests ask for from now on; None: they ask for none."""
        self.takes_batches: Final = False
        self.takes_answers: Final = True

    def own(self, method: str) -> Callable[[Request], Outcome] | None:
        """As `Era.own`: nothing is."""
        return None

    def discover_params(self, version: str | None = None) -> JsonObject:
        """What to send in `server/discover`. `version`: the one to ask in; by default the newest."""
        # What is lost on the way to this version is reported once it is known that the server speaks it.
        quiet = Losses(on_loss=lambda report: None)
        return {"_meta": envelope_of(self._introduction, self._bridge_to(version or self.requested, quiet))}

    def accept(self, result: JsonObject) -> Caller:
        """The server, from its answer to `server/discover`.

        Raises:
            UnsupportedVersion: it names no version that this client accepts.
            InvalidAnswer: the answer is no result of server/discover.
        """
        supported, capabilities = result.get("supportedVersions"), result.get("capabilities")
        if not isinstance(supported, list) or not is_object(capabilities):
            raise InvalidAnswer(
                "the answer to server/discover does not fit: it must have the list supportedVersions and the object "
                "capabilities"
            )
        complete(result, DISCOVER)
        names = [name for name in cast("list[object]", supported) if isinstance(name, str)]
        version = self._newest_of(names, self._accepted)
        if version is None:
            raise nothing_in_common(self.requested, names)
        instructions, metadata = result.get("instructions"), result.get("_meta")
        self.instructions = instructions if isinstance(instructions, str) else None
        info = Implementation.of(metadata.get(SERVER_INFO)) if is_object(metadata) else None
        self.server = Caller(version=version, capabilities=capabilities, info=info)
        self._bridge = self._bridge_to(version, self._losses)
        return self.server

    def mutual(self, error: PeerError) -> str | None:
        """The version to ask in once more, where the server refused the one that it was asked in.

        That may be the same one: some servers name what they have just refused, and speak it.

        None: the error says something else, or the server names no version that this client accepts.

        Spec: basic/versioning ("protocol version negotiation")
        """
        return self._newest_of(supported_versions(error), self._accepted)

    def refusal(self, error: PeerError) -> UnsupportedVersion:
        """What it means that the server answered `server/discover` with an error, for who speaks nothing else."""
        supported = supported_versions(error)
        if supported:
            return nothing_in_common(self.requested, supported)
        return UnsupportedVersion(
            f"the server does not speak {self.requested}: it answered server/discover with error {error.code}, "
            f"{error.message!r:.200}; a server with sessions is reached by a version up to 2025-11-25",
            requested=self.requested,
        )

    def caller(self, message: Request | Notification) -> Caller:
        """As `Era.caller`: the server.

        Raises:
            InvalidRequest: the message is a request, which servers do not send; or nothing is known of the server yet.
        """
        if isinstance(message, Request):
            raise InvalidRequest(f"{message.method[:100]}: a server without sessions asks in results, not in requests")
        return self._begun()[0]

    def bridge(self, caller: Caller) -> Bridge:
        """As `Era.bridge`."""
        return self._begun()[1]

    def connect(self, sender: Sender, caller: Caller, answerer: Answerer | None = None) -> TypedSender:
        """As `Era.connect`. `answerer`: what answers questions inside results."""
        protocol = self.bridge(caller).peer
        known = capability_names(protocol, "ServerCapabilities")
        own = declared(self._introduction, self.bridge(caller), "ClientCapabilities")
        return TypedSender(
            sender,
            side="client",
            protocol=protocol,
            peer=caller,
            own=own,
            known=known,
            answerer=answerer,
            strict=self._introduction.strict,
        )

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        """As `Era.custom_sender`: requests say who asks, as all do. Notifications are not sent."""
        return self.sender(sender, caller.version)

    def failed(self, method: str, error: Readable, caller: Caller) -> Outcome:
        """As `Era.failed`: an error is an error for servers."""
        raise error

    def sender(self, sender: Sender, home: str) -> "StatelessSender":
        """Sends messages of the version `home` by way of `sender`, each request with what it has to say of us."""
        bridge = self._begun()[1]
        members = envelope_of(self._introduction, bridge)

        def envelope() -> JsonObject:
            return members if self.log_level is None else {**members, LOG_LEVEL: self.log_level}

        return StatelessSender(EnvelopeSender(sender, envelope, bridge.peer), replace(bridge, home=home), self)

    def _bridge_to(self, version: str, losses: Losses) -> Bridge:
        return Bridge(peer=self._versions[version], home=self._introduction.home, losses=losses)

    def _begun(self) -> tuple[Caller, Bridge]:
        if self.server is None or self._bridge is None:
            raise InvalidRequest("nothing is known of the server yet: it has not answered server/discover")
        return self.server, self._bridge

    def _newest_of(self, supported: Sequence[str], accepted: Sequence[str]) -> str | None:
        both = (version for version in reversed(accepted) if version in supported and self._versions[version].released)
        return next(both, None)


def envelope_of(introduction: Introduction, bridge: Bridge) -> JsonObject:
    """What each request says of the client, as reserved `_meta` members."""
    return {
        PROTOCOL_VERSION: bridge.peer.version,
        CLIENT_CAPABILITIES: declared(introduction, bridge, "ClientCapabilities"),
        CLIENT_INFO: presented(introduction, bridge),
    }


class EnvelopeSender:
    """Sends requests that say who asks, and reads of each result whether it is one. As `exchange.Sender`.

    Args:
        sender: where messages go.
        envelope: the reserved `_meta` members of the next request.
        protocol: the version of the requests: in it some may be answered with a question.
    """

    def __init__(self, sender: Sender, envelope: Callable[[], JsonObject], protocol: ProtocolSpec) -> None:
        self._sender = sender
        self._envelope = envelope
        self._protocol = protocol

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `Sender.request`.

        Raises:
            InvalidAnswer: the result is neither complete nor a question that may answer this method.
        """
        members, metadata = object_of(params), self._envelope()
        said = members.get("_meta")
        if is_object(said):
            metadata = {**said, **metadata}
        result = await self._sender.request(
            method, {**members, "_meta": metadata}, timeout=timeout, on_progress=on_progress
        )
        spec = self._protocol.requests.get(method)
        if spec is not None and is_question(result) and may_ask(spec):
            return result
        result = complete(result, method)
        # Of what is no method of the protocol nobody knows these members of all results.
        return result if spec is not None else {name: result[name] for name in result if name not in _OF_ALL_RESULTS}

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        await self._sender.notify(method, params)


class StatelessSender(ConvertingSender):
    """Sends messages of any version to a server without sessions, and does what sessions are asked for.

    `ping` asks for `server/discover`, and `logging/setLevel` sets what later requests ask for.

    Args:
        sender: where messages of the server's version go.
        bridge: the way from the other version to it.
        era: what the requests ask for.
    """

    def __init__(self, sender: Sender, bridge: Bridge, era: StatelessClient) -> None:
        super().__init__(sender, bridge)
        self._plain = sender
        self._crosses = bridge.crosses
        self._era = era

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """As `ConvertingSender.request`."""
        if method == "ping":
            await self._plain.request(DISCOVER, timeout=timeout)
            return {}
        if method == "logging/setLevel":
            self._era.log_level = object_of(params)["level"]
            return {}
        if not self._crosses:
            return await self._plain.request(method, params, timeout=timeout, on_progress=on_progress)
        return await super().request(method, params, timeout=timeout, on_progress=on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `ConvertingSender.notify`.

        Raises:
            NotSupportedByPeer: no version has this notification, and a server without a session takes no others: they
                do not say who tells.
        """
        if is_custom(method):
            version = self.bridge.peer.version
            raise NotSupportedByPeer(f"the notification {method}", peer_version=version, needs="a session")
        await super().notify(method, params)


_OF_ALL_RESULTS: Final = frozenset({"resultType", "_meta"})


def complete(result: JsonObject, method: str) -> JsonObject:
    """The result of a request, if it is the final one.

    Raises:
        InvalidAnswer: it is of another kind.

    Spec: basic#result-types
    """
    kind = result.get("resultType", "complete")
    if kind == "complete":
        return result
    if is_question(result):
        raise InvalidAnswer(f"the answer to {method} asks for input from this client, which only other methods may do")
    raise InvalidAnswer(f"the answer to {method} has the unknown resultType {kind!r:.50}; expected complete")
