"""Validation errors in words: paths as on the wire, what was expected, what came instead."""

from typing import Annotated, Any

import pytest
from annotated_types import Len
from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError

import mcprism_types.v2025_11_25 as handshake
import mcprism_types.v2026_07_28 as stateless
from mcprism_types.base import problems

COMPLETE = {"resultType": "complete"}
FORM = {"message": "Which?", "requestedSchema": {"type": "object", "properties": {}}}


def found(kind: Any, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter[Any](kind).validate_python(value, by_alias=True, by_name=False)
    return problems(refusal.value, value)


def block(**members: Any) -> dict[str, Any]:
    return COMPLETE | {"content": [members]}


@pytest.mark.parametrize(
    ("kind", "value", "lines"),
    [
        pytest.param(
            stateless.CallToolResult,
            block(type="text", text=5),
            ["content.0.text: expected a string, got 5"],
            id="wrong kind in a content block",
        ),
        pytest.param(
            stateless.CallToolResult,
            block(type="text"),
            ["content.0.text: required member is missing"],
            id="missing member with the name of the block's kind",
        ),
        pytest.param(
            stateless.CallToolResult,
            block(text="a"),
            ["content.0.type: required member is missing"],
            id="missing discriminator",
        ),
        pytest.param(
            stateless.CallToolResult,
            block(type=5),
            ["content.0.type: expected a string, got 5"],
            id="discriminator of the wrong kind",
        ),
        pytest.param(
            stateless.CallToolResult,
            COMPLETE | {"content": [5]},
            ["content.0: expected an object, got 5"],
            id="no object where a block belongs",
        ),
        pytest.param(
            stateless.CallToolResult,
            block(type="text", text="x", annotations={"priority": 3}),
            ["content.0.annotations.priority: expected at most 1, got 3"],
            id="out of range, inside the member of a block",
        ),
        pytest.param(
            stateless.CallToolResult,
            block(type="text", text="5", annotations={"audience": "5"}),
            ["content.0.annotations.audience: expected an array, got '5'"],
            id="the wrong value stands elsewhere too",
        ),
        pytest.param(
            stateless.CallToolResult,
            block(type="resource", resource={"uri": "a:b", "text": 1}),
            ["content.0.resource.text: expected a string, got 1"],
            id="nearest of two shapes without discriminator",
        ),
        pytest.param(
            handshake.SamplingMessage,
            {"role": "user", "content": [{"type": "text"}]},
            ["content.0.text: required member is missing"],
            id="list or single block: a list",
        ),
        pytest.param(
            handshake.SamplingMessage,
            {"role": "user", "content": {"type": "text"}},
            ["content.text: required member is missing"],
            id="list or single block: a block",
        ),
        pytest.param(
            handshake.CallToolRequestParams,
            {"name": "a", "_meta": {"progressToken": 1.5}},
            ["_meta.progressToken: expected a string or an integer, got 1.5"],
            id="union of scalars",
        ),
        pytest.param(
            handshake.ElicitResult,
            {"action": "perhaps", "content": {"a": {}}},
            [
                "action: expected 'accept', 'cancel' or 'decline', got 'perhaps'",
                "content.a: expected an array, a string, a number or a boolean, got {}",
            ],
            id="two problems",
        ),
        pytest.param(
            handshake.ClientRequest,
            {"method": "tools/call", "params": {}},
            ["params.name: required member is missing"],
            id="message by its method",
        ),
        pytest.param(
            handshake.ServerRequest,
            {"method": "tools/call"},
            [
                "method: expected 'ping', 'tasks/get', 'tasks/result', 'tasks/cancel', 'tasks/list', "
                "'sampling/createMessage', 'roots/list', 'elicitation/create', got 'tools/call'"
            ],
            id="message of the other side",
        ),
        pytest.param(
            stateless.InputRequiredResult,
            {"resultType": "input_required", "inputRequests": {"q": {"method": "elicitation/create", "params": {}}}},
            [
                "inputRequests.q.params.message: required member is missing",
                "inputRequests.q.params.requestedSchema: required member is missing",
            ],
            id="form is the default of elicitations",
        ),
        pytest.param(
            stateless.ElicitRequestParams,
            FORM | {"requestedSchema": {"type": "object", "properties": {"n": {"type": "number", "minimum": "x"}}}},
            ["requestedSchema.properties.n.minimum: expected a number, got 'x'"],
            id="field of a form, by its type",
        ),
        pytest.param(
            stateless.ElicitRequestParams,
            {"mode": "url", "message": "Visit"},
            ["url: required member is missing"],
            id="elicitation by its mode",
        ),
        pytest.param(
            stateless.EnumSchema,
            {"type": "array", "items": {"anyOf": [{"const": "a"}]}},
            ["items.anyOf.0.title: required member is missing"],
            id="the branch whose problem is deepest",
        ),
        pytest.param(
            stateless.CompleteResultCompletion,
            {"values": ["x"] * 101},
            [f"values: expected at most 100 items, got {str(['x'] * 101)[:77]}..."],
            id="too many items, cut at 80 characters",
        ),
        pytest.param(stateless.Role, "nobody", ["expected 'assistant' or 'user', got 'nobody'"], id="the whole value"),
        pytest.param(handshake.Tool, None, ["expected an object, got None"], id="nothing at all"),
        pytest.param(
            stateless.InputRequests, {"": 1}, ['"": expected an object, got 1'], id="a member whose name is empty"
        ),
        pytest.param(
            handshake.Task,
            {"taskId": "1", "status": "working", "createdAt": "", "lastUpdatedAt": "", "ttl": 1.5},
            ["ttl: expected an integer, got 1.5"],
            id="integer or null",
        ),
    ],
)
def test_problem_is_told_by_its_path_on_the_wire(kind: Any, value: Any, lines: list[str]) -> None:
    assert found(kind, value) == lines


def even(number: int) -> int:
    if number % 2:
        raise ValueError("only even numbers")
    return number


@pytest.mark.parametrize(
    ("kind", "value", "lines"),
    [
        pytest.param(
            dict[str, Annotated[int, AfterValidator(even)]], {"n": 3}, ["n: only even numbers, got 3"], id="validator"
        ),
        pytest.param(Annotated[list[int], Len(2)], [1], ["expected at least 2 items, got [1]"], id="too few"),
        pytest.param(
            list[Annotated[str, StringConstraints(min_length=2, max_length=3, pattern="^a")]],
            ["a", "abcd", "bcd"],
            [
                "0: expected at least 2 characters, got 'a'",
                "1: expected at most 3 characters, got 'abcd'",
                "2: expected text that matches '^a', got 'bcd'",
            ],
            id="limits of text",
        ),
    ],
)
def test_types_of_users_are_told_as_well(kind: Any, value: Any, lines: list[str]) -> None:
    assert found(kind, value) == lines


def test_without_the_value_the_path_may_name_the_kind_of_a_block_too() -> None:
    with pytest.raises(ValidationError) as refusal:
        handshake.CallToolResult.from_wire({"content": [{"type": "text", "text": 5}]})
    assert problems(refusal.value, None) == ["content.0.text.text: expected a string, got 5"]
