"""A made-up next version, from its official file to models, stubs and calls that work."""

import json
import os
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from codegen.contract import read_contract
from codegen.json_schema import rebuild
from mcprism.versions.steps.step import Step
from tests.codegen.checkout import Checkout, copy_repository

NEWEST, NEXT = "2026-07-28", "2027-01-15"
STEP = "runtime/mcprism/versions/steps/v2027_01_15.py"


def remove_branch(union: dict[str, Any], name: str) -> None:
    """Take a type out of a union that lists it."""
    kept = [branch for branch in union["anyOf"] if branch["$ref"] != f"#/$defs/{name}"]
    assert len(kept) == len(union["anyOf"]) - 1
    union["anyOf"] = kept


def message(method: str) -> dict[str, Any]:
    """A message without params."""
    members = {"jsonrpc": {"const": "2.0", "type": "string"}, "method": {"const": method, "type": "string"}}
    return {"type": "object", "properties": members, "required": list(members)}


def next_schema() -> dict[str, Any]:
    """The newest contract with one change of each sort, and prose as an official file has it."""
    schema = read_contract(NEWEST)
    types = schema["$defs"]

    types["PreviewToolRequest"] = {
        "type": "object",
        "properties": {
            "id": {"$ref": "#/$defs/RequestId"},
            "jsonrpc": {"const": "2.0", "type": "string"},
            "method": {"const": "tools/preview", "type": "string"},
            "params": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "class": {"type": "string"},
                    "budget": {"type": ["integer", "null"], "minimum": 0},
                    "timeLeft": {"type": ["number", "null"], "maximum": 60},
                    "options": {"type": "object", "properties": {"dryRun": {"type": "boolean", "default": False}}},
                    "target": {"oneOf": [{"$ref": "#/$defs/PromptReference"}, {"type": "string", "title": "Name"}]},
                    "share": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5, "deprecated": True},
                },
                "required": ["name", "timeLeft"],
            },
        },
        "required": ["id", "jsonrpc", "method", "params"],
    }
    types["PreviewToolResult"] = {
        "type": "object",
        "properties": {
            "_meta": {"$ref": "#/$defs/ResultMetaObject"},
            "resultType": {"$ref": "#/$defs/ResultType"},
            "content": {"type": "array", "items": {"$ref": "#/$defs/ContentBlock"}},
        },
        "required": ["content", "resultType"],
    }
    types["PreviewToolResultResponse"] = {
        "type": "object",
        "properties": {
            "id": {"$ref": "#/$defs/RequestId"},
            "jsonrpc": {"const": "2.0", "type": "string"},
            "result": {
                "anyOf": [{"$ref": "#/$defs/InputRequiredResult"}, {"$ref": "#/$defs/PreviewToolResult"}],
            },
        },
        "required": ["id", "jsonrpc", "result"],
    }
    types["PreviewToolRequest"]["properties"]["params"]["properties"] |= {
        "str": {"type": "string"},
        "scope": {
            "anyOf": [
                {"type": "object", "properties": {"kind": {"const": "all", "type": "string"}}, "required": ["kind"]},
                {
                    "type": "object",
                    "properties": {"kind": {"const": "some", "type": "string"}, "tags": {"$ref": "#/$defs/Tags"}},
                    "required": ["kind", "tags"],
                },
            ]
        },
        "label": {"$ref": "#/$defs/Label"},
        "mode": {"enum": ["fast", "exact", None]},
        "rows": {"type": ["array", "null"], "items": {"type": "string"}},
        "step": {"type": ["integer", "string"], "minimum": 1, "maxLength": 3},
    }
    types["Label"] = {"type": ["string", "null"]}
    types["Tags"] = {"type": "array", "items": {"type": "string", "minLength": 1}}
    types["ClientRequest"]["anyOf"].append({"$ref": "#/$defs/PreviewToolRequest"})
    types["ServerResult"]["anyOf"].append({"$ref": "#/$defs/PreviewToolResult"})

    # A request whose name is a word of Python, and a notification; neither has params.
    types["WithRequest"] = message("with")
    types["WithResult"] = {"allOf": [{"$ref": "#/$defs/Result"}, {"type": "object", "required": ["resultType"]}]}
    types["ClientRequest"]["anyOf"].append({"$ref": "#/$defs/WithRequest"})
    types["ServerResult"]["anyOf"].append({"$ref": "#/$defs/WithResult"})
    types["WentNotification"] = message("notifications/went")
    types["ServerNotification"]["anyOf"].append({"$ref": "#/$defs/WentNotification"})

    types["MovingContent"] = {"anyOf": [{"$ref": "#/$defs/VideoContent"}]}
    types["VideoContent"] = {
        "type": "object",
        "properties": {"type": {"const": "video", "type": "string"}, "data": {"type": "string", "format": "byte"}},
        "required": ["data", "type"],
    }
    types["ContentBlock"]["anyOf"].append({"$ref": "#/$defs/MovingContent"})

    software = types["Implementation"]["properties"]
    software["homepage"] = software.pop("websiteUrl")

    types["ServerCapabilities"]["properties"]["previews"] = {
        "type": "object",
        "properties": {"listChanged": {"type": "boolean"}},
    }

    for name in ("CompleteRequest", "CompleteRequestParams", "CompleteResult", "CompleteResultResponse"):
        del types[name]
    for union in ("ClientRequest", "ServerResult"):
        types[union]["anyOf"] = [
            branch for branch in types[union]["anyOf"] if not branch["$ref"].rsplit("/", 1)[-1].startswith("Complete")
        ]
    return rebuild(schema, lambda node: {"description": "Prose of the specification.", **node})


class Added(NamedTuple):
    checkout: Checkout
    before: dict[str, bytes]
    output: str


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Added:
    """A checkout to which the made-up version was added by its command."""
    folder = tmp_path_factory.mktemp("added")
    checkout = copy_repository(folder / "checkout")
    before = checkout.files()
    (folder / "schema.json").write_text(json.dumps(next_schema(), indent=2), "utf-8")
    outcome = checkout.run("add-version", NEXT, str(folder / "schema.json"))
    assert (outcome.returncode, outcome.stderr) == (0, "")
    return Added(checkout, before, outcome.stdout)


def test_only_what_a_new_version_needs_is_written(added: Added) -> None:
    after = added.checkout.files()
    package = f"generated/{NEXT}/mcprism_types/v2027_01_15"
    modules = ("__init__.py", "calls.py", "errors.py", "handlers.py", "models.py", "py.typed", "registry.py")
    assert after.keys() - added.before.keys() == {
        f"docs/versions/{NEWEST}-to-{NEXT}.md",
        f"generated/{NEXT}/README.md",
        f"generated/{NEXT}/pyproject.toml",
        *(f"{package}/{name}" for name in (*modules, "contract.json", "differences.json")),
        f"schema/{NEXT}/schema.json",
        STEP,
    }
    assert {path for path in added.before if after[path] != added.before[path]} == {
        "pyproject.toml",
        "runtime/pyproject.toml",
        "schema/pins.toml",
        "schema/summaries.toml",
    }
    assert not [path for path, text in after.items() if b"Prose of the specification" in text]


def test_extra_workspace_source_and_entry_point_are_there(added: Added) -> None:
    files = added.checkout.files()
    runtime = tomllib.loads(files["runtime/pyproject.toml"].decode())["project"]
    extras = runtime["optional-dependencies"]
    assert extras[NEXT] == [f"mcprism-types-{NEXT}=={runtime['version']}"]
    assert NEXT in extras["all"][0].partition("[")[2].rstrip("]").split(",")
    versions = [name for name in extras if name[:1].isdigit()]
    assert versions == sorted(versions)
    assert set(extras["all"][0].partition("[")[2].rstrip("]").split(",")) == extras.keys() - {"all"}
    workspace = tomllib.loads(files["pyproject.toml"].decode())
    assert workspace["tool"]["uv"]["sources"][f"mcprism-types-{NEXT}"] == {"workspace": True}
    distribution = tomllib.loads(files[f"generated/{NEXT}/pyproject.toml"].decode())["project"]
    assert distribution["entry-points"]["mcprism.versions"] == {NEXT: "mcprism_types.v2027_01_15"}
    pin = tomllib.loads(files["schema/pins.toml"].decode())[NEXT]
    assert pin["released"] is False


def test_comments_of_edited_files_stay(added: Added) -> None:
    after = added.checkout.files()
    for path in ("pyproject.toml", "runtime/pyproject.toml", "schema/pins.toml", "schema/summaries.toml"):
        comments = [line for line in added.before[path].decode().splitlines() if "#" in line]
        assert [line for line in after[path].decode().splitlines() if "#" in line] == comments, path


def test_every_difference_is_open_in_the_step(added: Added) -> None:
    module: dict[str, Any] = {}
    exec(added.checkout.files()[STEP].decode(), module)  # noqa: S102 - written by our generator
    step: Step = module["STEP"]
    assert (step.older, step.newer) == (NEWEST, NEXT)
    outcome = added.checkout.run("diff", NEWEST, NEXT, "--json")
    rows = json.loads(outcome.stdout)["differences"]
    assert list(step.open) == [f"{row['status']} {row['subject']} {row['name']}" for row in rows]
    assert {
        "added method tools/preview",
        "removed method completion/complete",
        "added type VideoContent",
        "changed type ContentBlock",
        "added member Implementation.homepage",
        "removed member Implementation.websiteUrl",
        "added member ServerCapabilities.previews",
        "added type ServerCapabilitiesPreviews",
    } <= set(step.open)
    assert f"settle its {len(rows)} open differences" in added.output


def test_known_defects_that_the_new_version_still_has_are_named(added: Added) -> None:
    assert "declare again" in added.output
    assert "/$defs/JSONValue/anyOf/2/type" in added.output


def test_sentences_to_be_written_are_listed_and_hold_up_the_release(added: Added, tmp_path: Path) -> None:
    summaries = tomllib.loads(added.checkout.files()["schema/summaries.toml"].decode())["versions"][NEXT]
    new = ("notifications/went", "tools/preview", "with")
    assert summaries["methods"] == dict.fromkeys(new, f"New in {NEXT}; not described yet.")
    assert "PreviewToolRequestParams.class" in summaries["members"]
    count = sum(len(table) for table in summaries.values())
    assert f"write the {count} sentences that end with `not described yet.`" in added.output

    released = Checkout(tmp_path / "released")
    for path, data in added.checkout.files().items():
        (released.root / path).parent.mkdir(parents=True, exist_ok=True)
        (released.root / path).write_bytes(data)
    released.edit("schema/pins.toml", lambda text: text.replace("released = false", "released = true"))
    before = released.files()
    outcome = released.run("generate")
    assert outcome.returncode == 1
    assert f'[versions."{NEXT}".methods] "tools/preview" (not described yet.)' in outcome.stderr
    assert released.files() == before


def test_checkout_with_the_new_version_is_what_the_generator_writes(added: Added) -> None:
    outcome = added.checkout.run("generate", "--check")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "nothing changed" in outcome.stdout


def run_python(added: Added, program: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": str(added.checkout.root / "generated" / NEXT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr


def test_models_of_the_new_version_work(added: Added) -> None:
    run_python(
        added,
        """
        from mcprism_types.base import UnknownContent
        from mcprism_types.v2027_01_15 import (
            PROTOCOL, CallToolResult, ContentBlock, Implementation, PreviewToolRequestParams, PreviewToolResult,
            ServerCapabilities, ServerCapabilitiesPreviews, VideoContent,
        )
        import mcprism_types.v2027_01_15 as package

        assert PROTOCOL.version == "2027-01-15" and PROTOCOL.released is False
        assert "completion/complete" not in PROTOCOL.requests and not hasattr(package, "CompleteRequest")

        video = {"type": "video", "data": "AA=="}
        result = CallToolResult.from_wire({"resultType": "complete", "content": [video, {"type": "smell"}]})
        assert isinstance(result.content[0], VideoContent) and isinstance(result.content[1], UnknownContent)
        assert result.to_wire()["content"][0] == video

        software = Implementation(name="a", version="1", homepage="https://example.com")
        assert software.to_wire()["homepage"] == "https://example.com"
        old = {"name": "a", "version": "1", "websiteUrl": "x"}
        assert Implementation.from_wire(old).homepage is None and Implementation.from_wire(old).to_wire() == old

        capabilities = ServerCapabilities(previews=ServerCapabilitiesPreviews(list_changed=True))
        assert capabilities.to_wire() == {"previews": {"listChanged": True}}
        """,
    )


def test_members_that_python_or_null_make_difficult_work(added: Added) -> None:
    run_python(
        added,
        """
        from mcprism_types.base import problems
        from mcprism_types.v2027_01_15 import PROTOCOL, PreviewToolRequestParams
        from pydantic import ValidationError

        spec = PROTOCOL.requests["tools/preview"]
        meta = {"io.modelcontextprotocol/clientCapabilities": {}, "io.modelcontextprotocol/protocolVersion": "x"}
        base = {"name": "a", "_meta": meta, "timeLeft": None}
        extras = {"budget": None}, {"budget": 0}, {"class": "x"}, {"class_": 1}, {"timeLeft": 60}, {"timeLeft": 1.5}
        edges = {"label": None}, {"mode": None}, {"rows": None}, {"rows": ["a"]}, {"step": 1}, {"step": "abc"}
        scopes = {"scope": {"kind": "all"}}, {"scope": {"kind": "some", "tags": ["a"]}}, {"str": ""}
        targets = {"target": "name"}, {"target": {"type": "ref/prompt", "name": "a"}}, {"share": 1.5}
        for extra in ({}, *extras, *edges, *scopes, *targets, {"options": {"dryRun": True}}, {"options": {}}):
            wire = {**base, **extra}
            params = spec.read_params(wire)
            assert type(params) is PreviewToolRequestParams and params.to_wire() == wire, params
        assert spec.read_params({"name": "a", "timeLeft": None}).to_wire() == {"name": "a", "timeLeft": None}
        assert spec.read_params({**base, "class": "x"}).class_ == "x"
        assert PreviewToolRequestParams(name="a", meta=meta, time_left=None, class_="x").to_wire()["class"] == "x"

        def refusal(**members):
            try:
                spec.read_params({**base, **members})
            except ValidationError as error:
                return problems(error, {**base, **members})

        assert refusal(budget=-1) == ["budget: expected at least 0, got -1"]
        assert refusal(budget="x") == ["budget: expected an integer, got 'x'"]
        assert refusal(timeLeft=61) == ["timeLeft: expected at most 60, got 61"]
        assert refusal(share=0) == ["share: expected above 0, got 0"]
        assert refusal(share=0.7) == ["share: expected a multiple of 0.5, got 0.7"]
        assert refusal(name="") == ["name: expected at least 1 characters, got ''"]
        """,
    )


def test_handlers_and_calls_of_the_new_version_work(added: Added) -> None:
    run_python(
        added,
        """
        import asyncio
        from mcprism_types.base import MethodNotFound
        from mcprism_types.v2027_01_15 import (
            PROTOCOL, ClientCalls, InputRequiredResult, PreviewToolRequestParams, PreviewToolResult, ServerHandler,
            TextContent, WithResult,
        )

        class Handler(ServerHandler[str]):
            async def preview_tool(self, params: PreviewToolRequestParams, ctx: str) -> PreviewToolResult:
                return PreviewToolResult(content=[TextContent(text=f"{ctx}: {params.name}")])

            async def with_(self, params: None, ctx: str) -> WithResult:
                return WithResult()

        class Wire:
            async def request(self, spec, params, options=None):
                wire = params and params.to_wire()
                result = await getattr(Handler(), spec.handler)(spec.read_params(wire), "ctx")
                return spec.read_result(result.to_wire())

            async def request_raw(self, spec, params, options=None):
                return spec.read_result({"resultType": "input_required", "inputRequests": {}})

        async def main():
            calls = ClientCalls(Wire())
            meta = {"io.modelcontextprotocol/clientCapabilities": {}, "io.modelcontextprotocol/protocolVersion": "x"}
            params = PROTOCOL.requests["tools/preview"].read_params({"name": "add", "_meta": meta, "timeLeft": 1})
            result = await calls.preview_tool(params)
            assert isinstance(result, PreviewToolResult) and result.content[0].text == "ctx: add"
            assert isinstance(await calls.preview_tool_raw(params), InputRequiredResult)
            try:
                await ServerHandler().preview_tool(params, None)
            except MethodNotFound as error:
                assert str(error) == "Method not found: tools/preview"
            else:
                raise AssertionError("a stub answers")
            assert isinstance(await calls.with_(), WithResult)
            assert PROTOCOL.notifications["notifications/went"].read_params(None) is None
            assert not hasattr(calls, "complete") and not hasattr(ServerHandler, "complete")

        asyncio.run(main())
        """,
    )


@pytest.mark.parametrize(
    ("version", "text", "error"),
    [
        pytest.param(NEXT, "{", "is not JSON", id="malformed file"),
        pytest.param(NEXT, '{"$defs": {}}', "not an MCP schema, it does not define", id="another schema"),
        pytest.param(NEXT, None, "cannot read", id="no file"),
        pytest.param(NEWEST, "{}", f"version {NEWEST} exists; after an upstream correction use", id="version exists"),
        pytest.param("2026-01-01", "{}", f"is older than {NEWEST}: a new version comes after", id="older than newest"),
        pytest.param("next", "{}", "'next' is not a protocol version: expected a date", id="name is no date"),
        pytest.param("2027-02-30", "{}", "'2027-02-30' is not a protocol version", id="no such day"),
    ],
)
def test_wrong_call_is_refused_and_nothing_written(
    version: str, text: str | None, error: str, checkout: Checkout, tmp_path: Path
) -> None:
    file = tmp_path / "schema.json"
    if text is not None:
        file.write_text(text, "utf-8")
    before = checkout.files()
    outcome = checkout.run("add-version", version, str(file))
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("codegen: ")
    assert error in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert checkout.files() == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(
            lambda types: remove_branch(types["ClientRequest"], "PreviewToolRequest"),
            "PreviewToolRequest (tools/preview) is a message, but no union of client or server messages contains it",
            id="message in no union",
        ),
        pytest.param(
            lambda types: types.pop("PreviewToolResultResponse") and types.pop("PreviewToolResult"),
            "reference to '#/$defs/PreviewToolResult', which is not defined there",
            id="type forgotten",
        ),
        pytest.param(
            lambda types: remove_branch(types["ServerResult"], "PreviewToolResult"),
            "would be answered by PreviewToolResult, which is not in the schema's union ServerResult",
            id="result in no union",
        ),
        pytest.param(
            lambda types: types["PreviewToolRequest"]["properties"]["params"]["properties"].update({"a b": {}}),
            "member 'a b' has no Python name; give it one in codegen/names.toml",
            id="member without a Python name",
        ),
        pytest.param(
            lambda types: types.update(One={"$ref": "#/$defs/Other"}, Other={"$ref": "#/$defs/One"}),
            "a type cannot be itself: One -> Other -> One",
            id="type that is itself",
        ),
        pytest.param(
            lambda types: types["Implementation"]["required"].append("websiteUrl"),
            "Implementation requires websiteUrl, which is not among its properties",
            id="renamed property still required",
        ),
        pytest.param(
            lambda types: types["WithRequest"]["properties"]["method"].update(const="tools/call"),
            "tools/call is the method of two messages",
            id="two messages of one method",
        ),
        pytest.param(
            lambda types: types["WithRequest"]["properties"].update(method={"type": "string"}),
            "ClientRequest lists WithRequest, which is no message",
            id="message without a method",
        ),
        pytest.param(
            lambda types: types["WithRequest"]["properties"].update(params={"type": "string"}),
            "params of WithRequest (with) are string: expected an object",
            id="params that are no object",
        ),
        pytest.param(
            lambda types: types["VideoContent"]["required"].remove("type"),
            "does not tell its kind: expected a required constant `type`",
            id="content block without a kind",
        ),
        pytest.param(
            lambda types: types["Tool"]["properties"].update(
                part={"anyOf": [{"type": "object", "properties": {member: {}}} for member in "ab"]}
            ),
            'give them some in codegen/names.toml, [inline]: "Tool.part/0" and "Tool.part/1"',
            id="union of objects without names",
        ),
        pytest.param(
            lambda types: types["Tool"]["properties"].update(part={"allOf": [{"$ref": "#/$defs/ContentBlock"}]}),
            "allOf joins objects here, but one of its parts is",
            id="allOf of a union",
        ),
        pytest.param(
            lambda types: types.update(
                {name: {"type": "object", "properties": {"code": {"const": -1}}} for name in ("OneError", "TwoError")}
            ),
            "errors share a code, expected one for each: OneError -1, TwoError -1",
            id="two errors of one code",
        ),
    ],
)
def test_schema_that_does_not_fit_together_is_refused_and_nothing_written(
    change: Any, error: str, checkout: Checkout, tmp_path: Path
) -> None:
    schema = next_schema()
    change(schema["$defs"])
    (tmp_path / "schema.json").write_text(json.dumps(schema), "utf-8")
    before = checkout.files()
    outcome = checkout.run("add-version", NEXT, str(tmp_path / "schema.json"))
    assert outcome.returncode == 1
    assert error in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert checkout.files() == before
