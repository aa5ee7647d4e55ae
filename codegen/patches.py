"""Corrections of declared defects in the official files (`patches.toml`)."""

import copy
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codegen.errors import CodegenError
from codegen.json_schema import Schema, pointer_steps, resolve


@dataclass(frozen=True, slots=True)
class Patch:
    """One defect: where it is, what stands there, what should, and why."""

    version: str
    pointer: str
    expected: Any
    replacement: Any
    reason: str
    link: str


def read_patches(path: Path | None = None) -> list[Patch]:
    """All declared patches."""
    text = (path or Path(__file__).with_name("patches.toml")).read_text("utf-8")
    return [Patch(**entry) for entry in tomllib.loads(text).get("patch", [])]


def still_needed(contract: Schema, version: str, patches: Sequence[Patch]) -> list[str]:
    """The pointers of another version's patches whose defects are in this contract too."""

    def found(pointer: str) -> Any:
        try:
            return resolve(contract, pointer)
        except LookupError:
            return None

    return [patch.pointer for patch in patches if patch.version == version and found(patch.pointer) == patch.expected]


def apply(contract: Schema, version: str, patches: Sequence[Patch]) -> Schema:
    """A copy of the contract with this version's patches applied.

    Raises:
        CodegenError: a patch leads nowhere or to something else than it expects. Upstream has then changed that place:
            read what it says now, and correct or delete the patch.
    """
    corrected = copy.deepcopy(contract)
    for patch in patches:
        if patch.version != version:
            continue
        *parents, last = pointer_steps(patch.pointer)
        try:
            found = resolve(corrected, patch.pointer)
        except LookupError as error:
            raise CodegenError(f"patch of {version}: {error}; delete or correct it in codegen/patches.toml") from error
        if found != patch.expected:
            raise CodegenError(
                f"patch of {version} no longer applies: {patch.pointer} is {json.dumps(found)}, the patch expects "
                f"{json.dumps(patch.expected)}; delete or correct it in codegen/patches.toml"
            )
        parent: Any = resolve(corrected, "".join(f"/{step}" for step in parents)) if parents else corrected
        if isinstance(parent, list):
            parent[int(last)] = patch.replacement
        else:
            parent[last] = patch.replacement
    return corrected
