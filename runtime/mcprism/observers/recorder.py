"""Messages as lines of a file. Writing is a thread's business: nobody who talks waits for a disk."""

import atexit
import logging
import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Final, Self
from weakref import WeakMethod

from pydantic_core import to_json

from mcprism.jsonrpc import JsonObject
from mcprism.observers.message import MessageEvent
from mcprism.observers.redaction import Redact

MAX_WAITING: Final = 16 * 1024 * 1024
"""Bytes of messages that may wait to be written; what comes when there are more is dropped."""

CLOSE_TIMEOUT: Final = 5.0
"""Seconds that closing waits for what is still to be written."""

_OVERHEAD: Final = 1024
"""Bytes that a message takes beside its text, about: many small ones are bounded too."""

_log = logging.getLogger("mcprism")


class Recorder:
    """Appends each message to a file, one line of JSON for each.

        with Recorder("messages.jsonl") as recorder:
            Server("demo", version="1.0.0", observers=[recorder]).run()

    A line has `time` (seconds since 1970), `direction`, `kind`, `method`, `id`, `session_id`, `stream_id`, `version`,
    `elapsed`, `batch_index` and `problem`, as far as they are known, and the `message`. Where the disk does not keep
    up, messages are dropped; a line `{"dropped": 12}` says how many, at that place, and so does the log.

    What was shown before `close` is in the file after it. Without `with`, it is closed when the interpreter ends.
    Several processes may write to the same file.

    Args:
        path: the file. It grows as long as this is used.
        redact: takes secrets out of what is kept: it is given each message, and returns what is written of it. It runs
            in the thread. Where it fails nothing of the message is written.
        max_waiting: bytes of messages that may wait to be written.

    Raises:
        OSError: the file cannot be opened.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, redact: Redact | None = None, max_waiting: int = MAX_WAITING
    ) -> None:
        self.dropped = 0
        """How many messages are missing in the file."""
        self._file = Path(path).open("ab", buffering=0)  # noqa: SIM115 - it is closed by `close`
        self._redact: Final = redact
        self._max_waiting: Final = max_waiting
        self._waiting: deque[MessageEvent | int] = deque()
        self._size = 0
        self._changed = Condition()
        self._is_closing = False
        self._thread: Thread | None = None
        self._warned: set[str] = set()
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            forked = WeakMethod(self._forked)
            os.register_at_fork(after_in_child=lambda: _called(forked))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def on_receive(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_receive`."""
        self._keep(event)

    def on_send(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_send`."""
        self._keep(event)

    def close(self) -> None:
        """Writes what waits, and closes the file; within a limit, in case the disk hangs. What comes later is dropped.

        Nothing happens if it was closed before.
        """
        with self._changed:
            if self._is_closing:
                return
            self._is_closing = True
            self._changed.notify()
            thread = self._thread
        atexit.unregister(self.close)
        if thread is None:
            self._file.close()
        else:
            thread.join(CLOSE_TIMEOUT)
            if thread.is_alive():
                _log.error("%s is not complete: writing takes longer than %g s", self._file.name, CLOSE_TIMEOUT)
        if self.dropped:
            _log.warning("%d messages were not recorded in %s", self.dropped, self._file.name)

    def _keep(self, event: MessageEvent) -> None:
        size = len(event.raw) + _OVERHEAD
        with self._changed:
            if self._is_closing or self._size + size > self._max_waiting:
                self._drop()
                return
            self._waiting.append(event)
            self._size += size
            self._begin()

    def _drop(self) -> None:
        self.dropped += 1
        if self._is_closing:
            return
        last = self._waiting[-1] if self._waiting else None
        if isinstance(last, int):
            self._waiting[-1] = last + 1
        else:
            self._waiting.append(1)
        self._warn("messages come faster than they are written to it, and some are dropped")
        self._begin()

    def _begin(self) -> None:
        """Has the thread write what waits. It is made here, because a fork has no threads of what it was made from."""
        if self._thread is None:
            self._thread = Thread(target=self._write_all, name="mcprism records messages", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _write_all(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    if self._is_closing:
                        self._file.close()
                        return
                    self._changed.wait()
                entry = self._waiting.popleft()
            self._write(entry)
            if not isinstance(entry, int):
                with self._changed:
                    self._size -= len(entry.raw) + _OVERHEAD

    def _write(self, entry: MessageEvent | int) -> None:
        line: JsonObject = {"dropped": entry} if isinstance(entry, int) else self._line(entry)
        try:
            # In one piece, so that several processes may write to the same file.
            self._file.write(to_json(line, inf_nan_mode="null") + b"\n")
        except (OSError, ValueError) as error:
            self.dropped += entry if isinstance(entry, int) else 1
            self._warn(f"cannot be written to: {error}")

    def _line(self, event: MessageEvent) -> JsonObject:
        members: JsonObject = {
            "time": event.time,
            "direction": event.direction,
            "kind": event.kind,
            "method": event.method,
            "id": event.request_id,
            "session_id": event.session_id,
            "stream_id": event.stream_id,
            "version": event.version,
            "elapsed": event.elapsed,
            "batch_index": event.batch_index,
            "problem": event.problem,
        }
        line = {name: value for name, value in members.items() if value is not None}
        return line | self._kept(event)

    def _kept(self, event: MessageEvent) -> JsonObject:
        """What is written of the message itself."""
        if event.message is None and event.raw:
            # Nothing can be taken out of what cannot be read.
            return {} if self._redact is not None else {"raw": event.raw.decode(errors="replace")}
        if self._redact is None:
            return {"message": event.message}
        try:
            return {"message": self._redact(event.message)}
        except Exception:  # the border: whatever it does, what it was to take out is not written
            if "redact" not in self._warned:
                self._warned.add("redact")
                _log.exception("redact failed: nothing of such messages is recorded in %s", self._file.name)
            return {"redacted": True}

    def _warn(self, problem: str) -> None:
        """Logs a problem with the file when it is there for the first time."""
        if problem not in self._warned:
            self._warned.add(problem)
            _log.warning("%s: %s", self._file.name, problem)

    def _forked(self) -> None:
        """In a new process: the thread is that of the other one, and so is what waits for it."""
        self._changed = Condition()
        self._thread = None
        self._waiting = deque()
        self._size = 0


def _called(method: "WeakMethod[Callable[[], None]]") -> None:
    """Calls a method, unless its object is gone."""
    found = method()
    if found is not None:
        found()
