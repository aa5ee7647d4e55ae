"""What a server says it is, to clients of each version."""

from typing import Any, cast

import pytest

from mcprism import Client, Icon, Server
from tests.interaction.wire import Tapped

pytestmark = pytest.mark.anyio

SAID = {
    "name": "pictured",
    "version": "1",
    "title": "Pictured",
    "description": "Has a picture.",
    "websiteUrl": "https://example.com",
    "icons": [{"src": "https://example.com/a.svg", "mimeType": "image/svg+xml"}],
}
NAMED = {
    "2024-11-05": {"name", "version"},
    "2025-03-26": {"name", "version"},
    "2025-06-18": {"name", "version", "title"},
    "2025-11-25": set(SAID),
    "2026-07-28": set(SAID),
}


def pictured() -> Server:
    icon = Icon(src="https://example.com/a.svg", mime_type="image/svg+xml")
    more = {"title": "Pictured", "description": "Has a picture.", "website_url": "https://example.com"}
    return Server("pictured", version="1", icons=[icon], **cast("Any", more))


@pytest.mark.parametrize("version", NAMED)
async def test_client_is_told_all_that_its_version_has_a_word_for(version: str) -> None:
    server = Tapped(pictured())
    async with Client(server, version=version):
        result = server.results[0]
    info = result.get("serverInfo") or result["_meta"]["io.modelcontextprotocol/serverInfo"]
    assert info == {name: value for name, value in SAID.items() if name in NAMED[version]}


def test_what_is_no_icon_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match=r"icons: must be a list of mcprism\.Icon"):
        Server("x", version="1", icons=cast("Any", ["a.svg"]))
