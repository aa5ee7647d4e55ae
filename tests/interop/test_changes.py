"""Changes told to official clients by our server, and to our client by official servers, in both eras."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Client, Filter, PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.events import Change
from mcprism.transports.process import ProcessChannel
from tests.interop.conftest import Peers
from tests.interop.peers.recording import Recording
from tests.interop.wire import faults

HERE = Path(__file__).parent / "peers"
NEWEST = "2026-07-28"
PATIENCE = 60.0
METHODS = [
    "notifications/prompts/list_changed",
    "notifications/resources/list_changed",
    "notifications/resources/updated demo://greeting",
    "notifications/tools/list_changed",
]
CHANGES: set[Change] = {ToolsChanged(), PromptsChanged(), ResourcesChanged(), ResourceUpdated("demo://greeting")}
EVENTS = ["PromptsListChanged", "ResourceUpdated demo://greeting", "ResourcesListChanged", "ToolsListChanged"]
HONOURED = {
    "toolsListChanged": True,
    "promptsListChanged": True,
    "resourcesListChanged": True,
    "resourceSubscriptions": ["demo://greeting"],
}


@pytest.mark.parametrize("client", ["python", "typescript"])
@pytest.mark.parametrize("mode", ["legacy", NEWEST])
def test_a_client_hears_what_our_server_tells(peers: Peers, tmp_path: Path, client: str, mode: str) -> None:
    programs = {
        "python": [str(peers.python), str(HERE / "python_listening_client.py"), mode],
        "typescript": [str(peers.node), str(HERE / "typescript_listening_client.mjs"), mode, str(peers.packages)],
    }
    command = [*programs[client], sys.executable, str(HERE / "changing_server.py"), str(tmp_path)]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert outcome.returncode == 0, outcome.stderr
    seen: dict[str, Any] = json.loads(outcome.stdout)
    version = "2025-11-25" if mode == "legacy" else mode
    assert seen["version"] == version
    assert sorted(seen["heard"]) == (EVENTS if client == "python" and mode == NEWEST else METHODS)
    if client == "typescript" and mode == NEWEST:
        assert (seen["honoured"], seen["closed"]) == (HONOURED, "local")
    # The TypeScript client asks a process that it throws away which versions there are.
    records = [json.loads(record.read_text("utf-8")) for record in tmp_path.iterdir()]
    assert records
    assert [fault for messages in records for fault in faults(messages, version)] == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("server", "version"), [("python", NEWEST), ("typescript", NEWEST), ("typescript", "2025-11-25")]
)
async def test_our_client_hears_what_a_server_tells(peers: Peers, server: str, version: str) -> None:
    commands = {
        "python": [str(peers.python), str(HERE / "python_changing_server.py")],
        "typescript": [str(peers.node), str(HERE / "typescript_changing_server.mjs"), str(peers.packages)],
    }
    channel = Recording(ProcessChannel(commands[server]))
    with anyio.fail_after(PATIENCE):
        async with (
            Client(channel, version=version) as client,
            client.listen(tools=True, prompts=True, resources=True, uris="demo://greeting") as changes,
        ):
            uris = frozenset({"demo://greeting"})
            assert changes.honoured == Filter(tools=True, prompts=True, resources=True, uris=uris)
            await client.call_tool("change")
            assert {await anext(changes) for _ in range(4)} == CHANGES
    assert faults(channel.messages, version) == []
