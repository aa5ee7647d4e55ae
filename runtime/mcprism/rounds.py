"""Questions inside a result, asked as requests: for a client that has a session and does not know such results.

A handler of a version without sessions asks by returning `InputRequiredResult`, and is called again with the answers.
Here that is a loop: each question goes out as a request of its own, then the handler is called again.

Spec: basic/patterns/mrtr
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import anyio

from mcprism.errors import INTERNAL_ERROR, PeerError, ProtocolError
from mcprism.jsonrpc import JsonObject
from mcprism_types.base import Alternative, MCPModel, Outbound, ProtocolSpec, RequestSpec

MAX_ROUNDS: Final = 8
"""How often one request may ask; each time may be several questions."""

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 0.25
"""Seconds between calls of a handler that wants to be called again and asks nothing."""

_ANSWERS: Final = ("inputResponses", "requestState")
_ASKING: Final = Alternative(type=None, member="resultType", value="input_required")


def may_ask(spec: RequestSpec[Any, Any, Any]) -> bool:
    """Whether the result of a request may be a question."""
    other = spec.alternative
    return other is not None and (other.member, other.value) == (_ASKING.member, _ASKING.value)


async def settled(
    result: JsonObject,
    call: Callable[[JsonObject], Awaitable[JsonObject]],
    params: JsonObject | None,
    protocol: ProtocolSpec,
    outbound: Outbound,
) -> JsonObject:
    """The result that asks nothing any more: the given one, or that of a further call.

    Args:
        result: that of the first call.
        call: the handler, given the params of one call.
        params: those of the first call.
        protocol: the handler's version.
        outbound: where questions go, one after the other.

    Raises:
        NotSupportedByPeer: the client did not offer to answer such a question.
        ProtocolError: it answered one with an error, or the handler goes on asking.
    """
    wait = _FIRST_WAIT
    for _ in range(MAX_ROUNDS):
        if not _ASKING.matches(result):
            return result
        questions: JsonObject = result.get("inputRequests") or {}
        if not questions:
            await anyio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        retried = {name: value for name, value in (params or {}).items() if name not in _ANSWERS}
        if questions:
            answers = [await _answer(question, protocol, outbound) for question in questions.values()]
            retried["inputResponses"] = dict(zip(questions, answers, strict=True))
        if "requestState" in result:
            retried["requestState"] = result["requestState"]
        result = await call(retried)
    if _ASKING.matches(result):
        raise ProtocolError(f"the handler still asks after {MAX_ROUNDS} rounds of questions", code=INTERNAL_ERROR)
    return result


async def _answer(question: JsonObject, protocol: ProtocolSpec, outbound: Outbound) -> JsonObject:
    spec = protocol.requests[question["method"]]
    try:
        answer: MCPModel = await outbound.request(spec, spec.read_params(question.get("params")))
    except PeerError as error:
        raise ProtocolError(f"the client did not answer a question: {error}", code=INTERNAL_ERROR) from error
    return answer.to_wire()
