"""The distributions as users get them: wheels, what is in them, what an extra installs."""

import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = sorted([ROOT / "runtime", ROOT / "runtime" / "types", *(ROOT / "generated").iterdir()])
VERSIONS = sorted(path.name for path in (ROOT / "generated").iterdir())
ALWAYS = {"2025-11-25", "2026-07-28"}
"""The newest version of each era, which a plain install has."""

LIST_VERSIONS = """
import importlib.metadata, json
points = importlib.metadata.entry_points(group="mcprism.versions")
print(json.dumps({point.name: point.load().PROTOCOL.version for point in points}))
"""


def project(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]


def test_all_distributions_have_the_same_number() -> None:
    assert len({project(folder)["version"] for folder in PROJECTS}) == 1


def test_distributions_of_ours_are_pinned_exactly() -> None:
    """So that no name on a public index can stand in for one of them."""
    number = project(ROOT / "runtime")["version"]
    pinned = 0
    for folder in PROJECTS:
        described = project(folder)
        extras = described.get("optional-dependencies", {})
        requirements = [*described["dependencies"], *(line for lines in extras.values() for line in lines)]
        for requirement in requirements:
            if requirement.startswith("mcprism-types"):
                assert requirement.endswith(f"=={number}"), requirement
                pinned += 1
    assert pinned == len(VERSIONS) + len(VERSIONS) + len(ALWAYS) + 1


def test_each_version_has_an_extra_and_all_has_every_extra() -> None:
    extras = project(ROOT / "runtime")["optional-dependencies"]
    assert [name for name in extras if name[:1].isdigit()] == VERSIONS
    (everything,) = extras["all"]
    assert set(everything.removeprefix("mcprism[").removesuffix("]").split(",")) == extras.keys() - {"all"}


def uv(*arguments: str | Path) -> str:
    program = shutil.which("uv")
    assert program, "uv is not there: pip install uv"
    outcome = subprocess.run(
        [program, *arguments, "--quiet"], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel of each distribution."""
    folder = tmp_path_factory.mktemp("wheels")
    uv("build", "--all-packages", "--wheel", "--out-dir", folder)
    return folder


def contents(wheels: Path) -> dict[str, list[str]]:
    return {path.name.split("-")[0]: zipfile.ZipFile(path).namelist() for path in sorted(wheels.glob("*.whl"))}


def test_every_distribution_builds(wheels: Path) -> None:
    assert set(contents(wheels)) == {project(folder)["name"].replace("-", "_") for folder in PROJECTS}


def test_namespace_belongs_to_nobody(wheels: Path) -> None:
    """A regular package `mcprism_types` in one wheel would hide what the others put there."""
    for name, files in contents(wheels).items():
        assert "mcprism_types/__init__.py" not in files, name
        top = {path.split("/")[0] for path in files if ".dist-info" not in path}
        assert top == {"mcprism" if name == "mcprism" else "mcprism_types"}, name


def test_no_two_wheels_have_the_same_file(wheels: Path) -> None:
    files = [path for names in contents(wheels).values() for path in names]
    assert len(files) == len(set(files))


def test_types_and_data_are_in_the_wheels(wheels: Path) -> None:
    inside = contents(wheels)
    assert "mcprism/py.typed" in inside["mcprism"]
    assert "mcprism_types/base/py.typed" in inside["mcprism_types"]
    for version in VERSIONS:
        files = inside["mcprism_types_" + version.replace("-", "_")]
        package = "mcprism_types/v" + version.replace("-", "_")
        for name in ("py.typed", "contract.json", "differences.json", "models.py"):
            assert f"{package}/{name}" in files


def test_no_test_or_generator_gets_into_a_wheel(wheels: Path) -> None:
    for name, files in contents(wheels).items():
        parts = {part for path in files for part in Path(path).parts}
        assert not parts & {"tests", "codegen", "__pycache__", "conftest.py"}, name


@pytest.mark.parametrize(
    ("extras", "offered"),
    [
        pytest.param("", ALWAYS, id="plain"),
        pytest.param("[2025-06-18]", ALWAYS | {"2025-06-18"}, id="one version"),
        pytest.param("[all]", set(VERSIONS), id="all"),
    ],
)
def test_an_environment_offers_the_versions_that_were_asked_for(
    extras: str, offered: set[str], wheels: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    (wheel,) = wheels.glob("mcprism-*.whl")
    uv("venv", "--no-project", "--python", sys.executable, environment)
    uv("pip", "install", "--python", python, "--find-links", wheels, f"mcprism{extras} @ {wheel.as_uri()}")
    outcome = subprocess.run(
        [python, "-I", "-W", "error", "-c", LIST_VERSIONS], capture_output=True, text=True, timeout=60, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert json.loads(outcome.stdout) == {version: version for version in offered}
