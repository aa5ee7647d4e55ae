"""Which capability a method needs, and what follows from the methods that are answered."""

from typing import Any

import pytest

from mcprism.capabilities import AS_TASK, GATES, declares, derived, feature, merged, missing, needed, together
from mcprism.versions import ERAS, capability_names, installed
from mcprism.versions.era import known_capabilities
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


TEXT = {"type": "text", "text": "hello"}
TOOL_USE = {"type": "tool_use", "id": "1", "name": "add", "input": {}}
TOOL_RESULT = {"type": "tool_result", "toolUseId": "1", "content": []}
SAMPLING, ELICITATION = "sampling/createMessage", "elicitation/create"


@pytest.mark.parametrize(
    ("method", "params", "features"),
    [
        pytest.param("ping", {}, [], id="ping needs nothing"),
        pytest.param("roots/list", {}, ["roots"], id="roots"),
        pytest.param("tools/call", {"name": "t"}, ["tools"], id="a call"),
        pytest.param("tools/call", {"name": "t", "task": {}}, ["tools", "tasks.requests.tools.call"], id="as a task"),
        pytest.param("tools/list", {"task": {}}, ["tools"], id="a list is never a task"),
        pytest.param(SAMPLING, {"messages": []}, ["sampling"], id="sampling"),
        pytest.param(SAMPLING, {"messages": [{"content": [TEXT]}]}, ["sampling"], id="sampling of a list"),
        pytest.param(SAMPLING, {"tools": []}, ["sampling", "sampling.tools"], id="tools in sampling"),
        pytest.param(SAMPLING, {"toolChoice": {}}, ["sampling", "sampling.tools"], id="a choice of tools"),
        pytest.param(
            SAMPLING, {"messages": [{"content": TOOL_USE}]}, ["sampling", "sampling.tools"], id="a call in a message"
        ),
        pytest.param(
            SAMPLING,
            {"messages": [{"content": TEXT}, {"content": [TEXT, TOOL_RESULT]}]},
            ["sampling", "sampling.tools"],
            id="the result of a call in a list",
        ),
        pytest.param(SAMPLING, {"messages": [None, {"content": [None]}, 1]}, ["sampling"], id="what is no message"),
        pytest.param(
            SAMPLING, {"task": {}}, ["sampling", "tasks.requests.sampling.createMessage"], id="sampling as a task"
        ),
        pytest.param(ELICITATION, {"message": "?"}, ["elicitation", "elicitation.form"], id="no mode is a form"),
        pytest.param(ELICITATION, {"mode": "form"}, ["elicitation", "elicitation.form"], id="form"),
        pytest.param(ELICITATION, {"mode": "url"}, ["elicitation", "elicitation.url"], id="URL"),
        pytest.param(
            ELICITATION,
            {"mode": "url", "task": {}},
            ["elicitation", "elicitation.url", "tasks.requests.elicitation.create"],
            id="URL as a task",
        ),
    ],
)
def test_what_is_in_params_needs_more(method: str, params: dict[str, Any], features: list[str]) -> None:
    assert [gate.feature for gate in needed(method, params)] == features


@pytest.mark.parametrize(
    ("modes", "closed"),
    [
        pytest.param(None, ["elicitation", "elicitation.form", "elicitation.url"], id="not declared"),
        pytest.param({}, ["elicitation.url"], id="no mode means forms"),
        pytest.param({"com.example/mode": {}}, ["elicitation.url"], id="a mode that nobody knows is none"),
        pytest.param({"form": {}}, ["elicitation.url"], id="forms"),
        pytest.param({"url": {}}, ["elicitation.form"], id="URLs alone mean no forms"),
        pytest.param({"form": {}, "url": {}}, [], id="both"),
    ],
)
def test_modes_of_elicitation_say_what_may_be_asked(modes: dict[str, Any] | None, closed: list[str]) -> None:
    capabilities = {} if modes is None else {"elicitation": modes}
    form, url = needed(ELICITATION, {}), needed(ELICITATION, {"mode": "url"})
    assert [gate.feature for gate in missing([*form, url[1]], capabilities)] == closed
    assert capabilities == ({} if modes is None else {"elicitation": modes})


def test_what_is_missing_is_named_in_full() -> None:
    closed = missing(needed(SAMPLING, {"tools": [], "task": {}}), {"roots": {}})
    capability = together(closed)
    assert capability == {"sampling": {"tools": {}}, "tasks": {"requests": {"sampling": {"createMessage": {}}}}}
    assert feature(capability) == "sampling.tools and tasks.requests.sampling.createMessage"


def test_capabilities_in_params_are_of_the_version_that_brought_them() -> None:
    since = {
        "elicitation.form": "2025-11-25",
        "elicitation.url": "2025-11-25",
        "sampling.context": "2025-11-25",
        "sampling.tools": "2025-11-25",
    }
    for version in ERAS:
        known = known_capabilities(installed()[version], "client")
        for path, first in since.items():
            assert (path in known) == (list(ERAS).index(version) >= list(ERAS).index(first)), (version, path)
    latest = installed()["2025-11-25"]
    client, server = known_capabilities(latest, "client"), known_capabilities(latest, "server")
    assert {gate.feature for gate in AS_TASK.values()} <= client | server
    assert AS_TASK["tools/call"].feature in server
