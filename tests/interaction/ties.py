"""Which tests are tied to which requirements, and in which versions: found while pytest collects."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.interaction.manifest import VERSION_PARAMETERS, versions_of

ROOT: Final = Path(__file__).parents[2]

_OUTPUT: Final = "MCPRISM_TIES"
"""The environment variable with the path of the file to write ties to."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What one mark of one test says."""

    test: str
    """The test's name, without its parameters."""
    requirements: tuple[str, ...]
    versions: frozenset[str]


_COLLECTED: Final = pytest.StashKey[list[pytest.Item]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps what was collected, before tests that are not to run are left out."""
    config.stash[_COLLECTED] = list(items)
    if _OUTPUT in os.environ:
        ties = [(tie.test, tie.requirements, sorted(tie.versions)) for tie in _ties(items)]
        Path(os.environ[_OUTPUT]).write_text(json.dumps(ties), "utf-8")


def all_ties(config: pytest.Config, folder: Path) -> list[Tie]:
    """The ties of every test there is: those of this session if it has them all, else those of another.

    Args:
        config: that of this session.
        folder: where a file can be written.
    """
    files = {path for path in (ROOT / "tests").rglob("test_*.py") if "mark.covers(" in path.read_text("utf-8")}
    items = config.stash[_COLLECTED]
    is_whole = not any("::" in str(argument) for argument in config.args)
    if is_whole and files <= {item.path for item in items}:
        return _ties(items)
    output = folder / "ties.json"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *map(str, sorted(files))]
    environment = {**os.environ, _OUTPUT: str(output)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ties = json.loads(output.read_text("utf-8"))
    return [Tie(test, tuple(requirements), frozenset(versions)) for test, requirements, versions in ties]


def _ties(items: list[pytest.Item]) -> list[Tie]:
    return [
        Tie(item.nodeid.split("[")[0], mark.args, _versions(item, mark))
        for item in items
        for mark in item.iter_markers("covers")
    ]


def _versions(item: pytest.Item, mark: pytest.Mark) -> frozenset[str]:
    if "versions" in mark.kwargs:
        return versions_of(mark.kwargs["versions"])
    parameters: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    for name in VERSION_PARAMETERS:
        if isinstance(parameters.get(name), str):
            return versions_of(parameters[name])
    names = " or ".join(VERSION_PARAMETERS)
    raise pytest.UsageError(f"{item.nodeid}: covers(...) needs versions=..., or a parameter of the test named {names}")
