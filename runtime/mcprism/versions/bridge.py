"""The way between one peer and the code on this side, where each may be written for another version.

Messages of a peer are converted before validation, ours after the dump. Where both speak the same version nothing is
looked at: `Bridge.crosses` is the one question to ask.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

from pydantic_core import to_jsonable_python

from mcprism.errors import InvalidAnswer, InvalidParams, NotSupportedByPeer, PeerError, ProtocolError
from mcprism.exchange import Exchange, ForwardedExchange, Sender
from mcprism.jsonrpc import JsonObject, JsonText, object_of
from mcprism.versions.adapter import Adapter, adapter
from mcprism.versions.conversions import DROPPED, AsResult, Dropped, ErrorConversion, Passage
from mcprism.versions.loss import LossPolicy, OnLoss, log_loss
from mcprism_types.base import MCPModel, OnProgress, ProtocolSpec

_PROGRESS: Final = "notifications/progress"
_NOBODY: Final[Mapping[str, Any]] = MappingProxyType({})
_RESOURCE_UPDATED: Final = "notifications/resources/updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What to do about what another version cannot express."""

    on_loss: OnLoss = log_loss
    policy: LossPolicy = "degrade"
    inline_links: bool = False
    """Whether what resource links lead to is sent where a version has none, instead of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Between a peer and the home version of the code that it talks to."""

    peer: ProtocolSpec
    """The version that the peer speaks."""
    home: str
    losses: Losses
    envelope: Mapping[str, Any] = field(default_factory=lambda: _NOBODY)
    """Who the peer is, as the `_meta` of requests says it in versions without sessions; empty where none crosses."""
    watches: Callable[[str], bool] | None = None
    """Whether the peer wants to hear of changes of a resource; None: the handler knows."""
    crosses: bool = field(init=False)
    """Whether the two versions differ."""
    tells_progress: bool = field(init=False)
    """Whether progress has a message in the peer's version."""
    wraps: bool = field(init=False)
    """Whether `exchange` makes another one of it."""
    inlines: bool = field(init=False)
    """Whether links are to be read, and sent as embedded resources."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "crosses", self.peer.version != self.home)
        progress: type[MCPModel] = self.peer.notifications[_PROGRESS].params
        object.__setattr__(self, "tells_progress", "message" in progress.model_fields)
        object.__setattr__(self, "wraps", self.crosses or not self.tells_progress)
        # Where nothing may be degraded the step refuses links, and nobody has to read them for that.
        wanted = self.losses.inline_links and self.losses.policy == "degrade"
        object.__setattr__(self, "inlines", wanted and not hasattr(import_module(self.peer.package), "ResourceLink"))

    def adapter(self) -> Adapter:
        """The conversions between the two versions."""
        return adapter(self.peer.version, self.home)

    def object_in(self, kind: str, value: JsonObject) -> JsonObject:
        """What the peer said of itself in the handshake; `kind`: the type of the object."""
        convert = self.adapter().inbound(kind, "object")
        return value if convert is None else convert(value, self.passage("initialize", inward=True, memory={}))

    def object_out(self, kind: str, value: JsonObject) -> JsonObject:
        """What this side says of itself."""
        convert = self.adapter().outbound(kind, "object")
        return value if convert is None else convert(value, self.passage("initialize", inward=False, memory={}))

    def crossing(self, method: str) -> "Crossing":
        """For one message, and its answer."""
        return Crossing(self, method)

    def sender(self, sender: Sender) -> Sender:
        """Sends messages of the home version by way of `sender`, which sends those of the peer's."""
        return ConvertingSender(sender, self) if self.crosses else sender

    def exchange(self, exchange: Exchange) -> Exchange:
        """The same for the way back of one message."""
        return ConvertingExchange(exchange, self) if self.wraps else exchange

    def passage(self, method: str, *, inward: bool, memory: dict[str, Any], tool: JsonObject | None = None) -> Passage:
        """One message, one way."""
        ends = (self.peer.version, self.home) if inward else (self.home, self.peer.version)
        return Passage(
            method=method,
            from_version=ends[0],
            to_version=ends[1],
            on_loss=self.losses.on_loss,
            lossy=self.losses.policy,
            memory=memory,
            envelope=self.envelope,
            tool=tool,
        )


class Crossing:
    """One message and its answer on their way between two versions. `in`: from the peer to the home version."""

    __slots__ = ("_adapter", "_bridge", "_memory", "_method")

    def __init__(self, bridge: Bridge, method: str) -> None:
        self._bridge = bridge
        self._adapter = bridge.adapter()
        self._method = method
        self._memory: dict[str, Any] = {}

    def params_in(
        self, params: JsonObject | JsonText | None, *, tool: JsonObject | None = None
    ) -> JsonObject | Dropped | None:
        """The peer's params. `DROPPED`: a notification that says nothing here. `tool`: as for `result_out`.

        Raises:
            InvalidParams: the home version cannot express them.
            ProtocolError: the peer may not ask for this in its version.
        """
        given = None if params is None else object_of(params)
        convert = self._adapter.inbound(self._method, "params")
        if convert is None:
            return given
        try:
            return convert(given, self._passage(inward=True, tool=tool))
        except NotSupportedByPeer as error:
            raise InvalidParams(
                f"{self._method}: {error.feature} cannot be taken here: that needs {error.needs}, and what answers "
                f"speaks {error.peer_version}"
            ) from error

    def params_out(self, params: JsonObject | JsonText | None) -> JsonObject | JsonText | Dropped | None:
        """Our params. `DROPPED`: a notification that the peer's version has no form for.

        Raises:
            NotSupportedByPeer: it has no form for this request.
        """
        convert = self._adapter.outbound(self._method, "params")
        if convert is None:
            return params
        return convert(None if params is None else object_of(params), self._passage(inward=False))

    def result_in(self, result: JsonObject) -> JsonObject:
        """The peer's result.

        Raises:
            InvalidAnswer: the home version cannot express it.
        """
        convert = self._adapter.inbound(self._method, "result")
        if convert is None:
            return result
        try:
            return convert(result, self._passage(inward=True))
        except NotSupportedByPeer as error:
            raise InvalidAnswer(
                f"the answer to {self._method} has {error.feature}, which {error.peer_version} cannot express: that "
                f"needs {error.needs}"
            ) from error

    def result_out(self, result: JsonObject, *, tool: JsonObject | None = None) -> JsonObject:
        """Our result. `tool`: for a call of a tool, what the tool was listed as.

        Raises:
            NotSupportedByPeer: the peer's version cannot express it.
        """
        convert = self._adapter.outbound(self._method, "result")
        return result if convert is None else convert(result, self._passage(inward=False, tool=tool))

    def error_in(self, error: PeerError) -> JsonObject:
        """The result that the peer's error is in the home version.

        Raises:
            PeerError: it is an error there too.
            InvalidAnswer: the home version cannot express it.
        """
        convert = self._adapter.inbound(self._method, "error")
        if convert is None:
            raise error
        members = _members(error.code, error.message, error.data)
        try:
            converted = convert(members, self._passage(inward=True))
        except NotSupportedByPeer as refusal:
            raise InvalidAnswer(f"the error that answers {self._method} cannot be taken: {refusal}") from error
        if isinstance(converted, AsResult):
            return converted.result
        if converted is members:
            raise error
        raise PeerError(converted["code"], converted["message"], converted.get("data"), method=error.method) from error

    def error_out(self, error: ProtocolError) -> JsonObject:
        """The result that our error is in the peer's version.

        Raises:
            ProtocolError: it is an error there too.
            NotSupportedByPeer: the peer's version cannot express it.
        """
        convert = self._adapter.outbound(self._method, "error")
        if convert is None:
            raise error
        return error_as_result(error, convert, self._passage(inward=False))

    def _passage(self, *, inward: bool, tool: JsonObject | None = None) -> Passage:
        return self._bridge.passage(self._method, inward=inward, memory=self._memory, tool=tool)


class ConvertingSender:
    """Sends messages of the home version to a peer of another one. As `exchange.Sender`."""

    def __init__(self, sender: Sender, bridge: Bridge) -> None:
        self._sender = sender
        self.bridge: Final = bridge
        """The way between the peer's version and that of what is sent."""

    def by_way_of(self, wrap: Callable[[Sender, Bridge], Sender]) -> "ConvertingSender":
        """One that has something between it and the peer: `wrap` is given where messages of the peer's version go."""
        return ConvertingSender(wrap(self._sender, self.bridge), self.bridge)

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
            NotSupportedByPeer: the peer's version has no form for this. Nothing was sent.
        """
        crossing = self.bridge.crossing(method)
        converted = crossing.params_out(params)
        if converted is DROPPED or method not in self.bridge.peer.requests:
            raise self._refusal(method)
        try:
            result = await self._sender.request(method, converted, timeout=timeout, on_progress=on_progress)
        except PeerError as error:
            return crossing.error_in(error)
        return crossing.result_in(result)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`. What the peer's version has no form for is reported as a loss, and not sent.

        Raises:
            NotSupportedByPeer: the peer's version has no such notification.
        """
        converted = self.bridge.crossing(method).params_out(params)
        if converted is DROPPED or not self._is_wanted(method, converted):
            return
        if method not in self.bridge.peer.notifications:
            raise self._refusal(method)
        await self._sender.notify(method, converted)

    def _is_wanted(self, method: str, params: JsonObject | JsonText | None) -> bool:
        watches = self.bridge.watches
        return method != _RESOURCE_UPDATED or watches is None or watches(str(object_of(params).get("uri")))

    def _refusal(self, method: str) -> NotSupportedByPeer:
        return NotSupportedByPeer(method, peer_version=self.bridge.peer.version, needs="a version that has it")


class ConvertingExchange(ConvertingSender, ForwardedExchange):
    """The way back for one message of a peer of another version. As `exchange.Exchange`."""

    def __init__(self, exchange: Exchange, bridge: Bridge) -> None:
        ConvertingSender.__init__(self, exchange, bridge)
        ForwardedExchange.__init__(self, exchange)

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """As `Exchange.progress`. All but the message is the same in every version."""
        if message is not None and not self.bridge.tells_progress:
            passage = self.bridge.passage(_PROGRESS, inward=False, memory={})
            passage.lose("ProgressNotificationParams.message", "hint", "is not sent", needs="2025-03-26 or newer")
            message = None
        await self._exchange.progress(value, total, message)


def error_as_result(error: ProtocolError, convert: ErrorConversion, passage: Passage) -> JsonObject:
    """The result that an error of ours is after a conversion.

    Raises:
        ProtocolError: it is an error there too.
        NotSupportedByPeer: as the conversion.
    """
    members = _members(error.code, error.message, to_jsonable_python(error.data, inf_nan_mode="null"))
    converted = convert(members, passage)
    if isinstance(converted, AsResult):
        return converted.result
    raise ProtocolError(converted["message"], code=converted["code"], data=converted.get("data")) from error


def _members(code: int, message: str, data: Any) -> JsonObject:
    members: JsonObject = {"code": code, "message": message}
    return members if data is None else {**members, "data": data}
