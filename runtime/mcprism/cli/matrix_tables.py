"""The findings of `mcprism matrix`, as tables for people, as Markdown, and as JSON for programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from mcprism.cli.comparison import without_positions
from mcprism.cli.findings import CONNECTION, Seen, State, Step
from mcprism.cli.output import escaped, markdown_row, plain
from mcprism.jsonrpc import JsonObject

NOTHING: Final = "-"
_ENOUGH: Final = 30
_MOST: Final = 40
"""Characters of a column that has to be seen whole: fewer if nothing in it is longer."""
_STYLES: Final[Mapping[str, str]] = {
    "works": "green",
    "hint": "green",
    "differs": "cyan",
    "degraded": "yellow",
    "refused": "magenta",
    "fails": "bold red",
    "invalid": "bold red",
}
_MEANS: Final[Mapping[State, str]] = {
    "hint": "something advisory, such as an icon, is not sent",
    "differs": "less or other content than in the newest version",
    "degraded": "content takes another form, such as a link that becomes text",
    "refused": "the version has no form for it, and nothing is sent",
    "fails": "an error, or no answer",
    "invalid": "a message is not valid in its version, or names what only newer ones have",
}


@dataclass(slots=True)
class _Change:
    """One thing that is not everywhere as it was written."""

    what: str
    becomes: str
    where: list[str] = field(default_factory=list[str])
    versions: list[str] = field(default_factory=list[str])


def as_json(versions: Sequence[Seen]) -> JsonObject:
    """All findings."""
    return {
        "ok": any(seen.is_spoken for seen in versions) and all(seen.is_fine for seen in versions),
        "versions": {seen.label: _version(seen) for seen in versions},
    }


def _version(seen: Seen) -> JsonObject:
    server = seen.server
    return {
        "spoken": seen.is_spoken,
        "refusal": seen.refusal,
        "server": None if server is None else {"name": server.name, "version": server.version},
        "messages": seen.messages,
        "steps": [_step(step) for step in seen.steps.values()],
    }


def _step(step: Step) -> JsonObject:
    return {
        "step": step.name,
        "state": step.state,
        "note": step.note,
        "asked": step.asked,
        "losses": [
            {
                "side": lost.side,
                "feature": lost.report.feature,
                "method": lost.report.method,
                "loss": lost.report.loss,
                "detail": lost.report.detail,
            }
            for lost in step.losses
        ],
        "differences": [{"member": row.member, "since": row.since or None} for row in step.differences],
        "violations": [
            {"sender": fault.sender, "message": fault.message, "problem": fault.problem, "since": fault.since}
            for fault in step.faults
        ],
    }


def show(versions: Sequence[Seen], out: Console) -> None:
    """The tables, for people."""
    out.print(plain(_heading(versions), "bold"))
    out.print()
    _print(out, _grid(versions), styled=True)
    for title, rows in _lists(versions):
        out.print()
        out.print(plain(title, "bold"))
        _print(out, rows)
    out.print()
    for line in _closing(versions):
        out.print(plain(line))


def as_markdown(versions: Sequence[Seen]) -> str:
    """The same for a page of documentation."""
    lines = [f"# {escaped(_heading(versions))}", "", *_markdown_table(_grid(versions))]
    for title, rows in _lists(versions):
        lines += ["", f"## {title}", "", *_markdown_table(rows)]
    return "\n".join([*lines, "", *map(escaped, _closing(versions))])


_Rows = list[list[str]]
"""The first row has the headings."""


def _heading(versions: Sequence[Seen]) -> str:
    servers = [seen.server for seen in versions if seen.server is not None]
    if not servers:
        return "The server could be used in no version of the protocol"
    server = servers[-1]
    return f"{server.name} {server.version}".strip() + " in every version of the protocol"


def _grid(versions: Sequence[Seen]) -> _Rows:
    """A row for each step, a column for each version."""
    rows = [["", *(seen.label for seen in versions)]]
    names = _in_order(seen.steps for seen in versions)
    for name in names:
        if all(_cell(seen, name) == NOTHING for seen in versions):
            continue
        rows.append([name, *(_cell(seen, name) for seen in versions)])
        asked = _in_order(dict.fromkeys(seen.steps[name].asked) for seen in versions if name in seen.steps)
        for method in asked:
            counts = [seen.steps[name].asked.count(method) if name in seen.steps else 0 for seen in versions]
            rows.append([f"  asks {method}", *(_times(count) for count in counts)])
    rows.append(["messages checked", *(str(seen.messages) if seen.is_spoken else NOTHING for seen in versions)])
    return rows


def _in_order(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    """The keys of all, those of the newest version first in their order."""
    return list(dict.fromkeys(key for part in reversed(list(parts)) for key in part))


def _cell(seen: Seen, name: str) -> str:
    step = seen.steps.get(name)
    if step is None or step.state == "missing":
        return NOTHING
    if step.name == CONNECTION and step.state != "fails":
        return "not spoken" if seen.refusal is not None else step.note
    return f"{step.state} ({step.note})" if step.note.isdigit() else step.state


def _times(count: int) -> str:
    return {0: NOTHING, 1: "once", 2: "twice"}.get(count, f"{count} times")


def _lists(versions: Sequence[Seen]) -> Iterable[tuple[str, _Rows]]:
    """What the grid cannot say, each with a heading."""
    changes = _losses(versions)
    if changes:
        yield "What does not arrive as it was written", changes
    differences = _differences(versions)
    if differences:
        yield "What older versions are not shown", differences
    refused = [[seen.label, seen.refusal] for seen in versions if seen.refusal is not None]
    if refused:
        yield "Versions that the server does not speak", [["version", "because"], *refused]
    notes = _notes(versions)
    if notes:
        yield "What came to nothing", notes
    faults = _faults(versions)
    if faults:
        yield "Messages that are not of their version", faults


def _notes(versions: Sequence[Seen]) -> _Rows:
    """Why steps failed or were refused, and what tools say that report an error."""
    found: dict[tuple[str, str], list[str]] = {}
    for seen in versions:
        for step in seen.steps.values():
            is_note = step.note and not step.note.isdigit() and step.name != CONNECTION
            if is_note or step.state == "fails":
                # What differs between versions is often nothing but their name.
                because = step.note.replace(f"version {seen.version}", seen.version)
                because = because.replace(seen.version, "this version")
                found.setdefault((step.name, because), []).append(seen.label)
    known = [seen.label for seen in versions]
    rows = [[name, because, _span(where, known)] for (name, because), where in found.items()]
    return [["step", "because", "in"], *rows] if rows else []


def _losses(versions: Sequence[Seen]) -> _Rows:
    changes: dict[tuple[str, str, str], _Change] = {}
    for seen in versions:
        for step in seen.steps.values():
            for lost in step.losses:
                report = lost.report
                key = (report.feature, report.loss, report.detail)
                by = "" if lost.side == "server" else " (by the client)"
                change = changes.setdefault(key, _Change(report.feature, f"{report.loss}: {report.detail}{by}"))
                _note(change, report.method, seen.label)
    order = ["refused", "degraded", "hint"]
    rows = sorted(changes.values(), key=lambda change: order.index(change.becomes.partition(":")[0]))
    return _change_rows(rows, versions, ["what", "becomes", "in", "for"])


def _differences(versions: Sequence[Seen]) -> _Rows:
    changes: dict[tuple[str, str], _Change] = {}
    for seen in versions:
        for step in seen.steps.values():
            for row in step.differences:
                since = f"exists from {row.since} on" if row.since else "is there in other versions"
                change = changes.setdefault((row.member, since), _Change(row.member, since))
                _note(change, step.name, seen.label)
    return _change_rows(list(changes.values()), versions, ["what", "", "in", "not shown to"])


def _note(change: _Change, where: str, version: str) -> None:
    if where not in change.where:
        change.where.append(where)
    if version not in change.versions:
        change.versions.append(version)


def _change_rows(changes: Sequence[_Change], versions: Sequence[Seen], headings: list[str]) -> _Rows:
    """A row for all that becomes of the same, and for the same versions."""
    known = [seen.label for seen in versions]
    rows: dict[tuple[str, str], _Change] = {}
    for change in changes:
        row = rows.setdefault((change.becomes, _span(change.versions, known)), _Change("", change.becomes))
        row.what = f"{row.what}, {change.what}".removeprefix(", ")
        row.where += [where for where in change.where if where not in row.where]
    listed = [[row.what, becomes, ", ".join(row.where), span] for (becomes, span), row in rows.items()]
    return [headings, *listed] if listed else []


def _span(versions: Sequence[str], known: Sequence[str]) -> str:
    """`up to 2025-06-18` where it is all versions from the first on."""
    first = list(versions) == list(known[: len(versions)])
    return f"up to {versions[-1]}" if first and len(versions) > 1 else ", ".join(versions)


def _faults(versions: Sequence[Seen]) -> _Rows:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for seen in versions:
        for step in seen.steps.values():
            for fault in step.faults:
                problem = without_positions(fault.problem.replace(f" in MCP {fault.version}", ""))
                key = (fault.sender, fault.message, problem)
                found = rows.setdefault(key, [])
                if seen.label not in found:
                    found.append(seen.label)
    known = [seen.label for seen in versions]
    listed = [[sender, message, problem, _span(found, known)] for (sender, message, problem), found in rows.items()]
    return [["sent by", "message", "problem", "in"], *listed] if listed else []


def _closing(versions: Sequence[Seen]) -> list[str]:
    states = {step.state for seen in versions for step in seen.steps.values()}
    lines = [f"{state}: {meaning}." for state, meaning in _MEANS.items() if state in states]
    faults = sum(len(step.faults) for seen in versions for step in seen.steps.values())
    failures = sum(step.state == "fails" for seen in versions for step in seen.steps.values())
    spoken = len({seen.version for seen in versions if seen.is_spoken})
    known = len({seen.version for seen in versions})
    checked = sum(seen.messages for seen in versions)
    verdict = "each is valid in its version" if not faults else f"{faults} faults, listed above"
    also = f"; {failures} steps failed" if failures else ""
    if not spoken:
        return lines
    return [*lines, f"In {spoken} of {known} versions, {checked} messages: {verdict}{also}."]


def _print(out: Console, rows: _Rows, *, styled: bool = False) -> None:
    table = Table(pad_edge=False, box=None)
    last = len(rows[0]) - 1
    for position, heading in enumerate(rows[0]):
        # What something is and which versions it is about stay as they are; the columns between make room.
        fixed = None if styled or position not in (0, last) else _width([row[position] for row in rows])
        table.add_column(
            plain(heading), header_style="dim", overflow="fold", no_wrap=styled and position > 0, width=fixed
        )
    for row in rows[1:]:
        cells = [plain(row[0], "dim" if row[0].startswith("  ") else "")]
        table.add_row(*cells, *(plain(cell, _style(cell) if styled else "") for cell in row[1:]))
    out.print(table)


def _width(cells: Sequence[str]) -> int:
    """Room for each cell, or at least for each of its words."""
    longest_word = max(len(word) for cell in cells for word in cell.split() or [""])
    return min(max(map(len, cells)), max(longest_word, _ENOUGH), _MOST)


def _style(cell: str) -> str:
    return _STYLES.get(cell.partition(" ")[0], "dim")


def _markdown_table(rows: _Rows) -> list[str]:
    heading, *rest = ([escaped(cell) for cell in row] for row in rows)
    return [markdown_row(heading), markdown_row(["---"] * len(heading)), *map(markdown_row, rest)]
