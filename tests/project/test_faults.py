"""Every case of `tests/faults.toml` has a test, and every test that is tied to a case is tied to one that is there."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
CASES = tomllib.loads((TESTS / "faults.toml").read_text("utf-8"))


def tied() -> Iterator[tuple[str, str]]:
    """Each id with the test it is tied to, from the markers in all test modules."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for decorator in function.decorator_list:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.fault":
                    assert function.name.startswith("test_"), f"{path.name}: {function.name} is no test"
                    for argument in decorator.args:
                        yield ast.literal_eval(argument), f"{path.name}::{function.name}"


TIED = sorted(tied())


def test_every_case_that_waits_for_nothing_has_a_test() -> None:
    expected = {name for name, case in CASES.items() if "waits_for" not in case}
    assert expected - {name for name, _ in TIED} == set()


def test_every_test_is_tied_to_a_case_that_is_there() -> None:
    assert [(name, test) for name, test in TIED if name not in CASES] == []


def test_case_that_has_a_test_waits_for_nothing() -> None:
    assert [(name, test) for name, test in TIED if "waits_for" in CASES.get(name, {})] == []


def test_every_case_says_what_happens_and_what_is_to_come_of_it() -> None:
    assert {name for name, case in CASES.items() if not {"case", "expected"} <= case.keys()} == set()
