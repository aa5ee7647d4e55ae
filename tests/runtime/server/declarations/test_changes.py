"""Tools that come and go while clients are connected, and long lists of them."""

from typing import Any

import anyio
import pytest

from mcprism import Client, InvalidParams, PeerError, Server, ToolsChanged
from mcprism.versions import ERAS

pytestmark = pytest.mark.anyio


def nothing() -> None: ...


def other() -> None: ...


def server_of(count: int, **options: Any) -> Server:
    server = Server("demo", version="1.0.0", **options)
    for number in range(count):
        server.add_tool(nothing, name=f"tool_{number}")
    return server


async def names(client: Client) -> list[str]:
    return [tool.name async for tool in client.list_tools()]


@pytest.mark.parametrize("version", ERAS)
async def test_clients_are_told_of_each_change_and_find_the_list_changed(version: str) -> None:
    server = server_of(2)
    async with Client(server, version=version) as client, client.listen(tools=True) as changes:
        assert await names(client) == ["tool_0", "tool_1"]
        for change, left in [
            (lambda: server.add_tool(other), ["tool_0", "tool_1", "other"]),
            (lambda: server.remove_tool("tool_0"), ["tool_1", "other"]),
            (lambda: server.disable_tool("other"), ["tool_1"]),
            (lambda: server.enable_tool("other"), ["tool_1", "other"]),
        ]:
            change()
            with anyio.fail_after(10):
                assert await anext(aiter(changes)) == ToolsChanged()
            assert await names(client) == left


async def test_what_changes_nothing_is_not_told() -> None:
    server = server_of(1)
    async with Client(server) as client, client.listen(tools=True) as changes:
        server.enable_tool("tool_0")
        server.notify_tools_changed()
        with anyio.fail_after(10):
            assert await anext(aiter(changes)) == ToolsChanged()
        with anyio.move_on_after(0.05) as scope:
            await anext(aiter(changes))
        assert scope.cancelled_caught


async def test_disabled_and_removed_tools_cannot_be_called() -> None:
    server = server_of(2)
    async with Client(server) as client:
        server.disable_tool("tool_0")
        server.remove_tool("tool_1")
        for name in ("tool_0", "tool_1"):
            with pytest.raises(PeerError, match=f"there is no tool '{name}'"):
                await client.call_tool(name)
        server.enable_tool("tool_0")
        assert not (await client.call_tool("tool_0")).is_error


@pytest.mark.parametrize("change", ["remove_tool", "enable_tool", "disable_tool"])
def test_name_of_no_tool_is_refused_with_the_nearest(change: str) -> None:
    with pytest.raises(KeyError, match="there is no tool 'tol_0'; did you mean 'tool_0'"):
        getattr(server_of(1), change)("tol_0")


async def test_server_that_said_it_has_no_tools_takes_none_later() -> None:
    server = server_of(0)
    async with Client(server):
        with pytest.raises(RuntimeError, match="other: the server is being served already, and said that it has no"):
            server.add_tool(other)


async def test_server_that_said_it_may_have_tools_takes_them_later() -> None:
    server = server_of(0, capabilities={"tools": {}})
    async with Client(server) as client, client.listen(tools=True) as changes:
        assert await names(client) == []
        server.add_tool(other)
        with anyio.fail_after(10):
            assert await anext(aiter(changes)) == ToolsChanged()
        assert await names(client) == ["other"]


async def test_who_declares_no_announcements_makes_none() -> None:
    server = server_of(1, capabilities={"tools": {"listChanged": False}})
    async with Client(server) as client:
        server.add_tool(other)
        assert await names(client) == ["tool_0", "other"]


@pytest.mark.parametrize("version", ERAS)
async def test_long_lists_come_in_pages(version: str) -> None:
    server = server_of(25, page_size=10)
    async with Client(server, version=version) as client:
        for _ in range(2):
            assert await names(client) == [f"tool_{number}" for number in range(25)]


async def test_pages_go_on_where_they_were_when_tools_come_and_go(talk_to: Any) -> None:
    server = server_of(6, page_size=2)
    async with talk_to(server) as hand:
        await hand.initialize()
        first = (await hand.ask("tools/list"))["result"]
        server.remove_tool("tool_0")
        server.remove_tool("tool_2")
        assert (await hand.receive())["method"] == "notifications/tools/list_changed"
        second = (await hand.ask("tools/list", {"cursor": first["nextCursor"]}))["result"]
    assert [tool["name"] for tool in first["tools"]] == ["tool_0", "tool_1"]
    assert [tool["name"] for tool in second["tools"]] == ["tool_3", "tool_4"]


@pytest.mark.parametrize("cursor", ["", "x", "MQ", "LTE=", "é", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
async def test_cursor_of_no_page_is_refused(cursor: str, talk_to: Any) -> None:
    async with talk_to(server_of(1)) as hand:
        await hand.initialize()
        error = (await hand.ask("tools/list", {"cursor": cursor}))["error"]
    assert error["code"] == InvalidParams.code
    assert error["message"].startswith("cursor: expected one that came with a page of this list, got ")


def test_page_size_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="page_size: must be at least 1, not 0"):
        server_of(0, page_size=0)


async def test_telling_of_a_change_before_anybody_is_there_fixes_nothing() -> None:
    server = Server("demo", version="1.0.0")
    server.notify_tools_changed()

    @server.tool
    def late() -> str:
        return "here"

    async with Client(server) as client:
        assert [tool.name async for tool in client.list_tools()] == ["late"]
