"""Our own words for every type, method and member (`schema/summaries.toml`); a missing one stops the generator."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from codegen.contract import ROOT
from codegen.errors import CodegenError
from codegen.ir import SpecIR

_SPECIFICATION: Final = "https://modelcontextprotocol.io/specification"

# Versions whose specification has no schema page with an anchor for each type: the page that treats the type's subject.
_PAGES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    version: (
        ("Prompt", "server/prompts"),
        ("Resource", "server/resources"),
        ("Blob", "server/resources"),
        ("Subscri", "server/resources"),
        ("Subscribe", "server/resources"),
        ("Complet", "server/utilities/completion"),
        ("Log", "server/utilities/logging"),
        ("Level", "server/utilities/logging"),
        ("Paginat", "server/utilities/pagination"),
        ("Cursor", "server/utilities/pagination"),
        ("Tool", "server/tools"),
        ("Content", "server/tools"),
        ("Root", "client/roots"),
        ("Sampling", "client/sampling"),
        ("CreateMessage", "client/sampling"),
        ("Model", "client/sampling"),
        ("Cancel", "basic/utilities/cancellation"),
        ("Progress", "basic/utilities/progress"),
        ("Ping", "basic/utilities/ping"),
        ("Initial", "basic/lifecycle"),
        ("Capabilities", "basic/lifecycle"),
        ("Implementation", "basic/lifecycle"),
    )
    for version in ("2024-11-05", "2025-03-26")
}


@dataclass(frozen=True, slots=True)
class Summaries:
    """The sentences of one version."""

    version: str
    types: Mapping[str, str]
    methods: Mapping[str, str]
    members: Mapping[str, str]

    def type(self, name: str) -> str:
        """The sentence of a type."""
        return self.types[name]

    def method(self, method: str) -> str:
        """The sentence of a method."""
        return self.methods[method]

    def member(self, owner: str, member: str) -> str:
        """The sentence of a member: the owner's own, else the one for any owner."""
        return self.members.get(f"{owner}.{member}") or self.members[f"*.{member}"]


def read_summaries(ir: SpecIR, root: Path = ROOT) -> Summaries:
    """The sentences for one version.

    Raises:
        CodegenError: some are missing; the text lists them all, ready to be pasted.
    """
    data: dict[str, Any] = tomllib.loads((root / "schema" / "summaries.toml").read_text("utf-8"))
    own = data.get("versions", {}).get(ir.version, {})
    found = Summaries(
        version=ir.version,
        types={**data.get("types", {}), **own.get("types", {})},
        methods={**data.get("methods", {}), **own.get("methods", {})},
        members={**data.get("members", {}), **own.get("members", {})},
    )
    missing = [f"[types] {name}" for name in ir.types if name not in found.types]
    missing += [f'[methods] "{method.method}"' for method in ir.methods if method.method not in found.methods]
    missing += [
        f'[members] "{owner}.{member}"'
        for owner, schema in ir.types.items()
        for member in schema.get("properties", {})
        if f"{owner}.{member}" not in found.members and f"*.{member}" not in found.members
    ]
    if missing:
        raise CodegenError(
            f"{ir.version}: {len(missing)} summaries are missing in schema/summaries.toml; write one line for each of\n  "
            + "\n  ".join(missing)
        )
    return found


def link(version: str, name: str) -> str:
    """Where the specification of a version treats a type."""
    pages = _PAGES.get(version)
    if pages is None:
        return f"{_SPECIFICATION}/{version}/schema#{name.lower()}"
    page = next((page for part, page in pages if part in name), "basic")
    return f"{_SPECIFICATION}/{version}/{page}"
