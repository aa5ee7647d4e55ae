"""What changed between two versions, on a pair small enough to read."""

import json

import pytest

from codegen import diff, pipeline
from codegen.diff import Difference
from codegen.ir import Alternative, ErrorSpec, Method, SpecIR
from codegen.json_schema import Schema, ref
from tests.codegen.checkout import REPOSITORY

TEXT: Schema = {"type": "string"}


def call(params: str, *, required: bool = True, alternative: Alternative | None = None) -> Method:
    return Method(
        method="tools/call",
        type="CallTool",
        kind="request",
        senders=("client",),
        embedded=False,
        params=params,
        params_required=required,
        result="CallToolResult",
        alternative=alternative,
    )


PING = Method(
    method="ping",
    type="Ping",
    kind="request",
    senders=("client", "server"),
    embedded=False,
    params="RequestParams",
    params_required=False,
    result="EmptyResult",
    alternative=None,
)
OLDER = SpecIR(
    version="2001-01-01",
    released=True,
    types={
        "Role": {"type": "string", "enum": ["user", "assistant"]},
        "Block": {"anyOf": [ref("Text"), ref("Image")]},
        "Text": {
            "type": "object",
            "properties": {"text": TEXT, "size": {"type": "integer", "minimum": 0}, "gone": TEXT},
            "required": ["text"],
        },
        "Image": {"type": "object", "properties": {}},
        "Gone": {"type": "object"},
    },
    official=frozenset(),
    envelope={"JSONRPCBatch": {"type": "array", "items": ref("Text")}},
    methods=(PING, call("CallToolRequestParams", required=False)),
    errors=(ErrorSpec("Old", "OldError", -32001, None),),
)
NEWER = SpecIR(
    version="2002-02-02",
    released=True,
    types={
        "Role": {"type": "string", "enum": ["user", "tool"]},
        "Block": {"anyOf": [ref("Text"), ref("Image"), ref("Video")]},
        "Text": {
            "type": "object",
            "properties": {
                "text": TEXT,
                "size": {"type": "integer", "minimum": 1},
                "tags": {"type": "array", "items": TEXT},
            },
            "required": ["text", "size"],
        },
        "Image": {"type": "object", "properties": {}},
        "Video": {"type": "object", "properties": {}},
    },
    official=frozenset(),
    envelope={},
    methods=(call("CallToolRequestParams", alternative=Alternative("InputRequiredResult", "resultType", "x")),),
    errors=(ErrorSpec("New", "NewError", -32002, None),),
)
EXPECTED = [
    Difference("error", "-32001", "removed", "Old"),
    Difference("error", "-32002", "added", "New"),
    Difference("member", "Text.gone", "removed", "string, optional"),
    Difference("member", "Text.size", "changed", "integer (minimum 0), optional -> integer (minimum 1), required"),
    Difference("member", "Text.tags", "added", "list of string, optional"),
    Difference(
        "method", "ping", "removed", "request sent by client and server, RequestParams or none, answered by EmptyResult"
    ),
    Difference(
        "method",
        "tools/call",
        "changed",
        "request sent by client, CallToolRequestParams or none, answered by CallToolResult -> "
        "request sent by client, CallToolRequestParams, answered by CallToolResult | InputRequiredResult",
    ),
    Difference("type", "Block", "changed", "gains Video"),
    Difference("type", "Gone", "removed", "object"),
    Difference("type", "JSONRPCBatch", "removed", "list of Text"),
    Difference("type", "Role", "changed", 'gains "tool"; loses "assistant"'),
    Difference("type", "Video", "added", "object"),
]


def test_every_sort_of_difference_is_found_and_sorted() -> None:
    assert diff.compare(OLDER, NEWER) == EXPECTED


def test_nothing_differs_from_itself() -> None:
    for version in (OLDER, NEWER):
        assert diff.compare(version, version) == []


def test_the_way_back_swaps_added_and_removed() -> None:
    there, back = diff.compare(OLDER, NEWER), diff.compare(NEWER, OLDER)
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(row.subject, row.name, swapped[row.status]) for row in there] == [
        (row.subject, row.name, row.status) for row in back
    ]


def test_text_has_a_line_for_each_difference() -> None:
    lines = diff.as_text("2001-01-01", "2002-02-02", EXPECTED).splitlines()
    assert lines[0] == "MCP 2001-01-01 -> 2002-02-02: 3 added, 5 removed, 4 changed"
    assert lines[1] == "  - error -32001: Old"
    assert lines[5] == "  + member Text.tags: list of string, optional"
    assert len(lines) == 1 + len(EXPECTED)


def test_json_holds_every_field() -> None:
    document = json.loads(diff.as_json("2001-01-01", "2002-02-02", EXPECTED))
    assert (document["older"], document["newer"]) == ("2001-01-01", "2002-02-02")
    assert [Difference(**row) for row in document["differences"]] == EXPECTED


def test_markdown_has_a_table_for_each_subject_and_escapes_bars() -> None:
    text = diff.as_markdown("2001-01-01", "2002-02-02", EXPECTED)
    assert text.startswith("# MCP 2001-01-01 to 2002-02-02\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Methods",
        "## Errors",
        "## Types",
        "## Members",
    ]
    assert r"CallToolResult \| InputRequiredResult" in text
    rows = [line for line in text.splitlines() if line.startswith(("| added", "| removed", "| changed"))]
    assert len(rows) == len(EXPECTED)
    assert all(line.replace(r"\|", "").count("|") == 4 for line in rows)


@pytest.mark.parametrize("key", ["added method server/discover", "removed method initialize", "removed method ping"])
def test_known_differences_of_the_newest_version_are_reported(key: str) -> None:
    differences = diff.compare(pipeline.describe("2025-11-25"), pipeline.describe("2026-07-28"))
    assert key in {row.key for row in differences}


def test_keys_name_differences_unambiguously() -> None:
    for path in sorted((REPOSITORY / "generated").glob("*/mcprism_types/*/differences.json")):
        for rows in json.loads(path.read_text("utf-8")).values():
            keys = [Difference(**row).key for row in rows]
            assert len(keys) == len(set(keys)), path
