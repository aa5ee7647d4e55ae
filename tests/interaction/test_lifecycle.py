"""How connections with a session begin, and what holds as long as they last. L1 to L8 by their names."""

from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

from mcprism import Client, Context, NotDeclared, NotSupportedByPeer, RequestTimeout, Server, UnsupportedVersion
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import Played, Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

every_version = pytest.mark.parametrize("version", VERSIONS)
every_session = pytest.mark.parametrize("version", SESSIONS)


class Adder(new.ServerHandler[Context]):
    """One tool."""

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        return new.CallToolResult(content=[new.TextContent(text="3")])


@pytest.mark.covers("L1", "L4", "server that was pinned")
@every_session
async def test_l1_l4_client_begins_with_initialize_and_says_when_it_is_done(version: str) -> None:
    server = Played(version, lambda request: {})
    async with Client(server, version=version) as client:
        assert client.protocol_version == version
        await client.ping()
    assert server.methods == ["initialize", "notifications/initialized", "ping"]
    assert server.seen[0]["params"]["protocolVersion"] == version


@pytest.mark.covers("L1")
@every_session
async def test_l1_initialize_is_never_cancelled(version: str) -> None:
    class Silent(Played):
        def _answers(self, message: Any) -> list[Any]:
            return []

    server = Silent(version)
    with pytest.raises(RequestTimeout, match="initialize"):
        async with Client(server, version=version, connect_timeout=0.05):
            pytest.fail("connected")
    assert server.methods == ["initialize"]


@pytest.mark.covers("L2")
@every_session
async def test_l2_server_answers_in_the_version_that_was_asked_for(version: str) -> None:
    async with Client(Server.from_handler(Adder(), name="a", version="1"), version=version) as client:
        assert client.protocol_version == version
        assert (await client.call_tool("add")).content == [new.TextContent(text="3")]


@pytest.mark.covers("L2")
@every_session
async def test_l2_server_that_speaks_one_version_answers_in_that(version: str) -> None:
    server = Server.from_handler(Adder(), name="a", version="1", versions=[version])
    async with Client(server) as client:
        assert client.protocol_version == version


@pytest.mark.covers("L3")
@every_session
async def test_l3_client_ends_a_connection_in_a_version_that_it_does_not_speak(version: str) -> None:
    other = SESSIONS[SESSIONS.index(version) - 1]
    server = Played(other)
    with pytest.raises(UnsupportedVersion, match=f"pass version='{other}'"):
        async with Client(server, version=version):
            pytest.fail("connected")
    assert server.methods == ["initialize"]


@pytest.mark.covers("L5", "gate of the server")
@every_session
async def test_l5_client_keeps_to_what_the_server_declared(version: str) -> None:
    server = Played(version, capabilities={})
    async with Client(server, version=version) as client:
        for ask in (
            client.call_tool("x"),
            client.get_prompt("x"),
            client.read_resource("x"),
            client.set_log_level("info"),
        ):
            with pytest.raises(NotSupportedByPeer, match=f"it speaks {version}, and this needs its capability"):
                await ask
    assert server.methods == ["initialize", "notifications/initialized"]


@pytest.mark.covers("L5", "gate of the sender")
@every_session
async def test_l5_client_keeps_to_what_it_declared(version: str) -> None:
    server = Played(version)
    async with Client(server, version=version) as client:
        with pytest.raises(NotDeclared, match=r"roots\.listChanged"):
            await v.ClientCalls(client.outbound(SESSIONS[-1])).notify_roots_list_changed(None)
    assert server.methods == ["initialize", "notifications/initialized"]


@pytest.mark.covers("L5", "gate of the sender")
@every_session
async def test_l5_server_keeps_to_what_it_declared(version: str) -> None:
    class Announces(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            calls = v.ServerCalls(ctx.outbound)
            with pytest.raises(NotDeclared, match=r"tools\.listChanged"):
                await calls.notify_tool_list_changed(None)
            with pytest.raises(NotDeclared, match="logging"):
                await calls.notify_logging_message(v.LoggingMessageNotificationParams(level="error", data=1))
            return v.CallToolResult(content=[])

    tapped = Tapped(Server.from_handler(Announces(), name="a", version="1"))
    async with Client(tapped, version=version) as client:
        await client.call_tool("x")
    assert [message for message in tapped.from_server if "method" in message] == []


@pytest.mark.covers("L7")
@every_version
async def test_l7_ids_never_come_again(version: str) -> None:
    tapped = Tapped(Server.from_handler(Adder(), name="a", version="1"))
    async with Client(tapped, version=version) as client, anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(client.call_tool, "add")
        await client.ping()
    ids = [message["id"] for message in tapped.from_client if "id" in message]
    assert len(ids) == len(set(ids)) == 12


@pytest.mark.covers("L8")
@every_session
async def test_l8_client_answers_pings_in_any_phase(version: str) -> None:
    ping = {"id": "p", "method": "ping"}

    class Pinging(Played):
        def _answers(self, message: Any) -> list[Any]:
            return [ping, *super()._answers(message), ping]

    server = Pinging(version)
    async with Client(server, version=version):
        while server.methods.count("an answer") < 4:
            await checkpoint()
    answers = [message for message in server.seen if "method" not in message]
    assert all(answer == {"jsonrpc": "2.0", "id": "p", "result": {}} for answer in answers)


@pytest.mark.covers("L8", "ping of a server")
@every_session
async def test_l8_handler_may_ping_the_client(version: str) -> None:
    class Pings(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            answer = await v.ServerCalls(ctx.outbound).ping(None)
            return v.CallToolResult(content=[v.TextContent(text=type(answer).__name__)])

    tapped = Tapped(Server.from_handler(Pings(), name="p", version="1"))
    async with Client(tapped, version=version) as client:
        assert (await client.call_tool("x")).content == [new.TextContent(text="EmptyResult")]
    assert len(tapped.told("ping")) == 1
