"""Structured output for versions in which it is an object: schemas and values with another root are wrapped in one.

`{"type": "object", "properties": {"result": S}, "required": ["result"]}` stands for a schema S, and `{"result": v}`
for a value of it. Whether a tool is wrapped follows from its definition alone: its schema and its results agree.

Spec: server/tools#output-schema
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import unquote

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Passage, chain, is_list, is_object, with_text, within, without

_NEEDS: Final = "2026-07-28 or newer"
_FEATURE: Final = "output that is no object"

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


def older_tool(tool: JsonObject, passage: Passage) -> JsonObject:
    """A tool whose schemas are of the form that older versions describe."""
    schema = tool.get("outputSchema")
    form = form_of(tool)
    if form == "none":
        passage.lose(_FEATURE, "degraded", "its schema cannot be moved, and is not sent", needs=_NEEDS)
        tool = without(tool, frozenset({"outputSchema"}))
    elif form == "wrapped" and is_object(schema):
        passage.lose(_FEATURE, "degraded", "sent as the member `result` of one", needs=_NEEDS)
        tool = {**tool, "outputSchema": wrapped(schema)}
    return _PLAIN(tool, passage)


def _older_schema(schema: JsonObject, passage: Passage) -> JsonObject:
    """A schema whose `properties` are objects and whose `required` is a list, as older versions describe them.

    A keyword of another form is no JSON Schema, and is left out.
    """
    properties, required = schema.get("properties"), schema.get("required")
    if is_object(properties):
        older = {name: _as_object(value) for name, value in properties.items()}
        if any(older[name] is not value for name, value in properties.items()):
            schema = {**schema, "properties": {name: value for name, value in older.items() if value is not None}}
    elif "properties" in schema:
        schema = without(schema, frozenset({"properties"}))
    if "required" in schema and not (is_list(required) and all(isinstance(name, str) for name in required)):
        schema = without(schema, frozenset({"required"}))
    return schema


def _as_object(schema: Any) -> JsonObject | None:
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    return schema if is_object(schema) else None


def older_structured_content(result: JsonObject, passage: Passage) -> JsonObject:
    """The structured content of a tool's result as the tool's older schema describes it."""
    if "structuredContent" not in result:
        return result
    value = result["structuredContent"]
    form = "as is" if passage.tool is None else form_of(passage.tool)
    if form == "as is" and is_object(value):
        return result
    told = with_text(result, value)
    if form == "none":
        passage.lose(_FEATURE, "degraded", "sent as text alone", needs=_NEEDS)
        return without(told, frozenset({"structuredContent"}))
    passage.lose(_FEATURE, "degraded", "sent as the member `result` of one", needs=_NEEDS)
    return {**told, "structuredContent": {"result": value}}


def older_tool_result(block: JsonObject, passage: Passage) -> JsonObject:
    """A `tool_result` block: no tool of the server's, so it is the value that decides."""
    value = block.get("structuredContent", {})
    if is_object(value):
        return block
    passage.lose(_FEATURE, "degraded", "sent as the member `result` of one", needs=_NEEDS)
    return {**with_text(block, value), "structuredContent": {"result": value}}


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
    pointers = {unquote(node["$ref"]) for node in nodes.values() if _is_pointer(node.get("$ref"))}
    return _rewritten(schema) if pointers <= nodes.keys() else None


def _nodes(schema: JsonObject, pointer: str) -> Iterator[tuple[str, JsonObject]]:
    """The object schemas of this document by their pointers; one that is a document of its own is empty here."""
    if pointer != "#" and _is_own_document(schema):
        yield pointer, {}
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


_PLAIN: Final = chain(within("inputSchema", _older_schema), within("outputSchema", _older_schema))
