"""Nothing may be left after a fault: no task, thread, child process or descriptor."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.faults import numbers
from tests.runtime.leaks import children, descriptors, no_task_more_than, settled, tasks_alive, threads


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """The event loop of the test is closed at both times: only ours could be new."""
    before = descriptors(), children(), threads()
    yield
    assert settled(children, before[1]) == set()
    assert settled(threads, before[2]) == set()
    assert settled(descriptors, before[0]) == set()


@pytest.fixture
async def no_task_is_left(anyio_backend: str) -> AsyncIterator[None]:
    """For async tests: as many tasks run after it as before."""
    before = tasks_alive()
    yield
    await no_task_more_than(before)


# A server of few words: it starts in a fraction of the time that a whole one takes.
LIGHT = r"""
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message:
        continue
    match message["method"]:
        case "initialize":
            result = {"protocolVersion": message["params"]["protocolVersion"], "capabilities": {"tools": {}},
                      "serverInfo": {"name": "light", "version": "1"}}
        case "tools/call":
            result = {"content": [{"type": "text", "text": "called"}]}
            ON_CALL
        case _:
            result = {}
    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
"""


@pytest.fixture
def light(tmp_path: Path) -> Callable[..., list[str]]:
    """`light(on_call="...")`: the command of a small server that runs this statement at each call of a tool."""

    def command(*, on_call: str = "pass") -> list[str]:
        path = tmp_path / "light.py"
        path.write_text(LIGHT.replace("ON_CALL", on_call))
        return [sys.executable, "-I", "-S", str(path)]

    return command


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures that tests about load have recorded."""
    if not numbers.FULL:
        return
    terminalreporter.section("figures")
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call" and report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.partition('::')[2]} ({report.duration:.1f} s)")
            for name, value in report.user_properties:
                terminalreporter.write_line(
                    f"    {name}: {value:.3g}" if isinstance(value, float) else f"    {name}: {value}"
                )
