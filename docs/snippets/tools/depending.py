from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated

from mcprism import Context, Depends, Server, ToolError


@dataclass
class Pool:
    """Stands for a pool of database connections."""

    log: list[str] = field(default_factory=list[str])

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[str]:
        self.log.append("open")
        try:
            yield f"connection {self.log.count('open')}"
        finally:
            self.log.append("closed")


POOL = Pool()


@asynccontextmanager
async def lifespan(server: Server) -> AsyncGenerator[Pool]:
    yield POOL


async def connection(ctx: Context[Pool]) -> AsyncGenerator[str]:
    async with ctx.lifespan.connection() as open_connection:
        yield open_connection


def user(ctx: Context, connection: Annotated[str, Depends(connection)]) -> str:
    if ctx.peer.info is None:
        raise ToolError("say who you are: this server needs client_info")
    return f"{ctx.peer.info.name} (by {connection})"


Connection = Annotated[str, Depends(connection)]
User = Annotated[str, Depends(user)]

server = Server("accounts", version="1.0.0", lifespan=lifespan)


@server.tool
async def rename(name: str, user: User, connection: Connection) -> str:
    """Gives an account another name."""
    return f"{user} is called {name} now, by {connection}"
