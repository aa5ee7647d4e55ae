"""Clients that nobody here wrote, against our server over HTTP, in each version that they speak."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.interop.conftest import Peers
from tests.interop.test_official_clients import HERE, NEWEST, SESSIONS, check_records, expected, programs

PATIENCE = 60


@contextmanager
def served(records: Path, *versions: str, broker: str = "replay") -> Iterator[str]:
    """The address of our server, a process that is told to end afterwards, and does so in order."""
    command = [sys.executable, str(HERE / "server.py"), str(records), broker, "http", *versions]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield process.stderr.readline().split()[-1]
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in process.stderr.read()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def seen_by(client: list[str], url: str) -> dict[str, Any]:
    """What a client's program printed of the server at an address."""
    outcome = subprocess.run([*client, url], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


@pytest.mark.parametrize("version", SESSIONS[1:])
@pytest.mark.parametrize("client", ["python 1", "python 2", "typescript 1", "typescript 2"])
def test_a_client_uses_our_server_in_a_session(peers: Peers, tmp_path: Path, client: str, version: str) -> None:
    limited_to = (version,) if version in SESSIONS[:-1] else ()
    with served(tmp_path, *limited_to) as url:
        assert seen_by(programs(peers)[client], url) == expected(version)
    check_records(tmp_path, version)


@pytest.mark.parametrize(
    ("client", "broker"),
    [
        *(("python 2 auto", broker) for broker in ("replay", "park")),
        *(("python 2 pinned", broker) for broker in ("replay", "park")),
        ("typescript 2 auto", "park"),
        ("typescript 2 pinned", "replay"),
    ],
)
def test_a_client_uses_our_server_without_a_session(peers: Peers, tmp_path: Path, client: str, broker: str) -> None:
    with served(tmp_path, broker=broker) as url:
        assert seen_by(programs(peers)[client], url) == expected(NEWEST, introduced=client != "python 2 pinned")
    check_records(tmp_path, NEWEST)


@pytest.mark.parametrize("client", ["python 1", "typescript 1"])
def test_a_client_of_the_first_version_uses_our_server_over_its_two_addresses(
    peers: Peers, tmp_path: Path, client: str
) -> None:
    with served(tmp_path, "2024-11-05") as url:
        assert seen_by(programs(peers)[client], url.replace("/mcp", "/sse")) == expected("2024-11-05")
    check_records(tmp_path, "2024-11-05")


@pytest.mark.parametrize("client", ["python 2 auto", "typescript 2 auto"])
def test_a_client_that_could_do_without_begins_a_session_with_a_server_that_cannot(
    peers: Peers, tmp_path: Path, client: str
) -> None:
    with served(tmp_path, *SESSIONS) as url:
        assert seen_by(programs(peers)[client], url) == expected("2025-11-25")
    check_records(tmp_path, "2025-11-25")


@pytest.mark.parametrize(("mode", "version"), [("legacy", "2025-11-25"), ("auto", NEWEST)])
def test_the_client_of_fastmcp_uses_our_server(peers: Peers, tmp_path: Path, mode: str, version: str) -> None:
    client = [str(peers.environment("fastmcp")), str(HERE / "fastmcp_client.py"), mode]
    with served(tmp_path) as url:
        seen = seen_by(client, url)
    usual = expected(version)
    assert seen == {name: usual[name] for name in seen}
    assert len(seen) == 7
    check_records(tmp_path, version)
