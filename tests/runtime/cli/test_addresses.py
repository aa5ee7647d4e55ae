"""The commands, with a server at an address."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from mcprism.cli import main
from mcprism.versions import ERAS

VERSIONS = list(ERAS)
SERVER = "from mcprism.cli.demo_server import server; server.run('http', port=0)"

RESULTS: dict[str, Any] = {
    "initialize": {
        "protocolVersion": "2025-03-26",
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "raw", "version": "1"},
    },
    "ping": {},
    "tools/list": {"tools": [{"name": "t", "inputSchema": {"type": "object"}, "icons": []}]},
}


class Raw(BaseHTTPRequestHandler):
    """A server of 2025-03-26 without sessions of HTTP, that shows what only 2025-11-25 names."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answers a message."""
        message = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if "id" not in message:
            self._send(202, b"")
        elif message["method"] in RESULTS:
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": RESULTS[message["method"]]}
            self._send(200, json.dumps(answer).encode())
        else:
            self._send(400, b"what?", kind="text/plain")

    def do_GET(self) -> None:
        """There is nothing to hear."""
        self._send(405, b"")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in the base class
        """Nobody reads it."""

    def _send(self, status: int, body: bytes, *, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """Where the example server is, over HTTP."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        # What it reports meanwhile is read, or it would have to wait for somebody who does.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield address
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture
def raw() -> Iterator[str]:
    """Where the other one is."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Raw) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/mcp"
        server.shutdown()
        thread.join()


def report_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Status and findings of `matrix`."""
    status = main(["matrix", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_server_is_used_at_its_address_in_every_version(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, report = report_of(capsys, demo)
    assert (status, report["ok"], list(report["versions"])) == (0, True, VERSIONS)
    for version, found in report["versions"].items():
        assert found["server"]["name"] == "mcprism-demo"
        assert found["messages"] > 20
        states = {step["step"]: step["state"] for step in found["steps"]}
        assert states["listening for changes"] == "works"
        assert states["tools/call recite"] == ("works" if version >= "2025-11-25" else "differs")
    asked = {step["step"]: step["asked"] for step in report["versions"]["2025-11-25"]["steps"]}
    assert asked["tools/call compose"] == ["elicitation/create", "roots/list"]


def test_over_two_addresses_each_version_with_sessions_is_used(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, report = report_of(capsys, demo.replace("/mcp", "/sse"))
    assert (status, report["ok"]) == (0, True)
    assert list(report["versions"]) == [f"{version} HTTP+SSE" for version in VERSIONS[:-1]]
    assert all(version["messages"] > 20 for version in report["versions"].values())
    assert main(["matrix", demo.replace("/mcp", "/sse")]) == 0
    output = capsys.readouterr().out
    assert "2024-11-05 HTTP+SSE" in output
    assert "In 4 of 4 versions" in output


def test_what_an_old_server_shows_too_early_is_found_and_fails_the_command(
    raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, report = report_of(capsys, raw)
    assert (status, report["ok"]) == (1, False)
    assert [version["spoken"] for version in report["versions"].values()] == [False, True, False, False, False]
    refusals = [version["refusal"] for version in report["versions"].values()]
    assert refusals == ["it speaks 2025-03-26 instead", None, *["it speaks 2025-03-26 instead"] * 2, "status 400"]
    (listed,) = (step for step in report["versions"]["2025-03-26"]["steps"] if step["step"] == "tools/list")
    (violation,) = listed["violations"]
    assert (violation["sender"], violation["since"]) == ("server", "2025-11-25")
    assert violation["problem"].startswith("result.tools.0.icons: no such member")


def test_an_address_where_no_server_is_fails_the_command(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, report = report_of(capsys, demo.replace("/mcp", "/nothing"))
    assert (status, report["ok"]) == (1, False)
    assert main(["inspect", demo.replace("/mcp", "/nothing")]) == 1
    assert "nothing is served at '/nothing'" in capsys.readouterr().err


@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY"])
def test_an_address_behind_a_proxy_is_reached_as_the_environment_says(
    raw: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, raw.removesuffix("/mcp"))
    monkeypatch.setenv("no_proxy", "other.invalid")
    _, report = report_of(capsys, "http://server.invalid/mcp")
    assert report["versions"]["2025-03-26"]["server"]["name"] == "raw"
    monkeypatch.setenv("no_proxy", "server.invalid")
    assert main(["matrix", "http://server.invalid/mcp"]) == 1


@pytest.mark.parametrize(("path", "spoken"), [("/mcp", VERSIONS[-1]), ("/sse", VERSIONS[-2])])
def test_a_server_at_an_address_is_inspected(
    demo: str, capsys: pytest.CaptureFixture[str], path: str, spoken: str
) -> None:
    assert main(["inspect", demo.replace("/mcp", path), "--json"]) == 0
    newest = json.loads(capsys.readouterr().out)
    assert (newest["protocolVersion"], len(newest["tools"])) == (spoken, 4)
    assert main(["inspect", demo.replace("/mcp", path), "--json", "--version", "2024-11-05"]) == 0
    oldest = json.loads(capsys.readouterr().out)
    assert (oldest["protocolVersion"], len(oldest["tools"])) == ("2024-11-05", 4)


def test_the_transport_to_inspect_an_address_over_can_be_said(demo: str, capsys: pytest.CaptureFixture[str]) -> None:
    address = demo.replace("/mcp", "/sse")
    assert main(["inspect", address, "--transport", "sse", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["protocolVersion"] == VERSIONS[-2]
    assert main(["inspect", address, "--transport", "streamable"]) == 1
    assert "a stream of events is opened, with GET" in capsys.readouterr().err
    assert main(["inspect", "my-server", "--transport", "sse"]) == 2
    assert "--transport is sse, and only an address has a choice" in capsys.readouterr().err
