# region tools
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mcprism import Accepted, Context, Image, Server, ToolError, elicitation

server = Server("weather", version="1.0.0", instructions="Weather of cities, a week ahead.")

DEGREES = {"Lisbon": 28.5, "Porto": 23.0}


class Forecast(BaseModel):
    city: str
    degrees: float
    sky: Literal["clear", "clouds", "rain"]


@server.tool(title="Weather of a city", read_only=True, timeout=30)
async def forecast(city: str, days: Annotated[int, Field(ge=0, le=7)] = 0) -> Forecast:
    """What the weather will be.

    Args:
        city: its English name, such as Lisbon
        days: from today
    """
    if city not in DEGREES:
        raise ToolError(f"there is no forecast for {city!r}; there is one for {', '.join(DEGREES)}")
    return Forecast(city=city, degrees=DEGREES[city], sky="clear")


@server.tool
def radar() -> Image:
    """Where it rains now, as a picture."""
    return Image(b"\x89PNG\r\n\x1a\n")


# endregion
# region resources
@server.resource("weather://{city}/{year}", title="The weather of a year", mime_type="text/csv")
def archive(city: str, year: Annotated[int, Field(ge=1950)]) -> str:
    """Degrees of each day."""
    return f"date,degrees\n{year}-01-01,{DEGREES[city]}"


@server.prompt(title="Plan a day")
def plan(city: str, mood: Literal["lazy", "busy"] = "lazy") -> str:
    """Plans a day outside."""
    return f"Plan a {mood} day in {city}. Look at the forecast first."


# endregion
# region context
@server.tool(read_only=True)
async def warmest(cities: list[str], ctx: Context) -> str:
    """Which of these cities is the warmest today."""
    for number, city in enumerate(cities, start=1):
        await ctx.progress(number, total=len(cities), message=f"asked about {city}")
    return max(cities, key=lambda city: DEGREES.get(city, 0))


@elicitation("When is it too cold for you?")
class Alarm(BaseModel):
    degrees: Annotated[float, Field(title="Wake me below")]


@server.tool
async def set_alarm(city: str, ctx: Context) -> str:
    """Has the user woken when a city is too cold."""
    match await ctx.elicit(Alarm):
        case Accepted(alarm):
            return f"You will be woken below {alarm.degrees:g} degrees in {city}."
        case _:  # Declined or Cancelled
            return "No alarm was set."


# endregion
if __name__ == "__main__":
    server.run()
