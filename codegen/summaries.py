"""Our own words for every type, method and member (`schema/summaries.toml`); a missing one stops the generator."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomlkit

from codegen.contract import ROOT
from codegen.errors import CodegenError
from codegen.ir import SpecIR
from codegen.json_schema import references

UNWRITTEN: Final = "not described yet."
"""How the line of a new version ends whose sentence somebody still has to write."""

_SPECIFICATION: Final = "https://modelcontextprotocol.io/specification"

# Versions whose specification has no schema page with an anchor for each type: the page that treats the subject, by the
# first of these parts that a type's name contains.
_WITHOUT_SCHEMA_PAGE: Final = frozenset({"2024-11-05", "2025-03-26"})
_PAGES: Final = (
    ("Prompt", "server/prompts"),
    ("Resource", "server/resources"),
    ("ubscribe", "server/resources"),
    ("Complet", "server/utilities/completion"),
    ("Log", "server/utilities/logging"),
    ("Level", "server/utilities/logging"),
    ("Paginat", "server/utilities/pagination"),
    ("Cursor", "server/utilities/pagination"),
    ("Tool", "server/tools"),
    ("Sampling", "client/sampling"),
    ("CreateMessage", "client/sampling"),
    ("Model", "client/sampling"),
    ("Content", "server/tools"),
    ("Root", "client/roots"),
    ("Cancel", "basic/utilities/cancellation"),
    ("Progress", "basic/utilities/progress"),
    ("Ping", "basic/utilities/ping"),
    ("Initial", "basic/lifecycle"),
    ("Capabilities", "basic/lifecycle"),
    ("Implementation", "basic/lifecycle"),
)


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

    def missing(self, ir: SpecIR) -> dict[str, list[str]]:
        """The keys that have no sentence, by table."""
        return {
            "types": [name for name in ir.types if name not in self.types],
            "methods": [method.method for method in ir.methods if method.method not in self.methods],
            "members": [
                f"{owner}.{member}"
                for owner, schema in ir.types.items()
                for member in schema.get("properties", {})
                if f"{owner}.{member}" not in self.members and f"*.{member}" not in self.members
            ],
        }


def read_summaries(ir: SpecIR, root: Path = ROOT) -> Summaries:
    """The sentences for one version.

    Raises:
        CodegenError: some are missing; the text lists them all, ready to be pasted.
    """
    own = _read(root).get("versions", {}).get(ir.version, {})
    found = _of_version(ir.version, root)
    missing = [f'[{table}] "{key}"' for table, keys in found.missing(ir).items() for key in keys]
    if ir.released:
        missing += [
            f'[versions."{ir.version}".{table}] "{key}" ({UNWRITTEN})'
            for table, sentences in own.items()
            for key, sentence in sentences.items()
            if sentence.endswith(UNWRITTEN)
        ]
    if missing:
        raise CodegenError(
            f"{ir.version}: {len(missing)} summaries are missing in schema/summaries.toml; write one line for each:\n  "
            + "\n  ".join(missing)
        )
    return found


def add_unwritten(ir: SpecIR, root: Path = ROOT) -> int:
    """Add a line to be written for each sentence that a new version lacks; returns how many.

    The version can then be generated and tried, but not released.
    """
    path = root / "schema" / "summaries.toml"
    document = tomlkit.parse(path.read_text("utf-8"))
    missing = _of_version(ir.version, root).missing(ir)
    tables = {
        table: dict.fromkeys(keys, f"New in {ir.version}; {UNWRITTEN}") for table, keys in missing.items() if keys
    }
    if tables:
        document.setdefault("versions", {})[ir.version] = tables
        path.write_text(tomlkit.dumps(document), "utf-8")
    return sum(len(keys) for keys in missing.values())


def _read(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "schema" / "summaries.toml").read_text("utf-8"))


def _of_version(version: str, root: Path) -> Summaries:
    data = _read(root)
    own = data.get("versions", {}).get(version, {})
    return Summaries(
        version=version,
        types={**data.get("types", {}), **own.get("types", {})},
        methods={**data.get("methods", {}), **own.get("methods", {})},
        members={**data.get("members", {}), **own.get("members", {})},
    )


def link(version: str, name: str) -> str:
    """Where the specification of a version treats an official type."""
    if version not in _WITHOUT_SCHEMA_PAGE:
        return f"{_SPECIFICATION}/{version}/schema#{name.lower()}"
    page = next((page for part, page in _PAGES if part in name), "basic")
    return f"{_SPECIFICATION}/{version}/{page}"


def links(ir: SpecIR) -> dict[str, str]:
    """Where the specification treats each type: one that is written out in place upstream, where its owner is treated.

    Objects for `_meta` belong to no type in particular: the page on messages treats them.
    """
    owners: dict[str, str] = {}
    for owner, schema in ir.types.items():
        for name in references(schema):
            owners.setdefault(name, owner)
    found: dict[str, str] = {}
    for name in ir.types:
        official = name
        while official not in ir.official and official in owners:
            official = owners[official]
        is_meta = name.endswith("MetaObject") and name not in ir.official
        found[name] = f"{_SPECIFICATION}/{ir.version}/basic" if is_meta else link(ir.version, official)
    return found
