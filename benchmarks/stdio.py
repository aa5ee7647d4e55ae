"""What stdio costs: our server and client, the official SDKs and the limit, side by side in one run. Linux only.

    uv run python benchmarks/stdio.py [--json] [--seconds 0.4] [--rounds 5]

MCPRISM_PEERS is the folder that `nox -s interop` prepares (`.nox/peers`), MCPRISM_NODE a Node.js program. What is not
there is reported as missing. How to read the table: `benchmarks/README.md`.
"""

import argparse
import json
import os
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from peers.participants import Participant, find_participants

ANSWER_TIMEOUT: Final = 30.0
"""Seconds until a program that says nothing is given up."""
STOP_TIMEOUT: Final = 3.0
"""Seconds that a program gets to leave after the end of its input."""
TOOLS: Final = 1000
LAST_WORDS: Final = 2000
"""Bytes of a program's stderr in an error text."""

INITIALIZE: Final = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1.0.0"},
}


class BenchmarkError(Exception):
    """A program under test did not do what it is measured for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what each participant's rounds gave. The first participant is the limit."""

    case: str
    unit: str
    samples: Mapping[str, Sequence[float]]

    def ratios(self) -> dict[str, float]:
        """The median of each participant in multiples of the limit's."""
        limit = statistics.median(next(iter(self.samples.values())))
        return {name: statistics.median(values) / limit for name, values in self.samples.items()}


class Program:
    """A child process that is asked and answers in lines; it has ended when the block is left."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._rest = b""
        self._source, child_sink = os.pipe()
        child_source, self._sink = os.pipe()
        # A file, not a pipe: nobody would read it while the program is measured.
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the program
        try:
            self._process = subprocess.Popen(command, stdin=child_source, stdout=child_sink, stderr=self._stderr)
        finally:
            os.close(child_source)
            os.close(child_sink)
        self._poll = select.poll()
        self._poll.register(self._source, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the program: the end of its input, then SIGKILL."""
        os.close(self._sink)
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_TIMEOUT)
        finally:
            self._process.kill()
            self._process.wait()
            os.close(self._source)
            self._stderr.close()

    def write(self, data: bytes) -> None:
        """Writes some lines; they are few enough for a pipe even if the program reads none of them.

        Raises:
            BenchmarkError: the program has ended its input.
        """
        try:
            os.write(self._sink, data)
        except BrokenPipeError:
            raise self.error("does not read its input any more") from None

    def lines(self) -> list[bytes]:
        """The lines that have come, at least one.

        Raises:
            BenchmarkError: none came in time, or the program has ended its output.
        """
        while True:
            if not self._poll.poll(ANSWER_TIMEOUT * 1000):
                raise self.error(f"gave no answer within {ANSWER_TIMEOUT:g} s")
            chunk = os.read(self._source, 1 << 20)
            if not chunk:
                raise self.error("ended its output while an answer was expected")
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            if lines:
                return lines

    def error(self, what: str) -> BenchmarkError:
        """An error of this program, with its last words."""
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - LAST_WORDS))
        words = self._stderr.read().decode(errors="replace").strip()
        return BenchmarkError(f"{' '.join(self._command)} {what}; its stderr ended with: {words or '(nothing)'}")

    def cpu(self) -> float:
        """Seconds of user and system time of the process and its children, as exact as the kernel counts them."""
        # How Linux numbers the CPU clock of a process: clock_getcpuclockid(3), which Python does not have.
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in _tree(self._process.pid))

    def memory(self) -> float:
        """Resident memory of the process and its children in MB."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) for pid in _tree(self._process.pid))
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Server(Program):
    """A server under test, asked in bytes that no SDK has touched. Every answer is checked."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(command)
        self._last_id = 0
        self._waiting: set[int] = set()
        self.answer_size = 0
        """Bytes of the last answer to `tools/list`."""

    def initialize(self) -> None:
        """The handshake: the server is ready when this returns."""
        answer = json.loads(self._ask("initialize", INITIALIZE))
        if answer.get("result", {}).get("protocolVersion") != INITIALIZE["protocolVersion"]:
            raise self.error(f"answered initialize with {str(answer)[:300]}")
        self.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')

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
            match json.loads(line):
                case {"id": self._last_id, "result": {"tools": [*tools], **rest}} if "nextCursor" not in rest:
                    names = {tool["name"] for tool in tools}
                case answer:
                    raise self.error(f"answered tools/list with {str(answer)[:300]}")
            if len(names) != TOOLS or "add" not in names:
                raise self.error(f"listed {len(names)} tools, where add and {TOOLS - 1} others were expected")
            answered += 1
        return (self.cpu() - before) / answered * 1e3

    def _ask(self, method: str, params: Mapping[str, Any] | None = None) -> bytes:
        self._last_id += 1
        request: dict[str, Any] = {"jsonrpc": "2.0", "id": self._last_id, "method": method}
        if params is not None:
            request["params"] = params
        self.write(json.dumps(request).encode() + b"\n")
        lines = self.lines()
        if len(lines) != 1:
            raise self.error(f"sent {len(lines)} messages where one answer was expected: {lines[0][:300]!r}")
        return lines[0]

    def _calls(self, count: int) -> bytes:
        ids = range(self._last_id + 1, self._last_id + 1 + count)
        self._last_id += count
        self._waiting.update(ids)
        return b"".join(
            b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"add","arguments":{"a":%d,"b":%d}}}\n'
            % (number, number % 1000, number % 7)
            for number in ids
        )

    def _check(self, line: bytes) -> None:
        answer = json.loads(line)
        match answer:
            case {"id": int(number), "result": {"content": [{"type": "text", "text": text}], **rest}} if (
                number in self._waiting
                and text == str(number % 1000 + number % 7)
                and rest.get("structuredContent") == {"result": number % 1000 + number % 7}
                and not rest.get("isError")
            ):
                self._waiting.remove(number)
            case _:
                raise self.error(f"answered a call of add with {line[:300]!r}")


def _tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: list[str] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            children += (thread / "children").read_text("ascii").split()
    return [pid, *(below for child in children for below in _tree(int(child)))]


def _client_window(client: Program, outstanding: int, seconds: float) -> float:
    """As `Server.call_tools`, for a client program: the CPU of the client without its server."""
    client.write(f"{outstanding} {seconds}\n".encode())
    return float(client.lines()[0])


def _start_time(command: Sequence[str]) -> float:
    """Milliseconds from the start of a server to the end of the handshake."""
    start = time.perf_counter()
    with Server(command) as server:
        server.initialize()
        return (time.perf_counter() - start) * 1e3


def _run_time(command: Sequence[str], folder: Path | None) -> float:
    """Milliseconds that a program takes from start to end."""
    start = time.perf_counter()
    try:
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=ANSWER_TIMEOUT)
    except subprocess.CalledProcessError as error:
        raise BenchmarkError(f"{' '.join(command)} failed: {error.stderr[-LAST_WORDS:]}") from None
    except subprocess.TimeoutExpired:
        raise BenchmarkError(f"{' '.join(command)} did not end within {ANSWER_TIMEOUT:g} s") from None
    return (time.perf_counter() - start) * 1e3


def measure(participants: Sequence[Participant], *, seconds: float, rounds: int) -> list[Row]:
    """All rows.

    Raises:
        BenchmarkError: a program failed or answered wrongly.
    """

    def interleaved(measurements: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
        for warm_up in measurements.values():
            warm_up()
        samples: dict[str, list[float]] = {name: [] for name in measurements}
        for _ in range(rounds):
            for name, measurement in measurements.items():
                samples[name].append(measurement())
        return samples

    present = [participant for participant in participants if not participant.missing]
    serving = {participant.name: [*participant.server, "0"] for participant in present if participant.server}
    listing = {name: [*command[:-1], str(TOOLS - 1)] for name, command in serving.items()}
    asking = {
        participant.name: [*participant.client, *serving[participants[0].name]]
        for participant in present
        if participant.client
    }
    importing = {
        participant.name: partial(_run_time, participant.imports, participant.folder)
        for participant in present
        if participant.imports
    }
    rows: list[Row] = []
    with ExitStack() as stack:
        servers = {name: stack.enter_context(Server(command)) for name, command in serving.items()}
        for server in servers.values():
            server.initialize()
        for case, outstanding in (("server, 64 outstanding", 64), ("server, one at a time", 1)):
            windows = {name: partial(server.call_tools, outstanding, seconds) for name, server in servers.items()}
            rows.append(Row(case, "CPU us per call", interleaved(windows)))
        rows.append(Row("server, memory after the run", "MB", {name: [it.memory()] for name, it in servers.items()}))
    with ExitStack() as stack:
        servers = {name: stack.enter_context(Server(command)) for name, command in listing.items()}
        for server in servers.values():
            server.initialize()
        lists = {name: partial(server.list_tools, seconds) for name, server in servers.items()}
        rows.append(Row(f"`tools/list`, {TOOLS:,} tools", "CPU ms", interleaved(lists)))
        rows.append(Row("size of that list", "kB", {name: [it.answer_size / 1e3] for name, it in servers.items()}))
    with ExitStack() as stack:
        clients = {name: stack.enter_context(Program(command)) for name, command in asking.items()}
        for case, outstanding in (("client, 64 outstanding", 64), ("client, one at a time", 1)):
            windows = {name: partial(_client_window, it, outstanding, seconds) for name, it in clients.items()}
            rows.append(Row(case, "CPU us per call", interleaved(windows)))
    starts = {name: partial(_start_time, command) for name, command in serving.items()}
    rows.append(Row("start to initialized", "ms", interleaved(starts)))
    rows.append(Row("import", "ms", interleaved(importing)))
    return rows


def table(participants: Sequence[Participant], rows: Sequence[Row]) -> str:
    """The rows in Markdown: multiples of the limit, medians, least disturbed rounds; what is missing and why."""
    lines = [
        "| case | " + " | ".join(participant.name for participant in participants) + " |",
        "| --- |" + " --- |" * len(participants),
    ]
    for row in rows:
        ratios = row.ratios()
        cells = [
            "missing" if participant.missing else _cell(row.samples.get(participant.name), ratios.get(participant.name))
            for participant in participants
        ]
        lines.append(f"| {row.case} ({row.unit}) | " + " | ".join(cells) + " |")
    lines += ["", "**multiple of the limit** · median (least disturbed round)"]
    for participant in participants:
        facts = participant.missing and f"missing: {participant.missing}"
        facts = facts or ", ".join(f"{name} {number}" for name, number in participant.versions.items())
        if facts:
            lines.append(f"- {participant.name}: {facts}")
    return "\n".join(lines)


def _cell(values: Sequence[float] | None, ratio: float | None) -> str:
    if values is None or ratio is None:
        return "-"
    least = f" ({_three_digits(min(values))})" if len(values) > 1 else ""
    return f"**{ratio:.1f}** · {_three_digits(statistics.median(values))}{least}"


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description="CPU and time over stdio: mcprism, the official SDKs and the limit.")
    parser.add_argument("--json", action="store_true", help="print every sample as JSON, not the table")
    parser.add_argument("--seconds", type=float, default=0.4, help="length of one window (default: 0.4)")
    parser.add_argument("--rounds", type=int, default=5, help="windows of each participant and case (default: 5)")
    options = parser.parse_args()
    if options.seconds <= 0 or options.rounds < 1:
        parser.error("--seconds must be above 0 and --rounds at least 1")
    # The default would end this process and leave those that it has started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    peers, node = os.environ.get("MCPRISM_PEERS"), os.environ.get("MCPRISM_NODE")
    participants = find_participants(
        Path(peers).absolute() if peers else None,
        Path(node).absolute() if node else None,
    )
    try:
        rows = measure(participants, seconds=options.seconds, rounds=options.rounds)
    except BenchmarkError as error:
        sys.exit(f"error: {error}")
    date, python = datetime.now(UTC).date().isoformat(), sys.version.split()[0]
    if options.json:
        report = {
            "date": date,
            "python": python,
            "seconds": options.seconds,
            "rounds": options.rounds,
            "versions": {it.name: dict(it.versions) for it in participants if not it.missing},
            "missing": {it.name: it.missing for it in participants if it.missing},
            "rows": [
                {"case": row.case, "unit": row.unit, "samples": row.samples, "ratios": row.ratios()} for row in rows
            ],
        }
        print(json.dumps(report, indent=2))
    else:
        print(f"stdio, {date}, Python {python}, rounds: {options.rounds}, windows of {options.seconds:g} s\n")
        print(table(participants, rows))


if __name__ == "__main__":
    main()
