"""Servers that are started again whenever a file changes: what is watched, and how one over HTTP is started again.

Files are looked at a few times a second, which sees changes on every file system; folders that are not the author's
are left out, so that there is little to look at.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

INTERVAL: Final = 0.3
"""Seconds between two looks, if those take little time."""
_SHARE: Final = 0.1
"""How much of the time looking may take."""
MOST_WATCHED: Final = 20_000
"""Files that are looked at; of a folder with more of them the rest is not watched."""
STOP_TIMEOUT: Final = 15.0
"""Seconds that a server may take to answer what is in flight, before it is killed."""

_NOT_THE_AUTHORS: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "build", "dist"})

Stamps = dict[str, tuple[int, int]]
"""Time and size of each file."""


class Watched:
    """The files of a server.

    Args:
        file: the server's; Python files in its folder and below are watched.
        others: files and folders of which everything is watched.
    """

    def __init__(self, file: Path, others: Sequence[Path] = ()) -> None:
        self._folder = file.resolve().parent
        self._others = others
        self.pause = INTERVAL
        """Seconds until the next look is due."""
        self._stamps = self._looked_at()

    def changed(self) -> list[str]:
        """What has changed since the last call, once nothing changes any more between two looks; usually nothing.

        Several files that are saved one after the other are one change.
        """
        before, now = self._stamps, self._looked_at()
        while now != before:
            time.sleep(self.pause)
            before, now = now, self._looked_at()
        was, self._stamps = self._stamps, now
        return sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))

    def _looked_at(self) -> Stamps:
        stamps: Stamps = {}
        began = time.perf_counter()
        for path in self._paths():
            try:
                status = Path(path).stat()
            except OSError:
                continue  # gone since its folder was read
            stamps[path] = status.st_mtime_ns, status.st_size
            if len(stamps) == MOST_WATCHED:
                break
        self.pause = max(INTERVAL, (time.perf_counter() - began) / _SHARE)
        return stamps

    def _paths(self) -> Iterator[str]:
        yield from (path for path in _below(self._folder) if path.endswith(".py"))
        for other in self._others:
            yield from _below(other) if other.is_dir() else [str(other)]


def _below(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_THE_AUTHORS and not name.startswith(".")]
        # An environment has this file, however it is called.
        folders[:] = [name for name in folders if not Path(place, name, "pyvenv.cfg").is_file()]
        yield from (str(Path(place, name)) for name in files)


def say(text: str) -> None:
    """One line to whoever writes the server."""
    sys.stderr.write(f"mcprism: {text}\n")
    sys.stderr.flush()


def named(changed: Sequence[str]) -> str:
    """The files that changed, in few words."""
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    return f"{os.path.relpath(changed[0])}{more}"


def free_port(host: str) -> int:
    """A port that is free now: a server that starts again must be found where it was."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as bound:
        bound.bind((host, 0))
        port: int = bound.getsockname()[1]
        return port


def served_again(command: Sequence[str], watched: Watched) -> int:
    """Runs a command that serves over HTTP, and again after each change, until a signal comes; the exit status.

    SIGTERM lets the command answer what is in flight. One that ends by itself is started again by the next change.
    """
    before = signal.signal(signal.SIGTERM, _terminated)
    process = subprocess.Popen(command)  # noqa: S603 -- it is this program
    has_ended = False
    try:
        while True:
            time.sleep(watched.pause)
            if not has_ended and process.poll() is not None:
                has_ended = True
                say(f"the server has ended with status {process.returncode}; a change of a file starts it again")
            changed = watched.changed()
            if changed:
                say(f"{named(changed)} changed: the server starts again")
                _stop(process)
                process, has_ended = subprocess.Popen(command), False  # noqa: S603 -- as above
    except KeyboardInterrupt:
        return 130
    except SystemExit:
        return 0
    finally:
        _stop(process)
        signal.signal(signal.SIGTERM, before)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
