"""All stages in order: from the stored contracts to the files of every distribution."""

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from codegen import diff, methods, models, stubs
from codegen.contract import ROOT, dump_contract, read_contract, read_pins
from codegen.errors import CodegenError
from codegen.ir import SpecIR
from codegen.json_schema import Schema, rebuild, split_kinds
from codegen.names import package, read_names
from codegen.normalise import normalise, unify
from codegen.patches import apply, read_patches
from codegen.summaries import read_summaries
from codegen.write import Changes, compare, formatted, write

Report = Callable[[str], None]


def describe(version: str, *, root: Path = ROOT) -> SpecIR:
    """The description of one stored version.

    Raises:
        CodegenError: whatever is wrong with its contract, patches or names.
    """
    names = read_names()
    official = unify(_corrected_contract(version, root), names)
    types = normalise(official, names)
    return SpecIR(
        version=version,
        released=read_pins(root)[version].released,
        types=types,
        official=frozenset(official),
        envelope={name: schema for name, schema in official.items() if name.startswith("JSONRPC")},
        methods=methods.derive(official, types),
        errors=methods.derive_errors(types),
    )


def _corrected_contract(version: str, root: Path) -> Schema:
    """The stored contract with its declared defects corrected, and every kind of union written as `anyOf`.

    The branches of `oneOf` exclude one another by their constants anyway.
    """

    def any_of(node: Schema) -> Schema:
        return split_kinds({"anyOf" if keyword == "oneOf" else keyword: value for keyword, value in node.items()})

    return rebuild(apply(read_contract(version, root), version, read_patches()), any_of)


def render(ir: SpecIR, older: Sequence[SpecIR], *, root: Path = ROOT) -> dict[str, str]:
    """The files of one version's distribution by path in it, not yet formatted.

    It carries what differs from each older version, so that an installed package can tell without this generator.

    Raises:
        CodegenError: summaries are missing, or a name is taken twice.
    """
    summaries = read_summaries(ir, root)
    folder = f"mcprism_types/{package(ir.version)}"
    differences = {other.version: [asdict(row) for row in diff.compare(other, ir)] for other in older}
    return {
        **stubs.render(ir, summaries, release(root)),
        f"{folder}/models.py": models.render(ir, summaries, read_names()),
        f"{folder}/contract.json": dump_contract(_corrected_contract(ir.version, root)),
        f"{folder}/differences.json": json.dumps(differences, indent=1) + "\n",
    }


def generate(
    versions: Sequence[str] = (), *, root: Path = ROOT, check: bool = False, report: Report = lambda line: None
) -> Changes:
    """Regenerate the distributions of these versions (all without any) and the reports between versions.

    With `check` nothing is written. `report` gets a line for each version as it is worked on. Paths in the result are
    relative to the repository.

    Raises:
        CodegenError: a version is not known, or cannot be generated from. Nothing has been written then.
    """
    known = list(read_pins(root))
    if unknown := [version for version in versions if version not in known]:
        raise CodegenError(f"no stored contract of {', '.join(unknown)}; known versions: {', '.join(known)}")
    described = [describe(version, root=root) for version in known]
    chosen = list(versions or known)
    texts: dict[str, str] = {}
    for index, ir in enumerate(described):
        if ir.version in chosen:
            report(f"[{chosen.index(ir.version) + 1}/{len(chosen)}] {ir.version}")
            files = render(ir, described[:index], root=root)
            texts |= {f"generated/{ir.version}/{path}": text for path, text in files.items()}
    texts = formatted(texts)
    for older, newer in pairwise(described):
        differences = diff.compare(older, newer)
        path = f"docs/versions/{older.version}-to-{newer.version}.md"
        texts[path] = diff.as_markdown(older.version, newer.version, differences)
    existing = _generated_files(root, chosen if versions else None)
    return (compare if check else write)(texts, root, existing)


def release(root: Path = ROOT) -> str:
    """The version number that all distributions share; `mcprism-types` holds it."""
    document = tomllib.loads((root / "runtime" / "types" / "pyproject.toml").read_text("utf-8"))
    return str(document["project"]["version"])


def _generated_files(root: Path, versions: Sequence[str] | None) -> set[str]:
    """Every file that is the generator's: the given versions' folders (all without any) and the version reports.

    What Python and packaging leave behind is not.
    """
    leftovers = {"__pycache__", "dist", "build"}
    folders = [root / "generated" / version for version in versions] if versions else [root / "generated"]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix()
        for path in [*paths, *(root / "docs" / "versions").glob("*-to-*.md")]
        if not leftovers.intersection(path.parts) and ".egg-info" not in path.as_posix()
    }
