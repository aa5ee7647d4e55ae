"""What importing the types of each version costs: CPU milliseconds, pydantic already loaded, the best of nine runs.

    uv run python benchmarks/import_cost.py

Each run is a process of its own. `first use` is what the first tools/call of the process pays on top, since classes
build their validators when they are first used.
"""

import importlib.metadata
import statistics
import subprocess
import sys

RUNS = 9
PROGRAM = """
import sys, time
import pydantic, typing_extensions
from pydantic import TypeAdapter, ValidationError
import mcprism_types.base
start = time.process_time()
package = __import__(sys.argv[1], fromlist=["PROTOCOL"])
imported = time.process_time()
spec = package.PROTOCOL.requests["tools/call"]
try:
    spec.read_params({"name": "add", "arguments": {}})
except ValidationError:
    pass  # 2026-07-28 requires _meta; the validator is built either way
spec.read_result({"content": [{"type": "text", "text": "3"}], "resultType": "complete"})
print((imported - start) * 1000, (time.process_time() - imported) * 1000)
"""


def main() -> None:
    """Print one line for each installed version."""
    points = sorted(importlib.metadata.entry_points(group="mcprism.versions"), key=lambda point: point.name)
    print(f"{'version':12}{'import':>10}{'first use':>12}{'median import':>16}   (CPU ms, best of {RUNS})")
    for point in points:
        rows = [_measure(point.value) for _ in range(RUNS)]
        imports, uses = [row[0] for row in rows], [row[1] for row in rows]
        print(f"{point.name:12}{min(imports):10.1f}{min(uses):12.1f}{statistics.median(imports):16.1f}", flush=True)


def _measure(package: str) -> tuple[float, float]:
    outcome = subprocess.run([sys.executable, "-c", PROGRAM, package], capture_output=True, text=True, check=True)
    imported, used = outcome.stdout.split()
    return float(imported), float(used)


if __name__ == "__main__":
    main()
