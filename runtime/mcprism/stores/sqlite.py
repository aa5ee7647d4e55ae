"""Events and sessions in a SQLite file, for several processes on one machine and for restarts.

Each statement is a transaction of its own. They run in a thread, one at a time: the file is what takes the time.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any, Final, TypeVar

import anyio
from anyio.to_thread import run_sync

from mcprism.stores.events import MAX_AGE, MAX_BYTES, MAX_EVENTS, Stored
from mcprism.stores.mailboxes import MAX_BYTES as MAILBOX_BYTES
from mcprism.stores.mailboxes import MAX_LETTERS, MAX_READ
from mcprism.stores.sessions import MAX_AGE as SESSION_MAX_AGE

T = TypeVar("T")

_BUSY: Final = 5.0
"""Seconds for which one process waits while another writes."""
_RETRY: Final = 0.01
"""Seconds between two attempts at a file that others are making, too."""


class _Database:
    """A connection to the file, and the thread-hopping that it takes."""

    def __init__(self, path: str | Path, schema: str) -> None:
        self._path = path
        self._schema = schema
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._limiter: anyio.CapacityLimiter | None = None

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in a thread, in a transaction."""
        if self._limiter is None:
            # Not the default one: that belongs to whoever uses threads in handlers.
            self._limiter = anyio.CapacityLimiter(1)
        return await run_sync(self._locked, work, limiter=self._limiter)

    def close(self) -> None:
        """Closes the file; it is opened again when something is to be done."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _locked(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            if self._connection is None:
                self._connection = self._connected()
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            return result

    def _connected(self) -> sqlite3.Connection:
        deadline = monotonic() + _BUSY
        while True:
            connection = sqlite3.connect(self._path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.executescript(self._schema)
            except sqlite3.OperationalError as error:
                connection.close()
                # Where several make a new file at once, SQLite fails without waiting.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() >= deadline:
                    raise
                sleep(_RETRY)
            else:
                return connection


class SqliteEventStore:
    """Keeps events in a file. As `EventStore`.

    Args:
        path: the file; it is made where there is none.
        max_events, max_bytes: of one stream.
        max_age: seconds.
        max_streams: of all sessions; of more the ones that have been silent longest go.
        clock: seconds, the same for all processes.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        max_events: int = MAX_EVENTS,
        max_bytes: int = MAX_BYTES,
        max_age: float = MAX_AGE,
        max_streams: int = 1024,
        clock: Callable[[], float] = time,
    ) -> None:
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._max_streams = max_streams
        self._clock = clock
        self._database = _Database(path, _EVENTS)

    async def open(self, session: str) -> str:
        """As `EventStore.open`."""
        stream = secrets.token_hex(12)

        def work(db: sqlite3.Connection) -> str:
            now = self._clock()
            db.execute("INSERT INTO streams (stream, session, touched) VALUES (?, ?, ?)", (stream, session, now))
            old = "SELECT stream FROM streams WHERE touched < ? UNION SELECT stream FROM ("
            old += "SELECT stream FROM streams ORDER BY touched DESC, rowid DESC LIMIT -1 OFFSET ?)"
            _remove(db, db.execute(old, (now - self._max_age, self._max_streams)).fetchall())
            return stream

        return await self._database.do(work)

    async def append(self, session: str, stream: str, data: bytes) -> str:
        """As `EventStore.append`.

        Raises:
            LookupError: there is no such stream, or not any more.
        """

        def work(db: sqlite3.Connection) -> str:
            found = db.execute(
                "UPDATE streams SET last = last + 1, touched = ? WHERE stream = ? AND session = ? RETURNING last",
                (self._clock(), stream, session),
            ).fetchone()
            if found is None:
                raise LookupError("there is no such stream of events, or not any more")
            number: int = found[0]
            db.execute("INSERT INTO events (stream, number, data) VALUES (?, ?, ?)", (stream, number, data))
            # From the newest to the oldest: where the sum exceeds what is kept, it and all before it go.
            db.execute(
                "DELETE FROM events WHERE stream = ?1 AND number <= max(?2, coalesce((SELECT max(number) FROM ("
                "SELECT number, sum(length(data)) OVER (ORDER BY number DESC) AS total FROM events WHERE stream = ?1)"
                " WHERE total > ?3 AND number < ?4), 0))",
                (stream, number - self._max_events, self._max_bytes, number),
            )
            return f"{stream}-{number}"

        return await self._database.do(work)

    async def end(self, session: str, stream: str) -> None:
        """As `EventStore.end`. Raises as `append`."""

        def work(db: sqlite3.Connection) -> None:
            changed = db.execute("UPDATE streams SET ended = 1 WHERE stream = ? AND session = ?", (stream, session))
            if not changed.rowcount:
                raise LookupError("there is no such stream of events, or not any more")

        await self._database.do(work)

    async def after(self, session: str, event_id: str) -> Stored | None:
        """As `EventStore.after`."""
        stream, _, text = event_id.partition("-")
        if not text.isdecimal() or len(text) > 9 or int(text) < 1:
            return None
        number = int(text)

        def work(db: sqlite3.Connection) -> Stored | None:
            found = db.execute(
                "SELECT last, ended FROM streams WHERE stream = ? AND session = ? AND touched >= ?",
                (stream, session, self._clock() - self._max_age),
            ).fetchone()
            if found is None or number > found[0]:
                return None
            rows = db.execute(
                "SELECT number, data FROM events WHERE stream = ? AND number > ? ORDER BY number", (stream, number)
            ).fetchall()
            if len(rows) != found[0] - number:
                return None
            return Stored(stream, tuple((f"{stream}-{row[0]}", bytes(row[1])) for row in rows), bool(found[1]))

        return await self._database.do(work)

    async def forget(self, session: str) -> None:
        """As `EventStore.forget`."""

        def work(db: sqlite3.Connection) -> None:
            _remove(db, db.execute("SELECT stream FROM streams WHERE session = ?", (session,)).fetchall())

        await self._database.do(work)

    def close(self) -> None:
        """Closes the file; it is opened again when something is to be done."""
        self._database.close()


class SqliteSessionStore:
    """Keeps sessions in a file. As `SessionStore`.

    Args:
        path: the file; it is made where there is none, and may be that of a `SqliteEventStore`.
        max_sessions: of more the ones go that have not been asked for longest.
        max_age: seconds.
        clock: seconds, the same for all processes.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        max_sessions: int = 10_000,
        max_age: float = SESSION_MAX_AGE,
        clock: Callable[[], float] = time,
    ) -> None:
        self._max_sessions = max_sessions
        self._max_age = max_age
        self._clock = clock
        self._database = _Database(path, _SESSIONS)

    async def save(self, session: str, record: bytes) -> None:
        """As `SessionStore.save`."""

        def work(db: sqlite3.Connection) -> None:
            now = self._clock()
            db.execute(
                "INSERT OR REPLACE INTO sessions (session, record, used) VALUES (?, ?, ?)", (session, record, now)
            )
            db.execute(
                "DELETE FROM sessions WHERE used < ? OR session IN ("
                "SELECT session FROM sessions ORDER BY used DESC, rowid DESC LIMIT -1 OFFSET ?)",
                (now - self._max_age, self._max_sessions),
            )

        await self._database.do(work)

    async def load(self, session: str) -> bytes | None:
        """As `SessionStore.load`."""

        def work(db: sqlite3.Connection) -> bytes | None:
            now = self._clock()
            found = db.execute(
                "UPDATE sessions SET used = ? WHERE session = ? AND used >= ? RETURNING record",
                (now, session, now - self._max_age),
            ).fetchone()
            return None if found is None else bytes(found[0])

        return await self._database.do(work)

    async def delete(self, session: str) -> None:
        """As `SessionStore.delete`."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM sessions WHERE session = ?", (session,))

        await self._database.do(work)

    def close(self) -> None:
        """Closes the file; it is opened again when something is to be done."""
        self._database.close()


class SqliteMailbox:
    """Keeps letters in a file. As `Mailbox`.

    Args:
        path: the file; it is made where there is none, and may be that of the other stores.
        max_letters: of more the oldest go.
    """

    def __init__(self, path: str | Path, *, max_letters: int = MAX_LETTERS) -> None:
        self._max_letters = max_letters
        self._database = _Database(path, _LETTERS)

    async def put(self, letter: bytes) -> None:
        """As `Mailbox.put`."""

        def work(db: sqlite3.Connection) -> None:
            number = db.execute("INSERT INTO letters (data) VALUES (?)", (letter,)).lastrowid or 0
            db.execute("DELETE FROM letters WHERE number <= ?", (number - self._max_letters,))
            # Smaller ones fit, as many as are kept; and adding up costs more than leaving one.
            if len(letter) > MAILBOX_BYTES // self._max_letters:
                db.execute(
                    "DELETE FROM letters WHERE number <= (SELECT max(number) FROM ("
                    "SELECT number, sum(length(data)) OVER (ORDER BY number DESC) AS size FROM letters) "
                    "WHERE size > ?)",
                    (MAILBOX_BYTES,),
                )

        await self._database.do(work)

    async def after(self, place: int | None) -> tuple[int, list[bytes]]:
        """As `Mailbox.after`."""

        def work(db: sqlite3.Connection) -> tuple[int, list[bytes]]:
            if place is None:
                last: int = db.execute("SELECT coalesce(max(number), 0) FROM letters").fetchone()[0]
                return last, []
            rows = db.execute(
                "SELECT number, data FROM letters WHERE number > ? ORDER BY number LIMIT ?", (place, MAX_READ)
            ).fetchall()
            return (rows[-1][0] if rows else place), [bytes(row[1]) for row in rows]

        return await self._database.do(work)

    def close(self) -> None:
        """Closes the file; it is opened again when something is to be done."""
        self._database.close()


_LETTERS: Final = "CREATE TABLE IF NOT EXISTS letters (number INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);"

_EVENTS: Final = """
CREATE TABLE IF NOT EXISTS streams (
    stream TEXT PRIMARY KEY, session TEXT NOT NULL, touched REAL NOT NULL,
    last INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS streams_of_sessions ON streams (session);
CREATE INDEX IF NOT EXISTS streams_by_age ON streams (touched);
CREATE TABLE IF NOT EXISTS events (
    stream TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (stream, number)
) WITHOUT ROWID;
"""

_SESSIONS: Final = """
CREATE TABLE IF NOT EXISTS sessions (session TEXT PRIMARY KEY, record BLOB NOT NULL, used REAL NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_by_age ON sessions (used);
"""


def _remove(db: sqlite3.Connection, streams: Iterable[tuple[Any, ...]]) -> None:
    for row in streams:
        db.execute("DELETE FROM events WHERE stream = ?", row)
        db.execute("DELETE FROM streams WHERE stream = ?", row)
