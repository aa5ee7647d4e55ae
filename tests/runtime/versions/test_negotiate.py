"""L1 to L3: which version two sides speak."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from mcprism.errors import UnsupportedVersion
from mcprism.versions import Installed, installed
from mcprism.versions.negotiate import accept, answered, asked_for

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
    assert answered(requested, OFFERED) == answer


def test_client_asks_for_the_newest_with_a_handshake() -> None:
    assert asked_for(installed(), pinned=None) == "2025-11-25"


def test_client_asks_for_the_version_it_is_pinned_to() -> None:
    assert asked_for(installed(), pinned="2024-11-05") == "2024-11-05"


@pytest.mark.parametrize(
    ("pinned", "problem"),
    [
        ("2025-06-18", r'pip install "mcprism\[2025-06-18\]" adds it'),
        ("2026-07-28", "it has no handshake"),
        ("soon", "there is no such version"),
        (None, "no version with a handshake is installed"),
    ],
)
def test_version_that_cannot_be_spoken_is_refused_with_what_to_do(pinned: str | None, problem: str) -> None:
    with pytest.raises(UnsupportedVersion, match=problem):
        asked_for(Installed({}), pinned=pinned)


class Unreleased:
    """Loads a version as it is before its release."""

    def __init__(self, version: str) -> None:
        self.spec = replace(installed()[version], released=False)

    def load(self) -> SimpleNamespace:
        return SimpleNamespace(PROTOCOL=self.spec)


def test_version_that_is_not_released_is_never_asked_for() -> None:
    found: dict[str, Any] = {**installed()._found, "2025-11-25": Unreleased("2025-11-25")}
    versions = Installed(found)
    assert asked_for(versions, pinned=None) == "2025-06-18"
    with pytest.raises(UnsupportedVersion, match="it is not released yet"):
        asked_for(versions, pinned="2025-11-25")


def test_client_goes_on_with_the_version_it_asked_for() -> None:
    accept("2025-06-18", "2025-06-18")


def test_client_refuses_another_version() -> None:
    with pytest.raises(UnsupportedVersion, match="pass version='2024-11-05'") as caught:
        accept("2024-11-05", "2025-06-18")
    assert (caught.value.requested, caught.value.answered) == ("2025-06-18", "2024-11-05")
