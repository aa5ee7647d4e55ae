"""Promises about the repository itself."""

import ast
import subprocess
import tomllib
from pathlib import Path

from codegen.contract import read_pins
from mcprism.versions import ERAS

ROOT = Path(__file__).parents[2]


def tracked() -> list[str]:
    """The files that git knows, or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_no_lock_file_with_download_addresses_is_committed() -> None:
    assert [path for path in tracked() if Path(path).name in {"uv.lock", "package-lock.json"}] == []


def test_tools_are_pinned_exactly() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    loose = [
        requirement
        for group in groups.values()
        for requirement in group
        if isinstance(requirement, str) and "==" not in requirement
    ]
    assert loose == []


def test_every_distribution_is_a_member_and_a_source_of_the_workspace() -> None:
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]
    members = [path for pattern in workspace["workspace"]["members"] for path in ROOT.glob(f"{pattern}/pyproject.toml")]
    names = {tomllib.loads(path.read_text("utf-8"))["project"]["name"] for path in members}
    assert names == workspace["sources"].keys()


def test_the_versions_that_are_negotiated_are_the_released_ones() -> None:
    assert list(ERAS) == [version for version, pin in read_pins().items() if pin.released]


def _tells_versions_apart(node: ast.AST) -> bool:
    match node:
        case ast.Compare(left, operators, others):
            sides = [left, *others]
            named = [side for side in sides if isinstance(side, ast.Name | ast.Attribute | ast.Subscript)]
            is_ordered = any(isinstance(one, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for one in operators)
            if is_ordered and any("version" in ast.unparse(side) for side in named):
                return True
            constants = [inner.value for side in sides for inner in ast.walk(side) if isinstance(inner, ast.Constant)]
            return any(value in ERAS for value in constants if isinstance(value, str))
        case ast.MatchValue(ast.Constant(str(value))):
            return value in ERAS
        case _:
            return False


def test_versions_are_told_apart_in_one_place_only() -> None:
    runtime = ROOT / "runtime" / "mcprism"
    elsewhere = [path for path in runtime.rglob("*.py") if "versions" not in path.relative_to(runtime).parts]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path in elsewhere
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.expr | ast.pattern) and _tells_versions_apart(node)
    ]
    assert found == []


def test_no_release_carries_another_number() -> None:
    files = [ROOT / path for path in tracked() if path.endswith("pyproject.toml") and path != "pyproject.toml"]
    assert len({tomllib.loads(path.read_text("utf-8"))["project"]["version"] for path in files}) == 1


def test_no_host_of_a_package_index_is_named() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com")
    texts = {path: (ROOT / path).read_text("utf-8", errors="ignore") for path in tracked() if (ROOT / path).is_file()}
    assert [path for path, text in texts.items() if any(host in text for host in hosts)] == []
