"""What a server showed in its newest version, and did not in older ones: from what passed on the wire alone.

Of a server in this process, losses are reported as they happen. Of any other, only its answers are known.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mcprism.cli.findings import CONNECTION, LISTENING, Difference, Seen
from mcprism.jsonrpc import JsonObject, is_object
from mcprism.versions.contract import undeclared_in_message

_OTHERWISE: Final = frozenset({CONNECTION, LISTENING, "ping"})
"""Steps that are other requests with a session and without."""
_OF_THE_PROTOCOL: Final = frozenset({"resultType", "ttlMs", "cacheScope", "_meta"})
"""Members at the top of results that say nothing of the server."""
_OF_THE_AUTHOR: Final = frozenset({"_meta", "inputSchema", "outputSchema", "structuredContent"})
"""Members whose content has no names of the protocol's."""


def note_differences(versions: Sequence[Seen]) -> None:
    """Adds to each step what the newest version that has an answer to it shows beyond this one. Newest first."""
    for position, older in enumerate(versions):
        for name, step in older.steps.items():
            if step.method in _OTHERWISE:
                continue
            for newer in versions[:position]:
                shown = newer.steps.get(name)
                if step.answer is not None and shown is not None and shown.answer is not None:
                    step.differences = _differences(step.method, shown.answer, step.answer, older.version)
                    break


def _differences(method: str, newer: JsonObject, older: JsonObject, version: str) -> list[Difference]:
    # What the older version is shown although it has no name for it is a fault, and no difference.
    shown = {member for member, _ in _newer_members(method, older, version)}
    found = {
        member: Difference(member, since)
        for member, since in _newer_members(method, newer, version)
        if member not in shown and member not in _OF_THE_PROTOCOL
    }
    there = set(_members(older))
    unnamed = tuple(found)
    for member in dict.fromkeys(_members(newer)):
        is_newer = any(member == path or member.startswith((f"{path}.", f"{path}[")) for path in unnamed)
        if member not in there and not is_newer and not member.startswith("content"):
            found[member] = Difference(member, "")
    return list(found.values())


def _newer_members(method: str, result: JsonObject, version: str) -> Iterator[tuple[str, str]]:
    """The places in a result that only newer versions name, and the version that brought each."""
    message = {"jsonrpc": "2.0", "id": 0, "result": result}
    for row in undeclared_in_message(message, version, method=method):
        if row.since is not None:
            place = without_positions(row.path.removeprefix("result."))
            yield (place if row.kind is None else f"{place} of the kind {row.kind}"), row.since


def without_positions(path: str) -> str:
    """`tools.0.icons` as `tools[].icons`."""
    return re.sub(r"\.\d+(?=[.:]|$)", "[]", path)


def _members(value: Any, path: str = "") -> Iterator[str]:
    """The places of all members, list positions left out."""
    if isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType] - JSON
            yield from _members(item, f"{path}[]")
    elif is_object(value):
        for name, inner in value.items():
            place = f"{path}.{name}" if path else name
            if place in _OF_THE_PROTOCOL:
                continue
            yield place
            if name not in _OF_THE_AUTHOR:
                yield from _members(inner, place)
