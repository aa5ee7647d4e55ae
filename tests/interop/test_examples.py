"""The quick-start client, with the server that it is written for."""

import subprocess
import sys
from pathlib import Path

from tests.interop.conftest import Peers

QUICKSTART = Path(__file__).parents[2] / "examples" / "clients" / "quickstart.py"


def test_quickstart_client_prints_the_tools_of_the_everything_server(peers: Peers) -> None:
    # As npx starts it, without asking for it anew.
    everything = peers.packages / "node_modules" / "@modelcontextprotocol" / "server-everything" / "dist" / "index.js"
    command = [sys.executable, str(QUICKSTART), str(peers.node), str(everything)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    name, *tools = done.stdout.splitlines()
    assert "everything" in name
    assert any(line.startswith("echo: ") for line in tools)
