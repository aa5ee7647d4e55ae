"""Which capability a method needs, and what follows from the methods that are answered."""

from typing import Any

import pytest

from mcprism.capabilities import GATES, declares, derived, merged
from mcprism.versions import ERAS, capability_names, installed
from mcprism_types.base import ProtocolSpec

SERVER_MODEL, CLIENT_MODEL = "ServerCapabilities", "ClientCapabilities"


def protocols() -> list[Any]:
    return [pytest.param(installed()[version], id=version) for version in ERAS]


@pytest.mark.parametrize(
    ("capabilities", "needed", "answer"),
    [
        ({"tools": {}}, {"tools": {}}, True),
        ({"tools": {"listChanged": True}}, {"tools": {}}, True),
        ({}, {"tools": {}}, False),
        ({"tools": None}, {"tools": {}}, False),
        ({"tools": True}, {"tools": {}}, False),
        ({"resources": {"subscribe": True}}, {"resources": {"subscribe": True}}, True),
        ({"resources": {"subscribe": False}}, {"resources": {"subscribe": True}}, False),
        ({"resources": {}}, {"resources": {"subscribe": True}}, False),
        ({"tasks": {"list": {}}}, {"tasks": {"list": {}}}, True),
        ({"anything": 1}, {}, True),
    ],
)
def test_capability_is_declared_or_not(capabilities: dict[str, Any], needed: dict[str, Any], answer: bool) -> None:
    assert declares(capabilities, needed) is answer


@pytest.mark.parametrize(
    ("methods", "capabilities"),
    [
        ([], {}),
        (["tools/list"], {"tools": {}}),
        (["tools/list", "tools/call", "prompts/get"], {"tools": {}, "prompts": {}}),
        (["resources/read"], {"resources": {}}),
        (["resources/read", "resources/subscribe"], {"resources": {"subscribe": True}}),
        (["resources/subscribe", "resources/read"], {"resources": {"subscribe": True}}),
        (["completion/complete"], {"completions": {}}),
        (["logging/setLevel"], {"logging": {}}),
        (["tasks/get", "tasks/list", "tasks/cancel"], {"tasks": {"list": {}, "cancel": {}}}),
        (
            ["roots/list", "sampling/createMessage", "elicitation/create"],
            {"roots": {}, "sampling": {}, "elicitation": {}},
        ),
        (["ping", "no/such/method"], {}),
    ],
)
def test_answering_methods_amounts_to_capabilities(methods: list[str], capabilities: dict[str, Any]) -> None:
    assert derived(methods) == capabilities


@pytest.mark.parametrize("protocol", protocols())
def test_every_method_that_needs_something_is_one_of_the_protocol(protocol: ProtocolSpec) -> None:
    ungated = {"initialize", "ping", "server/discover", "subscriptions/listen"} | {
        "notifications/cancelled",
        "notifications/initialized",
        "notifications/progress",
        "notifications/subscriptions/acknowledged",
    }
    methods = {*protocol.requests, *protocol.notifications}
    assert methods - GATES.keys() <= ungated


@pytest.mark.parametrize("protocol", protocols())
def test_every_needed_capability_is_one_that_the_declaring_side_has(protocol: ProtocolSpec) -> None:
    server, client = capability_names(protocol, SERVER_MODEL), capability_names(protocol, CLIENT_MODEL)
    for method in (*protocol.requests, *protocol.notifications):
        gate = GATES.get(method)
        if gate is None or (protocol.version == "2024-11-05" and method == "completion/complete"):
            continue
        sides = {"server": [server], "client": [client]}.get(gate.declarer, [server, client])
        assert all(gate.needs.keys() <= names for names in sides), method


def test_merging_goes_into_members_and_changes_neither() -> None:
    one: dict[str, Any] = {"tools": {"listChanged": True}, "logging": {}}
    two: dict[str, Any] = {"tools": {"x": 1}, "logging": None}
    assert merged(one, two) == {"tools": {"listChanged": True, "x": 1}, "logging": None}
    assert one == {"tools": {"listChanged": True}, "logging": {}}
    assert two == {"tools": {"x": 1}, "logging": None}


@pytest.mark.parametrize(
    ("method", "feature"), [("tools/call", "tools"), ("resources/subscribe", "resources.subscribe")]
)
def test_feature_names_the_capability(method: str, feature: str) -> None:
    assert GATES[method].feature == feature
