"""More than a server can take: refused within limits, nothing lost, and nothing left over."""

import asyncio
import gc
import itertools
import sys
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager
from typing import Any

import anyio
import pytest

from mcprism import Client, Context, HttpOptions, HttpTarget, RequestTimeout, Server
from mcprism.server.http import options
from mcprism_types import v2025_11_25 as v
from tests.runtime.faults import numbers
from tests.runtime.faults.http import crowd
from tests.runtime.faults.http.crowd import Connection, Lost, begin, call, connections, program, state
from tests.runtime.leaks import descriptors, settled, threads
from tests.runtime.server.http.conftest import NEWEST

PATIENCE = 60.0

Listening = Callable[..., AbstractContextManager[str]]
Figure = Callable[[str, object], None]

on_asyncio = pytest.mark.parametrize("anyio_backend", ["asyncio"])
"""What listens on a port runs on it."""


class Handler(v.ServerHandler[Context]):
    """A tool that answers, and one that waits until its client has gone."""

    def __init__(self) -> None:
        self.left = threading.Semaphore(0)

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        if params.name == "wait":
            try:
                await anyio.sleep(PATIENCE)
            finally:
                self.left.release()
        return v.CallToolResult(content=[])


def serving(handler: Handler | None = None, **more: Any) -> Server:
    return Server.from_handler(handler or Handler(), name="loaded", version="1", **more)


def message(request_id: int) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": {"name": "x"}}


@pytest.fixture(scope="module")
def server() -> Iterator[crowd.Program]:
    """A server that goes through one test after the other."""
    with program() as server:
        yield server


INITIALIZE = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": crowd.INITIALIZE}


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("FL-04")
@pytest.mark.load
async def test_each_of_many_sessions_and_of_many_requests_at_once_has_an_answer(driving: Any) -> None:
    app = serving().asgi_app(max_requests=100_000)
    async with driving(app) as driver:
        begun = [driver.open("POST", INITIALIZE) for _ in range(numbers.SESSIONS)]
        for beginning in begun:
            assert await beginning.started() == 200
        ids = [beginning.headers["mcp-session-id"] for beginning in begun]
        assert len(set(ids)) == numbers.SESSIONS
        calls = [driver.open("POST", message(number), {"mcp-session-id": name}) for name in ids for number in range(2)]
        assert {await one.started() for one in calls} == {200}
        # All at once in one session: what is beyond its limit is told so, and nothing is forgotten.
        many = range(numbers.REQUESTS)
        calls = [driver.open("POST", message(number), {"mcp-session-id": ids[0]}) for number in many]
        statuses = [await one.started() for one in calls]
        assert set(statuses) <= {200, 503}
        assert statuses.count(200) >= 128
        assert await driver.open("POST", message(0), {"mcp-session-id": ids[1]}).started() == 200


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-04")
@pytest.mark.load
async def test_a_session_that_asks_for_too_much_is_refused_and_the_others_are_served(record_property: Figure) -> None:
    """More connections than the server takes, all of one session; each other session asks meanwhile."""
    numbers.needs_descriptors(numbers.SESSIONS + numbers.REQUESTS + 100)
    limit = numbers.SESSIONS + numbers.REQUESTS // 2
    with program(max_connections=limit) as server, anyio.fail_after(3 * PATIENCE):
        before = server.memory()
        async with connections(server.address, numbers.SESSIONS) as others:
            greedy, *sessions = await asyncio.gather(*map(begin, others))
            record_property("memory of a session and its connection, kB", (server.memory() - before) / numbers.SESSIONS)
            async with connections(server.address, 0) as flood:
                few = anyio.CapacityLimiter(500)

                async def ask(number: int) -> crowd.Answer:
                    # Who has connected asks at once: the head of a request has its limit, too.
                    async with few:
                        connection = await Connection.open(server.address)
                        flood.append(connection)
                        connection.send(call("work", request_id=number, session=greedy, seconds=2))
                    return await connection.answer()

                asked = [asyncio.ensure_future(ask(number)) for number in range(numbers.REQUESTS)]
                started = anyio.current_time()
                served = await asyncio.gather(*map(served_in_the_end, [server] * len(sessions), others[1:], sessions))
                record_property("each other session is served within, s", anyio.current_time() - started)
                assert set(served) == {200}
                statuses = Counter([(await one).status for one in asked])
        record_property("requests at once in a session, by status", dict(statuses))
        assert set(statuses) == {200, 503}
        assert statuses.total() == numbers.REQUESTS
        record_property("memory at most, MB", server.memory("VmHWM") / 1024)


async def served_in_the_end(server: crowd.Program, connection: Connection, session: str) -> int:
    """The status of a call. Where there is no room, or an idle connection was closed to make some, one tries again."""
    while True:
        try:
            answer = await connection.ask(call("x", session=session))
        except Lost:
            pass
        else:
            if answer.status != 503:
                connection.close()
                return answer.status
        connection.close()
        connection = await Connection.open(server.address)


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-04")
async def test_where_there_is_no_room_a_connection_that_is_idle_makes_some(monkeypatch: pytest.MonkeyPatch) -> None:
    with program(max_connections=2) as server, anyio.fail_after(PATIENCE):
        async with connections(server.address, 3) as (busy, idle, late):
            busy.send(call("work", seconds=PATIENCE))
            answer = await idle.ask(call("begun", count=1))
            assert answer.status == 200
            refused = await late.ask(call("x"))
            assert (refused.status, refused.headers["retry-after"], refused.message["error"]["code"]) == (
                503,
                "1",
                -32000,
            )
            assert await late.gone() == b""
            # A client that has just got an answer may be about to ask again; after a second it makes room.
            async with connections(server.address, 0) as attempts:
                while not idle.is_lost:
                    attempts.append(await Connection.open(server.address))
                    answer = await attempts[-1].ask(call("x"))
                assert answer.status == 200
            assert not busy.is_lost


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.fault("FL-10")
@pytest.mark.load
async def test_many_abandoned_sessions_of_one_client_hurt_that_client(driving: Any) -> None:
    app = serving().asgi_app()
    async with driving(app) as driver:
        begun = [driver.open("POST", INITIALIZE, client="192.0.2.1") for _ in range(numbers.ABANDONED)]
        statuses = Counter([await one.started() for one in begun])
        assert statuses == {200: 100, 503: numbers.ABANDONED - 100}
        assert len(tuple(app.sessions())) == 100
        assert await driver.open("POST", INITIALIZE, client="192.0.2.2").started() == 200


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-10")
@pytest.mark.load
async def test_abandoned_sessions_of_this_machine_end_before_those_that_are_used(record_property: Figure) -> None:
    """Clients behind a proxy have one address: what is not used longest makes room, and memory stays as it is."""
    room = numbers.ABANDONED // 2
    with program(max_sessions=room) as server, anyio.fail_after(9 * PATIENCE):
        async with connections(server.address, 17) as (mine, *others):
            session = await begin(mine)
            one_at_a_time = anyio.Lock()

            async def abandon(connection: Connection, count: int) -> None:
                for number in range(count):
                    assert (await connection.ask(crowd.post("initialize", crowd.INITIALIZE))).status == 200
                    if not number % 10:
                        async with one_at_a_time:
                            assert (await mine.ask(call("x", session=session))).status == 200

            memory, objects = [server.memory()], [0]
            # The first round fills the room that there is.
            for _ in range(2):
                async with anyio.create_task_group() as tasks:
                    for connection in others:
                        tasks.start_soon(abandon, connection, room // len(others) + 1)
                memory.append(server.memory())
                objects.append((await state(server))["blocks"])
        record_property("memory of an idle session, kB", (memory[1] - memory[0]) / room)
        record_property("memory for each that was replaced, kB", (memory[-1] - memory[1]) / room)
        assert objects[-1] - objects[1] < 500


HEAD = b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
ACCEPT = b"accept: application/json, text/event-stream\r\n"
BODY = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'


async def trickle(connection: Connection, data: bytes = b"x") -> None:
    """A byte a second, for as long as the server takes it."""
    while not connection.is_lost:
        connection.send(data)
        await anyio.sleep(1)


async def in_its_head(connection: Connection) -> None:
    connection.send(HEAD + ACCEPT + b"x-slow: ")
    await trickle(connection)
    assert await connection.gone() == b""


async def in_its_body(connection: Connection) -> None:
    connection.send(HEAD + ACCEPT + b"content-length: %d\r\n\r\n{" % len(BODY))
    await trickle(connection)
    assert (await connection.answer()).status == 408


async def after_it_was_refused(connection: Connection) -> None:
    connection.send(HEAD + b"content-length: 1000000\r\n\r\n")
    assert (await connection.answer()).status == 406
    await trickle(connection)


async def between_two_requests(connection: Connection) -> None:
    assert (await connection.ask(call("x"))).status == 200
    await trickle(connection, b"\r\n")


async def in_reading(connection: Connection) -> None:
    connection.transport.pause_reading()
    connection.send(call("x", size=6_000_000))


KINDS = (in_its_head, in_its_body, after_it_was_refused, between_two_requests, in_reading)


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("IN-06")
async def test_a_head_or_what_stands_behind_a_body_without_end_costs_no_memory(server: crowd.Program) -> None:
    before = server.memory("VmHWM")
    chunked = HEAD + ACCEPT + b"transfer-encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n" % (len(BODY), BODY)
    for beginning, more, ends in (
        (b"POST /mcp?", b"x" * 65536, b"HTTP/1.1 400 "),
        (HEAD, b"x-long: " + b"x" * 65536 + b"\r\n", b"HTTP/1.1 400 "),
        (HEAD, b"x: x\r\n" * 10_000, b"HTTP/1.1 400 "),
        (HEAD + b"x-long: ", b"x" * 65536, b"HTTP/1.1 400 "),
        (chunked, b"x: x\r\n" * 10_000, b""),
        (chunked + b"x-long: ", b"x" * 65536, b""),
    ):
        connection = await Connection.open(server.address)
        connection.send(beginning)
        sent = 0
        with anyio.fail_after(PATIENCE):
            while not connection.is_lost:
                if not connection.transport.get_write_buffer_size():
                    connection.send(more)
                    sent += len(more)
                await anyio.lowlevel.checkpoint()
            answer = await connection.gone()
        # What is on its way when the server closes the connection may cost its answer.
        assert answer[:13] in (ends, b"")
        assert sent < 100_000_000
    assert server.memory("VmHWM") - before < 50 * 1024


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-08")
@pytest.mark.load
async def test_clients_that_take_their_time_are_cut_off_by_a_limit_while_others_are_served(
    record_property: Figure,
) -> None:
    numbers.needs_descriptors(numbers.SLOW + 100)
    limits = dict.fromkeys(("head_timeout", "body_timeout", "write_timeout"), numbers.SLOW_LIMIT)
    with program(**limits) as server, anyio.fail_after(3 * PATIENCE):
        async with connections(server.address, 1) as (quick,), connections(server.address, 0) as slow:

            async def be_slow(how: Callable[[Connection], Coroutine[Any, Any, None]]) -> None:
                connection = await Connection.open(server.address)
                slow.append(connection)
                await how(connection)

            before = (await state(server))["descriptors"]
            started = anyio.current_time()
            async with anyio.create_task_group() as tasks:
                for number in range(numbers.SLOW):
                    tasks.start_soon(be_slow, KINDS[number % len(KINDS)])
                latencies: list[float] = []
                while len(slow) < numbers.SLOW or (await state(server))["descriptors"] > before:
                    asked = anyio.current_time()
                    assert (await quick.ask(call("x"))).status == 200
                    latencies.append(anyio.current_time() - asked)
            record_property("slow connections are gone within, s", anyio.current_time() - started)
            record_property("others are served within, s", max(latencies))


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-09")
@pytest.mark.load
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_calls_leave_nothing_in_a_server(server: crowd.Program, version: str, record_property: Figure) -> None:
    async def ask(connection: Connection, session: str, ids: Iterator[int], count: int) -> None:
        for number in itertools.islice(ids, count):
            answer = await connection.ask(call("x", request_id=number, session=session))
            assert answer.status == 200

    with anyio.fail_after(9 * PATIENCE):
        async with connections(server.address, 16) as ours:
            session = await begin(ours[0]) if version != NEWEST else ""
            ids, samples = itertools.count(1), list[tuple[int, int]]()
            part = numbers.CALLS // 20 // len(ours)
            before = await state(server)
            for done in range(21):
                await asyncio.gather(*(ask(one, session, ids, part) for one in ours))
                # The first calls fill what is filled once.
                if done == 0:
                    before, started = await state(server), anyio.current_time()
                samples.append((done * part * len(ours), server.memory()))
            record_property(
                "calls in a second, both ends on this machine", samples[-1][0] / (anyio.current_time() - started)
            )
            await nothing_more(server, before, samples, record_property)


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-09")
@pytest.mark.load
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_connections_leave_nothing_in_a_server(
    server: crowd.Program, version: str, record_property: Figure
) -> None:
    """Each is opened, used for a call, in a session of its own where there are sessions, and closed."""

    async def come_and_go(count: int) -> None:
        for _ in range(count):
            connection = await Connection.open(server.address)
            session = await begin(connection) if version != NEWEST else ""
            assert (await connection.ask(call("x", session=session))).status == 200
            if session:
                assert (await connection.ask(crowd.delete(session))).status == 204
            connection.close()

    with anyio.fail_after(9 * PATIENCE):
        samples = list[tuple[int, int]]()
        before = await state(server)
        for done in range(11):
            async with anyio.create_task_group() as tasks:
                for _ in range(10):
                    tasks.start_soon(come_and_go, numbers.CONNECTIONS // 100)
            if done == 0:
                before = await state(server)
            samples.append((done * (numbers.CONNECTIONS // 10), server.memory()))
        await nothing_more(server, before, samples, record_property)


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-09")
@pytest.mark.load
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_disconnects_during_calls_leave_nothing_in_a_server(
    server: crowd.Program, version: str, record_property: Figure
) -> None:
    """Without a session the call is cancelled; in a session it goes on to its end, and nobody takes the answer."""
    at_once = min(numbers.DISCONNECTS // 2, 500)
    numbers.needs_descriptors(at_once + 100)
    with anyio.fail_after(9 * PATIENCE):
        async with connections(server.address, 1) as (other,):
            session = await begin(other) if version != NEWEST else ""
            # A session has room for so many at once.
            at_once = min(at_once, 100) if session else at_once
            name, arguments = ("work", {"seconds": 0.2}) if session else ("wait", {})
            samples = list[tuple[int, int]]()
            before = await state(server)
            begun = before["begun"]
            for done in range(0, numbers.DISCONNECTS + at_once, at_once):
                async with connections(server.address, at_once) as going:
                    for number, connection in enumerate(going):
                        # Numbers: the parser of JSON keeps the last thousands of short texts.
                        connection.send(call(name, request_id=done + number, session=session, **arguments))
                    await other.ask(call("begun", count=begun + done + at_once))
                assert (await other.ask(call("ended"))).status == 200
                if done == 0:
                    before = await state(server)
                samples.append((done, server.memory()))
            await nothing_more(server, before, samples, record_property)


async def nothing_more(
    server: crowd.Program,
    before: dict[str, int],
    samples: list[tuple[int, int]],
    record_property: Figure,
) -> None:
    """As much as before is there, and memory has not grown."""
    after = await state(server)
    while after["descriptors"] > before["descriptors"] or after["tasks"] > before["tasks"]:
        # That a connection was closed may take some time to be noticed.
        after = await state(server)
    slope = numbers.slope(samples)
    record_property("memory for each, kB", slope)
    record_property("objects more after all", after["blocks"] - before["blocks"])
    record_property("memory after all, MB", server.memory() / 1024)
    assert after["threads"] <= before["threads"]
    assert after["blocks"] - before["blocks"] < 500
    assert slope < numbers.MAX_SLOPE + numbers.ARENA / samples[-1][0]


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@on_asyncio
@pytest.mark.fault("FL-09")
@pytest.mark.load
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_clients_that_come_call_and_go_leave_nothing_at_either_end(
    listening: Listening, version: str, record_property: Figure
) -> None:
    handler = Handler()

    async def use(times: int) -> None:
        for number in range(times):
            async with Client(HttpTarget(url, listens=False), version=version) as client:
                for _ in range(10):
                    await client.call_tool("x")
                if number % 15:
                    continue
                # Who goes is noticed by the server without a session, and told to the one with one.
                with pytest.raises(RequestTimeout):
                    await client.call_tool("wait", timeout=0.02)
                await anyio.to_thread.run_sync(handler.left.acquire)

    def alive() -> int:
        gc.collect()
        return sys.getallocatedblocks()

    with listening(serving(handler)) as url, anyio.fail_after(9 * PATIENCE):
        await use(15)
        blocks, open_ones, running = alive(), descriptors(), threads()
        await use(numbers.CLIENTS)
        # Anything that each of the connections or calls leaves behind is more than this.
        record_property("objects more after all", alive() - blocks)
        assert alive() - blocks < 300
        assert settled(descriptors, open_ones) == set()
        assert threads() == running


MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        pytest.param(HttpOptions().max_body_bytes, 4 * MIB, id="bytes of a request"),
        pytest.param(HttpOptions().head_timeout, 10.0, id="seconds of a head"),
        pytest.param(HttpOptions().body_timeout, 30.0, id="seconds of a body"),
        pytest.param(HttpOptions().write_timeout, 60.0, id="seconds without reading"),
        pytest.param(HttpOptions().max_requests, 1024, id="requests at once"),
        pytest.param(HttpOptions().max_connections, 4096, id="connections"),
        pytest.param(HttpOptions().max_sessions, 10_000, id="sessions"),
        pytest.param(HttpOptions().max_sessions_per_client, 100, id="sessions of a client"),
        pytest.param(HttpOptions().idle_timeout, 1800.0, id="seconds of an idle session"),
        pytest.param(HttpOptions().shutdown_timeout, 10.0, id="seconds to drain"),
        pytest.param(HttpTarget("http://x").max_message, 16 * MIB, id="bytes of a message of a server"),
        pytest.param(HttpTarget("http://x").connect_timeout, 10.0, id="seconds to connect"),
        pytest.param(HttpTarget("http://x").close_timeout, 5.0, id="seconds to end a session"),
        pytest.param(HttpTarget("http://x").max_retries, 5, id="attempts in vain"),
    ],
)
def test_default_is_no_looser_than_what_was_decided(value: float, safe: float) -> None:
    assert value <= safe


def test_ids_of_sessions_are_random_and_only_this_machine_is_served() -> None:
    ids = {HttpOptions().session_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(name) >= 22 for name in ids)
    assert HttpOptions().dns_rebinding_protection
    assert options.LOOPBACK_HOSTS == ("localhost:*", "127.0.0.1:*", "[::1]:*")
