"""What can be said of whatever is declared on a server, beside what its function or class says by itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from mcprism.jsonrpc import JsonObject
from mcprism.versions import is_reserved

if TYPE_CHECKING:
    from mcprism_types.v2026_07_28 import Icon


class DeclarationFields(TypedDict, total=False):
    """The fields of `DeclarationOptions`, as keywords."""

    name: str | None
    title: str | None
    description: str | None
    icons: "Sequence[Icon]"
    meta: Mapping[str, Any] | None
    tags: Collection[str]
    scopes: Sequence[str]
    timeout: float | None
    inline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationOptions:
    """What is said of a tool, a resource or a prompt.

    Raises:
        ValueError, TypeError: something does not fit.
    """

    name: str | None = None
    """Its name for programs; by default that of the function, or that of the class in snake case."""
    title: str | None = None
    """Its name for people."""
    description: str | None = None
    """What it does or has, for the model; by default the docstring, without its part about parameters."""
    icons: "Sequence[Icon]" = ()
    meta: Mapping[str, Any] | None = None
    """What is listed as its `_meta`."""
    tags: Collection[str] = ()
    """What it belongs to, for the server's own use: clients do not get to see it."""
    scopes: Sequence[str] = ()
    """What whoever asks for it must have been granted, all of it. Over HTTP, `mcprism.Principal` says what was granted;
    standard input and output and connections in memory have no authorization, and may do all."""
    timeout: float | None = None
    """Seconds that it may take; None: as long as it takes."""
    inline: bool = False
    """Whether a function that is not async runs in the event loop, which it then must not hold up, and in no thread."""

    def __post_init__(self) -> None:
        if self.name == "":
            raise ValueError("name: must not be empty")
        if isinstance(self.timeout, str):
            raise TypeError(f"timeout: must be seconds, as a number, not the text {self.timeout!r:.50}")
        if self.timeout is not None and not self.timeout > 0:
            raise ValueError(f"timeout: must be above 0 seconds, not {self.timeout!r:.50}")
        check_list("tags", self.tags)
        check_list("scopes", self.scopes)
        check_icons(self.icons)
        for key in self.meta or ():
            if is_reserved(key):
                raise ValueError(
                    f"meta: the key {key!r:.100} has a prefix that is reserved for the protocol; use one of your own, "
                    "such as 'com.example/', or none"
                )

    def members(self, documented: str | None) -> JsonObject:
        """What it is listed with, whatever it is. `documented`: what its docstring says."""
        members: JsonObject = {
            "title": self.title,
            "description": documented if self.description is None else self.description,
            "icons": [icon.to_wire() for icon in self.icons] or None,
            "_meta": None if self.meta is None else dict(self.meta),
        }
        return {member: value for member, value in members.items() if value is not None}


def check_names(given: Iterable[str], known: Mapping[str, Any], *, where: str) -> None:
    """Fails on an option that there is not, and says which one may be meant. `where`: what takes them.

    Raises:
        TypeError: there is none of a name.
    """
    for name in given:
        if name not in known:
            from difflib import get_close_matches  # only who misspells one needs it

            near = get_close_matches(name, [*known], n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise TypeError(f"{where} has no option {name!r:.80}; {hint}")


def check_list(option: str, values: object) -> None:
    """Fails on a text where a list of them is wanted.

    Raises:
        TypeError: it is one.
    """
    if isinstance(values, str):
        raise TypeError(f"{option}: must be a list, not the text {values!r:.50}")


def check_icons(icons: "Sequence[Icon]") -> None:
    """Fails on what is no list of icons.

    Raises:
        TypeError: it is none.
    """
    check_list("icons", icons)
    if icons:
        from mcprism_types.v2026_07_28 import Icon  # whoever has none need not load the version

        for icon in icons:
            if not isinstance(icon, Icon):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
                raise TypeError(f"icons: must be a list of mcprism.Icon, not of {icon!r:.80}")
