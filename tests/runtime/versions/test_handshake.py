"""The two sides of a handshake, with no wire between them."""

import logging
from typing import Any

import pytest

from mcprism.errors import InvalidParams, UnsupportedVersion
from mcprism.exchange import Implementation
from mcprism.jsonrpc import JsonObject, Request, object_of
from mcprism.versions import ERAS, HandshakeClient, HandshakeServer, Installed, Introduction, installed

VERSIONS = [version for version, era in ERAS.items() if era == "handshake"]


def server(*offered: str, capabilities: JsonObject | None = None) -> HandshakeServer:
    introduction = Introduction(
        home="2025-11-25", info={"name": "s", "version": "1", "title": "S"}, capabilities=capabilities or {}
    )
    return HandshakeServer(offered or VERSIONS, introduction, installed())


def client(version: str) -> HandshakeClient:
    introduction = Introduction(
        home="2025-11-25",
        info={"name": "c", "version": "2", "title": "C"},
        capabilities={"roots": {}, "elicitation": {}},
    )
    return HandshakeClient([version], introduction, installed())


def initialize(server: HandshakeServer, params: JsonObject) -> JsonObject:
    result = server.own("initialize")(Request(1, "initialize", params))
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize("version", VERSIONS)
def test_both_sides_know_each_other_afterwards(version: str) -> None:
    left, right = client(version), server(capabilities={"tools": {}})
    seen = left.accept(initialize(right, left.initialize_params()))
    caller = right.caller(Request(2, "tools/list"))
    assert (seen.version, seen.capabilities) == (version, {"tools": {}})
    assert caller.version == version
    assert left.caller(Request(1, "roots/list")) is seen


@pytest.mark.parametrize(("version", "titled"), list(zip(VERSIONS, [False, False, True, True], strict=True)))
def test_each_version_gets_the_members_it_names(version: str, titled: bool) -> None:
    params = client(version).initialize_params()
    assert ("title" in params["clientInfo"]) is titled
    assert ("elicitation" in params["capabilities"]) is titled
    result = initialize(server(), {"protocolVersion": version, "capabilities": {}, "clientInfo": params["clientInfo"]})
    assert ("title" in result["serverInfo"]) is titled
    assert "instructions" not in result


@pytest.mark.parametrize("side", [server(), client("2025-11-25")], ids=["server", "client"])
def test_nobody_is_known_before_the_handshake(side: HandshakeServer | HandshakeClient) -> None:
    with pytest.raises(InvalidParams, match="initialize"):
        side.caller(Request(1, "tools/list"))


@pytest.mark.parametrize("side", [server(), client("2025-11-25")], ids=["server", "client"])
def test_ping_is_answered_before_the_handshake(side: HandshakeServer | HandshakeClient) -> None:
    assert side.own("ping")(Request(1, "ping")) == {}


def test_version_that_is_not_installed_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    newest = Installed({"2025-11-25": installed()._found["2025-11-25"]})
    introduction = Introduction(home="2025-11-25", info={"name": "s", "version": "1"}, capabilities={})
    few = HandshakeServer(newest.of_era("handshake"), introduction, newest)
    assert initialize(few, client("2025-06-18").initialize_params())["protocolVersion"] == "2025-11-25"
    assert 'was offered 2025-11-25; pip install "mcprism[2025-06-18]" adds it' in caplog.text


def test_stateless_version_is_not_reached_by_a_handshake() -> None:
    params = {**client("2025-11-25").initialize_params(), "protocolVersion": "2026-07-28"}
    assert initialize(server(), params)["protocolVersion"] == "2025-11-25"


def test_log_level_is_that_of_the_requests_that_follow() -> None:
    side = server(capabilities={"logging": {}})
    initialize(side, client("2025-11-25").initialize_params())
    before = side.caller(Request(2, "tools/list"))
    side.own("logging/setLevel")(Request(3, "logging/setLevel", {"level": "error"}))
    assert (before.log_level, side.caller(Request(4, "tools/list")).log_level) == ("debug", "error")


@pytest.mark.parametrize("params", [{}, {"level": "loud"}, {"level": []}, {"level": None}])
def test_level_that_does_not_exist_is_refused(params: JsonObject) -> None:
    side = server(capabilities={"logging": {}})
    initialize(side, client("2025-11-25").initialize_params())
    with pytest.raises(InvalidParams, match="level: must be one of debug"):
        side.own("logging/setLevel")(Request(3, "logging/setLevel", params))


def test_client_refuses_a_version_it_does_not_accept() -> None:
    left = client("2025-06-18")
    with pytest.raises(UnsupportedVersion):
        left.accept(initialize(server("2025-11-25"), left.initialize_params()))


@pytest.mark.parametrize(
    ("value", "info"),
    [
        ({"name": "a", "version": "1", "title": "A", "icons": []}, Implementation("a", "1", "A")),
        ({"name": "a", "version": "1", "title": 5}, Implementation("a", "1")),
        ({"name": "a"}, None),
        ("a", None),
        (None, None),
    ],
)
def test_program_of_a_peer_is_read_as_far_as_it_goes(value: Any, info: Implementation | None) -> None:
    assert Implementation.of(value) == info


def test_client_goes_on_with_an_older_version_that_it_accepts() -> None:
    introduction = Introduction(home="2025-11-25", info={"name": "c", "version": "2"}, capabilities={"elicitation": {}})
    left = HandshakeClient(VERSIONS, introduction, installed())
    assert left.initialize_params()["protocolVersion"] == "2025-11-25"
    seen = left.accept(initialize(server("2024-11-05"), left.initialize_params()))
    assert (seen.version, left.bridge(seen).crosses) == ("2024-11-05", True)


def test_what_is_sent_is_plain_json() -> None:
    assert object_of(client("2025-11-25").initialize_params())["clientInfo"] == {
        "name": "c",
        "version": "2",
        "title": "C",
    }
