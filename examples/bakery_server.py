"""A server to try the command line with: it sells bread, bakes it, and asks where to bring it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mcprism import Context, Image, Server, ToolError

PRICES = {"rye": 3.5, "wheat": 2.75}
LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63d8000000b200b1550ae82a0000000049454e44ae426082"
)

server = Server("bakery", version="1.0.0", title="The bakery", instructions="Bread, baked when you ask for it.")


class Address(BaseModel):
    street: str
    express: bool = False


@server.tool(title="Price of some bread", read_only=True)
def price(bread: Literal["rye", "wheat"], loaves: Annotated[int, Field(ge=1, le=100)] = 1) -> dict[str, float]:
    """What some loaves cost."""
    return {"each": PRICES[bread], "total": PRICES[bread] * loaves}


@server.tool
async def bake(breads: list[str], ctx: Context) -> str:
    """Bakes one loaf after the other."""
    for done, bread in enumerate(breads, start=1):
        if bread not in PRICES:
            raise ToolError(f"there is no {bread} bread; there is {' and '.join(PRICES)}")
        await ctx.progress(done, total=len(breads), message=f"baked {bread}")
    return f"Here you are: {', '.join(breads)}."


@server.tool
async def deliver(bread: Literal["rye", "wheat"], ctx: Context) -> str:
    """Asks for the address, and brings the bread there."""
    answer = await ctx.elicit("Where should it go?", Address)
    return f"{bread}: {answer!r}"


@server.tool(read_only=True)
def logo() -> Image:
    """The sign above the door."""
    return Image(LOGO, mime_type="image/png")


@server.resource("bakery://hours")
def hours() -> str:
    """When we are open."""
    return "Tuesday to Saturday, 7 to 13."


@server.resource("bakery://recipes/{bread}")
def recipe(bread: str) -> str:
    """How a bread is made."""
    return f"Flour of {bread}, water, salt, and a night."


@server.prompt
def advertise(bread: str, tone: Literal["plain", "poetic"] = "plain") -> str:
    """Asks for a sign in the window."""
    return f"Write a {tone} sign for our {bread} bread."


if __name__ == "__main__":
    server.run()
