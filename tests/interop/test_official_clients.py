"""Clients that nobody here wrote, against our server, in each version that they speak.

The clients of the second generation speak 2026-07-28 when told to (a pin) or when they find out that the server does
(auto). In a session all of them ask for 2025-11-25, so our server is limited to an older version where that is wanted.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.interop.conftest import Peers
from tests.interop.wire import faults

HERE = Path(__file__).parent / "peers"
NEWEST = "2026-07-28"
SESSIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
TOOLS = ["add", "count", "tick", "log", "media", "ask", "think", "interview", "form", "wait", "cancelled"]

DIFFERENT: dict[str, dict[str, Any]] = {
    "2024-11-05": {
        "steps": False,
        "structured": None,
        "title": None,
        "asks": False,
        "media": ["resource", "text"],
    },
    "2025-03-26": {"structured": None, "title": None, "asks": False, "media": ["audio", "text"]},
}
"""What a client does not see of a server that could do more. The sound becomes a resource and the link text, so that
the text beside them stays readable; and nobody is asked what they have not heard of."""


def expected(version: str, *, introduced: bool = True) -> dict[str, Any]:
    """What each client prints. `introduced`: whether it asked who the server is."""
    differs = DIFFERENT.get(version, {})
    steps, asks = differs.get("steps", True), differs.get("asks", True)
    return {
        "version": version,
        "server": "interop" if introduced else None,
        "instructions": "Add numbers." if introduced else None,
        "tools": TOOLS,
        "title": differs.get("title", "Add"),
        "sum": "5",
        "structured": differs.get("structured", {"sum": 5}),
        "progress": [[step, 5, f"step {step}" if steps else None] for step in range(1, 6)],
        "logged": "logged",
        "logs": [["info", {"step": 1}, "interop"]],
        "media": ["text", *differs.get("media", ["audio", "resource_link"])],
        "unknown": -32602,
        "resources": ["demo://greeting"],
        "text": "hello",
        "prompts": ["greet"],
        "prompt": "Greet Ada.",
        "asked": "Ada" if asks else "refused",
        "thought": "m: Why? Because.",
        "interview": "Ada, m: Why? Because." if asks else "refused",
        "form": "accept: Ada" if asks else "refused",
        "cancelled": "1",
    }


def seen_by(client: list[str], records: Path, *versions: str, broker: str = "replay") -> dict[str, Any]:
    """What a client's program printed of our server, which offers these versions (none: all)."""
    command = [*client, sys.executable, str(HERE / "server.py"), str(records), broker, *versions]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


def check_records(records: Path, version: str) -> None:
    """That each process of our server has ended in order, and wrote only what is valid in the version.

    None is left behind: the client's output ends when nobody holds it any more, and our server inherits its stderr.
    """
    processes = list(records.iterdir())
    assert processes
    for process in processes:
        messages = process.read_text("utf-8")
        assert messages, f"the server {process.name} did not come to its end"
        assert faults(json.loads(messages), version) == []


def programs(peers: Peers) -> dict[str, list[str]]:
    """The programs of the clients."""
    node = str(peers.node)
    return {
        "python 1.2": [str(peers.environment("python-1.2")), str(HERE / "python_1_2_client.py")],
        "python 1": [str(peers.environment("python-1")), str(HERE / "python_1_client.py")],
        "python 2": [str(peers.python), str(HERE / "python_client.py"), "legacy"],
        "python 2 auto": [str(peers.python), str(HERE / "python_client.py"), "auto"],
        "python 2 pinned": [str(peers.python), str(HERE / "python_client.py"), NEWEST],
        "typescript 1.0": [node, str(HERE / "typescript_1_0_client.mjs"), str(peers.packages)],
        "typescript 1": [node, str(HERE / "typescript_1_client.mjs"), str(peers.packages)],
        "typescript 2": [node, str(HERE / "typescript_client.mjs"), "legacy", str(peers.packages)],
        "typescript 2 auto": [node, str(HERE / "typescript_client.mjs"), "auto", str(peers.packages)],
        "typescript 2 pinned": [node, str(HERE / "typescript_client.mjs"), NEWEST, str(peers.packages)],
    }


@pytest.mark.parametrize("version", SESSIONS)
@pytest.mark.parametrize("client", ["python 1", "python 2", "typescript 1", "typescript 2"])
def test_a_client_uses_our_server_in_a_session(peers: Peers, tmp_path: Path, client: str, version: str) -> None:
    limited_to = (version,) if version in SESSIONS[:-1] else ()
    assert seen_by(programs(peers)[client], tmp_path, *limited_to) == expected(version)
    check_records(tmp_path, version)


@pytest.mark.parametrize(
    ("client", "broker"),
    [
        ("python 2 auto", "replay"),
        ("python 2 pinned", "park"),
        ("typescript 2 auto", "park"),
        ("typescript 2 pinned", "replay"),
    ],
)
def test_a_client_uses_our_server_without_a_session(peers: Peers, tmp_path: Path, client: str, broker: str) -> None:
    seen = seen_by(programs(peers)[client], tmp_path, broker=broker)
    # The Python client that is told the version asks nothing before its first call.
    assert seen == expected(NEWEST, introduced=client != "python 2 pinned")
    check_records(tmp_path, NEWEST)


@pytest.mark.parametrize("client", ["python 2 auto", "typescript 2 auto"])
def test_a_client_that_could_do_without_begins_a_session_with_a_server_that_cannot(
    peers: Peers, tmp_path: Path, client: str
) -> None:
    assert seen_by(programs(peers)[client], tmp_path, *SESSIONS) == expected("2025-11-25")
    check_records(tmp_path, "2025-11-25")


@pytest.mark.parametrize(
    ("client", "differs"),
    [
        # It cannot say that it would answer for a model.
        ("python 1.2", {"version": "2024-11-05", "heard": "notifications/message", "think": "refused"}),
        ("typescript 1.0", {"think": ["text"]}),
    ],
)
def test_what_we_return_stays_readable_to_a_client_of_the_first_days(
    peers: Peers, tmp_path: Path, client: str, differs: dict[str, Any]
) -> None:
    assert seen_by(programs(peers)[client], tmp_path) == {
        "tools": TOOLS,
        "add": ["text"],
        "log": ["text"],
        "media": ["text", "resource", "text"],
        "ask": "refused",
        "text": "hello",
        "prompt": "Greet Ada.",
        **differs,
    }
    check_records(tmp_path, "2024-11-05")
