"""`mcprism inspect`: what a server is, and what it offers."""

import shlex
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Annotated, Any, cast

import anyio
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from mcprism.cli.arguments import TARGET_FORMS, installed_version, target_of
from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.output import console, escaped, markdown_row, one_line, plain, printable, write_json
from mcprism.client import Client
from mcprism.client.http.target import HttpTransport
from mcprism.client.targets import http_target
from mcprism.errors import (
    METHOD_NOT_FOUND,
    ConnectionClosed,
    McprismError,
    PeerError,
    RequestTimeout,
    UnsupportedVersion,
)
from mcprism.server import Server
from mcprism.versions import installed
from mcprism_types.base import MCPModel

Report = dict[str, Any]
"""What is known of a server, under the names that its JSON uses."""


def inspect(
    *target: Annotated[str, Parameter(name="TARGET", help="address, script, command in quotes, or command after --")],
    as_json: Annotated[bool, Parameter(name="--json", negative="", help="one JSON object")] = False,
    markdown: Annotated[bool, Parameter(negative="", help="Markdown, for a page of documentation")] = False,
    version: Annotated[str | None, Parameter(help="version of the protocol to speak; the newest by default")] = None,
    transport: Annotated[
        HttpTransport | None, Parameter(help="of an address: streamable, sse, or auto for whichever is there")
    ] = None,
    timeout: Annotated[float, Parameter(help="seconds that the server may take for each answer")] = 30.0,
) -> None:
    """Connects, asks for what the server's capabilities offer, and shows it."""
    if as_json and markdown:
        raise UsageFailure("--json and --markdown were both given; expected one of them")
    if timeout <= 0:
        raise UsageFailure(f"--timeout is {timeout:g}; expected a number of seconds above 0")
    place = target_of(target)
    pinned = None if version is None else installed_version(version, installed())
    try:
        report = anyio.run(_look, _client(place, transport, pinned, timeout))
    except UnsupportedVersion as error:
        if error.answered is None:
            raise Failure(str(error)) from None
        raise Failure(
            f"the server speaks version {error.answered} of the protocol, not {error.requested}; "
            f"add --version {error.answered}"
        ) from None
    except RequestTimeout as error:
        raise Failure(f"{error.method} was not answered within {error.timeout:g} s; --timeout gives more") from None
    except ConnectionClosed as error:
        raise Failure(f"{one_line(str(error))}{_to_see_more(place)}") from None
    except McprismError as error:
        raise Failure(str(error)) from None
    if as_json:
        write_json(report)
    elif markdown:
        console().print(printable(_markdown(report)), markup=False, soft_wrap=True)
    else:
        _show(report, console())


def _to_see_more(target: str | list[str] | Server) -> str:
    match target:
        case str() if "://" not in target:
            command = [sys.executable, target]
        case list():
            command = target
        case _:
            return ""
    return f" (to see all that it writes: {shlex.join(command)})"


def _client(
    target: str | list[str] | Server, transport: HttpTransport | None, version: str | None, timeout: float
) -> Client:
    try:
        address = http_target(target)
        if transport is None:
            return Client(target, version=version, timeout=timeout, connect_timeout=timeout)
        if address is None:
            raise UsageFailure(f"--transport is {transport}, and only an address has a choice. {TARGET_FORMS}")
        address = replace(address, transport=transport)
        return Client(address, version=version, timeout=timeout, connect_timeout=timeout)
    except ValueError as error:
        raise UsageFailure(f"{error}. {TARGET_FORMS}") from None


async def _look(unopened: Client) -> Report:
    async with unopened as client:
        capabilities = client.server_capabilities.to_wire()
        info = client.server_info
        report: Report = {
            "server": {"name": info.name, "version": info.version} | ({"title": info.title} if info.title else {}),
            "protocolVersion": client.protocol_version,
            "capabilities": capabilities,
            "instructions": client.instructions,
        }
        if "tools" in capabilities:
            report["tools"] = await _all(client.list_tools())
        if "resources" in capabilities:
            report["resources"] = await _all(client.list_resources())
            report["resourceTemplates"] = await _templates(client)
        if "prompts" in capabilities:
            report["prompts"] = await _all(client.list_prompts())
        return report


async def _all(items: AsyncIterator[MCPModel]) -> list[dict[str, Any]]:
    return [item.to_wire() async for item in items]


async def _templates(client: Client) -> list[dict[str, Any]]:
    """The resource templates. One capability stands for resources and templates; not every server has both methods."""
    try:
        return await _all(client.list_resource_templates())
    except PeerError as error:
        if error.code != METHOD_NOT_FOUND:
            raise
        return []


_LISTS = {
    "tools": ("Tools", ("name", "title", "description", "arguments")),
    "resources": ("Resources", ("uri", "name", "title", "description")),
    "resourceTemplates": ("Resource templates", ("uri template", "name", "title", "description")),
    "prompts": ("Prompts", ("name", "title", "description", "arguments")),
}
"""What a server can offer: the heading, and the columns."""


def _rows(report: Report, offered: str) -> list[tuple[str, ...]]:
    return [tuple(_cell(item, column) for column in _LISTS[offered][1]) for item in report[offered]]


def _cell(item: dict[str, Any], column: str) -> str:
    text: str
    match column:
        case "title":
            text = item.get("title") or item.get("annotations", {}).get("title") or ""
        case "description":
            text = (item.get("description") or "").strip().partition("\n")[0]
        case "uri template":
            text = item["uriTemplate"]
        case "arguments":
            text = ", ".join(_arguments(item))
        case _:
            text = item[column]
    return text


def _arguments(item: dict[str, Any]) -> Iterable[str]:
    """The arguments of a tool or a prompt, each as `name: type`, with `?` if it may be left out."""
    schema = item.get("inputSchema")
    if schema is None:
        return [argument["name"] + ("" if argument.get("required") else "?") for argument in item.get("arguments", ())]
    # The schema is the author's document: nothing has checked what is in it.
    members, required = schema.get("properties"), schema.get("required")
    needed = cast("list[object]", required) if isinstance(required, list) else []
    shown = cast("dict[str, Any]", members) if isinstance(members, dict) else {}
    return [f"{name}{'' if name in needed else '?'}: {_kind(member)}" for name, member in shown.items()]


def _kind(schema: Any) -> str:
    """The type of an argument, as far as its JSON Schema says it in one word."""
    match schema:
        case {"type": str(kind)}:
            return kind
        case {"type": [*kinds]}:
            return " | ".join(map(str, kinds))
        case _:
            return "any"


def _facts(report: Report) -> list[tuple[str, str]]:
    server = report["server"]
    facts = [("server", f"{server['name']} {server['version']}"), ("protocol", report["protocolVersion"])]
    if "title" in server:
        facts.insert(0, ("title", server["title"]))
    facts.append(("capabilities", ", ".join(_capabilities(report["capabilities"])) or "none"))
    if report["instructions"]:
        facts.append(("instructions", report["instructions"]))
    return facts


def _capabilities(declared: dict[str, Any]) -> Iterable[str]:
    """Each capability, with what it includes: `resources (subscribe)`."""
    for name, value in declared.items():
        parts = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        included = [part for part, on in parts.items() if on is not False]
        yield f"{name} ({', '.join(included)})" if included else name


def _show(report: Report, out: Console) -> None:
    facts = Table(box=None, show_header=False, pad_edge=False)
    facts.add_column(style="bold")
    facts.add_column(overflow="fold")
    for name, value in _facts(report):
        facts.add_row(name, plain(value))
    out.print(facts)
    for offered, (heading, columns) in _LISTS.items():
        if offered not in report:
            continue
        out.print()
        rows = _rows(report, offered)
        if not rows:
            out.print(f"[bold]{heading}[/bold]: none")
            continue
        table = Table(title=heading, title_justify="left", title_style="bold", pad_edge=False, box=None)
        shown = [index for index in range(len(columns)) if any(row[index] for row in rows)]
        for index in shown:
            table.add_column(columns[index], header_style="dim", overflow="fold")
        for row in rows:
            table.add_row(*(plain(row[index], "cyan" if index == 0 else "") for index in shown))
        out.print(table)


def _markdown(report: Report) -> str:
    lines = [f"# {escaped(report['server'].get('title') or report['server']['name'])}", ""]
    lines += [f"- {name}: {escaped(value)}" for name, value in _facts(report) if name != "title"]
    for offered, (heading, columns) in _LISTS.items():
        if offered not in report:
            continue
        lines += ["", f"## {heading}", ""]
        rows = _rows(report, offered)
        if rows:
            lines += [markdown_row(columns), markdown_row(["---"] * len(columns))]
            lines += [markdown_row([escaped(cell) for cell in row]) for row in rows]
        else:
            lines.append("None.")
    return "\n".join(lines)
