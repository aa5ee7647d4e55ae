import pytest
from first_notes import server

from mcprism import Client

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_note_is_counted() -> None:
    async with Client(server) as client:
        result = await client.call_tool("write_note", {"title": "Tides", "text": "Twice a day."})
    assert result.text == "There are 1 notes now."
