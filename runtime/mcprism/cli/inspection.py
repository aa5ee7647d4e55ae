"""`mcprism inspect`: what a server is, and what it offers."""

from collections.abc import Iterable
from typing import Annotated, Any, cast

import anyio
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from mcprism.cli.failures import UsageFailure
from mcprism.cli.offers import LISTS, Report, offered, rows_of, show_lists
from mcprism.cli.output import console, escaped, markdown_row, plain, printable, write_json
from mcprism.cli.reaching import HERE, TARGET_HELP, Reaching, told
from mcprism.client import Client


def inspect(
    *target: Annotated[str, Parameter(name="TARGET", help=TARGET_HELP)],
    as_json: Annotated[bool, Parameter(name="--json", negative="", show_default=False, help="one JSON object")] = False,
    markdown: Annotated[
        bool, Parameter(negative="", show_default=False, help="Markdown, for a page of documentation")
    ] = False,
    reaching: Reaching = HERE,
) -> None:
    """Connects, asks for what the server's capabilities offer, and shows it."""
    if as_json and markdown:
        raise UsageFailure("--json and --markdown were both given; expected one of them")
    place = reaching.whole(target)
    client = reaching.client(place)
    with told(place):
        report = anyio.run(_look, client)
    if as_json:
        write_json(report)
    elif markdown:
        console().print(printable(_markdown(report)), markup=False, soft_wrap=True)
    else:
        _show(report, console())


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
        report |= await offered(client)
        return report


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
    if any(name in report for name in LISTS):
        out.print()
        show_lists(report, out)


def _markdown(report: Report) -> str:
    lines = [f"# {escaped(report['server'].get('title') or report['server']['name'])}", ""]
    lines += [f"- {name}: {escaped(value)}" for name, value in _facts(report) if name != "title"]
    for name, (heading, columns) in LISTS.items():
        if name not in report:
            continue
        lines += ["", f"## {heading}", ""]
        rows = rows_of(report, name)
        if rows:
            lines += [markdown_row(columns), markdown_row(["---"] * len(columns))]
            lines += [markdown_row([escaped(cell) for cell in row]) for row in rows]
        else:
            lines.append("None.")
    return "\n".join(lines)
