"""Keys of `_meta` that belong to the protocol: authors may use those that it defines, and make up none of their own.

Spec: basic#_meta
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from mcprism_types.base import MCPModel

_PROTOCOL: Final = frozenset({"modelcontextprotocol", "mcp"})

_DEFINED: Final = frozenset(
    f"io.modelcontextprotocol/{name}"
    for name in (
        "clientCapabilities",
        "clientInfo",
        "logLevel",
        "model-immediate-response",
        "protocolVersion",
        "related-task",
        "serverInfo",
        "subscriptionId",
    )
)
"""What the versions define, for those who write such messages by hand."""


def is_reserved(key: str) -> bool:
    """Whether a key has a prefix that the protocol keeps to itself, in one of its versions.

    From 2025-11-25 on that is one whose second label is `modelcontextprotocol` or `mcp`; in 2025-06-18 it was one that
    has another label after such a label. What an author writes is read in any version, so both hold.
    """
    prefix, slash, _ = key.partition("/")
    if not slash or key in _DEFINED:
        return False
    labels = prefix.split(".")
    return not _PROTOCOL.isdisjoint(labels[:-1]) or (labels[-1] in _PROTOCOL and len(labels) == 2)


def check_metadata(value: MCPModel, where: str) -> None:
    """Fails on a `_meta` in what an author wrote that has a reserved key, at any depth. `where`: for the text.

    Raises:
        ValueError: it has one.
    """
    for metadata in _metadata(value):
        for key in metadata:
            if is_reserved(key):
                raise ValueError(
                    f"{where}: the `_meta` key {key!r:.100} has a prefix that is reserved for the protocol; use one of "
                    "your own, such as 'com.example/', or none"
                )


def _metadata(value: Any) -> Iterator[Iterable[str]]:
    """The keys of each `_meta`, as far as they are not those of its type."""
    if isinstance(value, MCPModel):
        members, more = value.__dict__, value.model_extra or {}
        for name, member in members.items():
            if name != "meta":
                yield from _metadata(member)
        for own in (members.get("meta"), more.get("_meta")):
            if isinstance(own, MCPModel):
                yield own.model_extra or ()
            elif isinstance(own, dict):
                yield cast("dict[str, Any]", own)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _metadata(item)
    elif isinstance(value, dict):
        # Of models, such as questions by their keys. What is in other objects is the author's.
        for item in cast("dict[str, Any]", value).values():
            if isinstance(item, MCPModel):
                yield from _metadata(item)
