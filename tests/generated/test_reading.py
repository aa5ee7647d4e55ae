"""Reading and writing by hand: which names count, what survives, what is refused."""

import json
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError

from mcprism_types.base import MCPModel, UnknownContent, problems
from tests.generated.stored import VERSIONS, same, stored

PACKAGES = [pytest.param(stored(version).package, id=version) for version in VERSIONS]
LIST = {"resultType": "complete", "cacheScope": "public", "ttlMs": 0}
"""What results of 2026-07-28 need; unknown members to the older versions."""
HOLDERS = [
    pytest.param("CallToolResult", lambda block: {"content": [block]}, "content.0", id="tool result"),
    pytest.param("PromptMessage", lambda block: {"role": "user", "content": block}, "content", id="prompt message"),
    pytest.param("SamplingMessage", lambda block: {"role": "user", "content": block}, "content", id="sampling message"),
]
UNKNOWN = {"type": "hologram", "depth": 3.0, "text": 5, "_meta": {"a": None}, "meta": 1, "größe": [1, {"x": None}]}


def refusal(kind: type[MCPModel], value: Any) -> list[str]:
    with pytest.raises(ValidationError) as error:
        kind.from_wire(value)
    return problems(error.value, value)


@pytest.mark.parametrize("package", PACKAGES)
def test_json_is_read_by_wire_names_only(package: ModuleType) -> None:
    wire = {"name": "add", "inputSchema": {"type": "object"}, "input_schema": "vendor", "meta": 1}
    tool = package.Tool.from_wire(wire)
    assert tool.input_schema == {"type": "object"}
    assert same(tool.to_wire(), wire)
    assert refusal(package.Tool, {"name": "add", "input_schema": {"type": "object"}}) == [
        "inputSchema: required member is missing"
    ]
    result = package.Result.from_wire({"meta": 1, "resultType": "complete"})
    assert result.meta is None
    assert result.to_wire()["meta"] == 1


@pytest.mark.parametrize("package", PACKAGES)
def test_authors_write_python_names(package: ModuleType) -> None:
    tool = package.Tool(name="add", input_schema={"type": "object"}, description=None)
    assert same(tool.to_wire(), {"name": "add", "inputSchema": {"type": "object"}})
    result = package.CallToolResult(content=[package.TextContent(text="3")], is_error=True)
    block = result.content[0]
    assert isinstance(block, package.TextContent)
    assert result.to_wire()["isError"] is True
    assert result.to_wire()["content"] == [{"type": "text", "text": "3"}]
    assert json.loads(result.model_dump_json()) == result.to_wire()
    assert package.CallToolResult.from_wire(result.to_wire()) == result


@pytest.mark.parametrize("package", PACKAGES)
def test_result_type_is_written_only_where_a_version_has_it(package: ModuleType) -> None:
    wire = package.EmptyResult().to_wire()
    assert wire == ({"resultType": "complete"} if package.PROTOCOL.version == "2026-07-28" else {})


def test_result_type_cannot_be_none() -> None:
    """Null would go out as null, which no peer may receive."""
    package = stored("2026-07-28").package
    assert refusal(package.EmptyResult, {"resultType": None}) == ["resultType: expected a string, got None"]
    with pytest.raises(ValidationError):
        package.EmptyResult(result_type=None)
    assert package.EmptyResult.from_wire({}).result_type == "complete"
    assert package.InputRequiredResult(input_requests={}).result_type == "input_required"


@pytest.mark.parametrize("package", PACKAGES)
def test_unknown_members_survive_at_every_level(package: ModuleType) -> None:
    wire = {
        **LIST,
        "tools": [
            {"name": "a", "inputSchema": {"type": "object"}, "annotations": {"x": 1.0}, "vendor": {"_meta": None}}
        ],
        "x-vendor": [1, 1.0, None],
    }
    assert same(package.ListToolsResult.from_wire(wire).to_wire(), wire)


@pytest.mark.parametrize(("kind", "wrap", "path"), HOLDERS)
@pytest.mark.parametrize("package", PACKAGES)
def test_block_of_an_unknown_kind_is_kept_as_it_came(package: ModuleType, kind: str, wrap: Any, path: str) -> None:
    wire = LIST | wrap(UNKNOWN) if kind == "CallToolResult" else wrap(UNKNOWN)
    model = getattr(package, kind).from_wire(wire)
    block = model.content[0] if isinstance(model.content, list) else model.content
    assert isinstance(block, UnknownContent)
    assert block.type == "hologram"
    assert same(model.to_wire(), wire)
    assert json.dumps(block.to_wire()) == json.dumps(UNKNOWN)
    assert same(json.loads(model.model_dump_json()), wire)


@pytest.mark.parametrize(("kind", "wrap", "path"), HOLDERS)
@pytest.mark.parametrize("package", PACKAGES)
def test_malformed_block_of_a_known_kind_is_an_error(package: ModuleType, kind: str, wrap: Any, path: str) -> None:
    wire = wrap({"type": "image", "data": 5, "mimeType": "image/png"})
    lines = refusal(getattr(package, kind), LIST | wire if kind == "CallToolResult" else wire)
    assert lines == [f"{path}.data: expected a string, got 5"]


@pytest.mark.parametrize("package", PACKAGES)
def test_kinds_of_later_versions_are_unknown_to_earlier_ones(package: ModuleType) -> None:
    audio = {"type": "audio", "data": "", "mimeType": "audio/wav"}
    block = package.CallToolResult.from_wire(LIST | {"content": [audio]}).content[0]
    assert isinstance(block, UnknownContent) == (package.PROTOCOL.version == "2024-11-05")
    assert block.to_wire() == audio


@pytest.mark.parametrize("package", PACKAGES)
def test_null_for_an_absent_member_is_not_sent_on(package: ModuleType) -> None:
    tool = package.Tool.from_wire({"name": "a", "inputSchema": {"type": "object"}, "description": None, "_meta": None})
    assert tool.description is None
    assert "description" not in tool.to_wire()


def test_null_that_is_a_value_is_kept() -> None:
    package = stored("2025-11-25").package
    task = {"taskId": "1", "status": "working", "createdAt": "", "lastUpdatedAt": "", "ttl": None}
    assert same(package.Task.from_wire(task).to_wire(), task)
    assert refusal(package.Task, {key: value for key, value in task.items() if key != "ttl"}) == [
        "ttl: required member is missing"
    ]
    log = {"level": "info", "data": None}
    assert same(package.LoggingMessageNotificationParams.from_wire(log).to_wire(), log)


def test_structured_content_tells_null_from_absent() -> None:
    package = stored("2026-07-28").package
    without = package.CallToolResult(content=[])
    assert "structuredContent" not in without.to_wire()
    null = package.CallToolResult(content=[], structured_content=None)
    assert null.to_wire()["structuredContent"] is None
    assert package.CallToolResult.from_wire(null.to_wire()) == null != without


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param(3, 3, id="integer"),
        pytest.param(3.0, 3, id="whole number with a point"),
        pytest.param(2**70, 2**70, id="beyond 64 bits"),
    ],
)
@pytest.mark.parametrize("package", PACKAGES)
def test_integers_are_what_json_schema_says_they_are(package: ModuleType, value: Any, read: int) -> None:
    params = package.CancelledNotificationParams.from_wire({"requestId": value})
    assert same(params.to_wire(), {"requestId": read})


@pytest.mark.parametrize("value", [True, 1.5, None, [], "inf"])
@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_else_is_an_integer(package: ModuleType, value: Any) -> None:
    completion = {"completion": {"values": [], "total": value}}
    if value is None:
        assert package.CompleteResult.from_wire(LIST | completion).completion.total is None
    else:
        assert refusal(package.CompleteResult, LIST | completion) == [
            f"completion.total: expected an integer, got {value!r}"
        ]


@pytest.mark.parametrize("package", PACKAGES)
def test_tool_schemas_are_kept_to_the_letter(package: ModuleType) -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"properties": {"const": None}, "n": {"minimum": 1.0, "maximum": 2}},
        "additionalProperties": False,
        "$defs": {"A": {"title": None}},
    }
    tool = package.Tool.from_wire({"name": "a", "inputSchema": schema})
    assert json.dumps(tool.to_wire()["inputSchema"]) == json.dumps(schema)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        pytest.param({"type": "string"}, "StringSchema", id="text"),
        pytest.param({"type": "integer"}, "NumberSchema", id="number"),
        pytest.param({"type": "boolean"}, "BooleanSchema", id="yes or no"),
        pytest.param({"type": "string", "enum": ["a"]}, "UntitledSingleSelectEnumSchema", id="choice"),
        pytest.param(
            {"type": "string", "enum": ["a"], "enumNames": ["A"]}, "LegacyTitledEnumSchema", id="choice, old labels"
        ),
        pytest.param(
            {"type": "string", "oneOf": [{"const": "a", "title": "A"}], "default": "a"},
            "TitledSingleSelectEnumSchema",
            id="choice with labels",
        ),
        pytest.param(
            {"type": "array", "items": {"type": "string", "enum": ["a"]}}, "UntitledMultiSelectEnumSchema", id="choices"
        ),
        pytest.param(
            {"type": "array", "items": {"anyOf": [{"const": "a", "title": "A"}]}},
            "TitledMultiSelectEnumSchema",
            id="choices with labels",
        ),
    ],
)
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_fields_of_a_form_are_read_as_what_they_are(version: str, field: dict[str, Any], kind: str) -> None:
    package = stored(version).package
    wire = {"type": "object", "properties": {"f": field}}
    form = package.ElicitRequestedSchema.from_wire(wire)
    assert type(form.properties["f"]) is getattr(package, kind)
    assert same(form.to_wire(), wire)


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_elicitation_without_mode_is_a_form_whatever_else_it_has(version: str) -> None:
    package = stored(version).package
    params = {
        "message": "",
        "requestedSchema": {"type": "object", "properties": {}},
        "url": "https://example.com",
        "elicitationId": "1",
    }
    spec = package.PROTOCOL.requests["elicitation/create"]
    assert same(spec.read_params(params).to_wire(), params)
    assert same(spec.read_params(params | {"mode": "url"}).to_wire(), params | {"mode": "url"})
