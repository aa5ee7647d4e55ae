from pydantic import BaseModel

from mcprism import Accepted, Context, Server

server = Server("travel", version="1.0.0")

HELD: list[str] = []


class Confirmation(BaseModel):
    confirmed: bool


async def hold_seat() -> int:
    HELD.append("a seat")
    return len(HELD)


@server.tool
async def book(city: str, ctx: Context) -> str:
    """Holds a seat, then asks whether to take it."""
    number = await ctx.once("hold the seat", hold_seat)
    answer = await ctx.elicit(f"Seat {number} to {city}: shall I book it?", Confirmation)
    if isinstance(answer, Accepted) and answer.content.confirmed:
        return f"Seat {number} is booked."
    return f"Seat {number} is free again."
