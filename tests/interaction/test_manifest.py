"""Every requirement has a test in each of its versions, or a gap that is stated; every tie leads to a requirement."""

import re
from collections import defaultdict

import pytest

from tests.interaction.manifest import VERSIONS, Requirement, requirements
from tests.interaction.ties import ROOT, Tie, all_ties


@pytest.fixture(scope="module")
def known() -> dict[str, Requirement]:
    return requirements()


@pytest.fixture(scope="module")
def ties(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Tie]:
    """What the marks of all tests say."""
    return all_ties(request.config, tmp_path_factory.mktemp("ties"))


def test_each_requirement_is_one_sentence_or_more_with_its_place(known: dict[str, Requirement]) -> None:
    for requirement in known.values():
        assert requirement.says.endswith("."), requirement.id
        assert requirement.spec.split("/")[0] in VERSIONS, requirement.id
        assert requirement.versions, requirement.id


def test_tests_are_tied_to_requirements_that_exist(known: dict[str, Requirement], ties: list[Tie]) -> None:
    unknown = {(tie.test, name) for tie in ties for name in tie.requirements if name not in known}
    assert unknown == set()


def test_each_tie_is_to_a_requirement_of_one_of_its_versions(known: dict[str, Requirement], ties: list[Tie]) -> None:
    claimed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tie in ties:
        for name in tie.requirements:
            claimed[tie.test, name].update(tie.versions)
    beside = {
        (test, name)
        for (test, name), versions in claimed.items()
        if name in known and versions.isdisjoint(known[name].versions)
    }
    assert beside == set()


def test_each_requirement_is_proved_in_each_of_its_versions(known: dict[str, Requirement], ties: list[Tie]) -> None:
    proved: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        for name in tie.requirements:
            proved[name].update(tie.versions)
    wanting = {
        requirement.id: sorted(requirement.versions - requirement.missing - proved[requirement.id])
        for requirement in known.values()
    }
    assert {name: versions for name, versions in wanting.items() if versions} == {}


def test_gaps_are_open(known: dict[str, Requirement], ties: list[Tie]) -> None:
    proved = {(name, version) for tie in ties for name in tie.requirements for version in tie.versions}
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
