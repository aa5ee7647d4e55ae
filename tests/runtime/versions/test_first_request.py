"""S6: a connection that may be in either era, and what settles it."""

from collections.abc import Callable
from typing import Any

import pytest

from mcprism.errors import InvalidParams, InvalidRequest, MethodNotFound, ProtocolError
from mcprism.handlers import Dispatcher
from mcprism.jsonrpc import JsonObject, Notification, Request, object_of
from mcprism.versions import HandshakeServer, Introduction, installed
from mcprism.versions.first_request import FirstRequest
from mcprism.versions.stateless import StatelessServer

PREFIX = "io.modelcontextprotocol/"
INITIALIZE: JsonObject = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "c", "version": "1"},
}


class Nowhere:
    """The way back for messages that nothing is sent for."""

    id = None
    session_id = None
    cancelled = False

    async def request(self, method: str, params: Any = None, **options: Any) -> JsonObject:
        raise AssertionError(method)

    async def notify(self, method: str, params: Any = None) -> None:
        raise AssertionError(method)

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        raise AssertionError(value)


def envelope(version: str = "2026-07-28") -> JsonObject:
    return {"_meta": {PREFIX + "protocolVersion": version, PREFIX + "clientCapabilities": {}}}


@pytest.fixture
def ask() -> Callable[..., JsonObject]:
    """Asks a server of both eras; every request comes on the same connection."""
    introduction = Introduction(home="2025-11-25", info={"name": "s", "version": "1"}, capabilities={})
    versions = installed()
    era = StatelessServer(["2026-07-28"], introduction, versions)
    handshake = HandshakeServer(versions.of_era("handshake"), introduction, versions)
    connection = FirstRequest(Dispatcher(None, handshake), Dispatcher(None, era), era)

    def ask(method: str, params: JsonObject | None = None) -> JsonObject:
        assert connection.notified(Notification("notifications/initialized"), Nowhere()) is None
        outcome = connection.dispatch(Request(1, method, params), Nowhere())
        assert not callable(outcome)
        return object_of(outcome)

    return ask


def test_s6_request_that_says_its_version_settles_for_no_session(ask: Callable[..., JsonObject]) -> None:
    assert ask("server/discover", envelope())["supportedVersions"] == ["2026-07-28"]
    with pytest.raises(ProtocolError) as caught:
        ask("initialize", INITIALIZE)
    assert (caught.value.code, caught.value.data["supported"]) == (-32022, ["2026-07-28"])
    with pytest.raises(MethodNotFound):
        ask("ping")
    assert ask("server/discover", envelope())["resultType"] == "complete"


def test_s6_handshake_settles_for_a_session(ask: Callable[..., JsonObject]) -> None:
    assert ask("initialize", INITIALIZE)["protocolVersion"] == "2025-11-25"
    for method in ("server/discover", "tools/list", "ping"):
        with pytest.raises(InvalidRequest, match="this connection is a session"):
            ask(method, envelope())
    assert ask("ping") == {}


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        pytest.param("server/discover", envelope("2099-01-01"), ProtocolError, id="version of the future"),
        pytest.param("server/discover", {"_meta": {PREFIX + "protocolVersion": 1}}, InvalidParams, id="no version"),
        pytest.param("initialize", {}, InvalidParams, id="no handshake"),
    ],
)
@pytest.mark.parametrize("then", ["initialize", "server/discover"])
def test_what_is_refused_settles_nothing(
    ask: Callable[..., JsonObject], method: str, params: JsonObject, error: type[Exception], then: str
) -> None:
    with pytest.raises(error):
        ask(method, params)
    assert ask(then, INITIALIZE if then == "initialize" else envelope())


def test_what_is_of_neither_era_is_told_to_begin_a_session(ask: Callable[..., JsonObject]) -> None:
    assert ask("ping") == {}
    with pytest.raises(MethodNotFound):
        ask("server/discover")
    assert ask("server/discover", envelope())
