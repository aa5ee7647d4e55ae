"""L1 to L3: which version two sides speak."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from mcprism.errors import UnsupportedVersion
from mcprism.versions import ERAS, Installed, installed
from mcprism.versions.negotiate import accept, answered, in_era, newest, spoken

OFFERED = ("2024-11-05", "2025-06-18", "2025-11-25")


@pytest.mark.parametrize(
    ("requested", "answer"),
    [
        ("2024-11-05", "2024-11-05"),
        ("2025-06-18", "2025-06-18"),
        ("2025-03-26", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
        ("1999-01-01", "2025-11-25"),
        ("", "2025-11-25"),
        ("2025-11-25 ", "2025-11-25"),
    ],
)
def test_server_answers_what_was_asked_for_or_its_newest(requested: str, answer: str) -> None:
    assert answered(requested, OFFERED, installed()) == answer


def test_all_that_are_installed_are_spoken_oldest_first() -> None:
    assert spoken(installed()) == tuple(ERAS)


def test_versions_are_told_apart_by_era() -> None:
    assert in_era("handshake", ERAS) == ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
    assert in_era("stateless", ["2025-11-25", "2026-07-28"]) == ("2026-07-28",)


def test_versions_that_one_is_limited_to_are_spoken_oldest_first() -> None:
    assert spoken(installed(), limited_to=["2025-11-25", "2024-11-05"]) == ("2024-11-05", "2025-11-25")


def test_client_asks_for_the_newest() -> None:
    assert newest(OFFERED, installed()) == "2025-11-25"


@pytest.mark.parametrize(
    ("pinned", "problem"),
    [
        ("2025-06-18", r'pip install "mcprism\[2025-06-18\]" adds it'),
        ("2026-07-28", r'pip install "mcprism\[2026-07-28\]" adds it'),
        ("soon", "there is no such version"),
        (None, "no version can be spoken"),
    ],
)
def test_version_that_cannot_be_spoken_is_refused_with_what_to_do(pinned: str | None, problem: str) -> None:
    with pytest.raises(UnsupportedVersion, match=problem):
        spoken(Installed({}), limited_to=None if pinned is None else [pinned])


class Unreleased:
    """Loads a version as it is before its release."""

    def __init__(self, version: str) -> None:
        self.spec = replace(installed()[version], released=False)

    def load(self) -> SimpleNamespace:
        return SimpleNamespace(PROTOCOL=self.spec)


def test_version_that_is_not_released_is_never_spoken() -> None:
    found: dict[str, Any] = {**installed()._found, "2025-11-25": Unreleased("2025-11-25")}
    versions = Installed(found)
    offered = in_era("handshake", spoken(versions))
    assert newest(offered, versions) == "2025-06-18"
    assert answered("2025-11-25", offered, versions) == "2025-06-18"
    with pytest.raises(UnsupportedVersion, match="it is not released yet"):
        newest(["2025-11-25"], versions)
    with pytest.raises(UnsupportedVersion):
        accept("2025-11-25", "2025-06-18", offered, versions)


@pytest.mark.parametrize("answer", OFFERED)
def test_client_goes_on_with_any_version_it_accepts(answer: str) -> None:
    accept(answer, "2025-11-25", OFFERED, installed())


@pytest.mark.parametrize(
    ("answer", "remedy"),
    [
        ("2025-03-26", "pass version='2025-03-26'"),
        ("2026-07-28", "it has no handshake"),
        ("2.0", "there is no such version"),
    ],
)
def test_client_refuses_another_version(answer: str, remedy: str) -> None:
    with pytest.raises(UnsupportedVersion, match=remedy) as caught:
        accept(answer, "2025-11-25", OFFERED, installed())
    assert (caught.value.requested, caught.value.answered) == ("2025-11-25", answer)


def test_client_says_what_adds_the_version_of_the_server() -> None:
    few = Installed({"2025-11-25": installed()._found["2025-11-25"]})
    with pytest.raises(UnsupportedVersion, match=r'pip install "mcprism\[2024-11-05\]" adds it'):
        accept("2024-11-05", "2025-11-25", spoken(few), few)
