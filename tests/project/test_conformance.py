"""What `nox -s conformance` concludes from what the suites write."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.run import Outcome, expected_failures, judged, outcomes, stale

PASS: dict[str, Any] = {"id": "a", "status": "SUCCESS"}
INFO: dict[str, Any] = {"id": "b", "status": "INFO"}
SKIPPED: dict[str, Any] = {"id": "c", "status": "SKIPPED"}
WARNING: dict[str, Any] = {"id": "d", "status": "WARNING", "description": "should not"}
FAILURE: dict[str, Any] = {"id": "e", "status": "FAILURE", "errorMessage": "must not"}


def written(folder: Path, name: str, *checks: dict[str, Any]) -> None:
    """A result, as the suites write it."""
    path = folder / f"{name}-2026-11-27T17-11-03-869Z" / "checks.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(checks), "utf-8")


@pytest.mark.parametrize(
    ("checks", "problems"),
    [
        pytest.param([PASS, INFO, SKIPPED], None, id="passes"),
        pytest.param([PASS, WARNING], ["warning: d: should not"], id="a warning"),
        pytest.param([PASS, FAILURE], ["failure: e: must not"], id="a failure"),
        pytest.param([INFO, SKIPPED], ["nothing was looked at"], id="nothing looked at"),
    ],
)
def test_scenario_passes_if_something_was_looked_at_and_nothing_found(
    tmp_path: Path, checks: list[dict[str, Any]], problems: list[str] | None
) -> None:
    written(tmp_path, "server-server-stateless", *checks)
    verdict = judged(outcomes(tmp_path, "server"), None, [])
    assert verdict.wrong == ({} if problems is None else {"server-stateless": problems})


def test_names_of_client_scenarios_may_have_slashes(tmp_path: Path) -> None:
    written(tmp_path, "auth/metadata-var1", PASS)
    written(tmp_path, "tools_call", PASS)
    assert outcomes(tmp_path, "client").keys() == {"auth/metadata-var1", "tools_call"}


def test_scenario_that_was_not_run_does_not_pass() -> None:
    assert judged({}, ["ping"], []).wrong == {"ping": ["nothing was looked at"]}


def test_what_is_not_scored_is_told_and_may_fail() -> None:
    found = {"ping": Outcome(1), "tasks": Outcome(2, ["failure"]), "skills": Outcome(1), "dpop": Outcome()}
    verdict = judged(found, ["ping"], [])
    assert verdict.wrong == {}
    assert list(verdict.lines()) == [
        "  scored: 1 of 1 pass, without a warning",
        "  not scored, pass: skills",
        "  not scored, fail: tasks",
        "  not scored, not looked at: dpop",
    ]


def test_expected_failure_has_to_fail_somewhere() -> None:
    expected = ["auth/one", "auth/two"]
    found = {"auth/one": Outcome(0, ["failure"]), "auth/two": Outcome(3)}
    verdict = judged(found, None, expected)
    assert verdict.wrong == {}
    assert stale(expected, [verdict]) == ["auth/two"]


def test_nothing_but_authorization_of_the_client_is_expected_to_fail() -> None:
    assert expected_failures("server") == []
    assert [name for name in expected_failures("client") if not name.startswith("auth/")] == []


def test_expected_failures_are_read_as_the_suites_read_them(tmp_path: Path) -> None:
    path = tmp_path / "expected.yaml"
    path.write_text("# why\nserver:\n  - ping\nclient:\n  # these\n  - auth/one # later\n  - tools_call\n", "utf-8")
    assert expected_failures("server", path) == ["ping"]
    assert expected_failures("client", path) == ["auth/one", "tools_call"]
