"""Programs under test, as child processes: how they are asked, and what the kernel says of them. Linux only."""

import os
import select
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

ANSWER_TIMEOUT: Final = 30.0
"""Seconds until a program that says nothing is given up."""
STOP_TIMEOUT: Final = 3.0
"""Seconds that a program gets to leave after the end of its input."""
LAST_WORDS: Final = 2000
"""Bytes of a program's stderr in an error text."""


ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""That of the programs: they keep what they compile, as they would have it where they are installed."""


class BenchmarkError(Exception):
    """A program under test did not do what it is measured for."""


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
            self._process = subprocess.Popen(
                command, stdin=child_source, stdout=child_sink, stderr=self._stderr, env=ENVIRONMENT
            )
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

    def terminate(self) -> None:
        """Tells the program to end."""
        self._process.terminate()

    def cpu(self) -> float:
        """Seconds of user and system time of the process and its children, as exact as the kernel counts them."""
        # How Linux numbers the CPU clock of a process: clock_getcpuclockid(3), which Python does not have.
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in _tree(self._process.pid))

    def memory(self) -> float:
        """Resident memory of the process and its children in MB."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) for pid in _tree(self._process.pid))
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def client_window(client: Program, outstanding: int, seconds: float) -> float:
    """CPU us per call of a client program that keeps so many calls outstanding for so long; without its server."""
    client.write(f"{outstanding} {seconds}\n".encode())
    return float(client.lines()[0])


def run_time(command: Sequence[str], folder: Path | None) -> float:
    """Milliseconds that a program takes from start to end."""
    start = time.perf_counter()
    try:
        subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=ANSWER_TIMEOUT
        )
    except subprocess.CalledProcessError as error:
        raise BenchmarkError(f"{' '.join(command)} failed: {error.stderr[-LAST_WORDS:]}") from None
    except subprocess.TimeoutExpired:
        raise BenchmarkError(f"{' '.join(command)} did not end within {ANSWER_TIMEOUT:g} s") from None
    return (time.perf_counter() - start) * 1e3


def _tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: list[str] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            children += (thread / "children").read_text("ascii").split()
    return [pid, *(below for child in children for below in _tree(int(child)))]
