"""What a server offers: asked for, and shown as tables."""

from collections.abc import AsyncIterator, Collection, Iterable
from typing import Any, Final, TypeAlias, cast

from rich.console import Console
from rich.table import Table

from mcprism.cli.output import plain
from mcprism.client import Client
from mcprism.errors import METHOD_NOT_FOUND, PeerError
from mcprism_types.base import MCPModel

Report: TypeAlias = dict[str, Any]
"""What is known of a server, under the names that its JSON uses."""

LISTS: Final = {
    "tools": ("Tools", ("name", "title", "description", "arguments")),
    "resources": ("Resources", ("uri", "name", "title", "description")),
    "resourceTemplates": ("Resource templates", ("uri template", "name", "title", "description")),
    "prompts": ("Prompts", ("name", "title", "description", "arguments")),
}
"""What a server can offer: the heading, and the columns."""
_WIDEST_NAME: Final = 40
_CAPABILITY: Final = {"resourceTemplates": "resources"}


def rows_of(report: Report, offered: str) -> list[tuple[str, ...]]:
    """The cells of one of the lists, row by row."""
    return [tuple(_cell(item, column) for column in LISTS[offered][1]) for item in report[offered]]


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
    return [f"{name}{'' if name in needed else '?'}: {kind_of(member)}" for name, member in shown.items()]


def kind_of(schema: Any) -> str:
    """The type of an argument, as far as its JSON Schema says it in one word."""
    match schema:
        case {"type": str(kind)}:
            return kind
        case {"type": [*kinds]}:
            return " | ".join(map(str, kinds))
        case _:
            return "any"


async def offered(client: Client, wanted: Collection[str] = LISTS.keys()) -> Report:
    """The lists that the server's capabilities name, of those that are wanted.

    Raises:
        McprismError: as `Client.list_tools`.
    """
    capabilities, report = client.server_capabilities.to_wire(), Report()
    for name in wanted:
        if _CAPABILITY.get(name, name) in capabilities:
            report[name] = await listed(client, name)
    return report


async def listed(client: Client, name: str) -> list[dict[str, Any]]:
    """One of the lists.

    Raises:
        McprismError: as `Client.list_tools`.
    """
    match name:
        case "tools":
            return await _all(client.list_tools())
        case "resources":
            return await _all(client.list_resources())
        case "prompts":
            return await _all(client.list_prompts())
        case _:
            return await _templates(client)


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


def show_lists(report: Report, out: Console, *, titles: bool = True) -> None:
    """Shows each of the lists that is there, with an empty line between them; without titles where there is more."""
    for index, name in enumerate(name for name in LISTS if name in report):
        heading, columns = LISTS[name]
        if index:
            out.print()
        rows = rows_of(report, name)
        if not rows:
            out.print(f"[bold]{heading}[/bold]: none")
            continue
        table = Table(title=heading, title_justify="left", title_style="bold", pad_edge=False, box=None)
        if not titles:
            # In each of the lists the description follows the title.
            at = columns.index("title")
            rows = [(*row[:at], "", row[at + 1] or row[at], *row[at + 2 :]) for row in rows]
        shown = [index for index in range(len(columns)) if any(row[index] for row in rows)]
        for index in shown:
            # What is typed again is not torn apart, if there is room.
            least = min(max(len(row[index]) for row in rows), _WIDEST_NAME) if index == 0 else None
            table.add_column(columns[index], header_style="dim", overflow="fold", min_width=least)
        for row in rows:
            table.add_row(*(plain(row[index], "cyan" if index == 0 else "") for index in shown))
        out.print(table)
