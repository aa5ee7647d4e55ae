"""Cancelling, progress, time limits and pages, both ways. C1 to C6 by their names."""

from typing import Any

import anyio
import pytest

from mcprism import Client, Context, InvalidAnswer, InvalidParams, PeerError, RequestTimeout, Server
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from mcprism_types.base import SendOptions
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import Played, Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

every_version = pytest.mark.parametrize("version", VERSIONS)
every_session = pytest.mark.parametrize("version", SESSIONS)


class Waits(new.ServerHandler[Context]):
    """Tools that wait, and one that works on for a while after each step."""

    def __init__(self) -> None:
        self.begun, self.ended = anyio.Event(), anyio.Event()

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        if params.name == "wait":
            self.begun.set()
            try:
                await anyio.sleep_forever()
            finally:
                self.ended.set()
        for value in (1, 1, 3.5, 2, 4):
            await ctx.progress(value, total=4)
        return new.CallToolResult(content=[])


@pytest.fixture
def handler() -> Waits:
    return Waits()


@pytest.fixture
def server(handler: Waits) -> Tapped:
    return Tapped(Server.from_handler(handler, name="waits", version="1"))


@pytest.mark.covers("C1", "C2", "notifications/cancelled")
@every_version
async def test_c1_call_whose_caller_is_cancelled_stops_and_is_not_answered(
    server: Tapped, handler: Waits, version: str
) -> None:
    async with Client(server, version=version) as client:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "wait")
            await handler.begun.wait()
            tasks.cancel_scope.cancel()
        await handler.ended.wait()
        await client.ping()
    (cancelled,) = server.asked("notifications/cancelled")
    (called,) = [message for message in server.from_client if message.get("method") == "tools/call"]
    assert cancelled["requestId"] == called["id"]
    assert called["id"] not in [message.get("id") for message in server.from_server]


@pytest.mark.covers("C1")
@every_version
async def test_c1_cancelling_what_is_not_in_flight_changes_nothing(
    server: Tapped, handler: Waits, version: str
) -> None:
    async with Client(server, version=version) as client:
        await client.call_tool("steps")
        for request_id in (1, "made up", 10_000):
            await client.calls.notify_cancelled(new.CancelledNotificationParams(request_id=request_id))
        assert (await client.call_tool("steps")).content == []


@pytest.mark.covers("C1")
@every_version
async def test_c1_answer_that_comes_late_is_ignored(version: str) -> None:
    late: list[Any] = []

    def answer(request: Any) -> Any:
        if request["params"]["name"] == "late":
            late.append({"id": request["id"], "result": {"resultType": "complete", "content": []}})
            return None
        return [
            *late,
            {"id": request["id"], "result": {"resultType": "complete", "content": [{"type": "text", "text": "mine"}]}},
        ]

    played = Played(version, answer)
    async with Client(played, version=version) as client:
        with pytest.raises(RequestTimeout):
            await client.call_tool("late", timeout=0.05)
        assert (await client.call_tool("next")).content == [new.TextContent(text="mine")]


class Asks(v.ServerHandler[Context]):
    """A tool that asks the client's model something and does not wait for long, or watches it work."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        async def on_progress(progress: float, total: float | None, message: str | None) -> None:
            self.seen.append((progress, total))

        message = v.SamplingMessage(role="user", content=v.TextContent(text="?"))
        question = v.CreateMessageRequestParams(messages=[message], max_tokens=1)
        options = SendOptions(timeout=0.1 if params.name == "impatient" else None, on_progress=on_progress)
        try:
            await v.ServerCalls(ctx.outbound).create_message(question, options=options)
        except RequestTimeout as error:
            return v.CallToolResult(content=[v.TextContent(text=type(error).__name__)])
        return v.CallToolResult(content=[v.TextContent(text="written")])


class Writes(v.ClientHandler[Context]):
    """Writes once it is let."""

    def __init__(self) -> None:
        self.may_end, self.cancelled = anyio.Event(), anyio.Event()

    async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
        await ctx.progress(1, 2)
        await ctx.progress(1, 2)
        await ctx.progress(2, 2)
        try:
            await self.may_end.wait()
        except BaseException:
            self.cancelled.set()
            raise
        return v.CreateMessageResult(role="assistant", model="m", content=v.TextContent(text="!"))


@pytest.mark.covers("C1", "C5", "cancelling by a server")
@every_session
async def test_c1_c5_question_that_the_server_gives_up_stops_in_the_client(version: str) -> None:
    handler, server = Writes(), Tapped(Server.from_handler(Asks(), name="asks", version="1"))
    async with Client(server, handler=handler, version=version) as client:
        assert (await client.call_tool("impatient")).content == [new.TextContent(text="RequestTimeout")]
        await handler.cancelled.wait()
        await client.ping()
    (cancelled,) = server.told("notifications/cancelled")
    (asked,) = [message for message in server.from_server if message.get("method") == "sampling/createMessage"]
    assert cancelled["requestId"] == asked["id"]
    assert [
        message for message in server.from_client if message.get("id") == asked["id"] and "method" not in message
    ] == []


@pytest.mark.covers("C4", "notifications/progress of a client")
@every_session
async def test_c4_client_tells_how_far_it_is_with_what_the_server_asked(version: str) -> None:
    asks, writes = Asks(), Writes()
    writes.may_end.set()
    server = Tapped(Server.from_handler(asks, name="asks", version="1"))
    async with Client(server, handler=writes, version=version) as client:
        assert (await client.call_tool("patient")).content == [new.TextContent(text="written")]
    assert asks.seen == [(1, 2), (2, 2)]
    (asked,) = server.told("sampling/createMessage")
    tokens = {params["progressToken"] for params in server.asked("notifications/progress")}
    assert tokens == {asked["_meta"]["progressToken"]}


@pytest.mark.covers("C4")
@every_version
async def test_c4_progress_increases(server: Tapped, version: str) -> None:
    seen: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    async with Client(server, version=version) as client:
        await client.call_tool("steps", on_progress=on_progress)
    assert seen == [1, 3.5, 4]
    assert [params["progress"] for params in server.told("notifications/progress")] == [1, 3.5, 4]


@pytest.mark.covers("C4")
@every_version
async def test_c4_progress_that_nobody_waits_for_is_ignored(version: str) -> None:
    seen: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    def progress(token: Any, value: Any) -> dict[str, Any]:
        return {"method": "notifications/progress", "params": {"progressToken": token, "progress": value}}

    def answer(request: Any) -> Any:
        token = request["params"].get("_meta", {}).get("progressToken")
        if token is None:
            return [progress(tokens[0], 9), {"id": request["id"], "result": {"resultType": "complete", "content": []}}]
        tokens.append(token)
        reports = [
            progress(token, 1),
            progress("foreign", 2),
            progress(token, 1),
            progress(token, "3"),
            progress(token, 2),
        ]
        return [
            *reports,
            {"id": request["id"], "result": {"resultType": "complete", "content": []}},
            progress(token, 3),
        ]

    tokens: list[Any] = []
    async with Client(Played(version, answer), version=version) as client:
        await client.call_tool("a", on_progress=on_progress)
        await client.call_tool("b")
    assert seen == [1, 2]


@pytest.mark.covers("C5")
@every_version
@pytest.mark.parametrize("of", ["the call", "the client"])
async def test_c5_time_limit_ends_a_call_and_cancels_it(server: Tapped, handler: Waits, version: str, of: str) -> None:
    limits = {"the call": 60.0, "the client": 0.1}
    async with Client(server, version=version, timeout=limits[of]) as client:
        with pytest.raises(RequestTimeout, match=r"tools/call was not answered within 0\.1 s") as caught:
            await client.call_tool("wait", timeout=0.1 if of == "the call" else None)
        assert not isinstance(caught.value, PeerError)
        assert isinstance(caught.value, TimeoutError)
        await handler.ended.wait()
        await client.ping()
    (cancelled,) = server.asked("notifications/cancelled")
    assert "0.1 s" in cancelled["reason"]


def page(tools: list[str], **members: Any) -> dict[str, Any]:
    listed = [{"name": name, "inputSchema": {"type": "object"}} for name in tools]
    return {"resultType": "complete", "tools": listed, "ttlMs": 0, "cacheScope": "private", **members}


@pytest.mark.covers("C6")
@every_version
async def test_c6_every_page_is_asked_for_with_the_cursor_before(version: str) -> None:
    pages = {
        None: page(["a"], nextCursor=""),
        "": page([], nextCursor="x y/=%0"),
        "x y/=%0": page(["b"], nextCursor=None),
    }
    played = Played(version, lambda request: pages[request.get("params", {}).get("cursor")])
    async with Client(played, version=version) as client:
        assert [tool.name async for tool in client.list_tools()] == ["a", "b"]
    asked = [message for message in played.seen if message["method"] == "tools/list"]
    assert [message.get("params", {}).get("cursor") for message in asked] == [None, "", "x y/=%0"]


@pytest.mark.covers("C6")
@every_version
async def test_c6_pages_that_go_in_a_circle_are_an_error(version: str) -> None:
    played = Played(version, lambda request: page(["a"], nextCursor="again"))
    async with Client(played, version=version) as client:
        with pytest.raises(InvalidAnswer, match="'again' came twice"):
            assert [tool async for tool in client.list_tools()]


@pytest.mark.covers("C6")
@every_version
async def test_c6_cursor_that_a_handler_does_not_know_is_an_error_of_the_protocol(version: str) -> None:
    seen: list[Any] = []

    class Pages(new.ServerHandler[Context]):
        async def list_tools(self, params: new.PaginatedRequestParams, ctx: Context) -> new.ListToolsResult:
            seen.append(params.cursor)
            if params.cursor not in (None, ""):
                raise InvalidParams(f"there is no cursor {params.cursor!r}")
            return new.ListToolsResult(tools=[], next_cursor="", ttl_ms=0, cache_scope="private")

    server = Server.from_handler(Pages(), name="p", version="1")
    async with Client(server, version=version) as client:
        first = await client.calls.list_tools(new.PaginatedRequestParams(meta=client.meta))
        assert first.next_cursor == ""
        await client.calls.list_tools(new.PaginatedRequestParams(meta=client.meta, cursor=""))
        with pytest.raises(PeerError) as failed:
            await client.calls.list_tools(new.PaginatedRequestParams(meta=client.meta, cursor="x"))
        assert failed.value.code == -32602
    assert seen == [None, "", "x"]
