"""What hosts write down of servers, and what of it does not fit."""

from pathlib import Path
from typing import Any

import pytest

from mcprism import Clients, Command, ConfigurationError, HttpTarget
from mcprism.client.configuration import Configuration


def test_entries_lead_to_commands_and_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHO", "me")
    monkeypatch.delenv("NOT_SET", raising=False)
    configuration = Configuration.of(
        {
            "servers": {
                "plain": {"command": "run", "args": ["${WHO}@${NOT_SET:-home}", "${input:token}", "$WHO"]},
                "old": {"type": "sse", "url": "https://x.example/sse"},
                "new": {"transport": "streamableHttp", "url": "https://${WHO}.example/mcp"},
                "off": {"enabled": False},
            }
        }
    )
    assert configuration.target("plain", {"input:token": "t"}) == Command(["run", "me@home", "t", "$WHO"])
    assert configuration.target("old", {}) == HttpTarget("https://x.example/sse", transport="sse")
    assert configuration.target("new", {}) == HttpTarget("https://me.example/mcp", transport="streamable")
    assert configuration.target("off", {}) is None


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (5, "it: must be an object, not 5"),
        ({}, "it: needs a command or a url"),
        ({"command": "x", "url": "http://x"}, "it: has both a command and a url: keep one"),
        ({"command": "x", "type": "http"}, r"it\.type: http needs a url"),
        ({"url": "http://x", "type": "stdio"}, r"it\.type: stdio needs a command"),
        ({"url": "http://x", "type": "ws"}, r"it\.type: must be one of stdio, http, streamable-http, sse, not 'ws'"),
        ({"command": ["x"]}, r"it\.command: must be text, not \['x'\]"),
        ({"command": ""}, r"it\.command: must be a program"),
        ({"command": "x", "args": "y"}, r"it\.args: must be a list of texts, not 'y'"),
        ({"command": "x", "args": ["y", 3]}, r"it\.args\.1: must be text, not 3"),
        ({"command": "x", "env": ["A=1"]}, r"it\.env: must be an object of texts"),
        ({"command": "x", "env": {"PORT": 80}}, r"it\.env\.PORT: must be text, not 80"),
        ({"command": "x", "disabled": "no"}, r"it\.disabled: must be true or false"),
        ({"url": "ftp://x"}, r"it\.url: cannot connect to 'ftp://x'"),
        (
            {"url": "http://x", "headers": {"K": "${input:k}"}},
            r"it\.headers\.K: \$\{input:k\} is not known: .*`variables`",
        ),
    ],
)
def test_entry_that_does_not_fit_names_its_key(entry: Any, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"^the configuration: mcpServers\.{problem}"):
        Configuration.of({"mcpServers": {"it": entry}}).target("it", {})


def test_file_may_have_comments_as_editors_write_them(tmp_path: Path) -> None:
    path = tmp_path / "mcp.json"
    path.write_text('// mine\n{"servers": {/* one */ "a": {"url": "http://x//y", "args": [",]"],},},}')
    assert Configuration.of(path).servers == {"a": {"url": "http://x//y", "args": [",]"]}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "cannot be read: No such file"),
        (b"\xff", "cannot be read: it is not UTF-8"),
        (b"/* a\nb */ {x", "is no JSON: .* line 2"),
        (b"[]", "must be a JSON object"),
        (b'{"mcp": {}}', "has no servers: expected the key mcpServers or servers, found mcp"),
        (b'{"mcpServers": []}', "mcpServers: must be an object of servers"),
    ],
)
def test_file_that_has_no_servers_is_an_error(tmp_path: Path, text: bytes | None, problem: str) -> None:
    path = tmp_path / "mcp.json"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(ConfigurationError, match=f"mcp.json: {problem}"):
        Clients.from_config(str(path), consent=None)
