"""The derived method tables against a table of facts that was read off the specification by hand."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from codegen import pipeline
from codegen.ir import Method, SpecIR
from codegen.names import package

FACTS: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("methods.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def described() -> dict[str, SpecIR]:
    return {version: pipeline.describe(version) for version in FACTS}


def facts_of(method: Method) -> dict[str, Any]:
    return {
        "method": method.method,
        "kind": method.kind,
        "senders": list(method.senders),
        "params_required": method.params_required,
        "result": method.result,
        "alternative": method.alternative.type if method.alternative else None,
    }


@pytest.mark.parametrize("version", FACTS)
def test_methods_are_those_of_the_specification(version: str, described: dict[str, SpecIR]) -> None:
    derived = [facts_of(method) for method in described[version].methods]
    expected = [{key: value for key, value in row.items() if key != "params"} for row in FACTS[version]]
    assert sorted(derived, key=lambda row: row["method"]) == sorted(expected, key=lambda row: row["method"])


@pytest.mark.parametrize("version", FACTS)
def test_params_have_the_name_or_the_members_that_the_specification_gives_them(
    version: str, described: dict[str, SpecIR]
) -> None:
    """Where a version writes params out in place, their members are the fact; `_meta` may stand in any params."""
    by_name = {method.method: method for method in described[version].methods}
    for row in FACTS[version]:
        params = by_name[row["method"]].params
        assert params is not None, row["method"]
        if isinstance(row["params"], str):
            assert params == row["params"]
        else:
            members = set(described[version].types[params]["properties"])
            assert members | {"_meta"} == {*row["params"], "_meta"}, row["method"]


@pytest.mark.parametrize("version", FACTS)
def test_generated_registry_says_the_same(version: str) -> None:
    protocol = importlib.import_module(f"mcprism_types.{package(version)}").PROTOCOL
    specs = {**protocol.requests, **protocol.notifications}
    assert specs.keys() == {row["method"] for row in FACTS[version]}
    for row in FACTS[version]:
        spec = specs[row["method"]]
        assert (row["kind"] == "request") == (row["method"] in protocol.requests)
        assert spec.senders == set(row["senders"])
        assert spec.params_required == row["params_required"]
        if row["kind"] == "request":
            assert spec.result.__name__ == row["result"]
            assert (spec.alternative.type.__name__ if spec.alternative else None) == row["alternative"]


@pytest.mark.parametrize("version", FACTS)
def test_handlers_and_calls_have_a_method_for_what_each_side_receives_and_sends(version: str) -> None:
    generated = importlib.import_module(f"mcprism_types.{package(version)}")
    for row in FACTS[version]:
        specs = generated.PROTOCOL.requests if row["kind"] == "request" else generated.PROTOCOL.notifications
        name = specs[row["method"]].handler
        call = name if row["kind"] == "request" else "notify_" + name.removeprefix("on_")
        senders = row["senders"] or ["server"]  # embedded: the server asks, though not by a message of its own
        assert hasattr(generated.ServerHandler, name) == ("client" in senders), row["method"]
        assert hasattr(generated.ClientHandler, name) == ("server" in senders), row["method"]
        assert hasattr(generated.ClientCalls, call) == ("client" in row["senders"]), row["method"]
        assert hasattr(generated.ServerCalls, call) == ("server" in row["senders"]), row["method"]
