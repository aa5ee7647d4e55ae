import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from mcprism import Context, Server


@dataclass
class App:
    database: sqlite3.Connection


@asynccontextmanager
async def lifespan(server: Server) -> AsyncGenerator[App]:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("create table visits (name text)")
    try:
        yield App(database)
    finally:
        database.close()


server = Server("visits", version="1.0.0", lifespan=lifespan)


@server.tool
def visit(name: str, ctx: Context[App]) -> int:
    """Notes a visit, and says how many there were."""
    database = ctx.lifespan.database
    database.execute("insert into visits values (?)", (name,))
    (count,) = database.execute("select count(*) from visits").fetchone()
    return count
