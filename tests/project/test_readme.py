"""What the README prints is what runs, by itself as well: `test_pages.py` compares it with the examples."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_hello_runs_as_printed_and_is_short(tmp_path: Path) -> None:
    lines = {}
    for name in ("hello_server.py", "hello_client.py"):
        text = (ROOT / "examples" / name).read_text("utf-8")
        lines[name] = len([line for line in text.splitlines() if line.strip()])
        (tmp_path / name).write_text(text, "utf-8")
    command = [sys.executable, "hello_client.py"]
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert "Hello, Ada!" in outcome.stdout
    assert lines == {"hello_server.py": 8, "hello_client.py": 6}


def test_ci_calls_the_readme_s_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "uv run nox -s tests" in README
    assert "uv run nox -s tests" in script


@pytest.mark.parametrize("page", sorted(ROOT.glob("generated/*/README.md")), ids=lambda page: page.parent.name)
def test_what_the_readme_of_a_version_prints_runs(page: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    outcome = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stderr
