"""What servers keep beyond one request: events for clients that come back, and sessions for other processes."""

from mcprism.stores.events import EventStore, InMemoryEventStore, Stored
from mcprism.stores.sessions import InMemorySessionStore, SessionStore
from mcprism.stores.sqlite import SqliteEventStore, SqliteSessionStore

__all__ = [
    "EventStore",
    "InMemoryEventStore",
    "InMemorySessionStore",
    "SessionStore",
    "SqliteEventStore",
    "SqliteSessionStore",
    "Stored",
]
