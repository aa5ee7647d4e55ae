"""`mcprism matrix`: what a server's author learns from it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcprism.cli import main
from mcprism.cli.answers import filled_in
from mcprism.versions import ERAS

VERSIONS = list(ERAS)

SERVER = """
from mcprism import Context, InvalidParams, Server
from mcprism_types.v2026_07_28 import *

called = []

class Handler(ServerHandler[Context]):
    async def list_tools(self, params, ctx):
        reads, schema = ToolAnnotations(read_only_hint=True), {"type": "object"}
        tools = [
            Tool(name="look", title="Look", input_schema=schema, annotations=reads),
            Tool(name="change", input_schema=schema),
            Tool(name="find", input_schema={**schema, "required": ["a"]}, annotations=reads),
        ]
        return ListToolsResult(tools=tools, ttl_ms=0, cache_scope="private")

    async def call_tool(self, params, ctx):
        called.append(params.name)
        if params.name == "change":
            return CallToolResult(content=[TextContent(text=", ".join(called))])
        return CallToolResult(content=[AudioContent(data="AAAA", mime_type="audio/wav")])

    async def list_prompts(self, params, ctx):
        return ListPromptsResult(prompts=[Prompt(name="p"), Prompt(name="q")], ttl_ms=0, cache_scope="private")

    async def get_prompt(self, params, ctx):
        if params.name == "PROMPT":
            raise InvalidParams("no such luck")
        content = TextContent(text="\\x1b[31mred")
        return GetPromptResult(messages=[PromptMessage(role="user", content=content)])

server = Server.from_handler(Handler(), name="easel", version="7", VERSIONS)
if __name__ == "__main__":
    server.run()
"""

RAW = """
import json, sys

RESULTS = {
    "initialize": {"protocolVersion": "2025-03-26", "capabilities": {"tools": {}},
                   "serverInfo": {"name": "raw", "version": "1", "title": "Raw"}},
    "ping": {},
    "tools/list": {"tools": [{"name": "t", "inputSchema": {"type": "object"}, "icons": [],
                              "annotations": {"readOnlyHint": True}}]},
    "tools/call": {"content": [{"type": "text", "text": 5}], "structuredContent": {"a": 1}},
}
for line in sys.stdin:
    message = json.loads(line)
    if "id" in message:
        method = message["method"]
        known = {"result": RESULTS[method]} if method in RESULTS else {"error": {"code": -32601, "message": "no"}}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **known}), flush=True)
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def write(text: str = SERVER, *, failing: str = "", versions: str = "") -> str:
        script = tmp_path / "server.py"
        script.write_text(text.replace("PROMPT", failing).replace("VERSIONS", versions))
        return str(script)

    return write


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Status, output and errors of a command."""
    status = main(["matrix", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def steps(report: Any, name: str) -> list[Any]:
    """A step in each version, oldest first; None where it was not made."""
    found = [{step["step"]: step for step in report["versions"][version]["steps"]}.get(name) for version in VERSIONS]
    assert list(report["versions"]) == VERSIONS
    return found


def test_a_server_in_a_file_is_used_in_every_version_with_its_own_reports_of_losses(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    status, output, errors = run(capsys, f"{write()}:server", "--json")
    report = json.loads(output)
    assert (status, errors, report["ok"]) == (0, "", True)
    assert {version["server"]["name"] for version in report["versions"].values()} == {"easel"}
    assert [step["state"] for step in steps(report, "tools/call look")] == ["degraded", *["works"] * 4]
    assert steps(report, "tools/call look")[0]["losses"] == [
        {
            "side": "server",
            "feature": "audio content",
            "method": "tools/call",
            "loss": "degraded",
            "detail": "sent as an embedded resource",
        }
    ]
    assert [step["note"] for step in steps(report, "tools/list")] == ["3"] * 5
    assert [step["state"] for step in steps(report, "prompts/get p")] == ["works"] * 5
    assert all(version["messages"] > 10 for version in report["versions"].values())


def test_only_tools_that_read_and_need_nothing_are_called_unless_others_are_named(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"{write()}:server"
    report = json.loads(run(capsys, target, "--json")[1])
    assert steps(report, "tools/call change") == steps(report, "tools/call find") == [None] * 5
    # In 2024-11-05 no tool can say that it only reads: newer versions have told.
    assert None not in steps(report, "tools/call look")
    report = json.loads(run(capsys, target, "--call", "find", '{"a": 1}', "--call", "change", "{}", "--json")[1])
    assert [step["state"] for step in steps(report, 'tools/call find {"a": 1}')] == ["degraded", *["works"] * 4]
    assert None not in steps(report, "tools/call change")


def test_for_people_there_is_a_row_for_each_step_and_a_column_for_each_version(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    status, output, errors = run(capsys, f"{write()}:server")
    assert (status, errors) == (0, "")
    lines = [line.split() for line in output.splitlines()]
    assert output.startswith("easel 7 in every version of the protocol\n")
    assert VERSIONS in lines
    assert ["tools/call", "look", "degraded", *["works"] * 4] in lines
    assert ["connection", *["session"] * 4, "no", "session"] in lines
    assert "audio content" in output
    assert "each is valid in its version" in output
    assert "degraded: content takes another form" in output
    assert "asks" not in output


def test_as_markdown_there_are_tables(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, _ = run(capsys, f"{write()}:server", "--markdown")
    assert status == 0
    assert f"|  | {' | '.join(VERSIONS)} |\n| --- | --- | --- | --- | --- | --- |\n" in output
    assert "| tools/call look | degraded | works | works | works | works |" in output
    assert "## What does not arrive as it was written" in output


def test_of_a_process_it_is_compared_what_newer_versions_are_shown(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    status, output, _ = run(capsys, write(versions="versions=['2024-11-05', '2026-07-28']"), "--json")
    assert status == 0
    report = json.loads(output)
    refusals = [version["refusal"] for version in report["versions"].values()]
    assert refusals == [None, *["it speaks 2024-11-05 instead"] * 3, None]
    oldest, *_, newest = steps(report, "tools/list")
    assert (oldest["state"], newest["state"]) == ("differs", "works")
    assert {(row["member"], row["since"]) for row in oldest["differences"]} == {
        ("tools[].annotations", "2025-03-26"),
        ("tools[].title", "2025-06-18"),
    }
    called = steps(report, "tools/call look")[0]
    assert called["differences"] == [{"member": "content[] of the kind audio", "since": "2025-03-26"}]
    assert called["losses"] == []


def test_messages_that_are_not_of_their_version_are_named_with_their_place_and_the_version_that_has_it(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    script = write(RAW)
    status, output, _ = run(capsys, script, "--json")
    report = json.loads(output)
    assert (status, report["ok"]) == (1, False)
    assert [version["spoken"] for version in report["versions"].values()] == [False, True, False, False, False]
    connection, listed, called = (steps(report, name)[1] for name in ("connection", "tools/list", "tools/call t"))
    assert [step["state"] for step in (connection, listed, called)] == ["invalid"] * 3
    assert [(row["problem"].partition(":")[0], row["since"]) for row in connection["violations"]] == [
        ("result.serverInfo.title", "2025-06-18")
    ]
    assert [(row["problem"].partition(":")[0], row["since"]) for row in listed["violations"]] == [
        ("result.tools.0.icons", "2025-11-25")
    ]
    assert {(row["problem"].partition(":")[0], row["since"]) for row in called["violations"]} == {
        ("result.content.0.text", None),
        ("result.structuredContent", "2025-06-18"),
    }
    status, output, _ = run(capsys, script)
    assert status == 1
    assert "Messages that are not of their version" in output
    assert "result.tools[].icons: no such member; exists from 2025-11-25 on" in " ".join(output.split())
    assert "Versions that the server does not speak" in output
    assert "In 1 of 5 versions" in output


def test_a_step_that_fails_is_told_and_fails_the_command(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, _ = run(capsys, f"{write(failing='q')}:server")
    assert status == 1
    assert "prompts/get q" in output
    assert "no such luck" in output
    assert "5 steps failed" in output


def test_what_a_server_says_cannot_steer_the_terminal(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    target = f"{write().removesuffix('.py')}.py:server"
    for form in ([], ["--markdown"], ["--json"]):
        assert "\x1b" not in run(capsys, target, *form)[1]


def test_a_server_that_never_answers_can_be_used_in_no_version(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, errors = run(capsys, write("import sys\nsys.stdin.read()\n"), "--timeout", "0.2")
    assert status == 1
    assert "within 0.2" in output
    assert "could be used in no version" in errors


def test_a_server_that_cannot_start_says_why(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, errors = run(capsys, write("raise RuntimeError('no paint')"))
    assert status == 1
    assert "RuntimeError: no paint" in " ".join(output.split())
    assert "could be used in no version" in errors


@pytest.mark.parametrize(
    ("arguments", "status", "parts"),
    [
        ([], 2, ["TARGET is missing"]),
        (["no_such.py:server"], 2, ["no file 'no_such.py'", "FILE.py:NAME"]),
        (["ftp://example.com/mcp"], 2, ["cannot connect", "http://127.0.0.1:8080/mcp"]),
        (["x", "--json", "--markdown"], 2, ["--json and --markdown"]),
        (["x", "--timeout", "0"], 2, ["--timeout is 0"]),
        (["x", "--call", "t", "{"], 2, ["--call t", "not JSON"]),
        (["x", "--call", "t", "[]"], 2, ["--call t", "must be a JSON object"]),
        (["x", "--call", "t"], 2, ["--call"]),
    ],
    ids=["no target", "no file", "an address", "two forms", "no time", "no JSON", "no object", "no arguments"],
)
def test_a_wrong_call_says_what_was_expected(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, parts: list[str]
) -> None:
    got, output, errors = run(capsys, *arguments)
    assert (got, output) == (status, "")
    for part in parts:
        assert part in errors


def test_a_file_without_that_server_says_which_there_are(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, errors = run(capsys, f"{write()}:nobody")
    assert (status, "it has: server" in errors) == (2, True)
    status, _, errors = run(capsys, f"{write('import nothing_at_all')}:server")
    assert (status, "No module named 'nothing_at_all'" in errors) == (1, True)


def test_other_commands_take_a_server_in_a_file_too(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", f"{write()}:server"]) == 0
    assert "easel 7" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "string", "default": "d"}, "d"),
        ({"type": "string", "enum": ["a", "b"]}, "a"),
        ({"type": "string", "oneOf": [{"const": "c", "title": "C"}]}, "c"),
        ({"type": "array", "items": {"type": "string", "enum": ["a", "b", "c"]}, "minItems": 2}, ["a", "b"]),
        ({"type": "array", "items": {"anyOf": [{"const": "x", "title": "X"}]}}, ["x"]),
        ({"type": "boolean"}, False),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "number", "maximum": -1}, -1),
        ({"type": "string", "format": "email"}, "nobody@example.com"),
        ({"type": "string", "minLength": 6}, "text.."),
        ({"type": "string", "maxLength": 2}, "te"),
    ],
    ids=str,
)
def test_questions_are_answered_with_what_fits(field: Any, value: Any) -> None:
    assert filled_in(field) == value


# demo


def test_the_demo_shows_what_each_version_has_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = [line.split() for line in captured.out.splitlines()]
    assert ["tools/call", "recite", *["degraded"] * 4, "works"] in lines
    assert printed_in_the_docs() in "\n".join(line.rstrip() for line in captured.out.splitlines())
    assert ["tools/call", "compose", "refused", "refused", "degraded", "works", "works"] in lines
    assert ["asks", "elicitation/create", "-", "-", *["once"] * 3] in lines
    assert "each is valid in its version" in captured.out


def printed_in_the_docs() -> str:
    """What the page about the matrix says that the demo prints."""
    page = Path(__file__).parents[3] / "docs" / "matrix.md"
    (block,) = re.findall(r"```text\n(.*?)\n```", page.read_text("utf-8"), flags=re.DOTALL)
    return str(block)
