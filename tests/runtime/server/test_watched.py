"""A server knows what is watched, whoever watches it and however that ends."""

import pytest

from mcprism import Client, Server

pytestmark = pytest.mark.anyio

VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]


def watched_server(told: list[tuple[str, bool]]) -> Server:
    server = Server("watched", version="1", on_watched=lambda uri, is_watched: told.append((uri, is_watched)))

    @server.resource("x://{name}")
    def any_of_them(name: str) -> str:
        return name

    return server


@pytest.mark.parametrize("version", VERSIONS)
async def test_resource_is_watched_from_the_first_who_does_to_the_last(version: str) -> None:
    told: list[tuple[str, bool]] = []
    async with Client(watched_server(told), version=version) as client, client.listen(uris=["x://a"]):
        assert told == [("x://a", True)]
        async with client.listen(uris=["x://a", "x://b"]):
            assert told == [("x://a", True), ("x://b", True)]
        await client.ping()
    assert sorted(told) == [("x://a", False), ("x://a", True), ("x://b", False), ("x://b", True)]
    assert told[-1] == ("x://a", False)


@pytest.mark.parametrize("version", VERSIONS)
async def test_resource_that_two_clients_watch_is_watched_until_both_have_gone(version: str) -> None:
    told: list[tuple[str, bool]] = []
    server = watched_server(told)
    async with Client(server, version=version) as first, first.listen(uris=["x://a"]):
        async with Client(server, version=version) as second, second.listen(uris=["x://a"]):
            assert told == [("x://a", True)]
        assert told == [("x://a", True)]
    assert told == [("x://a", True), ("x://a", False)]
