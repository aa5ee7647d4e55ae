"""Servers in a Python file whose code prints: standard output belongs to what was asked for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mcprism.cli import main

LOUD = """
from mcprism import Server

server = Server("loud", version="1")
print("imported")

@server.tool
def shout() -> str:
    print("called")
    return "quiet"
"""

GREETING = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "raw", "version": "1"},
    },
}


@pytest.fixture
def loud(tmp_path: Path) -> str:
    """The file of a server that prints when it is imported, and when its tool is called."""
    file = tmp_path / "loud.py"
    file.write_text(LOUD)
    return str(file)


def test_json_is_alone_on_standard_output_whatever_a_server_in_this_process_prints(
    loud: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["call", f"{loud}:server", "shout", "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["structuredContent"] == {"result": "quiet"}
    assert captured.err == "imported\ncalled\n"
    assert main(["matrix", f"{loud}:server", "--call", "shout", "{}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_what_a_file_prints_while_it_is_imported_is_no_message_of_its_server(loud: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "mcprism", "run", loud],
        input=json.dumps(GREETING) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(ran.stdout)["id"] == 1
    assert "imported" in ran.stderr
