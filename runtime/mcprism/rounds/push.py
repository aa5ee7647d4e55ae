"""Questions in a result, asked as requests: for a client that has a session and does not know such results.

A handler of a version without sessions asks by returning `InputRequiredResult`, and is called again with the answers.
Here that is a loop: each question goes out as a request of its own, then the handler is called again.

Spec: basic/patterns/mrtr
"""

from collections.abc import Awaitable, Callable
from typing import Final

import anyio

from mcprism.errors import INTERNAL_ERROR, PeerError, ProtocolError
from mcprism.jsonrpc import JsonObject
from mcprism.rounds.carrier import ANSWERS, MAX_ROUNDS, QUESTIONS, STATE, is_question
from mcprism_types.base import MCPModel, Outbound, ProtocolSpec, SendOptions

QUESTION_TIMEOUT: Final = 600.0
"""Seconds that the client, and who sits before it, may take to answer a question."""

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 0.25
"""Seconds between calls of a handler that wants to be called again and asks nothing."""


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
        if not is_question(result):
            return result
        questions: JsonObject = result.get(QUESTIONS) or {}
        if not questions:
            await anyio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        retried = {name: value for name, value in (params or {}).items() if name not in (ANSWERS, STATE)}
        if questions:
            answers = [await _answer(question, protocol, outbound) for question in questions.values()]
            retried[ANSWERS] = dict(zip(questions, answers, strict=True))
        if STATE in result:
            retried[STATE] = result[STATE]
        result = await call(retried)
    if is_question(result):
        raise ProtocolError(f"the handler still asks after {MAX_ROUNDS} rounds of questions", code=INTERNAL_ERROR)
    return result


async def _answer(question: JsonObject, protocol: ProtocolSpec, outbound: Outbound) -> JsonObject:
    spec = protocol.requests[question["method"]]
    options = SendOptions(timeout=QUESTION_TIMEOUT)
    try:
        answer: MCPModel = await outbound.request(spec, spec.read_params(question.get("params")), options)
    except PeerError as error:
        raise ProtocolError(f"the client did not answer a question: {error}", code=INTERNAL_ERROR) from error
    return answer.to_wire()
