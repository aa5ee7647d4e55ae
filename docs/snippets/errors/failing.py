import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from mcprism import InvalidParams, ProtocolError, Server, ToolError


class Audit(logging.Handler):
    """Shows what the log has of a failure."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            print("in the log:", repr(record.exc_info[1]))


@asynccontextmanager
async def audited(server: Server) -> AsyncGenerator[None]:
    log, audit = logging.getLogger("mcprism"), Audit()
    log.addHandler(audit)
    yield
    log.removeHandler(audit)


server = Server("bank", version="1.0.0", lifespan=audited)


@server.tool
def withdraw(amount: int) -> str:
    """Takes money."""
    if amount > 100:
        raise ToolError("at most 100 can be withdrawn a day: ask for less")
    if amount < 0:
        raise InvalidParams("amount must not be below zero")
    if amount == 0:
        raise ProtocolError("the bank is closed", code=-31000, data={"opens": "09:00"})
    raise ConnectionError("db://teller:secret@10.0.0.7 does not answer")
