"""How things are called: what `names.toml` declares, and the rules for the rest."""

import keyword
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from codegen.errors import CodegenError

MESSAGE_UNIONS: Final = frozenset(
    {
        "ClientNotification",
        "ClientRequest",
        "ClientResult",
        "InputRequest",
        "InputResponse",
        "ServerNotification",
        "ServerRequest",
        "ServerResult",
    }
)

_TAKEN: Final = frozenset({*keyword.kwlist, *dir(BaseModel), "from_wire", "str", "to_wire"})
"""What no member can be called: words of Python, attributes of models, `str` (which is renamed)."""


@dataclass(frozen=True, slots=True)
class Names:
    """The contents of `names.toml`; the comments there say what each table is for."""

    rename: Mapping[str, str]
    unions: Mapping[str, str]
    inline: Mapping[str, str]
    members: Mapping[str, str]
    default_values: Mapping[str, str]
    open: frozenset[str]
    fold: tuple[str, ...]
    documents: frozenset[str]
    values: frozenset[str]

    def inline_object(self, owner: str, member: str) -> str:
        """The name of the object that `owner` writes out in place under `member`."""
        return self.declared_object(owner, member) or owner + pascal(member)

    def declared_object(self, owner: str, member: str) -> str | None:
        """The name that is declared for the object that `owner` writes out in place under `member`."""
        return self.inline.get(f"{owner}.{member}") or self.inline.get(f"*.{member}")

    def member(self, wire: str) -> str:
        """The Python name of a wire member; with an underscore at its end where Python or pydantic has taken it.

        Raises:
            CodegenError: none can be made of it.
        """
        name = self.members.get(wire) or snake(wire.rsplit("/", 1)[-1].lstrip("_$"))
        if not name.isidentifier():
            raise CodegenError(f"member {wire!r} has no Python name; give it one in codegen/names.toml, [members]")
        return f"{name}_" if name in _TAKEN else name

    def defaults(self, owner: str, members: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The members of `owner` that authors may leave out though the wire has them, with the value they then have."""
        for member in members:
            value = self.default_values.get(f"{owner}.{member}") or self.default_values.get(f"*.{member}")
            if value is not None:
                yield member, value


def read_names(path: Path | None = None) -> Names:
    """The declared names."""
    data = tomllib.loads((path or Path(__file__).with_name("names.toml")).read_text("utf-8"))
    shapes = data["shapes"]
    return Names(
        rename=data["rename"],
        unions=data["unions"],
        inline=data["inline"],
        members=data["members"],
        default_values=data["defaults"],
        open=frozenset(shapes["open"]),
        fold=tuple(shapes["fold"]),
        documents=frozenset(shapes["documents"]),
        values=frozenset(shapes["values"]),
    )


def snake(name: str) -> str:
    """`CallTool` or `callTool` -> `call_tool`; `URLElicitation` -> `url_elicitation`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).replace("-", "_").lower()


def pascal(name: str) -> str:
    """`requestedSchema` -> `RequestedSchema`; `_meta` -> `Meta`."""
    name = re.sub(r"\W|_", "", name)
    return name[:1].upper() + name[1:]


def package(version: str) -> str:
    """`2025-11-25` -> `v2025_11_25`, the last part of the import name."""
    return "v" + version.replace("-", "_")
