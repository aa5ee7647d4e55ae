"""Methods that the protocol does not have: both ways, in every version, over every transport."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from mcprism import (
    Client,
    Context,
    InvalidAnswer,
    InvalidParams,
    NotSupportedByPeer,
    PeerError,
    ProtocolError,
    Server,
    ToolError,
)
from mcprism.capabilities import is_custom
from mcprism.versions import ERAS, installed
from mcprism_types import v2025_06_18 as v

pytestmark = pytest.mark.anyio

WITH_SESSION = [version for version, era in ERAS.items() if era == "handshake"]
STATELESS = [version for version, era in ERAS.items() if era == "stateless"]
PATIENCE = 20.0


class Amount(BaseModel):
    """What is to be converted. Anything else in it is refused."""

    model_config = ConfigDict(extra="forbid")

    euros: float = Field(ge=0, alias="inEuros")


class Converted(BaseModel):
    """What it comes to."""

    model_config = ConfigDict(extra="forbid")

    dollars: float


class Place(TypedDict):
    city: str


@dataclass
class Weather:
    degrees: int


def exchange_office() -> Server:
    """A server with methods of its own."""
    server = Server("office", version="1")

    @server.request_handler("vendor/convert", params=Amount, result=Converted)
    async def convert(params: Amount) -> Converted:
        return Converted(dollars=params.euros * 2)

    @server.request_handler("vendor/weather")
    def weather(ctx: Context, params: Place) -> Weather:
        return Weather(degrees=len(params["city"]))

    @server.request_handler("vendor/echo")
    async def echo(params: dict[str, Any], ctx: Context) -> dict[str, Any]:
        await ctx.progress(1, 2, "half")
        return {"said": params, "version": ctx.peer.version}

    @server.request_handler("vendor/nothing")
    async def nothing() -> None: ...

    @server.request_handler("vendor/error")
    async def error() -> None:
        raise ProtocolError("not today", code=-31999, data={"until": "monday"})

    @server.request_handler("vendor/broken")
    async def broken() -> Any:
        return "no object"

    @server.request_handler("vendor/untrue", result=Converted)
    async def untrue() -> Any:
        return {"dollars": "many"}

    return server


@pytest.mark.parametrize("version", ERAS)
async def test_requests_of_ones_own_cross_in_every_version(version: str) -> None:
    progress: list[Any] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append((value, total))

    async with Client(exchange_office(), version=version) as client:
        converted = await client.request("vendor/convert", Amount(inEuros=1.5), result_type=Converted)
        assert converted == Converted(dollars=3)
        assert await client.request("vendor/weather", Place(city="Bonn"), result_type=Weather) == Weather(4)
        echoed = await client.request("vendor/echo", {"a": [1, None]}, on_progress=on_progress)
        assert echoed == {"said": {"a": [1, None]}, "version": version}
        assert progress == [(1, 2)]
        assert await client.request("vendor/nothing") == {}


@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
async def test_what_does_not_fit_says_so_where_it_went_wrong(version: str, caplog: pytest.LogCaptureFixture) -> None:
    async with Client(exchange_office(), version=version) as client:
        with pytest.raises(PeerError, match=r"Invalid params of vendor/convert:\ninEuros: .* got -1") as refused:
            await client.request("vendor/convert", {"inEuros": -1})
        assert refused.value.code == -32602
        with pytest.raises(PeerError, match="not today") as error:
            await client.request("vendor/error")
        assert (error.value.code, error.value.data) == (-31999, {"until": "monday"})
        with pytest.raises(PeerError, match="vendor/unknown") as unknown:
            await client.request("vendor/unknown")
        assert unknown.value.code == -32601
        with pytest.raises(InvalidAnswer, match=r"the answer to vendor/echo is no Converted:\ndollars: required"):
            await client.request("vendor/echo", result_type=Converted)
        with pytest.raises(TypeError, match="the params of vendor/echo: expected what is an object in JSON, such as a"):
            await client.request("vendor/echo", [1, 2])
        for method, problem in (
            (
                "vendor/broken",
                "expected what is an object in JSON, such as a dict or a pydantic model, not 'no object'",
            ),
            ("vendor/untrue", "expected Converted, not {'dollars': 'many'}:\ndollars: expected a number, got 'many'"),
        ):
            with pytest.raises(PeerError) as masked:
                await client.request(method)
            assert masked.value.code == -32603
            assert problem in caplog.text


NAMES: list[tuple[str, str]] = [
    ("tools/call", "'tools/call' is a method of the protocol"),
    ("notifications/progress", "'notifications/progress' is a method of the protocol"),
    ("rpc.discover", "'rpc.discover' cannot be the name of a method of yours"),
    ("", "'' cannot be the name of a method of yours"),
]


@pytest.mark.parametrize(("method", "problem"), NAMES)
async def test_names_of_the_protocol_are_refused_everywhere(method: str, problem: str) -> None:
    server = Server("names", version="1")

    async def handle(params: Any) -> None: ...

    with pytest.raises(ValueError, match=problem):
        server.request_handler(method)(handle)
    with pytest.raises(ValueError, match=problem):
        server.notification_handler(method)(handle)
    with pytest.raises(ValueError, match=problem):
        Client(server, request_handlers={method: handle})
    with pytest.raises(ValueError, match=problem):
        Client(server, notification_handlers={method: handle})
    async with Client(server) as client:
        with pytest.raises(ValueError, match=problem):
            await client.request(method)
        with pytest.raises(ValueError, match=problem):
            await client.notify(method)


def test_no_method_of_any_version_is_taken_for_a_custom_one() -> None:
    for protocol in installed().values():
        assert [method for method in (*protocol.requests, *protocol.notifications) if is_custom(method)] == []
    assert is_custom("vendor/x")
    assert is_custom("notifications/vendor")


async def two_params(first: Place, second: Place) -> None: ...


async def by_name(*, params: Place) -> None: ...


async def unreadable(params: "Nowhere") -> None: ...  # type: ignore[name-defined] # noqa: F821


FUNCTIONS: list[tuple[Any, str]] = [
    (two_params, "vendor/x: two_params has the parameters first, second: it is called with all params in one"),
    (by_name, "vendor/x: by_name has the parameters params"),
    (unreadable, "vendor/x: the annotations of unreadable cannot be read: name 'Nowhere' is not defined"),
    (7, "vendor/x: 7 cannot be called"),
]


@pytest.mark.parametrize(("function", "problem"), FUNCTIONS)
def test_functions_that_cannot_be_called_are_refused_where_they_are_declared(function: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        Server("functions", version="1").request_handler("vendor/x")(function)
    with pytest.raises(TypeError, match=problem):
        Client(["nothing"], request_handlers={"vendor/x": function})


def test_types_that_no_json_can_be_read_as_are_refused() -> None:
    class Odd:
        pass

    async def handle(params: Any) -> None: ...

    with pytest.raises(TypeError, match=r"the params of vendor/x: JSON cannot be read as <class .*Odd"):
        Server("types", version="1").request_handler("vendor/x", params=Odd)(handle)


async def test_one_method_has_one_handler_and_comes_before_it_is_served() -> None:
    server = exchange_office()

    async def handle(params: Any) -> None: ...

    with pytest.raises(ValueError, match="'vendor/echo' has a handler already"):
        server.request_handler("vendor/echo")(handle)
    async with Client(server) as client:
        assert await client.request("vendor/nothing") == {}
        with pytest.raises(RuntimeError, match="a handler of vendor/late comes too late"):
            server.request_handler("vendor/late")(handle)


def types_of(version: str) -> Any:
    return import_module(f"mcprism_types.v{version.replace('-', '_')}")


@pytest.mark.parametrize("version", WITH_SESSION)
async def test_a_server_asks_and_tells_a_client_with_a_session_what_the_protocol_does_not_have(version: str) -> None:
    server = Server("asking", version="1")
    told: list[Any] = []
    heard = anyio.Event()

    @server.tool
    async def ask(ctx: Context) -> str:
        await ctx.notify("vendor/begun", Place(city="Bonn"))
        weather = await ctx.request("vendor/weather", Place(city="Ulm"), result_type=Weather, timeout=10)
        return f"{weather.degrees} {await ctx.request('vendor/plain')}"

    async def weather(params: Place, ctx: Context) -> Weather:
        told.append(ctx.peer.info and ctx.peer.info.name)
        return Weather(len(params["city"]))

    async def plain() -> dict[str, Any]:
        return {"plain": True}

    async def begun(params: Place) -> None:
        told.append(params)
        heard.set()

    handlers: dict[str, Callable[..., Any]] = {"vendor/weather": weather, "vendor/plain": plain}
    async with Client(
        server, version=version, request_handlers=handlers, notification_handlers={"vendor/begun": begun}
    ) as client:
        result = await client.call_tool("ask")
        assert result.content[0].text == "3 {'plain': True}"  # type: ignore[union-attr]
        with anyio.fail_after(PATIENCE):
            await heard.wait()
    assert {"city": "Bonn"} in told
    assert "asking" in told


@pytest.mark.parametrize("version", STATELESS)
async def test_a_client_without_a_session_is_told_but_not_asked(version: str) -> None:
    server = Server("asking", version="1")
    told: list[Any] = []
    heard = anyio.Event()

    async def refusal(ctx: Context) -> str:
        try:
            await ctx.request("vendor/weather", Place(city="Ulm"))
        except NotSupportedByPeer as error:
            return str(error)
        return "it was asked"

    @server.tool
    async def ask(ctx: Context) -> str:
        await ctx.notify("vendor/begun", {"n": 1})
        return await refusal(ctx)

    @server.request_handler("vendor/ask")
    async def ask_here(ctx: Context) -> dict[str, str]:
        return {"refusal": await refusal(ctx)}

    async def begun(params: dict[str, Any]) -> None:
        told.append(params)
        heard.set()

    async with Client(server, version=version, notification_handlers={"vendor/begun": begun}) as client:
        result = await client.call_tool("ask")
        assert "vendor/weather" in result.content[0].text  # type: ignore[union-attr]
        assert "a session" in result.content[0].text  # type: ignore[union-attr]
        assert "a session" in (await client.request("vendor/ask"))["refusal"]
        with anyio.fail_after(PATIENCE):
            await heard.wait()
        assert told == [{"n": 1}]
        with pytest.raises(NotSupportedByPeer, match=r"the notification vendor/x: .* needs a session"):
            await client.notify("vendor/x")


@pytest.mark.parametrize("version", WITH_SESSION)
async def test_a_server_hears_what_a_client_with_a_session_tells(version: str) -> None:
    server = Server("hearing", version="1")
    heard: list[Any] = []

    @server.notification_handler("vendor/seen", params=Amount)
    async def seen(params: Any, ctx: Context) -> None:
        heard.append((params, ctx.request_id, ctx.peer.version))

    @server.notification_handler("vendor/bare")
    def bare() -> None:
        heard.append("bare")

    @server.request_handler("vendor/heard")
    async def all_heard() -> dict[str, int]:
        return {"count": len(heard)}

    async with Client(server, version=version) as client:
        await client.notify("vendor/seen", {"inEuros": "none"})
        await client.notify("vendor/seen", Amount(inEuros=2))
        await client.notify("vendor/bare")
        with anyio.fail_after(PATIENCE):
            while (await client.request("vendor/heard"))["count"] < 2:
                await anyio.lowlevel.checkpoint()
    assert heard == [(Amount(inEuros=2), None, version), "bare"]


@pytest.mark.parametrize("home", ["2024-11-05", "2025-11-25", "2026-07-28"])
async def test_a_server_that_answers_by_a_handler_has_them_too(home: str) -> None:
    types = types_of(home)

    class Handler(types.ServerHandler):
        pass

    server = Server.from_handler(Handler(), name="handler", version="1")

    @server.request_handler("vendor/convert")
    async def convert(params: Amount) -> Converted:
        return Converted(dollars=params.euros)

    for version in ERAS:
        async with Client(server, version=version) as client:
            result = await client.request("vendor/convert", Amount(inEuros=1), result_type=Converted)
            assert result.dollars == 1


async def test_a_client_handler_has_them_beside_the_methods_of_the_protocol() -> None:
    class Person(v.ClientHandler[Context]):
        async def list_roots(self, params: Any, ctx: Context) -> v.ListRootsResult:
            return v.ListRootsResult(roots=[v.Root(uri="file:///home")])

    server = Server("both", version="1")

    @server.tool
    async def both(ctx: Context) -> str:
        roots = await ctx.list_roots()
        return f"{roots[0].uri} {await ctx.request('vendor/who')}"

    @server.tool
    async def unknown(ctx: Context) -> str:
        try:
            await ctx.request("vendor/unknown")
        except PeerError as error:
            raise ToolError(str(error.code)) from None
        return "answered"

    async def who() -> dict[str, str]:
        return {"name": "Ann"}

    async with Client(server, version="2025-11-25", handler=Person(), request_handlers={"vendor/who": who}) as client:
        assert (await client.call_tool("both")).content[0].text == "file:///home {'name': 'Ann'}"  # type: ignore[union-attr]
        assert (await client.call_tool("unknown")).content[0].text == "-32601"  # type: ignore[union-attr]


@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
async def test_what_hears_a_notification_may_ask_back(version: str) -> None:
    server = exchange_office()
    answers: list[Any] = []
    heard = anyio.Event()

    @server.tool
    async def tell(ctx: Context) -> None:
        await ctx.notify("vendor/offer", Amount(inEuros=3))

    async def offered(params: Amount, ctx: Context) -> None:
        answers.append(await ctx.request("vendor/convert", params, result_type=Converted))
        heard.set()

    async with Client(server, version=version, notification_handlers={"vendor/offer": offered}) as client:
        await client.call_tool("tell")
        with anyio.fail_after(PATIENCE):
            await heard.wait()
    assert answers == [Converted(dollars=6)]


async def test_handlers_that_are_not_async_do_not_hold_up_the_others() -> None:
    server = Server("threads", version="1")
    waiting = anyio.Event()

    @server.request_handler("vendor/wait")
    def wait(ctx: Context) -> dict[str, bool]:
        anyio.from_thread.run_sync(waiting.set)
        anyio.from_thread.run(anyio.sleep_forever)
        return {}

    @server.request_handler("vendor/refuse")
    def refuse() -> None:
        raise InvalidParams("not now")

    async with Client(server) as client, anyio.create_task_group() as tasks:
        tasks.start_soon(client.request, "vendor/wait")
        with anyio.fail_after(PATIENCE):
            await waiting.wait()
        with pytest.raises(PeerError, match="not now"):
            await client.request("vendor/refuse")
        tasks.cancel_scope.cancel()


async def test_several_leave_in_one_message_where_the_version_has_that() -> None:
    async with Client(exchange_office(), version="2025-03-26") as client:
        converted, weather = await client.send_batch(
            client.request("vendor/convert", Amount(inEuros=1), result_type=Converted),
            client.request("vendor/weather", Place(city="Rom"), result_type=Weather),
        )
        assert (converted, weather) == (Converted(dollars=2), Weather(3))


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("version", ["2025-03-26", "2025-11-25", "2026-07-28"])
async def test_they_cross_over_http(version: str) -> None:
    told: list[Any] = []
    heard = anyio.Event()
    server = exchange_office()

    @server.request_handler("vendor/tell")
    async def tell(ctx: Context) -> dict[str, Any]:
        await ctx.notify("vendor/told", {"n": 1})
        try:
            return await ctx.request("vendor/name")
        except NotSupportedByPeer:
            return {"name": None}

    async def name() -> dict[str, str]:
        return {"name": "Ann"}

    async def on_told(params: dict[str, Any]) -> None:
        told.append(params)
        heard.set()

    async with (
        server.http(port=0) as handle,
        Client(
            handle.url,
            version=version,
            request_handlers={"vendor/name": name},
            notification_handlers={"vendor/told": on_told},
        ) as client,
    ):
        converted = await client.request("vendor/convert", Amount(inEuros=1), result_type=Converted)
        assert converted.dollars == 2
        assert await client.request("vendor/tell") == {"name": "Ann" if version in WITH_SESSION else None}
        with anyio.fail_after(PATIENCE):
            await heard.wait()
        assert told == [{"n": 1}]
        with pytest.raises(PeerError) as unknown:
            await client.request("vendor/unknown")
        assert unknown.value.code == -32601
        if version in WITH_SESSION:
            await client.notify("vendor/anything")


PROGRAM = """
from mcprism import Server

server = Server("program", version="1")

@server.request_handler("vendor/double")
async def double(params: dict) -> dict:
    return {"twice": 2 * params["n"]}

server.run()
"""


async def test_they_cross_over_standard_input_and_output(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    async with Client([sys.executable, str(path)]) as client:
        assert await client.request("vendor/double", {"n": 21}) == {"twice": 42}
