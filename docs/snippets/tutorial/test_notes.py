from collections.abc import AsyncGenerator

import pytest
from notes import server

from mcprism import Client, Context, PeerError
from mcprism_types.v2026_07_28 import ClientHandler, ElicitRequestParams, ElicitResult

pytestmark = pytest.mark.anyio

TIDES = {"title": "Tides", "text": "Twice a day."}


class Agrees(ClientHandler[Context]):
    async def elicit(self, params: ElicitRequestParams, ctx: Context) -> ElicitResult:
        return ElicitResult(action="accept", content={"delete": True})


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def client() -> AsyncGenerator[Client]:
    async with Client(server, handler=Agrees()) as client:
        await client.call_tool("write_note", TIDES)
        yield client


async def test_notes_are_found_by_words(client: Client) -> None:
    result = await client.call_tool("find_notes", {"words": "day"})
    assert result.structured_content == {"result": [TIDES]}


async def test_a_note_is_a_resource(client: Client) -> None:
    (contents,) = (await client.read_resource("notes://Tides")).contents
    assert contents.mime_type == "text/markdown"


async def test_a_note_that_is_not_there_is_named(client: Client) -> None:
    with pytest.raises(PeerError, match="no note 'Moon'; the notes are: Tides"):
        await client.read_resource("notes://Moon")


async def test_the_user_is_asked_before_a_note_is_deleted(client: Client) -> None:
    await client.call_tool("delete_note", {"title": "Tides"})
    result = await client.call_tool("find_notes")
    assert result.structured_content == {"result": []}


async def test_the_same_over_http() -> None:
    async with server.http(port=0) as served, Client(served.url) as client:
        await client.call_tool("write_note", TIDES)
        result = await client.call_tool("find_notes")
    assert result.structured_content == {"result": [TIDES]}
