"""Listening for changes over HTTP without a session: a stream that breaks is asked for again."""

from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, HttpTarget, ResourceUpdated, ToolsChanged
from tests.runtime.client.http.scripted import DISCOVERED, PREFIX, Asked, Reply, scripted, stateless

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

LISTENS = {**DISCOVERED, "capabilities": {"tools": {"listChanged": True}, "resources": {"subscribe": True}}}
LISTED = {"resultType": "complete", "tools": [], "ttlMs": 600_000, "cacheScope": "private"}


def told(asked: Asked, method: str, **params: Any) -> dict[str, Any]:
    return {"method": method, "params": {**params, "_meta": {PREFIX + "subscriptionId": asked.message["id"]}}}


async def acknowledge(asked: Asked, reply: Reply) -> None:
    await reply.events()
    wanted = asked.message["params"]["notifications"]
    await reply.event(told(asked, "notifications/subscriptions/acknowledged", notifications=wanted))


async def test_stream_that_broke_is_listened_to_again_and_all_counts_as_changed() -> None:
    first = anyio.Event()

    async def calls(asked: Asked, reply: Reply) -> None:
        if asked.what == "tools/list":
            await reply.result(LISTED)
            return
        streams = len(server.of("subscriptions/listen"))
        if streams == 2:
            await reply.plain(503)  # it is being started again
            return
        await acknowledge(asked, reply)
        if streams == 1:
            await first.wait()
            await reply.cut()
        else:
            await reply.until_gone()

    async with (
        scripted(stateless(calls, LISTENS)) as server,
        Client(HttpTarget(server.url, retry_delay=0.1)) as client,
        client.listen(tools=True, uris="demo://a") as changes,
    ):
        for _ in range(2):
            assert [tool async for tool in client.list_tools()] == []
        assert len(server.of("tools/list")) == 1
        first.set()
        assert [await anext(changes), await anext(changes)] == [ToolsChanged(), ResourceUpdated("demo://a")]
        assert [tool async for tool in client.list_tools()] == []
        assert len(server.of("tools/list")) == 2  # what was kept may be out of date
        assert len(server.of("subscriptions/listen")) == 3


async def test_stream_that_goes_on_breaking_ends_with_an_error() -> None:
    async def calls(asked: Asked, reply: Reply) -> None:
        if len(server.of("subscriptions/listen")) == 1:
            await acknowledge(asked, reply)
        await reply.cut()

    async with (
        scripted(stateless(calls, LISTENS)) as server,
        Client(HttpTarget(server.url, retry_delay=0.1, max_retries=2)) as client,
        client.listen(tools=True) as changes,
    ):
        with pytest.raises(ConnectionClosed):
            await anext(changes)
        assert len(server.of("subscriptions/listen")) == 3


async def test_stream_that_is_refused_at_first_is_not_asked_for_again() -> None:
    async def calls(asked: Asked, reply: Reply) -> None:
        await reply.cut()

    async with (
        scripted(stateless(calls, LISTENS)) as server,
        Client(HttpTarget(server.url, retry_delay=0.1)) as client,
    ):
        with pytest.raises(ConnectionClosed):
            async with client.listen(tools=True):
                pytest.fail("listens")
        assert len(server.of("subscriptions/listen")) == 1


async def test_stream_that_the_server_ends_in_order_is_over() -> None:
    async def calls(asked: Asked, reply: Reply) -> None:
        await acknowledge(asked, reply)
        meta = {PREFIX + "subscriptionId": asked.message["id"]}
        await reply.answer({"resultType": "complete", "_meta": meta})
        await reply.end()

    async with (
        scripted(stateless(calls, LISTENS)) as server,
        Client(server.url) as client,
        client.listen(tools=True) as changes,
    ):
        assert [change async for change in changes] == []
        assert len(server.of("subscriptions/listen")) == 1
