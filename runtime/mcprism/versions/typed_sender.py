"""Typed messages of one version to one peer: what generated calls are sent through."""

from collections.abc import Awaitable, Container, Mapping
from typing import Any, Protocol

from pydantic import ValidationError
from typing_extensions import TypeVar

from mcprism.capabilities import AS_TASK, GATES, Gate, declares
from mcprism.errors import InvalidAnswer, NotDeclared, NotSupportedByPeer, described
from mcprism.exchange import Caller, Sender
from mcprism.jsonrpc import JsonObject, JsonText
from mcprism.versions.bridge import ConvertingSender
from mcprism.versions.reserved import check_metadata
from mcprism_types.base import MCPModel, NotificationSpec, Outbound, ProtocolSpec, RequestSpec, SendOptions, Side

P = TypeVar("P")
R = TypeVar("R")
A = TypeVar("A", default=Any)

_AS_SET_UP = SendOptions()


class Answerer(Protocol):
    """What answers the questions inside results, for those who do not answer them by hand."""

    async def request(
        self, sender: Sender, method: str, params: JsonObject | JsonText | None, options: SendOptions
    ) -> JsonObject:
        """The result that asks nothing any more. Raises as `Sender.request`."""
        ...


class TypedSender(Outbound):
    """Checks before anything is sent that the peer has the method and declared what it needs.

    Calls may be those of another version where `sender` converts; it then refuses what has no form for the peer.

    Args:
        sender: where messages go.
        side: which side this is.
        protocol: the version that the peer speaks.
        peer: the peer, for what it declared.
        own: the capabilities that this side declared.
        known: the capabilities that the peer's side may declare in this version.
        answerer: what answers questions inside results, except for `request_raw`; None: they are no results.
        strict: whether capabilities are looked at, or only whether the version has a method.
    """

    def __init__(
        self,
        sender: Sender,
        *,
        side: Side,
        protocol: ProtocolSpec,
        peer: Caller,
        own: Mapping[str, Any],
        known: frozenset[str],
        answerer: Answerer | None = None,
        strict: bool = True,
    ) -> None:
        self._sender = sender
        self._strict = strict
        self._answerer = answerer
        self._converts = isinstance(sender, ConvertingSender)
        self._side = side
        self._protocol = protocol
        self._peer = peer
        self._own = own
        self._known = known
        self._checked: set[str] = set()

    async def request(self, spec: RequestSpec[P, R, A], params: P | None, options: SendOptions | None = None) -> R:
        """As `Outbound.request`.

        Raises:
            NotSupportedByPeer: the peer has no such method, or did not declare what it needs. Nothing was sent.
            ValueError: a `_meta` of the params has a key that is reserved for the protocol. Nothing was sent.
            PeerError: the peer answered with an error.
            InvalidAnswer: what it answered is no result of this method, or the alternative one.
            RequestTimeout: it did not answer in time.
            ConnectionClosed: the connection ended first.
        """
        return await self.request_json(spec, self._asking(spec.method, params), options)

    async def request_json(
        self,
        spec: RequestSpec[Any, R, Any],
        params: JsonObject | JsonText | None,
        options: SendOptions | None = None,
    ) -> R:
        """As `request`, with params that are JSON already. What is in them is for the peer to judge."""
        result = await self.ask(spec.method, params, options)
        read = self._read(spec, result)
        if spec.alternative is not None and isinstance(read, spec.alternative.type):
            raise InvalidAnswer(
                f"{spec.method} was answered with {spec.alternative.type.__name__}, which was not asked for; "
                "the call's `_raw` form takes either"
            )
        return read

    async def ask(
        self, method: str, params: JsonObject | JsonText | None, options: SendOptions | None = None
    ) -> JsonObject:
        """As `request_json`, with a result that is JSON too, as it came."""
        self._check(method, self._protocol.requests)
        if self._answerer is None:
            return await self._sent(method, params, options)
        return await self._answerer.request(self._sender, method, params, options or _AS_SET_UP)

    async def request_raw(
        self, spec: RequestSpec[P, R, A], params: P | None, options: SendOptions | None = None
    ) -> R | A:
        """As `Outbound.request_raw`. Raises as `request`."""
        self._check(spec.method, self._protocol.requests)
        return self._read(spec, await self._sent(spec.method, self._asking(spec.method, params), options))

    async def notify(self, spec: NotificationSpec[P], params: P | None) -> None:
        """As `Outbound.notify`.

        Raises:
            NotSupportedByPeer: the version has no such notification, or the peer did not declare what it needs.
            NotDeclared: this side did not declare what it needs.
            ConnectionClosed: the connection has ended.
        """
        self._check(spec.method, self._protocol.notifications)
        await self._sender.notify(spec.method, self._dumped(spec.method, params))

    def _sent(
        self, method: str, params: JsonObject | JsonText | None, options: SendOptions | None
    ) -> Awaitable[JsonObject]:
        how = options or _AS_SET_UP
        return self._sender.request(method, params, timeout=how.timeout, on_progress=how.on_progress)

    def _read(self, spec: RequestSpec[P, R, A], result: JsonObject) -> R | A:
        try:
            return spec.read_result(result)
        except ValidationError as error:
            raise InvalidAnswer(
                f"the answer to {spec.method} does not fit version {self._peer.version}:\n{described(error, result)}"
            ) from None

    def _check(self, method: str, methods: Container[str]) -> None:
        # What a peer has declared holds as long as this object does.
        if method not in self._checked:
            self._look_at(method, methods)
            self._checked.add(method)

    def _look_at(self, method: str, methods: Container[str]) -> None:
        if method not in methods:
            if self._converts:
                return
            raise self._refusal(method, needs="a version that has it")
        gate = GATES.get(method)
        if gate is not None:
            self._check_gate(gate, method)

    def _check_gate(self, gate: Gate, method: str) -> None:
        if not self._strict:
            return
        if gate.declarer in (self._side, "sender"):
            if not declares(self._own, gate.needs):
                raise NotDeclared(method, capability=gate.needs)
        elif self._has(gate) and not declares(self._peer.capabilities, gate.needs):
            capability = gate.needs if self._side == "server" else None
            raise self._refusal(gate.what or method, needs=f"its capability {gate.feature}", capability=capability)

    def _has(self, gate: Gate) -> bool:
        # A version without the key cannot say yes: the peer is asked, and says no with -32601 if it has to.
        return gate.needs.keys() <= self._known

    def _refusal(self, what: str, *, needs: str, capability: Mapping[str, Any] | None = None) -> NotSupportedByPeer:
        return NotSupportedByPeer(what, peer_version=self._peer.version, needs=needs, capability=capability)

    def _asking(self, method: str, params: Any) -> JsonObject | JsonText | None:
        if method in AS_TASK and getattr(params, "task", None) is not None:
            self._check_gate(AS_TASK[method], method)
        return self._dumped(method, params)

    def _dumped(self, method: str, params: Any) -> JsonObject | JsonText | None:
        if params is None:
            return None
        model: MCPModel = params
        if self._converts:
            members = model.to_wire()
            check_metadata(model, members, method)
            return members
        text = model.__pydantic_serializer__.to_json(model)
        check_metadata(model, text, method)
        return JsonText(text)
