"""Bad input over HTTP, in a session and without one: it is refused or kept exactly, and the next request works."""

import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest

from mcprism import Context, Server
from mcprism.errors import INVALID_REQUEST, METHOD_NOT_FOUND, PARSE_ERROR
from mcprism.jsonrpc import MAX_DEPTH
from mcprism_types import v2025_11_25 as v
from tests.runtime.faults.http.crowd import program
from tests.runtime.server.http.conftest import NEWEST, PREFIX, Answer

PATIENCE = 30.0

on_both_loops = [pytest.mark.anyio, pytest.mark.usefixtures("anyio_backend", "no_task_is_left")]


class Echo(v.ServerHandler[Context]):
    """Gives back what it is given."""

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        return v.CallToolResult(content=[], structured_content=params.arguments)


@pytest.fixture
def server() -> Server:
    return Server.from_handler(Echo(), name="echo", version="1")


class Sender:
    """Sends texts as they are, in a session or without one."""

    def __init__(self, caller: Any, headers: dict[str, str | None], meta: dict[str, Any]) -> None:
        self._caller = caller
        self._headers = headers
        self._meta = meta

    async def send(self, body: bytes) -> Answer:
        """A body of any kind."""
        answer: Answer = await self._caller.post(body, self._headers)
        return answer

    async def call(self, arguments: bytes) -> Answer:
        """A call with exactly this text as its arguments."""
        meta = json.dumps(self._meta).encode()
        params = b'{"name":"echo","arguments":%b,"_meta":%b}' % (arguments, meta)
        return await self.send(b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":%b}' % params)

    async def works(self) -> bool:
        """Whether a call is answered."""
        return bool((await self.call(b'{"still":"here"}')).result["structuredContent"] == {"still": "here"})


@pytest.fixture(params=["2025-06-18", "2025-11-25", NEWEST])
def sending(request: pytest.FixtureRequest, calling: Any, server: Server) -> Any:
    """`async with sending() as sender`, in versions of both kinds."""
    version: str = request.param

    @asynccontextmanager
    async def opened() -> AsyncIterator[Sender]:
        async with calling(server.asgi_app()) as caller:
            if version == NEWEST:
                meta = {PREFIX + "protocolVersion": version, PREFIX + "clientCapabilities": {}}
                headers = {"mcp-protocol-version": version, "mcp-method": "tools/call", "mcp-name": "echo"}
                yield Sender(caller, headers, meta)
            else:
                session = await caller.initialize(version)
                yield Sender(session, {}, {})

    return opened


NO_MESSAGES: list[tuple[Any, Any]] = [
    ({"id": 1, "method": "ping"}, 1),
    ({"jsonrpc": "1.0", "id": "a", "method": "ping"}, "a"),
    ({"jsonrpc": 2.0, "id": 1, "method": "ping"}, 1),
    ({"jsonrpc": "2.0", "id": True, "method": "ping"}, None),
    ({"jsonrpc": "2.0", "id": 1.5, "method": "ping"}, None),
    ({"jsonrpc": "2.0", "id": None, "method": "ping"}, None),
    ({"jsonrpc": "2.0", "id": [], "method": "ping"}, None),
    ({"jsonrpc": "2.0", "id": {}, "method": "ping"}, None),
    ({"jsonrpc": "2.0", "id": 2, "method": 5}, 2),
    ({"jsonrpc": "2.0", "id": 3, "method": "ping", "params": []}, 3),
    ({"jsonrpc": "2.0", "id": 4, "method": "ping", "params": "x"}, 4),
    ({"jsonrpc": "2.0", "id": 5, "result": {}, "error": {"code": 1, "message": ""}}, None),
    ({"jsonrpc": "2.0", "id": 6}, 6),
    ({"jsonrpc": "2.0"}, None),
    ({}, None),
    ([], None),
    ([[]], None),
    ("ping", None),
    (5, None),
    (None, None),
    (True, None),
]
"""Each with the id that the answer has."""


class TestInEitherEra:
    """In a session and without one."""

    pytestmark = on_both_loops

    @pytest.mark.fault("IN-01")
    async def test_what_is_no_json_is_refused_and_the_next_request_works(self, sending: Any) -> None:
        async with sending() as sender:
            for body in (b"", b"{", b'{"jsonrpc":"2.0"', b"nope", b"{}{}", b"'a'", b"{'a':1}"):
                answer = await sender.send(body)
                assert (answer.status, answer.code, answer.message.get("id")) == (400, PARSE_ERROR, None), body
                assert await sender.works()

    @pytest.mark.fault("IN-02")
    async def test_what_is_no_message_is_refused_with_its_id(self, sending: Any) -> None:
        async with sending() as sender:
            for body, request_id in NO_MESSAGES:
                answer = await sender.send(json.dumps(body).encode())
                said = (answer.status, answer.code, answer.message.get("id"))
                assert said == (400, INVALID_REQUEST, request_id), body
            assert await sender.works()

    @pytest.mark.fault("IN-03")
    async def test_text_that_is_none_is_refused_and_never_altered(self, sending: Any) -> None:
        async with sending() as sender:
            for text in (b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\x00"):
                answer = await sender.call(b'{"text":"%b"}' % text)
                assert (answer.status, answer.code, answer.message.get("id")) == (400, PARSE_ERROR, None), text
            rare = "\x00\x1b\u2028\ufeff\ufffe\U0010ffff"
            answer = await sender.call(json.dumps({"text": rare}).encode())
            assert answer.result["structuredContent"] == {"text": rare}

    @pytest.mark.fault("IN-03")
    async def test_only_utf8_without_a_mark_is_read(self, sending: Any) -> None:
        async with sending() as sender:
            for encoding in ("utf-8-sig", "utf-16", "utf-32"):
                answer = await sender.send('{"jsonrpc":"2.0","id":1,"method":"ping"}'.encode(encoding))
                assert (answer.status, answer.code) == (400, PARSE_ERROR), encoding
            assert await sender.works()

    @pytest.mark.fault("IN-04")
    async def test_depth_up_to_the_limit_comes_back(self, sending: Any) -> None:
        deepest, deeper = (b'{"x":' + b"[" * depth + b"]" * depth + b"}" for depth in (MAX_DEPTH - 3, MAX_DEPTH - 2))
        async with sending() as sender:
            assert (await sender.call(deepest)).result["structuredContent"] == json.loads(deepest)
            for arguments in (deeper, b"[" * 500_000):
                answer = await sender.call(arguments)
                assert (answer.status, answer.code) == (400, PARSE_ERROR)
            assert await sender.works()

    @pytest.mark.fault("IN-05")
    async def test_numbers_come_back_as_they_were_sent_or_are_refused(self, sending: Any) -> None:
        async with sending() as sender:
            for kept in (b"9223372036854775808", b"1180591620717411303424", b"1" + b"0" * 400, b"-0.0", b"5e-324"):
                answer = await sender.call(b'{"n":%b}' % kept)
                assert b'"n":%b' % kept in answer.response.content.replace(b" ", b"")
            for refused in (b"1e400", b"-1E+400", b"9" * 5000, b"NaN", b"Infinity", b"-Infinity"):
                answer = await sender.call(b'{"n":%b}' % refused)
                assert (answer.status, answer.code) == (400, PARSE_ERROR)
            assert await sender.works()

    @pytest.mark.fault("IN-07")
    async def test_members_that_are_twice_are_refused_and_unknown_ones_cost_nothing(self, sending: Any) -> None:
        async with sending() as sender:
            for twice in (b'"id":1,"id":2', b'"id":1,"method":"ping"', b'"id":1,"jsonrpc":"2.0"'):
                answer = await sender.send(b'{"jsonrpc":"2.0","method":"ping",%b}' % twice)
                assert (answer.status, answer.code) == (400, INVALID_REQUEST)
            answer = await sender.send(b'{"jsonrpc":"2.0","id":1,"Method":"ping"}')
            assert (answer.status, answer.code, answer.message["id"]) == (400, INVALID_REQUEST, 1)
            assert (await sender.call(b'{"x":1},"Name":"other","more":1')).result["structuredContent"] == {"x": 1}


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("IN-07")
async def test_methods_are_exact_and_unknown_notifications_are_taken(calling: Any, server: Server) -> None:
    async with calling(server.asgi_app()) as caller:
        session = await caller.initialize()
        for method in ("Tools/call", "tools/call ", "toolscall", "", "nope"):
            assert (await session.ask(method, {"name": "echo"})).code == METHOD_NOT_FOUND
        await session.tell("notifications/nope", {"a": 1})
        await session.tell("tools/call", {"name": "echo"})
        assert (await session.ask("ping")).result == {}
        for method in ("Tools/call", "toolscall", "nope", "ping", "initialize"):
            answer = await caller.ask(method, {"name": "echo"})
            assert (answer.status, answer.code) == (404, METHOD_NOT_FOUND), method


def rest(connection: socket.socket) -> bytes:
    """What comes until the end, however it ends."""
    data = b""
    try:
        while chunk := connection.recv(65536):
            data += chunk
    except ConnectionError:
        pass
    return data


@pytest.mark.fault("IN-06")
@pytest.mark.load
def test_a_body_of_100_mb_is_refused_at_the_limit_and_costs_no_memory(
    record_property: Callable[[str, object], None],
) -> None:
    size, piece = 100 * 1024 * 1024, b"x" * 65536
    with program() as server:
        head = b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        head += b"accept: application/json, text/event-stream\r\n%b\r\n\r\n"
        before = server.memory("VmHWM")
        for is_declared in (True, False):
            length = b"content-length: %d" % size if is_declared else b"transfer-encoding: chunked"
            with socket.create_connection(server.address, PATIENCE) as connection:
                connection.sendall(head % length)
                sent = 0
                try:
                    while sent < size:
                        connection.sendall(piece if is_declared else b"%x\r\n%b\r\n" % (len(piece), piece))
                        sent += len(piece)
                except ConnectionError:
                    pass
                answer = rest(connection)
            assert sent < size / 4
            assert answer.startswith(b"HTTP/1.1 413 ") or answer == b""
        more = server.memory("VmHWM") - before
        record_property("memory more at most, MB", more / 1024)
        assert more < 50 * 1024
        with socket.create_connection(server.address, PATIENCE) as connection:
            connection.sendall(head % b"content-length: 1" + b"{")
            assert connection.recv(12) == b"HTTP/1.1 400"


HOSTILE = "a\nb\rc\x00d\x1b[31me\u2028f\x85g\u202eh"


@pytest.mark.fault("IN-08", "IN-09")
def test_heads_that_are_none_cost_one_connection_each(listening: Any, server: Server) -> None:
    heads = [
        b"GET\r\n\r\n",
        b"POST /mcp HTTP/1.1\r\n\r\n",
        b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\nhost: evil.example\r\ncontent-length: 0\r\n\r\n",
        b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\nx\x00y: 1\r\n\r\n",
        b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: -1\r\n\r\n",
        b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
        b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\nmcp-session-id: a\x1b[31m\xff\r\ncontent-length: 0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ]
    with listening(server, head_timeout=1.0) as url:
        parts = urlsplit(url)
        for head in heads:
            with socket.create_connection((str(parts.hostname), int(parts.port or 0)), PATIENCE) as connection:
                connection.sendall(head)
                connection.shutdown(socket.SHUT_WR)
                answer = rest(connection)
                assert answer == b"" or answer.split(b" ")[1] in (b"400", b"404", b"405", b"406", b"415", b"421"), head
        with socket.create_connection((str(parts.hostname), int(parts.port or 0)), PATIENCE) as connection:
            connection.sendall(b"PUT /mcp HTTP/1.1\r\nhost: %b\r\n\r\n" % parts.netloc.encode())
            assert connection.recv(12) == b"HTTP/1.1 405"


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("IN-09")
@pytest.mark.parametrize("mode", ["json", "sse"])
async def test_no_text_of_a_client_breaks_a_line_of_the_log_or_an_event(
    driving: Any, server: Server, caplog: pytest.LogCaptureFixture, mode: Any
) -> None:
    caplog.set_level("DEBUG")
    meta = {PREFIX + "protocolVersion": HOSTILE, PREFIX + "clientInfo": {"name": HOSTILE, "version": HOSTILE}}
    latin = HOSTILE.encode("latin-1", "replace").decode("latin-1")
    app = server.asgi_app(response_mode=mode)
    async with driving(app) as driver:
        for body in (
            {"jsonrpc": "2.0", "id": HOSTILE, "method": HOSTILE, "params": {"_meta": meta}},
            {"jsonrpc": "2.0", "id": HOSTILE, "method": "initialize", "params": {"protocolVersion": HOSTILE}},
            {"jsonrpc": "2.0", "id": HOSTILE, "result": {HOSTILE: HOSTILE}},
            {"jsonrpc": "2.0", "method": HOSTILE, "params": {HOSTILE: HOSTILE}},
        ):
            for header in ("x-nothing", "mcp-session-id", "mcp-protocol-version", "mcp-method", "mcp-name", "origin"):
                call = driver.open("POST", body, {header: latin})
                assert await call.started() in (200, 202, 400, 403, 404)
                if call.headers.get("content-type") == "text/event-stream":
                    await call.message()
                    assert await call.event() is None
        for header in ("last-event-id", "mcp-session-id", "accept", "host"):
            await driver.open("GET", headers={header: latin}).started()
        await driver.open("GET", path="/" + latin).started()
        await anyio.wait_all_tasks_blocked()
    messages = [record.getMessage() for record in caplog.records if record.name.startswith("mcprism")]
    assert [message for message in messages if not message.isprintable()] == []
