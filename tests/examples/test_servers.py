"""The servers among the examples: in memory where the transport is not the point, over HTTP where it is."""

from typing import Any

import httpx
import pytest

from mcprism import Client, HttpTarget
from mcprism_types import v2026_07_28 as v
from tests.examples.conftest import loaded
from tests.interaction.wire import Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

HTTP = pytest.mark.parametrize("anyio_backend", ["asyncio"])


def texts_of(result: v.CallToolResult) -> list[str]:
    return [block.text for block in result.content if isinstance(block, v.TextContent)]


async def test_quickstart_says_what_it_is_and_greets() -> None:
    server = Tapped(loaded("servers/quickstart.py").server)
    async with Client(server) as client:
        info = server.results[0]["_meta"]["io.modelcontextprotocol/serverInfo"]
        assert info["icons"] == [{"src": "https://example.com/wave.svg", "mimeType": "image/svg+xml"}]
        assert client.instructions == "Greets people. Call say_hello with a name."
        assert texts_of(await client.call_tool("say_hello", {"name": "Ada"})) == ["Hello, Ada!"]


@HTTP
@pytest.mark.parametrize(("version", "comes_back"), [("2025-11-25", True), ("2026-07-28", False)])
async def test_quickstart_over_http_goes_on_where_a_connection_was_let_go(version: str, comes_back: bool) -> None:
    module = loaded("servers/quickstart_http.py")
    told: list[str | None] = []
    resumed: list[str] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        told.append(message)

    async def on_request(request: httpx.Request) -> None:
        if "last-event-id" in request.headers:
            resumed.append(request.method)

    async with (
        httpx.AsyncClient(event_hooks={"request": [on_request]}) as http,
        module.server.http(module.OPTIONS, port=0) as handle,
        Client(HttpTarget(handle.url, client=http), version=version) as client,
    ):
        result = await client.call_tool("say_hello", {"name": "Ada"}, on_progress=on_progress)
    assert texts_of(result) == ["Hello, Ada!"]
    assert told == ["thinking", "said"]
    assert resumed == (["GET"] if comes_back else [])


@pytest.mark.parametrize("name", ["hello_world", "hello_world_core"])
@pytest.mark.parametrize("version", ["2024-11-05", "2026-07-28"])
async def test_hello_world_is_the_same_declared_and_by_hand(name: str, version: str) -> None:
    async with Client(loaded(f"servers/{name}.py").server, version=version) as client:
        tools = {tool.name: tool async for tool in client.list_tools()}
        assert list(tools) == ["say_hello", "say_goodbye"]
        assert tools["say_hello"].input_schema["required"] == ["name"]
        assert texts_of(await client.call_tool("say_hello", {"name": "Ada"})) == ["Hello, Ada!"]
        warm = await client.call_tool("say_goodbye", {"name": "Ada", "warmly": True})
        assert texts_of(warm) == ["Goodbye, dear Ada!"]
        assert [resource.uri async for resource in client.list_resources()] == ["hello://poem", "hello://dot"]
        assert [one.uri_template async for one in client.list_resource_templates()] == ["hello://swatch/{color}"]
        (poem,) = (await client.read_resource("hello://poem")).contents
        assert isinstance(poem, v.TextResourceContents)
        assert poem.text.startswith("Hello, said the wire.")
        for uri in ("hello://dot", "hello://swatch/blue"):
            (picture,) = (await client.read_resource(uri)).contents
            assert isinstance(picture, v.BlobResourceContents)
            assert (picture.mime_type, picture.blob[:8]) == ("image/png", "iVBORw0K")


@HTTP
async def test_health_check_says_more_than_that_the_process_lives() -> None:
    module = loaded("servers/health_check.py")
    async with module.server.http(module.OPTIONS, port=0) as handle, httpx.AsyncClient() as http:
        base = handle.url.removesuffix("/mcp")
        health = await http.get(f"{base}/health")
        assert (health.status_code, health.headers["content-type"]) == (200, "application/json")
        assert health.json()["status"] == "ok"
        assert health.json()["uptime_seconds"] >= 0
        assert {(await http.get(f"{base}/{path}")).status_code for path in ("live", "ready")} == {200}
        async with Client(handle.url) as client:
            assert texts_of(await client.call_tool("pulse")) == ["62"]


def target_in(app: Any, url: str) -> HttpTarget:
    """An application in this process, as if it were at an address."""
    return HttpTarget(url, client=httpx.ASGITransport(app=app))


@HTTP
async def test_server_in_starlette_is_beside_the_routes_of_the_application() -> None:
    app = loaded("mounted/in_starlette.py").app
    async with app.router.lifespan_context(app):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as http:
            assert (await http.get("/")).json() == {"tools": "/tools/mcp"}
        async with Client(target_in(app, "http://127.0.0.1/tools/mcp")) as client:
            assert texts_of(await client.call_tool("shout", {"text": "hello"})) == ["HELLO!"]


@HTTP
async def test_server_in_fastapi_and_its_routes_know_the_same() -> None:
    app = loaded("mounted/in_fastapi.py").app
    async with app.router.lifespan_context(app):
        async with Client(target_in(app, "http://127.0.0.1/ai/mcp")) as client:
            placed = await client.call_tool("place_order", {"order": {"item": "tea", "count": 2}})
            assert texts_of(placed) == ["1"]
            found = await client.call_tool("find_order", {"number": 1})
            assert found.structured_content == {"item": "tea", "count": 2}
            missing = await client.call_tool("find_order", {"number": 9})
            assert (missing.is_error, texts_of(missing)) == (True, ["there is no order 9"])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as http:
            assert (await http.get("/orders/1")).json() == {"item": "tea", "count": 2}
            assert (await http.get("/orders/9")).status_code == 404
