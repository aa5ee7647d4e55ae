"""Handlers with one method for all requests: they get messages of their own version, whichever one the peer speaks."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import (
    Client,
    ClientHandlerCore,
    Context,
    CustomNotification,
    CustomRequest,
    InvalidParams,
    MethodNotFound,
    NotDeclared,
    PeerError,
    Server,
    ServerHandlerCore,
)
from mcprism.versions import ERAS
from mcprism_types import v2025_06_18 as v
from mcprism_types import v2026_07_28 as new

pytestmark = pytest.mark.anyio

WITH_SESSION = [version for version, era in ERAS.items() if era == "handshake"]
PATIENCE = 20.0


def types_of(version: str) -> Any:
    return import_module(f"mcprism_types.v{version.replace('-', '_')}")


class Core(ServerHandlerCore):
    """Adds, and keeps what it was told."""

    protocol = v.PROTOCOL
    methods = ("tools/list", "tools/call", "vendor/ask")
    notifications = ("vendor/tell",)

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.errors: list[Exception] = []
        self.initialized = anyio.Event()
        self.heard = anyio.Event()

    async def on_initialized(self, ctx: Context) -> None:
        self.told.append(("initialized", ctx.peer.version))
        self.initialized.set()

    async def handle_request(self, request: v.ClientRequest | CustomRequest, ctx: Context) -> Any:
        match request:
            case v.ListToolsRequest():
                return v.ListToolsResult(tools=[v.Tool(name="add", input_schema={"type": "object"})])
            case v.CallToolRequest(params=v.CallToolRequestParams(name="add", arguments=arguments)):
                total = sum((arguments or {}).values())
                return v.CallToolResult(content=[], structured_content={"total": total})
            case v.CallToolRequest(params=params) if params.name == "broken":
                raise RuntimeError("the secret reason")
            case v.CallToolRequest(params=params) if params.name == "wrong":
                return {"content": []}
            case v.CallToolRequest():
                raise InvalidParams("no such tool")
            case CustomRequest(method="vendor/ask", params=params):
                return {"asked": params}
            case _:
                raise MethodNotFound(request.method)

    async def handle_notification(self, notification: v.ClientNotification | CustomNotification, ctx: Context) -> None:
        match notification:
            case v.RootsListChangedNotification():
                self.told.append("roots")
            case CustomNotification(method=method, params=params):
                self.told.append((method, params))
                self.heard.set()
            case _:
                raise AssertionError(notification)

    async def handle_error(self, error: Exception) -> None:
        self.errors.append(error)


def served(core: object, **fields: Any) -> Server:
    return Server.from_handler(core, name="core", version="1", **fields)


@pytest.mark.parametrize("version", ERAS)
async def test_a_core_answers_clients_of_every_version_in_its_own(version: str) -> None:
    core = Core()
    async with Client(served(core), version=version) as client:
        assert client.server_capabilities.tools is not None
        assert [tool.name async for tool in client.list_tools()] == ["add"]
        result = await client.call_tool("add", {"a": 1, "b": 2})
        # Each version has it in text, and those that know structured content have it there too.
        assert result.content[0].text == '{"total":3}'  # type: ignore[union-attr]
        assert await client.request("vendor/ask", {"n": 1}) == {"asked": {"n": 1}}
        if version in WITH_SESSION:
            with anyio.fail_after(PATIENCE):
                await core.initialized.wait()
            await client.notify("vendor/tell", {"n": 2})
            with anyio.fail_after(PATIENCE):
                await core.heard.wait()
    assert core.told == ([("initialized", version), ("vendor/tell", {"n": 2})] if version in WITH_SESSION else [])


@pytest.mark.parametrize("home", ERAS)
async def test_a_core_may_be_written_for_any_version(home: str) -> None:
    types = types_of(home)
    ready = anyio.Event()

    class OfItsVersion(ServerHandlerCore):
        protocol = types.PROTOCOL
        methods = ("tools/call",)

        async def on_initialized(self, ctx: Context) -> None:
            ready.set()

        async def handle_request(self, request: Any, ctx: Context) -> Any:
            match request:
                case types.CallToolRequest(method="tools/call", params=types.CallToolRequestParams(name=name)):
                    return types.CallToolResult(content=[types.TextContent(text=name)])
            raise MethodNotFound(request.method)

    server = served(OfItsVersion())
    for version in ("2024-11-05", "2025-11-25", "2026-07-28"):
        async with Client(server, version=version) as client:
            assert (await client.call_tool("me")).content[0].text == "me"  # type: ignore[union-attr]
            if version in WITH_SESSION:
                with anyio.fail_after(PATIENCE):
                    await ready.wait()


async def test_what_a_core_raises_is_told_to_it_and_to_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    core = Core()
    async with Client(served(core)) as client:
        with pytest.raises(PeerError, match="no such tool"):
            await client.call_tool("other")
        assert core.errors == []
        with pytest.raises(PeerError) as broken:
            await client.call_tool("broken")
        assert (broken.value.code, "secret" in broken.value.message) == (-32603, False)
        assert [str(error) for error in core.errors] == ["the secret reason"]
        with pytest.raises(PeerError) as wrong:
            await client.call_tool("wrong")
        assert wrong.value.code == -32603
    assert "the handler must return CallToolResult of mcprism_types.v2025_06_18" in caplog.text


async def test_capabilities_say_which_requests_a_core_answers() -> None:
    class Declared(ServerHandlerCore):
        protocol = new.PROTOCOL

        def __init__(self) -> None:
            self.asked: list[str] = []

        async def handle_request(self, request: new.ClientRequest, ctx: Context) -> Any:
            self.asked.append(request.method)
            match request:
                case new.ListToolsRequest():
                    return new.ListToolsResult(tools=[], ttl_ms=0, cache_scope="private")
                case _:
                    raise MethodNotFound(request.method)

    core = Declared()
    declared = {"tools": {"listChanged": True}, "logging": {}, "resources": {"subscribe": True}}
    server = served(core, capabilities=declared)
    server.notify_tools_changed()
    with pytest.raises(NotDeclared):
        server.notify_prompts_changed()
    async with Client(server, version="2025-11-25") as client:
        assert client.server_capabilities.to_wire() == declared
        assert [tool async for tool in client.list_tools()] == []
        with pytest.raises(PeerError, match="Method not found: tools/call"):
            await client.call_tool("any")
        # The runtime does what these ask for, unless the core names them.
        await client.set_log_level("error")
    assert core.asked == ["tools/list", "tools/call"]


class Nameless(ServerHandlerCore):
    methods = ("tools/call",)


class Silent(ServerHandlerCore):
    protocol = v.PROTOCOL

    async def handle_request(self, request: Any, ctx: Context) -> Any: ...


class Greedy(Silent):
    methods = ("initialize",)


class Wrong(Silent):
    methods = ("sampling/createMessage",)


class Early(Silent):
    protocol = types_of("2024-11-05").PROTOCOL
    methods = ("tasks/get",)


class Named(Silent):
    methods = ("tools/call",)
    notifications = ("notifications/roots/list_changed",)


class ForClients(ClientHandlerCore):
    protocol = v.PROTOCOL
    methods = ("roots/list",)


REFUSED: list[tuple[object, type[Exception], str]] = [
    (Nameless(), TypeError, r"ServerHandlerCore that says the version of its messages, such as protocol ="),
    (Silent(), TypeError, r"Silent does not say what it answers: give it methods = \('tools/call',\), or declare capa"),
    (Greedy(), TypeError, r"Greedy would never be given initialize"),
    (Wrong(), ValueError, r"Wrong: no client asks for 'sampling/createMessage' in version 2025-06-18"),
    (Early(), ValueError, r"Early: no client asks for 'tasks/get' in version 2024-11-05"),
    (Named(), ValueError, r"handle_notification is given it without being named in Named.notifications"),
    (ForClients(), TypeError, r"expected an instance of a subclass of ServerHandlerCore"),
]


@pytest.mark.parametrize(("core", "kind", "problem"), REFUSED, ids=[type(row[0]).__name__ for row in REFUSED])
def test_cores_that_cannot_serve_are_refused(core: object, kind: type[Exception], problem: str) -> None:
    with pytest.raises(kind, match=problem):
        served(core)


class Person(ClientHandlerCore):
    """Answers what servers ask, in the words of 2025-06-18."""

    protocol = v.PROTOCOL
    methods = ("roots/list", "elicitation/create", "vendor/who")

    def __init__(self) -> None:
        self.logged: list[Any] = []
        self.heard = anyio.Event()

    async def handle_request(self, request: v.ServerRequest | CustomRequest, ctx: Context) -> Any:
        match request:
            case v.ListRootsRequest():
                return v.ListRootsResult(roots=[v.Root(uri="file:///home")])
            case v.ElicitRequest(params=params):
                return v.ElicitResult(action="accept", content={"city": params.message})
            case CustomRequest(method="vendor/who"):
                return {"name": "Ann"}
            case _:
                raise MethodNotFound(request.method)

    async def handle_notification(self, notification: v.ServerNotification, ctx: Context) -> None:
        match notification:
            case v.LoggingMessageNotification(params=params):
                self.logged.append(params.data)
                self.heard.set()
            case _:
                raise AssertionError(notification)


def asking() -> Server:
    server = Server("asking", version="1", capabilities={"logging": {}})

    @server.tool
    async def ask(ctx: Context) -> str:
        await ctx.log("error", "asking")
        schema = {"type": "object", "properties": {"city": {"type": "string"}}}
        answer = await ctx.elicit("Bonn", schema)
        roots = await ctx.list_roots()
        return f"{answer} {roots[0].uri}"

    @server.tool
    async def who(ctx: Context) -> str:
        return str((await ctx.request("vendor/who"))["name"])

    return server


@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25", "2026-07-28"])
async def test_a_client_core_answers_servers_of_every_version_in_its_own(version: str) -> None:
    person = Person()
    async with Client(asking(), version=version, handler=person) as client:
        await client.set_log_level("debug")
        result = await client.call_tool("ask")
        said = result.content[0].text  # type: ignore[union-attr]
        assert said == "Accepted(content={'city': 'Bonn'}) file:///home"
        with anyio.fail_after(PATIENCE):
            await person.heard.wait()
        if version in WITH_SESSION:
            assert (await client.call_tool("who")).content[0].text == "Ann"  # type: ignore[union-attr]
    assert set(person.logged) == {"asking"}


def test_a_server_core_is_no_handler_of_a_client() -> None:
    with pytest.raises(TypeError, match="expected an instance of a subclass of ClientHandlerCore"):
        Client(["nothing"], handler=Core())


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_cores_talk_over_http(version: str) -> None:
    core = Core()
    async with served(core).http(port=0) as handle, Client(handle.url, version=version) as client:
        assert [tool.name async for tool in client.list_tools()] == ["add"]
        assert (await client.call_tool("add", {"a": 4, "b": 5})).structured_content == {"total": 9}
        assert await client.request("vendor/ask") == {"asked": {}}
    async with asking().http(port=0) as handle, Client(handle.url, version=version, handler=Person()) as client:
        assert (await client.call_tool("ask")).is_error is not True


PROGRAM = """
from mcprism import MethodNotFound, Server, ServerHandlerCore
from mcprism_types import v2025_06_18 as v

class Core(ServerHandlerCore):
    protocol = v.PROTOCOL
    methods = ("tools/call",)

    async def handle_request(self, request, ctx):
        match request:
            case v.CallToolRequest(params=params):
                return v.CallToolResult(content=[v.TextContent(text=params.name)])
            case _:
                raise MethodNotFound(request.method)

Server.from_handler(Core(), name="core", version="1").run()
"""


async def test_a_core_serves_over_standard_input_and_output(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    async with Client([sys.executable, str(path)]) as client:
        assert (await client.call_tool("hello")).content[0].text == "hello"  # type: ignore[union-attr]
