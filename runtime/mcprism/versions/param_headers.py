"""Arguments of tools that are repeated in headers, so that what stands before a server can see them.

A property of a tool's input schema names its header in `x-mcp-header`. Nothing here does I/O.

Spec: 2026-07-28/basic/transports#custom-headers
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

ANNOTATION: Final = "x-mcp-header"
PREFIX: Final = "Mcp-Param-"

Annotations: TypeAlias = Mapping[tuple[str, ...], str]
"""The names of headers, with prefix, by the path of the argument."""

_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_TYPES: Final = ("string", "integer", "boolean")
_MAX_NODES: Final = 100_000
_DATA: Final = frozenset({"const", "default", "enum", "examples"})
"""Keywords of JSON Schema whose values are no schemas."""


def annotations(schema: Any) -> Annotations:
    """The headers that the input schema of a tool asks for.

    Raises:
        ValueError: an annotation breaks a rule; the text says which one. Such a tool is not to be used over HTTP.
    """
    found: dict[tuple[str, ...], str] = {}
    names: set[str] = set()
    for path, node, is_reachable in _walk(schema):
        name = node.get(ANNOTATION)
        if ANNOTATION not in node:
            continue
        where = ".".join(path)[:100] or "the schema itself"
        if type(name) is not str or not _TOKEN.match(name):
            raise ValueError(f"{ANNOTATION} of {where} must be the name of a header, not {name!r:.50}")
        if not path or not is_reachable:
            raise ValueError(f"{ANNOTATION} of {where} must be on a property, within nothing but properties")
        if node.get("type") not in _TYPES:
            raise ValueError(f"{where} has {ANNOTATION}, so its type must be {', '.join(_TYPES)}")
        if name.lower() in names:
            raise ValueError(f"two properties have the {ANNOTATION} {name!r:.50}")
        names.add(name.lower())
        found[path] = PREFIX + name
    return found


def header_values(wanted: Annotations, arguments: Any) -> dict[str, str]:
    """The values of the headers, by their names; an argument that is absent, null or of another type has none."""
    values: dict[str, str] = {}
    for path, header in wanted.items():
        value = argument_at(path, arguments)
        if isinstance(value, bool):
            values[header] = "true" if value else "false"
        elif isinstance(value, str):
            values[header] = value
        elif isinstance(value, int):
            values[header] = str(value)
        elif isinstance(value, float) and value.is_integer():
            values[header] = str(int(value))
    return values


def argument_at(path: tuple[str, ...], arguments: Any) -> Any:
    """The argument of a call that a path leads to; None: it leads nowhere."""
    value = arguments
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, Any]", value).get(name)
    return value


def _walk(schema: Any) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], bool]]:
    """Every object that is a schema, its path, and whether nothing but properties leads there."""
    waiting: list[tuple[tuple[str, ...], Any, bool]] = [((), schema, True)]
    count = 0
    while waiting:
        path, value, is_reachable = waiting.pop()
        count += 1
        if count > _MAX_NODES:
            raise ValueError(f"the schema has more than {_MAX_NODES} parts")
        if isinstance(value, list):
            waiting.extend((path, item, False) for item in cast("list[object]", value))
        if not isinstance(value, Mapping):
            continue
        node = cast("Mapping[str, Any]", value)
        yield path, node, is_reachable
        for keyword, inner in node.items():
            if keyword == "properties" and isinstance(inner, Mapping):
                properties = cast("Mapping[str, Any]", inner)
                waiting.extend(((*path, name), below, is_reachable) for name, below in properties.items())
            elif keyword in ("$defs", "definitions", "patternProperties", "dependentSchemas") and isinstance(
                inner, Mapping
            ):
                waiting.extend(
                    ((*path, name), below, False) for name, below in cast("Mapping[str, Any]", inner).items()
                )
            elif keyword not in _DATA:
                waiting.append((path, inner, False))
