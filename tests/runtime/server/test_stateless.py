"""Handlers of every version served to a client without a session, spoken to by hand. M1 to M7 and S6 by their names."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Context, LossReport, Server
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared, undeclared_in_message
from mcprism_types import v2026_07_28 as new
from tests.generated.stored import corrected, stored

pytestmark = pytest.mark.anyio

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
INITIALIZE = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "hand", "version": "0"}}


def enveloped(params: dict[str, Any] | None = None, **said: Any) -> dict[str, Any]:
    """Params that say who asks; `said`: more of that, or None for what is left out."""
    members = {"protocolVersion": VERSION, "clientCapabilities": {}, **said}
    named = {PREFIX + name: value for name, value in members.items() if value is not None}
    given = params or {}
    return {**given, "_meta": {**given.get("_meta", {}), **named}}


def check(kind: str, value: Any) -> None:
    """Fails unless a value is of an official type of the version, and names nothing that the version does not."""
    for contract in (stored(VERSION), corrected(VERSION)):
        contract.validator(kind).validate(value)
    assert undeclared(value, VERSION, kind) == []


def check_refusal(answer: dict[str, Any]) -> None:
    """The same for an error message; where the code has a type of its own, that is the type."""
    kind = "UnsupportedProtocolVersionError" if answer["error"]["code"] == -32022 else "JSONRPCErrorResponse"
    for contract in (stored(VERSION), corrected(VERSION)):
        contract.validator(kind).validate(answer)
    assert undeclared_in_message(answer, VERSION) == []


def handler_of(home: str) -> Any:
    """A handler that is written for some version."""
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")
    cacheable = {"ttlMs": 5, "cacheScope": "public"} if home == VERSION else {}

    class Everything(types.ServerHandler):
        async def list_tools(self, params: Any, ctx: Context) -> Any:
            return types.ListToolsResult.from_wire(
                {"tools": [{"name": "text", "inputSchema": {"type": "object"}}], **cacheable}
            )

        async def read_resource(self, params: Any, ctx: Context) -> Any:
            if params.uri == "x://none":
                code = -32602 if home == VERSION else -32002
                raise import_module("mcprism").ProtocolError("not found", code=code, data={"uri": params.uri})
            return types.ReadResourceResult.from_wire(
                {"contents": [{"uri": params.uri, "text": "text"}], **cacheable, "_meta": {"mine": 1}}
            )

        async def get_prompt(self, params: Any, ctx: Context) -> Any:
            content = {"type": "text", "text": params.name}
            return types.GetPromptResult.from_wire({"messages": [{"role": "user", "content": content}]})

        async def complete(self, params: Any, ctx: Context) -> Any:
            return types.CompleteResult.from_wire({"completion": {"values": [ctx.peer.version]}})

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            if params.name == "roots":
                registry: Any = import_module(f"{types.__name__}.registry")
                await ctx.outbound.request(registry.LIST_ROOTS, None)
            await ctx.progress(1, 2, "half")
            await ctx.log("info", "at work")
            text = ctx.peer.info.name if ctx.peer.info is not None else "nobody"
            return types.CallToolResult.from_wire({"content": [{"type": "text", "text": text}]})

    return Everything()


def serve(home: str, **options: Any) -> Server:
    options = {"capabilities": {"logging": {}}, "instructions": "Look.", **options}
    return Server.from_handler(handler_of(home), name="demo", version="1", **options)


@pytest.mark.parametrize("home", list(ERAS))
async def test_handler_of_any_version_serves_clients_without_sessions(talk_to: Any, home: str) -> None:
    lost: list[LossReport] = []
    async with talk_to(serve(home, on_loss=lost.append)) as hand:

        async def ask(method: str, kind: str, **params: Any) -> Any:
            result = (await hand.ask(method, enveloped(params)))["result"]
            check(kind, result)
            assert result["resultType"] == "complete"
            assert result["_meta"][PREFIX + "serverInfo"] == {"name": "demo", "version": "1"}
            return result

        discovered = await ask("server/discover", "DiscoverResult")
        assert (discovered["supportedVersions"], discovered["instructions"]) == ([VERSION], "Look.")
        assert discovered["capabilities"] == {
            "tools": {},
            "resources": {},
            "prompts": {},
            "completions": {},
            "logging": {},
        }
        listed = await ask("tools/list", "ListToolsResult")
        assert listed["ttlMs"] == (5 if home == VERSION else 0)
        called = await ask("tools/call", "CallToolResult", name="text")
        assert called["content"] == [{"type": "text", "text": "nobody"}]
        read = await ask("resources/read", "ReadResourceResult", uri="x://r")
        assert read["_meta"]["mine"] == 1
        await ask("prompts/get", "GetPromptResult", name="p")
        completed = await ask(
            "completion/complete",
            "CompleteResult",
            ref={"type": "ref/prompt", "name": "p"},
            argument={"name": "a", "value": ""},
        )
        assert completed["completion"]["values"] == [VERSION]
        error = (await hand.ask("resources/read", enveloped({"uri": "x://none"})))["error"]
        assert (error["code"], error["data"]) == (-32602, {"uri": "x://none"})
    assert lost == []


@pytest.mark.covers("M4", "M7", versions="stateless")
@pytest.mark.parametrize("home", list(ERAS))
async def test_m4_m7_notifications_are_what_this_request_asked_for(talk_to: Any, home: str) -> None:
    async with talk_to(serve(home)) as hand:
        said = {"clientInfo": {"name": "me", "version": "1"}, "logLevel": "info"}
        params = enveloped({"name": "text", "_meta": {"progressToken": "t"}}, **said)
        hand.send({"id": "a", "method": "tools/call", "params": params})
        progress, log, answer = [await hand.receive() for _ in range(3)]
        assert progress["params"] == {"progressToken": "t", "progress": 1, "total": 2, "message": "half"}
        assert log["params"] == {"level": "info", "data": "at work"}
        check("LoggingMessageNotification", log)
        assert answer["result"]["content"][0]["text"] == "me"
        plain = await hand.ask("tools/call", enveloped({"name": "text"}))
        assert plain["result"]["content"][0]["text"] == "nobody"
        louder = await hand.ask("tools/call", enveloped({"name": "text"}, logLevel="error"))
        assert "result" in louder


@pytest.mark.covers("M1", "M2", "M7", versions="stateless")
@pytest.mark.parametrize("home", list(ERAS))
@pytest.mark.parametrize(
    ("said", "code", "named"),
    [
        pytest.param({"clientCapabilities": None}, -32602, PREFIX + "clientCapabilities", id="m1"),
        pytest.param({"protocolVersion": "2099-01-01"}, -32022, "2099-01-01", id="m2"),
        pytest.param({"logLevel": "loud"}, -32602, PREFIX + "logLevel", id="m7"),
    ],
)
async def test_request_that_does_not_say_who_asks_is_refused(
    talk_to: Any, home: str, said: dict[str, Any], code: int, named: str
) -> None:
    async with talk_to(serve(home)) as hand:
        for method in ("tools/list", "server/discover"):
            answer = await hand.ask(method, enveloped(**said))
            assert answer["error"]["code"] == code
            assert named in answer["error"]["message"]
            check_refusal(answer)


@pytest.mark.covers("M1", versions="stateless")
async def test_m1_server_of_this_era_alone_wants_the_version(talk_to: Any) -> None:
    async with talk_to(serve("2025-06-18", versions=[VERSION])) as hand:
        error = (await hand.ask("tools/list"))["error"]
        assert (error["code"], PREFIX + "protocolVersion" in error["message"]) == (-32602, True)
        assert "result" in await hand.ask("tools/list", enveloped())


@pytest.mark.covers("M6", versions="stateless")
async def test_m6_server_of_this_era_alone_names_its_versions_to_who_wants_a_session(talk_to: Any) -> None:
    async with talk_to(serve("2025-06-18", versions=[VERSION])) as hand:
        answer = await hand.ask("initialize", INITIALIZE)
    check_refusal(answer)
    assert answer["error"]["data"] == {"supported": [VERSION], "requested": "2025-11-25"}


@pytest.mark.covers("S6", versions=VERSION)
async def test_s6_request_that_says_its_version_settles_for_no_session(talk_to: Any) -> None:
    async with talk_to(serve("2025-11-25")) as hand:
        assert "result" in await hand.ask("tools/list", enveloped())
        assert (await hand.ask("initialize", INITIALIZE))["error"]["code"] == -32022
        assert (await hand.ask("tools/list"))["error"]["code"] == -32602
        assert "result" in await hand.ask("tools/list", enveloped())


@pytest.mark.covers("S6")
@pytest.mark.parametrize("version", [version for version in ERAS if version != VERSION])
async def test_s6_handshake_settles_for_a_session(talk_to: Any, version: str) -> None:
    async with talk_to(serve("2025-11-25")) as hand:
        await hand.initialize(version)
        assert (await hand.ask("tools/list", enveloped()))["error"]["code"] == -32600
        assert (await hand.ask("tools/list"))["result"]["tools"]


async def test_server_with_sessions_alone_does_not_know_discovery(talk_to: Any) -> None:
    async with talk_to(serve(VERSION, versions=["2025-11-25"])) as hand:
        assert (await hand.ask("server/discover", enveloped()))["error"]["code"] == -32601
        assert (await hand.initialize())["protocolVersion"] == "2025-11-25"


@pytest.mark.parametrize("home", list(ERAS))
async def test_question_to_the_client_travels_in_the_result(talk_to: Any, home: str) -> None:
    async with talk_to(serve(home)) as hand:
        answer = await hand.ask("tools/call", enveloped({"name": "roots"}, clientCapabilities={"roots": {}}))
        check("InputRequiredResult", answer["result"])
        assert list(answer["result"]["inputRequests"].values()) == [{"method": "roots/list"}]


@pytest.mark.covers("S3", versions=VERSION)
async def test_s3_batch_is_refused(talk_to: Any) -> None:
    async with talk_to(serve("2025-11-25")) as hand:
        assert "result" in await hand.ask("tools/list", enveloped())
        request = {"jsonrpc": "2.0", "id": 7, "method": "tools/list", "params": enveloped()}
        hand.send(json.dumps([request]).encode())
        refused = await hand.receive()
        assert (refused["id"], refused["error"]["code"]) == (None, -32600)
        assert "result" in await hand.ask("tools/list", enveloped())


@pytest.mark.covers("not offered", versions="stateless")
@pytest.mark.parametrize("method", ["ping", "logging/setLevel", "resources/subscribe", "x"])
async def test_method_that_the_version_or_the_server_does_not_have_is_not_found(talk_to: Any, method: str) -> None:
    class Older(import_module("mcprism_types.v2025_11_25").ServerHandler):  # type: ignore[misc]
        async def subscribe(self, params: Any, ctx: Context) -> Any:
            raise AssertionError

        async def set_level(self, params: Any, ctx: Context) -> Any:
            raise AssertionError

    async with talk_to(Server.from_handler(Older(), name="old", version="1")) as hand:
        answer = await hand.ask(method, enveloped({"uri": "x://r", "level": "info"}))
    assert answer["error"]["code"] == -32601


async def test_question_that_a_handler_returns_reaches_the_client_and_its_answer_the_handler(talk_to: Any) -> None:
    class Asking(new.ServerHandler[Context]):
        async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> Any:
            if params.input_responses is None:
                asked = {"q": {"method": "roots/list"}}
                return new.InputRequiredResult.from_wire({"resultType": "input_required", "inputRequests": asked})
            return new.CallToolResult(content=[new.TextContent(text=str(sorted(params.input_responses)))])

    async with talk_to(Server.from_handler(Asking(), name="asking", version="1")) as hand:
        offer = {"clientCapabilities": {"roots": {}}}
        first = (await hand.ask("tools/call", enveloped({"name": "x"}, **offer)))["result"]
        check("InputRequiredResult", first)
        assert (first["resultType"], first["inputRequests"]) == ("input_required", {"q": {"method": "roots/list"}})
        responses = {"q": {"roots": [{"uri": "file:///x"}]}}
        second = (await hand.ask("tools/call", enveloped({"name": "x", "inputResponses": responses}, **offer)))[
            "result"
        ]
        check("CallToolResult", second)
        assert second["content"][0]["text"] == "['q']"


@pytest.mark.covers("C1", "C2", versions="stateless")
async def test_c1_cancelled_request_is_never_answered(talk_to: Any) -> None:
    begun, cancelled = anyio.Event(), anyio.Event()

    class Waiting(new.ServerHandler[Context]):
        async def call_tool(self, params: Any, ctx: Context) -> Any:
            begun.set()
            try:
                await anyio.sleep_forever()
            finally:
                cancelled.set()

    async with talk_to(Server.from_handler(Waiting(), name="waiting", version="1")) as hand:
        hand.send({"id": "w", "method": "tools/call", "params": enveloped({"name": "x"})})
        with anyio.fail_after(10):
            await begun.wait()
            hand.send({"method": "notifications/cancelled", "params": {"requestId": "w"}})
            await cancelled.wait()
        assert (await hand.ask("server/discover", enveloped()))["result"]["supportedVersions"] == [VERSION]


PROGRAM = """
from mcprism import Context, Server
from mcprism_types.v2025_06_18 import CallToolResult, ServerHandler, TextContent


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        return CallToolResult(content=[TextContent(text=ctx.peer.version)])


Server.from_handler(Handler(), name="program", version="1").run(backend="BACKEND")
"""


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("first", ["server/discover", "initialize"])
def test_s6_era_of_a_process_is_that_of_its_first_request(tmp_path: Path, backend: str, first: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("BACKEND", backend))
    messages = [
        {"id": 1, "method": first, "params": INITIALIZE if first == "initialize" else enveloped()},
        {"id": 2, "method": "tools/call", "params": enveloped({"name": "x"})},
        {"id": 3, "method": "initialize", "params": INITIALIZE},
    ]
    lines = "".join(json.dumps({"jsonrpc": "2.0", **message}) + "\n" for message in messages)
    command = [sys.executable, str(program)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    assert "result" in answers[1]
    if first == "initialize":
        assert (answers[2]["error"]["code"], answers[3]["error"]["code"]) == (-32600, -32600)
    else:
        check("CallToolResult", answers[2]["result"])
        assert answers[2]["result"]["content"][0]["text"] == VERSION
        assert answers[3]["error"]["code"] == -32022
