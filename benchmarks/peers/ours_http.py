"""Our server over HTTP, as `run("http")` sets it up.

    python ours_http.py json|sse|newest MORE

json: answers as they are by default, which is JSON; sse: one event; newest: the default, for clients of 2026-07-28.
MORE: how many tools to list beside `add`.
"""

import sys

import anyio
from ours import server


async def main(kind: str, more: int) -> None:
    """Serves until it is told to end."""
    async with server(more).http(port=0, response_mode="sse" if kind == "sse" else "auto") as running:
        print(running.url, flush=True)
        await anyio.sleep_forever()


if __name__ == "__main__":
    anyio.run(main, sys.argv[1], int(sys.argv[2]), backend_options={"use_uvloop": True})
