"""Our client and our server over HTTP, in each version that they speak."""

from typing import Any

import anyio
import pytest

from mcprism import Client, Context, HttpTarget, PeerError, Server
from mcprism.versions import ERAS
from mcprism_types import v2025_11_25 as mcp
from mcprism_types import v2026_07_28 as new

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

NEWEST = "2026-07-28"
OVER_ONE_ADDRESS = [version for version in ERAS if version != "2024-11-05"]


@pytest.fixture
def anyio_backend() -> str:
    """The server runs on asyncio alone."""
    return "asyncio"


class Handler(new.ServerHandler[Context]):
    """Does what the name of the tool says."""

    def __init__(self) -> None:
        self.cancelled = anyio.Event()
        self.begun = anyio.Event()

    async def list_tools(self, params: Any, ctx: Context) -> new.ListToolsResult:
        names = ("progress", "log", "roots", "wait", "large")
        tools = [new.Tool(name=name, input_schema={"type": "object"}) for name in names]
        region = {"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}}
        tools.append(new.Tool(name="region", input_schema=region))
        return new.ListToolsResult(tools=tools, ttl_ms=0, cache_scope="private")

    async def list_resources(self, params: Any, ctx: Context) -> new.ListResourcesResult:
        return new.ListResourcesResult(resources=[], ttl_ms=0, cache_scope="private")

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        text = params.name
        match params.name:
            case "progress":
                for step in range(1, 4):
                    await ctx.progress(step, 3, None)
            case "log":
                await ctx.log("warning", "careful")
            case "roots":
                text = (await ctx.list_roots())[0].uri
            case "wait":
                self.begun.set()
                try:
                    await anyio.sleep_forever()
                finally:
                    self.cancelled.set()
            case "large":
                text = "x" * 1_000_000
            case "region":
                text = str((params.arguments or {})["region"])
            case _:
                raise PeerError(-32602, "no such tool", method="tools/call")
        return new.CallToolResult(content=[new.TextContent(text=text)])


class Person(mcp.ClientHandler[Context]):
    """Answers about roots, and hears log messages."""

    def __init__(self) -> None:
        self.logged: list[Any] = []
        self.heard = anyio.Event()

    async def list_roots(self, params: Any, ctx: Context) -> mcp.ListRootsResult:
        return mcp.ListRootsResult(roots=[mcp.Root(uri="file:///home")])

    async def on_logging_message(self, params: mcp.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.logged.append(params.data)
        self.heard.set()


async def text_of(client: Client, tool: str, arguments: dict[str, Any] | None = None, **options: Any) -> str:
    result = await client.call_tool(tool, arguments, **options)
    return result.content[0].to_wire()["text"]


@pytest.mark.parametrize("version", OVER_ONE_ADDRESS)
@pytest.mark.parametrize("mode", ["auto", "sse"])
async def test_everything_works_in_each_version(version: str, mode: Any) -> None:
    handler, person = Handler(), Person()
    progress: list[float] = []

    async def on_progress(value: float, total: float | None, message: str | None) -> None:
        progress.append(value)

    server = Server.from_handler(handler, name="ours", version="1", capabilities={"logging": {}})
    async with (
        server.http(port=0, response_mode=mode) as http,
        Client(http.url, version=version, handler=person) as client,
    ):
        assert (client.protocol_version, client.server_info.name) == (version, "ours")
        assert len([tool async for tool in client.list_tools()]) == 6
        assert await text_of(client, "progress", on_progress=on_progress) == "progress"
        assert progress == [1, 2, 3]
        await client.set_log_level("info")
        assert await text_of(client, "log") == "log"
        await person.heard.wait()
        assert person.logged == ["careful"]
        assert await text_of(client, "roots") == "file:///home"
        assert len(await text_of(client, "large")) == 1_000_000
        assert await text_of(client, "region", {"region": "köln"}) == "köln"
        await client.ping()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "wait")
            await handler.begun.wait()
            tasks.cancel_scope.cancel()
        await handler.cancelled.wait()


@pytest.mark.parametrize("versions", [None, OVER_ONE_ADDRESS[:-1], OVER_ONE_ADDRESS[:1]], ids=str)
async def test_newest_version_that_both_have_is_spoken(versions: Any) -> None:
    server = Server.from_handler(Handler(), name="ours", version="1", versions=versions)
    async with server.http(port=0) as http, Client(http.url) as client:
        assert client.protocol_version == (versions[-1] if versions else NEWEST)
        assert await text_of(client, "region", {"region": "x"}) == "x"


async def test_tool_that_was_not_listed_is_called_with_its_headers() -> None:
    server = Server.from_handler(Handler(), name="ours", version="1")
    async with server.http(port=0) as http, Client(http.url) as client:
        assert await text_of(client, "region", {"region": "x"}) == "x"


async def test_many_calls_at_once_are_answered() -> None:
    server = Server.from_handler(Handler(), name="ours", version="1")
    async with server.http(port=0) as http, Client(HttpTarget(http.url)) as client:
        answers: list[str] = []

        async def call(number: int) -> None:
            answers.append(await text_of(client, "region", {"region": str(number)}))

        async with anyio.create_task_group() as tasks:
            for number in range(100):
                tasks.start_soon(call, number)
        assert sorted(answers, key=int) == [str(number) for number in range(100)]
