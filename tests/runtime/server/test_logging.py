"""Log messages of all functions that are given a context: a server that has one says that it logs."""

from collections.abc import Callable
from typing import Any

import pytest

from mcprism import Client, Context, Server
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio


def tool(server: Server) -> None:
    @server.tool
    async def look(ctx: Context) -> None:
        await ctx.error("seen")


def completer(server: Server) -> None:
    @server.prompt
    def ask(about: str) -> str:
        return about

    @server.completion("ask", "about")
    async def topics(value: str, ctx: Context) -> list[str]:
        await ctx.error("seen")
        return []


def custom(server: Server) -> None:
    @server.request_handler("vendor/look")
    async def look(ctx: Context) -> None:
        await ctx.error("seen")


async def call(client: Client) -> Any:
    return await client.call_tool("look")


async def complete(client: Client) -> Any:
    return await client.complete(home.PromptReference(name="ask"), "about", "a")


async def ask(client: Client) -> Any:
    return await client.request("vendor/look")


@pytest.mark.parametrize(("declare", "use"), [(tool, call), (completer, complete), (custom, ask)])
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_what_a_function_logs_comes_to_the_client(
    declare: Callable[[Server], None], use: Callable[[Client], Any], version: str
) -> None:
    server = Server("logging", version="1")
    declare(server)
    logged: list[Any] = []
    async with Client(server, version=version, on_log=lambda message: logged.append(message.data)) as client:
        assert client.server_capabilities.logging is not None
        await use(client)
    assert logged == ["seen"]


async def test_a_server_whose_functions_have_no_context_does_not_say_that_it_logs() -> None:
    server = Server("silent", version="1")

    @server.tool
    def look() -> None: ...

    @server.request_handler("vendor/look")
    def looked(params: dict[str, Any]) -> dict[str, Any]:
        return params

    async with Client(server) as client:
        assert client.server_capabilities.logging is None
