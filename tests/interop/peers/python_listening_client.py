"""The official Python client, 2.x, listening: `python_listening_client.py MODE COMMAND...`; prints what it heard.

MODE is that of `mcp.Client`. Runs in an environment of its own.
"""

import asyncio
import json
import sys
from typing import Any

from mcp import Client, StdioServerParameters

PATIENCE = 20.0


async def main() -> None:
    heard: list[str] = []
    enough = asyncio.Event()

    def note(name: str) -> None:
        heard.append(name)
        if len(heard) == 4:
            enough.set()

    async def on_message(message: Any) -> None:
        method = getattr(message, "method", None)
        if method is not None:
            note(f"{method} {getattr(message.params, 'uri', '')}".strip())

    server = StdioServerParameters(command=sys.argv[2], args=sys.argv[3:])
    async with Client(server, mode=sys.argv[1], message_handler=on_message) as client, asyncio.timeout(PATIENCE):
        version = client.protocol_version
        if sys.argv[1] == "legacy":
            await client.subscribe_resource("demo://greeting")
            await client.call_tool("change", {})
            await enough.wait()
            await client.unsubscribe_resource("demo://greeting")
        else:
            heard.clear()
            wanted = {f"{name}_list_changed": True for name in ("tools", "prompts", "resources")}
            async with client.listen(**wanted, resource_subscriptions=["demo://greeting"]) as subscription:
                await client.call_tool("change", {})
                events = [await anext(subscription) for _ in range(4)]
            heard[:] = [f"{type(event).__name__} {getattr(event, 'uri', '')}".strip() for event in events]
    print(json.dumps({"version": version, "heard": heard}))


asyncio.run(main())
