"""What one version changed: the shape in which the modules beside this one say it.

Each of them is data: which messages are converted, both ways, and which difference of the two schemas is settled how.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mcprism.versions.conversions import Conversion, ErrorConversion, NoticeConversion

ANY_METHOD: Final = "*"
"""In place of a method: for errors of all methods that do not have a conversion of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The conversions for one method. None: nothing changed there."""

    params: Conversion | NoticeConversion | None = None
    result: Conversion | None = None
    error: ErrorConversion | None = None


Conversions: TypeAlias = Mapping[str, Slots]
"""By method."""

Objects: TypeAlias = Mapping[str, Conversion]
"""By type: the objects that a session carries outside of messages too, such as capabilities."""


@dataclass(frozen=True, slots=True)
class Row:
    """A change that no conversion of a message can bridge."""

    what: str
    who: str
    """What deals with it, and how."""
    keys: tuple[str, ...] = ()
    """The schema differences that it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The way between two adjacent versions.

    Differences are named by the key of `codegen diff`: `added member Tool.icons`. Each of them is in one of `handled`,
    `ignorable`, `by_era` and `open`, except `ALWAYS_IGNORABLE`.
    """

    older: str
    newer: str
    down: Conversions
    """From newer to older."""
    up: Conversions = field(default_factory=dict[str, Slots])
    """From older to newer."""
    objects_down: Objects = field(default_factory=dict[str, Conversion])
    objects_up: Objects = field(default_factory=dict[str, Conversion])
    handled: frozenset[str]
    """What the conversions above deal with."""
    ignorable: Mapping[str, tuple[str, ...]]
    """What needs no conversion, by the reason."""
    by_era: tuple[Row, ...] = ()
    """What takes a session, or more than one message."""
    open: tuple[str, ...] = ()
    """What nobody has settled yet. A version is not negotiated before nothing is open in its step."""


ALWAYS_IGNORABLE: Final[Mapping[str, str]] = {
    "added type": "a type is on the wire only where a member, a union or a method names it, and that differs too",
    "removed type": "a type is on the wire only where a member, a union or a method names it, and that differs too",
}
"""The kinds of differences that never need a conversion, with the reason."""
