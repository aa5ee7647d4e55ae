"""A client that listens for changes: the same in every version, beside its handler, as far as the server agrees."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
import pytest

from mcprism import (
    Client,
    ConnectionClosed,
    Context,
    Filter,
    InvalidParams,
    NotDeclared,
    NotSupportedByPeer,
    PeerError,
    PromptsChanged,
    RequestTimeout,
    ResourcesChanged,
    ResourceUpdated,
    Server,
    Subscription,
    ToolsChanged,
)
from mcprism.events import MAX_BACKLOG, Change
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared_in_message
from mcprism_types import v2025_06_18 as older
from mcprism_types import v2026_07_28 as new

pytestmark = pytest.mark.anyio

VERSIONS = list(ERAS)
SESSIONS = [version for version, era in ERAS.items() if era == "handshake"]
STATELESS = "2026-07-28"
ID = "io.modelcontextprotocol/subscriptionId"
PATIENCE = 20.0
ALL: dict[str, Any] = {
    "tools": {"listChanged": True},
    "prompts": {"listChanged": True},
    "resources": {"listChanged": True, "subscribe": True},
}


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(PATIENCE):
        yield


class Watching(older.ServerHandler[Context]):
    """Keeps account of what is watched."""

    def __init__(self) -> None:
        self.watched: list[str] = []

    async def subscribe(self, params: older.SubscribeRequestParams, ctx: Context) -> older.EmptyResult:
        if params.uri.startswith("x://secret"):
            raise InvalidParams("not that one")
        self.watched.append(params.uri)
        return older.EmptyResult()

    async def unsubscribe(self, params: older.UnsubscribeRequestParams, ctx: Context) -> older.EmptyResult:
        self.watched.remove(params.uri)
        return older.EmptyResult()


def serve(handler: Any = None, **options: Any) -> Server:
    options = {"capabilities": ALL, **options}
    return Server.from_handler(handler or new.ServerHandler[Context](), name="s", version="1", **options)


class Recorded:
    """A server, and all that clients sent to it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.seen: list[Any] = []

    async def serve(self, channel: Channel) -> None:
        await self.server.serve(_Recording(channel, self.seen))

    @property
    def methods(self) -> list[str]:
        return [message.get("method", "") for message in self.seen]


class _Recording:
    def __init__(self, channel: Channel, seen: list[Any]) -> None:
        self.channel = channel
        self.seen = seen
        self.send = channel.send
        self.drained = channel.drained
        self.describe_end = channel.describe_end

    async def __aenter__(self) -> Any:
        await self.channel.__aenter__()
        return self

    async def __aexit__(self, *exc: Any) -> None:
        await self.channel.__aexit__(*exc)

    async def receive(self) -> Any:
        frames = await self.channel.receive()
        self.seen.extend(json.loads(frame) for frame in frames if isinstance(frame, bytes))
        return frames


async def next_of(changes: Subscription, count: int) -> list[Change]:
    return [await anext(changes) for _ in range(count)]


@pytest.mark.covers(
    "subscriptions/listen",
    "client.listen",
    "notifications/tools/list_changed",
    "notifications/prompts/list_changed",
    "notifications/resources/list_changed",
    "notifications/resources/updated",
    "notifications/subscriptions/acknowledged",
)
@pytest.mark.parametrize("version", VERSIONS)
async def test_changes_are_heard_in_every_version(version: str) -> None:
    server = serve()
    recorded = Recorded(server)
    async with (
        Client(recorded, version=version) as client,
        client.listen(tools=True, prompts=True, resources=True, uris=["x://a", "x://b"]) as changes,
    ):
        uris = frozenset({"x://a", "x://b"})
        assert changes.honoured == Filter(tools=True, prompts=True, resources=True, uris=uris)
        server.notify_resource_updated("x://c")
        server.notify_resource_updated("x://a/below")
        server.notify_prompts_changed()
        server.notify_tools_changed()
        server.notify_resources_changed()
        expected = [ResourceUpdated("x://a/below"), PromptsChanged(), ToolsChanged(), ResourcesChanged()]
        assert await next_of(changes, 4) == expected
        assert changes.dropped == 0
    for message in recorded.seen:
        assert undeclared_in_message(message, version) == []
    assert ("subscriptions/listen" in recorded.methods) == (version == STATELESS)


@pytest.mark.parametrize("version", VERSIONS)
async def test_each_of_several_subscriptions_hears_what_it_asked_for(version: str) -> None:
    server = serve()
    async with Client(server, version=version) as client, client.listen(tools=True) as tools:
        async with client.listen(prompts=True, uris="x://a") as others:
            server.notify_tools_changed()
            server.notify_prompts_changed()
            server.notify_resource_updated("x://a")
            assert await next_of(others, 2) == [PromptsChanged(), ResourceUpdated("x://a")]
        server.notify_prompts_changed()
        server.notify_tools_changed()
        assert await anext(tools) == ToolsChanged()


@pytest.mark.parametrize("version", VERSIONS)
async def test_handler_of_the_client_hears_of_changes_as_well(version: str) -> None:
    heard = anyio.Event()

    class Hears(older.ClientHandler[Context]):
        async def on_tool_list_changed(self, params: Any, ctx: Context) -> None:
            heard.set()

    server = serve()
    async with Client(server, version=version, handler=Hears()) as client, client.listen(tools=True) as changes:
        server.notify_tools_changed()
        assert await anext(changes) == ToolsChanged()
        await heard.wait()


async def test_handler_of_a_client_tells_no_changes() -> None:
    refusals: list[NotDeclared] = []
    heard = anyio.Event()

    class Tells(new.ClientHandler[Context]):
        async def on_tool_list_changed(self, params: Any, ctx: Context) -> None:
            try:
                ctx.notify_resource_updated("x://a")
            except NotDeclared as error:
                refusals.append(error)
            heard.set()

    server = serve()
    async with Client(server, handler=Tells()) as client, client.listen(tools=True):
        server.notify_tools_changed()
        await heard.wait()
    assert [refusal.feature for refusal in refusals] == ["notifications/resources/updated"]


@pytest.mark.covers("client.listen")
@pytest.mark.parametrize("version", VERSIONS)
async def test_what_the_server_does_not_tell_is_not_honoured(version: str) -> None:
    server = serve(capabilities={"tools": {"listChanged": True}, "prompts": {}})
    recorded = Recorded(server)
    async with Client(recorded, version=version) as client:
        async with client.listen(tools=True, prompts=True, uris=["x://a"]) as changes:
            assert changes.honoured == Filter(tools=True)
        before = len(recorded.seen)
        text = r"changes of the list of prompts and changes of single resources.*prompts\.listChanged"
        with pytest.raises(NotSupportedByPeer, match=text):
            async with client.listen(prompts=True, uris=["x://a"]):
                raise AssertionError
        assert [message["method"] for message in recorded.seen[before:] if message["method"][0] != "n"] == []


async def test_nothing_to_listen_for_is_a_mistake() -> None:
    async with Client(serve()) as client:
        with pytest.raises(ValueError, match="ask for tools, prompts, resources or uris"):
            client.listen()


@pytest.mark.parametrize("version", VERSIONS)
async def test_subscription_is_open_once_and_not_before(version: str) -> None:
    async with Client(serve(), version=version) as client:
        changes = client.listen(tools=True)
        with pytest.raises(RuntimeError, match="inside `async with`"):
            await anext(changes)
        async with changes:
            pass
        with pytest.raises(RuntimeError, match="opened before"):
            async with changes:
                raise AssertionError


@pytest.mark.covers("client.listen")
@pytest.mark.parametrize("version", SESSIONS)
async def test_resource_is_watched_until_nobody_listens_for_it_any_more(version: str) -> None:
    handler = Watching()
    async with Client(serve(handler), version=version) as client:
        async with client.listen(uris=["x://a", "x://b"]):
            assert sorted(handler.watched) == ["x://a", "x://b"]
            async with client.listen(uris=["x://b", "x://c"]):
                assert sorted(handler.watched) == ["x://a", "x://b", "x://c"]
            assert sorted(handler.watched) == ["x://a", "x://b"]
        assert handler.watched == []


@pytest.mark.parametrize("version", SESSIONS)
async def test_more_resources_than_a_server_answers_at_once_are_watched(version: str) -> None:
    handler = Watching()
    async with Client(serve(handler), version=version) as client:
        async with client.listen(uris=[f"x://{number}" for number in range(300)]) as changes:
            assert len(changes.honoured.uris) == len(handler.watched) == 300
        assert handler.watched == []


@pytest.mark.parametrize("version", SESSIONS)
async def test_resource_that_the_server_refuses_is_not_honoured(version: str) -> None:
    handler = Watching()
    async with Client(serve(handler), version=version) as client:
        async with client.listen(uris=["x://secret", "x://a"]) as changes:
            assert changes.honoured == Filter(uris=frozenset({"x://a"}))
        with pytest.raises(PeerError, match="not that one"):
            async with client.listen(uris=["x://secret"]):
                raise AssertionError
        async with client.listen(uris=["x://secret"], tools=True) as changes:
            assert changes.honoured == Filter(tools=True)
        assert handler.watched == []


@pytest.mark.parametrize("version", VERSIONS)
async def test_cancelled_subscription_leaves_nothing_behind(version: str) -> None:
    server = serve()
    recorded = Recorded(server)
    async with Client(recorded, version=version) as client:
        with anyio.CancelScope() as scope:
            async with client.listen(tools=True, uris="x://a") as changes:
                scope.cancel()
                await anext(changes)
        await client.ping()
        ended = "notifications/cancelled" if version == STATELESS else "resources/unsubscribe"
        assert recorded.methods.count(ended) == 1


@pytest.mark.parametrize("version", VERSIONS)
async def test_fl_07_change_that_is_not_taken_is_there_once_and_of_too_many_the_oldest_go(
    version: str,
) -> None:
    server = serve()
    async with Client(server, version=version) as client, client.listen(tools=True, uris="x://a") as changes:
        for number in range(2 * MAX_BACKLOG):
            server.notify_tools_changed()
            server.notify_resource_updated(f"x://a/{number}")
            if number % 100 == 0:
                await client.ping()
        await client.ping()
        last = ResourceUpdated(f"x://a/{2 * MAX_BACKLOG - 1}")
        taken = [await anext(changes)]
        while taken[-1] != last:
            taken.append(await anext(changes))
        assert len(taken) == len(set(taken)) == MAX_BACKLOG
        assert changes.dropped > 0


@pytest.mark.parametrize("version", VERSIONS)
async def test_end_of_the_connection_is_raised_when_all_was_taken(version: str) -> None:
    server = serve()
    channel, other = memory_channels()
    peer = server.peer(other)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(peer.run)
        async with Client(channel, version=version) as client, client.listen(tools=True) as changes:
            server.notify_tools_changed()
            await client.ping()
            peer.stop()
            assert await anext(changes) == ToolsChanged()
            if version == STATELESS:
                # Without a session the server has said goodbye.
                assert [change async for change in changes] == []
            else:
                with pytest.raises(ConnectionClosed, match="nothing is heard of changes any more"):
                    await anext(changes)


async def test_stream_whose_connection_ends_without_a_goodbye_is_raised() -> None:
    class Leaving(ByHand):
        async def serve(self, channel: Channel) -> None:
            async with channel:
                while not self.seen or self.seen[-1]["method"] != "tools/call":
                    for frame in await channel.receive():
                        assert isinstance(frame, bytes)
                        self.take(json.loads(frame), channel)

    def script(request_id: Any) -> list[dict[str, Any]]:
        return [OPENED(request_id), tools(request_id)]

    async with Client(Leaving(script)) as client, client.listen(tools=True) as changes:
        with pytest.raises(ConnectionClosed):
            await client.call_tool("leave")
        assert await anext(changes) == ToolsChanged()
        with pytest.raises(ConnectionClosed, match=r"subscriptions/listen.*closed"):
            await anext(changes)


Script = Callable[[Any], list[dict[str, Any]]]


class ByHand:
    """A server without sessions that answers `subscriptions/listen` as it is told to."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.seen: list[Any] = []

    async def serve(self, channel: Channel) -> None:
        async with channel:
            while frames := await channel.receive():
                for frame in frames:
                    assert isinstance(frame, bytes)
                    self.take(json.loads(frame), channel)

    def take(self, message: Any, channel: Channel) -> None:
        self.seen.append(message)
        if message["method"] == "server/discover":
            result = {"supportedVersions": [STATELESS], "capabilities": ALL, "ttlMs": 0, "cacheScope": "private"}
            answers = [{"id": message["id"], "result": {**result, "resultType": "complete"}}]
        else:
            answers = self.script(message.get("id"))
        for answer in answers:
            channel.send(json.dumps({"jsonrpc": "2.0", **answer}).encode())


def acknowledged(request_id: Any, **honoured: Any) -> dict[str, Any]:
    params = {"notifications": honoured, "_meta": {ID: request_id}}
    return {"method": "notifications/subscriptions/acknowledged", "params": params}


def tools(request_id: Any) -> dict[str, Any]:
    return {"method": "notifications/tools/list_changed", "params": {"_meta": {ID: request_id}}}


def result(request_id: Any) -> dict[str, Any]:
    return {"id": request_id, "result": {"resultType": "complete", "_meta": {ID: request_id}}}


def cancelled(request_id: Any) -> dict[str, Any]:
    return {"method": "notifications/cancelled", "params": {"requestId": request_id}}


async def heard_of(*messages: Callable[[Any], dict[str, Any]]) -> list[Change]:
    """All that is heard of a server that sends these, until it ends the stream."""

    def script(request_id: Any) -> list[dict[str, Any]]:
        return [message(request_id) for message in messages] if request_id is not None else []

    async with Client(ByHand(script)) as client, client.listen(tools=True) as changes:
        return [change async for change in changes]


OPENED = partial(acknowledged, toolsListChanged=True)


@pytest.mark.covers("C3", versions=STATELESS)
@pytest.mark.parametrize("end", [(result,), (cancelled,), (result, cancelled), (cancelled, result)], ids=len)
async def test_c3_stream_ends_by_its_result_or_its_cancellation_whichever_comes_first(
    end: tuple[Callable[[Any], dict[str, Any]], ...],
) -> None:
    assert await heard_of(OPENED, tools, *end) == [ToolsChanged()]


async def test_what_belongs_to_another_stream_or_to_none_is_not_heard() -> None:
    def as_text(request_id: Any) -> dict[str, Any]:
        return tools(str(request_id))

    def of_none(request_id: Any) -> dict[str, Any]:
        return {"method": "notifications/tools/list_changed"}

    def unasked(request_id: Any) -> dict[str, Any]:
        return {"method": "notifications/prompts/list_changed", "params": {"_meta": {ID: request_id}}}

    assert await heard_of(OPENED, as_text, of_none, unasked, result) == []


async def test_error_that_ends_a_stream_is_raised_when_all_was_taken() -> None:
    def error(request_id: Any) -> dict[str, Any]:
        return {"id": request_id, "error": {"code": -32000, "message": "too slow"}}

    def script(request_id: Any) -> list[dict[str, Any]]:
        return [message(request_id) for message in (OPENED, tools, error)]

    async with Client(ByHand(script)) as client, client.listen(tools=True) as changes:
        assert await anext(changes) == ToolsChanged()
        for _ in range(2):
            with pytest.raises(PeerError, match="too slow"):
                await anext(changes)


@pytest.mark.parametrize(
    ("messages", "error"),
    [
        ((acknowledged,), NotSupportedByPeer),
        ((result,), NotSupportedByPeer),
        ((), RequestTimeout),
        ((lambda request_id: {"id": request_id, "error": {"code": -32601, "message": "no"}},), PeerError),
    ],
    ids=["nothing honoured", "ended at once", "silence", "refused"],
)
async def test_stream_that_is_not_opened_is_raised(messages: Any, error: type[Exception]) -> None:
    def script(request_id: Any) -> list[dict[str, Any]]:
        return [message(request_id) for message in messages] if request_id is not None else []

    server = ByHand(script)
    async with Client(server) as client:
        with pytest.raises(error, match=r"tools|subscriptions/listen"):
            async with client.listen(tools=True, timeout=0.2):
                raise AssertionError
        listen = next(message for message in server.seen if message["method"] == "subscriptions/listen")
        gone = [message["params"]["requestId"] for message in server.seen if message["method"].endswith("cancelled")]
        assert gone in ([], [listen["id"]])
