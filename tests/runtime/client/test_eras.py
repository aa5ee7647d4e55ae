"""A client and servers without sessions; and how it finds out which kind a server is."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import (
    Client,
    ConnectionClosed,
    Context,
    InvalidAnswer,
    NotSupportedByPeer,
    PeerError,
    RequestTimeout,
    Server,
    UnsupportedVersion,
)
from mcprism.client.opening import Opening, Route
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism.versions import ERAS, HandshakeClient, Introduction, StatelessClient, installed
from mcprism.versions.contract import undeclared_in_message
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new

pytestmark = pytest.mark.anyio

VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
PATIENCE = 20.0
DISCOVERED = {
    "resultType": "complete",
    "supportedVersions": [VERSION],
    "capabilities": {"tools": {}, "logging": {}},
    "instructions": "Look.",
    "ttlMs": 0,
    "cacheScope": "private",
    "_meta": {PREFIX + "serverInfo": {"name": "hand", "version": "0"}},
}
INITIALIZED = {
    "protocolVersion": "2025-11-25",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "hand", "version": "0"},
}
TOO_OLD = {"error": {"code": -32601, "message": "Method not found"}}
TOO_NEW = {
    "error": {"code": -32022, "message": "no sessions", "data": {"supported": [VERSION], "requested": "2025-11-25"}}
}

Answer = dict[str, Any] | None


class ByHand:
    """A server that answers each request as a function says: a `result`, an `error`, or None for silence."""

    def __init__(self, answer: Callable[[str, int], Answer]) -> None:
        self.answer = answer
        self.seen: list[Any] = []

    @property
    def methods(self) -> list[str]:
        """What was asked and told, in order."""
        return [message["method"] for message in self.seen]

    async def serve(self, channel: Channel) -> None:
        async with channel:
            while frames := await channel.receive():
                for frame in frames:
                    assert isinstance(frame, bytes)
                    message = json.loads(frame)
                    self.seen.append(message)
                    answer = None
                    if "id" in message:
                        answer = self.answer(message["method"], self.methods.count(message["method"]))
                    if answer is not None:
                        channel.send(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}).encode())


def stateless(**results: Any) -> ByHand:
    """A server without sessions; `results` by the method, with `_` for `/`."""

    def answer(method: str, count: int) -> Answer:
        if method == "server/discover":
            return {"result": DISCOVERED}
        return {"result": results[method.replace("/", "_")]}

    return ByHand(answer)


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(PATIENCE):
        yield


class Handler(new.ServerHandler[Context]):
    """Does what the name of the tool says."""

    async def list_tools(self, params: Any, ctx: Context) -> Any:
        tool = new.Tool(name="look", input_schema={"type": "object"})
        return new.ListToolsResult(tools=[tool], ttl_ms=5, cache_scope="public")

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> Any:
        await ctx.progress(1, 2, "half")
        await ctx.log("warning", "careful")
        info = ctx.peer.info.name if ctx.peer.info is not None else None
        text = f"{ctx.peer.version} {info} {dict(ctx.peer.capabilities)} {ctx.peer.log_level}"
        return new.CallToolResult(content=[new.TextContent(text=text)])


class Hears(v.ClientHandler[Context]):
    """Hears log messages and would answer about roots."""

    def __init__(self) -> None:
        self.logged: list[Any] = []
        self.heard = anyio.Event()

    async def list_roots(self, params: Any, ctx: Context) -> v.ListRootsResult:
        return v.ListRootsResult(roots=[])

    async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.logged.append((params.data, ctx.peer.version))
        self.heard.set()


@pytest.fixture
def server() -> Server:
    return Server.from_handler(Handler(), name="new", version="1", capabilities={"logging": {}})


@pytest.mark.covers("server that answers discovery", versions=VERSION)
@pytest.mark.parametrize("options", [{}, {"version": VERSION}, {"versions": [VERSION, "2025-06-18"]}], ids=str)
async def test_newest_version_that_both_have_is_spoken(server: Server, options: dict[str, Any]) -> None:
    async with Client(server, **options) as client:
        assert client.protocol_version == VERSION


async def test_client_that_answers_questions_needs_no_session(server: Server) -> None:
    async with Client(server, handler=Hears()) as client:
        assert client.protocol_version == VERSION
        assert [tool.name async for tool in client.list_tools()] == ["look"]


@pytest.mark.parametrize("options", [{"version": VERSION}, {"versions": [VERSION]}], ids=str)
async def test_a_connection_without_a_session_has_all_of_its_features(server: Server, options: dict[str, Any]) -> None:
    seen: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total, message))

    handler = Hears()
    who = {"name": "me", "version": "2"}
    async with Client(server, handler=handler, client_info=who, **options) as client:
        assert (client.protocol_version, client.server_info.name) == (VERSION, "new")
        assert [tool.name async for tool in client.list_tools()] == ["look"]
        result = await client.call_tool("look", on_progress=on_progress)
        assert result.content == [new.TextContent(text=f"{VERSION} me {{'roots': {{}}}} None")]
        assert seen == [(1, 2, "half")]
        await client.ping()
        await client.set_log_level("warning")
        assert "warning" in str((await client.call_tool("look")).content[0])
        await handler.heard.wait()
    assert handler.logged == [("careful", VERSION)]


@pytest.mark.parametrize("version", [version for version, era in ERAS.items() if era == "handshake"])
async def test_server_with_sessions_alone_is_given_one(version: str) -> None:
    server = Server.from_handler(Handler(), name="old", version="1", versions=[version])
    async with Client(server) as client:
        assert client.protocol_version == version
        assert [tool.name async for tool in client.list_tools()] == ["look"]


@pytest.mark.covers("_meta envelope", versions=VERSION)
async def test_every_request_says_who_asks_and_names_nothing_unknown() -> None:
    by_hand = stateless(tools_call={"resultType": "complete", "content": []})
    async with Client(by_hand, handler=Hears(), version=VERSION) as client:
        assert client.instructions == "Look."
        await client.call_tool("x", {"a": 1})
    assert by_hand.methods == ["server/discover", "tools/call"]
    for message in by_hand.seen:
        assert undeclared_in_message(message, VERSION) == []
        said = message["params"]["_meta"]
        assert (said[PREFIX + "protocolVersion"], said[PREFIX + "clientCapabilities"]) == (VERSION, {"roots": {}})
        assert said[PREFIX + "clientInfo"]["name"] == "mcprism"


@pytest.mark.covers("M5", versions=VERSION)
async def test_m5_result_of_an_unknown_type_is_no_answer_and_not_asked_for_again() -> None:
    by_hand = stateless(tools_call={"resultType": "task", "taskId": "1"})
    async with Client(by_hand) as client:
        with pytest.raises(InvalidAnswer, match="unknown resultType 'task'"):
            await client.call_tool("x")
    assert by_hand.methods == ["server/discover", "tools/call"]


async def test_what_needs_a_session_is_not_sent(server: Server) -> None:
    async with Client(server) as client:
        with pytest.raises(NotSupportedByPeer, match="2025-11-25 or older"):
            await v.ClientCalls(client.outbound("2025-11-25")).list_tasks(None)


@pytest.mark.covers(
    "server that answers discovery with an error",
    "server that answers discovery with nonsense",
    "server that is silent",
    versions="2025-11-25",
)
@pytest.mark.parametrize(
    "first",
    [
        pytest.param(TOO_OLD, id="no such method"),
        pytest.param({"error": {"code": -32602, "message": "before initialize"}}, id="before initialize"),
        pytest.param({"error": {"code": 0, "message": ""}}, id="any code"),
        pytest.param({"result": {}}, id="no discovery"),
        pytest.param({"result": {**DISCOVERED, "supportedVersions": ["2025-11-25"]}}, id="only sessions"),
        pytest.param(None, id="silence"),
    ],
)
async def test_server_that_knows_no_discovery_is_given_a_session(first: Answer) -> None:
    by_hand = ByHand(lambda method, count: first if method == "server/discover" else {"result": INITIALIZED})
    async with Client(by_hand, probe_timeout=0.2) as client:
        assert client.protocol_version == "2025-11-25"
    # Nor is the question cancelled: a server that does not know it need not know that.
    assert by_hand.methods == ["server/discover", "initialize", "notifications/initialized"]


@pytest.mark.covers("server that was slow", versions=VERSION)
async def test_server_that_was_slow_to_answer_is_asked_again() -> None:
    def answer(method: str, count: int) -> Answer:
        if method == "initialize":
            return TOO_NEW
        return {"result": DISCOVERED} if count == 2 else None

    by_hand = ByHand(answer)
    async with Client(by_hand, probe_timeout=0.2) as client:
        assert client.protocol_version == VERSION
    assert by_hand.methods == ["server/discover", "initialize", "server/discover"]


@pytest.mark.covers("server that is silent", versions="2025-11-25")
async def test_answer_about_versions_that_comes_late_is_ignored() -> None:
    class Late(ByHand):
        async def serve(self, channel: Channel) -> None:
            late = self.answer
            self.answer = lambda method, count: None if method == "server/discover" else late(method, count)
            async with channel:
                while len(self.seen) < 2:
                    self.seen += [json.loads(frame) for frame in await channel.receive() if isinstance(frame, bytes)]
                for message, result in zip(self.seen, (DISCOVERED, INITIALIZED), strict=False):
                    channel.send(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode())
                while frames := await channel.receive():
                    self.seen += [json.loads(frame) for frame in frames if isinstance(frame, bytes)]
                    if self.methods[-1] == "ping":
                        channel.send(json.dumps({"jsonrpc": "2.0", "id": self.seen[-1]["id"], "result": {}}).encode())

    by_hand = Late(lambda method, count: {"result": {}})
    async with Client(by_hand, probe_timeout=0.1) as client:
        assert client.protocol_version == "2025-11-25"
        await client.ping()
    assert by_hand.methods == ["server/discover", "initialize", "notifications/initialized", "ping"]


class FromTheFuture(StatelessClient):
    """A client that asks in a version which nobody has yet, and speaks the newest that there is."""

    def __init__(self) -> None:
        said = Introduction(home=VERSION, info={"name": "f", "version": "0"}, capabilities={})
        super().__init__([VERSION], said, installed())
        self.requested = "2099-01-01"  # type: ignore[misc]

    def discover_params(self, version: str | None = None) -> Any:
        params = super().discover_params(version or VERSION)
        if version is None:
            params["_meta"][PREFIX + "protocolVersion"] = self.requested
        return params


@pytest.mark.covers("server that names another version", "M2", versions=VERSION)
@pytest.mark.parametrize("second", [{"result": DISCOVERED}, TOO_OLD], ids=["discovered", "refused"])
async def test_server_that_names_another_version_of_ours_is_asked_once_more_in_that(second: Answer) -> None:
    refusal = {"code": -32022, "message": "too new", "data": {"supported": [VERSION], "requested": "2099-01-01"}}

    def answer(method: str, count: int) -> Answer:
        if method == "initialize":
            return {"result": INITIALIZED}
        return {"error": refusal} if count == 1 else second

    by_hand = ByHand(answer)
    said = Introduction(home=VERSION, info={"name": "f", "version": "0"}, capabilities={})
    eras = (FromTheFuture(), HandshakeClient(["2025-11-25"], said, installed()))
    opening = Opening(eras=eras, table=None, timeout=9, connect_timeout=9, probe_timeout=9)
    ours, theirs = memory_channels()
    opened = await opening.opened(Route(ours, partial(by_hand.serve, theirs)))
    await opened.lifetime.close()
    asked = [message["params"]["_meta"][PREFIX + "protocolVersion"] for message in by_hand.seen[:2]]
    assert asked == ["2099-01-01", VERSION]
    assert opened.server.version == (VERSION if second is not TOO_OLD else "2025-11-25")
    assert by_hand.methods[2:] == ([] if second is not TOO_OLD else ["initialize", "notifications/initialized"])


async def test_server_that_refuses_the_very_version_that_it_names_is_asked_once_more() -> None:
    refusal = {"error": {"code": -32022, "message": "no", "data": {"supported": [VERSION], "requested": VERSION}}}
    by_hand = ByHand(lambda method, count: refusal if count == 1 else {"result": DISCOVERED})
    async with Client(by_hand) as client:
        assert client.protocol_version == VERSION
    assert by_hand.methods == ["server/discover", "server/discover"]

    never = ByHand(lambda method, count: refusal)
    with pytest.raises(UnsupportedVersion, match=f"the server speaks {VERSION} and was asked for '{VERSION}'"):
        async with Client(never, version=VERSION):
            pytest.fail("connected")
    assert never.methods == ["server/discover", "server/discover"]


@pytest.mark.parametrize("versions", [["2025-11-25"], ["2024-11-05", "2025-06-18"]], ids=str)
async def test_server_is_not_asked_where_there_is_no_choice(versions: list[str]) -> None:
    by_hand = ByHand(lambda method, count: {"result": {**INITIALIZED, "protocolVersion": versions[-1]}})
    async with Client(by_hand, versions=versions) as client:
        assert client.protocol_version == versions[-1]
    assert by_hand.methods[0] == "initialize"


@pytest.mark.covers("server that was pinned", versions=VERSION)
@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        pytest.param(TOO_OLD, UnsupportedVersion, "answered server/discover with error -32601", id="sessions only"),
        pytest.param(
            {"error": {"code": -32022, "message": "no", "data": {"supported": ["2099-01-01"], "requested": VERSION}}},
            UnsupportedVersion,
            "the server speaks 2099-01-01",
            id="newer only",
        ),
        pytest.param({"result": {}}, InvalidAnswer, "supportedVersions", id="no discovery"),
        pytest.param(None, RequestTimeout, "server/discover", id="silence"),
    ],
)
async def test_pinned_version_is_the_only_one_that_is_tried(answer: Answer, error: type[Exception], text: str) -> None:
    by_hand = ByHand(lambda method, count: answer)
    with pytest.raises(error, match=text):
        async with Client(by_hand, version=VERSION, connect_timeout=0.5):
            pytest.fail("connected")
    assert "initialize" not in by_hand.methods


async def test_server_of_a_later_era_alone_is_refused() -> None:
    later = {"error": {"code": -32022, "message": "no", "data": {"supported": ["2099-01-01"], "requested": VERSION}}}
    with pytest.raises(UnsupportedVersion, match="the server speaks 2099-01-01"):
        async with Client(ByHand(lambda method, count: later)):
            pytest.fail("connected")


async def test_refusal_of_both_is_that_of_the_session() -> None:
    no = {"error": {"code": -32603, "message": "no"}}
    with pytest.raises(PeerError, match="initialize: no"):
        async with Client(ByHand(lambda method, count: no)):
            pytest.fail("connected")


async def test_request_of_a_server_without_sessions_is_refused() -> None:
    refused: list[Any] = []

    class Asking:
        async def serve(self, channel: Channel) -> None:
            async with channel:
                (request,) = await channel.receive()
                assert isinstance(request, bytes)
                answer = {"jsonrpc": "2.0", "id": json.loads(request)["id"], "result": DISCOVERED}
                channel.send(json.dumps(answer).encode())
                await settled.wait()
                channel.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "roots/list"}).encode())
                refused.extend(json.loads(frame) for frame in await channel.receive() if isinstance(frame, bytes))
                done.set()

    settled, done = anyio.Event(), anyio.Event()
    async with Client(Asking(), handler=Hears(), version=VERSION):
        settled.set()
        await done.wait()
    assert refused[0]["error"]["code"] == -32600


STUBBORN = """
import json, pathlib, sys

count = pathlib.Path(sys.argv[1])
count.write_text(count.read_text() + "x" if count.exists() else "x")
request = json.loads(sys.stdin.readline())
if request["method"] != "initialize":
    sys.exit("initialize first")
info = {"name": "stubborn", "version": "1"}
result = {"protocolVersion": "2025-06-18", "capabilities": {}, "serverInfo": info}
print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def stubborn(tmp_path: Path) -> tuple[list[str], Path]:
    """A command that ends when it is asked anything before `initialize`, and a file with one letter for each start."""
    program = tmp_path / "stubborn.py"
    program.write_text(STUBBORN)
    return [sys.executable, str(program), str(tmp_path / "starts")], tmp_path / "starts"


@pytest.mark.covers("server that exits", versions="2025-06-18")
async def test_process_that_ends_when_it_is_asked_is_started_again(stubborn: tuple[list[str], Path]) -> None:
    command, starts = stubborn
    async with Client(command) as client:
        assert (client.protocol_version, client.server_info.name) == ("2025-06-18", "stubborn")
    assert starts.read_text() == "xx"


@pytest.mark.covers("server that is opened again", versions="2025-06-18")
async def test_server_is_known_when_it_is_opened_again(stubborn: tuple[list[str], Path]) -> None:
    command, starts = stubborn
    for count in ("xx", "xxx", "xxxx"):
        async with Client(command) as client:
            assert client.protocol_version == "2025-06-18"
        assert starts.read_text() == count


WITHOUT_SESSIONS = """
import json, sys

for line in sys.stdin:
    request = json.loads(line)
    if request["method"] == "server/discover":
        result = {"resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": {}, "ttlMs": 0}
        answer = {"result": {**result, "cacheScope": "private"}}
    else:
        answer = {"error": {"code": -32022, "message": "no", "data": {"supported": ["2026-07-28"], "requested": ""}}}
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], **answer}), flush=True)
"""


@pytest.mark.covers("server that is opened again", versions=["2025-06-18", VERSION])
async def test_server_that_has_become_another_one_is_asked_anew(stubborn: tuple[list[str], Path]) -> None:
    command, starts = stubborn
    for version, source in (("2025-06-18", STUBBORN), (VERSION, WITHOUT_SESSIONS), ("2025-06-18", STUBBORN)):
        become(command, source)
        for _ in range(2):
            async with Client(command) as client:
                assert client.protocol_version == version
    # A start more each time that it is not what it was.
    assert starts.read_text() == "xxx" + "xxx"


def become(command: list[str], source: str) -> None:
    """Another program under the same command."""
    Path(command[1]).write_text(source)


@pytest.mark.covers("server that is opened again", versions="2025-06-18")
async def test_server_that_cannot_be_reached_any_more_is_forgotten(stubborn: tuple[list[str], Path]) -> None:
    command, starts = stubborn
    async with Client(command):
        pass
    become(command, "raise SystemExit(1)")
    with pytest.raises(ConnectionClosed):
        async with Client(command):
            pytest.fail("connected")
    become(command, STUBBORN)
    async with Client(command):
        pass
    assert starts.read_text() == "xx" + "xx"


async def test_process_that_is_asked_for_a_session_at_once_is_started_once(stubborn: tuple[list[str], Path]) -> None:
    command, starts = stubborn
    async with Client(command, version="2025-06-18") as client:
        assert client.protocol_version == "2025-06-18"
    assert starts.read_text() == "x"


async def test_channel_that_ends_when_it_is_asked_cannot_be_opened_again() -> None:
    ours, theirs = memory_channels()
    async with theirs:
        pass
    with pytest.raises(ConnectionClosed):
        async with Client(ours):
            pytest.fail("connected")


PROGRAM = """
from mcprism import Context, Server
from mcprism_types.v2024_11_05 import CallToolResult, ServerHandler, TextContent


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        return CallToolResult(content=[TextContent(text=ctx.peer.version)])


Server.from_handler(Handler(), name="program", version="1").run()
"""


@pytest.mark.parametrize("version", list(ERAS))
async def test_program_is_reached_in_every_version(tmp_path: Path, version: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    async with Client(program, version=version) as client:
        assert client.protocol_version == version
        assert (await client.call_tool("x")).content == [new.TextContent(text=version)]
