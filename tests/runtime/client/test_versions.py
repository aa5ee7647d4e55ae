"""A client against servers of every version with a handshake: what it gets is always of one version."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, Context, LossReport, NotSupportedByPeer, PeerError, ProtocolError, Server
from mcprism.transports.channel import Channel
from mcprism.versions import ERAS
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

HOMES = list(ERAS)
PEERS = [version for version, era in ERAS.items() if era == "handshake"]
PATIENCE = 20.0
NO_ELICITATION = PEERS[:2]


def types_of(version: str) -> Any:
    return import_module(f"mcprism_types.v{version.replace('-', '_')}")


def old_server(version: str, **options: Any) -> Server:
    """A server that speaks one version, and was written for it."""
    types = types_of(version)

    class Old(types.ServerHandler):
        async def list_tools(self, params: Any, ctx: Context) -> Any:
            cursor = params.cursor if params is not None else None
            if cursor is None:
                return types.ListToolsResult(
                    tools=[types.Tool(name="one", input_schema={"type": "object"})], next_cursor="2"
                )
            return types.ListToolsResult(tools=[types.Tool(name="two", input_schema={"type": "object"})])

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            return types.CallToolResult(content=[types.TextContent(text=f"{params.name} {params.arguments}")])

        async def complete(self, params: Any, ctx: Context) -> Any:
            return types.CompleteResult.from_wire({"completion": {"values": sorted(params.to_wire())}})

        async def read_resource(self, params: Any, ctx: Context) -> Any:
            raise ProtocolError("not found", code=-32002, data={"uri": params.uri})

    return Server.from_handler(Old(), name="old", version="1", versions=[version], **options)


def asking_server(version: str) -> Server:
    """A server that speaks one version and asks the client everything there is to ask."""

    class Asking(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            calls = v.ServerCalls(ctx.outbound)
            match params.name:
                case "roots":
                    text = (await calls.list_roots(None)).roots[0].uri
                case "sample":
                    blocks: Any = [v.TextContent(text="a"), v.TextContent(text="b")]
                    message = v.SamplingMessage(role="user", content=blocks)
                    request = v.CreateMessageRequestParams(messages=[message], max_tokens=1)
                    text = str((await calls.create_message(request)).content)
                case _:
                    schema: Any = {
                        "type": "object",
                        "properties": {"pick": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}},
                    }
                    question = v.ElicitRequestFormParams.from_wire({"message": "?", "requestedSchema": schema})
                    text = str((await calls.elicit(question)).content)
            return v.CallToolResult(content=[v.TextContent(text=text)])

    return Server.from_handler(Asking(), name="asking", version="1", versions=[version])


def answers_of(home: str) -> Any:
    """A client's handler of any version."""
    types = types_of(home)

    class Answers(types.ClientHandler):
        def __init__(self) -> None:
            self.seen: list[Any] = []

        async def list_roots(self, params: Any, ctx: Context) -> Any:
            return types.ListRootsResult(roots=[types.Root(uri="file:///x")])

        async def create_message(self, params: Any, ctx: Context) -> Any:
            self.seen.append(len(params.messages))
            content = {"type": "text", "text": "sampled"}
            return types.CreateMessageResult.from_wire({"role": "assistant", "model": "m", "content": content})

    if home not in NO_ELICITATION:

        class More(Answers):
            async def elicit(self, params: Any, ctx: Context) -> Any:
                properties = params.to_wire()["requestedSchema"]["properties"]
                content = {name: ["a"] if field["type"] == "array" else True for name, field in properties.items()}
                return types.ElicitResult.from_wire({"action": "accept", "content": content})

        return More()
    return Answers()


@pytest.mark.parametrize("version", PEERS)
async def test_client_accepts_what_an_older_server_speaks(version: str) -> None:
    lost: list[LossReport] = []
    async with Client(old_server(version), on_loss=lost.append) as client:
        assert client.protocol_version == version
        assert client.server_info.name == "old"
        assert [type(tool) async for tool in client.list_tools()] == [home.Tool, home.Tool]
        result = await client.call_tool("one", {"a": 1})
        assert result == home.CallToolResult(content=[home.TextContent(text="one {'a': 1}")])
        assert lost == []
        completed = await client.complete(home.PromptReference(name="p"), "a", "", context={"b": "2"})
        assert completed.completion.values == (["argument", "ref"] if lost else ["argument", "context", "ref"])
        assert {(report.feature, report.loss) for report in lost} == (
            {("CompleteRequestParams.context", "hint")} if version in NO_ELICITATION else set()
        )
        await client.ping()


@pytest.mark.parametrize("version", PEERS)
async def test_error_of_an_older_server_is_raised_as_the_newest_version_has_it(version: str) -> None:
    async with Client(old_server(version)) as client:
        with pytest.raises(PeerError) as caught:
            await client.read_resource("x://none")
    assert (caught.value.code, caught.value.data) == (-32602, {"uri": "x://none"})


@pytest.mark.parametrize(
    ("version", "needs"), [(version, "2025-11-25 or newer") for version in PEERS[:3]] + [(PEERS[3], "its capability")]
)
async def test_what_a_version_does_not_have_is_refused_and_named(version: str, needs: str) -> None:
    async with Client(old_server(version)) as client:
        with pytest.raises(NotSupportedByPeer, match=f"speaks {version}, and this needs {needs}"):
            await v.ClientCalls(client.outbound("2025-11-25")).list_tasks(None)


@pytest.mark.parametrize("version", PEERS)
async def test_what_would_be_degraded_can_be_refused(version: str) -> None:
    params = v.CallToolRequestParams.from_wire({"name": "one", "task": {}})
    server = old_server(version, capabilities={"tasks": {"requests": {"tools": {"call": {}}}}})
    async with Client(server, lossy="refuse", on_loss=lambda report: None) as client:
        calls = v.ClientCalls(client.outbound("2025-11-25"))
        if version == PEERS[-1]:
            assert await calls.call_tool(params)
        else:
            with pytest.raises(NotSupportedByPeer, match=r"params\.task"):
                await calls.call_tool(params)


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("version", PEERS)
async def test_handler_of_any_version_answers_the_server(version: str, home: str) -> None:
    answers = answers_of(home)
    async with Client(asking_server(version), handler=answers) as client:
        assert client.protocol_version == version
        assert text_of(await client.call_tool("roots")) == "file:///x"
        assert "sampled" in text_of(await client.call_tool("sample"))
        elicited = await client.call_tool("elicit")
    # Versions that have no lists of blocks get as many messages.
    has_lists = version == PEERS[-1] and home in HOMES[3:]
    assert answers.seen == [1 if has_lists else 2]
    if version in NO_ELICITATION or home in NO_ELICITATION:
        assert elicited.is_error
        assert "does not support elicitation" in text_of(elicited)
    else:
        # Where either version has no choice of several, the handler is asked two questions, and says yes to both.
        asked_at_once = version == PEERS[-1] and home in HOMES[3:]
        assert text_of(elicited) == ("{'pick': ['a']}" if asked_at_once else "{'pick': ['a', 'b']}")


def text_of(result: home.CallToolResult) -> str:
    block = result.content[0]
    assert isinstance(block, home.TextContent)
    return block.text


PROGRAM = """
from mcprism import Context, Server
from mcprism_types.v2024_11_05 import CallToolResult, ServerHandler, TextContent


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        await ctx.progress(1, 2, "half")
        return CallToolResult(content=[TextContent(text=str(params.arguments))])


Server.from_handler(Handler(), name="program", version="1", versions=VERSIONS).run()
"""


@pytest.mark.parametrize("versions", [["2024-11-05"], None], ids=["as it was", "in every version"])
async def test_program_of_the_first_version_is_used_over_stdio(tmp_path: Path, versions: list[str] | None) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("VERSIONS", repr(versions)))
    seen: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total, message))

    with anyio.fail_after(PATIENCE):
        async with Client([sys.executable, str(program)]) as client:
            assert client.protocol_version == (versions or HOMES)[-1]
            assert text_of(await client.call_tool("x", {"a": 1}, on_progress=on_progress)) == "{'a': 1}"
    assert seen == [(1, 2, "half" if versions is None else None)]


@pytest.mark.covers("S3", versions="2025-03-26")
async def test_batch_of_a_server_is_answered_as_one_array() -> None:
    answered: list[Any] = []
    done = anyio.Event()

    class Batching:
        async def serve(self, channel: Channel) -> None:
            async with channel:
                (request,) = await channel.receive()
                info = {"name": "hand", "version": "0"}
                result = {"protocolVersion": "2025-03-26", "capabilities": {}, "serverInfo": info}
                channel.send(message(id=json.loads(request)["id"], result=result))
                initialized = b""
                while b"notifications/initialized" not in initialized:
                    initialized = b"".join(await channel.receive())
                questions = [message(id=1, method="ping"), message(id=2, method="roots/list")]
                channel.send(b"[%b]" % b",".join(questions))
                answered.extend(json.loads(frame) for frame in await channel.receive())
                done.set()
                while await channel.receive():
                    pass

    with anyio.fail_after(PATIENCE):
        async with Client(Batching(), handler=answers_of("2025-11-25"), versions=PEERS):
            await done.wait()
    ((pong, roots),) = answered
    assert (pong["result"], roots["result"]) == ({}, {"roots": [{"uri": "file:///x"}]})


def message(**members: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **members}).encode()
