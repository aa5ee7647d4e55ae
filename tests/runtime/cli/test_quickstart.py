"""The first programs that a reader of the documentation runs."""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[3] / "examples"
TIME_LIMIT = 60


def test_the_quickstart_client_talks_to_the_quickstart_server() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "quickstart_client.py"],
        cwd=EXAMPLES,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "connected to hello, which speaks MCP 2026-07-28",
        "it has the tool hello: Greets somebody.",
        "Hello, Ada!",
    ]
