"""The requirements in requirements.toml, and how tests are tied to them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mcprism.versions import ERAS

VERSIONS: Final = tuple(ERAS)
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "all": VERSIONS,
    "sessions": tuple(version for version in VERSIONS if ERAS[version] == "handshake"),
    "stateless": tuple(version for version in VERSIONS if ERAS[version] == "stateless"),
}
SESSIONS: Final = _NAMED["sessions"]
VERSION_PARAMETERS: Final = ("version", "peer")
"""The parameters of a test that say in which version it runs."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that peers may expect."""

    id: str
    says: str
    spec: str
    versions: frozenset[str]
    gaps: Mapping[frozenset[str], str]
    """Versions for which nothing proves it yet, and why."""

    @property
    def missing(self) -> frozenset[str]:
        """All versions with a gap."""
        return frozenset().union(*self.gaps)


def versions_of(named: str | Iterable[str]) -> frozenset[str]:
    """The versions that a name or a list stands for.

    Raises:
        ValueError: one of them is none.
    """
    versions = _NAMED.get(named, (named,)) if isinstance(named, str) else tuple(named)
    unknown = [version for version in versions if version not in VERSIONS]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: expected versions, or one of {', '.join(_NAMED)}")
    return frozenset(versions)


def requirements() -> dict[str, Requirement]:
    """All requirements by id."""
    tables = tomllib.loads(Path(__file__).with_name("requirements.toml").read_text("utf-8"))
    return {name: _requirement(name, table) for name, table in tables.items()}


def _requirement(name: str, table: dict[str, Any]) -> Requirement:
    gaps = {versions_of(versions): reason for versions, reason in table.pop("gap", {}).items()}
    return Requirement(name, table.pop("says"), table.pop("spec"), versions_of(table.pop("versions")), gaps)
