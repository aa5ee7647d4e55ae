"""Streams that break off, are gone on with, or never end; and what a server says beside its answers."""

from itertools import pairwise
from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, Context, HttpError, HttpTarget, RequestTimeout
from mcprism_types import v2025_11_25 as mcp
from tests.runtime.client.http.scripted import CALLED, Asked, Reply, Scripted, scripted, stateless, with_sessions

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

SOON = 0.1


def target(server: Scripted, **options: Any) -> HttpTarget:
    """Tries again as soon as it may."""
    return HttpTarget(server.url, retry_delay=SOON, **{"listens": False, **options})


async def cut_after_an_id(asked: Asked, reply: Reply) -> None:
    await reply.events()
    await reply.event(id="a-1", retry=100)
    await reply.cut()


@pytest.mark.parametrize("version", ["2025-03-26", "2025-06-18", "2025-11-25"])
@pytest.mark.fault("RE-01")
async def test_re01_a_stream_that_was_cut_is_gone_on_with_where_it_broke_off(version: str) -> None:
    progress: list[float] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append(value)

    async def call(asked: Asked, reply: Reply) -> None:
        token = asked.message["params"]["_meta"]["progressToken"]
        await reply.events()
        await reply.event(
            {"method": "notifications/progress", "params": {"progressToken": token, "progress": 1}}, id="1"
        )
        await reply.chunk(b"id: 2\ndata: {half of an ev")
        await reply.cut()

    async def go_on(asked: Asked, reply: Reply) -> None:
        token = request_id = server.of("tools/call")[0].message["id"]
        await reply.events()
        if asked.headers["last-event-id"] == "1":
            told = {"progressToken": token, "progress": 2}
            await reply.event({"method": "notifications/progress", "params": told}, id="2")
            await reply.end()
        else:
            await reply.event({"id": request_id, "result": CALLED}, id="3")
            await reply.end()

    async with (
        scripted(with_sessions(call, version, streams=go_on)) as server,
        Client(target(server)) as client,
    ):
        await client.call_tool("x", on_progress=on_progress)
        assert progress == [1, 2]
    resumed = server.of("GET")
    assert [asked.headers["last-event-id"] for asked in resumed] == ["1", "2"]
    for asked in resumed:
        assert asked.headers["accept"] == "text/event-stream"
        assert (asked.headers["mcp-session-id"], asked.headers["mcp-protocol-version"]) == ("s-1", version)


async def test_ids_of_events_may_be_any_text() -> None:
    async def call(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event(id="\u00e9\u20ac-1", retry=100)
        await reply.cut()

    async def go_on(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event({"id": server.of("tools/call")[0].message["id"], "result": CALLED})
        await reply.end()

    async with scripted(with_sessions(call, streams=go_on)) as server, Client(target(server)) as client:
        await client.call_tool("x")
    assert [asked.headers["last-event-id"].encode("latin-1").decode() for asked in server.of("GET")] == [
        "\u00e9\u20ac-1"
    ]


async def test_h13_a_server_may_have_its_clients_poll() -> None:
    waited: list[float] = []

    async def call(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event(id="p-0", retry=300)
        waited.append(anyio.current_time())
        await reply.end()

    async def poll(asked: Asked, reply: Reply) -> None:
        waited.append(anyio.current_time())
        await reply.events()
        if len(waited) < 4:
            await reply.event(id=f"p-{len(waited)}")
        else:
            await reply.event({"id": server.of("tools/call")[0].message["id"], "result": CALLED})
        await reply.end()

    async with scripted(with_sessions(call, streams=poll)) as server, Client(target(server, max_retries=1)) as client:
        await client.call_tool("x")
    # What the server asks for is the least, and having more to tell is reason enough to go on.
    assert [asked.headers["last-event-id"] for asked in server.of("GET")] == ["p-0", "p-2", "p-3"]
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(waited))


@pytest.mark.fault("PE-08")
async def test_pe08_stream_that_ends_again_and_again_is_given_up() -> None:
    async def nothing(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event(retry=0)
        await reply.end()

    async with (
        scripted(with_sessions(cut_after_an_id, streams=nothing)) as server,
        Client(target(server, max_retries=2)) as client,
    ):
        with pytest.raises(ConnectionClosed, match="tools/call was not answered, and what is left cannot be had"):
            await client.call_tool("x")
        assert len(server.of("GET")) == 2


@pytest.mark.fault("PE-08")
async def test_pe08_stream_without_ids_cannot_be_gone_on_with() -> None:
    async def cut(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.chunk(b": nothing yet\n\n")
        await reply.end()

    async with scripted(with_sessions(cut)) as server, Client(target(server)) as client:
        with pytest.raises(ConnectionClosed, match="the server ended the stream; it may have been done"):
            await client.call_tool("x")
        assert server.of("GET") == []


async def test_stream_of_the_newest_version_is_lost_with_its_request() -> None:
    async with scripted(stateless(cut_after_an_id)) as server, Client(server.url) as client:
        with pytest.raises(ConnectionClosed, match=r"broke off.*it may have been done"):
            await client.call_tool("x")
        assert server.asked == ["server/discover", "tools/call"]
        server.answer = stateless(lambda asked, reply: reply.result(CALLED))
        await client.call_tool("x")  # one failure costs one request


@pytest.mark.parametrize("status", [400, 405])
async def test_stream_that_the_server_does_not_go_on_with_is_an_error_with_its_status(status: int) -> None:
    async def refuses(asked: Asked, reply: Reply) -> None:
        await reply.plain(status, b"no replay")

    async with (
        scripted(with_sessions(cut_after_an_id, streams=refuses)) as server,
        Client(target(server)) as client,
    ):
        with pytest.raises(HttpError, match=r"tools/call was not answered.*no replay") as refused:
            await client.call_tool("x")
    assert refused.value.status == status


async def test_server_that_fails_for_a_while_is_asked_again() -> None:
    async def go_on(asked: Asked, reply: Reply) -> None:
        if len(server.of("GET")) < 3:
            await reply.plain(503)
            return
        await reply.events()
        await reply.event({"id": server.of("tools/call")[0].message["id"], "result": CALLED})
        await reply.end()

    async with scripted(with_sessions(cut_after_an_id, streams=go_on)) as server, Client(target(server)) as client:
        await client.call_tool("x")


class Hears(mcp.ClientHandler[Context]):
    """Hears log messages, and answers about roots."""

    def __init__(self) -> None:
        self.logged: list[Any] = []
        self.heard = anyio.Event()

    async def list_roots(self, params: Any, ctx: Context) -> mcp.ListRootsResult:
        return mcp.ListRootsResult(roots=[])

    async def on_logging_message(self, params: mcp.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.logged.append(params.data)
        self.heard.set()


def logs(text: str) -> dict[str, Any]:
    return {"method": "notifications/message", "params": {"level": "info", "data": text}}


async def test_server_asks_and_tells_on_the_stream_of_a_call() -> None:
    answered = anyio.Event()

    async def call(asked: Asked, reply: Reply) -> None:
        if asked.what == "answer":
            await reply.plain(202)
            answered.set()
            return
        await reply.events()
        await reply.event(logs("careful"))
        await reply.event({"id": 7, "method": "roots/list"})
        await answered.wait()
        await reply.answer(CALLED)
        await reply.end()

    handler = Hears()
    async with (
        scripted(with_sessions(call)) as server,
        Client(target(server), handler=handler) as client,
    ):
        await client.call_tool("x")
        await handler.heard.wait()
    assert handler.logged == ["careful"]
    (answer,) = server.of("answer")
    assert (answer.message["id"], answer.message["result"]) == (7, {"roots": []})
    assert answer.headers["mcp-session-id"] == "s-1"


@pytest.mark.fault("PE-13")
async def test_request_of_a_server_without_sessions_is_not_answered() -> None:
    async def call(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event({"id": 7, "method": "roots/list"})
        await reply.answer(CALLED)
        await reply.end()

    async with scripted(stateless(call)) as server, Client(server.url, handler=Hears()) as client:
        await client.call_tool("x")
        assert server.asked == ["server/discover", "tools/call"]


async def test_stream_of_the_servers_own_messages_is_kept_open_and_gone_on_with() -> None:
    again = anyio.Event()

    async def own(asked: Asked, reply: Reply) -> None:
        await reply.events()
        if "last-event-id" not in asked.headers:
            await reply.event(logs("one"), id="own-1")
            await reply.cut()
        else:
            await reply.event(logs("two"), id="own-2")
            again.set()
            await reply.until_gone()

    async def call(asked: Asked, reply: Reply) -> None:
        await reply.result(CALLED)

    handler = Hears()
    async with scripted(with_sessions(call, streams=own)) as server:
        async with Client(target(server, listens=True), handler=handler) as client:
            await again.wait()
            await client.call_tool("x")
        assert [asked.headers.get("last-event-id") for asked in server.of("GET")] == [None, "own-1"]
    assert handler.logged == ["one", "two"]


@pytest.mark.parametrize("answers", [True, False], ids=["answered at once", "not answered"])
async def test_nothing_is_asked_before_the_server_has_a_way_to_ask_back(answers: bool) -> None:
    async def call(asked: Asked, reply: Reply) -> None:
        await reply.result(CALLED)

    async def listen(asked: Asked, reply: Reply) -> None:
        # Some servers send no head before they have something to say: that is not waited for.
        if answers:
            await reply.events()
        await reply.until_gone()

    async with scripted(with_sessions(call, streams=listen)) as server, Client(server.url) as client:
        await client.call_tool("x")
        assert server.asked[2:] == ["notifications/initialized", "GET", "tools/call"]


@pytest.mark.parametrize("status", [400, 404, 405, 501])
async def test_server_without_a_stream_of_its_own_is_used_all_the_same(status: int) -> None:
    refused = anyio.Event()

    async def none(asked: Asked, reply: Reply) -> None:
        await reply.plain(status)
        refused.set()

    async def call(asked: Asked, reply: Reply) -> None:
        await reply.result(CALLED)

    async with scripted(with_sessions(call, streams=none)) as server:
        async with Client(target(server, listens=True, max_retries=0)) as client:
            await refused.wait()
            await client.call_tool("x")
        assert server.asked.count("initialize") == 1


@pytest.mark.fault("ID-04")
async def test_answer_to_another_request_is_ignored() -> None:
    async def call(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.event({"id": asked.message["id"] + 1, "result": {**CALLED, "isError": True}})
        await reply.event({"id": str(asked.message["id"]), "result": {**CALLED, "isError": True}})
        await reply.answer(CALLED)
        await reply.end()

    async with scripted(stateless(call)) as server, Client(server.url) as client:
        assert not (await client.call_tool("x")).is_error


async def test_answer_ends_the_call_although_the_stream_goes_on() -> None:
    async def call(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.answer(CALLED)
        await reply.until_gone()

    async with scripted(stateless(call)) as server, Client(server.url) as client:
        for _ in range(3):
            await client.call_tool("x")


@pytest.mark.fault("ID-08")
async def test_c2_call_that_is_given_up_without_a_session_closes_its_stream_and_says_nothing() -> None:
    begun, gone = anyio.Event(), anyio.Event()

    async def call(asked: Asked, reply: Reply) -> None:
        await reply.events()
        await reply.chunk(b": here\n\n")
        begun.set()
        await reply.until_gone()
        gone.set()

    async with scripted(stateless(call)) as server, Client(server.url) as client:
        with pytest.raises(RequestTimeout, match=r"tools/call was not answered within 0\.2 s"):
            await client.call_tool("x", timeout=0.2)
        await gone.wait()
        async with anyio.create_task_group() as tasks:
            begun, gone = anyio.Event(), anyio.Event()
            tasks.start_soon(client.call_tool, "x")
            await begun.wait()
            tasks.cancel_scope.cancel()
        await gone.wait()
    assert server.asked == ["server/discover", "tools/call", "tools/call"]


@pytest.mark.parametrize("begins", [True, False], ids=["in the stream", "before the answer"])
@pytest.mark.fault("ID-08")
async def test_c1_call_that_is_given_up_in_a_session_is_cancelled(begins: bool) -> None:
    told = anyio.Event()

    async def call(asked: Asked, reply: Reply) -> None:
        if asked.what == "notifications/cancelled":
            await reply.plain(202)
            told.set()
            return
        if begins:
            await reply.events()
        await reply.until_gone()

    async with scripted(with_sessions(call)) as server, Client(target(server)) as client:
        with pytest.raises(RequestTimeout):
            await client.call_tool("x", timeout=0.2)
        await told.wait()
    (cancelled,) = server.of("notifications/cancelled")
    assert cancelled.message["params"]["requestId"] == server.of("tools/call")[0].message["id"]


@pytest.mark.parametrize("begins", [True, False], ids=["in the stream", "before the answer"])
@pytest.mark.fault("ID-08")
async def test_closing_ends_the_calls_that_wait(begins: bool) -> None:
    begun = anyio.Event()
    failures: list[BaseException] = []

    async def call(asked: Asked, reply: Reply) -> None:
        if begins:
            await reply.events()
        begun.set()
        await reply.until_gone()

    async def calls(client: Client) -> None:
        with pytest.raises(ConnectionClosed, match="this side closed the connection") as failed:
            await client.call_tool("x")
        failures.append(failed.value)

    async with scripted(stateless(call)) as server, anyio.create_task_group() as tasks:
        async with Client(server.url) as client:
            tasks.start_soon(calls, client)
            await begun.wait()
        with pytest.raises(ConnectionClosed, match="this side closed the connection"):
            await client.call_tool("x")
    assert len(failures) == 1
