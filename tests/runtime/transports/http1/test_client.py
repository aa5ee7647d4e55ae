"""What a client of ours does where the user brings none of httpx: as that one would."""

import base64
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from mcprism import Client, HttpTarget
from tests.runtime.client.http.scripted import CALLED, Asked, Reply, Scripted, scripted, stateless

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clean")]


def answering(**headers: str) -> AbstractAsyncContextManager[Scripted]:
    """A server whose answers to calls have these headers."""

    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.result(CALLED, **headers)

    return scripted(stateless(answer))


async def test_cookies_are_sent_back() -> None:
    async with answering(set_cookie="node=7; Path=/") as server, Client(server.url) as client:
        for _ in range(2):
            await client.call_tool("x")
    assert [asked.headers.get("cookie") for asked in server.seen] == [None, None, "node=7"]


async def test_password_in_the_address_is_sent_as_such() -> None:
    async with answering() as server, Client(server.url.replace("//", "//ann:s%20t@")) as client:
        await client.call_tool("x")
    basic = "Basic " + base64.b64encode(b"ann:s t").decode()
    assert [asked.headers["authorization"] for asked in server.seen] == [basic, basic]


async def test_all_calls_of_one_after_the_other_are_on_one_connection() -> None:
    async with answering() as server, Client(server.url) as client:
        for _ in range(5):
            await client.call_tool("x")
        assert server.connections == 1


async def test_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUEST_METHOD", raising=False)
    async with answering() as proxy:
        monkeypatch.setenv("http_proxy", str(httpx.URL(proxy.url).copy_with(path="/")))
        monkeypatch.setenv("no_proxy", "")
        async with Client("http://mcp.example/there") as client:
            await client.call_tool("x")
    assert {asked.path for asked in proxy.seen} == {"http://mcp.example/there"}


async def test_what_a_user_names_is_sent_instead_and_once() -> None:
    named = {"HOST": "mcp.example", "user-agent": "mine"}
    async with (
        answering() as server,
        httpx.AsyncClient() as plain,
        Client(HttpTarget(server.url, headers=named)) as ours,
        Client(HttpTarget(server.url, headers=named, client=plain)) as theirs,
    ):
        await ours.call_tool("x")
        await theirs.call_tool("x")
    for asked in server.seen:
        assert (asked.headers["host"], asked.headers["user-agent"]) == ("mcp.example", "mine")
