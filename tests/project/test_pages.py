"""What the documentation shows of programs is what they are, and what they do."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from mcprism import Client
from tests.project.pages import PAGES, ROOT, SNIPPETS, Block, blocks_of

BLOCKS = [(page, block) for page in PAGES for block in blocks_of(page)]
TESTS = sorted(SNIPPETS.rglob("test_*.py"))
SHOWN_PORT = "8080"
SHOWN_ADDRESS = f"http://127.0.0.1:{SHOWN_PORT}/mcp"
SERVERS = [file for file in sorted(SNIPPETS.rglob("*.py")) if "server.run(" in file.read_text("utf-8")]


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
    run = {block.file for _, block in BLOCKS if block.kind in ("output", "session")} | {*TESTS, *SERVERS}
    run |= {client for file in SERVERS for client in clients_of(file)}
    for file in [*run]:
        run |= {
            file.with_name(f"{name}.py")
            for name in re.findall(r"^from (\w+) import", file.read_text("utf-8"), re.MULTILINE)
        }
    assert files - shown == set()
    assert files - run == set()


def test_tests_that_are_shown_pass() -> None:
    # By the defaults of pytest, and without plugins of ours: whoever copies one has no more than anyio.
    options = ["-q", "-c", os.devnull, "--rootdir", str(SNIPPETS), "-p", "anyio.pytest_plugin", "-W", "error"]
    command = [sys.executable, "-m", "pytest", *options, "-p", "no:cacheprovider", *map(str, TESTS)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("file", SERVERS, ids=lambda file: file.name)
def test_servers_that_are_shown_serve(file: Path, tmp_path: Path) -> None:
    text = file.read_text("utf-8")
    if SHOWN_PORT not in text:
        assert anyio.run(tools_of, str(file))
        return
    program = tmp_path / file.name
    program.write_text(text.replace(SHOWN_PORT, "0"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(file.parent)}
    command = [sys.executable, str(program)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        try:
            address = process.stderr.readline().split()[-1]
            assert anyio.run(tools_of, address)
            for client in clients_of(file):
                program.write_text(client.read_text("utf-8").replace(SHOWN_ADDRESS, address), "utf-8")
                runpy.run_path(str(program), run_name="__main__")
        finally:
            process.terminate()
            process.stderr.read()


def clients_of(server: Path) -> list[Path]:
    """The program beside a server over HTTP that is its client, where there is one."""
    return [*server.parent.glob(f"{server.stem}_client.py")]


async def tools_of(target: str) -> list[str]:
    """The names of the tools of a server that is reached by a path or an address."""
    async with Client(target) as client:
        return [tool.name async for tool in client.list_tools()]


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
