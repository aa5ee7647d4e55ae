"""Our client against servers that nobody here wrote, in each version that they speak.

Servers of both generations speak the version that is asked for, and send what they always send: sound and structured
content also where the version has no name for them. Our client takes that as it comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, Context, PeerError
from mcprism.transports.process import ProcessChannel
from mcprism_types import v2025_11_25 as mcp
from tests.interop.conftest import Peers
from tests.interop.peers.recording import Recording
from tests.interop.wire import faults

pytestmark = pytest.mark.anyio

HERE = Path(__file__).parent / "peers"
NEWEST = "2026-07-28"
SESSIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
ASKING = ("2025-06-18", "2025-11-25", NEWEST)
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Official:
    """A server's program, and what is particular about it."""

    program: str
    structured_text: bool
    """Whether what a tool returns as text comes as structured content too."""
    unknown_tool: int | None
    """The code of the error for a tool that there is not; None: a tool result says so."""
    unknown_resource: int
    declares_logging: bool = True
    """Servers that do not declare it send log messages all the same, in sessions."""


SERVERS = {
    # Any error inside a handler has the code 0.
    "python 1": Official("python_1_server.py", True, None, 0, declares_logging=False),
    "python 2": Official("python_server.py", True, None, -32602, declares_logging=False),
    "typescript 1": Official("typescript_1_server.mjs", False, None, -32602),
    "typescript 2": Official("typescript_server.mjs", False, -32602, -32602),
}


def command(peers: Peers, server: str) -> list[str]:
    """What starts a server."""
    program = str(HERE / SERVERS[server].program)
    if server.startswith("python"):
        python = peers.environment("python-1") if server == "python 1" else peers.python
        return [str(python), program]
    return [str(peers.node), program, str(peers.packages)]


@dataclass
class Person(mcp.ClientHandler[Context]):
    """Answers what a server asks, and hears its log messages."""

    logs: list[list[Any]] = field(default_factory=list)
    heard: anyio.Event = field(default_factory=anyio.Event)

    async def elicit(self, params: mcp.ElicitRequestParams, ctx: Context) -> mcp.ElicitResult:
        """Fills in the form."""
        assert isinstance(params, mcp.ElicitRequestFormParams)
        assert list(params.requested_schema.properties) == ["name"]
        return mcp.ElicitResult(action="accept", content={"name": "Ada"})

    async def create_message(
        self, params: mcp.CreateMessageRequestParams, ctx: Context
    ) -> mcp.CreateMessageResult | mcp.CreateTaskResult:
        """Answers for a model."""
        said = params.messages[0].content
        assert isinstance(said, mcp.TextContent)
        return mcp.CreateMessageResult(
            role="assistant", model="m", content=mcp.TextContent(text=f"{said.text} Because.")
        )

    async def on_logging_message(self, params: mcp.LoggingMessageNotificationParams, ctx: Context) -> None:
        """Keeps them."""
        self.logs.append([params.level, params.data, params.logger])
        self.heard.set()


async def text_of(client: Client, tool: str, arguments: Mapping[str, Any] | None = None, **options: Any) -> str:
    """The text that a tool returned; `refused` if it failed."""
    result = await client.call_tool(tool, arguments or {}, timeout=20, **options)
    return "refused" if result.is_error else result.content[0].to_wire()["text"]


async def uses_everything(client: Client, person: Person, server: Official) -> None:
    """Each thing that the servers have, apart from questions."""
    assert client.server_info.name == "official"
    assert client.instructions == "Add numbers."
    tools = {tool.name: tool async for tool in client.list_tools()}
    assert list(tools) == ["add", "count", "log", "media", "fail", "ask", "think", "wait", "cancelled"]
    added = await client.call_tool("add", {"a": 2, "b": 3})
    assert [block.to_wire() for block in added.content] == [{"type": "text", "text": "5"}]
    assert added.structured_content == {"result": 5}
    progress: list[tuple[float, float | None, str | None]] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append((value, total, message))

    counted = await client.call_tool("count", {}, on_progress=on_progress)
    assert counted.to_wire().get("structuredContent") == ({"result": "5"} if server.structured_text else None)
    assert progress == [(step, 5, f"step {step}") for step in range(1, 6)]
    if server.declares_logging:
        await client.set_log_level("info")
    assert await text_of(client, "log") == "logged"
    if server.declares_logging or client.protocol_version != NEWEST:
        await person.heard.wait()
        assert person.logs == [["info", "careful", "official"]]
    media = await client.call_tool("media", {})
    assert [block.to_wire()["type"] for block in media.content] == ["text", "audio"]
    assert await text_of(client, "fail") == "refused"
    assert [resource.uri async for resource in client.list_resources()] == ["demo://greeting"]
    assert (await client.read_resource("demo://greeting")).contents[0].to_wire()["text"] == "hello"
    assert [prompt.name async for prompt in client.list_prompts()] == ["greet"]
    prompt = await client.get_prompt("greet", {"name": "Ada"})
    assert prompt.messages[0].content.to_wire()["text"] == "Greet Ada."
    await client.ping()


async def meets_errors(client: Client, server: Official) -> None:
    """What there is not."""
    if server.unknown_tool is None:
        assert await text_of(client, "nothing") == "refused"
    else:
        with pytest.raises(PeerError) as unknown:
            await client.call_tool("nothing", {})
        assert unknown.value.code == server.unknown_tool
    with pytest.raises(PeerError) as missing:
        await client.read_resource("demo://nothing")
    assert missing.value.code == server.unknown_resource


async def gives_up(client: Client) -> None:
    """A call that is cancelled once it has begun; the server says that it has noticed."""
    with anyio.CancelScope() as scope:

        async def on_progress(value: float, total: float | None, message: str | None) -> None:
            scope.cancel()

        await client.call_tool("wait", {}, on_progress=on_progress)
    assert scope.cancelled_caught
    assert await text_of(client, "cancelled") == "1"


def check_end(channel: Recording, version: str) -> None:
    """That the server has ended by itself, and that what we wrote is valid in the version."""
    assert channel.describe_end().startswith("the server process exited with status 0")
    assert faults(channel.messages, version) == []


async def is_asked(client: Client, name: str) -> None:
    """What the servers ask, in requests or in results; where users are not asked, the servers cannot."""
    assert await text_of(client, "think") == "m: Why? Because."
    if client.protocol_version in ASKING:
        assert await text_of(client, "ask") == "accept: Ada"
    elif name == "python 2":
        # It has a code of 2026-07-28 for what the client cannot do, in sessions too.
        with pytest.raises(PeerError, match="elicitation") as refusal:
            await client.call_tool("ask", {})
        assert refusal.value.code == -32021
    else:
        assert await text_of(client, "ask") == "refused"


# What differs between the event loops is the transport, and that is the same in all versions: trio has some rows.
@pytest.mark.parametrize(
    ("name", "version", "anyio_backend"),
    [
        *((name, version, "asyncio") for name in SERVERS for version in SESSIONS),
        *((name, SESSIONS[-1], "trio") for name in SERVERS),
        *((name, NEWEST, backend) for name in ("python 2", "typescript 2") for backend in ("asyncio", "trio")),
    ],
)
async def test_a_server_is_used_in_a_version(peers: Peers, name: str, version: str) -> None:
    server, person = SERVERS[name], Person()
    channel = Recording(ProcessChannel(command(peers, name)))
    with anyio.fail_after(PATIENCE):
        async with Client(channel, version=version, handler=person) as client:
            assert client.protocol_version == version
            await uses_everything(client, person, server)
            await meets_errors(client, server)
            await is_asked(client, name)
            await gives_up(client)
    check_end(channel, version)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(
    ("name", "versions", "negotiated"),
    [
        ("python 1", None, "2025-11-25"),
        ("python 2", None, NEWEST),
        ("typescript 1", None, "2025-11-25"),
        ("typescript 2", None, NEWEST),
        ("python 2", SESSIONS[:2], "2025-03-26"),
        ("typescript 2", SESSIONS, "2025-11-25"),
    ],
    ids=str,
)
async def test_the_newest_version_that_both_sides_have_is_spoken(
    peers: Peers, name: str, versions: tuple[str, ...] | None, negotiated: str
) -> None:
    channel = Recording(ProcessChannel(command(peers, name)))
    with anyio.fail_after(PATIENCE):
        async with Client(channel, versions=versions) as client:
            assert client.protocol_version == negotiated
            assert await text_of(client, "add", {"a": 2, "b": 3}) == "5"
    check_end(channel, negotiated)


async def test_server_everything_is_listed_and_called(peers: Peers) -> None:
    script = peers.packages / "node_modules/@modelcontextprotocol/server-everything/dist/index.js"
    progress: list[float] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append(value)

    async with Client([str(peers.node), str(script), "stdio"]) as client:
        assert client.protocol_version == "2025-11-25"
        assert client.server_info.name == "mcp-servers/everything"
        tools = {tool.name: tool async for tool in client.list_tools()}
        assert "echo" in tools
        result = await client.call_tool("echo", {"message": "hello"})
        assert [block.to_wire() for block in result.content] == [{"type": "text", "text": "Echo: hello"}]
        result = await client.call_tool(
            "trigger-long-running-operation", {"duration": 1, "steps": 4}, on_progress=on_progress
        )
        assert not result.is_error
        assert progress == [1, 2, 3, 4]
        prompts = [prompt.name async for prompt in client.list_prompts()]
        assert prompts
        resources = [resource.uri async for resource in client.list_resources()]
        assert resources
        read = await client.read_resource(resources[0])
        assert read.contents


async def test_server_time_is_listed_and_called(peers: Peers) -> None:
    async with Client([str(peers.python), "-m", "mcp_server_time", "--local-timezone", "UTC"]) as client:
        tools = [tool.name async for tool in client.list_tools()]
        assert tools == ["get_current_time", "convert_time"]
        result = await client.call_tool(
            "convert_time", {"source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"}
        )
        assert not result.is_error
        assert "T21:00:00+09:00" in result.content[0].to_wire()["text"]
        wrong = await client.call_tool("get_current_time", {"timezone": "Nowhere/Land"})
        assert wrong.is_error
