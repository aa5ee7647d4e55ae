"""Which headers a tool wants, and their values. Spec: 2026-07-28/basic/transports."""

from typing import Any

import pytest

from mcprism.versions.param_headers import annotations, header_values


def properties(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def wants(name: Any, kind: Any = "string") -> dict[str, Any]:
    return {"type": kind, "x-mcp-header": name}


VALID = [
    pytest.param({"type": "object"}, {}, id="none"),
    pytest.param(properties(a=wants("Region")), {("a",): "Mcp-Param-Region"}, id="one"),
    pytest.param(
        properties(a=properties(b=wants("B", "integer"))), {("a", "b"): "Mcp-Param-B"}, id="within properties"
    ),
    pytest.param(properties(a={"const": {"x-mcp-header": 5}}), {}, id="data"),
    pytest.param(properties(**{"x-mcp-header": {"type": "string"}}), {}, id="a property of that name"),
    pytest.param(properties(properties=wants("P", "boolean")), {("properties",): "Mcp-Param-P"}, id="named properties"),
    pytest.param(True, {}, id="no object"),
]

INVALID = [
    pytest.param(properties(a=wants("")), "must be the name of a header", id="empty"),
    pytest.param(properties(a=wants("a b")), "must be the name of a header", id="space"),
    pytest.param(properties(a=wants("a:b")), "must be the name of a header", id="colon"),
    pytest.param(properties(a=wants("ä")), "must be the name of a header", id="not ASCII"),
    pytest.param(properties(a=wants("a\n")), "must be the name of a header", id="line feed"),
    pytest.param(properties(a=wants(5)), "must be the name of a header", id="no string"),
    pytest.param(properties(a=wants("A"), b=wants("a")), "two properties have", id="twice"),
    pytest.param(properties(a=wants("A", "number")), "its type must be", id="number"),
    pytest.param(properties(a=wants("A", "object")), "its type must be", id="object"),
    pytest.param(properties(a=wants("A", "array")), "its type must be", id="array"),
    pytest.param(properties(a=wants("A", "null")), "its type must be", id="null"),
    pytest.param(properties(a={"x-mcp-header": "A"}), "its type must be", id="no type"),
    pytest.param(properties(a=wants("A", ["string", "null"])), "its type must be", id="several types"),
    pytest.param(wants("A"), "must be on a property", id="root"),
    pytest.param(properties(a={"type": "array", "items": wants("A")}), "within nothing but properties", id="items"),
    pytest.param({"anyOf": [properties(a=wants("A"))]}, "within nothing but properties", id="anyOf"),
    pytest.param({"$defs": {"d": wants("A")}}, "within nothing but properties", id="$defs"),
    pytest.param({"patternProperties": {"a": wants("A")}}, "within nothing but properties", id="patternProperties"),
]


@pytest.mark.parametrize(("schema", "found"), VALID)
def test_annotations_are_found_where_they_may_be(schema: Any, found: Any) -> None:
    assert annotations(schema) == found


@pytest.mark.parametrize(("schema", "problem"), INVALID)
def test_h19_annotation_that_breaks_a_rule_is_refused(schema: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        annotations(schema)


@pytest.mark.parametrize(
    ("argument", "value"),
    [("a b", "a b"), ("", ""), (5, "5"), (-5, "-5"), (5.0, "5"), (True, "true"), (False, "false")],
)
def test_values_are_written_as_the_headers_have_them(argument: Any, value: str) -> None:
    assert header_values({("a",): "Mcp-Param-A"}, {"a": argument}) == {"Mcp-Param-A": value}


@pytest.mark.parametrize("arguments", [{}, {"a": None}, {"a": {"b": 1}}, {"a": [1]}, {"a": 0.5}, None, [1]])
def test_argument_without_a_value_of_that_kind_has_no_header(arguments: Any) -> None:
    assert header_values({("a",): "Mcp-Param-A"}, arguments) == {}


def test_arguments_within_others_are_found() -> None:
    assert header_values({("a", "b"): "Mcp-Param-B"}, {"a": {"b": "x"}}) == {"Mcp-Param-B": "x"}
    assert header_values({("a", "b"): "Mcp-Param-B"}, {"a": "x"}) == {}


def test_schema_without_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 100000 parts"):
        annotations(properties(a={"enum": [], "anyOf": [{}] * 100_001}))
