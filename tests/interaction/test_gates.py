"""What may be sent, by what the other side declared and what the version has: from the tables of each version."""

from importlib import import_module
from typing import Any

import pytest

from mcprism import Client, Context, NotDeclared, NotSupportedByPeer, PeerError, Server
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from mcprism_types.base import Outbound, RequestSpec
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import Played, Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

every_version = pytest.mark.parametrize("version", VERSIONS)

PARAMS: dict[str, Any] = {
    "completion/complete": {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": ""}},
    "elicitation/create": {"message": "?", "requestedSchema": {"type": "object", "properties": {}}},
    "logging/setLevel": {"level": "info"},
    "prompts/get": {"name": "p"},
    "resources/read": {"uri": "x://r"},
    "resources/subscribe": {"uri": "x://r"},
    "resources/unsubscribe": {"uri": "x://r"},
    "sampling/createMessage": {"messages": [], "maxTokens": 1},
    "subscriptions/listen": {"notifications": {}},
    "tasks/cancel": {"taskId": "t"},
    "tasks/get": {"taskId": "t"},
    "tasks/result": {"taskId": "t"},
    "tools/call": {"name": "t"},
}
"""What a request needs that needs any params at all."""

UNGATED = {"initialize", "ping", "server/discover", "subscriptions/listen"}


def requests_of(version: str, side: str) -> list[RequestSpec[Any, Any, Any]]:
    """What a side asks the other in a version, questions that travel in results included."""
    protocol = import_module(f"mcprism_types.v{version.replace('-', '_')}").PROTOCOL
    asking = "server" if side == "server" else "client"
    return [spec for spec in protocol.requests.values() if asking in (spec.senders or {"server"})]


def gated(version: str, side: str) -> list[Any]:
    return [
        pytest.param(version, spec, id=f"{version} {spec.method}")
        for spec in requests_of(version, side)
        if spec.method not in UNGATED
    ]


def params_of(spec: RequestSpec[Any, Any, Any], meta: dict[str, Any]) -> Any:
    """Typed params that fit a request."""
    params = dict(PARAMS.get(spec.method, {}))
    if meta and spec.params_required:
        params["_meta"] = meta
    return spec.read_params(params or None)


class Nothing(new.ServerHandler[Context]):
    """Offers nothing."""


@pytest.mark.covers("gate of the server")
@pytest.mark.parametrize(("version", "spec"), [case for version in VERSIONS for case in gated(version, "client")])
async def test_what_the_server_does_not_offer_is_not_sent_to_it(version: str, spec: RequestSpec[Any, Any, Any]) -> None:
    server = Tapped(Server.from_handler(Nothing(), name="n", version="1"))
    async with Client(server, version=version) as client:
        begun = len(server.from_client)
        meta = client.meta.to_wire() if version == VERSIONS[-1] else {}
        sent = client.outbound(version).request(spec, params_of(spec, meta))
        if (version, spec.method) == (VERSIONS[0], "completion/complete"):
            # Its servers cannot say that they complete: they are asked.
            with pytest.raises(PeerError) as error:
                await sent
            assert error.value.code == -32601
        else:
            with pytest.raises(NotSupportedByPeer, match=f"it speaks {version}, and this needs its capability"):
                await sent
            assert len(server.from_client) == begun


class Asks(new.ServerHandler[Context]):
    """Asks one question of some version, and tells why that failed."""

    def __init__(self, version: str, spec: RequestSpec[Any, Any, Any]) -> None:
        self._version = version
        self._spec = spec
        self.refusal: NotSupportedByPeer | None = None

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        match self._spec.method:
            case "elicitation/create":
                question: Any = ctx.elicit("?", {"type": "object", "properties": {}})
            case "sampling/createMessage":
                question = ctx.sample("?", max_tokens=1)
            case _:
                question = ctx.list_roots()
        try:
            await question
        except NotSupportedByPeer as error:
            self.refusal = error
        return new.CallToolResult(content=[])


QUESTIONS = ("elicitation/create", "sampling/createMessage", "roots/list")


@pytest.mark.covers("gate of the client")
@pytest.mark.parametrize(
    ("version", "spec"),
    [case for version in VERSIONS for case in gated(version, "server") if case.values[1].method in QUESTIONS],
)
async def test_what_the_client_does_not_offer_is_not_asked_of_it(
    version: str, spec: RequestSpec[Any, Any, Any]
) -> None:
    handler = Asks(version, spec)
    server = Tapped(Server.from_handler(handler, name="a", version="1"))
    async with Client(server, version=version) as client:
        await client.call_tool("x")
    refusal = handler.refusal
    assert refusal is not None
    assert (refusal.feature, refusal.peer_version) in ((spec.method, version), ("elicitation by form", version))
    assert "capability" in refusal.needs
    assert [message for message in server.from_server if "method" in message] == []


@pytest.mark.covers("gate of the client")
@pytest.mark.parametrize("version", SESSIONS[-1:])
@pytest.mark.parametrize("method", ["tasks/get", "tasks/list", "tasks/cancel", "tasks/result"])
async def test_client_without_tasks_is_not_asked_about_them(version: str, method: str) -> None:
    refusals: list[NotSupportedByPeer] = []

    class AboutTasks(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            outbound: Outbound = ctx.outbound
            spec: RequestSpec[Any, Any, Any] = v.PROTOCOL.requests[method]
            with pytest.raises(NotSupportedByPeer) as refused:
                await outbound.request(spec, params_of(spec, {}))
            refusals.append(refused.value)
            return v.CallToolResult(content=[])

    async with Client(Server.from_handler(AboutTasks(), name="t", version="1"), version=version) as client:
        await client.call_tool("x")
    assert [refusal.feature for refusal in refusals] == [method]


@pytest.mark.covers("gate of the sender")
@every_version
async def test_server_that_did_not_declare_logging_announces_no_messages(version: str) -> None:
    class Logs(new.ServerHandler[Context]):
        async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
            await ctx.log("emergency", "fire")
            message = new.LoggingMessageNotificationParams(level="emergency", data="fire")
            try:
                await new.ServerCalls(ctx.outbound).notify_logging_message(message)
            except NotDeclared as error:
                return new.CallToolResult(content=[new.TextContent(text=error.needs)])
            return new.CallToolResult(content=[])

    server = Tapped(Server.from_handler(Logs(), name="l", version="1"))
    async with Client(server, version=version) as client:
        await client.call_tool("x")
    assert server.told("notifications/message") == []


@pytest.mark.covers("not in the version")
@pytest.mark.parametrize(
    ("version", "missing"),
    [
        ("2024-11-05", "tasks/list"),
        ("2025-03-26", "tasks/list"),
        ("2025-06-18", "tasks/list"),
        ("2025-11-25", "subscriptions/listen"),
        ("2026-07-28", "tasks/list"),
    ],
)
async def test_what_a_version_does_not_have_is_not_sent_in_it(version: str, missing: str) -> None:
    server = Played(version, capabilities={"tools": {}, "tasks": {"list": {}}})
    async with Client(server, version=version) as client:
        begun = len(server.seen)
        written_for = v if missing == "tasks/list" else new
        spec: RequestSpec[Any, Any, Any] = written_for.PROTOCOL.requests[missing]
        meta = client.meta.to_wire() if written_for is new else {}
        with pytest.raises(NotSupportedByPeer, match="needs") as refused:
            await client.outbound(written_for.PROTOCOL.version).request(spec, params_of(spec, meta))
        assert refused.value.peer_version == version
        assert len(server.seen) == begun
