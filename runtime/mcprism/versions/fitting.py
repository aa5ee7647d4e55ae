"""What depends on the client's capabilities and not only on its version: done last, to messages of its version.

Conversions know versions. What is left after them is the same for handlers of every version, also where no conversion
was needed: questions that the client did not offer to answer, and what it takes in another form than others do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mcprism.capabilities import declares, feature, missing, needed, together
from mcprism.errors import NO_REASON, URL_ELICITATION_REQUIRED, NotSupportedByPeer, ProtocolError, Readable
from mcprism.exchange import Caller, Sender
from mcprism.jsonrpc import JsonObject, JsonText, object_of
from mcprism.versions.bridge import Bridge, error_as_result
from mcprism.versions.conversions import Conversion, Passage, drop, is_list, is_object
from mcprism.versions.era import known_capabilities
from mcprism.versions.steps.url_required import addresses_as_message, addresses_as_result
from mcprism_types.base import OnProgress, ProtocolSpec


def fitted(
    method: str,
    params: JsonObject | None,
    capabilities: Mapping[str, Any],
    protocol: ProtocolSpec,
    passage: Passage,
    *,
    strict: bool = True,
) -> JsonObject | None:
    """The params of a question to a client as this client can take it, right before it goes out.

    Args:
        method: what is asked.
        params: of the client's version.
        capabilities: what the client declared, as it sent it.
        protocol: the client's version.
        passage: who hears of losses.
        strict: whether what the client did not declare is refused.

    Raises:
        NotSupportedByPeer: the client did not declare what the question needs.
    """
    given = {} if params is None else params
    known = known_capabilities(protocol, "client")
    # A version without the key cannot say yes: such a client is asked.
    closed = [gate for gate in missing(needed(method, given), capabilities) if gate.feature in known]
    if closed and strict:
        capability = together(closed)
        raise NotSupportedByPeer(
            closed[0].what or method,
            peer_version=protocol.version,
            needs=f"its capability {feature(capability)}",
            capability=capability,
        )
    for row in _ROWS.get(method, ()):
        if feature(row.unless) in known and not declares(capabilities, row.unless):
            given = row.conversion(given, passage)
    return given if params is not None else None


def failure(method: str, error: Readable, client: Caller, bridge: Bridge) -> JsonObject:
    """The result that answers a client's request which failed.

    A tool that cannot be run for this client says so in its result: the model that called it can do something with the
    text, where the program could do nothing with a code.

    Args:
        method: what was asked for.
        error: of the client's version.
        client: who asked.
        bridge: what lies between it and the code that failed.

    Raises:
        ProtocolError, NotSupportedByPeer: the answer is an error.
    """
    if isinstance(error, ProtocolError):
        knows = error.code in bridge.peer.errors and declares(client.capabilities, _BY_URL)
        if error.code != URL_ELICITATION_REQUIRED or knows:
            raise error
        convert = _ADDRESSES_AS_RESULT if method == _CALL else _ADDRESSES_AS_MESSAGE
        try:
            return error_as_result(error, convert, bridge.passage(method, inward=False, memory={}))
        except NotSupportedByPeer as refusal:
            error = refusal
    if method != _CALL:
        raise error
    return {"content": [{"type": "text", "text": str(error) or NO_REASON}], "isError": True}


class FittingSender:
    """Sends questions to one client as it can take them. As `exchange.Sender`.

    Args:
        sender: where messages of the client's version go.
        bridge: what lies between the client and the code that asks.
        client: the client.
        strict: as for `fitted`.
    """

    def __init__(self, sender: Sender, bridge: Bridge, client: Caller, *, strict: bool = True) -> None:
        self._sender = sender
        self._strict = strict
        self._client = client
        self._bridge = bridge

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
            NotSupportedByPeer: the client did not declare what this needs. Nothing was sent.
        """
        passage = self._bridge.passage(method, inward=False, memory={})
        given = None if params is None else object_of(params)
        fit = fitted(method, given, self._client.capabilities, self._bridge.peer, passage, strict=self._strict)
        return await self._sender.request(method, fit, timeout=timeout, on_progress=on_progress)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        await self._sender.notify(method, params)


_CALL: Final = "tools/call"
_BY_URL: Final[JsonObject] = {"elicitation": {"url": {}}}
_ADDRESSES_AS_RESULT: Final = addresses_as_result("its capability elicitation.url")
_ADDRESSES_AS_MESSAGE: Final = addresses_as_message("its capability elicitation.url")


@dataclass(frozen=True, slots=True)
class _Row:
    """What is done to a question, unless the client declared a capability that its version knows."""

    unless: Mapping[str, Any]
    conversion: Conversion


_NEEDS_CONTEXT: Final = "its capability sampling.context"
_DROP_CONTEXT: Final = drop("includeContext", of="CreateMessageRequestParams", needs=_NEEDS_CONTEXT)


def _without_context(params: JsonObject, passage: Passage) -> JsonObject:
    return params if params.get("includeContext") == "none" else _DROP_CONTEXT(params, passage)


def _with_single_blocks(params: JsonObject, passage: Passage) -> JsonObject:
    """A list of one block as the block: whoever does not know tools may not know lists. It says the same."""
    messages = params.get("messages")
    if not is_list(messages):
        return params
    single = [_with_single_block(message) for message in messages]
    changed = any(new is not old for new, old in zip(single, messages, strict=True))
    return {**params, "messages": single} if changed else params


def _with_single_block(message: Any) -> Any:
    blocks = message.get("content") if is_object(message) else None
    return {**message, "content": blocks[0]} if is_list(blocks) and len(blocks) == 1 else message


_ROWS: Final[Mapping[str, tuple[_Row, ...]]] = {
    "sampling/createMessage": (
        _Row({"sampling": {"context": {}}}, _without_context),
        _Row({"sampling": {"tools": {}}}, _with_single_blocks),
    ),
}
"""By method."""
