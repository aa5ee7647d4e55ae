"""The tree of exceptions, and what of them goes on the wire."""

import inspect
import logging
from typing import Any

import pytest
from pydantic import ValidationError

import mcprism
import mcprism.errors
from mcprism.errors import (
    ConnectionClosed,
    ErrorObject,
    InvalidParams,
    McprismError,
    MethodNotFound,
    NotDeclared,
    NotSupportedByPeer,
    PeerError,
    ProtocolError,
    RequestTimeout,
    ToolError,
    described,
    wire_error,
)
from mcprism_types.base import Integer, MCPModel


def exceptions() -> dict[str, type[BaseException]]:
    found = inspect.getmembers(mcprism.errors, inspect.isclass)
    return {name: kind for name, kind in found if issubclass(kind, McprismError)}


def test_tree_in_the_docstring_is_the_tree() -> None:
    drawn: dict[str, str | None] = {}
    path: list[str] = []
    for line in (mcprism.errors.__doc__ or "").splitlines():
        name = line.lstrip("│├└─ ").split(" ")[0]
        if name in exceptions():
            depth = (len(line) - len(line.lstrip("│├└─ "))) // 4
            path[depth:] = [name]
            drawn[name] = path[depth - 1] if depth else None
    real = {name: kind.__mro__[1].__name__ for name, kind in exceptions().items() if kind is not McprismError}
    assert drawn == {"McprismError": None, **real}


def test_every_error_that_people_catch_is_public() -> None:
    internal = {"MalformedMessage"}
    assert {name for name in exceptions() if not hasattr(mcprism, name)} == internal


@pytest.mark.parametrize(
    ("error", "wire"),
    [
        (ProtocolError("mine", code=5, data=[1]), ErrorObject(5, "mine", [1])),
        (InvalidParams("no"), ErrorObject(-32602, "no")),
        (MethodNotFound("x/y"), ErrorObject(-32601, "Method not found: x/y")),
    ],
)
def test_error_of_the_protocol_goes_out_as_it_is(error: ProtocolError, wire: ErrorObject) -> None:
    assert wire_error(error, doing="x") == wire


def test_refusal_goes_out_as_an_internal_error_with_its_text() -> None:
    error = NotSupportedByPeer("roots/list", peer_version="2024-11-05", needs="its capability roots")
    assert wire_error(error, doing="x") == ErrorObject(-32603, str(error))


@pytest.mark.parametrize(
    "error",
    [ValueError("secret"), PeerError(1, "secret", method="m"), ConnectionClosed("secret"), RequestTimeout("secret", 1)],
    ids=lambda error: type(error).__name__,
)
def test_anything_else_leaves_nothing_but_a_reference(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    first, second = (wire_error(error, doing="the test") for _ in range(2))
    assert (first.code, first.data) == (-32603, None)
    assert "secret" not in first.message
    assert first.message != second.message
    record = caplog.records[0]
    assert record.getMessage() == f"the test failed, reference {first.message[-8:]}"
    assert record.exc_info is not None
    assert record.exc_info[1] is error


REFUSAL = NotSupportedByPeer("roots/list", peer_version="2024-11-05", needs="its capability roots")


@pytest.mark.parametrize(
    ("errors", "wire"),
    [
        pytest.param([InvalidParams("no", data=1)], ErrorObject(-32602, "no", 1), id="one"),
        pytest.param(
            [ExceptionGroup("inner", [InvalidParams("no", data=1)])], ErrorObject(-32602, "no", 1), id="one, deeper"
        ),
        pytest.param([InvalidParams("a"), InvalidParams("b")], ErrorObject(-32602, "a\nb"), id="of one kind"),
        pytest.param([InvalidParams("a"), InvalidParams("a")], ErrorObject(-32602, "a"), id="that say the same"),
        pytest.param(
            [InvalidParams("a"), MethodNotFound("b")], ErrorObject(-32603, "a\nMethod not found: b"), id="two"
        ),
        pytest.param([ToolError("a"), InvalidParams("b")], ErrorObject(-32603, "a\nb"), id="one of a tool"),
        pytest.param([ToolError("")], ErrorObject(-32603, "failed, without a reason"), id="no text"),
        pytest.param([REFUSAL], ErrorObject(-32603, str(REFUSAL)), id="a refusal"),
    ],
)
def test_errors_that_ended_a_task_group_are_told_if_all_may_be_read(errors: list[Exception], wire: ErrorObject) -> None:
    assert wire_error(ExceptionGroup("tasks", errors), doing="x") == wire


def test_a_secret_among_them_hides_all() -> None:
    error = wire_error(ExceptionGroup("tasks", [InvalidParams("a"), ValueError("secret")]), doing="x")
    assert error.message.startswith("internal error, reference ")


def test_a_capability_that_is_missing_is_named_as_it_is_passed() -> None:
    error = NotDeclared("notifications/message", capability={"logging": {}})
    assert str(error) == (
        "notifications/message needs the capability logging, which this side did not declare: offer what it stands "
        "for, or pass capabilities={'logging': {}} where this server or client is made"
    )
    inner = NotDeclared("x", capability={"resources": {"subscribe": True}})
    assert (inner.feature, inner.needs) == ("x", "resources.subscribe")


def test_timeout_is_also_the_builtin_one() -> None:
    assert issubclass(RequestTimeout, TimeoutError)


class Inner(MCPModel):
    number: Integer


class Outer(MCPModel):
    items: list[Inner]
    name: str


def problems_of(value: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Outer.from_wire(value)
    return described(caught.value, value).splitlines()


def test_problems_are_one_line_each_with_the_path() -> None:
    lines = ["items.1.number: expected an integer, got 'x'", "name: required member is missing"]
    assert problems_of({"items": [{"number": 1}, {"number": "x"}]}) == lines


def test_many_problems_are_counted() -> None:
    lines = problems_of({"items": [{}] * 30, "name": "x"})
    assert len(lines) == 11
    assert lines[-1] == "and 20 more"


def test_problems_without_end_are_not_even_named() -> None:
    assert problems_of({"items": [{}] * 5000, "name": "x"}) == ["5000 problems, too many to name them"]
