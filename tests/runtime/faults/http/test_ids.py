"""Ids, cancelling and progress over HTTP; handlers that raise anything; streams that are kept in a store that hangs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from mcprism import Client, Context, HttpTarget, McprismError, PeerError, Server
from mcprism.stores import InMemoryEventStore
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home
from tests.runtime import virtual_time
from tests.runtime.server.http.conftest import NEWEST, PREFIX
from tests.runtime.server.http.conftest import _driving as drive

PATIENCE = 30.0

Listening = Callable[..., AbstractContextManager[str]]

on_both_loops = [pytest.mark.anyio, pytest.mark.usefixtures("anyio_backend", "no_task_is_left")]

tint: ContextVar[str] = ContextVar("tint", default="clear")


class Fatal(BaseException):
    """What nobody catches by accident."""


class Handler(v.ServerHandler[Context]):
    """Tools by the name of the method."""

    def __init__(self) -> None:
        self.error: BaseException = Fatal("x")
        self.contexts: list[Context] = []
        self.cancelled = 0

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        text = await getattr(self, params.name)(ctx)
        return v.CallToolResult(content=[v.TextContent(text=str(text))])

    async def nothing(self, ctx: Context) -> None:
        self.contexts.append(ctx)

    async def fail(self, ctx: Context) -> None:
        raise self.error

    async def step(self, ctx: Context) -> None:
        try:
            for _ in range(3):
                await anyio.lowlevel.checkpoint()
        except anyio.get_cancelled_exc_class():
            self.cancelled += 1
            raise

    async def tell(self, ctx: Context) -> None:
        for value in (1, 3, 2, 3, 4):
            await ctx.progress(value)
        self.contexts.append(ctx)

    async def tint(self, ctx: Context) -> str:
        before = tint.get()
        tint.set("tinted")
        return before


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def server(handler: Handler) -> Server:
    return Server.from_handler(handler, name="ids", version="1", capabilities={"tools": {}, "logging": {}})


def call(name: str, request_id: Any, **meta: Any) -> dict[str, Any]:
    params = {"name": name, "_meta": meta}
    return {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": params}


def texts(result: Any) -> list[str]:
    return [content.text for content in result.content if isinstance(content, home.TextContent)]


class TestInSessions:
    """By hand, in one."""

    pytestmark = on_both_loops

    @pytest.mark.fault("ID-03")
    async def test_ids_of_any_kind_come_back_as_they_are(self, calling: Any, server: Server) -> None:
        async with calling(server.asgi_app()) as caller:
            session = await caller.initialize()
            for request_id in ("", "_GET_stream", "x" * 10_000, "\n", 0, -1, 2**63 - 1, "0", "initialize"):
                answer = await session.post(call("nothing", request_id))
                assert (answer.status, answer.message["id"]) == (200, request_id)

    @pytest.mark.fault("ID-04")
    async def test_answers_to_nothing_are_dropped(self, calling: Any, server: Server) -> None:
        async with calling(server.asgi_app()) as caller:
            session = await caller.initialize()
            for answer in ({"id": 1, "result": {}}, {"id": "1", "error": {"code": 1, "message": "no"}}):
                for _ in range(2):
                    assert (await session.post({"jsonrpc": "2.0", **answer})).status == 202
            assert (await session.ask("ping")).result == {}

    @pytest.mark.fault("ID-05")
    async def test_cancelling_races_the_result_and_each_request_has_one_end(
        self, driving: Any, calling: Any, server: Server, handler: Handler
    ) -> None:
        app = server.asgi_app()
        answered = 0
        async with calling(app) as caller, driving(app) as driver:
            session = await caller.initialize()
            cancelled = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}
            for number in range(200):
                running = driver.open("POST", call("step", 1), session.headers)
                for _ in range(number % 20):
                    await anyio.lowlevel.checkpoint()
                assert await driver.open("POST", cancelled, session.headers).started() == 202
                body = await running.complete()
                answered += b'"result"' in body
                assert running.status == 200
            # The id is free, so nothing is in flight.
            assert (await session.post(call("nothing", 1))).status == 200
        assert 0 < answered < 200
        assert handler.cancelled <= 200 - answered

    @pytest.mark.fault("ID-06")
    async def test_cancelling_what_another_session_asked_for_does_nothing(
        self, calling: Any, driving: Any, server: Server
    ) -> None:
        app = server.asgi_app()
        async with calling(app) as caller, driving(app) as driver:
            one, other = await caller.initialize(), await caller.initialize()
            running = driver.open("POST", call("step", 1), one.headers)
            await other.tell("notifications/cancelled", {"requestId": 1})
            assert b'"result"' in await running.complete()
            for request_id in (1, 99, "x", None):
                params = {} if request_id is None else {"requestId": request_id}
                await one.tell("notifications/cancelled", params)
            assert (await one.ask("ping")).result == {}

    @pytest.mark.fault("ID-07")
    async def test_progress_that_goes_back_or_comes_late_is_not_sent(
        self, calling: Any, server: Server, handler: Handler
    ) -> None:
        async with calling(server.asgi_app()) as caller:
            session = await caller.initialize()
            answer = await session.post(call("tell", 1, progressToken="t"))
            values = [message["params"]["progress"] for message in answer.messages[:-1]]
            assert values == [1, 3, 4]
            await handler.contexts[-1].progress(9)
            assert (await session.ask("ping")).messages == [{"jsonrpc": "2.0", "id": session.last_id, "result": {}}]
            await session.tell("notifications/progress", {"progressToken": "foreign", "progress": 1})

    @pytest.mark.fault("CO-08")
    async def test_context_variables_are_not_those_of_the_request_before(
        self, calling: Any, driving: Any, server: Server
    ) -> None:
        app = server.asgi_app()
        async with calling(app) as caller, driving(app) as driver:
            session = await caller.initialize()
            for number in range(3):
                answer = await driver.open("POST", call("tint", number), session.headers).complete()
                assert b'"clear"' in answer


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.fault("CO-07")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_whatever_a_handler_raises_costs_one_call(
    listening: Listening, server: Server, handler: Handler, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    with listening(server) as url, anyio.fail_after(PATIENCE):
        async with Client(HttpTarget(url), version=version) as client:
            for error in (ValueError("secret"), Fatal("secret"), SystemExit(3), GeneratorExit(), KeyError("secret")):
                handler.error = error
                with pytest.raises(McprismError) as failed:
                    await client.call_tool("fail")
                assert "secret" not in str(failed.value)
                assert texts(await client.call_tool("nothing")) == ["None"]
    assert "Exception in ASGI" not in caplog.text


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.fault("CO-03")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_what_the_body_of_a_client_raises_comes_out_as_itself(
    listening: Listening, server: Server, version: str
) -> None:
    async def use(error: BaseException) -> None:
        async with Client(HttpTarget(url), version=version) as client:
            await client.call_tool("nothing")
            raise error

    with listening(server) as url, anyio.fail_after(PATIENCE):
        for error in (ValueError("x"), ConnectionError("x"), Fatal("x"), PeerError(1, "x", method="x")):
            with pytest.raises(type(error)) as raised:
                await use(error)
            assert raised.value is error


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.fault("CO-03")
async def test_what_the_body_of_a_server_raises_comes_out_as_itself(server: Server) -> None:
    for error in (ValueError("x"), Fatal("x")):
        with pytest.raises(type(error)) as raised:
            async with server.http(port=0):
                raise error
        assert raised.value is error


@pytest.mark.anyio
@pytest.mark.usefixtures("no_task_is_left")
@pytest.mark.fault("ID-07", "CO-07")
@pytest.mark.parametrize("version", ["2025-11-25", NEWEST])
async def test_a_callback_that_raises_hurts_no_call_and_never_runs_after_it(
    listening: Listening, server: Server, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)
        # It may use the client itself.
        await client.call_tool("nothing")
        if len(seen) == 2:
            raise LookupError("of the caller")

    with listening(server) as url, anyio.fail_after(PATIENCE):
        async with Client(HttpTarget(url), version=version) as client:
            await client.call_tool("tell", on_progress=on_progress)
            assert seen == [1, 3, 4]
            await client.call_tool("tell")
    assert seen == [1, 3, 4]
    assert "the progress callback failed" in caplog.text


class Hanging(InMemoryEventStore):
    """Never comes back from one of its methods."""

    def __init__(self, method: str) -> None:
        super().__init__()
        setattr(self, method, self._hang)

    async def _hang(self, *arguments: Any) -> Any:
        await anyio.sleep(10_000)


@pytest.mark.fault("RE-05")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("method", ["open", "append", "end"])
def test_a_store_that_hangs_costs_the_chance_to_resume_and_no_answer(
    server: Server, method: str, backend: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        begin = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}}
        app = server.asgi_app(event_store=Hanging(method))
        async with drive(app) as driver:
            body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": begin}
            beginning = driver.open("POST", body)
            assert await beginning.started() == 200
            headers = {"mcp-session-id": beginning.headers["mcp-session-id"]}
            running = driver.open("POST", call("tell", 1, progressToken="t"), headers)
            values = [(await running.message())["params"]["progress"] for _ in range(3)]
            assert values == [1, 3, 4]
            assert (await running.message())["id"] == 1
            await running.returned.wait()

    virtual_time.run(main, backend)
    assert "cannot be resumed" in caplog.text


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("RE-04")
async def test_two_sessions_with_the_same_ids_have_streams_of_their_own_in_one_store(
    calling: Any, driving: Any, server: Server
) -> None:
    app = server.asgi_app(event_store=InMemoryEventStore())
    async with calling(app) as caller, driving(app) as driver:
        sessions = [await caller.initialize() for _ in range(2)]
        answers = [await one.post(call("tell", 1, progressToken=f"t{index}")) for index, one in enumerate(sessions)]
        for index, (one, answer) in enumerate(zip(sessions, answers, strict=True)):
            rest = driver.open("GET", headers={**one.headers, "last-event-id": answer.events[0].id})
            tokens = [(await rest.message())["params"]["progressToken"] for _ in range(3)]
            assert tokens == [f"t{index}"] * 3
            assert (await rest.message())["id"] == 1
            assert await rest.event() is None


@pytest.mark.anyio
@pytest.mark.usefixtures("anyio_backend", "no_task_is_left")
@pytest.mark.fault("ID-01")
async def test_without_sessions_the_same_id_twice_is_two_requests(driving: Any, server: Server) -> None:
    meta = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": {}}
    headers = {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": "step"}
    async with driving(server.asgi_app()) as driver:
        running = [driver.open("POST", call("step", 1, **meta), headers) for _ in range(3)]
        assert [await one.started() for one in running] == [200] * 3
