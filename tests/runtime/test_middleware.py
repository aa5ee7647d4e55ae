"""Middleware: around what a peer asks and around what is asked of it, composed once, checked like everything else."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest
from pydantic import BaseModel

from mcprism import (
    CallNext,
    Client,
    Context,
    InvalidAnswer,
    MiddlewareRequest,
    NotSupportedByPeer,
    PeerError,
    ProtocolError,
    Server,
)
from mcprism.versions import ERAS
from mcprism_types import v2025_06_18 as v
from mcprism_types import v2025_11_25 as last
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

WITH_SESSION = [version for version, era in ERAS.items() if era == "handshake"]
BOTH_ERAS = ["2025-06-18", "2026-07-28"]
Json = dict[str, Any]


def types_of(version: str) -> Any:
    return import_module(f"mcprism_types.v{version.replace('-', '_')}")


class Place(BaseModel):
    city: str


class Watch:
    """Middleware that keeps what it sees."""

    def __init__(self, name: str = "watch", seen: list[Any] | None = None) -> None:
        self.name = name
        self.seen: list[Any] = [] if seen is None else seen

    async def __call__(self, request: MiddlewareRequest, call_next: CallNext) -> Json:
        self.seen.append((self.name, request.direction, request.method))
        return await call_next(request)


def adding(**fields: Any) -> Server:
    server = Server("adding", version="1", **fields)

    @server.tool
    async def add(a: int, b: int) -> int:
        return a + b

    @server.request_handler("vendor/double")
    async def double(params: Json) -> Json:
        return {"n": 2 * params["n"]}

    return server


def by_handler(home: str, **fields: Any) -> Server:
    """The same by a handler of any version, with the sum as text."""
    types = types_of(home)

    class Adder(types.ServerHandler):
        async def list_tools(self, params: Any, ctx: Context) -> Any:
            listed = {"tools": [{"name": "add", "inputSchema": {"type": "object"}}]}
            return types.ListToolsResult.from_wire({**listed, "ttlMs": 0, "cacheScope": "private"})

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            total = params.arguments["a"] + params.arguments["b"]
            return types.CallToolResult(content=[types.TextContent(text=str(total))])

    return Server.from_handler(Adder(), name="adder", version="1", **fields)


async def sum_of(client: Client, a: int, b: int) -> str:
    result = await client.call_tool("add", {"a": a, "b": b})
    return result.content[0].text  # type: ignore[union-attr]


async def ten_more(request: MiddlewareRequest, call_next: CallNext) -> Json:
    """Changes the params of one call and the result of another."""
    if request.method != "tools/call":
        return await call_next(request)
    arguments = request.params["arguments"]
    result = await call_next(request.with_params({**request.params, "arguments": {**arguments, "a": 10}}))
    return {**result, "content": [*result["content"], {"type": "text", "text": f"not {arguments['a']}"}]}


@pytest.mark.parametrize("version", ERAS)
@pytest.mark.parametrize("home", ["declared", "2024-11-05", "2025-11-25", "2026-07-28"])
async def test_params_and_results_are_changed_for_clients_of_every_version(home: str, version: str) -> None:
    server = adding(middleware=[ten_more]) if home == "declared" else by_handler(home, middleware=[ten_more])
    async with Client(server, version=version) as client:
        result = await client.call_tool("add", {"a": 1, "b": 2})
        assert [block.text for block in result.content] == ["12", "not 1"]  # type: ignore[union-attr]
        assert [tool.name async for tool in client.list_tools()] == ["add"]


@pytest.mark.parametrize("version", ERAS)
async def test_a_client_changes_what_it_asks_and_what_it_gets(version: str) -> None:
    async with Client(adding(), version=version, middleware=[ten_more]) as client:
        result = await client.call_tool("add", {"a": 1, "b": 2})
        assert [block.text for block in result.content] == ["12", "not 1"]  # type: ignore[union-attr]
        assert [tool.name async for tool in client.list_tools()] == ["add"]


@pytest.mark.parametrize("version", BOTH_ERAS)
async def test_the_first_is_outermost_and_each_request_goes_through_all(version: str) -> None:
    seen: list[Any] = []
    server = adding(middleware=[Watch("a", seen), Watch("b", seen)])
    assert server.middleware(Watch("c", seen)).name == "c"
    async with Client(server, version=version, middleware=[Watch("client", seen)]) as client:
        assert await sum_of(client, 1, 2) == "3"
        inward = [(name, "inbound", "tools/call") for name in "abc"]
        assert seen == [("client", "outbound", "tools/call"), *inward]
        seen.clear()
        assert await client.request("vendor/double", {"n": 1}) == {"n": 2}
        inward = [(name, "inbound", "vendor/double") for name in "abc"]
        assert seen == [("client", "outbound", "vendor/double"), *inward]
        with pytest.raises(RuntimeError, match="the middleware ten_more comes too late"):
            server.middleware(ten_more)


@pytest.mark.parametrize("version", BOTH_ERAS)
async def test_it_may_answer_by_itself_and_ask_several_times(version: str) -> None:
    async def kept(request: MiddlewareRequest, call_next: CallNext) -> Json:
        if request.params.get("name") == "unknown":
            return {"content": [{"type": "text", "text": "made up"}]}
        await call_next(request)
        return await call_next(request)

    watch = Watch()
    async with Client(adding(middleware=[kept, watch]), version=version) as client:
        assert (await client.call_tool("unknown")).content[0].text == "made up"  # type: ignore[union-attr]
        assert watch.seen == []
        assert await sum_of(client, 1, 2) == "3"
        assert len(watch.seen) == 2


@pytest.mark.parametrize("version", BOTH_ERAS)
async def test_it_raises_and_sees_errors(version: str) -> None:
    seen: list[Any] = []

    async def strict(request: MiddlewareRequest, call_next: CallNext) -> Json:
        if request.params.get("name") == "closed":
            raise ProtocolError("closed today", code=-31000, data={"until": "monday"})
        try:
            return await call_next(request)
        except (ProtocolError, PeerError) as error:
            seen.append((request.direction, error.code))
            raise

    async with Client(adding(middleware=[strict]), version=version, middleware=[strict]) as client:
        with pytest.raises(ProtocolError, match="closed today"):
            await client.call_tool("closed")
        assert seen == []
        with pytest.raises(PeerError):
            await client.call_tool("unknown")
        assert seen == [("inbound", -32602), ("outbound", -32602)]
    async with Client(adding(middleware=[strict]), version=version) as client:
        with pytest.raises(PeerError, match="closed today") as closed:
            await client.call_tool("closed")
        assert (closed.value.code, closed.value.data) == (-31000, {"until": "monday"})


async def no_dict(request: MiddlewareRequest, call_next: CallNext) -> Any:
    await call_next(request)


async def no_result(request: MiddlewareRequest, call_next: CallNext) -> Json:
    return {"content": "text"}


async def no_params(request: MiddlewareRequest, call_next: CallNext) -> Json:
    return await call_next(request.with_params({**request.params, "name": 7}))


async def another(request: MiddlewareRequest, call_next: CallNext) -> Json:
    return await call_next(MiddlewareRequest("tools/list", {}, request.direction, request.context))


BROKEN: list[tuple[Any, str]] = [
    (no_dict, r"tools/call: the middleware no_dict must return the result as a dict, .* not None"),
    (
        no_result,
        r"tools/call: what middleware made of the result does not fit:\ncontent: expected an array, got 'text'",
    ),
    (no_params, r"tools/call: what middleware made of the params does not fit:\nname: expected a string, got 7"),
    (another, r"tools/call: middleware must pass on this request: use request\.with_params\(\{\.\.\.\}\)"),
]


@pytest.mark.parametrize("version", BOTH_ERAS)
@pytest.mark.parametrize("served", [adding, lambda **fields: by_handler("2025-11-25", **fields)])
@pytest.mark.parametrize(("layer", "problem"), BROKEN)
async def test_what_it_makes_wrong_is_its_fault_and_not_that_of_the_peer(
    layer: Any, problem: str, served: Any, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client(served(middleware=[layer]), version=version) as client:
        with pytest.raises(PeerError) as masked:
            await client.call_tool("add", {"a": 1, "b": 2})
        assert (masked.value.code, "middleware" in masked.value.message) == (-32603, False)
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.exc_info is not None
    with pytest.raises(TypeError, match=problem):
        raise record.exc_info[1] or AssertionError
    # A client is told, since there the one who calls has also written what is in between.
    async with Client(served(), version=version, middleware=[layer]) as client:
        kind = InvalidAnswer if layer is no_result else TypeError
        with pytest.raises(kind):
            await client.call_tool("add", {"a": 1, "b": 2})


@pytest.mark.parametrize("version", ERAS)
async def test_results_keep_the_rules_of_every_version(version: str) -> None:
    async def data_only(request: MiddlewareRequest, call_next: CallNext) -> Json:
        return {"content": [], "structuredContent": {"is": 1}}

    for server in (adding(middleware=[data_only]), by_handler("2025-06-18", middleware=[data_only])):
        async with Client(server, version=version) as client:
            assert await sum_of(client, 1, 2) == '{"is":1}'


NO_MIDDLEWARE: list[tuple[Any, str]] = [
    (7, r"middleware is an async function \(request, call_next\), not 7"),
    (lambda request: request, r"<lambda> cannot be middleware: it is called with a request and what goes on with it"),
]


@pytest.mark.parametrize(("layer", "problem"), NO_MIDDLEWARE)
def test_what_cannot_be_called_is_refused_where_it_is_given(layer: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        Server("refuses", version="1", middleware=[layer])
    with pytest.raises(TypeError, match=problem):
        Server("refuses", version="1").middleware(layer)
    with pytest.raises(TypeError, match=problem):
        Client(["nothing"], middleware=[layer])


class Person(v.ClientHandler[Context]):
    """Answers what servers ask, in the words of 2025-06-18."""

    async def elicit(self, params: v.ElicitRequestParams, ctx: Context) -> v.ElicitResult:
        return v.ElicitResult(action="accept", content={"city": params.message})

    async def list_roots(self, params: Any, ctx: Context) -> v.ListRootsResult:
        return v.ListRootsResult(roots=[v.Root(uri="file:///home")])


def asking(**fields: Any) -> Server:
    server = Server("asking", version="1", **fields)

    @server.tool
    async def ask(ctx: Context) -> str:
        answer = await ctx.elicit("Bonn", Place)
        roots = await ctx.list_roots()
        return f"{answer} {roots[0].uri}"

    return server


@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25", "2026-07-28"])
async def test_questions_go_through_it_on_both_sides(version: str) -> None:
    async def louder(request: MiddlewareRequest, call_next: CallNext) -> Json:
        if request.method != "elicitation/create":
            return await call_next(request)
        params = request.params
        result = await call_next(request.with_params({**params, "message": params["message"] + "!"}))
        return {**result, "content": {"city": result["content"]["city"] + "?"}}

    seen: list[Any] = []
    server = asking(middleware=[louder, Watch("server", seen)])
    async with Client(server, version=version, handler=Person(), middleware=[louder, Watch("client", seen)]) as client:
        result = await client.call_tool("ask")
        said = result.content[0].text  # type: ignore[union-attr]
        assert said == "Accepted(content=Place(city='Bonn!!??')) file:///home"
    questions = [row for row in seen if row[2] != "tools/call"]
    assert set(questions) == {
        ("server", "outbound", "elicitation/create"),
        ("client", "inbound", "elicitation/create"),
        ("server", "outbound", "roots/list"),
        ("client", "inbound", "roots/list"),
    }
    # Where there is no session, the handler runs again for each answer, and so does what is around it.
    assert len(questions) == 4 if version in WITH_SESSION else len(questions) > 4


async def test_questions_of_a_typed_handler_go_through_it_in_its_version() -> None:
    class Asks(last.ServerHandler[Context]):
        async def call_tool(self, params: last.CallToolRequestParams, ctx: Context) -> last.CallToolResult:
            found = await last.ServerCalls(ctx.outbound).list_roots(None)
            return last.CallToolResult(content=[last.TextContent(text=root.uri) for root in found.roots])

    async def elsewhere(request: MiddlewareRequest, call_next: CallNext) -> Json:
        result = await call_next(request)
        if request.direction == "outbound":
            return {"roots": [*result["roots"], {"uri": "file:///elsewhere"}]}
        return result

    server = Server.from_handler(Asks(), name="asks", version="1", middleware=[elsewhere])
    for version in ERAS:
        async with Client(server, version=version, handler=Person()) as client:
            result = await client.call_tool("any")
            said = [block.text for block in result.content]  # type: ignore[union-attr]
            assert said == ["file:///home", "file:///elsewhere"]


@pytest.mark.parametrize("version", ERAS)
async def test_what_a_peer_has_no_form_for_is_refused_all_the_same(version: str) -> None:
    server = Server("refused", version="1", middleware=[Watch()])

    @server.tool
    async def ask(ctx: Context) -> str:
        try:
            await ctx.elicit("Where?", Place)
        except NotSupportedByPeer as error:
            return str(error)
        return "asked"

    async with Client(server, version=version, middleware=[Watch()]) as client:
        said = (await client.call_tool("ask")).content[0].text  # type: ignore[union-attr]
        assert "elicitation" in said
        with pytest.raises(NotSupportedByPeer):
            [prompt async for prompt in client.list_prompts()]
        other = last.ClientCalls(client.outbound("2025-11-25"))
        if version == "2025-11-25":
            with pytest.raises(NotSupportedByPeer):
                await other.list_tasks(None)
        await other.ping(None)
        await client.ping()


async def test_a_handler_sees_whom_it_answers() -> None:
    async def named(request: MiddlewareRequest, call_next: CallNext) -> Json:
        assert request.context is not None
        result = await call_next(request)
        return {**result, "_meta": {"com.example/for": request.context.peer.version}}

    async with Client(adding(middleware=[named]), version="2025-03-26") as client:
        result = await client.call_tool("add", {"a": 1, "b": 2})
        assert result.meta is not None
        assert result.meta.to_wire() == {"com.example/for": "2025-03-26"}


async def test_reserved_metadata_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    async def reserved(request: MiddlewareRequest, call_next: CallNext) -> Json:
        return {**await call_next(request), "_meta": {"io.modelcontextprotocol/mine": 1}}

    for server in (adding(middleware=[reserved]), by_handler("2025-06-18", middleware=[reserved])):
        caplog.clear()
        async with Client(server) as client:
            with pytest.raises(PeerError):
                await sum_of(client, 1, 2)
        assert "reserved for the protocol" in caplog.text


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_it_is_around_requests_over_http(version: str) -> None:
    seen: list[Any] = []
    server = asking(middleware=[Watch("server", seen)])
    async with (
        server.http(port=0) as handle,
        Client(handle.url, version=version, handler=Person(), middleware=[Watch("client", seen)]) as client,
    ):
        assert (await client.call_tool("ask")).is_error is not True
    assert {(name, direction) for name, direction, _ in seen} == {
        ("server", "inbound"),
        ("server", "outbound"),
        ("client", "inbound"),
        ("client", "outbound"),
    }


PROGRAM = """
from mcprism import Server

async def counted(request, call_next):
    counted.calls += 1
    return {**await call_next(request), "_meta": {"com.example/calls": counted.calls}}

counted.calls = 0
server = Server("program", version="1", middleware=[counted])

@server.tool
def add(a: int, b: int) -> int:
    return a + b

server.run()
"""


async def test_it_is_around_requests_over_standard_input_and_output(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    async with Client([sys.executable, str(path)]) as client:
        await sum_of(client, 1, 2)
        with anyio.fail_after(20):
            result = await client.call_tool("add", {"a": 1, "b": 2})
        assert result.meta is not None
        assert result.meta.to_wire()["com.example/calls"] == 2


async def test_what_is_kept_belongs_to_what_middleware_made_of_the_request() -> None:
    """The cache is behind the middleware: whoever is given other params is not given the result of others."""
    users = ["ann"]

    async def of_user(request: MiddlewareRequest, call_next: CallNext) -> Json:
        if request.method == "resources/read" and request.direction == "outbound":
            request = request.with_params({"uri": f"{request.params['uri']}/{users[-1]}"})
        return await call_next(request)

    watch = Watch()
    server = Server("kept", version="1", middleware=[watch])

    @server.resource("notes://of/{name}", ttl=60, cache="private")
    async def notes(name: str) -> str:
        return f"notes of {name}"

    async with Client(server, version="2026-07-28", middleware=[of_user]) as client:
        for user in ("ann", "bob", "ann", "bob"):
            users.append(user)
            read = await client.read_resource("notes://of")
            assert read.contents[0].text == f"notes of {user}"  # type: ignore[union-attr]
    assert len(watch.seen) == 2


def linking() -> Server:
    server = Server("linking", version="1", inline_links=True)

    @server.resource("notes://secret")
    def secret() -> str:
        return "what it says"

    @server.tool
    def link() -> list[home.ResourceLink]:
        return [home.ResourceLink(name="secret", uri="notes://secret")]

    return server


class Linking(home.ServerHandler[Context]):
    async def read_resource(self, params: home.ReadResourceRequestParams, ctx: Context) -> home.ReadResourceResult:
        contents = home.TextResourceContents(uri=params.uri, text="what it says")
        return home.ReadResourceResult(contents=[contents], ttl_ms=0, cache_scope="private")

    async def call_tool(self, params: home.CallToolRequestParams, ctx: Context) -> home.CallToolResult:
        return home.CallToolResult(content=[home.ResourceLink(name="secret", uri="notes://secret")])


@pytest.mark.parametrize("made", ["declared", "typed"])
async def test_what_may_not_be_read_is_not_sent_in_place_of_a_link_either(made: str) -> None:
    server = (
        linking()
        if made == "declared"
        else Server.from_handler(Linking(), name="linking", version="1", inline_links=True)
    )
    may_read = True

    @server.middleware
    async def guard(request: MiddlewareRequest, call_next: CallNext) -> Json:
        if request.method == "resources/read" and not may_read:
            raise ProtocolError("not for you")
        return await call_next(request)

    async with Client(server, version="2025-03-26") as client:
        assert "what it says" in str((await client.call_tool("link")).to_wire())
        may_read = False
        assert "what it says" not in str((await client.call_tool("link")).to_wire())
