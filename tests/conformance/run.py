"""Runs the official conformance suites against our server and our client, and says what they found.

`nox -s conformance` installs the suites and starts this. What it prints ends with what is wrong, and so does its exit
status. The suites pass a scenario that warns, and one in which nothing was looked at: here neither passes.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

HERE: Final = Path(__file__).parent
EXPECTED_FAILURES: Final = HERE / "expected-failures.yaml"

Side: TypeAlias = Literal["server", "client"]

PATIENCE: Final = 600
"""Seconds that one run of a suite may take; with nothing else on two cores it takes a minute at most."""
SCENARIO_TIMEOUT_MS: Final = 300_000
"""Milliseconds that a client may take for one scenario, waiting for its turn included."""

START_TIMEOUT: Final = 60.0
"""Seconds that the server may take until it listens."""
STOP_TIMEOUT: Final = 30.0
"""Seconds that it may take to end."""

ALONE: Final = frozenset({"sse-retry"})
"""Scenarios that measure time, which says nothing while others are run: if one fails, it is run again by itself."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a suite."""

    side: Side
    suite: str
    """The folder of the suite's package."""
    selection: tuple[str, ...]
    """Which scenarios, as the suite's arguments."""

    @property
    def title(self) -> str:
        """What is run, for people."""
        return f"{self.side}, {self.suite} {' '.join(self.selection)}"


RUNS: Final = tuple(
    Run(side, suite, selection)
    for side in ("server", "client")
    for suite, selection in (
        ("conformance-0.2", ("--requirements", "2025-11-25")),
        ("conformance-0.2", ("--requirements", "2026-07-28")),
        ("conformance-0.1", ("--suite", "all")),
    )
)


@dataclass(slots=True)
class Outcome:
    """What a suite found in one scenario."""

    passed: int = 0
    problems: list[str] = field(default_factory=list[str])
    """Failures and warnings, in the suite's words."""

    @property
    def is_pass(self) -> bool:
        """Whether something was looked at, and nothing found wrong."""
        return self.passed > 0 and not self.problems


def outcomes(folder: Path, side: Side) -> dict[str, Outcome]:
    """What a suite has written into a folder, by the name of the scenario."""
    found: dict[str, Outcome] = {}
    for path in sorted(folder.rglob("checks.json")):
        name = re.sub(r"-\d{4}-\d\d-\d\dT[\d-]+Z$", "", path.parent.relative_to(folder).as_posix())
        outcome = found[name.removeprefix("server-") if side == "server" else name] = Outcome()
        for check in json.loads(path.read_text("utf-8")):
            if check["status"] == "SUCCESS":
                outcome.passed += 1
            elif check["status"] in ("FAILURE", "WARNING"):
                said = check.get("errorMessage") or check.get("description", "")
                outcome.problems.append(f"{check['status'].lower()}: {check['id']}: {said}")
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from one run."""

    scored: Mapping[str, Outcome]
    unscored: Mapping[str, Outcome]
    expected: frozenset[str]
    """Scenarios that may fail."""

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What should not be, by scenario."""
        return {
            name: outcome.problems or ["nothing was looked at"]
            for name, outcome in self.scored.items()
            if not outcome.is_pass and name not in self.expected
        }

    def lines(self) -> Iterable[str]:
        """The verdict for people."""
        passed = [name for name, outcome in self.scored.items() if outcome.is_pass]
        yield f"  scored: {len(passed)} of {len(self.scored)} pass, without a warning"
        failed = [name for name, outcome in self.scored.items() if not outcome.is_pass and name in self.expected]
        if failed:
            yield f"  expected failures: {len(failed)}"
        if self.unscored:
            yield f"  not scored, pass: {_listed(name for name, it in self.unscored.items() if it.is_pass)}"
            yield f"  not scored, fail: {_listed(name for name, it in self.unscored.items() if it.problems)}"
            nothing = [name for name, it in self.unscored.items() if not it.passed and not it.problems]
            yield f"  not scored, not looked at: {_listed(nothing)}"
        for name, problems in self.wrong.items():
            yield f"  WRONG {name}"
            yield from (f"    {problem}" for problem in problems)


def judged(found: Mapping[str, Outcome], scored: Iterable[str] | None, expected: Iterable[str]) -> Verdict:
    """The verdict on one run.

    Args:
        found: what the suite found.
        scored: the scenarios that must pass, those included that were not run; None: all that were.
        expected: those of them that may fail.
    """
    must = list(found if scored is None else scored)
    return Verdict(
        scored={name: found.get(name, Outcome()) for name in must},
        unscored={name: outcome for name, outcome in found.items() if name not in must},
        expected=frozenset(expected),
    )


def stale(expected: Iterable[str], verdicts: Iterable[Verdict]) -> list[str]:
    """The expected failures that failed nowhere: they are to be taken from the list."""
    failed = {name for verdict in verdicts for name, outcome in verdict.scored.items() if not outcome.is_pass}
    return [name for name in expected if name not in failed]


def expected_failures(side: Side, path: Path = EXPECTED_FAILURES) -> list[str]:
    """The scenarios of a side that may fail. The file is in the form of the suites: lists of names, by side."""
    names: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.endswith(":"):
            current = names.setdefault(text.removesuffix(":"), [])
        elif text:
            current.append(text.removeprefix("- "))
    return names.get(side, [])


class Suites:
    """The installed suites.

    Args:
        packages: the folder that has them below `node_modules`.
        node: the Node to run them with.
        results: where they write what they find.
    """

    def __init__(self, packages: Path, node: Path, results: Path) -> None:
        self._packages = packages
        self._node = node
        self._results = results

    def version(self, run: Run) -> str:
        """The exact version of the suite of a run."""
        return str(json.loads((self._package(run) / "package.json").read_text("utf-8"))["version"])

    def scored(self, run: Run) -> list[str] | None:
        """The scenarios that a run is scored by; None: all."""
        if "--requirements" not in run.selection:
            return None
        listed = self._suite(run, "list", *run.selection)
        sections = re.split(r"^(\S.*):$", listed.partition("never scored")[0], flags=re.MULTILINE)
        texts = dict(zip(sections[1::2], sections[2::2], strict=False))
        mine = [text for title, text in texts.items() if title.lower().startswith(run.side)]
        return re.findall(r"^  - (\S+)$", "".join(mine), flags=re.MULTILINE)

    def run(self, run: Run, url: str | None) -> dict[str, Outcome]:
        """What a suite finds. `url`: where the server is, if it is about one."""
        folder = self._results / re.sub(r"[^\w.]+", "-", run.title)
        subject = self._subject(run, url)
        folder.mkdir(parents=True)
        report = self._suite(run, run.side, *run.selection, *subject, "--output-dir", str(folder))
        (folder / "report.txt").write_text(report, "utf-8")
        found = outcomes(folder, run.side)
        for name in ALONE & found.keys():
            if not found[name].is_pass:
                found |= self._alone(run, name, folder.with_name(f"{folder.name}-{name}"), subject)
        return found

    def _alone(self, run: Run, name: str, folder: Path, subject: list[str]) -> dict[str, Outcome]:
        version = ["--spec-version", run.selection[1]] if "--requirements" in run.selection else []
        self._suite(run, run.side, "--scenario", name, *version, *subject, "--output-dir", str(folder))
        return outcomes(folder, run.side)

    def _subject(self, run: Run, url: str | None) -> list[str]:
        if url is not None:
            return ["--url", url]
        in_turn = [sys.executable, "-I", "-S", str(HERE / "in_turn.py"), str(self._results)]
        command = shlex.join([*in_turn, sys.executable, str(HERE / "client.py")])
        return ["--command", command, "--timeout", str(SCENARIO_TIMEOUT_MS)]

    def _suite(self, run: Run, *arguments: str) -> str:
        """What a suite prints."""
        command = [str(self._node), str(self._package(run) / "dist" / "index.js"), *arguments]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        ) as process:
            try:
                return process.communicate(timeout=PATIENCE)[0]
            finally:
                if process.poll() is None:
                    # With the clients that it has started.
                    os.killpg(process.pid, signal.SIGKILL)

    def _package(self, run: Run) -> Path:
        return self._packages / "node_modules" / run.suite


@contextmanager
def serving(log: list[str]) -> Generator[str]:
    """The server under test while the block runs, in a process of its own; the address of its endpoint.

    What it has written to its standard error is in `log` afterwards.

    Raises:
        RuntimeError: it did not start, or did not end in order when it was told to.
    """
    command = [sys.executable, str(HERE / "server.py"), "--port", "0"]
    address: list[str] = []
    settled = threading.Event()

    def read(lines: Iterable[str]) -> None:
        for line in lines:
            log.append(line.rstrip())
            if (found := re.search(r"served at (http://\S+)", line)) is not None:
                address.append(found[1])
                settled.set()
        settled.set()

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        reader = threading.Thread(target=read, args=(process.stderr,))
        reader.start()
        try:
            if not settled.wait(START_TIMEOUT) or not address:
                raise RuntimeError("the server did not start:\n" + "\n".join(log))
            yield address[0]
            process.terminate()
            status = process.wait(STOP_TIMEOUT)
            if status != 0:
                raise RuntimeError(f"the server ended with status {status}:\n" + "\n".join(log))
        finally:
            process.kill()
            reader.join()


def main() -> int:
    """Runs everything, and returns the exit status."""
    packages, node = Path(os.environ["MCPRISM_SUITES"]), Path(os.environ["MCPRISM_NODE"])
    results = packages / "results"
    shutil.rmtree(results, ignore_errors=True)
    suites = Suites(packages, node, results)
    wrong: list[str] = []
    log: list[str] = []
    verdicts: dict[Side, list[Verdict]] = {"server": [], "client": []}
    with serving(log) as url:
        for run in RUNS:
            expected = expected_failures(run.side)
            found = suites.run(run, url if run.side == "server" else None)
            verdict = judged(found, suites.scored(run), expected)
            verdicts[run.side].append(verdict)
            wrong += verdict.wrong
            print(f"{run.title} ({suites.version(run)})", *verdict.lines(), sep="\n", flush=True)
    for side, of_side in verdicts.items():
        for name in stale(expected_failures(side), of_side):
            print(f"{name} passes: take it from {EXPECTED_FAILURES.name}")
            wrong.append(name)
    if any(line.startswith("Traceback") for line in log):
        print("the server logged an error:", *log, sep="\n")
        wrong.append("log")
    print(f"what the suites wrote is in {results}")
    return 1 if wrong else 0


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


if __name__ == "__main__":
    sys.exit(main())
