"""How far a call is, on standard error: a bar on a terminal, a line for each report elsewhere."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from mcprism.cli.output import one_line, plain, printable


class ProgressShown:
    """Shows the progress of one call while it is open, and can be awaited with each report of it."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        if sys.stderr.isatty():
            columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
            self._bar = Progress(*columns, console=Console(stderr=True, highlight=False), transient=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.pause()

    async def __call__(self, progress: float, total: float | None, message: str | None) -> None:
        """One report. As `OnProgress`."""
        words = "" if message is None else one_line(message)
        if self._bar is None:
            of_total = "" if total is None else f"/{total:g}"
            sys.stderr.write(f"{printable(f'{progress:g}{of_total} {words}'.rstrip())}\n")
            sys.stderr.flush()
            return
        description = plain(words or f"{progress:g}").plain
        if self._task is None:
            self._task = self._bar.add_task(description)
        self._bar.update(self._task, completed=progress, total=total, description=description)
        self._bar.start()

    def pause(self) -> None:
        """Takes the bar away, until the next report."""
        if self._bar is not None:
            self._bar.stop()
