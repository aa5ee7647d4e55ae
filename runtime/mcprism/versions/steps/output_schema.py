"""Structured output for versions in which it is an object: schemas and values with another root are wrapped in one.

`{"type": "object", "properties": {"result": S}, "required": ["result"]}` stands for a schema S, and `{"result": v}`
for a value of it. Whether a tool is wrapped follows from its definition alone: its schema and its results agree.

Spec: server/tools#output-schema
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import is_list, is_object, without

Form: TypeAlias = Literal["as is", "wrapped", "none"]
"""How structured output of a tool is sent: `none` if its schema cannot be moved into another."""

_PLACE: Final = "#/properties/result"

_ONE: Final = frozenset(
    {
        "additionalItems",
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_MANY: Final = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
_NAMED: Final = frozenset(
    {"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"}
)
"""The keywords of JSON Schema below which there are schemas: as the value, in a list, as the values of a map."""


def form_of(tool: Mapping[str, Any]) -> Form:
    """How the structured output of a tool reaches versions that only know objects."""
    schema = tool.get("outputSchema")
    if not is_object(schema) or schema.get("type") == "object":
        return "as is"
    return "none" if moved(schema) is None else "wrapped"


def wrapped(schema: JsonObject) -> JsonObject | None:
    """The schema of an object whose `result` is of this schema; None if the schema cannot be moved."""
    inner = moved(schema)
    if inner is None:
        return None
    outer: JsonObject = {"$schema": schema["$schema"]} if "$schema" in schema else {}
    return {
        **outer,
        "type": "object",
        "properties": {"result": without(inner, frozenset({"$schema"}))},
        "required": ["result"],
    }


def moved(schema: JsonObject) -> JsonObject | None:
    """A root schema as it reads below `#/properties/result`: references into the same document lead there.

    None if that cannot be done by rewriting pointers: it has an `$id`, refers dynamically, or to what is no schema.
    """
    nodes = dict(_nodes(schema, "#"))
    if "$id" in schema or any("$dynamicRef" in node or "$recursiveRef" in node for node in nodes.values()):
        return None
    pointers = {node["$ref"] for node in nodes.values() if _is_pointer(node.get("$ref"))}
    return _rewritten(schema) if pointers <= nodes.keys() else None


def _nodes(schema: JsonObject, pointer: str) -> Iterator[tuple[str, JsonObject]]:
    """The object schemas of this document by their pointers, without those below an `$id` of their own."""
    if pointer != "#" and _is_own_document(schema):
        return
    yield pointer, schema
    for keyword, value in schema.items():
        place = f"{pointer}/{_escaped(keyword)}"
        if keyword in _ONE and is_object(value):
            yield from _nodes(value, place)
        elif keyword in _MANY and is_list(value):
            for position, item in enumerate(value):
                if is_object(item):
                    yield from _nodes(item, f"{place}/{position}")
        elif keyword in _NAMED and is_object(value):
            for name, item in value.items():
                if is_object(item):
                    yield from _nodes(item, f"{place}/{_escaped(name)}")


def _rewritten(schema: JsonObject) -> JsonObject:
    result: JsonObject = {}
    for keyword, value in schema.items():
        if keyword == "$ref" and _is_pointer(value):
            result[keyword] = _PLACE + value[1:]
        elif keyword in _ONE and is_object(value):
            result[keyword] = _rewritten_below(value)
        elif keyword in _MANY and is_list(value):
            result[keyword] = [_rewritten_below(item) for item in value]
        elif keyword in _NAMED and is_object(value):
            result[keyword] = {name: _rewritten_below(item) for name, item in value.items()}
        else:
            result[keyword] = value
    return result


def _rewritten_below(schema: Any) -> Any:
    return _rewritten(schema) if is_object(schema) and not _is_own_document(schema) else schema


def _is_own_document(schema: JsonObject) -> bool:
    # `"$id": "#name"` is how draft-07 writes an anchor.
    identifier = schema.get("$id")
    return isinstance(identifier, str) and not identifier.startswith("#")


def _is_pointer(reference: Any) -> bool:
    return isinstance(reference, str) and (reference == "#" or reference.startswith("#/"))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
