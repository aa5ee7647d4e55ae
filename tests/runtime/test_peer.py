"""A peer between a channel and what answers: tasks, limits, the ways it ends. Both loops, over memory."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

from mcprism.errors import (
    INTERNAL_ERROR,
    INVALID_REQUEST,
    OVERLOADED,
    PARSE_ERROR,
    ConnectionClosed,
    InvalidAnswer,
    InvalidParams,
    MethodNotFound,
    PeerError,
    RequestTimeout,
)
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.inbound import MAX_WAITING, Handling
from mcprism.jsonrpc import JsonText, Notification, Request
from mcprism.peer import Peer
from mcprism.transports.channel import Channel, Frame, Oversized
from mcprism.transports.memory import memory_channels

pytestmark = pytest.mark.anyio

PATIENCE = 10.0

Answer = Callable[[Request, Exchange], Coroutine[Any, Any, Outcome]]


class Methods:
    """A receiver of named coroutine functions; `now` is answered in line."""

    def __init__(self, **methods: Answer) -> None:
        self.methods = methods
        self.seen: list[Notification] = []
        self.notice: Callable[[Notification], Coroutine[Any, Any, None]] | None = None

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        if request.method == "now":
            return {"now": True}
        if request.method not in self.methods:
            raise MethodNotFound(request.method)
        return partial(self.methods[request.method], request, exchange)

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        self.seen.append(notification)
        return None if self.notice is None else partial(self.notice, notification)


class Side:
    """One peer of a test, run in the test's task group."""

    def __init__(self, methods: Methods, *, drain_timeout: float = PATIENCE, **options: Any) -> None:
        self.methods = methods
        self.options = {"side": "server", "drain_timeout": drain_timeout, **options}

    async def serve(self, channel: Channel) -> None:
        self.peer = Peer(channel, self.methods, **self.options)
        await self.peer.run()


class Connected:
    """Two peers over memory, for as long as the block lasts."""

    def __init__(self, client: Methods, server: Methods, **options: Any) -> None:
        self._ends = memory_channels()
        self.client = Peer(self._ends[0], client, side="client", drain_timeout=0, **options)
        self.server = Peer(self._ends[1], server, side="server", drain_timeout=PATIENCE)

    async def __aenter__(self) -> "Connected":
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        for peer in (self.client, self.server):
            opened = anyio.Event()
            self._tasks.start_soon(partial(peer.run, on_open=opened.set))
            with anyio.fail_after(PATIENCE):
                await opened.wait()
        return self

    async def __aexit__(self, *exc: Any) -> None:
        self.client.stop()
        await self._tasks.__aexit__(*exc)


class Scripted:
    """A channel that gives these frames at once, then ends its input; its output stays open."""

    def __init__(
        self, frames: list[Frame], *, before_end: Callable[[], Coroutine[Any, Any, None]] = checkpoint
    ) -> None:
        self.frames = frames
        self.before_end = before_end
        self.sent: list[Any] = []

    async def __aenter__(self) -> "Scripted":
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None

    async def receive(self) -> list[Frame]:
        frames, self.frames = self.frames, []
        if not frames:
            await self.before_end()
        return frames

    def send(self, frame: bytes) -> None:
        self.sent.append(json.loads(frame))

    async def drained(self) -> None:
        return None

    async def unread(self) -> None:
        await anyio.sleep_forever()

    def describe_end(self) -> str:
        return ""


@asynccontextmanager
async def client_of() -> AsyncIterator[tuple[Peer, Channel]]:
    """A client, and the end that its server would have."""
    ours, theirs = memory_channels()
    client = Peer(ours, Methods(), side="client", drain_timeout=0)
    opened = anyio.Event()
    with anyio.fail_after(2 * PATIENCE):
        async with theirs, anyio.create_task_group() as tasks:
            tasks.start_soon(partial(client.run, on_open=opened.set))
            await opened.wait()
            yield client, theirs
            client.stop()


async def echo(request: Request, exchange: Exchange) -> Outcome:
    assert isinstance(request.params, dict)
    return request.params


async def forever(request: Request, exchange: Exchange) -> Outcome:
    await anyio.sleep_forever()
    raise AssertionError


class Gate:
    """A method that tells when it has begun, waits until it may go on, and tells how it ended."""

    def __init__(self) -> None:
        self.begun, self.open, self.cancelled = anyio.Event(), anyio.Event(), anyio.Event()

    async def __call__(self, request: Request, exchange: Exchange) -> Outcome:
        self.begun.set()
        try:
            await self.open.wait()
        except anyio.get_cancelled_exc_class():
            self.cancelled.set()
            raise
        return {"cancelled": exchange.cancelled}


async def wait_for(event: anyio.Event) -> None:
    with anyio.fail_after(PATIENCE):
        await event.wait()


async def test_request_is_answered() -> None:
    async with Connected(Methods(), Methods(echo=echo)) as pair:
        assert await pair.client.request("echo", {"a": 1}) == {"a": 1}
        assert await pair.client.request("echo", JsonText(b'{"a":2}')) == {"a": 2}


async def test_both_sides_may_ask_while_they_answer() -> None:
    async def ask_back(request: Request, exchange: Exchange) -> Outcome:
        return await exchange.request("echo", {"back": True})

    async with Connected(Methods(echo=echo), Methods(ask_back=ask_back)) as pair:
        assert await pair.client.request("ask_back") == {"back": True}


async def test_answers_come_in_the_order_in_which_they_are_ready() -> None:
    gate = Gate()
    async with Connected(Methods(), Methods(gate=gate, echo=echo)) as pair, anyio.create_task_group() as tasks:
        tasks.start_soon(pair.client.request, "gate")
        await wait_for(gate.begun)
        assert await pair.client.request("echo", {}) == {}
        gate.open.set()


async def test_thousand_requests_at_once_each_get_their_own_answer() -> None:
    answers: dict[int, Any] = {}

    async def ask(number: int) -> None:
        answers[number] = await pair.client.request("echo", {"number": number})

    async with Connected(Methods(), Methods(echo=echo)) as pair:
        for begin in range(0, 1000, 100):
            async with anyio.create_task_group() as tasks:
                for number in range(begin, begin + 100):
                    tasks.start_soon(ask, number)
    assert answers == {number: {"number": number} for number in range(1000)}


async def test_error_of_the_protocol_goes_out_as_it_is() -> None:
    async def fail(request: Request, exchange: Exchange) -> Outcome:
        raise InvalidParams("no such tool", data={"name": "x"})

    async with Connected(Methods(), Methods(fail=fail)) as pair:
        with pytest.raises(PeerError, match=r"fail: no such tool \(error -32602\)") as caught:
            await pair.client.request("fail")
    assert (caught.value.code, caught.value.message, caught.value.data) == (-32602, "no such tool", {"name": "x"})


@pytest.mark.fault("CO-07")
@pytest.mark.parametrize(
    "error",
    [ValueError("secret"), SystemExit(3), GeneratorExit(), ExceptionGroup("secret", [ValueError()])],
    ids=lambda error: type(error).__name__,
)
async def test_any_other_error_is_logged_and_leaves_as_a_reference(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(request: Request, exchange: Exchange) -> Outcome:
        raise error

    async with Connected(Methods(), Methods(fail=fail, echo=echo)) as pair:
        with pytest.raises(PeerError) as caught:
            await pair.client.request("fail")
        assert await pair.client.request("echo", {}) == {}
    reference = caught.value.message.removeprefix("internal error, reference ")
    assert caught.value.code == INTERNAL_ERROR
    assert len(reference) == 8
    assert [record.exc_info[1] for record in caplog.records if record.exc_info and reference in record.message] == [
        error
    ]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_handler_that_raises_cancelled_without_being_cancelled_is_answered() -> None:
    async def fail(request: Request, exchange: Exchange) -> Outcome:
        raise asyncio.CancelledError

    async with Connected(Methods(), Methods(fail=fail)) as pair:
        with pytest.raises(PeerError, match="fail was ended before it was finished"):
            await pair.client.request("fail")


async def test_result_without_a_json_form_is_an_internal_error(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(request: Request, exchange: Exchange) -> Outcome:
        return {"x": object()}

    async with Connected(Methods(), Methods(fail=fail)) as pair:
        with pytest.raises(PeerError, match="internal error"):
            await pair.client.request("fail")
    assert "writing an answer failed" in caplog.text


async def test_params_without_a_json_form_leave_nothing_in_flight() -> None:
    async with Connected(Methods(), Methods(echo=echo)) as pair:
        with pytest.raises(ValueError, match="serializ"):
            await pair.client.request("echo", {"x": object()})
        assert await pair.client.request("echo", {}) == {}


async def test_request_that_is_not_answered_in_time_is_cancelled() -> None:
    gate = Gate()
    async with Connected(Methods(), Methods(gate=gate)) as pair:
        with pytest.raises(RequestTimeout, match=r"gate was not answered within 0\.05 s"):
            await pair.client.request("gate", timeout=0.05)
        await wait_for(gate.cancelled)


async def test_time_limit_of_the_connection_holds_for_requests_without_one() -> None:
    async with Connected(Methods(), Methods(forever=forever), timeout=0.05) as pair:
        with pytest.raises(TimeoutError):
            await pair.client.request("forever")


@pytest.mark.fault("ID-08")
async def test_cancelling_the_caller_really_stops_the_handler() -> None:
    gate = Gate()
    async with Connected(Methods(), Methods(gate=gate)) as pair:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pair.client.request, "gate")
            await wait_for(gate.begun)
            tasks.cancel_scope.cancel()
        await wait_for(gate.cancelled)
        assert await pair.client.request("now") == {"now": True}


async def test_cancelling_before_the_handler_has_begun_never_starts_it(talk_to: Any) -> None:
    gate = Gate()
    async with talk_to(Side(Methods(gate=gate))) as hand:
        hand.send({"id": 1, "method": "gate"})
        hand.send({"method": "notifications/cancelled", "params": {"requestId": 1}})
        hand.send({"id": 2, "method": "now"})
        assert (await hand.receive())["id"] == 2
    assert not gate.begun.is_set()


async def test_cancelled_request_is_never_answered(talk_to: Any) -> None:
    cleaned = anyio.Event()

    async def stubborn(request: Request, exchange: Exchange) -> Outcome:
        try:
            await anyio.sleep_forever()
        finally:
            assert exchange.cancelled
            cleaned.set()
        return {}

    async with talk_to(Side(Methods(stubborn=stubborn))) as hand:
        hand.send({"id": "x", "method": "stubborn"})
        assert (await hand.ask("now"))["result"] == {"now": True}
        hand.send({"method": "notifications/cancelled", "params": {"requestId": "x"}})
        await wait_for(cleaned)
        assert (await hand.ask("now"))["result"] == {"now": True}


async def test_initialize_is_given_up_in_silence() -> None:
    async with client_of() as (client, server_end):
        with pytest.raises(RequestTimeout):
            await client.request("initialize", timeout=0.01)
        with pytest.raises(RequestTimeout):
            await client.request("other", timeout=0.01)
        assert [json.loads(frame)["method"] for frame in await server_end.receive()] == [
            "initialize",
            "other",
            "notifications/cancelled",
        ]


async def test_progress_is_reported_in_order_before_the_answer() -> None:
    async def work(request: Request, exchange: Exchange) -> Outcome:
        for step in (1, 2, 2, 1, 3):
            await exchange.progress(step, 3, f"step {step}")
        return {}

    seen: list[tuple[float, float | None, str | None]] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        await checkpoint()
        seen.append((progress, total, message))

    async with Connected(Methods(), Methods(work=work)) as pair:
        assert await pair.client.request("work", {"_meta": {"mine": 1}}, on_progress=on_progress) == {}
    assert seen == [(1, 3, "step 1"), (2, 3, "step 2"), (3, 3, "step 3")]


@pytest.mark.fault("CO-07")
async def test_failing_progress_callback_does_not_fail_the_call(caplog: pytest.LogCaptureFixture) -> None:
    async def work(request: Request, exchange: Exchange) -> Outcome:
        await exchange.progress(1, None, None)
        return {"done": True}

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        raise ValueError("mine")

    async with Connected(Methods(), Methods(work=work)) as pair:
        assert await pair.client.request("work", on_progress=on_progress) == {"done": True}
    assert "the progress callback failed" in caplog.text


async def test_time_limit_holds_inside_a_progress_callback() -> None:
    async def work(request: Request, exchange: Exchange) -> Outcome:
        await exchange.progress(1, None, None)
        return await forever(request, exchange)

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        await anyio.sleep_forever()

    async with Connected(Methods(), Methods(work=work)) as pair:
        with pytest.raises(RequestTimeout):
            await pair.client.request("work", timeout=0.1, on_progress=on_progress)


@pytest.mark.fault("CO-07")
async def test_progress_callback_may_call_the_peer() -> None:
    async def work(request: Request, exchange: Exchange) -> Outcome:
        await exchange.progress(1, None, None)
        return {}

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(await pair.client.request("now"))

    seen: list[Any] = []
    async with Connected(Methods(), Methods(work=work)) as pair:
        await pair.client.request("work", on_progress=on_progress)
    assert seen == [{"now": True}]


@pytest.mark.fault("IN-01", "IN-02", "IN-07")
@pytest.mark.parametrize(
    ("frame", "code", "request_id"),
    [
        pytest.param(b"garbage", PARSE_ERROR, None, id="no JSON"),
        pytest.param(b"[]", INVALID_REQUEST, None, id="batch"),
        pytest.param(b'{"jsonrpc":"2.0","id":"x","method":1}', INVALID_REQUEST, "x", id="no message"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"result":[]}', INVALID_REQUEST, None, id="answer to nothing"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"nope"}', -32601, 1, id="unknown method"),
    ],
)
async def test_server_answers_what_it_cannot_serve_and_goes_on(
    talk_to: Any, frame: bytes, code: int, request_id: int | str | None
) -> None:
    async with talk_to(Side(Methods())) as hand:
        hand.send(frame)
        answer = await hand.receive()
        assert (answer["id"], answer["error"]["code"]) == (request_id, code)
        assert (await hand.ask("now"))["result"] == {"now": True}


async def test_two_sides_never_answer_each_others_errors(talk_to: Any) -> None:
    async with talk_to(Side(Methods())) as hand:
        hand.send({"id": None, "error": {"code": -32700, "message": "no"}})
        hand.send({"error": {"code": -32700, "message": "no"}})
        hand.send({"id": 5, "error": {"code": 1, "message": "late"}})
        assert (await hand.ask("now"))["result"] == {"now": True}


@pytest.mark.fault("PE-02")
async def test_client_skips_what_a_program_prints_between_messages(talk_to: Any) -> None:
    async with talk_to(Side(Methods(echo=echo), side="client")) as hand:
        hand.send(b"Listening on port 3000")
        hand.send(b"42")
        hand.send(b'{"level": "info"}')
        hand.send({"id": 1, "method": "echo", "params": {}})
        assert await hand.receive() == {"jsonrpc": "2.0", "id": 1, "result": {}}


async def test_answer_that_cannot_be_read_fails_its_call_at_once() -> None:
    async with client_of() as (client, server_end):
        server_end.send(b'{"jsonrpc":"2.0","id":1,"result":[]}')
        with pytest.raises(InvalidAnswer, match='"result" must be an object'):
            await client.request("echo", {})


@pytest.mark.fault("IN-04", "IN-05")
@pytest.mark.parametrize(
    ("value", "problem"),
    [(b"1e400", "beyond the range of double precision"), (b"[" * 150 + b"]" * 150, "nested more than 128 levels deep")],
    ids=["number", "depth"],
)
async def test_answer_that_is_not_taken_fails_its_call_at_once(value: bytes, problem: str) -> None:
    async with client_of() as (client, server_end):
        server_end.send(b'{"jsonrpc":"2.0","id":1,"result":{"x":%b}}' % value)
        with pytest.raises(InvalidAnswer, match=problem):
            await client.request("echo", {})


async def test_request_over_the_limit_is_refused_and_the_others_are_served(talk_to: Any) -> None:
    gate = Gate()
    async with talk_to(Side(Methods(gate=gate), max_inbound=2)) as hand:
        for request_id in (1, 2, 3):
            hand.send({"id": request_id, "method": "gate"})
        refused = await hand.receive()
        assert (refused["id"], refused["error"]["code"]) == (3, OVERLOADED)
        gate.open.set()
        assert {(await hand.receive())["id"] for _ in range(2)} == {1, 2}
        hand.send({"id": 4, "method": "gate"})
        assert (await hand.receive())["id"] == 4


async def test_refusal_names_the_setting_in_the_answer_and_once_in_the_log(
    talk_to: Any, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    async with talk_to(Side(Methods(gate=gate), max_inbound=1)) as hand:
        for request_id in (1, 2, 3):
            hand.send({"id": request_id, "method": "gate"})
        for _ in range(2):
            assert "`max_inbound`" in (await hand.receive())["error"]["message"]
        gate.open.set()
        assert (await hand.receive())["id"] == 1
    channel = Scripted([Oversized(10), Oversized(10)])
    await Peer(channel, Methods(), side="server", drain_timeout=0).run()
    assert all("`max_line`" in frame["error"]["message"] for frame in channel.sent)
    assert [record.message.count("`max_") for record in caplog.records] == [1, 1]


@pytest.mark.fault("ID-01")
async def test_duplicate_in_flight_is_refused_and_the_first_is_answered(talk_to: Any) -> None:
    gate = Gate()
    async with talk_to(Side(Methods(gate=gate))) as hand:
        hand.send({"id": 1, "method": "gate"})
        hand.send({"id": 1, "method": "gate"})
        assert (await hand.receive())["error"]["code"] == INVALID_REQUEST
        gate.open.set()
        assert (await hand.receive())["result"] == {"cancelled": False}


async def test_notifications_are_handled_one_after_the_other_in_order() -> None:
    done = anyio.Event()
    log: list[str] = []

    async def notice(notification: Notification) -> None:
        log.append(f"begin {notification.method}")
        await checkpoint()
        log.append(f"end {notification.method}")
        if notification.method == "c":
            done.set()
        if notification.method == "b":
            raise ValueError("does not stop the next one")

    server = Methods(echo=echo)
    server.notice = notice
    async with Connected(Methods(), server) as pair:
        for name in "abc":
            await pair.client.notify(name)
        await wait_for(done)
    assert log == ["begin a", "end a", "begin b", "end b", "begin c", "end c"]


async def test_notification_handler_may_ask_the_peer() -> None:
    answered = anyio.Event()

    async def notice(notification: Notification) -> None:
        assert await pair.server.request("echo", {"x": 1}) == {"x": 1}
        answered.set()

    server = Methods()
    server.notice = notice
    async with Connected(Methods(echo=echo), server) as pair:
        await pair.client.notify("n")
        await wait_for(answered)


@pytest.mark.fault("FL-07")
async def test_flood_of_notifications_drops_the_oldest(talk_to: Any, caplog: pytest.LogCaptureFixture) -> None:
    handled: list[str] = []
    finished = anyio.Event()

    async def notice(notification: Notification) -> None:
        handled.append(notification.method)
        if notification.method == "last":
            finished.set()

    methods = Methods()
    methods.notice = notice
    async with talk_to(Side(methods)) as hand:
        for number in range(MAX_WAITING + 10):
            hand.send({"method": str(number)})
        hand.send({"method": "last"})
        await wait_for(finished)
    assert handled == [*(str(number) for number in range(11, MAX_WAITING + 10)), "last"]
    assert caplog.text.count("the oldest are dropped") == 1


async def test_requests_in_flight_at_the_end_of_input_are_still_answered() -> None:
    gate = Gate()

    async def end() -> None:
        await wait_for(gate.begun)
        gate.open.set()

    channel = Scripted([b'{"jsonrpc":"2.0","id":1,"method":"gate"}'], before_end=end)
    with anyio.fail_after(PATIENCE):
        await Peer(channel, Methods(gate=gate), side="server", drain_timeout=PATIENCE).run()
    assert channel.sent == [{"jsonrpc": "2.0", "id": 1, "result": {"cancelled": False}}]


async def test_requests_that_outlast_the_drain_limit_are_answered_with_an_error(talk_to: Any) -> None:
    gate = Gate()
    side = Side(Methods(gate=gate), drain_timeout=0.05)
    async with talk_to(side) as hand:
        hand.send({"id": 1, "method": "gate"})
        await wait_for(gate.begun)
        side.peer.stop()
        answer = await hand.receive()
        assert answer["error"]["code"] == INTERNAL_ERROR
        assert "gate was ended before it was finished" in answer["error"]["message"]
        assert await hand.ended()
    assert gate.cancelled.is_set()


async def test_requests_are_given_up_once_nobody_reads_the_answers() -> None:
    gate = Gate()
    ours, theirs = memory_channels()
    with anyio.fail_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(Peer(theirs, Methods(gate=gate), side="server", drain_timeout=100 * PATIENCE).run)
            async with ours:
                ours.send(b'{"jsonrpc":"2.0","id":1,"method":"gate"}')
                await gate.begun.wait()
    assert gate.cancelled.is_set()


async def test_stop_answers_what_is_in_flight_and_ends(talk_to: Any) -> None:
    gate = Gate()
    side = Side(Methods(gate=gate))
    async with talk_to(side) as hand:
        hand.send({"id": 1, "method": "gate"})
        await wait_for(gate.begun)
        side.peer.stop()
        gate.open.set()
        assert (await hand.receive())["id"] == 1
        assert await hand.ended()


async def test_every_call_fails_when_the_peer_ends() -> None:
    failed: list[str] = []

    async def ask(method: str) -> None:
        with pytest.raises(ConnectionClosed) as caught:
            await client.request(method)
        failed.append(str(caught.value))

    async with client_of() as (client, server_end):
        async with anyio.create_task_group() as tasks:
            for method in ("a", "b"):
                tasks.start_soon(ask, method)
            with anyio.fail_after(PATIENCE):
                await server_end.receive()
            await server_end.__aexit__(None, None, None)
        await ask("c")
    assert sorted(failed) == [
        "a was not answered: the other end of the memory channel was closed",
        "b was not answered: the other end of the memory channel was closed",
        "c was not sent: the connection has ended: the other end of the memory channel was closed",
    ]


async def test_handler_that_asks_while_the_connection_drains_fails_at_once(talk_to: Any) -> None:
    begun, go = anyio.Event(), anyio.Event()

    async def ask_back(request: Request, exchange: Exchange) -> Outcome:
        begun.set()
        await go.wait()
        try:
            await exchange.request("roots/list")
        except ConnectionClosed:
            return {"refused": True}
        raise AssertionError

    side = Side(Methods(ask_back=ask_back))
    async with talk_to(side) as hand:
        hand.send({"id": 1, "method": "ask_back"})
        await wait_for(begun)
        side.peer.stop()
        go.set()
        while (message := await hand.receive()).get("id") != 1 or "method" in message:
            assert message["method"] in ("roots/list", "notifications/cancelled")
        assert message["result"] == {"refused": True}


@pytest.mark.fault("FL-02")
async def test_server_that_is_not_read_stops_reading() -> None:
    ours, theirs = memory_channels()
    served = 0

    async def big(request: Request, exchange: Exchange) -> Outcome:
        nonlocal served
        served += 1
        return {"text": "x" * 100_000}

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(Peer(theirs, Methods(big=big), side="server", drain_timeout=0).run)
        async with ours:
            for request_id in range(100):
                ours.send(b'{"jsonrpc":"2.0","id":%d,"method":"big"}' % request_id)
                # Each in a chunk of its own: what has been read in one is served in any case.
                for _ in range(20):
                    await checkpoint()
            assert served < 20
            answered = 0
            with anyio.fail_after(PATIENCE):
                while answered < 100:
                    answered += len(await ours.receive())
    assert served == 100


@pytest.mark.fault("IN-06")
async def test_server_answers_an_oversized_message_and_goes_on() -> None:
    channel = Scripted([Oversized(10), b'{"jsonrpc":"2.0","id":1,"method":"now"}'])
    with anyio.fail_after(PATIENCE):
        await Peer(channel, Methods(), side="server", drain_timeout=0).run()
    assert [frame["id"] for frame in channel.sent] == [None, 1]
    assert channel.sent[0]["error"]["code"] == INVALID_REQUEST


@pytest.mark.fault("FL-06")
async def test_client_ends_the_connection_at_an_oversized_message() -> None:
    channel = Scripted([Oversized(10)])
    client = Peer(channel, Methods(), side="client", drain_timeout=0)
    with anyio.fail_after(PATIENCE):
        await client.run()
        with pytest.raises(ConnectionClosed, match="the server sent a message of more than 10 bytes"):
            await client.request("echo")
    assert channel.sent == []


@pytest.mark.fault("CO-08")
async def test_context_variables_of_one_handler_are_not_those_of_the_next(talk_to: Any) -> None:
    variable: ContextVar[int] = ContextVar("variable", default=0)

    async def count(request: Request, exchange: Exchange) -> Outcome:
        variable.set(variable.get() + 1)
        return {"count": variable.get()}

    async with talk_to(Side(Methods(count=count))) as hand:
        assert [(await hand.ask("count"))["result"]["count"] for _ in range(3)] == [1, 1, 1]


@pytest.mark.fault("IN-09")
async def test_text_of_the_peer_is_cut_and_escaped_in_the_log(talk_to: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "mcprism")
    async with talk_to(Side(Methods())) as hand:
        hand.send({"id": None, "error": {"code": 1, "message": "a\nb\x1b[31m" + "x" * 1000}})
        hand.send({"id": "y\n" * 1000, "result": {}})
        await hand.ask("now")
    for record in caplog.records:
        assert "\n" not in record.message
        assert "\x1b" not in record.message
        assert len(record.message) < 400
