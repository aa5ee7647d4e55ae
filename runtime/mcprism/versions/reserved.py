"""Keys of `_meta` that belong to the protocol: authors may use those that it defines, and make up none of their own.

Spec: basic#_meta
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeGuard

from pydantic_core import to_json

from mcprism.jsonrpc import JsonObject, is_object
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

_META_NAME: Final = b'"_meta"'


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


def check_metadata(value: MCPModel, written: JsonObject | bytes, where: str) -> None:
    """Fails on a `_meta` in what an author wrote that has a reserved key, at any depth.

    Args:
        value: what they wrote.
        written: the same as JSON. It tells at once whether there is any `_meta`, and nearly always there is none.
        where: for the text of the error.

    Raises:
        ValueError: there is such a key.
    """
    # To look into every object takes as long as all the rest; to write it as text is a fourth of that.
    if _META_NAME not in (written if isinstance(written, bytes) else to_json(written)):
        return
    for metadata in _metadata(value):
        for key in metadata:
            if is_reserved(key):
                raise ValueError(
                    f"{where}: the `_meta` key {key!r:.100} has a prefix that is reserved for the protocol; use one of "
                    "your own, such as 'com.example/', or none"
                )


def _metadata(written: MCPModel) -> Iterator[Iterable[str]]:
    """The keys of each `_meta`, as far as they are not those of its type."""
    waiting: list[Any] = [written]
    while waiting:
        value = waiting.pop()
        if isinstance(value, MCPModel):
            members, more = value.__dict__, value.model_extra or {}
            waiting += (member for name, member in members.items() if name != "meta")
            for own in (members.get("meta"), more.get("_meta")):
                if isinstance(own, MCPModel):
                    yield own.model_extra or ()
                elif is_object(own):
                    yield own
        elif _is_list(value):
            waiting += value
        elif is_object(value):
            # Of models, such as questions by their keys. What is in other objects is the author's.
            waiting += (item for item in value.values() if isinstance(item, MCPModel))


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)
