"""Clients that nobody here wrote, against our server."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "peers"
SERVER = str(HERE / "server.py")


def seen_by(command: list[str]) -> dict[str, Any]:
    """What a client's script printed."""
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


def check(seen: dict[str, Any], *, version: str = "2025-11-25", introduced: bool = True) -> None:
    """Everything but what differs between clients. `introduced`: whether the client asked who the server is."""
    assert seen["version"] == version
    assert seen["server"] == ("interop" if introduced else None)
    assert seen["instructions"] == ("Add numbers." if introduced else None)
    assert seen["tools"] == ["add", "count", "tick", "wait", "cancelled"]
    assert seen["sum"] == "5"
    assert seen["progress"] == [[step, 5, f"step {step}"] for step in range(1, 6)]
    assert seen["unknown"] == -32602
    assert seen["resources"] == ["demo://greeting"]
    assert seen["text"] == "hello"
    assert seen["prompts"] == ["greet"]
    assert seen["prompt"] == "Greet Ada."
    assert seen["timeout"] == -32001
    assert seen["cancelled"] == "1"


@pytest.mark.parametrize(
    ("mode", "version"), [("legacy", "2025-11-25"), ("auto", "2026-07-28"), ("2026-07-28", "2026-07-28")]
)
def test_the_official_python_client_uses_our_server(peers: Any, mode: str, version: str) -> None:
    seen = seen_by([str(peers.python), str(HERE / "official_client.py"), sys.executable, SERVER, mode])
    # A client that is told the version asks nothing before its first call.
    check(seen, version=version, introduced=mode != version)


def test_the_official_typescript_client_uses_our_server(peers: Any) -> None:
    script = str(HERE / "typescript_client.mjs")
    check(seen_by([str(peers.node), script, sys.executable, SERVER, str(peers.packages)]))
