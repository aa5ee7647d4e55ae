"""A server process that ends while its client is there: started again without sessions (S5), and not with one."""

from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

from mcprism import Client, ConnectionClosed, RequestTimeout, ToolsChanged
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

VERSION = "2026-07-28"

# Of the standard library alone, since a process of it is there at once.
PROGRAM = """
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
PREFIX = "io.modelcontextprotocol/"


def die():
    print("last words", file=sys.stderr, flush=True)
    os._exit(3)


def initialize(params):
    return {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}, "resources": {}}, "serverInfo": INFO}


def discover(params):
    capabilities = {"tools": {"listChanged": True}, "resources": {}, "logging": {}}
    return {"supportedVersions": ["2026-07-28"], "capabilities": capabilities, "_meta": {PREFIX + "serverInfo": INFO}}


def call(params):
    if params["name"] == "die":
        die()
    text = f"{os.getpid()} {params['_meta'].get(PREFIX + 'logLevel')}"
    return {"content": [{"type": "text", "text": text}]}


def read(params):
    deaths = HERE / "deaths"
    if deaths.exists() and (left := int(deaths.read_text())):
        deaths.write_text(str(left - 1))
        die()
    return {"contents": [{"uri": params["uri"], "text": "text"}]}


INFO = {"name": "mortal", "version": "1"}
ANSWERS = {"initialize": initialize, "server/discover": discover, "tools/call": call, "resources/read": read}

if (HERE / "broken").exists():
    sys.exit("cannot start any more")
with (HERE / "starts").open("a") as starts:
    starts.write("started\\n")
for line in sys.stdin:
    request = json.loads(line)
    if request["method"] == "subscriptions/listen":
        said = {**request["params"], "_meta": {PREFIX + "subscriptionId": request["id"]}}
        acknowledged = {"jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged", "params": said}
        print(json.dumps(acknowledged), flush=True)
    elif "id" in request:
        result = ANSWERS[request["method"]](request.get("params"))
        if request["method"] != "initialize":
            result = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private", **result}
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
"""


class Mortal:
    """A server program that dies when it is told to, and what is known of its processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "mortal.py"
        self.path.write_text(PROGRAM)

    @property
    def starts(self) -> int:
        """How many processes there were."""
        return len((self.folder / "starts").read_text().splitlines())

    def dies_while_reading(self, times: int) -> None:
        """Has the next reads end the process."""
        (self.folder / "deaths").write_text(str(times))

    def breaks(self) -> None:
        """Has the program end when it is started."""
        (self.folder / "broken").touch()


@pytest.fixture
def mortal(tmp_path: Path) -> Mortal:
    return Mortal(tmp_path)


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(60):
        yield


async def told(client: Client) -> str:
    """The process that answers a call, and the log level that it was told."""
    (block,) = (await client.call_tool("who")).content
    assert isinstance(block, home.TextContent)
    return block.text


@pytest.mark.fault("PE-01")
@pytest.mark.covers("S5", versions=VERSION)
async def test_s5_server_without_sessions_is_started_again_for_the_next_call(mortal: Mortal) -> None:
    async with Client(mortal.path, version=VERSION) as client:
        await client.set_log_level("error")
        first = await told(client)
        with pytest.raises(ConnectionClosed, match="tools/call was not answered") as caught:
            await client.call_tool("die")
        assert "status 3" in str(caught.value)
        assert "last words" in str(caught.value)
        assert not caught.value.never_sent
        answers: set[str] = set()

        async def ask() -> None:
            answers.add(await told(client))

        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(ask)
        (second,) = answers
        assert second != first
        assert second.endswith(" error")
        assert mortal.starts == 2


@pytest.mark.covers("S5", "L7", versions=VERSION)
async def test_s5_request_that_changes_nothing_is_sent_again_once(mortal: Mortal) -> None:
    async with Client(mortal.path, version=VERSION) as client:
        mortal.dies_while_reading(1)
        assert (await client.read_resource("x://r")).contents
        assert mortal.starts == 2
        mortal.dies_while_reading(2)
        with pytest.raises(ConnectionClosed, match="resources/read was not answered"):
            await client.read_resource("x://r")
        assert mortal.starts == 3


@pytest.mark.covers("S5", versions=VERSION)
async def test_s5_listening_goes_on_with_the_next_process_and_all_may_have_changed(mortal: Mortal) -> None:
    async with Client(mortal.path, version=VERSION) as client, client.listen(tools=True) as changes:
        with pytest.raises(ConnectionClosed):
            await client.call_tool("die")
        assert await anext(changes) == ToolsChanged()
        assert mortal.starts == 2
        assert await told(client)


@pytest.mark.covers("S5", versions=VERSION)
async def test_s5_listening_ends_where_the_process_cannot_start_again(mortal: Mortal) -> None:
    async with Client(mortal.path, version=VERSION) as client, client.listen(tools=True) as changes:
        mortal.breaks()
        with pytest.raises(ConnectionClosed, match="last words"):
            await client.call_tool("die")
        with pytest.raises(ConnectionClosed, match="cannot start any more"):
            await anext(changes)


@pytest.mark.covers("S5", versions=VERSION)
async def test_s5_server_that_cannot_start_any_more_says_why_each_time(mortal: Mortal) -> None:
    async with Client(mortal.path, version=VERSION) as client:
        mortal.breaks()
        with pytest.raises(ConnectionClosed, match="last words"):
            await client.call_tool("die")
        for _ in range(2):
            with pytest.raises(ConnectionClosed, match="cannot start any more"):
                await client.read_resource("x://r")


async def test_s5_pause_before_a_start_is_part_of_the_time_of_the_call(mortal: Mortal) -> None:
    async with Client(mortal.path, version=VERSION) as client:
        mortal.dies_while_reading(100)
        for _ in range(2):
            with pytest.raises(ConnectionClosed):
                await client.read_resource("x://r")
        with pytest.raises(RequestTimeout, match=r"resources/read was not answered within 0\.05 s"):
            await client.read_resource("x://r", timeout=0.05)
        mortal.dies_while_reading(0)
        assert (await client.read_resource("x://r")).contents


async def test_closing_ends_a_start_that_is_waited_for(mortal: Mortal, caplog: pytest.LogCaptureFixture) -> None:
    failed: list[str] = []

    async def read(client: Client) -> None:
        with pytest.raises(ConnectionClosed) as caught:
            await client.read_resource("x://r")
        failed.append(str(caught.value))

    async with anyio.create_task_group() as tasks, Client(mortal.path, version=VERSION) as client:
        mortal.breaks()
        with pytest.raises(ConnectionClosed):
            await client.call_tool("die")
        for _ in range(3):
            with pytest.raises(ConnectionClosed):
                await client.ping()
        tasks.start_soon(read, client)
        while "started again for resources/read" not in caplog.text:
            await checkpoint()
    assert failed == ["the server was not started again: this side closed the connection"]
    with pytest.raises(ConnectionClosed):
        await client.ping()
    assert mortal.starts == 1


async def test_session_ends_with_its_process(mortal: Mortal) -> None:
    async with Client(mortal.path, version="2025-11-25") as client:
        with pytest.raises(ConnectionClosed, match="last words"):
            await client.call_tool("die")
        for _ in range(2):
            with pytest.raises(ConnectionClosed, match=r"resources/read was not sent.*status 3.*last words") as caught:
                await client.read_resource("x://r")
            assert caught.value.never_sent
    assert mortal.starts == 1
