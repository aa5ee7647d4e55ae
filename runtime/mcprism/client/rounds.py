"""Questions inside results: the client's handler answers them, then the request is sent again with the answers.

The handler is the one that answers a server's requests, and is called in the same way; only there is no way back to
the server while it answers.

Spec: basic/patterns/mrtr
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import anyio
from typing_extensions import TypeVar

from mcprism.capabilities import GATES, conditions, missing
from mcprism.client.cache import Cache
from mcprism.errors import (
    URL_ELICITATION_REQUIRED,
    InvalidAnswer,
    InvalidParams,
    MethodNotFound,
    NotDeclared,
    NotSupportedByPeer,
    PeerError,
    Readable,
    RequestTimeout,
    TooManyRounds,
)
from mcprism.exchange import Caller, Outcome, Sender, Work
from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, RequestId, object_of
from mcprism.rounds.carrier import ANSWERS, QUESTIONS, STATE, is_asked_in_results, is_question
from mcprism.versions import Bridge
from mcprism.versions.conversions import is_object
from mcprism_types.base import NotificationSpec, OnProgress, Outbound, RequestSpec, SendOptions

MAX_ROUNDS: Final = 10
"""How often one request is sent again with answers."""

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 0.25
"""Seconds before a request is sent again that was answered with no questions."""

P = TypeVar("P")
R = TypeVar("R")
A = TypeVar("A", default=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRounds:
    """Answers the questions inside results, as `versions.Answerer`."""

    table: HandlerTable | None
    """What answers."""
    server: Caller
    bridge: Bridge
    """From the version of the results to that of the handler."""
    declared: Mapping[str, Any]
    """The capabilities of this client, in the words of the version of the results."""
    strict: bool
    """Whether only those are answered that take nothing which was not declared."""
    takes_answers: bool
    """Whether answers go to the server; otherwise it finds out by itself what they have brought about."""
    max_rounds: int
    timeout: float
    """Seconds that a request may take with all its rounds, unless it says otherwise."""
    clock: Callable[[], float]
    cache: Cache | None = None
    """What results are used again from; None: from nowhere."""
    _dispatcher: Dispatcher = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_dispatcher", Dispatcher(self.table, _Embedded(self.server, self.bridge)))

    async def request(
        self, sender: Sender, method: str, params: JsonObject | JsonText | None, options: SendOptions
    ) -> JsonObject:
        """The result that asks nothing any more. What a handler raises comes out as it is, and nothing is sent then.

        Raises:
            TooManyRounds: the server goes on asking.
            NotDeclared: it asks what this client did not declare.
            InvalidAnswer: its questions do not fit.
            RequestTimeout: all rounds together took too long.
            McprismError: as `Sender.request`.
        """
        begun = self.clock()
        if self.cache is None:
            result = await sender.request(method, params, timeout=options.timeout, on_progress=options.on_progress)
        else:
            result = await self.cache.request(
                sender, method, params, timeout=options.timeout, on_progress=options.on_progress
            )
        if not is_question(result):
            return result
        timeout = self.timeout if options.timeout is None else options.timeout
        with anyio.move_on_after(begun + timeout - self.clock()):
            return await self._settled(sender, method, object_of(params), result, options.on_progress)
        raise RequestTimeout(method, timeout)

    async def _settled(
        self, sender: Sender, method: str, params: JsonObject, result: JsonObject, on_progress: OnProgress | None
    ) -> JsonObject:
        first = {name: value for name, value in params.items() if name not in (ANSWERS, STATE)}
        wait = _FIRST_WAIT
        for _ in range(self.max_rounds):
            again = dict(first)
            questions = _questions(result, method)
            if questions:
                again[ANSWERS] = await self._answers(questions, method)
            else:
                await anyio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            if STATE in result:
                again[STATE] = result[STATE]
            result = await sender.request(method, again, timeout=float("inf"), on_progress=on_progress)
            if not is_question(result):
                return result
        raise TooManyRounds(method, self.max_rounds)

    async def _answers(self, questions: Mapping[str, Request], method: str) -> JsonObject:
        # Nobody is asked anything as long as not all of it can be answered.
        begun = {key: self._begun(question, method) for key, question in questions.items()}
        answers: JsonObject = {}
        failures: list[BaseException] = []

        async def answer(key: str, work: Outcome | Work) -> None:
            try:
                answers[key] = object_of(await work() if callable(work) else work)
            except (anyio.get_cancelled_exc_class(), KeyboardInterrupt):
                raise
            except BaseException as error:  # raised again below, where it is not in a group
                error.add_note(f"raised by the answer to {questions[key].method}, which the answer to {method} asks")
                failures.append(error)
                tasks.cancel_scope.cancel()

        async with anyio.create_task_group() as tasks:
            for key, work in begun.items():
                tasks.start_soon(answer, key, work)
        if failures:
            raise failures[0]
        if not self.takes_answers and any(answer.get("action") != "accept" for answer in answers.values()):
            raise PeerError(URL_ELICITATION_REQUIRED, "the user did not open what the server asks for", method=method)
        return {key: answers[key] for key in questions}

    def _begun(self, question: Request, method: str) -> Outcome | Work:
        what = f"the question {question.method} in the answer to {method}"
        spec = self.bridge.peer.requests.get(question.method)
        if not is_asked_in_results(spec):
            raise InvalidAnswer(f"{what} is none that a server may ask")
        needed = [GATES[question.method], *conditions(question.method, object_of(question.params))]
        if self.strict and (closed := missing(needed, self.declared)):
            raise NotDeclared(what, capability=closed[0].needs)
        try:
            return self._dispatcher.dispatch(question, _NoWayBack(question, self.server))
        except MethodNotFound:
            raise NotDeclared(what, capability=needed[0].needs) from None
        except InvalidParams as error:
            raise InvalidAnswer(f"{what} does not fit: {error.message}") from error


def _questions(result: JsonObject, method: str) -> dict[str, Request]:
    """What a result asks, by its keys.

    Raises:
        InvalidAnswer: that is no object of requests.
    """
    asked = result.get(QUESTIONS, {})
    if not is_object(asked):
        raise InvalidAnswer(f"the answer to {method} does not fit: {QUESTIONS} must be an object")
    questions: dict[str, Request] = {}
    for key, question in asked.items():
        asks, params = (question.get("method"), question.get("params")) if is_object(question) else (None, None)
        if not isinstance(asks, str) or not (params is None or is_object(params)):
            raise InvalidAnswer(f"the answer to {method} does not fit: {QUESTIONS}.{key:.50} must be a request")
        questions[key] = Request(key, asks, params)
    return questions


class _Embedded:
    """How the handler knows who asks in a result. As `versions.Era`."""

    def __init__(self, server: Caller, bridge: Bridge) -> None:
        self._server = server
        self._bridge = bridge

    def own(self, method: str) -> Callable[[Request], Outcome] | None:
        return None

    def caller(self, message: Request | Notification) -> Caller:
        return self._server

    def bridge(self, caller: Caller) -> Bridge:
        return self._bridge

    def connect(self, sender: Sender, caller: Caller) -> Outbound:
        return _NoOutbound(caller)

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        return sender

    def failed(self, method: str, error: Readable, caller: Caller) -> Outcome:
        raise error


class _NoWayBack:
    """The way back for one question, which leads nowhere. As `exchange.Exchange`."""

    def __init__(self, question: Request, server: Caller) -> None:
        self.id: RequestId | None = question.id
        self.session_id: str | None = None
        self.cancelled = False
        self.memory: dict[str, Any] = {}
        self._server = server

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        raise _no_way_back(method, self._server)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        raise _no_way_back(method, self._server)

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """Nobody asked for it: such a question has no token."""

    async def close_stream(self) -> None:
        """A question inside a result has no stream."""


class _NoOutbound(Outbound):
    """The same for typed messages."""

    def __init__(self, server: Caller) -> None:
        self._server = server

    async def request(self, spec: RequestSpec[P, R, A], params: P | None, options: SendOptions | None = None) -> R:
        raise _no_way_back(spec.method, self._server)

    async def request_raw(
        self, spec: RequestSpec[P, R, A], params: P | None, options: SendOptions | None = None
    ) -> R | A:
        raise _no_way_back(spec.method, self._server)

    async def notify(self, spec: NotificationSpec[P], params: P | None) -> None:
        raise _no_way_back(spec.method, self._server)


def _no_way_back(method: str, server: Caller) -> NotSupportedByPeer:
    return NotSupportedByPeer(
        f"{method} here", peer_version=server.version, needs="a session: this question came in a result"
    )
