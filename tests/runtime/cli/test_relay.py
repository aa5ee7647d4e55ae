"""`mcprism run --reload` over standard input and output: what is said while no process of the server can hear it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final

import pytest

TIME_LIMIT: Final = 60

SERVER = """
import anyio
from pathlib import Path
from mcprism import Server

server = Server("shop", version="1")

@server.tool
async def {name}() -> str:
    return "{name}"

@server.tool
async def slow() -> str:
    Path("begun").touch()
    while not Path("go").exists():
        await anyio.sleep(0.05)
    return "slow {name}"
"""

MARKING = """
@server.tool
async def mark() -> None:
    Path("marked").touch()
"""

GREETING: Final = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "raw", "version": "1"},
}


def _read(lines: Iterable[str], into: "Queue[str]") -> None:
    for line in lines:
        into.put(line)


class Relayed:
    """A client that writes each message itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._input = process.stdin
        self._answers: Queue[str] = Queue()
        self._errors: Queue[str] = Queue()
        self._id = 0
        for lines, into in ((process.stdout, self._answers), (process.stderr, self._errors)):
            threading.Thread(target=_read, args=(lines, into), daemon=True).start()

    def tell(self, method: str, params: Any = None) -> None:
        self._write({"method": method} | ({} if params is None else {"params": params}))

    def ask(self, method: str, params: Any = None) -> int:
        self._id += 1
        self._write({"id": self._id, "method": method} | ({} if params is None else {"params": params}))
        return self._id

    def answer(self, request_id: int, *, timeout: float = TIME_LIMIT) -> Any:
        """What came in answer; raises Empty if nothing did in time."""
        while (message := json.loads(self._answers.get(timeout=timeout))).get("id") != request_id:
            pass
        return message

    def answer_without(self, text: str, method: str) -> Any:
        """The first answer to a request, sent again and again, that does not have this text in it."""
        while text in json.dumps(answer := self.answer(self.ask(method))):
            pass
        return answer

    def says(self, text: str) -> None:
        """Returns once the program has said this to whoever writes the server."""
        while text not in self._errors.get(timeout=TIME_LIMIT):
            pass

    def _write(self, message: dict[str, Any]) -> None:
        self._input.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self._input.flush()


@pytest.fixture
def relayed(tmp_path: Path) -> Iterator[Relayed]:
    """The client of a server in the file server.py, which is started again whenever that changes."""
    (tmp_path / "server.py").write_text(SERVER.format(name="one"))
    command = [sys.executable, "-m", "mcprism", "run", "server.py", "--reload"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield Relayed(process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def names_in(answer: Any) -> list[str]:
    return [tool["name"] for tool in answer["result"]["tools"]]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_what_is_said_while_no_process_can_hear_it_holds_for_the_next(tmp_path: Path, relayed: Relayed) -> None:
    file = tmp_path / "server.py"
    assert "result" in relayed.answer(relayed.ask("initialize", GREETING))
    file.write_text("raise RuntimeError('spilled')\n")
    relayed.says("a change of a file starts it again")
    relayed.tell("notifications/initialized")
    file.write_text(SERVER.format(name="another"))
    assert "another" in names_in(relayed.answer_without("spilled", "tools/list"))

    in_flight = relayed.ask("tools/call", {"name": "slow"})
    while not (tmp_path / "begun").exists():
        assert "result" in relayed.answer(relayed.ask("ping"))
    file.write_text(SERVER.format(name="third") + MARKING)
    while True:
        waiting = relayed.ask("tools/call", {"name": "mark"})
        try:
            # The old process has no such tool, and says so.
            relayed.answer(waiting, timeout=1)
        except Empty:
            break
    relayed.tell("notifications/cancelled", {"requestId": waiting})
    (tmp_path / "go").touch()
    assert relayed.answer(in_flight)["result"]["structuredContent"] == {"result": "slow another"}
    assert "third" in names_in(relayed.answer(relayed.ask("tools/list")))
    assert not (tmp_path / "marked").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_session_that_the_next_process_refuses_goes_on_with_the_one_after_it(
    tmp_path: Path, relayed: Relayed
) -> None:
    file = tmp_path / "server.py"
    assert "result" in relayed.answer(relayed.ask("initialize", GREETING))
    relayed.tell("notifications/initialized")
    file.write_text(SERVER.format(name="another").replace('"1"', '"1", versions=["2026-07-28"]'))
    relayed.says("it refuses the session")
    assert "it refuses the session" in relayed.answer(relayed.ask("tools/list"))["error"]["message"]
    file.write_text(SERVER.format(name="third"))
    assert "third" in names_in(relayed.answer_without("it refuses the session", "tools/list"))
