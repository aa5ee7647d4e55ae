"""The protocol versions there are, the ones that are installed, and how their peers find out about each other.

This table and `negotiate` are the only places that put versions in order. Everything else compares them for equality.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from mcprism_types.base import ProtocolSpec

EraName: TypeAlias = Literal["handshake", "stateless"]

ENTRY_POINTS: Final = "mcprism.versions"

ERAS: Final[Mapping[str, EraName]] = MappingProxyType(
    {
        "2024-11-05": "handshake",
        "2025-03-26": "handshake",
        "2025-06-18": "handshake",
        "2025-11-25": "handshake",
        "2026-07-28": "stateless",
    }
)
"""Every version, oldest first. `handshake`: settled once, by `initialize`. `stateless`: stated in each request."""


class Installed(Mapping[str, ProtocolSpec]):
    """The installed versions, oldest first. One is imported when it is looked up, and not before."""

    def __init__(self, found: Mapping[str, EntryPoint]) -> None:
        self._found = {version: found[version] for version in ERAS if version in found}

    def __getitem__(self, version: str) -> ProtocolSpec:
        spec: ProtocolSpec = self._found[version].load().PROTOCOL
        return spec

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def of_era(self, era: EraName) -> tuple[str, ...]:
        """The installed versions of one era, oldest first."""
        return tuple(version for version in self._found if ERAS[version] == era)

    def extra_for(self, version: str) -> str | None:
        """The command that would add a version, if there is such a version and it is not installed."""
        if version not in ERAS or version in self._found:
            return None
        return f'pip install "mcprism[{version}]"'


@cache
def installed() -> Installed:
    """The versions whose distribution is installed."""
    return Installed({entry.name: entry for entry in entry_points(group=ENTRY_POINTS)})
