"""What the documentation shows of programs is what they are, and what they do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.pages import PAGES, ROOT, SNIPPETS, Block, blocks_of

BLOCKS = [(page, block) for page in PAGES for block in blocks_of(page)]
TESTS = sorted(SNIPPETS.rglob("test_*.py"))


def place(value: object) -> str:
    return f"{value.kind}: {value.source}" if isinstance(value, Block) else Path(str(value)).name


@pytest.mark.parametrize(("page", "block"), BLOCKS, ids=place)
def test_a_block_is_what_its_comment_says(page: Path, block: Block) -> None:
    wrong = f"{page.name} is out of date: `python -m tests.project.pages` puts right what it shows"
    assert block.text == block.wanted(), wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_is_shown_from_files_only(page: Path) -> None:
    text = page.read_text("utf-8")
    shown = re.findall(r"^```(?:python|pycon)$", text, flags=re.MULTILINE)
    from_files = re.findall(r"^<!-- \w+: .+ -->\n```(?:python|pycon)$", text, flags=re.MULTILINE)
    assert len(shown) == len(from_files)


def test_every_snippet_is_run_and_shown() -> None:
    files = set(SNIPPETS.rglob("*.py"))
    shown = {block.file for _, block in BLOCKS if block.kind == "file"}
    run = {block.file for _, block in BLOCKS if block.kind in ("output", "session")} | set(TESTS)
    for file in [*run]:
        run |= {
            file.with_name(f"{name}.py")
            for name in re.findall(r"^from (\w+) import", file.read_text("utf-8"), re.MULTILINE)
        }
    assert files - shown == set()
    assert files - run == set()


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_tests_that_are_shown_pass(file: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", file.name]
    outcome = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stdout


def anchors_of(page: Path) -> set[str]:
    """What may stand after # in a link to a page: its headings, as GitHub names them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "page",
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_links_into_the_repository_lead_somewhere(page: Path) -> None:
    lost: list[str] = []
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target, anchor in re.findall(r"\]\((?!https?://|mailto:)([^)#]*)(?:#([^)]*))?\)", text):
        led = page.parent / target if target else page
        if not led.exists() or (anchor and led.suffix == ".md" and anchor not in anchors_of(led)):
            lost.append(f"{target}#{anchor}")
    assert lost == []
