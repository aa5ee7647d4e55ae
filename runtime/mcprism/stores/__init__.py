"""What servers keep beyond one request: events for clients that come back, and sessions for other processes."""

from typing import TYPE_CHECKING, Any

from mcprism.stores.events import EventStore, InMemoryEventStore, Stored
from mcprism.stores.mailboxes import InMemoryMailbox, Mailbox
from mcprism.stores.sessions import InMemorySessionStore, SessionStore

if TYPE_CHECKING:
    from mcprism.stores.sqlite import SqliteEventStore, SqliteMailbox, SqliteSessionStore

__all__ = [
    "EventStore",
    "InMemoryEventStore",
    "InMemoryMailbox",
    "InMemorySessionStore",
    "Mailbox",
    "SessionStore",
    "SqliteEventStore",
    "SqliteMailbox",
    "SqliteSessionStore",
    "Stored",
]


def __getattr__(name: str) -> Any:
    # SQLite takes a megabyte, and most servers keep nothing in it.
    if name not in ("SqliteEventStore", "SqliteMailbox", "SqliteSessionStore"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mcprism.stores import sqlite

    return getattr(sqlite, name)
