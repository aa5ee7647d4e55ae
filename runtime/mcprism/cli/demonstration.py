"""`mcprism demo`: a server in a process of its own, a client that talks to it, and what they said."""

import json
import sys
from time import perf_counter
from typing import Any, Final

import anyio
from rich.console import Console
from rich.table import Table

from mcprism.cli.demo_server import HAIKU_URI
from mcprism.cli.failures import Failure
from mcprism.cli.output import console, one_line, plain
from mcprism.client import Client
from mcprism.errors import McprismError
from mcprism_types.v2026_07_28 import ContentBlock, TextContent, TextResourceContents

MODULE: Final = "mcprism.cli.demo_server"
TIMEOUT: Final = 20.0
"""Seconds for each answer. Starting Python takes the longest, and far less than this."""


def demo() -> None:
    """Runs the conversation, and shows it line by line."""
    try:
        anyio.run(_converse, _Timeline(console()))
    except McprismError as error:
        raise Failure(f"the example server did not do its part: {one_line(str(error))}") from None


class _Timeline:
    """A line for each thing that happens, with the time since the start: `->` to the server, `<-` from it."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._started = perf_counter()

    def say(self, text: str) -> None:
        """A line of its own."""
        self._out.print(text)

    def sent(self, text: str) -> None:
        """What the client asks for."""
        self._line("->", text, "cyan")

    def received(self, text: str, style: str = "bold") -> None:
        """What the server answers, or reports on the way."""
        self._line("<-", text, style)

    def _line(self, sign: str, text: str, style: str) -> None:
        row = Table.grid(padding=(0, 1))
        row.add_column(width=8, justify="right", style="dim")
        row.add_column(width=2, style="dim")
        row.add_column(overflow="fold")
        row.add_row(f"{(perf_counter() - self._started) * 1000:.0f} ms", sign, plain(text, style))
        self._out.print(row)


async def _converse(timeline: _Timeline) -> None:
    timeline.say("A server starts as a child process; a client talks to it over its standard input and output.\n")
    timeline.sent("server/discover")
    async with Client([sys.executable, "-m", MODULE], timeout=TIMEOUT, connect_timeout=TIMEOUT) as client:
        server, offers = client.server_info, sorted(client.server_capabilities.to_wire())
        timeline.received(f"{server.name} {server.version}, MCP {client.protocol_version}, with {', '.join(offers)}")

        timeline.sent("tools/list")
        timeline.received(", ".join([tool.name async for tool in client.list_tools()]))
        await _call(client, timeline, "add", {"a": 2, "b": 40})
        await _call(client, timeline, "add", {"a": 2, "b": "forty"})
        await _call(client, timeline, "countdown", {"start": 3})

        timeline.sent(f"resources/read {HAIKU_URI}")
        resource = await client.read_resource(HAIKU_URI)
        timeline.received("\n".join(part.text for part in resource.contents if isinstance(part, TextResourceContents)))

        timeline.sent('prompts/get translate {"language": "Latin"}')
        prompt = await client.get_prompt("translate", {"language": "Latin"})
        timeline.received("\n".join(f"{message.role}: {_first_line(message.content)}" for message in prompt.messages))
    timeline.say("\nThe client closed the connection, and the server has left. Next:\n")
    timeline.say(f"  mcprism inspect -- python -m {MODULE}    what this server offers; try your own")
    timeline.say("  mcprism diff 2025-06-18 2025-11-25                      what changed in the protocol")
    timeline.say("  mcprism --help                                          all commands")


async def _call(client: Client, timeline: _Timeline, tool: str, arguments: dict[str, Any]) -> None:
    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        of_total = "" if total is None else f" of {total:g}"
        timeline.received(f"progress {progress:g}{of_total}: {message}", "dim")

    timeline.sent(f"tools/call {tool} {json.dumps(arguments)}")
    result = await client.call_tool(tool, arguments, on_progress=on_progress)
    answer = ", ".join(map(_first_line, result.content))
    if result.is_error:
        timeline.received(f"error of the tool, for the model to correct: {answer}", "yellow")
    else:
        timeline.received(answer)


def _first_line(content: ContentBlock) -> str:
    return content.text.partition("\n")[0] if isinstance(content, TextContent) else content.type
