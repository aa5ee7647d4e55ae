"""A page of another origin uses our server in a real browser, where that origin is allowed."""

import os
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest

from mcprism import Cors, HttpOptions, Server
from mcprism.observers.message import MessageEvent
from tests.browser.chromium import browser

EXAMPLES = Path(__file__).parents[2] / "examples" / "browser"
SEEN = """
new Promise((keep) => {
  const look = () => {
    const outcome = document.getElementById("outcome").textContent;
    const steps = [...document.querySelectorAll("#steps li")].map((item) => item.textContent);
    outcome === "waits" ? setTimeout(look, 10) : keep({ outcome, steps });
  };
  look();
})
"""
"""What the page shows when it has an outcome."""

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """Servers on a port run on asyncio."""
    return "asyncio"


class Quiet(SimpleHTTPRequestHandler):
    """Files, without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in the base class
        """Nobody reads it."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Where the page comes from."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(EXAMPLES))) as pages:
        thread = threading.Thread(target=pages.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{pages.server_port}"
        pages.shutdown()
        thread.join()


class Calls:
    """What has reached the server."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    def on_receive(self, event: MessageEvent) -> None:
        """Keeps it."""
        self.received.append(event.raw)

    def on_send(self, event: MessageEvent) -> None:
        """Not asked for."""


def shown(address: str, profile: Path) -> Any:
    """What a page shows in the browser in the end."""
    with browser(os.environ["MCPRISM_CHROMIUM"], profile) as tab:
        return tab.result(SEEN, tab.open(address))


async def used(server: Server, origin: str, profile: Path, options: HttpOptions) -> tuple[Any, Calls]:
    """What the page shows when it has called the tool of a server, and what reached that."""
    calls = Calls()
    async with server.http(options, port=0, observers=[calls]) as handle:
        address = f"{origin}/page.html?server={handle.url}"
        return await anyio.to_thread.run_sync(shown, address, profile), calls


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """That of the example."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.delitem(sys.modules, "server", raising=False)
    counter: Server = import_module("server").server
    return counter


async def test_a_page_of_an_allowed_origin_calls_a_tool_and_reads_the_stream(
    server: Server, origin: str, tmp_path: Path
) -> None:
    page, calls = await used(server, origin, tmp_path, HttpOptions(cors=Cors(origins=[origin])))
    assert page == {"outcome": "counted to 3", "steps": ["step 1", "step 2", "step 3"]}
    assert len(calls.received) == 1


@pytest.mark.parametrize(
    "options", [HttpOptions(), HttpOptions(cors=Cors(origins=["https://app.example.com"]))], ids=["none", "another"]
)
async def test_a_page_of_an_origin_that_is_not_allowed_is_refused(
    server: Server, origin: str, tmp_path: Path, options: HttpOptions
) -> None:
    page, calls = await used(server, origin, tmp_path, options)
    assert page == {"outcome": "refused: TypeError: Failed to fetch", "steps": []}
    assert calls.received == []
