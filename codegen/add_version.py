"""A new version of the protocol: imported, pinned, generated and wired up, with its open items listed.

Everything is made in a staging copy first: whatever is wrong with the file is found before the repository is touched.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from codegen import diff, pipeline
from codegen.contract import ROOT, check_version_name, import_official, read_contract, read_pins
from codegen.errors import CodegenError
from codegen.ir import SpecIR
from codegen.names import package
from codegen.patches import read_patches, still_needed
from codegen.pipeline import Report
from codegen.summaries import add_unwritten
from codegen.write import Changes, write

_STAGED = ("schema", "pyproject.toml", "runtime/pyproject.toml", "runtime/types/pyproject.toml")


@dataclass(frozen=True, slots=True)
class Added:
    """What was written, and what a person does next."""

    changes: Changes
    next_steps: str


def add(version: str, file: Path, *, root: Path = ROOT, report: Report = lambda line: None) -> Added:
    """Add a version from its official schema file. It is generated and importable, but not negotiated until released.

    Raises:
        CodegenError: the name is no date, the version exists or is older than the newest, or the file is not an MCP
            schema that can be generated from. Nothing has been written then.
    """
    check_version_name(version)
    known = read_pins(root)
    newest = max(known)
    if version in known:
        raise CodegenError(f"version {version} exists; after an upstream correction use `codegen import` instead")
    if version < newest:
        raise CodegenError(f"version {version} is older than {newest}: a new version comes after all known ones")
    with tempfile.TemporaryDirectory() as folder:
        staging = Path(folder)
        for path in _STAGED:
            _copy(root / path, staging / path)
        import_official(version, file, root=staging)
        older, newer = pipeline.describe(newest, root=staging), pipeline.describe(version, root=staging)
        unwritten = add_unwritten(newer, staging)
        _wire_up(version, pipeline.release(root), staging)
        pipeline.generate([version], root=staging, report=report)
        differences = diff.compare(older, newer)
        step = f"runtime/mcprism/versions/steps/{package(version)}.py"
        _write_step(staging / step, older, newer, differences)
        texts = {
            path.relative_to(staging).as_posix(): path.read_text("utf-8")
            for path in sorted(staging.rglob("*"))
            if path.is_file()
        }
        changes = write(texts, root, set())
    defects = still_needed(read_contract(version, root), newest, read_patches())
    return Added(changes, _next_steps(version, step, len(differences), unwritten, defects))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


def _wire_up(version: str, release: str, root: Path) -> None:
    """The extra, the workspace source, and the place in `all`."""
    distribution = f"mcprism-types-{version}"
    runtime = _read(root / "runtime" / "pyproject.toml")
    extras = runtime["project"]["optional-dependencies"]
    after = max(name for name in extras if name[:1].isdigit())
    everything = extras["all"][0].replace(after, f"{after},{version}")
    entries = [(name, list(value)) for name, value in extras.items()]
    place = [name for name, _ in entries].index(after) + 1
    entries.insert(place, (version, [f"{distribution}=={release}"]))
    for name in list(extras):
        del extras[name]
    for name, value in entries:
        extras[name] = [everything] if name == "all" else value
    _write(root / "runtime" / "pyproject.toml", runtime)

    workspace = _read(root / "pyproject.toml")
    source = tomlkit.inline_table()
    source["workspace"] = True
    workspace["tool"]["uv"]["sources"][distribution] = source
    _write(root / "pyproject.toml", workspace)


def _read(path: Path) -> Any:
    return tomlkit.parse(path.read_text("utf-8"))


def _write(path: Path, document: Any) -> None:
    path.write_text(tomlkit.dumps(document), "utf-8")


def _write_step(path: Path, older: SpecIR, newer: SpecIR, differences: list[diff.Difference]) -> None:
    open_items = "\n".join(f"        {json.dumps(difference.key, ensure_ascii=False)}," for difference in differences)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'''"""{older.version} -> {newer.version}.

Spec: https://modelcontextprotocol.io/specification/{newer.version}/changelog
"""

from typing import Final

from mcprism.versions.steps.step import Step

STEP: Final = Step(
    older="{older.version}",
    newer="{newer.version}",
    down={{}},
    handled=frozenset(),
    ignorable={{}},
    # Each goes into `handled` with a conversion in `down` or `up`, into `ignorable` with the reason, or into `by_era`.
    open=(
{open_items}
    ),
)
''',
        "utf-8",
    )


def _next_steps(version: str, step: str, differences: int, unwritten: int, defects: list[str]) -> str:
    places = ", ".join(defects)
    known = [f"  0. codegen/patches.toml: declare again, for {version}, the known defects that it still has: {places}"]
    return "\n".join(
        [
            f"{version} is generated and importable after `uv sync`; it is not negotiated yet. Next:",
            *(known if defects else []),
            f"  1. {step}: settle its {differences} open differences",
            f"  2. schema/summaries.toml: write the {unwritten} sentences that end with `not described yet.`",
            f"  3. schema/pins.toml: fill in commit and date, set released = true for {version}",
            f"  4. runtime/mcprism/versions/catalog.py: enter {version} with its era; from then on it is negotiated",
            "  5. `nox -s generate`, then `nox -s tests`",
        ]
    )
