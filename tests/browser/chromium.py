"""A browser that opens one page. It is told what to do through a pipe, in the words of the DevTools protocol."""

import fcntl
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds after which the browser is ended, whatever it does."""

ALONE = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""It asks nobody but those whom the page asks."""


class Browser:
    """The pipe to it."""

    def __init__(self, told: int, tells: int) -> None:
        self._told = os.fdopen(told, "wb", buffering=0)
        self._tells = os.fdopen(tells, "rb")
        self._last_id = 0

    def open(self, address: str) -> str:
        """Opens a page in a new tab, and returns the session of that once the page has loaded."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session: str = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self.ask("Page.enable", {}, session)
        self.ask("Page.navigate", {"url": address}, session)
        while self._next().get("method") != "Page.loadEventFired":
            pass
        return session

    def result(self, expression: str, session: str) -> Any:
        """What an expression in a page comes to, once its promise is kept."""
        params = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        return self.ask("Runtime.evaluate", params, session)["result"]["value"]

    def ask(self, method: str, params: dict[str, Any], session: str | None = None) -> Any:
        """The answer to a command; events before it are skipped."""
        self._last_id += 1
        command = {"id": self._last_id, "method": method, "params": params}
        if session is not None:
            command["sessionId"] = session
        self._told.write(json.dumps(command).encode() + b"\0")
        while (message := self._next()).get("id") != self._last_id:
            pass
        assert "result" in message, message
        return message["result"]

    def close(self) -> None:
        """Both ends of ours."""
        self._told.close()
        self._tells.close()

    def _next(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self._tells.read(1)) != b"\0":
            assert byte, "the browser has ended"
            data += byte
        message: dict[str, Any] = json.loads(data)
        return message


@contextmanager
def browser(program: str, profile: Path) -> Iterator[Browser]:
    """A browser of its own, which has ended afterwards."""
    read, told = _pipe()
    tells, write = _pipe()
    # It reads from 3 and writes to 4.
    start = f"import os, sys; os.dup2({read}, 3); os.dup2({write}, 4); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", start, program, *ALONE, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    process = subprocess.Popen(command, pass_fds=(read, write), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(read)
    os.close(write)
    limit = threading.Timer(PATIENCE, process.kill)
    limit.start()
    pipe = Browser(told, tells)
    try:
        yield pipe
        pipe.ask("Browser.close", {})
        process.wait()
    finally:
        process.kill()
        process.wait()
        limit.cancel()
        pipe.close()


def _pipe() -> tuple[int, int]:
    """Both ends of a pipe, under numbers that are not in the way of 3 and 4."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
