"""Output schemas with any root, for versions in which structured content is an object."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.runtime.versions.crossing import Crossing

OLD, NEW = "2025-11-25", "2026-07-28"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

TREE: dict[str, Any] = {
    "$schema": DIALECT,
    "$defs": {
        "node/leaf": {"type": "object", "properties": {"$ref": {"type": "integer"}}, "required": ["$ref"]},
        "elsewhere": {"$id": "https://example.com/own", "$defs": {"n": {"type": "null"}}, "$ref": "#/$defs/n"},
    },
    "type": "array",
    "prefixItems": [{"$ref": "#/$defs/node~1leaf"}],
    "items": {"anyOf": [{"$ref": "#"}, {"$ref": "#/$defs/elsewhere"}, {"const": {"$ref": "#"}}]},
    "default": [{"$ref": "#/$defs/node~1leaf"}],
}
WRAPPED_TREE: dict[str, Any] = {
    "$schema": DIALECT,
    "type": "object",
    "properties": {
        "result": {
            "$defs": TREE["$defs"],
            "type": "array",
            "prefixItems": [{"$ref": "#/properties/result/$defs/node~1leaf"}],
            "items": {
                "anyOf": [
                    {"$ref": "#/properties/result"},
                    {"$ref": "#/properties/result/$defs/elsewhere"},
                    {"const": {"$ref": "#"}},
                ]
            },
            "default": [{"$ref": "#/$defs/node~1leaf"}],
        }
    },
    "required": ["result"],
}


def older_tool(schema: Any) -> tuple[Crossing, dict[str, Any]]:
    crossing = Crossing(OLD, NEW, "tools/list")
    tool = {"name": "t", "inputSchema": {"type": "object"}, "outputSchema": schema}
    return crossing, crossing.out("result", {"tools": [tool]})["tools"][0]


def older_result(structured: Any, schema: Any = None, *, content: Any = ()) -> tuple[Crossing, dict[str, Any]]:
    tool = {"name": "t", "inputSchema": {"type": "object"}, **({} if schema is None else {"outputSchema": schema})}
    crossing = Crossing(OLD, NEW, "tools/call", tool=tool)
    return crossing, crossing.out("result", {"content": list(content), "structuredContent": structured})


def test_a_recursive_schema_refers_to_itself_where_it_is_now() -> None:
    crossing, tool = older_tool(TREE)
    assert tool["outputSchema"] == WRAPPED_TREE
    assert crossing.lost == [("output that is no object", "degraded")]


VALUES = [
    pytest.param([{"$ref": 1}], True, id="leaf"),
    pytest.param([{"$ref": 1}, [{"$ref": 2}], None, {"$ref": "#"}], True, id="every branch"),
    pytest.param([{"$ref": "1"}], False, id="leaf of another type"),
    pytest.param([{"$ref": 1}, [{}]], False, id="bad leaf further down"),
    pytest.param({"$ref": 1}, False, id="no list"),
]


@pytest.mark.parametrize(("value", "valid"), VALUES)
def test_the_wrapped_schema_says_of_wrapped_values_what_the_schema_says_of_values(value: Any, valid: bool) -> None:
    assert Draft202012Validator(TREE).is_valid(value) is valid
    assert Draft202012Validator(WRAPPED_TREE).is_valid({"result": value}) is valid


AS_IT_IS = [
    pytest.param({"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {}}}, id="object"),
    pytest.param({"type": "object", "$id": "https://example.com/s"}, id="object with an id"),
]


@pytest.mark.parametrize("schema", AS_IT_IS)
def test_the_schema_of_an_object_stays(schema: Any) -> None:
    crossing, tool = older_tool(schema)
    assert tool["outputSchema"] is schema
    assert crossing.lost == []


WRAPPED = [
    pytest.param({}, {}, id="anything"),
    pytest.param({"type": ["object", "null"]}, {"type": ["object", "null"]}, id="object or null"),
    pytest.param(
        {"definitions": {"a b": {}}, "items": [{"$ref": "#/definitions/a%20b"}], "dependencies": {"a": ["b"]}},
        {
            "definitions": {"a b": {}},
            "items": [{"$ref": "#/properties/result/definitions/a%20b"}],
            "dependencies": {"a": ["b"]},
        },
        id="draft-07, escaped pointer",
    ),
    pytest.param(
        {"$anchor": "here", "not": {"$ref": "#here"}}, {"$anchor": "here", "not": {"$ref": "#here"}}, id="anchor"
    ),
    pytest.param(
        {"anyOf": [{"$ref": "https://example.com/other#/$defs/a"}, True]},
        {"anyOf": [{"$ref": "https://example.com/other#/$defs/a"}, True]},
        id="another document",
    ),
]


@pytest.mark.parametrize(("schema", "inner"), WRAPPED)
def test_any_other_schema_is_that_of_a_member(schema: Any, inner: Any) -> None:
    _, tool = older_tool(schema)
    assert tool["outputSchema"] == {"type": "object", "properties": {"result": inner}, "required": ["result"]}


IMMOVABLE = [
    pytest.param({"$id": "https://example.com/s", "items": {"$ref": "#"}}, id="id at the root"),
    pytest.param({"items": {"$dynamicRef": "#node"}}, id="dynamic reference"),
    pytest.param({"items": {"$recursiveRef": "#"}}, id="recursive reference of 2019-09"),
    pytest.param({"items": {"$ref": "#/components/a"}, "components": {"a": {"$ref": "#"}}}, id="into no schema"),
]


@pytest.mark.parametrize("schema", IMMOVABLE)
def test_a_schema_that_cannot_be_moved_is_not_sent_and_its_values_are_text(schema: Any) -> None:
    crossing, tool = older_tool(schema)
    assert "outputSchema" not in tool
    assert crossing.lost == [("output that is no object", "degraded")]
    crossing, result = older_result({"a": 1}, schema)
    assert result == {"content": [{"type": "text", "text": '{"a":1}'}]}
    assert crossing.lost == [("output that is no object", "degraded")]


RESULTS = [
    pytest.param([1, 2], {"type": "array"}, {"result": [1, 2]}, "[1,2]", id="list of a wrapped tool"),
    pytest.param(
        {"a": 1}, {"type": ["object", "null"]}, {"result": {"a": 1}}, '{"a":1}', id="object of a wrapped tool"
    ),
    pytest.param(None, None, {"result": None}, "null", id="null without a schema"),
    pytest.param(1.5, {"type": "object"}, {"result": 1.5}, "1.5", id="number in spite of the schema"),
]


@pytest.mark.parametrize(("value", "schema", "wrapped", "text"), RESULTS)
def test_values_are_wrapped_like_their_schema(value: Any, schema: Any, wrapped: Any, text: str) -> None:
    crossing, result = older_result(value, schema)
    assert result == {"content": [{"type": "text", "text": text}], "structuredContent": wrapped}
    assert crossing.lost == [("output that is no object", "degraded")]


def test_text_of_the_tool_is_all_the_text_there_is() -> None:
    text = {"type": "text", "text": "two"}
    assert older_result(2, content=[text])[1]["content"] == [text]


@pytest.mark.parametrize("schema", [None, {"type": "object"}], ids=["unknown tool", "object"])
def test_an_object_stays_what_it_is(schema: Any) -> None:
    crossing, result = older_result({"a": 1}, schema)
    assert result == {"content": [], "structuredContent": {"a": 1}}
    assert crossing.lost == []


def test_a_tool_result_in_sampling_is_wrapped_by_its_value() -> None:
    crossing = Crossing(OLD, NEW, "sampling/createMessage")
    block = {"type": "tool_result", "toolUseId": "1", "content": [], "structuredContent": [1]}
    sent = crossing.out("params", {"maxTokens": 1, "messages": [{"role": "user", "content": [block]}]})
    assert sent["messages"][0]["content"] == [
        {**block, "content": [{"type": "text", "text": "[1]"}], "structuredContent": {"result": [1]}}
    ]
