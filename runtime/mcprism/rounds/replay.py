"""Questions in results, by running the handler again: nothing is kept here between two rounds.

A question that has no answer yet ends the run. The next request brings the answer, and the state with those before it:
the handler begins anew, and gets at once what it has asked before. Whatever it does before a question it does again in
each round; `Context.once` is for what must not be.

A question is known again by its content, so it must not have a clock or a random number in it.

Spec: basic/patterns/mrtr
"""

import logging
from dataclasses import replace
from functools import partial
from typing import Any, Final

import anyio.lowlevel
from pydantic import ValidationError

from mcprism.errors import INTERNAL_ERROR, InvalidParams, NotSupportedByPeer, ProtocolError
from mcprism.exchange import Exchange, ForwardedExchange, Outcome, Work
from mcprism.jsonrpc import JsonObject, JsonText, Request, is_object, object_of
from mcprism.rounds.carrier import (
    ANSWERS,
    MAX_ROUNDS,
    QUESTIONS,
    STATE,
    Carrier,
    Handle,
    InputNeeded,
    is_asked_in_results,
    is_question,
)
from mcprism.rounds.options import Rounds
from mcprism.rounds.state import InvalidState, State, binding_of
from mcprism_types.base import OnProgress

_log = logging.getLogger("mcprism")

_KEY_SIZE: Final = 16


class Replay:
    """The broker that runs handlers again.

    Args:
        carrier: how questions get to a client.
        options: for how long, and how much.
    """

    def __init__(self, carrier: Carrier, options: Rounds) -> None:
        self._carrier = carrier
        self._options = options

    def dispatch(self, request: Request, exchange: Exchange, handle: Handle) -> Outcome | Work:
        """What answers a request whose handler may ask; `handle` has the handler.

        Raises:
            InvalidParams: the request has a state that is none of its own.
            ProtocolError: as `handle`.
        """
        state = None
        given = object_of(request.params)
        if STATE in given:
            state = opened(request, self._carrier, self._options)
            request = replace(request, params=_for_handler(given, state, self._carrier, request))
        run = Run(request, exchange, state, self._carrier, self._options)
        work = handle(request, run)
        return partial(run.outcome, work) if callable(work) else work

    def close(self) -> None:
        """Nothing waits."""


def opened(request: Request, carrier: Carrier, options: Rounds) -> State:
    """The state that a request brings along.

    Raises:
        InvalidParams: it is none of this request. The text is the same for every cause, which only the log has.
    """
    text = object_of(request.params)[STATE]
    try:
        if not isinstance(text, str) or len(text) > options.max_state:
            raise InvalidState(f"it must be a string of at most {options.max_state} characters")
        return State.opened(text, options.codec, binding=carrier.binding(request))
    except InvalidState as error:
        _log.warning("refused the requestState of a %s: %s", request.method, error)
        raise InvalidParams("Invalid or expired requestState") from None


def binding(request: Request, *parts: Any) -> str:
    """A digest of what stays the same in every round of a request, and of what else it is bound to."""
    changing = (ANSWERS, STATE, "_meta")
    params = {name: value for name, value in object_of(request.params).items() if name not in changing}
    return binding_of(request.method, params, *parts)


def taken(answers: Any, state: State, carrier: Carrier, request: Request) -> list[str]:
    """The keys of the questions that were answered; their answers are in the state now.

    What was not asked is not taken, and neither is what is no answer to its question: that is asked again.
    """
    found: list[str] = []
    requests = carrier.protocol(request).requests
    for key in state.asked if is_object(answers) else ():
        if key not in answers:
            continue
        try:
            requests[key.partition(":")[0]].read_result(answers[key])
        except ValidationError:
            _log.warning("asked again, because the answer to %.100s does not fit", key)
            continue
        state.answers[key] = answers[key]
        found.append(key)
    return found


def _for_handler(given: JsonObject, state: State, carrier: Carrier, request: Request) -> JsonObject:
    """The params without what is not the handler's own: it may ask by returning results, too."""
    params = {name: value for name, value in given.items() if name not in (ANSWERS, STATE)}
    answers = given.get(ANSWERS)
    taken(answers, state, carrier, request)
    if is_object(answers):
        answers = {key: value for key, value in answers.items() if key not in state.asked}
    if answers or (ANSWERS in given and not state.asked):
        params[ANSWERS] = answers
    if state.own is not None:
        params[STATE] = state.own
    return params


class Run(ForwardedExchange):
    """One run of a handler, and its way back to the client. As `exchange.Exchange`.

    Args:
        request: what is answered.
        exchange: the way back of that request.
        state: what is known of it so far; None: nothing.
        carrier: how questions get to the client.
        options: for how long, and how much.
    """

    __slots__ = ("_asked", "_carrier", "_known", "_open", "_options", "_request")

    def __init__(
        self, request: Request, exchange: Exchange, state: State | None, carrier: Carrier, options: Rounds
    ) -> None:
        self._exchange = exchange
        self._request = request
        self._carrier = carrier
        self._options = options
        self._known = state
        self._asked: dict[str, int] = {}
        self._open: dict[str, JsonObject] = {}

    @property
    def memory(self) -> dict[str, Any]:
        """As `Exchange.memory`: kept from round to round."""
        return self._state.memory

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """The client's answer to a question. As `Sender.request`, without progress; how long it may take is settled.

        Raises:
            NotSupportedByPeer: the client does not answer such a question.
            InputNeeded: it has not answered this one yet.
        """
        protocol = self._carrier.protocol(self._request)
        if not is_asked_in_results(protocol.requests.get(method)):
            raise NotSupportedByPeer(method, peer_version=protocol.version, needs="a session")
        members = self._carrier.fitted(self._request, method, None if params is None else object_of(params))
        question: JsonObject = {"method": method} if members is None else {"method": method, "params": members}
        digest = f"{method}:{binding_of(question)[:_KEY_SIZE]}"
        count = self._asked[digest] = self._asked.get(digest, 0) + 1
        key = digest if count == 1 else f"{digest}.{count}"
        if key not in self._state.answers:
            self._open[key] = question
            await self._unanswered(key)
        return self._state.answers[key]

    async def outcome(self, work: Work) -> Outcome:
        """What the run comes to: the handler's result, or the questions that it needs answers to.

        Raises:
            ProtocolError: the handler went on after `InputNeeded`, or asks for more than a client is to keep.
            Exception: as the handler.
        """
        try:
            outcome = await work()
        except InputNeeded:
            return self.question()
        except BaseExceptionGroup as group:
            if group.split(InputNeeded)[1] is not None:
                raise
            return self.question()
        if self._open:
            _log.error(
                "the handler of %s caught InputNeeded, which ends its run: let it pass (`except Exception` does)",
                self._request.method,
            )
            raise ProtocolError("the server could not put a question", code=INTERNAL_ERROR)
        return self._by_hand(object_of(outcome)) if is_question(outcome) else outcome

    def question(self) -> JsonObject:
        """The result that asks what is open."""
        return self._asking({QUESTIONS: dict(self._open)}, own=None)

    @property
    def _state(self) -> State:
        # Most runs ask nothing, and need none.
        if self._known is None:
            self._known = State()
        return self._known

    async def _unanswered(self, key: str) -> None:
        # What is asked at the same time travels together: let it be asked.
        await anyio.lowlevel.checkpoint()
        raise InputNeeded

    def _by_hand(self, result: JsonObject) -> JsonObject:
        questions: JsonObject = result.get(QUESTIONS) or {}
        members: JsonObject = {name: value for name, value in result.items() if name != STATE}
        if questions:
            members[QUESTIONS] = {key: self._fitted(question) for key, question in questions.items()}
        return self._asking(members, own=result.get(STATE))

    def _fitted(self, question: JsonObject) -> JsonObject:
        params = self._carrier.fitted(self._request, question["method"], question.get("params"))
        return question if params is None else {**question, "params": params}

    def _asking(self, members: JsonObject, *, own: str | None) -> JsonObject:
        state = replace(self._state, asked=list(self._open), own=own, round=self._state.round + 1)
        result: JsonObject = {"resultType": "input_required", **members}
        if not (state.asked or state.answers or state.memory or own is not None):
            return result
        if state.round == MAX_ROUNDS:
            _log.warning(
                "a %s asks for the %dth time, and clients give up soon: ask several things at once (ctx.ask_all)",
                self._request.method,
                MAX_ROUNDS,
            )
        text = state.sealed(self._options.codec, binding=self._carrier.binding(self._request), ttl=self._options.ttl)
        if len(text) > self._options.max_state:
            _log.error(
                "what is known so far takes %d bytes, and %d are allowed: Rounds(codec=StoredState()) keeps it here",
                len(text),
                self._options.max_state,
            )
            raise ProtocolError("the answers so far are too large to go on", code=INTERNAL_ERROR)
        return {**result, STATE: text}
