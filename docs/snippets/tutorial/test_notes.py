from collections.abc import AsyncGenerator

import pytest
from notes import Note, server

from mcprism import Client, PeerError

pytestmark = pytest.mark.anyio

TIDES = Note(title="Tides", text="Twice a day.")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def client() -> AsyncGenerator[Client]:
    async with Client(server, on_elicitation=lambda form: {"delete": True}) as client:
        await client.call_tool("write_note", dict(TIDES))
        yield client


async def test_notes_are_found_by_words(client: Client) -> None:
    result = await client.call_tool("find_notes", {"words": "day"}, returns=list[Note])
    assert result.data == [TIDES]


async def test_a_note_is_a_resource(client: Client) -> None:
    (contents,) = (await client.read_resource("notes://Tides")).contents
    assert contents.mime_type == "text/markdown"


async def test_a_note_that_is_not_there_is_named(client: Client) -> None:
    with pytest.raises(PeerError, match="no note 'Moon'; the notes are: Tides"):
        await client.read_resource("notes://Moon")


async def test_the_user_is_asked_before_a_note_is_deleted(client: Client) -> None:
    await client.call_tool("delete_note", {"title": "Tides"})
    result = await client.call_tool("find_notes", returns=list[Note])
    assert result.data == []


async def test_the_same_over_http() -> None:
    async with server.http(port=0) as served, Client(served.url) as client:
        await client.call_tool("write_note", dict(TIDES))
        result = await client.call_tool("find_notes", returns=list[Note])
    assert result.data == [TIDES]
