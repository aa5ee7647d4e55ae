"""Bad input, through a whole server: it is refused or kept exactly, and the next request works."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcprism import Client, Context, Server
from mcprism.errors import INVALID_REQUEST, PARSE_ERROR
from mcprism.jsonrpc import MAX_DEPTH
from mcprism_types import v2025_11_25 as v
from tests.runtime.faults import numbers

PATIENCE = 20.0
MIB = 1024 * 1024

on_both_loops = pytest.mark.usefixtures("anyio_backend", "no_task_is_left")


class Echo(v.ServerHandler[Context]):
    """Gives back what it is given."""

    def __init__(self) -> None:
        self.uris: list[str] = []

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        if params.name == "fail":
            raise ValueError(str(params.arguments))
        return v.CallToolResult(content=[], structured_content=params.arguments)

    async def read_resource(self, params: v.ReadResourceRequestParams, ctx: Context) -> v.ReadResourceResult:
        self.uris.append(params.uri)
        return v.ReadResourceResult(contents=[])

    async def complete(self, params: v.CompleteRequestParams, ctx: Context) -> v.CompleteResult:
        return v.CompleteResult(completion=v.CompleteResultCompletion(values=[]))

    async def set_level(self, params: v.SetLevelRequestParams, ctx: Context) -> v.EmptyResult:
        return v.EmptyResult()


@pytest.fixture
def server() -> Server:
    return Server.from_handler(Echo(), name="echo", version="1")


def call(arguments: bytes, *, request_id: bytes = b"7", name: bytes = b"echo") -> bytes:
    """A call with exactly this text as its arguments."""
    return b'{"jsonrpc":"2.0","id":%b,"method":"tools/call","params":{"name":"%b","arguments":%b}}' % (
        request_id,
        name,
        arguments,
    )


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-05")
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(b"9223372036854775808", id="2^63"),
        pytest.param(b"1180591620717411303424", id="2^70"),
        pytest.param(b"1" + b"0" * 400, id="401 digits"),
        pytest.param(b"-0.0", id="-0.0"),
        pytest.param(b"1.7976931348623157e+308", id="largest"),
        pytest.param(b"5e-324", id="least"),
        pytest.param(b"0.1", id="0.1"),
    ],
)
async def test_number_comes_back_as_it_was_sent(talk_to: Any, server: Server, number: bytes) -> None:
    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send(call(b'{"n":%b}' % number))
        assert f'"n":{number.decode()}' in json.dumps(await hand.receive(), separators=(",", ":"))


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-05")
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(b"1e400", id="1e400"),
        pytest.param(b"-1E+400", id="-1E+400"),
        pytest.param(b"1e0000309", id="zeros in the exponent"),
        pytest.param(b"1" * 290 + b"e20", id="digits and a small exponent"),
        pytest.param(b"1" + b"0" * 400 + b".0", id="digits and a fraction"),
        pytest.param(b"9" * 5000, id="5000 digits"),
        pytest.param(b"NaN", id="NaN"),
        pytest.param(b"Infinity", id="Infinity"),
    ],
)
async def test_number_that_cannot_be_represented_is_refused(talk_to: Any, server: Server, number: bytes) -> None:
    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send(call(b'{"a":[{"n":%b}]}' % number))
        answer = await hand.receive()
        assert (answer["id"], answer["error"]["code"]) == (None, PARSE_ERROR)
        assert (await hand.ask("ping"))["result"] == {}


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-05")
async def test_minus_zero_is_not_zero(talk_to: Any, server: Server) -> None:
    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send(call(b'{"n":-0,"more":[-0 , 0,-1,-0.5],"text":"-0"}'))
        content = (await hand.receive())["result"]["structuredContent"]
        assert json.dumps(content) == '{"n": -0.0, "more": [-0.0, 0, -1, -0.5], "text": "-0"}'


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-05")
async def test_text_that_looks_like_a_large_number_is_a_text(talk_to: Any, server: Server) -> None:
    text = "1e400 " + "1" * 500
    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send(call(json.dumps({"1e999": text}).encode()))
        assert (await hand.receive())["result"]["structuredContent"] == {"1e999": text}


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-04")
async def test_depth_that_is_taken_comes_back(talk_to: Any, server: Server) -> None:
    # Message, params and arguments are three levels.
    deepest, deeper = (b'{"x":' + b"[" * depth + b"]" * depth + b"}" for depth in (MAX_DEPTH - 3, MAX_DEPTH - 2))
    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send(call(deepest))
        assert (await hand.receive())["result"]["structuredContent"] == json.loads(deepest)
        for frame in (call(deeper), call(b"[" * 500_000)):
            hand.send(frame)
            assert (await hand.receive())["error"]["code"] == PARSE_ERROR


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-03")
@pytest.mark.parametrize("text", [b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\x00"], ids=repr)
async def test_text_that_is_none_is_refused_and_never_altered(talk_to: Any, server: Server, text: bytes) -> None:
    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send(call(b'{"text":"%b"}' % text))
        answer = await hand.receive()
        assert (answer["id"], answer["error"]["code"]) == (None, PARSE_ERROR)
        # What is text stays as it is, to the last character.
        rare = "\x00\x1b\u2028\ufeff\ufffe\U0010ffff"
        hand.send(call(json.dumps({"text": rare}).encode()))
        assert (await hand.receive())["result"]["structuredContent"] == {"text": rare}


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-07")
async def test_names_are_exact_and_unknown_ones_cost_nothing(talk_to: Any, server: Server) -> None:
    async with talk_to(server) as hand:
        await hand.initialize()
        for method in ("Tools/call", "tools/call ", "toolscall", "", "nope"):
            answer = await hand.ask(method, {"name": "echo"})
            assert answer["error"]["code"] == -32601
        hand.send({"id": 1, "method": "tools/call", "params": {"name": "echo", "Name": "x", "more": 1}, "more": 2})
        assert "result" in await hand.receive()
        hand.send({"method": "notifications/nope", "params": {"a": 1}})
        hand.send({"method": "tools/call", "params": {"name": "echo"}})
        assert (await hand.ask("ping"))["result"] == {}


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-02")
async def test_whole_list_of_bad_messages_gets_an_answer_each(talk_to: Any, server: Server) -> None:
    bad = [b"true", b"[]", b"{}", b'"x"', b'{"jsonrpc":"2.0","id":1}', b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}']
    async with talk_to(server) as hand:
        await hand.initialize()
        for frame in bad:
            hand.send(frame)
            assert (await hand.receive())["error"]["code"] == INVALID_REQUEST
        assert (await hand.ask("ping"))["result"] == {}


HOSTILE = "a\nb\rc\x00d\x1b[31me\u2028f\x85g\u202eh"


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-09")
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_no_text_of_the_peer_breaks_a_line_of_the_log(
    talk_to: Any, server: Server, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    meta = {
        "io.modelcontextprotocol/protocolVersion": HOSTILE,
        "io.modelcontextprotocol/clientInfo": {"name": HOSTILE, "version": HOSTILE},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    async with talk_to(server) as hand:
        hand.send({"id": HOSTILE, "method": HOSTILE})
        hand.send({"id": "first", "method": "tools/call", "params": {"_meta": meta, "name": HOSTILE}})
        for _ in range(2):
            await hand.receive()
        if version == "2025-11-25":
            await hand.initialize(HOSTILE)
            meta = {}
        else:
            meta |= {"io.modelcontextprotocol/protocolVersion": version}
        for method, params in [
            ("tools/call", {"name": HOSTILE}),
            ("tools/call", {"name": "fail", "arguments": {HOSTILE: HOSTILE}}),
            ("resources/read", {"uri": HOSTILE}),
            ("completion/complete", {"ref": {"type": HOSTILE}, "argument": {"name": HOSTILE, "value": HOSTILE}}),
            ("logging/setLevel", {"level": HOSTILE}),
            (HOSTILE, {}),
        ]:
            hand.send({"id": HOSTILE, "method": method, "params": {**params, "_meta": meta}})
            await hand.receive()
        hand.send({"method": HOSTILE, "params": {HOSTILE: HOSTILE}})
        hand.send({"method": "notifications/cancelled", "params": {"requestId": HOSTILE, "reason": HOSTILE}})
        hand.send({"method": "notifications/progress", "params": {"progressToken": HOSTILE, "progress": 1}})
        hand.send({"id": HOSTILE, "result": {HOSTILE: HOSTILE}})
        hand.send({"id": None, "error": {"code": 1, "message": HOSTILE, "data": HOSTILE}})
        hand.send(b'{"jsonrpc":"2.0","id":1,"result":{},"' + json.dumps(HOSTILE).encode()[1:-1] + b'":1,"error":[]}')
        assert (await hand.receive())["error"]["code"] == INVALID_REQUEST
        assert (await hand.ask("ping", {"_meta": meta}))["id"] == hand.last_id
    messages = [record.getMessage() for record in caplog.records if record.name.startswith("mcprism")]
    assert messages
    assert [message for message in messages if not message.isprintable()] == []


URIS = [
    "file:///../../etc/passwd",
    "file:///%2e%2e/%2e%2e/etc/passwd",
    "file:///%252e%252e/etc/passwd",
    "file:///..%2f..%2fetc/passwd",
    "file:///..%5c..%5cetc/passwd",
    "file:///..\\..\\etc\\passwd",
    "file:///C:/Windows/win.ini",
    "file:////etc/passwd",
    "file:///a%00b",
    "FILE:///A/./B",
    "x://" + "a" * 100_000,
]


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-10")
@pytest.mark.parametrize("version", ["2024-11-05", "2026-07-28"])
async def test_handler_gets_each_uri_as_it_was_sent(version: str) -> None:
    handler = Echo()
    async with Client(Server.from_handler(handler, name="echo", version="1"), version=version) as client:
        for uri in URIS:
            await client.read_resource(uri)
    assert handler.uris == URIS


@pytest.mark.anyio
@on_both_loops
@pytest.mark.fault("IN-11")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 100_000 + "!", id="letters"),
        pytest.param("{" * 100_000, id="braces"),
        pytest.param("{a}" * 33_000 + "{", id="variables"),
        pytest.param("x://" + "%2e" * 33_000, id="percent signs"),
        pytest.param("/." * 50_000, id="dots"),
        pytest.param(" \t" * 50_000 + "x", id="blanks"),
    ],
)
async def test_adversarial_text_takes_linear_time(text: str) -> None:
    """Anything else would keep this from ending within the time limit of a test."""
    server = Server.from_handler(Adversary(text), name="adversary", version="1")
    for version in ("2024-11-05", "2025-11-25", "2026-07-28"):
        async with Client(server, version=version) as client:
            await client.call_tool(text, {text: text})
            await client.read_resource(text)
            assert [tool.name async for tool in client.list_tools()] == [text]
            assert [template.uri_template async for template in client.list_resource_templates()] == [text]


class Adversary(Echo):
    """Lists things with a name of its choice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    async def list_tools(self, params: v.PaginatedRequestParams | None, ctx: Context) -> v.ListToolsResult:
        return v.ListToolsResult(tools=[v.Tool(name=self.text, input_schema={"type": "object"})])

    async def list_resource_templates(self, params: Any, ctx: Context) -> v.ListResourceTemplatesResult:
        template = v.ResourceTemplate(name=self.text, uri_template=self.text)
        return v.ListResourceTemplatesResult(resource_templates=[template])


SERVER = """
import sys
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import ServerHandler

Server.from_handler(ServerHandler[Context](), name="server", version="1").run(backend=sys.argv[1])
"""


@pytest.mark.fault("IN-06")
@pytest.mark.load
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_line_far_over_the_limit_costs_little_memory(
    backend: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    (tmp_path / "server.py").write_text(SERVER)
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "server.py"), backend], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(line: bytes) -> Any:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        def peak() -> int:
            status = Path(f"/proc/{process.pid}/status").read_text()
            return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))

        ping = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
        ask(ping)
        small = peak()
        for _ in range(numbers.LINE // MIB - 1):
            process.stdin.write(b"x" * MIB)
        answer = ask(b"x" * MIB)
        assert (answer["id"], answer["error"]["code"]) == (None, INVALID_REQUEST)
        assert ask(ping)["result"] == {}
        large = peak()
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
    record_property("memory more at most, MB", (large - small) / 1024)
    assert large - small < 50 * 1024
