from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from mcprism import Context, Server


@asynccontextmanager
async def lifespan(server: Server) -> AsyncGenerator[dict[str, float]]:
    yield {"Lisbon": 28.5}


weather = Server("weather", version="1.0.0", lifespan=lifespan)


@weather.tool
def forecast(city: str, ctx: Context[dict[str, float]]) -> float:
    """Degrees of tomorrow."""
    return ctx.lifespan[city]


@weather.resource("weather://stations")
def stations() -> list[str]:
    return ["Lisbon"]
