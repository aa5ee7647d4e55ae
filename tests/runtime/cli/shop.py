"""A server with something of everything, for the commands that use one."""

import base64
from typing import Annotated, Literal

import anyio
from pydantic import BaseModel, Field

from mcprism import Context, Image, Server, ToolError

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

server = Server("shop", version="1.0.0", instructions="Buy something.")


class Parcel(BaseModel):
    """Where a parcel goes."""

    street: str = Field(description="and number", min_length=3)
    floor: int = Field(ge=0, le=99)
    express: bool = False
    colours: list[Literal["red", "green"]]


@server.tool(read_only=True)
def price(article: str, count: int = 1, colours: list[str] | None = None, gift: bool = False) -> str:
    """What something costs."""
    return f"{count} x {article} in {colours}, {'wrapped' if gift else 'plain'}"


@server.tool
def stock(article: str) -> dict[str, int]:
    """How many there are."""
    return {article: 3}


@server.tool
async def pack(pieces: Annotated[int, Field(ge=1, le=9)], ctx: Context) -> str:
    """Packs a parcel, piece by piece."""
    for piece in range(1, pieces + 1):
        await ctx.progress(piece, total=pieces, message=f"piece {piece}")
        await anyio.lowlevel.checkpoint()
    return f"packed {pieces}"


@server.tool
def picture() -> list[Image | str]:
    """Two pictures and a word."""
    return [Image(DOT, mime_type="image/png"), "a dot", Image(DOT, mime_type="image/png")]


@server.tool
def refuse() -> str:
    """Does not want to."""
    raise ToolError("sold out")


@server.tool
async def send(ctx: Context) -> str:
    """Asks where to send it."""
    return repr(await ctx.elicit("Where to?", Parcel))


@server.tool
async def pay(ctx: Context) -> str:
    """Asks to pay on a page."""
    return type(await ctx.elicit_url("Please pay", "https://example.com/pay")).__name__


@server.resource("shop://terms")
def terms() -> str:
    """What holds."""
    return "Be kind.\x1b[31m"


@server.resource("shop://dot", mime_type="image/png")
def dot() -> bytes:
    """A picture."""
    return DOT


@server.resource("shop://articles/{name}")
def article(name: str) -> str:
    """One article."""
    return f"An article: {name}"


@server.prompt
def advise(article: str, tone: Literal["kind", "dry"] = "kind") -> str:
    """Asks for advice."""
    return f"Is {article} any good? Be {tone}."
