"""Our server over HTTP, as `run("http")` sets it up: a typed handler of 2025-11-25, or of 2026-07-28.

    python ours_http.py json|sse|newest MORE

json: answers as they are by default, which is JSON; sse: one event; newest: a handler of 2026-07-28.
MORE: how many tools to list beside `add`.
"""

import sys
from importlib import import_module

import anyio
from ours import server

TYPES = {"newest": "mcprism_types.v2026_07_28"}


async def main(kind: str, more: int) -> None:
    """Serves until it is told to end."""
    types = import_module(TYPES.get(kind, "mcprism_types.v2025_11_25"))
    async with server(types, more).http(port=0, response_mode="sse" if kind == "sse" else "auto") as running:
        print(running.url, flush=True)
        await anyio.sleep_forever()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], int(sys.argv[2]), backend_options={"use_uvloop": True})
