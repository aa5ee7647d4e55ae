"""A server for many clients, as a process: its options are the argument, as JSON, and it tells how it is.

`x` answers at once and with some text if asked, `wait` when it is cancelled, `work` after a while; `begun` answers once
so many of these have begun, `ended` once none is being done any more, and `state` with what there is in the process.
"""

import asyncio
import gc
import json
import sys
import threading
from pathlib import Path

import anyio

from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolRequestParams, CallToolResult, ServerHandler, TextContent


class Loaded(ServerHandler[Context]):
    """The tools."""

    def __init__(self) -> None:
        self.begun = 0
        self.running = 0
        self.changed = anyio.Event()

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        arguments = params.arguments or {}
        match params.name:
            case "wait":
                await self.take(600)
            case "work":
                await self.take(arguments["seconds"])
            case "begun":
                while self.begun < arguments["count"]:
                    await self.changed.wait()
            case "ended":
                while self.running:
                    await self.changed.wait()
            case "state":
                return CallToolResult(content=[TextContent(text=json.dumps(self.state()))])
        return CallToolResult(content=[TextContent(text="x" * arguments.get("size", 1))])

    async def take(self, seconds: float) -> None:
        """Is being done for so long."""
        self.begun += 1
        self.running += 1
        self.tell()
        try:
            await anyio.sleep(seconds)
        finally:
            self.running -= 1
            self.tell()

    def tell(self) -> None:
        """Something has begun or ended."""
        self.changed.set()
        self.changed = anyio.Event()

    def state(self) -> dict[str, int]:
        """What there is in the process."""
        gc.collect()
        return {
            "begun": self.begun,
            "blocks": sys.getallocatedblocks(),
            "tasks": len(asyncio.all_tasks()),
            "threads": threading.active_count(),
            "descriptors": len([*Path("/proc/self/fd").iterdir()]),
        }


if __name__ == "__main__":
    capabilities = {"tools": {"listChanged": True}}
    server = Server.from_handler(Loaded(), name="loaded", version="1", capabilities=capabilities)
    server.run("http", port=0, **json.loads(sys.argv[1]))
