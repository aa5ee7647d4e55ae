"""All stages in order: from the stored contracts to the files of every distribution."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from codegen import methods, models, stubs
from codegen.contract import ROOT, dump_contract, read_contract, read_pins
from codegen.errors import CodegenError
from codegen.ir import SpecIR
from codegen.names import Names, package, read_names
from codegen.normalise import normalise, unify
from codegen.patches import Patch, apply, read_patches
from codegen.summaries import read_summaries
from codegen.write import Changes, compare, formatted, write

Report = Callable[[str], None]


def describe(version: str, *, root: Path = ROOT, patches: Sequence[Patch] | None = None) -> SpecIR:
    """The description of one stored version.

    Raises:
        CodegenError: whatever is wrong with its contract, patches or names.
    """
    names = read_names()
    contract = apply(read_contract(version, root), version, read_patches() if patches is None else patches)
    official = unify(contract, names)
    types = normalise(official, names)
    return SpecIR(
        version=version,
        released=read_pins(root)[version].released,
        types=types,
        methods=methods.derive(official, types),
        errors=methods.derive_errors(types),
    )


def render(version: str, *, root: Path = ROOT) -> dict[str, str]:
    """The files of one version's distribution by path in it, not yet formatted.

    Raises:
        CodegenError: as `describe`; or summaries are missing.
    """
    names: Names = read_names()
    ir = describe(version, root=root)
    summaries = read_summaries(ir, root)
    folder = f"mcprism_types/{package(version)}"
    contract = apply(read_contract(version, root), version, read_patches())
    return {
        **stubs.render(ir, summaries, release(root)),
        f"{folder}/models.py": models.render(ir, summaries, names),
        f"{folder}/contract.json": dump_contract(contract),
    }


def generate(
    versions: Sequence[str] = (), *, root: Path = ROOT, check: bool = False, report: Report = lambda line: None
) -> Changes:
    """Regenerate the distributions of these versions (all without any); with `check` only say what would change.

    `report` gets a line for each version as it is worked on.

    Raises:
        CodegenError: a version is not known, or cannot be generated from. Nothing has been written then.
    """
    pins = read_pins(root)
    unknown = [version for version in versions if version not in pins]
    if unknown:
        raise CodegenError(f"no stored contract of {', '.join(unknown)}; known versions: {', '.join(pins)}")
    chosen = list(versions or pins)
    texts: dict[str, str] = {}
    for number, version in enumerate(chosen, 1):
        report(f"[{number}/{len(chosen)}] {version}")
        texts |= {f"{version}/{path}": text for path, text in render(version, root=root).items()}
    texts = formatted(texts)
    target = root / "generated"
    existing = _generated_files(target, chosen if versions else None)
    return (compare if check else write)(texts, target, existing)


def release(root: Path = ROOT) -> str:
    """The version number that all distributions share; `mcprism-types` holds it."""
    document = tomllib.loads((root / "runtime" / "types" / "pyproject.toml").read_text("utf-8"))
    return str(document["project"]["version"])


def _generated_files(target: Path, versions: Sequence[str] | None) -> set[str]:
    """Every file below the given versions' folders (all without any), but for what Python and packaging leave there."""
    leftovers = {"__pycache__", "dist", "build"}
    return {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_file()
        and not leftovers.intersection(path.relative_to(target).parts)
        and ".egg-info" not in path.as_posix()
        and (versions is None or path.relative_to(target).parts[0] in versions)
    }
