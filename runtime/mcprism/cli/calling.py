"""`mcprism call`: one call of a tool."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import anyio
from cyclopts import Parameter

from mcprism.cli.asking import CAPABILITIES, TerminalAnswers
from mcprism.cli.blocks import Saving, is_its_json, show_blocks
from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.nearest import did_you_mean
from mcprism.cli.output import write_json
from mcprism.cli.pairs import arguments_of
from mcprism.cli.progress import ProgressShown
from mcprism.cli.reaching import HERE, Reaching, told
from mcprism.client import Client
from mcprism.errors import PeerError
from mcprism.jsonrpc import JsonObject, is_object
from mcprism.versions import MISSING_CAPABILITY, LossReport, log_loss

DEFAULT_TIMEOUT: Final = 300.0
"""Seconds for a call, with all that is asked meanwhile."""


def call(
    *words: Annotated[
        str,
        Parameter(
            name="TARGET TOOL [ARGUMENTS]",
            help="the server; the tool; its arguments: key=value ..., a JSON object, @FILE, or @- for standard input",
        ),
    ],
    output: Annotated[
        Path | None, Parameter(help="file for pictures, sounds and other binary content; more of them are numbered")
    ] = None,
    root: Annotated[
        tuple[Path, ...],
        Parameter(negative="", show_default=False, help="a folder that the server may work on; may be repeated"),
    ] = (),
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="the whole result as one JSON object")
    ] = False,
    reaching: Reaching = HERE,
) -> int:
    """The exit status: 0 if the tool did what it was asked, 1 if it says that it failed."""
    place, rest = reaching.place(words)
    if not rest:
        raise UsageFailure("TOOL is missing: name one after TARGET; mcprism list TARGET tools shows them")
    # The bar takes standard output too, and has to give it back first.
    with told(place), ProgressShown() as progress:
        handler = TerminalAnswers(progress.pause) if sys.stdin.isatty() else None
        client = reaching.client(
            place,
            handler=handler,
            capabilities=CAPABILITIES if handler else None,
            roots=root or None,
            on_loss=_on_loss,
            timeout=DEFAULT_TIMEOUT,
        )
        result = anyio.run(_called, client, rest[0], rest[1:], progress)
    failed = result.get("isError") is True
    if as_json:
        write_json(result)
    else:
        _show(result, Saving(output), failed=failed)
    return 1 if failed else 0


async def _called(unopened: Client, name: str, words: Sequence[str], progress: ProgressShown) -> JsonObject:
    async with unopened as client:
        tools = {tool.name: tool async for tool in client.list_tools()}
        if name not in tools:
            raise UsageFailure(f"the server has no tool {name!r}{did_you_mean(name, tools)}")
        schema = tools[name].to_wire()["inputSchema"]
        arguments = arguments_of(words, schema, f"the tool {name}")
        try:
            result = await client.call_tool(name, arguments, on_progress=progress)
        except PeerError as error:
            if error.code != MISSING_CAPABILITY:
                raise
            raise Failure(f"{error}; on a terminal, mcprism asks you what the server wants to know") from None
        return result.to_wire()


def _on_loss(report: LossReport) -> None:
    # That another tool has no form in the server's version is of no interest here.
    if report.method != "tools/list":
        log_loss(report)


def _show(result: JsonObject, saving: Saving, *, failed: bool) -> None:
    """Content by its kind; structured data as JSON, once: content may repeat it. What failed is no output."""
    out = sys.stderr if failed else sys.stdout
    content: list[Any] = result.get("content", [])
    structured = result.get("structuredContent")
    if len(content) == 1 and is_object(structured) and structured.keys() == {"result"}:
        # What is no object is wrapped in one. Text that is there already need not come again; nor need the wrapping.
        value = structured["result"]
        if content[0] == {"type": "text", "text": value}:
            structured = None
        elif is_its_json(content[0], value):
            content, structured = [], value
    if structured is not None:
        content = [block for block in content if not is_its_json(block, structured)]
    show_blocks(content, saving, out)
    if structured is not None:
        out.write(json.dumps(structured, indent=2) + "\n")
