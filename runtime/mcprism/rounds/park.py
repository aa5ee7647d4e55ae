"""Questions in results, while the handler waits: the next request finds it by a random text and brings the answer.

The handler runs once, as with a session. It outlives the request that began it, in this process and nowhere else.

Spec: basic/patterns/mrtr
"""

import secrets
from functools import partial
from typing import Any

import anyio.lowlevel

from mcprism.errors import OVERLOADED, InvalidParams, McprismError, ProtocolError
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.jsonrpc import JsonObject, JsonText, Request, object_of
from mcprism.rounds.carrier import ANSWERS, QUESTIONS, STATE, Carrier, Handle
from mcprism.rounds.options import Rounds
from mcprism.rounds.replay import Replay, Run, taken
from mcprism.rounds.state import State
from mcprism.spawn import Owner, current_loop


class InputAbandoned(McprismError):
    """The client did not come back with an answer in time. What the handler does now, nobody gets to see."""


class Park:
    """The broker that lets handlers wait.

    Args:
        carrier: how questions get to a client.
        options: for how long, and how many.
    """

    def __init__(self, carrier: Carrier, options: Rounds) -> None:
        self._carrier = carrier
        self._options = options
        self._replay = Replay(carrier, options)
        self._parked: dict[str, _Parked] = {}

    def dispatch(self, request: Request, exchange: Exchange, handle: Handle) -> Outcome | Work:
        """As `Replay.dispatch`; a request that brings an answer goes to the handler that waits for it."""
        given = object_of(request.params)
        if STATE not in given:
            run = _Parked(request, exchange, State(), self._carrier, self._options)
            work = handle(request, run)
            return partial(self._begun, run, work) if callable(work) else work
        text = given[STATE]
        waiting = self._parked.get(text) if isinstance(text, str) else None
        if waiting is None:
            # A handler that asks by returning a result does not wait: its state is with the client.
            return self._replay.dispatch(request, exchange, handle)
        if waiting.binding != self._carrier.binding(request):
            raise InvalidParams("Invalid or expired requestState")
        del self._parked[text]
        waiting.resume(exchange, given.get(ANSWERS))
        return partial(self._turn, waiting)

    def close(self) -> None:
        """Ends the handlers that wait."""
        while self._parked:
            self._parked.popitem()[1].end()

    async def _begun(self, run: "_Parked", work: Work) -> Outcome:
        run.begin(work, on_end=partial(self._forget, run))
        return await self._turn(run)

    async def _turn(self, run: "_Parked") -> Outcome:
        """What answers this request: the handler's outcome, or its next questions."""
        try:
            outcome = await run.next()
            if outcome is None and len(self._parked) >= self._options.max_parked:
                raise ProtocolError(
                    f"{self._options.max_parked} requests wait for answers already: try again later", code=OVERLOADED
                )
        except BaseException:
            run.end()
            raise
        if outcome is not None:
            return outcome
        text = secrets.token_urlsafe(24)
        self._parked[text] = run
        return {**run.waiting(), STATE: text}

    def _forget(self, run: "_Parked") -> None:
        for text in [text for text, parked in self._parked.items() if parked is run]:
            del self._parked[text]


class _Parked(Run):
    """A handler that is not tied to the request which began it."""

    def __init__(self, request: Request, exchange: Exchange, state: State, carrier: Carrier, options: Rounds) -> None:
        super().__init__(request, exchange, state, carrier, options)
        self.binding = carrier.binding(request)
        self._loop = current_loop()
        self._wakeup = self._loop.wakeup()
        self._answered: dict[str, anyio.Event] = {}
        self._is_in_turn = True
        self._owner: Owner | None = None
        self._result: Outcome | None = None
        self._error: BaseException | None = None

    def begin(self, work: Work, *, on_end: Any) -> None:
        """Starts the handler."""
        self._owner = self._loop.own(partial(self._handle, work, on_end))

    def end(self) -> None:
        """Ends the handler."""
        if self._owner is not None:
            self._owner.cancel()

    def resume(self, exchange: Exchange, answers: Any) -> None:
        """Lets the handler go on, with a new way back."""
        self._exchange = exchange
        self._is_in_turn = True
        self._state.asked = list(self._open)
        for key in taken(answers, self._state, self._carrier, self._request):
            del self._open[key]
            self._answered.pop(key).set()

    async def next(self) -> Outcome | None:
        """The handler's outcome, or None if it has asked something.

        Raises:
            BaseException: as the handler.
        """
        while self._result is None and self._error is None and not self._open:
            await self._wakeup.wait(float("inf"))
        # What is asked at the same time travels together: let it be asked.
        await anyio.lowlevel.checkpoint()
        if self._error is not None:
            raise self._error
        self._is_in_turn = self._result is not None
        return self._result

    def waiting(self) -> JsonObject:
        """The result that asks what is open, without a state."""
        return {"resultType": "input_required", QUESTIONS: dict(self._open)}

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`. While the client is asked there is no request that this could belong to."""
        if self._is_in_turn:
            await super().notify(method, params)

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """As `Exchange.progress`; as `notify`."""
        if self._is_in_turn:
            await super().progress(value, total, message)

    async def _unanswered(self, key: str) -> None:
        answered = self._answered[key] = anyio.Event()
        self._wakeup.set()
        with anyio.move_on_after(self._options.ttl):
            await answered.wait()
            return
        self._open.pop(key, None)
        raise InputAbandoned(f"the client did not answer within {self._options.ttl:g} s")

    async def _handle(self, work: Work, on_end: Any) -> None:
        try:
            self._result = await self.outcome(work)
        except self._loop.cancelled:
            raise
        except BaseException as error:  # comes out in the request that waits, if one does
            self._error = error
        finally:
            on_end()
            self._wakeup.set()
