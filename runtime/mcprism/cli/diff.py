"""`mcprism diff`: what changed between two versions of the protocol."""

import json
from typing import Annotated, Final, TypedDict

from cyclopts import Parameter
from rich.table import Table

from mcprism.cli.arguments import installed_version
from mcprism.cli.failures import UsageFailure
from mcprism.cli.output import console, plain, write_json
from mcprism.versions import ERAS, installed
from mcprism.versions.stored_contract import package_text

_SUBJECTS: Final = {"method": "Methods", "error": "Errors", "type": "Types", "member": "Members"}
_STYLES: Final = {"added": "green", "removed": "red", "changed": "yellow"}


class Row(TypedDict):
    """One difference, as generated distributions ship it."""

    subject: str
    name: str
    status: str
    detail: str


def diff(
    v1: Annotated[str, Parameter(help="version of the protocol, such as 2025-06-18")],
    v2: Annotated[str, Parameter(help="another version; the older one may come first or last")],
    /,
    *,
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="the differences as JSON")
    ] = False,
) -> None:
    """Shows the differences, as seen from the older version."""
    if v1 == v2:
        raise UsageFailure(f"{v1} was given twice; expected two different versions")
    chosen = {installed_version(version, installed()) for version in (v1, v2)}
    older, newer = (version for version in ERAS if version in chosen)
    recorded: dict[str, list[Row]] = json.loads(package_text(newer, "differences.json"))
    rows = recorded[older]
    if as_json:
        write_json({"older": older, "newer": newer, "differences": rows})
    else:
        _show(older, newer, rows)


def _show(older: str, newer: str, rows: list[Row]) -> None:
    out = console()
    counts = ", ".join(f"{sum(row['status'] == status for row in rows)} {status}" for status in _STYLES)
    out.print(f"[bold]From MCP {older}, the older one, to {newer}[/bold]: {counts}")
    for subject, title in _SUBJECTS.items():
        of_subject = [row for row in rows if row["subject"] == subject]
        if not of_subject:
            continue
        table = Table(
            title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, show_header=False
        )
        table.add_column()
        table.add_column(overflow="fold")
        table.add_column(overflow="fold")
        for row in of_subject:
            table.add_row(
                plain(row["status"], _STYLES[row["status"]]), plain(row["name"], "bold"), plain(row["detail"])
            )
        out.print()
        out.print(table)
