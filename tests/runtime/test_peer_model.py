"""Two peers do whatever they like for virtual minutes: each request ends exactly once, in time, and nothing is left.

Both event loops, over memory, with real frames.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcprism.errors import INTERNAL_ERROR, OVERLOADED, ConnectionClosed, InvalidParams, PeerError, RequestTimeout
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.inbound import Handling
from mcprism.jsonrpc import Notification, Request, object_of
from mcprism.peer import Peer
from mcprism.transports.memory import memory_channels
from mcprism_types.base import Side
from tests.runtime import virtual_time

MAX_INBOUND = 4
DRAIN = 5.0
OTHER: dict[Side, Side] = {"client": "server", "server": "client"}

seconds = st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 8.0])


@dataclass(frozen=True)
class Call:
    """One request, what its handler does with it, and when its caller loses patience."""

    side: Side
    begins: float
    takes: float
    outcome: Literal["result", "error", "crash", "ask back", "ignores cancellation"]
    reports: int
    timeout: float
    gives_up: float | None


calls = st.builds(
    Call,
    side=st.sampled_from(sorted(OTHER)),
    begins=seconds,
    # Never at the same instant as anything else.
    takes=st.sampled_from([0.0, 0.6, 1.1, 1.7, 2.3, 3.2, 8.9]),
    outcome=st.sampled_from(["result", "error", "crash", "ask back", "ignores cancellation"]),
    reports=st.integers(0, 3),
    timeout=st.sampled_from([0.25, 1.0, 2.0, 4.0, 60.0]),
    gives_up=st.none() | seconds,
)


@dataclass(frozen=True)
class Plan:
    """What happens, and how it ends: one side stops in order, or its channel is lost."""

    calls: list[Call]
    ends: float
    ended_by: Side
    loses: bool


plans = st.builds(
    Plan,
    calls=st.lists(calls, min_size=1, max_size=12),
    ends=st.sampled_from([0.0, 1.0, 2.25, 4.0, 100.0]),
    ended_by=st.sampled_from(sorted(OTHER)),
    loses=st.booleans(),
)


class Crash(BaseException):
    """What no handler should raise."""


class World:
    """Two connected peers that answer as each call says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ends: dict[int, list[str]] = {number: [] for number in range(len(plan.calls))}
        self.handlers = 0
        self.went_on: list[int] = []
        """Calls whose handlers were not stopped when they were cancelled."""
        self.channels = dict(zip(("client", "server"), memory_channels(), strict=True))
        self.peers: dict[Side, Peer] = {
            side: Peer(
                self.channels[side],
                Answers(self),
                side=side,
                drain_timeout=DRAIN,
                timeout=60,
                max_inbound=MAX_INBOUND,
            )
            for side in OTHER
        }

    async def run(self) -> None:
        async with anyio.create_task_group() as tasks:
            for peer in self.peers.values():
                opened = anyio.Event()
                tasks.start_soon(partial(peer.run, on_open=opened.set))
                await opened.wait()
            async with anyio.create_task_group() as callers:
                for number, call in enumerate(self.plan.calls):
                    callers.start_soon(self.call, number, call)
                callers.start_soon(self.end)
            # Longer than any handler goes on after its end.
            await anyio.sleep(DRAIN + 20)
            for peer in self.peers.values():
                assert peer._connection.pending == ()
                assert peer._connection.inbound == ()
                assert peer._calls._calls == {}
                assert peer._inbound._running == {}
            for peer in self.peers.values():
                peer.stop()
        assert self.handlers == 0
        assert self.went_on == []

    async def end(self) -> None:
        await anyio.sleep(self.plan.ends)
        if self.plan.loses:
            await self.channels[self.plan.ended_by].__aexit__(None, None, None)
        else:
            self.peers[self.plan.ended_by].stop()

    async def call(self, number: int, call: Call) -> None:
        await anyio.sleep(call.begins)
        begun, reported, returned = anyio.current_time(), [0.0], False

        async def on_progress(progress: float, total: float | None, message: str | None) -> None:
            assert not returned
            assert progress > reported[-1]
            reported.append(progress)

        deadline = float("inf") if call.gives_up is None else begun + call.gives_up
        with anyio.CancelScope(deadline=deadline) as scope:
            ended = await self.outcome(number, call, on_progress)
        returned = True
        took = anyio.current_time() - begun
        if scope.cancelled_caught:
            ended = "gave up"
            assert took == pytest.approx(call.gives_up)
        if ended == "timeout":
            assert took == pytest.approx(call.timeout)
        assert took <= call.timeout + 1e-6
        self.ends[number].append(ended)

    async def outcome(self, number: int, call: Call, on_progress: Callable[..., Any]) -> str:
        peer = self.peers[call.side]
        try:
            result = await peer.request("call", {"number": number}, timeout=call.timeout, on_progress=on_progress)
        except PeerError as error:
            # Its own error, a refusal, or the end of the other side.
            return "error" if call.outcome in ("error", "crash") or error.code in (OVERLOADED, INTERNAL_ERROR) else "?"
        except RequestTimeout:
            return "timeout"
        except ConnectionClosed:
            return "closed"
        assert result["number"] == number
        return "result"


class Answers:
    """Answers each call as the plan says."""

    def __init__(self, world: World) -> None:
        self.world = world

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        number = object_of(request.params)["number"]
        if request.method == "back":
            return {"number": number}
        return partial(self.work, number, exchange)

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        raise AssertionError

    async def work(self, number: int, exchange: Exchange) -> Outcome:
        call = self.world.plan.calls[number]
        self.world.handlers += 1
        try:
            for step in range(call.reports):
                await exchange.progress(step + 1, None, None)
            try:
                await anyio.sleep(call.takes)
            except anyio.get_cancelled_exc_class():
                if call.outcome != "ignores cancellation":
                    raise
            else:
                if call.takes and exchange.cancelled:
                    self.world.went_on.append(number)
            if call.outcome == "error":
                raise InvalidParams("as planned")
            if call.outcome == "crash":
                raise Crash
            if call.outcome == "ask back":
                assert await exchange.request("back", {"number": number}, timeout=2) == {"number": number}
            return {"number": number}
        finally:
            self.world.handlers -= 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_request_ends_exactly_once_and_in_time(backend: str) -> None:
    seen: set[str] = set()

    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    @given(plan=plans)
    def check(plan: Plan) -> None:
        async def main() -> None:
            world = World(plan)
            with anyio.fail_after(1000):
                await world.run()
            assert [len(ends) for ends in world.ends.values()] == [1] * len(plan.calls)
            seen.update(end for ends in world.ends.values() for end in ends)

        virtual_time.run(main, backend)

    check()
    # A plan in which nothing happened would prove nothing.
    assert seen == {"result", "error", "timeout", "closed", "gave up"}
