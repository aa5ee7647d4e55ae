"""Whatever two sides do, in whatever order: every request ends exactly once, and nothing is left over."""

from collections import Counter, deque
from collections.abc import Iterable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mcprism.connection import AnswerReceived, Connection, RequestCancelled, RequestReceived, RequestRefused
from mcprism.errors import ErrorObject
from mcprism.jsonrpc import Message, Request, decode, encode

SIDES = st.sampled_from(["left", "right"])
OTHER = {"left": "right", "right": "left"}


class TwoSides(RuleBasedStateMachine):
    """Two connections, a wire with frames under way in each direction, and handlers that answer when they like."""

    def __init__(self) -> None:
        super().__init__()
        self.sides = {side: Connection(max_inbound=3) for side in OTHER}
        self.wire: dict[str, deque[bytes]] = {side: deque() for side in OTHER}
        self.asked: dict[str, list[Request]] = {side: [] for side in OTHER}
        self.ended: dict[str, Counter[object]] = {side: Counter() for side in OTHER}
        self.serving: dict[str, list[RequestReceived]] = {side: [] for side in OTHER}
        self.served: dict[str, int] = dict.fromkeys(OTHER, 0)
        self.finished: dict[str, int] = dict.fromkeys(OTHER, 0)

    def send(self, side: str, message: Message | None) -> bool:
        if message is not None:
            self.wire[OTHER[side]].append(encode(message))
        return message is not None

    @rule(side=SIDES, progress=st.booleans())
    def ask(self, side: str, progress: bool) -> None:
        request = self.sides[side].request("m", {"a": 1}, progress=progress)
        self.asked[side].append(request)
        self.send(side, request)

    @rule(side=SIDES, data=st.data())
    def give_up(self, side: str, data: st.DataObject) -> None:
        if self.asked[side]:
            request = data.draw(st.sampled_from(self.asked[side]))
            if self.send(side, self.sides[side].cancel(request.id)):
                self.ended[side][request.id] += 1

    @rule(side=SIDES, fails=st.booleans(), data=st.data())
    def finish(self, side: str, fails: bool, data: st.DataObject) -> None:
        """A handler returns, possibly one whose request was cancelled, possibly a second time."""
        if self.serving[side]:
            received = data.draw(st.sampled_from(self.serving[side]))
            connection = self.sides[side]
            answer = connection.fail(received, ErrorObject(1, "")) if fails else connection.respond(received, {})
            self.finished[side] += self.send(side, answer)

    @rule(side=SIDES, value=st.floats(0, 10), data=st.data())
    def report(self, side: str, value: float, data: st.DataObject) -> None:
        if self.serving[side]:
            received = data.draw(st.sampled_from(self.serving[side]))
            self.send(side, self.sides[side].progress(received, value))

    @rule(side=SIDES)
    def deliver(self, side: str) -> None:
        if self.wire[side]:
            self.take(side, self.wire[side].popleft())

    @rule(side=SIDES)
    def deliver_twice(self, side: str) -> None:
        """A peer that repeats itself: the second time must end nothing a second time."""
        if self.wire[side]:
            frame = self.wire[side].popleft()
            if not isinstance(decode(frame), Request):
                self.take(side, frame)
                self.take(side, frame)
            else:
                self.take(side, frame)

    def take(self, side: str, frame: bytes) -> None:
        match self.sides[side].receive(decode(frame)):
            case AnswerReceived(request_id, _):
                self.ended[side][request_id] += 1
            case RequestReceived() as received:
                self.serving[side].append(received)
                self.served[side] += 1
            case RequestRefused(reply):
                self.send(side, reply)
            case RequestCancelled():
                self.finished[side] += 1
            case _:
                pass

    @invariant()
    def nothing_ends_twice(self) -> None:
        for side in OTHER:
            assert all(times == 1 for times in self.ended[side].values())
            assert len(self.sides[side].inbound) == self.served[side] - self.finished[side] <= 3

    def teardown(self) -> None:
        while any(self.wire.values()):
            for side in OTHER:
                self.deliver(side)
        for side in OTHER:
            for received in self.serving[side]:
                self.send(side, self.sides[side].respond(received, {}))
        while any(self.wire.values()):
            for side in OTHER:
                self.deliver(side)
        for side, connection in self.sides.items():
            assert connection.inbound == ()
            assert connection.close() == []
            assert self.ended[side] == Counter(ids(self.asked[side]))


def ids(requests: Iterable[Request]) -> list[object]:
    return [request.id for request in requests]


TwoSides.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None, derandomize=True)
test_every_request_ends_exactly_once = TwoSides.TestCase
