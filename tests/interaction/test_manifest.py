"""Every requirement has a test in each of its versions, or a gap that is stated; every tie leads to a requirement."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.interaction.manifest import VERSIONS, Requirement, requirements
from tests.interaction.ties import OUTPUT

ROOT = Path(__file__).parents[2]

Ties = list[tuple[str, list[str], list[str]]]


@pytest.fixture(scope="module")
def known() -> dict[str, Requirement]:
    return requirements()


@pytest.fixture(scope="module")
def ties(tmp_path_factory: pytest.TempPathFactory) -> Ties:
    """What the marks of all tests say."""
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if "mark.covers(" in path.read_text("utf-8")]
    output = tmp_path_factory.mktemp("ties") / "ties.json"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "tests.interaction.ties", *map(str, files)]
    environment = {**os.environ, OUTPUT: str(output)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [tuple(tie) for tie in json.loads(output.read_text("utf-8"))]


def test_each_requirement_is_one_sentence_or_more_with_its_place(known: dict[str, Requirement]) -> None:
    for requirement in known.values():
        assert requirement.says.endswith("."), requirement.id
        assert requirement.spec.split("/")[0] in VERSIONS, requirement.id
        assert requirement.versions, requirement.id


def test_tests_are_tied_to_requirements_that_exist(known: dict[str, Requirement], ties: Ties) -> None:
    unknown = {(test.split("[")[0], name) for test, names, _ in ties for name in names if name not in known}
    assert unknown == set()


def test_each_tie_is_to_a_requirement_of_one_of_its_versions(known: dict[str, Requirement], ties: Ties) -> None:
    claimed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for test, names, versions in ties:
        for name in names:
            claimed[test.split("[")[0], name].update(versions)
    beside = {tie for tie, versions in claimed.items() if versions.isdisjoint(known[tie[1]].versions)}
    assert beside == set()


def test_each_requirement_is_proved_in_each_of_its_versions(known: dict[str, Requirement], ties: Ties) -> None:
    proved: dict[str, set[str]] = defaultdict(set)
    for _, names, versions in ties:
        for name in names:
            proved[name].update(versions)
    wanting = {
        requirement.id: sorted(requirement.versions - requirement.missing - proved[requirement.id])
        for requirement in known.values()
    }
    assert {name: versions for name, versions in wanting.items() if versions} == {}


def test_gaps_are_open(known: dict[str, Requirement], ties: Ties) -> None:
    proved = {(name, version) for _, names, versions in ties for name in names for version in versions}
    closed = {(name, version) for name, version in proved if name in known and version in known[name].missing}
    assert closed == set()
    for requirement in known.values():
        assert requirement.missing <= requirement.versions, requirement.id


def test_every_rule_and_every_method_of_every_version_is_a_requirement(known: dict[str, Requirement]) -> None:
    rules = {"L": 8, "M": 7, "S": 6, "C": 6}
    assert {f"{letter}{number}" for letter, last in rules.items() for number in range(1, last + 1)} <= known.keys()
    has: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "generated").glob("*/mcprism_types/*/registry.py")):
        version = path.parent.name.removeprefix("v").replace("_", "-")
        for method in re.findall(r'method="([^"]+)"', path.read_text("utf-8")):
            has[method].add(version)
    assert has
    for method, versions in has.items():
        # Without a session a ping is another request.
        assert versions <= known[method].versions, method
        assert known[method].versions - versions <= ({VERSIONS[-1]} if method == "ping" else set()), method
