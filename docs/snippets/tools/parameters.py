from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mcprism import Server

server = Server("travel", version="1.0.0")


class Traveller(BaseModel):
    name: str
    age: Annotated[int, Field(ge=0, le=150)]


@server.tool
def book(
    city: Annotated[str, "Where to, such as Lisbon"],
    day: date,
    travellers: Annotated[list[Traveller], Field(min_length=1)],
    seat: Literal["window", "aisle"] = "window",
    note: str | None = None,
) -> str:
    """Books a trip."""
    names = ", ".join(traveller.name for traveller in travellers)
    return f"{city} on {day:%d %B}, {seat}: {names}"
