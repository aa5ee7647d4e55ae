"""What a version does not name, place by place and version by version."""

import json
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from typing import Any

import pytest
from typing_extensions import TypeAliasType

from mcprism.versions import installed
from mcprism.versions.contract import Undeclared, undeclared, undeclared_in_message
from mcprism.versions.stored_contract import contract_of
from mcprism_types.base import MCPModel

VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]

TOOL = {
    "name": "draw",
    "title": "Draw",
    "inputSchema": {"type": "object", "$schema": "x", "oneOf": [], "properties": {"a": {"if": {}}}},
    "annotations": {"readOnlyHint": True},
    "icons": [{"src": "x"}],
    "execution": {"taskSupport": "optional"},
}
AUDIO = {"type": "audio", "data": "", "mimeType": "audio/wav"}
LINK = {"type": "resource_link", "name": "a", "uri": "b:c"}
MULTI_SELECT = {"type": "array", "items": {"type": "string", "enum": ["red"]}}
TITLED = {"type": "string", "oneOf": [{"const": "r", "title": "Red"}]}
LEGACY_TITLED = {"type": "string", "enum": ["r"], "enumNames": ["Red"]}


def asking_for(**properties: Any) -> dict[str, Any]:
    """The params of an elicitation."""
    return {"message": "?", "requestedSchema": {"type": "object", "properties": properties}}


def initialized(**capabilities: Any) -> dict[str, Any]:
    """The result of `initialize`."""
    return {
        "protocolVersion": "x",
        "capabilities": capabilities,
        "serverInfo": {"name": "a", "version": "1", "title": "A", "websiteUrl": "b:c"},
    }


CASES = [
    pytest.param(
        "2024-11-05",
        "ListToolsResult",
        {"tools": [TOOL], "resultType": "complete", "ttlMs": 1},
        [
            ("tools.0.title", "2025-06-18"),
            ("tools.0.annotations", "2025-03-26"),
            ("tools.0.icons", "2025-11-25"),
            ("tools.0.execution", "2025-11-25"),
            ("resultType", "2026-07-28"),
            ("ttlMs", "2026-07-28"),
        ],
        id="each member says since when",
    ),
    pytest.param(
        "2025-06-18",
        "ListToolsResult",
        {"tools": [{**TOOL, "title": "T"}]},
        [("tools.0.icons", "2025-11-25"), ("tools.0.execution", "2025-11-25")],
        id="newer members of a tool, and a schema that may say anything",
    ),
    pytest.param("2025-11-25", "ListToolsResult", {"tools": [TOOL]}, [], id="nothing newer, nothing to say"),
    pytest.param(
        "2026-07-28", "Tool", TOOL, [("execution", None)], id="what a newer version dropped exists from none on"
    ),
    pytest.param(
        "2025-11-25", "Tool", {"name": "a", "x": {"y": 1}}, [("x", None)], id="nothing is said below an unnamed member"
    ),
    pytest.param(
        "2024-11-05",
        "CallToolResult",
        {"content": [AUDIO, LINK, {"type": "text", "text": "", "_meta": {"a": 1}}], "structuredContent": {"a": 1}},
        [
            ("content.0", "2025-03-26", "audio"),
            ("content.1", "2025-06-18", "resource_link"),
            ("content.2._meta", "2025-06-18"),
            ("structuredContent", "2025-06-18"),
        ],
        id="kinds of content",
    ),
    pytest.param(
        "2025-11-25",
        "CallToolResult",
        {"content": [{"type": "hologram", "x": 1}], "_meta": {"a": {"b": 1}}, "structuredContent": {"a": {}}},
        [("content.0", None, "hologram")],
        id="a kind that no version has, and open places",
    ),
    pytest.param("2025-06-18", "CallToolResult", {"content": [], "own": 1}, [("own", None)], id="a result is closed"),
    pytest.param("2025-06-18", "EmptyResult", {"own": 1, "_meta": {"a": 1}}, [], id="an empty result is open"),
    pytest.param(
        "2025-11-25",
        "EmptyResult",
        {"resultType": "complete", "own": 1},
        [("resultType", "2026-07-28")],
        id="an empty result is not open to what a newer version names",
    ),
    pytest.param("2026-07-28", "EmptyResult", {"resultType": "complete", "own": 1}, [], id="an empty result, newest"),
    pytest.param(
        "2024-11-05",
        "InitializeResult",
        initialized(completions={}, tasks={"list": {}}, experimental={"a": {"b": 1}}, extensions={"a": {}}, own={}),
        [
            ("capabilities.completions", "2025-03-26"),
            ("capabilities.tasks", "2025-11-25"),
            ("serverInfo.title", "2025-06-18"),
            ("serverInfo.websiteUrl", "2025-11-25"),
        ],
        id="capabilities are open to authors",
    ),
    pytest.param(
        "2025-11-25",
        "InitializeRequestParams",
        {"capabilities": {"sampling": {"tools": {"a": 1}, "depth": 1}, "roots": {"listChanged": True}}},
        [("capabilities.sampling.depth", None)],
        id="what a capability includes is not open",
    ),
    pytest.param(
        "2026-07-28",
        "CallToolRequest",
        {"params": {"_meta": {"own": 1, "io.modelcontextprotocol/clientCapabilities": {"roots": {"listChanged": 1}}}}},
        [("params._meta.io.modelcontextprotocol/clientCapabilities.roots.listChanged", None)],
        id="metadata is open, what is named in it is not",
    ),
    pytest.param(
        "2025-06-18",
        "CallToolRequest",
        {"method": "tools/call", "params": {"name": "a", "arguments": {"b": {}}, "task": {}}},
        [("params.task", "2025-11-25")],
        id="arguments are open, params are not",
    ),
    pytest.param(
        "2025-03-26",
        "CompleteRequestParams",
        {"argument": {"name": "a", "value": "", "x": 1}, "context": {"arguments": {}}},
        [("argument.x", None), ("context", "2025-06-18")],
        id="params that the contract writes out",
    ),
    pytest.param(
        "2024-11-05", "ProgressNotificationParams", {"message": ""}, [("message", "2025-03-26")], id="a notification"
    ),
    pytest.param(
        "2024-11-05",
        "InitializedNotification",
        {"method": "notifications/initialized", "params": {"own": 1}},
        [],
        id="params that are declared open",
    ),
    pytest.param(
        "2025-06-18",
        "ElicitRequestParams",
        {"mode": "form", **asking_for(colours=MULTI_SELECT, one=TITLED, old=LEGACY_TITLED, n={"type": "integer"})},
        [
            ("mode", "2025-11-25"),
            ("requestedSchema.properties.colours", "2025-11-25", "array"),
            ("requestedSchema.properties.one.oneOf", "2025-11-25"),
        ],
        id="branches of a union, by constants and by what fits",
    ),
    pytest.param(
        "2025-11-25",
        "ElicitRequestParams",
        asking_for(colours=MULTI_SELECT, one=TITLED, old=LEGACY_TITLED, b={"type": "boolean", "x": 1}),
        [("requestedSchema.properties.b.x", None)],
        id="all branches of a union",
    ),
    pytest.param(
        "2025-11-25",
        "ElicitRequestParams",
        {"mode": "url", "url": "b:c", "elicitationId": "1", "message": "?", "requestedSchema": {}},
        [("requestedSchema", None)],
        id="a constant decides against what would fit better",
    ),
    pytest.param(
        "2025-06-18",
        "CreateMessageRequestParams",
        {"messages": [{"role": "user", "content": {"type": "tool_use", "id": "1"}}], "tools": []},
        [("messages.0.content", "2025-11-25", "tool_use"), ("tools", "2025-11-25")],
        id="kinds of sampling content",
    ),
    pytest.param(
        "2025-11-25",
        "SamplingMessage",
        {"role": "user", "content": [{"type": "tool_result", "toolUseId": "1", "content": [LINK, {"type": "x"}]}]},
        [("content.0.content.1", None, "x")],
        id="a list where one object would do",
    ),
    pytest.param(
        "2025-11-25",
        "EmbeddedResource",
        {"type": "resource", "resource": {"uri": "b:c", "blob": "", "x": 1}},
        [("resource.x", None)],
        id="a branch without a constant",
    ),
    pytest.param(
        "2025-11-25",
        "ServerResult",
        {"tools": [], "x": 1},
        [("x", None)],
        id="a closed branch that fits goes before an open one",
    ),
    pytest.param(
        "2025-11-25",
        "ServerResult",
        {"content": [{"type": "hologram"}]},
        [("content.0", None, "hologram")],
        id="an unknown kind within a branch does not make it another branch",
    ),
    pytest.param("2025-11-25", "ServerResult", {"x": 1}, [], id="an open branch, if nothing else fits"),
    pytest.param("2025-11-25", "GetTaskResult", {"taskId": "1", "x": 1}, [("x", None)], id="several objects at once"),
    pytest.param(
        "2025-11-25",
        "URLElicitationRequiredError",
        {"code": -32042, "message": "", "data": {"elicitations": [{"mode": "url", "x": 1}], "own": 1}, "y": 1},
        [("data.elicitations.0.x", None), ("y", None)],
        id="an error is the error object",
    ),
    pytest.param("2025-03-26", "ServerCapabilitiesResources", {"x": 1}, [("x", None)], id="an object in an object"),
    pytest.param("2024-11-05", "ContentBlock", AUDIO, [("", "2025-03-26", "audio")], id="a union that was named later"),
    pytest.param("2024-11-05", "Annotations", {"lastModified": ""}, [("lastModified", "2025-06-18")], id="named later"),
    pytest.param("2025-03-26", "ResourceReference", {"uri": "", "x": 1}, [("x", None)], id="official name"),
    pytest.param("2025-03-26", "ResourceTemplateReference", {"uri": "", "x": 1}, [("x", None)], id="our name"),
    pytest.param("2025-06-18", "ResourceReference", {"uri": "", "x": 1}, [("x", None)], id="a name of older versions"),
    pytest.param("2025-11-25", "Tool", ["not", "an", "object"], [], id="a value of the wrong type names nothing"),
]


@pytest.mark.parametrize(("version", "name", "value", "expected"), CASES)
def test_what_a_version_does_not_name(
    version: str, name: str, value: Any, expected: list[tuple[str, str | None] | tuple[str, str | None, str]]
) -> None:
    assert undeclared(value, version, name) == [Undeclared(row[0], version, *row[1:]) for row in expected]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["CallToolRequest", "ProgressNotification", "ListToolsRequest", "CompleteRequest"])
def test_metadata_is_named_in_the_params_of_every_message(version: str, name: str) -> None:
    params = {"_meta": {"progressToken": 1, "own/key": 2}}
    assert undeclared({"params": params}, version, name) == []
    assert (
        undeclared(params, version, f"{name}Params" if name != "ListToolsRequest" else "PaginatedRequestParams") == []
    )


def samples(
    schema: dict[str, Any], definitions: dict[str, Any], *, extra: bool = False, depth: int = 0
) -> Iterator[Any]:
    """Values with every member that a schema lists: one for each branch of a union at the top.

    `extra`: every object that the schema leaves closed gets a member `zzz` more.
    """

    def first(inner: dict[str, Any]) -> Any:
        return next(samples(inner, definitions, extra=extra, depth=depth + 1))

    if depth > 40:
        yield None
    elif "$ref" in schema:
        yield from samples(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions, extra=extra, depth=depth + 1)
    elif "anyOf" in schema:
        for branch in schema["anyOf"]:
            yield from samples(branch, definitions, extra=extra, depth=depth + 1)
    elif "allOf" in schema:
        yield {name: value for part in schema["allOf"] for name, value in first(part).items()}
    elif "const" in schema:
        yield schema["const"]
    elif "enum" in schema:
        yield schema["enum"][0]
    elif schema.get("type") == "array":
        yield [first(schema["items"])]
    elif "properties" in schema:
        members = {name: first(inner) for name, inner in schema["properties"].items()}
        yield {**members, "zzz": 1} if extra and "additionalProperties" not in schema else members
    elif schema.get("type") == "object":
        values = schema.get("additionalProperties")
        yield {"key": first(values)} if isinstance(values, dict) and values else {"any": {"thing": 1}}
    else:
        yield {"string": "text", "integer": 1, "number": 1, "boolean": True}.get(str(schema.get("type")), "text")


def stored(version: str) -> dict[str, Any]:
    """The definitions of a version as its distribution ships them."""
    text = files(f"mcprism_types.v{version.replace('-', '_')}").joinpath("contract.json").read_text("utf-8")
    contract = json.loads(text)
    return contract.get("$defs") or contract["definitions"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_names_every_member_that_its_own_schema_lists(version: str) -> None:
    definitions = stored(version)
    found: dict[str, list[Undeclared]] = {}
    for name, schema in definitions.items():
        for value in samples(schema, definitions):
            is_error = isinstance(value, dict) and "error" in value and not name.startswith("JSONRPC")
            if findings := undeclared(value["error"] if is_error else value, version, name):
                found[name] = findings
    assert found == {}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "name", ["CallToolResult", "Tool", "ListResourcesResult", "CreateMessageRequest", "CompleteRequest", "Prompt"]
)
def test_an_unknown_member_is_found_wherever_a_schema_is_closed(version: str, name: str) -> None:
    definitions = stored(version)
    for value in samples(definitions[name], definitions, extra=True):
        paths = list(places(value))
        assert paths
        assert sorted(finding.path for finding in undeclared(value, version, name)) == sorted(paths)


def places(value: Any, path: str = "") -> Iterator[str]:
    """Where a value has a member `zzz`, outside of what is open by rule."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from places(item, f"{path}.{position}" if path else str(position))
    elif isinstance(value, dict):
        for member, inner in value.items():
            place = f"{path}.{member}" if path else member
            if member == "zzz":
                if not path.endswith(("_meta", "apabilities")):
                    yield place
            elif member not in ("inputSchema", "outputSchema"):
                yield from places(inner, place)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_generated_type_is_found_in_the_contract(version: str) -> None:
    models = import_module(f"mcprism_types.v{version.replace('-', '_')}.models")
    names = [
        name
        for name, found in vars(models).items()
        if found.__class__ is TypeAliasType or (isinstance(found, type) and issubclass(found, MCPModel))
    ]
    without = [name for name in names if contract_of(version).find(name) is None]
    assert without == ["MCPModel", "UnknownContent"]


def test_deep_json_values_are_not_walked() -> None:
    value: Any = 1
    for _ in range(5000):
        value = {"a": [value]}
    assert undeclared({"experimental": {"x": value}}, "2026-07-28", "ServerCapabilities") == []


def request(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


MESSAGES = [
    pytest.param(
        "2025-06-18", request("tools/call", name="a", task={}), None, [("params.task", "2025-11-25")], id="request"
    ),
    pytest.param("2025-06-18", {**request("ping"), "meta": 1}, None, [("meta", None)], id="beside the envelope"),
    pytest.param(
        "2025-06-18", request("tasks/get"), None, [("", "2025-11-25", "tasks/get")], id="method of a newer version"
    ),
    pytest.param("2026-07-28", request("ping"), None, [("", None, "ping")], id="method of older versions"),
    pytest.param(
        "2025-03-26",
        {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": 1, "progress": 1, "x": 1}},
        None,
        [("params.x", None)],
        id="notification",
    ),
    pytest.param(
        "2025-06-18",
        {"jsonrpc": "2.0", "id": 1, "result": {"tools": [TOOL]}},
        "tools/list",
        [("result.tools.0.icons", "2025-11-25"), ("result.tools.0.execution", "2025-11-25")],
        id="result",
    ),
    pytest.param(
        "2025-11-25",
        {"jsonrpc": "2.0", "id": 1, "result": {"resultType": "complete"}},
        "ping",
        [("result.resultType", "2026-07-28")],
        id="empty result",
    ),
    pytest.param(
        "2025-11-25",
        {"jsonrpc": "2.0", "id": 1, "result": {"task": {"taskId": "1", "x": 1}}},
        "tools/call",
        [("result.task.x", None)],
        id="alternative result",
    ),
    pytest.param(
        "2026-07-28",
        {"jsonrpc": "2.0", "id": 1, "result": {"resultType": "input_required", "inputRequests": {"a": {"x": 1}}}},
        "tools/call",
        [("result.inputRequests.a.x", None)],
        id="result that asks for input",
    ),
    pytest.param(
        "2025-11-25",
        {"jsonrpc": "2.0", "id": 1, "error": {"code": 1, "message": "", "data": {"any": 1}, "x": 1}},
        None,
        [("error.x", None)],
        id="error",
    ),
]


@pytest.mark.parametrize(("version", "message", "method", "expected"), MESSAGES)
def test_complete_messages(
    version: str, message: dict[str, Any], method: str | None, expected: list[tuple[Any, ...]]
) -> None:
    found = undeclared_in_message(message, version, method=method)
    assert found == [Undeclared(row[0], version, *row[1:]) for row in expected]


def test_a_finding_is_one_line_that_says_what_is_missing_and_since_when_it_exists() -> None:
    icons, audio, top = (
        Undeclared("tools.0.icons", "2025-06-18", "2025-11-25"),
        Undeclared("content.0", "2024-11-05", "2025-03-26", "audio"),
        Undeclared("", "2025-06-18", None, "ping"),
    )
    assert icons.line() == "tools.0.icons: no such member in MCP 2025-06-18; exists from 2025-11-25 on"
    assert str(audio) == "content.0: no kind 'audio' in MCP 2024-11-05; exists from 2025-03-26 on"
    assert str(top) == "value: no kind 'ping' in MCP 2025-06-18"


def test_what_cannot_be_looked_up_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="MCP 2025-06-18 has no type 'Task'"):
        undeclared({}, "2025-06-18", "Task")
    with pytest.raises(ValueError, match=r"MCP 2030-01-01 is not installed \(installed: .*2025-11-25.*no such version"):
        undeclared({}, "2030-01-01", "Tool")
    with pytest.raises(ValueError, match="`method` must name a request of MCP 2025-11-25, not None"):
        undeclared_in_message({"jsonrpc": "2.0", "id": 1, "result": {}}, "2025-11-25")


def test_the_versions_of_these_tests_are_those_that_are_installed() -> None:
    assert list(installed()) == VERSIONS
