"""What stdio costs: our server and client, the official SDKs and the limit, side by side in one run. Linux only.

    uv run python benchmarks/stdio.py [--json] [--seconds 0.4] [--rounds 5]

MCPRISM_PEERS is the folder that `nox -s interop` prepares (`.nox/peers`), MCPRISM_NODE a Node.js program. What is not
there is reported as missing. How to read the table: `benchmarks/README.md`.
"""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

from messages import INITIALIZE, INITIALIZED, TOOLS, call, check_called, check_initialized, check_listed
from peers.participants import Participant
from programs import Program, client_window, run_time
from report import Row, by_turns, main


class Server(Program):
    """A server under test, asked in lines. Every answer is checked."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(command)
        self._last_id = 0
        self._waiting: set[int] = set()
        self.answer_size = 0
        """Bytes of the last answer to `tools/list`."""

    def initialize(self) -> None:
        """The handshake: the server is ready when this returns."""
        check_initialized(json.loads(self._ask("initialize", INITIALIZE)), self)
        self.write(INITIALIZED + b"\n")

    def call_tools(self, outstanding: int, seconds: float) -> float:
        """Keeps so many calls outstanding for so long; CPU us per call."""
        before = self.cpu()
        end = time.perf_counter() + seconds
        self.write(self._calls(outstanding))
        answered = 0
        while self._waiting:
            lines = self.lines()
            for line in lines:
                self._check(line)
            answered += len(lines)
            if time.perf_counter() < end:
                self.write(self._calls(len(lines)))
        return (self.cpu() - before) / answered * 1e6

    def list_tools(self, seconds: float) -> float:
        """Asks for the list of tools again and again for so long; CPU ms per list."""
        before = self.cpu()
        end = time.perf_counter() + seconds
        answered = 0
        while not answered or time.perf_counter() < end:
            line = self._ask("tools/list")
            self.answer_size = len(line)
            check_listed(json.loads(line), self)
            answered += 1
        return (self.cpu() - before) / answered * 1e3

    def _ask(self, method: str, params: Mapping[str, Any] | None = None) -> bytes:
        self._last_id += 1
        request: dict[str, Any] = {"jsonrpc": "2.0", "id": self._last_id, "method": method}
        if params is not None:
            request["params"] = params
        self.write(json.dumps(request).encode() + b"\n")
        lines = self.lines()
        if len(lines) != 1 or json.loads(lines[0]).get("id") != self._last_id:
            raise self.error(f"sent {len(lines)} messages where one answer was expected: {lines[0][:300]!r}")
        return lines[0]

    def _calls(self, count: int) -> bytes:
        ids = range(self._last_id + 1, self._last_id + 1 + count)
        self._last_id += count
        self._waiting.update(ids)
        return b"".join(call(number) + b"\n" for number in ids)

    def _check(self, line: bytes) -> None:
        number = check_called(json.loads(line), self)
        if number not in self._waiting:
            raise self.error(f"answered call {number}, which does not wait")
        self._waiting.remove(number)


def _start_time(command: Sequence[str]) -> float:
    """Milliseconds from the start of a server to the end of the handshake."""
    start = time.perf_counter()
    with Server(command) as server:
        server.initialize()
        return (time.perf_counter() - start) * 1e3


def measure(participants: Sequence[Participant], *, seconds: float, rounds: int) -> list[Row]:
    """As `report.Measure`."""
    present = [participant for participant in participants if not participant.missing]
    serving = {participant.name: [*participant.server, "0"] for participant in present if participant.server}
    listing = {name: [*command[:-1], str(TOOLS - 1)] for name, command in serving.items()}
    asking = {
        participant.name: [*participant.client, *serving[participants[0].name]]
        for participant in present
        if participant.client
    }
    importing = {
        participant.name: partial(run_time, participant.imports, participant.folder)
        for participant in present
        if participant.imports
    }
    rows: list[Row] = []
    for command in serving.values():
        # The first start may have to compile, which shows in memory.
        _start_time(command)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(Server(command)) for name, command in serving.items()}
        for server in servers.values():
            server.initialize()
        for case, outstanding in (("server, 64 outstanding", 64), ("server, one at a time", 1)):
            windows = {name: partial(server.call_tools, outstanding, seconds) for name, server in servers.items()}
            rows.append(Row(case, "CPU us per call", by_turns(windows, rounds)))
        rows.append(Row("server, memory after the run", "MB", {name: [it.memory()] for name, it in servers.items()}))
    with ExitStack() as stack:
        servers = {name: stack.enter_context(Server(command)) for name, command in listing.items()}
        for server in servers.values():
            server.initialize()
        lists = {name: partial(server.list_tools, seconds) for name, server in servers.items()}
        rows.append(Row(f"`tools/list`, {TOOLS:,} tools", "CPU ms", by_turns(lists, rounds)))
        rows.append(Row("size of that list", "kB", {name: [it.answer_size / 1e3] for name, it in servers.items()}))
    with ExitStack() as stack:
        clients = {name: stack.enter_context(Program(command)) for name, command in asking.items()}
        for case, outstanding in (("client, 64 outstanding", 64), ("client, one at a time", 1)):
            windows = {name: partial(client_window, it, outstanding, seconds) for name, it in clients.items()}
            rows.append(Row(case, "CPU us per call", by_turns(windows, rounds)))
    starts = {name: partial(_start_time, command) for name, command in serving.items()}
    rows.append(Row("start to initialized", "ms", by_turns(starts, rounds)))
    rows.append(Row("import", "ms", by_turns(importing, rounds)))
    return rows


if __name__ == "__main__":
    main("stdio", measure)
