"""`list`, `call`, `read`, `prompt` and `complete`, in this process: a server in a file, reached in memory."""

import io
import json
from pathlib import Path

import pytest

from mcprism.cli import main

from .shop import DOT

SHOP = f"{Path(__file__).with_name('shop.py')}:server"

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"article": "tea", "count": 2}')))


def ran(capsys: Capsys, *arguments: str) -> tuple[int, str, str]:
    """Status, output and errors of a command."""
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def fails(capsys: Capsys, status: int, *arguments: str) -> str:
    """The one line of a command that fails."""
    ended, output, errors = ran(capsys, *arguments)
    assert (ended, output, errors.count("\n")) == (status, "", 1), errors
    return errors


def test_a_list_has_a_table_of_each_kind(capsys: Capsys) -> None:
    status, output, errors = ran(capsys, "list", SHOP)
    assert (status, errors) == (0, "")
    headings = [line.strip() for line in output.splitlines()]
    assert [kind for kind in ("Tools", "Resources", "Resource templates", "Prompts") if kind not in headings] == []
    assert "article: string, count?: integer" in output
    assert "shop://articles/{name}" in output


@pytest.mark.parametrize(
    ("kind", "key", "count"),
    [
        ("tools", "tools", 7),
        ("resources", "resources", 2),
        ("templates", "resourceTemplates", 1),
        ("prompts",) * 2 + (1,),
    ],
)
def test_one_kind_as_json_is_one_object_with_that_list(capsys: Capsys, kind: str, key: str, count: int) -> None:
    status, output, _ = ran(capsys, "list", SHOP, kind, "--json")
    found = json.loads(output)
    assert (status, list(found), len(found[key])) == (0, [key], count)


def test_tables_are_no_wider_than_the_terminal(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcprism.cli.output.WIDTH_OF_A_PIPE", 80)
    _, output, _ = ran(capsys, "list", SHOP)
    assert max(map(len, output.splitlines())) <= 80


PRICES = [
    pytest.param(["article=tea"], "1 x tea in None, plain", id="a default"),
    pytest.param(["article=5", "count=5"], "5 x 5 in None, plain", id="text and a number"),
    pytest.param(["article=a=b", "gift=true"], "1 x a=b in None, wrapped", id="an equals sign, and yes"),
    pytest.param(["article=tea", "colours=red", "colours=blue"], "1 x tea in ['red', 'blue'], plain", id="a list"),
    pytest.param(["article=tea", 'colours=["red"]'], "1 x tea in ['red'], plain", id="a list as JSON"),
    pytest.param(["article=tea", "colours=red"], "1 x tea in ['red'], plain", id="a list of one"),
    pytest.param(["article=tea", "colours=null"], "1 x tea in None, plain", id="nothing"),
    pytest.param(['{"article": "tea", "count": 3}'], "3 x tea in None, plain", id="JSON"),
    pytest.param(["@-"], "2 x tea in None, plain", id="standard input"),
]


@pytest.mark.parametrize(("words", "text"), PRICES)
def test_arguments_are_what_the_schema_says(capsys: Capsys, words: list[str], text: str) -> None:
    assert ran(capsys, "call", SHOP, "price", *words) == (0, f"{text}\n", "")


def test_arguments_may_be_in_a_file(capsys: Capsys, tmp_path: Path) -> None:
    file = tmp_path / "arguments.json"
    file.write_text('{"article": "salt"}')
    assert ran(capsys, "call", SHOP, "price", f"@{file}") == (0, "1 x salt in None, plain\n", "")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        pytest.param(["prise"], ["no tool 'prise'", "did you mean price?", "stock"], id="unknown tool"),
        pytest.param(
            ["price", "artikle=tea"], ["price has no argument 'artikle'", "did you mean article?"], id="unknown"
        ),
        pytest.param(["price", "article=a", "count=b"], ["count: expected a whole number, not 'b'"], id="no number"),
        pytest.param(
            ["price", "article=a", "gift=7"], ["gift: expected true or false, not '7'"], id="neither yes nor no"
        ),
        pytest.param(["price", "count=1", "count=2"], ["count: was given 2 times, and is not a list"], id="twice"),
        pytest.param(["price", "tea"], ["expected key=value, a JSON object, @FILE", "'tea'"], id="no pair"),
        pytest.param(["price", "{"], ["not JSON in UTF-8", "expected a JSON object"], id="no JSON"),
        pytest.param(["price", "@/no/such"], ["cannot read '/no/such'"], id="no file"),
        pytest.param([], ["TOOL is missing", "mcprism list TARGET tools"], id="no tool"),
        pytest.param(["price", "--env", "A=1"], ["--env is A=1", "same process"], id="a variable for no process"),
        pytest.param(
            ["price", "--header", "A: 1"], ["--header is A: 1", "only an address"], id="a header for no address"
        ),
        pytest.param(["price", "--cwd", "/x"], ["--cwd is /x", "same process"], id="a folder for no process"),
    ],
)
def test_a_wrong_call_says_what_was_expected(capsys: Capsys, words: list[str], parts: list[str]) -> None:
    line = fails(capsys, 2, "call", SHOP, *words)
    for part in parts:
        assert part in line


def test_structured_data_is_shown_once_as_json(capsys: Capsys) -> None:
    status, output, _ = ran(capsys, "call", SHOP, "stock", "article=tea")
    assert (status, json.loads(output)) == (0, {"tea": 3})


def test_the_whole_result_is_one_json_document(capsys: Capsys) -> None:
    status, output, errors = ran(capsys, "call", SHOP, "stock", "article=tea", "--json")
    result = json.loads(output)
    assert (status, errors) == (0, "")
    assert (result["structuredContent"], result["content"][0]["type"]) == ({"tea": 3}, "text")


def test_progress_goes_to_standard_error(capsys: Capsys) -> None:
    assert ran(capsys, "call", SHOP, "pack", "pieces=2") == (0, "packed 2\n", "1/2 piece 1\n2/2 piece 2\n")


def test_a_tool_that_fails_is_status_1_and_its_words_are_no_output(capsys: Capsys) -> None:
    assert ran(capsys, "call", SHOP, "refuse") == (1, "", "sold out\n")
    status, output, errors = ran(capsys, "call", SHOP, "refuse", "--json")
    assert (status, json.loads(output)["isError"], errors) == (1, True, "")


def test_arguments_that_the_server_refuses_are_status_1(capsys: Capsys) -> None:
    status, output, errors = ran(capsys, "call", SHOP, "pack", "pieces=12")
    assert (status, output) == (1, "")
    assert "pieces" in errors


def test_pictures_are_described_or_saved(capsys: Capsys, tmp_path: Path) -> None:
    _, output, _ = ran(capsys, "call", SHOP, "picture")
    described = f"[image image/png, {len(DOT)} bytes; --output FILE saves it]"
    assert output.splitlines() == [described, "a dot", described]
    file = tmp_path / "dot.png"
    status, output, errors = ran(capsys, "call", SHOP, "picture", "--output", str(file))
    assert (status, output) == (0, "a dot\n")
    assert [line.rpartition(": ")[2] for line in errors.splitlines()] == [str(file), str(tmp_path / "dot-2.png")]
    assert file.read_bytes() == (tmp_path / "dot-2.png").read_bytes() == DOT
    assert "cannot write" in fails(capsys, 1, "call", SHOP, "picture", "--output", str(tmp_path / "no" / "dot.png"))


def test_a_question_is_refused_where_nobody_can_answer(capsys: Capsys) -> None:
    line = fails(capsys, 1, "call", SHOP, "send")
    assert "does not support elicitation" in line
    assert "on a terminal" in line


def test_a_resource_is_written_as_it_is(capsys: Capsys, tmp_path: Path) -> None:
    assert ran(capsys, "read", SHOP, "shop://terms") == (0, "Be kind.\x1b[31m\n", "")
    assert ran(capsys, "read", SHOP, "shop://articles/tea") == (0, "An article: tea\n", "")
    file = tmp_path / "dot.png"
    status, output, errors = ran(capsys, "read", SHOP, "shop://dot", "--output", str(file))
    assert (status, output, errors) == (0, "", f"saved shop://dot, {len(DOT)} bytes: {file}\n")
    assert file.read_bytes() == DOT


def test_binary_contents_go_to_another_program_as_they_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", SHOP, "shop://dot"]) == 0
    assert capfdbinary.readouterr().out == DOT


def test_a_resource_that_is_not_there_is_status_1(capsys: Capsys) -> None:
    assert "resources/read" in fails(capsys, 1, "read", SHOP, "shop://nothing")
    assert "expected one URI" in fails(capsys, 2, "read", SHOP)


def test_a_prompt_is_shown_as_who_says_what(capsys: Capsys) -> None:
    assert ran(capsys, "prompt", SHOP, "advise", "article=tea") == (0, "user:\nIs tea any good? Be kind.\n", "")
    status, output, _ = ran(capsys, "prompt", SHOP, "advise", "article=tea", "tone=dry", "--json")
    assert (status, json.loads(output)["messages"][0]["role"]) == (0, "user")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["advice"], "no prompt 'advice'; did you mean advise?"),
        (["advise"], "the prompt advise needs article; expected article=VALUE"),
        (["advise", "article=a", "article=b"], "article was given twice"),
        (["advise", "artcle=a"], "has no argument 'artcle'; did you mean article?"),
        ([], "NAME is missing"),
    ],
)
def test_a_wrong_prompt_says_what_was_expected(capsys: Capsys, words: list[str], part: str) -> None:
    assert part in fails(capsys, 2, "prompt", SHOP, *words)


def test_what_an_argument_may_be_is_a_value_on_each_line(capsys: Capsys) -> None:
    from mcprism.cli import demo_server

    demo = f"{demo_server.__file__}:server"
    assert ran(capsys, "complete", demo, "translate", "language", "La") == (0, "Latin\n", "")
    status, output, _ = ran(capsys, "complete", demo, "translate", "language", "--json")
    assert (status, len(json.loads(output)["completion"]["values"])) == (0, 3)
    assert "expected TARGET" in fails(capsys, 2, "complete", demo, "translate")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        pytest.param(["list"], ["TARGET is missing"], id="no target"),
        pytest.param(["list", SHOP, "tool"], ["no kind 'tool'", "did you mean tools?"], id="no such kind"),
        pytest.param(["list", "uvx", "tools", "more"], ["expected one kind", "in quotes"], id="several words"),
        pytest.param(["list", SHOP, "--timeout", "0"], ["--timeout is 0"], id="no time"),
        pytest.param(["list", SHOP, "--transport", "sse"], ["--transport is sse", "only an address"], id="transport"),
        pytest.param(["list", "http://x/", "--header", "a"], ["--header 'a'", "NAME: VALUE"], id="no header"),
        pytest.param(["list", "x", "--env", "NO_SUCH_VARIABLE"], ["--env 'NO_SUCH_VARIABLE'"], id="no such variable"),
        pytest.param(
            ["list", "http://x/", "--cwd", "/"], ["--cwd is /", "only a command"], id="a folder of an address"
        ),
        pytest.param(["matrix", SHOP, "--header", "a: b"], ["--header is a: b", "only an address"], id="matrix"),
    ],
)
def test_options_that_do_not_fit_the_target_are_refused(capsys: Capsys, arguments: list[str], parts: list[str]) -> None:
    line = fails(capsys, 2, *arguments)
    for part in parts:
        assert part in line


def test_a_file_without_a_server_says_what_it_lacks(capsys: Capsys, tmp_path: Path) -> None:
    file = tmp_path / "empty.py"
    file.write_text("x = 1\n")
    assert "has no Server object" in fails(capsys, 2, "run", str(file))
    file.write_text("from mcprism import Server\na = Server('a', version='1')\nb = Server('b', version='1')\n")
    assert f"has several servers: say which, {file}:a" in fails(capsys, 2, "run", str(file))
    file.write_text("x = 1\nraise ValueError('bad')\n")
    assert f"cannot be imported: ValueError: bad ({file}, line 2)" in fails(capsys, 1, "run", str(file))
    assert "--port was given; expected --transport http" in fails(capsys, 2, "run", str(file), "--port", "1")
    assert "expected --reload with it" in fails(capsys, 2, "run", str(file), "--watch", "x")
    assert "there is no file" in fails(capsys, 2, "run", "no_such.py", "--reload")
    wide = fails(capsys, 2, "run", str(file), "--transport", "http", "--host", "0.0.0.0")  # noqa: S104
    assert "--host is 0.0.0.0" in wide
    assert "--allowed-host mcp.example.com" in wide
    assert "port must be from 0" in fails(capsys, 2, "run", str(file), "--transport", "http", "--port", "-1")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_commands(capsys: Capsys, shell: str) -> None:
    status, output, errors = ran(capsys, "completion", shell)
    assert (status, errors) == (0, "")
    assert [name for name in ("call", "inspect", "streamable", "--watch") if name not in output] == []


def test_completion_is_installed_where_the_shell_looks(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    status, output, _ = ran(capsys, "completion", "fish", "--install")
    script = tmp_path / ".config" / "fish" / "completions" / "mcprism.fish"
    assert (status, str(script) in output) == (0, True)
    assert "call" in script.read_text()
