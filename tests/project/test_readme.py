"""What the READMEs promise. That their blocks are what runs is in `test_pages.py`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_hello_is_short() -> None:
    texts = [(ROOT / "examples" / name).read_text("utf-8") for name in ("hello_server.py", "hello_client.py")]
    assert [sum(bool(line.strip()) for line in text.splitlines()) for text in texts] == [8, 6]


def test_ci_calls_the_readme_s_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "uv run nox -s tests" in README
    assert "uv run nox -s tests" in script


@pytest.mark.parametrize("page", sorted(ROOT.glob("generated/*/README.md")), ids=lambda page: page.parent.name)
def test_what_the_readme_of_a_version_prints_runs(page: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    outcome = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stderr
