"""Lines and the end of processes, in each version: our server to a client by hand, our client to a server by hand."""

import json
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from mcprism import Client
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import VERSIONS
from tests.interaction.wire import PREFIX

every_version = pytest.mark.parametrize("version", VERSIONS)

STATELESS = VERSIONS[-1]
SEPARATORS = "one\u2028two\u2029three\x85four\nfive\r\nsix"
"""What ends lines in some texts, and never in messages."""

SERVER = """
import os
import subprocess
import sys

from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolResult, ServerHandler, TextContent


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        print("a handler prints")
        os.write(1, b"and writes\\n")
        subprocess.run(["echo", "and runs what writes"])
        return CallToolResult(content=[TextContent(text=params.arguments["text"])])


Server.from_handler(Handler(), name="prints", version="1").run(backend=sys.argv[1])
"""


def requests(version: str) -> list[dict[str, Any]]:
    """How a client by hand begins, and a call with separators of lines in it."""
    call: dict[str, Any] = {"name": "echo", "arguments": {"text": SEPARATORS}}
    if version == STATELESS:
        meta = {PREFIX + "protocolVersion": version, PREFIX + "clientCapabilities": {}}
        return [
            {"id": 1, "method": "server/discover", "params": {"_meta": meta}},
            {"id": 2, "method": "tools/call", "params": {**call, "_meta": meta}},
        ]
    info = {"name": "hand", "version": "0"}
    handshake = {"protocolVersion": version, "capabilities": {}, "clientInfo": info}
    return [
        {"id": 1, "method": "initialize", "params": handshake},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": call},
    ]


@pytest.mark.covers("S1", "S2", "S4")
@pytest.mark.parametrize(("version", "backend"), list(zip(VERSIONS, cycle(["asyncio", "trio"]))))
def test_s1_s2_s4_server_writes_lines_of_messages_alone_until_its_input_ends(
    tmp_path: Path, version: str, backend: str
) -> None:
    program = tmp_path / "prints.py"
    program.write_text(SERVER)
    lines = [json.dumps({"jsonrpc": "2.0", **request}, ensure_ascii=False) for request in requests(version)]
    written = "\n \r\n".join([*lines, ""]).encode()
    assert len(written.splitlines()) > len(lines)
    command = [sys.executable, str(program), backend]
    done = subprocess.run(command, input=written, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.removesuffix(b"\n").split(b"\n"))}
    assert answers.keys() == {1, 2}
    assert answers[2]["result"]["content"][0]["text"] == SEPARATORS
    for text in (b"a handler prints", b"and writes", b"and runs what writes"):
        assert text in done.stderr


# Of the standard library alone, since a process of it is there at once.
PLAYED = """
import json
import pathlib
import sys


def said(request):
    return request.get("params", {}).get("arguments", {}).get("text")


version, end = sys.argv[1], pathlib.Path(sys.argv[2])
sys.stdin.reconfigure(newline="\\n", encoding="utf-8")
sys.stdout.reconfigure(newline="\\n", encoding="utf-8")
print("Welcome!", "", " ", sep="\\r\\n", flush=True)
print("a text for people", file=sys.stderr, flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "id" not in request:
        continue
    hints = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private"}
    info = {"name": "played", "version": "1"}
    answers = {
        "initialize": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info},
        "server/discover": {"supportedVersions": [version], "capabilities": {"tools": {}}, **hints},
        "tools/call": {"content": [{"type": "text", "text": said(request)}], **hints},
    }
    message = {"jsonrpc": "2.0", "id": request["id"], "result": answers[request["method"]]}
    print(json.dumps(message, ensure_ascii=False), end="\\r\\n", flush=True)
end.write_text("the input has ended")
"""


@pytest.mark.covers("S1", "S2", "S4")
@pytest.mark.anyio
@pytest.mark.usefixtures("bounded")
@every_version
async def test_s1_s2_s4_client_reads_lines_of_messages_and_ends_the_input(tmp_path: Path, version: str) -> None:
    program, end = tmp_path / "played.py", tmp_path / "end"
    program.write_text(PLAYED)
    async with Client([sys.executable, str(program), version, str(end)], version=version) as client:
        result = await client.call_tool("echo", {"text": SEPARATORS})
        assert result.content == [new.TextContent(text=SEPARATORS)]
        assert not end.exists()
    assert end.read_text() == "the input has ended"
