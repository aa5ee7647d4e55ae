from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mcprism import Accepted, Cancelled, Context, Declined, Server, elicitation

server = Server("post", version="1.0.0")


@elicitation("Where should the parcel go?")
class Delivery(BaseModel):
    street: Annotated[str, Field(title="Street and number", max_length=60)]
    day: Literal["today", "tomorrow"] = "tomorrow"
    at_the_door: Annotated[bool, Field(description="Whether it may be left there")] = False


@server.tool
async def send_parcel(weight: float, ctx: Context) -> str:
    """Sends a parcel."""
    match await ctx.elicit(Delivery):
        case Accepted(delivery):
            return f"{weight:g} kg will be at {delivery.street} {delivery.day}."
        case Declined():
            return "The user does not want to send it."
        case Cancelled():
            return "The user gave no answer."
