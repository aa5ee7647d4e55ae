from pathlib import Path
from tempfile import mkdtemp

from mcprism import Server
from mcprism.stores import SqliteEventStore, SqliteMailbox, SqliteSessionStore

server = Server("clock", version="1.0.0")


@server.tool
def now() -> str:
    return "ten past four"


if __name__ == "__main__":
    folder = Path(mkdtemp())  # one that all processes see
    server.run(
        "http",
        port=8080,
        workers=2,
        legacy_sse=False,
        session_store=SqliteSessionStore(folder / "sessions.db"),
        mailbox=SqliteMailbox(folder / "letters.db"),
        event_store=SqliteEventStore(folder / "events.db"),
    )
