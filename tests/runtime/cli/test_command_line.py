"""The commands, as they are called from a shell."""

import json
import os
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from mcprism.cli.arguments import installed_version
from mcprism.cli.failures import UsageFailure
from mcprism.versions import Installed, installed

PROGRAM = [str(Path(sys.executable).with_name("mcprism"))]
MODULE = [sys.executable, "-m", "mcprism"]
TIME_LIMIT = 60

SERVER = """
from mcprism import Context, MethodNotFound, Server
from mcprism_types.{package} import ListToolsResult, PaginatedRequestParams, ServerHandler, Tool

ARGUMENTS = {{"a": {{"type": "integer"}}, "b": {{"type": ["string", "null"]}}, "c": {{}}}}
SCHEMA = {{"type": "object", "properties": ARGUMENTS, "required": ["a"]}}

class Handler(ServerHandler[Context]):
    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=[
            Tool(name="draw", description="Draws | paints\\x1b[31m.\\nMore.", input_schema=SCHEMA),
            Tool(name="[bold]rub", input_schema={{"type": "object", "properties": [1], "required": 2}}),
        ])
    {more}

Server.from_handler(Handler(), name="easel", version="7", instructions="Draw.").run()
"""

ONLY_RESOURCES_LIST = """
    async def list_resources(self, params, ctx):
        from mcprism_types.v2025_11_25 import ListResourcesResult
        return ListResourcesResult(resources=[])
"""


def run(*arguments: str, program: list[str] = PROGRAM, given: str | bytes = "") -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    data = given.encode() if isinstance(given, str) else given
    done = subprocess.run([*program, *arguments], input=data, capture_output=True, timeout=TIME_LIMIT, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def write_server(folder: Path, *, package: str = "v2025_11_25", more: str = "") -> str:
    """The path of a script that is a server with two tools."""
    script = folder / "server.py"
    script.write_text(SERVER.format(package=package, more=more))
    return str(script)


def assert_fails(done: subprocess.CompletedProcess[str], status: int, *parts: str) -> None:
    """The command ended with this status and one line that has these parts."""
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.count("\n") == 1, done.stderr
    for part in parts:
        assert part in done.stderr


# The program itself


@pytest.mark.parametrize("program", [PROGRAM, MODULE], ids=["mcprism", "python -m mcprism"])
def test_the_program_says_its_version(program: list[str]) -> None:
    done = run("--version", program=program)
    assert (done.returncode, done.stdout.strip()) == (0, version("mcprism"))


@pytest.mark.parametrize("arguments", [(), ("--help",)], ids=["nothing", "--help"])
def test_help_lists_the_commands(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    for command in ("demo", "diff", "inspect", "validate"):
        assert command in done.stdout


@pytest.mark.parametrize("command", ["demo", "diff", "inspect", "validate"])
def test_help_of_a_command_has_its_usage_and_examples(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"Usage: mcprism {command}" in done.stdout
    assert f"Examples:\n  mcprism {command}" in done.stdout


def test_help_loads_neither_models_nor_event_loops() -> None:
    code = (
        "import sys; from mcprism.cli import main; status = main(['--help']);"
        "print([name for name in ('pydantic', 'anyio', 'asyncio', 'mcprism_types.v2025_11_25') if name in sys.modules])"
    )
    done = run("-c", code, program=[sys.executable])
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_its_extra_the_program_names_the_extra() -> None:
    code = "import sys; sys.modules['cyclopts'] = None; from mcprism.cli import main; sys.exit(main(['--help']))"
    assert_fails(run("-c", code, program=[sys.executable]), 1, "cyclopts", 'pip install "mcprism[cli]"')


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        pytest.param(["inspct"], ["inspct", "inspect", "mcprism --help"], id="unknown command"),
        pytest.param(["diff", "2025-06-18"], ["V2", "Usage: mcprism diff V1 V2"], id="missing argument"),
        pytest.param(["diff", "a", "b", "c"], ["c", "Usage: mcprism diff"], id="argument too many"),
        pytest.param(["demo", "--fast"], ["--fast", "Usage: mcprism demo"], id="unknown option"),
        pytest.param(["inspect", "x", "--timeout", "soon"], ["soon", "Usage: mcprism inspect TARGET"], id="no number"),
    ],
)
def test_a_wrong_call_ends_with_status_2_and_the_usage(arguments: list[str], parts: list[str]) -> None:
    assert_fails(run(*arguments), 2, *parts)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [*PROGRAM, "diff", "2024-11-05", "2025-11-25", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(TIME_LIMIT) == 1


# Versions


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        pytest.param(
            "2025-03-26", ["not installed (installed: 2025-11-25)", 'pip install "mcprism[2025-03-26]"'], id="no"
        ),
        pytest.param("2030-01-01", ["there is no version '2030-01-01'", "installed: 2025-11-25"], id="no such version"),
    ],
)
def test_a_version_that_is_not_installed_is_refused_with_what_adds_it(name: str, parts: list[str]) -> None:
    from importlib.metadata import entry_points

    (newest,) = entry_points(group="mcprism.versions", name="2025-11-25")
    with pytest.raises(UsageFailure) as failure:
        installed_version(name, Installed({"2025-11-25": newest}))
    for part in parts:
        assert part in str(failure.value)


# validate


VALID = {"content": [{"type": "text", "text": "a"}]}


def validate(value: Any, *arguments: str, version: str = "2025-06-18", of: str = "CallToolResult") -> Any:
    """`mcprism validate` of a value on standard input."""
    given = value if isinstance(value, str | bytes) else json.dumps(value)
    return run("validate", "-", "--version", version, "--type", of, *arguments, given=given)


def test_a_valid_value_is_called_valid(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text(json.dumps(VALID))
    done = run("validate", str(file), "--version", "2025-06-18", "--type", "CallToolResult")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "valid: a CallToolResult of MCP 2025-06-18, with no member that the version does not name\n"


def test_each_problem_and_each_unnamed_member_is_a_line() -> None:
    done = validate({"content": [{"type": "text", "text": 5, "icons": []}], "isError": "no", "resultType": ""})
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:4]] == [
        ["invalid", "content.0.text:"],
        ["invalid", "isError:"],
        ["undeclared", "content.0.icons:"],
        ["undeclared", "resultType:"],
    ]
    assert lines[3].endswith("no such member in MCP 2025-06-18; exists from 2026-07-28 on")
    assert lines[4] == "not a clean CallToolResult of MCP 2025-06-18: 2 invalid, 2 undeclared"


def test_a_value_that_is_valid_and_not_named_is_not_in_order() -> None:
    done = validate({**VALID, "resultType": "complete"}, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "version": "2025-06-18",
        "type": "CallToolResult",
        "valid": True,
        "problems": [],
        "undeclared": [{"path": "resultType", "since": "2026-07-28", "kind": None}],
    }


MESSAGE = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "a"}}


@pytest.mark.parametrize("version", ["2024-11-05", "2025-11-25"])
@pytest.mark.parametrize(
    ("value", "name", "problem"),
    [
        pytest.param(MESSAGE, "CallToolRequest", None, id="message"),
        pytest.param({"method": "tools/call", "params": {"name": "a"}}, "CallToolRequest", None, id="without envelope"),
        pytest.param({"name": "a"}, "CallToolRequestParams", None, id="params"),
        pytest.param({**MESSAGE, "jsonrpc": "1.0"}, "CallToolRequest", '"jsonrpc" must be "2.0"', id="wrong envelope"),
        pytest.param(
            {"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "a"}},
            "CallToolRequest",
            "a request needs one",
            id="request without an id",
        ),
        pytest.param(
            {"jsonrpc": "2.0", "id": 1, "method": "notifications/initialized"},
            "InitializedNotification",
            "a notification has none",
            id="notification with an id",
        ),
    ],
)
def test_requests_and_notifications_may_be_complete_messages(
    version: str, value: Any, name: str, problem: str | None
) -> None:
    done = validate(value, "--json", version=version, of=name)
    found = json.loads(done.stdout)["problems"]
    assert done.returncode == (0 if problem is None else 1)
    assert [problem in line for line in found] == ([] if problem is None else [True])


@pytest.mark.parametrize("data", ["{", b"\xff", "NaN"], ids=["cut off", "not UTF-8", "no number of JSON"])
def test_what_is_no_json_is_invalid(data: str | bytes) -> None:
    done = validate(data)
    assert done.returncode == 1
    assert "not JSON in UTF-8" in done.stdout


def test_a_union_is_a_type_too() -> None:
    assert validate({"type": "image", "data": "", "mimeType": "image/png"}, of="ContentBlock").returncode == 0


@pytest.mark.parametrize(
    ("name", "parts"),
    [("CallToolRequets", ["no type 'CallToolRequets'", "did you mean CallToolRequest"]), ("Zzz", ["such as"])],
)
def test_an_unknown_type_suggests_the_nearest(name: str, parts: list[str]) -> None:
    assert_fails(validate(VALID, of=name), 2, *parts)


def test_an_unknown_version_and_a_missing_file_are_wrong_calls() -> None:
    assert_fails(validate(VALID, version="2025"), 2, "there is no version '2025'", "2025-06-18")
    missing = run("validate", "/no/such/file", "--version", "2025-06-18", "--type", "Tool")
    assert_fails(missing, 2, "/no/such/file", "- for standard input")


# diff


def test_differences_are_those_of_the_older_to_the_newer_in_either_order() -> None:
    done, turned = run("diff", "2025-06-18", "2025-11-25", "--json"), run("diff", "2025-11-25", "2025-06-18", "--json")
    assert done.stdout == turned.stdout
    found = json.loads(done.stdout)
    assert (found["older"], found["newer"]) == ("2025-06-18", "2025-11-25")
    assert {"subject": "member", "name": "Tool.icons", "status": "added", "detail": "list of Icon, optional"} in (
        found["differences"]
    )


def test_differences_for_people_are_grouped_by_subject() -> None:
    done = run("diff", "2025-11-25", "2025-06-18")
    assert done.returncode == 0
    first = r"From MCP 2025-06-18, the older one, to 2025-11-25: \d+ added, \d+ removed, \d+ changed"
    assert re.match(first, done.stdout)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert [line for line in lines if line in ("Methods", "Errors", "Types", "Members")] == [
        "Methods",
        "Errors",
        "Types",
        "Members",
    ]


@pytest.mark.parametrize("older", list(installed()))
@pytest.mark.parametrize("newer", list(installed()))
def test_every_pair_of_versions_can_be_compared(older: str, newer: str, capsys: pytest.CaptureFixture[str]) -> None:
    from mcprism.cli import main

    assert main(["diff", older, newer]) == (2 if older == newer else 0)
    assert ("expected two different versions" in capsys.readouterr().err) == (older == newer)


# inspect


def test_inspecting_a_script_as_json_gives_one_object_of_what_it_offers(tmp_path: Path) -> None:
    done = run("inspect", write_server(tmp_path), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert {name: report[name] for name in ("server", "protocolVersion", "capabilities", "instructions")} == {
        "server": {"name": "easel", "version": "7"},
        "protocolVersion": "2026-07-28",
        "capabilities": {"tools": {}},
        "instructions": "Draw.",
    }
    assert [tool["name"] for tool in report["tools"]] == ["draw", "[bold]rub"]
    assert report.keys().isdisjoint({"resources", "resourceTemplates", "prompts"})


def test_inspecting_for_people_shows_tools_and_their_arguments(tmp_path: Path) -> None:
    done = run("inspect", write_server(tmp_path))
    assert done.returncode == 0
    for part in ("easel 7", "2026-07-28", "Draw.", "Tools", "draw", "a: integer, b?: string | null, c?: any"):
        assert part in done.stdout
    assert "More." not in done.stdout
    assert "[bold]rub" in done.stdout


def test_what_a_server_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    script = write_server(tmp_path)
    for done in (run("inspect", script), run("inspect", script, "--markdown"), run("inspect", script, "--json")):
        assert "\x1b" not in done.stdout
        assert "x1b" in done.stdout or "u001b" in done.stdout


def test_inspecting_as_markdown_gives_tables(tmp_path: Path) -> None:
    done = run("inspect", write_server(tmp_path), "--markdown")
    assert done.returncode == 0
    assert "# easel\n" in done.stdout
    assert "| name | title | description | arguments |\n| --- | --- | --- | --- |\n| draw |" in done.stdout
    assert "Draws \\| paints" in done.stdout


def test_a_server_with_resources_and_no_templates_has_none(tmp_path: Path) -> None:
    done = run("inspect", write_server(tmp_path, more=ONLY_RESOURCES_LIST), "--json")
    report = json.loads(done.stdout)
    assert (report["resources"], report["resourceTemplates"]) == ([], [])


@pytest.mark.parametrize("form", ["quoted", "after --", "script with arguments after --"])
def test_a_target_is_a_command_in_any_form(tmp_path: Path, form: str) -> None:
    script = write_server(tmp_path)
    target = {
        "quoted": [f"{sys.executable} '{script}' --json"],
        "after --": ["--", sys.executable, script, "--json"],
        "script with arguments after --": ["--", script, "--json"],
    }[form]
    done = run("inspect", *target)
    assert (done.returncode, done.stderr) == (0, "")
    assert "easel 7" in done.stdout


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26", "2025-06-18"])
def test_a_server_of_an_older_version_is_inspected_in_that_version(tmp_path: Path, version: str) -> None:
    script = write_server(tmp_path, package=f"v{version.replace('-', '_')}")
    done = run("inspect", script, "--version", version, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["protocolVersion"] == version


def test_a_server_that_cannot_start_is_one_line_with_its_last_words(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text("def serve():\n    raise RuntimeError('no paint')\n\nserve()\n")
    assert_fails(run("inspect", str(script)), 1, "status 1", "RuntimeError: no paint", f"{sys.executable} {script}")


def test_a_server_that_does_not_answer_is_given_up(tmp_path: Path) -> None:
    script = tmp_path / "silent.py"
    script.write_text("import sys\nsys.stdin.read()\n")
    assert_fails(run("inspect", str(script), "--timeout", "0.2"), 1, "within 0.2 s", "--timeout")


@pytest.mark.parametrize(
    ("arguments", "status", "parts"),
    [
        pytest.param([], 2, ["TARGET is missing", "server.py", "uvx"], id="no target"),
        pytest.param([""], 2, ["TARGET is empty"], id="empty target"),
        pytest.param(["no_such.py"], 2, ["no file 'no_such.py'", "TARGET is an address"], id="no such script"),
        pytest.param(["a 'b"], 2, ["No closing quotation", "TARGET is"], id="no command"),
        pytest.param(["no-such-command-here"], 1, ["could not start 'no-such-command-here'"], id="no such program"),
        pytest.param(["x", "--json", "--markdown"], 2, ["--json and --markdown"], id="two forms"),
        pytest.param(["x", "--timeout", "0"], 2, ["--timeout is 0", "above 0"], id="no time"),
        pytest.param(["x", "--version", "2020-01-01"], 2, ["no version '2020-01-01'"], id="no such version"),
    ],
)
def test_inspecting_the_wrong_thing_says_what_to_do(arguments: list[str], status: int, parts: list[str]) -> None:
    assert_fails(run("inspect", *arguments), status, *parts)


@pytest.mark.skipif(os.name == "nt", reason="FIFOs and SIGINT")
def test_an_interrupted_command_ends_quietly(tmp_path: Path) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    script = tmp_path / "silent.py"
    script.write_text(f"import sys\nopen({str(started)!r}, 'w').close()\nsys.stdin.read()\n")
    with subprocess.Popen(
        [*PROGRAM, "inspect", str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert started.read_text() == ""
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=TIME_LIMIT)
    assert (process.returncode, output, errors) == (130, b"", b"")


# demo


def test_the_demo_runs_and_complains_about_nothing() -> None:
    done = run("demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert "mcprism-demo 1.0.0 in every version of the protocol" in done.stdout
