"""Several servers at once, from configurations as hosts have them: real processes, and servers over HTTP."""

import json
import sys
from pathlib import Path
from typing import Any, assert_type

import anyio
import pytest

from mcprism import (
    Client,
    Clients,
    ConfigurationError,
    ConsentRefused,
    Server,
    ServerCommand,
    StartError,
    ToolResult,
)
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

PATIENCE = 30.0

PROGRAM = """
import os, sys
from mcprism import Server

server = Server(sys.argv[1], version="1")

@server.tool
def key() -> str:
    return os.environ.get("KEY", "")

server.run()
"""


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(PATIENCE):
        yield


def adding(name: str) -> Server:
    server = Server(name, version="1")

    @server.tool
    def add(a: int, b: int) -> int:
        return a + b

    return server


@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # on which servers over HTTP run
async def test_servers_of_a_file_are_opened_with_consent_and_fail_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THE_KEY", "42")
    monkeypatch.delenv("NOT_SET", raising=False)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    path = tmp_path / "mcp.json"
    started = {"command": sys.executable, "args": [str(program), "keys"]}
    async with adding("web").http(port=0) as web:
        servers: dict[str, Any] = {
            "keys": {**started, "env": {"KEY": "${env:THE_KEY}"}, "cwd": str(tmp_path), "alwaysAllow": ["key"]},
            "web": {"type": "http", "url": web.url, "headers": {"X-Key": "${THE_KEY}"}},
            "refused": {**started, "args": [str(program), "\u001b[2Kx y"]},
            "unset": {**started, "env": {"KEY": "${NOT_SET}"}},
            "absent": {"command": "no-such-command-anywhere"},
            "off": {**started, "disabled": True},
        }
        path.write_text(json.dumps({"mcpServers": servers}))
        asked: list[ServerCommand] = []

        async def consent(command: ServerCommand) -> bool:
            asked.append(command)
            return command.server != "refused"

        clients = Clients.from_config(path, consent=consent)
        async with clients:
            assert list(clients) == ["keys", "web"]
            assert len(clients) == 2
            assert clients["keys"].server_info.name == "keys"
            tools = [(server, tool.name) async for server, tool in clients.list_tools()]
            assert tools == [("keys", "key"), ("web", "add")]
            assert [each.qualified_name for each in await clients.list_tools()] == ["keys__key", "web__add"]
            added = await clients.call_tool("web", "add", {"a": 1, "b": 2}, returns=int)
            assert assert_type(added, ToolResult[int]).data == 3
            assert (await clients.call_qualified_tool("keys__key")).text == "42"
            for name, problem in (("refused", "'refused' is not open: .* consent"), ("x", "no server 'x'.*keys, web")):
                with pytest.raises(KeyError, match=problem):
                    await clients.call_tool(name, "key")
            with pytest.raises(KeyError, match="no server 'key'"):
                await clients.call_qualified_tool("key")
    kinds = {"refused": ConsentRefused, "unset": ConfigurationError, "absent": StartError}
    assert {name: type(error) for name, error in clients.failed.items()} == kinds
    assert str(clients.failed["unset"]).startswith(
        f"{path}: mcpServers.unset.env.KEY: ${{NOT_SET}} is not set: set NOT_SET in the environment"
    )
    assert [command.server for command in asked] == ["keys", "refused", "absent"]
    assert str(asked[0]) == f"KEY=*** {sys.executable} {program} keys (in {tmp_path})"
    assert asked[0].source == str(path)
    assert asked[0].command.env == {"KEY": "42"}
    assert str(asked[1]).endswith(r"'\x1b[2Kx y'")


async def test_servers_may_be_given_as_they_are() -> None:
    async with Clients({"a": adding("a"), "b": adding("b"), "b__c": adding("c")}, version="2025-06-18") as clients:
        assert {name: client.protocol_version for name, client in clients.items()} == dict.fromkeys(
            ("a", "b", "b__c"), "2025-06-18"
        )
        assert (await clients.call_qualified_tool("b__c__add", {"a": 1, "b": 1})).text == "2"
        assert await clients.list_prompts() == []
        assert [each async for each in clients.list_resources()] == []
        assert await clients.list_resource_templates() == []


async def test_server_that_fails_is_left_out_of_a_list_until_it_does_not() -> None:
    class Failing(home.ServerHandler[Any]):
        fails = True

        async def list_tools(self, params: Any, ctx: Any) -> home.ListToolsResult:
            if self.fails:
                raise RuntimeError("mine")
            return home.ListToolsResult(tools=[], ttl_ms=0, cache_scope="private")

    handler = Failing()
    failing = Server.from_handler(handler, name="failing", version="1")
    async with Clients({"failing": failing, "a": adding("a")}) as clients:
        assert [server for server, _ in await clients.list_tools()] == ["a"]
        assert list(clients.failed) == ["failing"]
        handler.fails = False
        await clients.list_tools()
        assert clients.failed == {}


async def test_failure_of_the_callback_for_consent_starts_nothing() -> None:
    def consent(command: ServerCommand) -> bool:
        raise RuntimeError("no window")

    config = {"servers": {"a": {"command": "true"}}}
    async with Clients.from_config(config, consent=consent) as clients:
        assert str(clients.failed["a"]) == "no window"
    async with Clients.from_config(config, consent=lambda command: None) as clients:  # type: ignore[arg-type, return-value] # pyright: ignore
        assert isinstance(clients.failed["a"], ConsentRefused)


async def test_clients_are_closed_with_the_block() -> None:
    async with Clients({"a": adding("a"), "b": adding("b")}) as clients:
        held: list[Client] = list(clients.values())
    for client in held:
        with pytest.raises(Exception, match="this side closed the connection"):
            await client.ping()
