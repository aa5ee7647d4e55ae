import pytest
from weather import Forecast, server

from mcprism import Client


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_the_forecast_of_a_city() -> None:
    async with Client(server) as client:
        result = await client.call_tool("forecast", {"city": "Lisbon"}, returns=Forecast)
    assert result.data == Forecast(city="Lisbon", degrees=28.5, sky="clear")
