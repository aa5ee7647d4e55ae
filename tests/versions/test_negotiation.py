"""A client of one version only and a server of one version only: they agree, or part as the rules of lifecycle say."""

import pytest

from mcprism import Client, UnsupportedVersion
from tests.versions.conversation import talk_in_memory
from tests.versions.everything import HANDSHAKE, NEWEST, VERSIONS, Losses, server_of

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]

PAIRS = [(client, server) for client in VERSIONS for server in VERSIONS]


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_one_version_of_both_is_spoken(version: str) -> None:
    async with talk_in_memory(server_of(NEWEST, Losses(), versions=[version]), version) as talk:
        assert await talk.call("text") == {"content": [{"type": "text", "text": "plain"}]}
    assert talk.faults == []


@pytest.mark.parametrize(("client", "server"), [pair for pair in PAIRS if pair[0] != pair[1]])
async def test_versions_that_differ_part(client: str, server: str) -> None:
    """L2, L3: a session is offered in the server's version, and not taken. M6: without sessions, an error says why."""
    with pytest.raises(UnsupportedVersion) as refusal:
        async with Client(server_of(NEWEST, Losses(), versions=[server]), version=client):
            pytest.fail("connected")
    answered = None if client == NEWEST and server in HANDSHAKE else server
    assert (refusal.value.requested, refusal.value.answered) == (client, answered)


@pytest.mark.parametrize("limited", ["client", "server"])
@pytest.mark.parametrize("version", VERSIONS)
async def test_the_side_that_has_all_versions_follows_the_other(version: str, limited: str) -> None:
    server = server_of(NEWEST, Losses(), versions=[version] if limited == "server" else None)
    async with Client(server, version=version if limited == "client" else None) as client:
        assert client.protocol_version == version
