"""Whatever two sides do, in whatever order and time: every request ends exactly once, and nothing is left over."""

from collections import Counter, deque

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mcprism.connection import (
    AnswerReceived,
    Connection,
    Ignored,
    ProgressReceived,
    RequestCancelled,
    RequestReceived,
    RequestRefused,
)
from mcprism.errors import INVALID_REQUEST, ConnectionClosed, ErrorObject
from mcprism.jsonrpc import Message, Request, decode, encode

SIDES = st.sampled_from(["left", "right"])
OTHER = {"left": "right", "right": "left"}
MAX_INBOUND = 3


class Side:
    """One connection, what it asked with its deadlines, and what it is asked."""

    def __init__(self) -> None:
        self.connection = Connection(max_inbound=MAX_INBOUND)
        self.wire: deque[bytes] = deque()
        """Frames under way to this side."""
        self.deadlines: dict[object, float] = {}
        """Of the requests that wait, as far as this test knows."""
        self.asked = 0
        self.ended: Counter[object] = Counter()
        self.serving: list[RequestReceived] = []
        self.served = 0
        self.finished: set[RequestReceived] = set()
        self.progress: dict[object, float] = {}
        self.input_ended = False

    def end_serving(self, received: RequestReceived) -> None:
        """A request to this side was answered, or cancelled: never one of them after the other."""
        assert received not in self.finished
        self.finished.add(received)

    def end(self, request_id: object) -> None:
        """A request of this side has come to an end."""
        self.ended[request_id] += 1
        self.deadlines.pop(request_id, None)


class TwoSides(RuleBasedStateMachine):
    """Two connections, a wire with frames under way in each direction, handlers that answer when they like, time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.connect()

    def connect(self) -> None:
        self.sides = {side: Side() for side in OTHER}

    def send(self, side: str, message: Message | None) -> bool:
        if message is not None:
            self.sides[OTHER[side]].wire.append(encode(message))
        return message is not None

    @rule(side=SIDES, progress=st.booleans(), patience=st.sampled_from([1.0, 5.0, float("inf")]))
    def ask(self, side: str, progress: bool, patience: float) -> None:
        mine = self.sides[side]
        try:
            request = mine.connection.request("m", {"a": 1}, progress=progress)
        except ConnectionClosed:
            assert mine.input_ended
            return
        assert not mine.input_ended
        mine.asked += 1
        mine.deadlines[request.id] = self.now + patience
        self.send(side, request)

    @rule(side=SIDES, data=st.data())
    def give_up(self, side: str, data: st.DataObject) -> None:
        """A caller is cancelled, possibly when its request has ended already."""
        mine = self.sides[side]
        if mine.asked:
            self.cancel(side, data.draw(st.integers(1, mine.asked)))

    @rule(seconds=st.sampled_from([0.5, 1.0, 5.0]))
    def time_passes(self, seconds: float) -> None:
        """Callers whose deadlines pass give up."""
        self.now += seconds
        for side, mine in self.sides.items():
            for request_id in [request_id for request_id, deadline in mine.deadlines.items() if deadline <= self.now]:
                assert isinstance(request_id, int)
                self.cancel(side, request_id)

    def cancel(self, side: str, request_id: int) -> None:
        mine = self.sides[side]
        waited = request_id in mine.deadlines
        assert self.send(side, mine.connection.cancel(request_id)) is waited
        if waited:
            mine.end(request_id)

    @rule(side=SIDES, fails=st.booleans(), data=st.data())
    def finish(self, side: str, fails: bool, data: st.DataObject) -> None:
        """A handler returns, possibly one whose request was cancelled, possibly a second time."""
        mine = self.sides[side]
        if mine.serving:
            received = data.draw(st.sampled_from(mine.serving))
            connection = mine.connection
            answer = connection.fail(received, ErrorObject(1, "")) if fails else connection.respond(received, {})
            if self.send(side, answer):
                mine.end_serving(received)

    @rule(side=SIDES, value=st.floats(0, 10), data=st.data())
    def report(self, side: str, value: float, data: st.DataObject) -> None:
        mine = self.sides[side]
        if mine.serving:
            received = data.draw(st.sampled_from(mine.serving))
            self.send(side, mine.connection.progress(received, value))

    @rule(side=SIDES, again=st.booleans())
    def use_an_id_again(self, side: str, again: bool) -> None:
        """A peer whose ids come again: it asks, gives up and asks anew, and hears of whichever it likes."""
        if again:
            cancelled = b'{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"again"}}'
            self.sides[OTHER[side]].wire.append(cancelled)
        self.sides[OTHER[side]].wire.append(b'{"jsonrpc":"2.0","id":"again","method":"m"}')

    @rule(side=SIDES)
    def deliver(self, side: str) -> None:
        if self.sides[side].wire:
            self.take(side, self.sides[side].wire.popleft())

    @rule(side=SIDES)
    def deliver_twice(self, side: str) -> None:
        """A peer that repeats itself: the second time must neither end nor begin anything a second time."""
        mine = self.sides[side]
        if not mine.wire:
            return
        frame = mine.wire.popleft()
        self.take(side, frame)
        message = decode(frame)
        if not isinstance(message, Request):
            self.take(side, frame)
        elif any(received.request.id == message.id for received in mine.connection.inbound):
            refused = mine.connection.receive(message)
            assert isinstance(refused, RequestRefused)
            if len(mine.connection.inbound) < MAX_INBOUND:
                assert refused.reply.error.code == INVALID_REQUEST

    @rule(side=SIDES)
    def deliver_nonsense(self, side: str) -> None:
        """Answers, cancellations and progress of nothing."""
        mine = self.sides[side]
        for frame in (
            b'{"jsonrpc":"2.0","id":"1","result":{}}',
            b'{"jsonrpc":"2.0","id":0,"error":{"code":1,"message":""}}',
            b'{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1"}}',
            b'{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":true,"progress":1}}',
        ):
            assert isinstance(mine.connection.receive(decode(frame)), Ignored)

    @precondition(lambda self: any(not side.input_ended for side in self.sides.values()))
    @rule(side=SIDES)
    def hang_up(self, side: str) -> None:
        """One side says nothing more: what is under way still arrives, then the other side sees the end."""
        other = self.sides[OTHER[side]]
        while other.wire:
            self.deliver(OTHER[side])
        if not other.input_ended:
            self.see_the_end(OTHER[side])

    def see_the_end(self, side: str) -> None:
        mine = self.sides[side]
        mine.input_ended = True
        ended = [request.id for request in mine.connection.end_input()]
        assert ended == sorted(mine.deadlines)
        for request_id in ended:
            mine.end(request_id)

    @precondition(lambda self: all(side.input_ended for side in self.sides.values()))
    @rule()
    def reconnect(self) -> None:
        """A new connection begins with nothing of the old one."""
        self.close()
        self.connect()

    def take(self, side: str, frame: bytes) -> None:
        mine = self.sides[side]
        if mine.input_ended:
            return
        match mine.connection.receive(decode(frame)):
            case AnswerReceived(request_id, _):
                assert request_id in mine.deadlines
                mine.end(request_id)
            case ProgressReceived(request_id, value):
                assert request_id in mine.deadlines
                assert value > mine.progress.get(request_id, -1)
                mine.progress[request_id] = value
            case RequestReceived() as received:
                mine.serving.append(received)
                mine.served += 1
            case RequestRefused(reply):
                self.send(side, reply)
            case RequestCancelled(received):
                mine.end_serving(received)
            case _:
                pass

    @invariant()
    def nothing_ends_twice_and_nothing_is_forgotten(self) -> None:
        for mine in self.sides.values():
            assert all(times == 1 for times in mine.ended.values())
            assert [request.id for request in mine.connection.pending] == sorted(mine.deadlines)
            assert len(mine.ended) + len(mine.deadlines) == mine.asked
            assert len(mine.connection.inbound) == mine.served - len(mine.finished) <= MAX_INBOUND

    def teardown(self) -> None:
        self.settle()
        for side, mine in self.sides.items():
            for received in mine.serving:
                self.send(side, mine.connection.respond(received, {}))
        self.settle()
        for mine in self.sides.values():
            assert mine.connection.inbound == ()
        self.close()

    def settle(self) -> None:
        while any(mine.wire for mine in self.sides.values()):
            for side in OTHER:
                self.deliver(side)

    def close(self) -> None:
        for mine in self.sides.values():
            for request in mine.connection.close():
                mine.end(request.id)
            assert mine.connection.close() == []
            assert mine.connection.inbound == ()
            assert mine.connection.pending == ()
            assert mine.ended == Counter(range(1, mine.asked + 1))


TwoSides.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
test_every_request_ends_exactly_once = TwoSides.TestCase
