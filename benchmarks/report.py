"""What a benchmark gives: rows of samples, taken by turns, and their table in multiples of the limit."""

import argparse
import json
import os
import signal
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from peers.participants import Participant, find_participants
from programs import BenchmarkError


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what each participant's rounds gave. The first participant is the limit."""

    case: str
    unit: str
    samples: Mapping[str, Sequence[float]]
    has_limit: bool = True
    """False: the limit does nothing of this kind, and there is nothing to compare with."""

    def ratios(self) -> dict[str, float]:
        """The median of each participant in multiples of the limit's."""
        if not self.has_limit:
            return {}
        limit = statistics.median(next(iter(self.samples.values())))
        return {name: statistics.median(values) / limit for name, values in self.samples.items()}


class Measure(Protocol):
    """What takes the samples."""

    def __call__(self, participants: Sequence[Participant], *, seconds: float, rounds: int) -> list[Row]:
        """All rows, from windows of so many seconds.

        Raises:
            BenchmarkError: a program failed or answered wrongly.
        """
        ...


def by_turns(measurements: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Samples of each measurement, one after the other in each round; a round before them is thrown away."""
    for warm_up in measurements.values():
        warm_up()
    samples: dict[str, list[float]] = {name: [] for name in measurements}
    for _ in range(rounds):
        for name, measurement in measurements.items():
            samples[name].append(measurement())
    return samples


def table(participants: Sequence[Participant], rows: Sequence[Row]) -> str:
    """The rows in Markdown: multiples of the limit, medians, least disturbed rounds; what is missing and why."""
    taking_part = {name for row in rows for name in row.samples}
    participants = [
        participant for participant in participants if participant.missing or participant.name in taking_part
    ]
    lines = [
        "| case | " + " | ".join(participant.name for participant in participants) + " |",
        "| --- |" + " --- |" * len(participants),
    ]
    for row in rows:
        ratios = row.ratios()
        cells = [
            "missing" if participant.missing else _cell(row.samples.get(participant.name), ratios.get(participant.name))
            for participant in participants
        ]
        lines.append(f"| {row.case} ({row.unit}) | " + " | ".join(cells) + " |")
    lines += ["", "**multiple of the limit** · median (least disturbed round)"]
    for participant in participants:
        facts = participant.missing and f"missing: {participant.missing}"
        facts = facts or ", ".join(f"{name} {number}" for name, number in participant.versions.items())
        if facts:
            lines.append(f"- {participant.name}: {facts}")
    return "\n".join(lines)


def _cell(values: Sequence[float] | None, ratio: float | None) -> str:
    if values is None:
        return "-"
    least = f" ({_three_digits(min(values))})" if len(values) > 1 else ""
    times = "" if ratio is None else f"**{ratio:.1f}** · "
    return f"{times}{_three_digits(statistics.median(values))}{least}"


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main(transport: str, measure: Measure) -> None:
    """Measures as the arguments of the program say, and prints."""
    parser = argparse.ArgumentParser(
        description=f"CPU, memory and time over {transport}: mcprism, the official SDKs and the limit."
    )
    parser.add_argument("--json", action="store_true", help="print every sample as JSON, not the table")
    parser.add_argument("--seconds", type=float, default=0.4, help="length of one window (default: 0.4)")
    parser.add_argument("--rounds", type=int, default=5, help="windows of each participant and case (default: 5)")
    options = parser.parse_args()
    if options.seconds <= 0 or options.rounds < 1:
        parser.error("--seconds must be above 0 and --rounds at least 1")
    # The default would end this process and leave those that it has started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    peers, node = os.environ.get("MCPRISM_PEERS"), os.environ.get("MCPRISM_NODE")
    participants = find_participants(
        Path(peers).absolute() if peers else None,
        Path(node).absolute() if node else None,
    )
    try:
        rows = measure(participants, seconds=options.seconds, rounds=options.rounds)
    except BenchmarkError as error:
        sys.exit(f"error: {error}")
    date, python = datetime.now(UTC).date().isoformat(), sys.version.split()[0]
    if options.json:
        report = {
            "transport": transport,
            "date": date,
            "python": python,
            "seconds": options.seconds,
            "rounds": options.rounds,
            "versions": {it.name: dict(it.versions) for it in participants if not it.missing},
            "missing": {it.name: it.missing for it in participants if it.missing},
            "rows": [
                {"case": row.case, "unit": row.unit, "samples": row.samples, "ratios": row.ratios()} for row in rows
            ],
        }
        print(json.dumps(report, indent=2))
    else:
        print(f"{transport}, {date}, Python {python}, rounds: {options.rounds}, windows of {options.seconds:g} s\n")
        print(table(participants, rows))
