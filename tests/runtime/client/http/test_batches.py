"""Several calls in one POST, and what may answer it."""

import json
from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, Context, HttpError, HttpTarget, PeerError, RequestTimeout, Server
from mcprism_types import v2025_03_26 as v
from mcprism_types import v2026_07_28 as home
from tests.runtime.client.http.scripted import Answering, Asked, Reply, Scripted, scripted, with_sessions

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

VERSION = "2025-03-26"


def serving(batches: Answering, streams: Answering | None = None) -> Answering:
    """A server of the version that has batches; `batches` answers all but the beginning and the end."""
    return with_sessions(batches, VERSION, streams=streams)


def client_of(server: Scripted, **options: Any) -> Client:
    target = HttpTarget(server.url, listens=False, retry_delay=0.1)
    return Client(target, version=VERSION, capabilities={"roots": {"listChanged": True}}, **options)


def roots_changed(client: Client) -> Any:
    return v.ClientCalls(client.outbound(VERSION)).notify_roots_list_changed(None)


def called(request: Any, text: str = "") -> dict[str, Any]:
    text = text or request["params"]["name"]
    return {"jsonrpc": "2.0", "id": request["id"], "result": {"content": [{"type": "text", "text": text}]}}


def texts(outcomes: tuple[Any, ...]) -> list[Any]:
    """The text of each result; of what is none the type."""
    return [
        outcome.content[0].text if isinstance(outcome, home.CallToolResult) else type(outcome) for outcome in outcomes
    ]


def asked_in(asked: Asked) -> list[Any]:
    return [message for message in json.loads(asked.body) if "id" in message]


class Handler(home.ServerHandler[Context]):
    """Tools that report progress, fail, ask, or wait for ever."""

    def __init__(self) -> None:
        self.begun = anyio.Event()
        self.cancelled = anyio.Event()

    async def call_tool(self, params: home.CallToolRequestParams, ctx: Context) -> home.CallToolResult:
        text = params.name
        match params.name:
            case "progress":
                await ctx.progress(1, 2)
            case "roots":
                text = (await ctx.list_roots())[0].uri
            case "wait":
                self.begun.set()
                try:
                    await anyio.sleep_forever()
                finally:
                    self.cancelled.set()
            case "unknown":
                raise PeerError(-32602, "no such tool", method="tools/call")
            case _:
                pass
        return home.CallToolResult(content=[home.TextContent(text=text)])


class Person(v.ClientHandler[Context]):
    """Has one root."""

    async def list_roots(self, params: Any, ctx: Context) -> v.ListRootsResult:
        return v.ListRootsResult(roots=[v.Root(uri="file:///home")])


@pytest.mark.parametrize("mode", ["auto", "json", "sse"])
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_our_server_answers_a_batch_in_each_mode(mode: Any) -> None:
    seen: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total))

    handler = Handler()
    server = Server.from_handler(handler, name="ours", version="1")
    async with (
        server.http(port=0, response_mode=mode) as http,
        Client(http.url, version=VERSION, handler=Person(), capabilities={"roots": {"listChanged": True}}) as client,
    ):
        outcomes = await client.send_batch(
            client.call_tool("progress", on_progress=on_progress),
            client.ping(),
            roots_changed(client),
            client.call_tool("unknown"),
            client.call_tool("plain"),
        )
        assert texts(outcomes) == ["progress", type(None), type(None), PeerError, "plain"]
        assert seen == ([] if mode == "json" else [(1, 2)])
        late, told = await client.send_batch(client.call_tool("wait", timeout=0.2), roots_changed(client))
        assert isinstance(late, RequestTimeout)
        assert told is None
        await handler.cancelled.wait()
        if mode != "json":
            assert texts(await client.send_batch(client.call_tool("roots"), client.ping()))[0] == "file:///home"
        assert await client.send_batch(roots_changed(client), roots_changed(client)) == (None, None)
        assert texts((await client.call_tool("plain"),)) == ["plain"]


async def test_a_batch_is_one_post_and_answers_come_in_any_order_in_one_array() -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.json([called(request) for request in asked_in(asked)][::-1])

    async with scripted(serving(answer)) as server, client_of(server) as client:
        outcomes = await client.send_batch(client.call_tool("a"), roots_changed(client), client.call_tool("b"))
        assert texts(outcomes) == ["a", type(None), "b"]
        (batch,) = (asked for asked in server.seen if asked.what == "batch")
        methods = [message["method"] for message in json.loads(batch.body)]
        assert methods == ["tools/call", "notifications/roots/list_changed", "tools/call"]
        assert batch.headers["mcp-session-id"] == "s-1"


async def test_answers_come_one_by_one_in_a_stream_each_when_it_is_there() -> None:
    first_is_there = anyio.Event()

    async def answer(asked: Asked, reply: Reply) -> None:
        one, two, three = asked_in(asked)
        await reply.events()
        await reply.chunk(b"data: %b\n\n" % json.dumps(called(two)).encode())
        await first_is_there.wait()
        await reply.chunk(b"data: %b\n\n" % json.dumps([called(three), called(one)]).encode())
        await reply.end()

    async def second(client: Client) -> Any:
        result = await client.call_tool("b")
        first_is_there.set()
        return result

    async with scripted(serving(answer)) as server, client_of(server) as client:
        outcomes = await client.send_batch(client.call_tool("a"), second(client), client.call_tool("c"))
        assert texts(outcomes) == ["a", "b", "c"]


async def test_requests_that_the_server_leaves_out_fail_and_the_others_do_not() -> None:
    async def answer(asked: Asked, reply: Reply) -> None:
        one, two, *_ = asked_in(asked)
        match one["params"]["name"]:
            case "array":
                await reply.json([called(two)])
            case "object":
                await reply.json(called(two))
            case "stream":
                await reply.events()
                await reply.chunk(b"data: %b\n\n" % json.dumps(called(two)).encode())
                await reply.end()
            case _:
                await reply.plain(202)

    async with scripted(serving(answer)) as server, client_of(server) as client:
        for kind, problem, expected in (
            ("array", "JSON that is no answer to some of the requests", HttpError),
            ("object", "JSON that is no answer to some of the requests", HttpError),
            ("stream", "was not answered: the server ended the stream; it may have been done", ConnectionClosed),
        ):
            outcomes = await client.send_batch(client.call_tool(kind), client.call_tool("b"), roots_changed(client))
            assert texts(outcomes) == [expected, "b", type(None)]
            assert problem in str(outcomes[0])
        outcomes = await client.send_batch(client.call_tool("nothing"), client.call_tool("b"), roots_changed(client))
        assert texts(outcomes) == [HttpError, HttpError, type(None)]
        assert "202 (Accepted) and neither JSON nor a stream" in str(outcomes[0])


async def test_stream_of_a_batch_that_broke_is_gone_on_with() -> None:
    waiting: list[Any] = []

    async def answer(asked: Asked, reply: Reply) -> None:
        one, two = asked_in(asked)
        waiting.append(two)
        await reply.events()
        await reply.event(id="e-1", data=json.dumps(called(one)))
        await reply.cut()

    async def stream(asked: Asked, reply: Reply) -> None:
        assert asked.headers["last-event-id"] == "e-1"
        await reply.events()
        await reply.event(id="e-2", data=json.dumps(called(waiting[0])))
        await reply.end()

    async with scripted(serving(answer, stream)) as server, client_of(server) as client:
        assert texts(await client.send_batch(client.call_tool("a"), client.call_tool("b"))) == ["a", "b"]


async def test_batch_that_is_refused_fails_as_a_whole() -> None:
    async def refuse(asked: Asked, reply: Reply) -> None:
        if b"ping" in asked.body:
            error = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": "no batches"}}
            await reply.json(error, 400)
        else:
            await reply.plain(500, b"out of order")

    async with scripted(serving(refuse)) as server, client_of(server) as client:
        outcomes = await client.send_batch(client.ping(), client.call_tool("a"), roots_changed(client))
        assert texts(outcomes) == [PeerError, PeerError, HttpError]
        assert [outcome.status for outcome in outcomes if isinstance(outcome, PeerError)] == [400, 400]
        outcomes = await client.send_batch(client.call_tool("a"), roots_changed(client))
        assert texts(outcomes) == [HttpError, HttpError]
        assert "500" in str(outcomes[1])
        assert server.of("notifications/cancelled") == []


async def test_who_gives_up_cancels_alone_and_the_last_one_ends_the_request() -> None:
    batches, cancelled = list[Asked](), list[Any]()
    gone, again, all_cancelled = anyio.Event(), anyio.Event(), anyio.Event()

    async def answer(asked: Asked, reply: Reply) -> None:
        if asked.what != "batch":
            cancelled.append(asked.message["params"]["requestId"])
            await reply.plain(202)
            if len(cancelled) == 4:
                all_cancelled.set()
            return
        batches.append(asked)
        if len(batches) == 2:
            again.set()
        await reply.events()
        await reply.until_gone()
        gone.set()

    async with scripted(serving(answer)) as server, client_of(server) as client:
        outcomes = await client.send_batch(client.call_tool("a", timeout=0.1), client.call_tool("b", timeout=0.2))
        assert texts(outcomes) == [RequestTimeout, RequestTimeout]
        await gone.wait()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.send_batch, client.call_tool("c"), client.call_tool("d"))
            await again.wait()
            tasks.cancel_scope.cancel()
        await all_cancelled.wait()
    assert sorted(cancelled) == sorted(request["id"] for asked in batches for request in asked_in(asked))


async def test_notifications_that_nobody_takes_end_in_time() -> None:
    async def silent(asked: Asked, reply: Reply) -> None:
        await reply.until_gone()

    async with scripted(serving(silent)) as server, client_of(server, timeout=0.2) as client:
        outcomes = await client.send_batch(roots_changed(client), roots_changed(client))
        assert texts(outcomes) == [RequestTimeout, RequestTimeout]


async def test_closing_the_client_ends_a_batch() -> None:
    begun, outcomes = anyio.Event(), list[Any]()

    async def silent(asked: Asked, reply: Reply) -> None:
        begun.set()
        await reply.until_gone()

    async def batch(client: Client) -> None:
        outcomes.extend(await client.send_batch(client.ping(), client.call_tool("a"), roots_changed(client)))

    async with scripted(serving(silent)) as server, anyio.create_task_group() as tasks, client_of(server) as client:
        tasks.start_soon(batch, client)
        await begun.wait()
    assert texts(tuple(outcomes)) == [ConnectionClosed, ConnectionClosed, ConnectionClosed]


@pytest.mark.fault("PE-09")
async def test_pe09_batch_that_a_forgotten_session_did_not_take_leaves_again_in_a_new_one() -> None:
    known, begun = set[str](), list[str]()

    async def forgets(asked: Asked, reply: Reply) -> None:
        if asked.what == "initialize":
            begun.append(f"s-{len(begun)}")
            known.add(begun[-1])
            await with_sessions(forgets, VERSION, session=begun[-1])(asked, reply)
        elif asked.method == "POST" and asked.headers.get("mcp-session-id") not in known:
            await reply.plain(404)
        elif asked.what == "batch":
            await reply.json([called(request) for request in asked_in(asked)])
        else:
            await with_sessions(forgets, VERSION)(asked, reply)

    async with scripted(forgets) as server, client_of(server) as client:
        known.clear()
        assert texts(await client.send_batch(client.call_tool("a"), client.call_tool("b"))) == ["a", "b"]
        assert len(begun) == 2
