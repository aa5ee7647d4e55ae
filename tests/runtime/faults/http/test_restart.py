"""Servers over HTTP that are told to end, and others that take their place."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest

from mcprism import Client, Context, HttpTarget, McprismError, Server
from mcprism.stores import InMemorySessionStore
from mcprism.transports.sse import Event, EventDecoder
from mcprism_types import v2025_11_25 as v
from tests.runtime.faults import numbers
from tests.runtime.faults.http import crowd
from tests.runtime.faults.http.relay import relayed
from tests.runtime.server.http.conftest import BOTH, NEWEST, PREFIX

PATIENCE = 30.0

Listening = Callable[..., AbstractContextManager[str]]

PROGRAM = """
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import ServerHandler

capabilities = {"tools": {"listChanged": True}}
server = Server.from_handler(ServerHandler[Context](), name="open", version="1", capabilities=capabilities)
server.run("http", port=0)
"""


@contextmanager
def program(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address."""
    (tmp_path / "server.py").write_text(PROGRAM)
    with subprocess.Popen([sys.executable, tmp_path / "server.py"], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            yield process, process.stderr.readline().split()[-1]
        finally:
            process.kill()


def events(response: httpx.Response) -> Iterator[Event]:
    """The events of a stream, to its end, which is one in order."""
    decoder = EventDecoder()
    for chunk in response.iter_bytes():
        yield from decoder.feed(chunk)


@pytest.mark.fault("SD-02")
def test_streams_that_are_open_end_in_order_and_then_the_process(tmp_path: Path) -> None:
    usual = {"accept": BOTH, "content-type": "application/json"}
    params: Any = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}}
    begin = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}
    meta = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": {}}
    params = {"notifications": {"toolsListChanged": True}, "_meta": meta}
    listen = {"jsonrpc": "2.0", "id": "l", "method": "subscriptions/listen", "params": params}
    newest = usual | {"mcp-protocol-version": NEWEST, "mcp-method": "subscriptions/listen"}
    with program(tmp_path) as (process, url), httpx.Client(timeout=PATIENCE) as http, ExitStack() as stack:
        answer = http.post(url, content=json.dumps(begin), headers=usual)
        in_session = {"accept": BOTH, "mcp-session-id": answer.headers["mcp-session-id"]}
        heard = stack.enter_context(http.stream("GET", url, headers=in_session))
        told = stack.enter_context(http.stream("POST", url, content=json.dumps(listen), headers=newest))
        old = stack.enter_context(http.stream("GET", url.replace("/mcp", "/sse"), headers={"accept": BOTH}))
        assert [stream.status_code for stream in (heard, told, old)] == [200] * 3
        each = events(told)
        assert json.loads(next(each).data)["method"] == "notifications/subscriptions/acknowledged"
        process.send_signal(signal.SIGTERM)
        # The request that listens is answered; the others were never to be.
        assert json.loads([*each][-1].data)["id"] == "l"
        assert [event for event in events(heard) if event.data] == []
        assert [event.event for event in events(old)] == ["endpoint"]
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("SD-01", "SD-02")
@pytest.mark.load
async def test_many_calls_and_streams_end_in_order_with_the_server(record_property: Callable[..., None]) -> None:
    """Half of the sessions have a call in flight, half of them listen, and others come and go all the time."""
    numbers.needs_descriptors(numbers.SESSIONS + 100)
    with crowd.program() as server, anyio.fail_after(4 * PATIENCE):
        async with crowd.connections(server.address, numbers.SESSIONS + 2) as (one, other, *many):
            half = numbers.SESSIONS // 2
            sessions = [await crowd.begin(one) for _ in range(half)]
            calling, listening = many[:half], many[half:]
            for connection, session in zip(listening, sessions, strict=True):
                connection.send(crowd.listen(session))
                assert (await connection.head())[0] == 200
            for number, (connection, session) in enumerate(zip(calling, sessions, strict=True)):
                # Every second one in the newest version.
                connection.send(crowd.call("work", session=session if number % 2 else "", seconds=1.5))
            assert (await one.ask(crowd.call("begun", count=half))).status == 200
            ends: list[str] = []

            async def go_on_calling() -> None:
                try:
                    while (answer := await other.ask(crowd.call("x"))).status == 200:
                        pass
                except crowd.Lost as lost:
                    ends.append(f"closed{lost}")
                else:
                    ends.append(str(answer.status))

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(go_on_calling)
                assert (await one.ask(crowd.call("x"))).status == 200
                server.process.send_signal(signal.SIGTERM)
                told = anyio.current_time()
                answers = [await connection.answer() for connection in calling]
                record_property("calls in flight are answered after SIGTERM within, s", anyio.current_time() - told)
                assert {(answer.status, "result" in answer.message) for answer in answers} == {(200, True)}
                for connection in listening:
                    assert b"data" not in b"".join([chunk async for chunk in connection.chunks()])
            # Whoever comes later is told so, or finds that its idle connection was closed.
            assert ends in (["503"], ["closed"])
            status = await anyio.to_thread.run_sync(server.process.wait, PATIENCE)
            record_property("the process has ended after SIGTERM within, s", anyio.current_time() - told)
        assert status == 0
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.fault("SD-01")
@pytest.mark.load
async def test_calls_that_do_not_end_are_answered_when_the_drain_limit_is_over() -> None:
    numbers.needs_descriptors(numbers.SESSIONS + 100)
    with crowd.program(shutdown_timeout=1) as server, anyio.fail_after(4 * PATIENCE):
        async with crowd.connections(server.address, numbers.SESSIONS + 1) as (one, *many):
            for number, connection in enumerate(many):
                session = await crowd.begin(connection) if number % 2 else ""
                connection.send(crowd.call("wait", session=session))
            assert (await one.ask(crowd.call("begun", count=len(many)))).status == 200
            server.process.send_signal(signal.SIGTERM)
            for connection in many:
                answer = await connection.answer()
                assert "was ended before it was finished" in answer.message["error"]["message"]
            assert await anyio.to_thread.run_sync(server.process.wait, PATIENCE) == 0


class Counting(v.ServerHandler[Context]):
    """Counts what it has answered, in whichever server."""

    def __init__(self) -> None:
        self.answered: set[int] = set()
        self.lock = threading.Lock()

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        number = (params.arguments or {})["number"]
        await anyio.sleep(0.002)
        with self.lock:
            self.answered.add(number)
        return v.CallToolResult(content=[v.TextContent(text=str(number))])


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.fault("SD-06")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_servers_change_under_load_and_no_call_is_lost_without_an_error(
    listening: Listening, version: str
) -> None:
    handler = Counting()
    ends: dict[int, bool] = {}
    changed = anyio.Event()

    def serving() -> Server:
        return Server.from_handler(handler, name="counting", version="1")

    async def call(client: Client, numbers: range) -> None:
        for number in numbers:
            try:
                result = await client.call_tool("count", {"number": number}, timeout=PATIENCE)
            except McprismError:
                ends[number] = False
            else:
                ends[number] = str(number) == result.content[0].text  # type: ignore[union-attr] -- a text
            if number == numbers[20]:
                changed.set()
        # Whatever happened meanwhile, it goes on by itself.
        await client.call_tool("count", {"number": -1}, timeout=PATIENCE)

    options = {"session_store": InMemorySessionStore()}
    with ExitStack() as servers, anyio.fail_after(PATIENCE):
        first = servers.enter_context(ExitStack())
        url = first.enter_context(listening(serving(), **options))
        async with (
            relayed(url) as relay,
            Client(HttpTarget(relay.url, listens=False), version=version) as client,
            anyio.create_task_group() as tasks,
        ):
            for worker in range(4):
                tasks.start_soon(call, client, range(worker * 60, worker * 60 + 60))
            await changed.wait()
            second = urlsplit(servers.enter_context(listening(serving(), **options)))
            relay.target = (str(second.hostname), int(second.port or 0))
            # It ends in order: what it has begun is answered first.
            await anyio.to_thread.run_sync(first.close)
    assert set(ends) == set(range(240))
    done = {number for number, went_well in ends.items() if went_well}
    assert done <= handler.answered
    # Those that failed were refused by the first server while it ended, or sent into a connection that it had closed.
    assert len(done) > 200
