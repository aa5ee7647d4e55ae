"""How a server is served: who may talk to it, limits, health, observers, other apps around and beside it."""

import dataclasses
import json
import ssl
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

import anyio
import httpx
import pytest
import trustme
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from mcprism import Cors, HttpOptions, Server, Tls
from mcprism.observers.message import MessageEvent
from mcprism.server.http.options import HttpFields
from mcprism.stores import InMemoryEventStore, InMemorySessionStore
from mcprism_types.v2025_11_25 import ServerCalls
from tests.runtime.server.http.conftest import BOTH, URL, Caller
from tests.runtime.server.http.servers import serving
from tests.runtime.server.http.test_sessions import text

LISTED: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def test_every_option_is_a_keyword_of_the_same_type() -> None:
    options = {field.name: get_type_hints(HttpOptions)[field.name] for field in dataclasses.fields(HttpOptions)}
    assert get_type_hints(HttpFields) == options


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"path": "mcp"}, "starts with /"),
        ({"path": "/mcp?x"}, "starts with /"),
        ({"sse_path": "/mcp"}, "must differ"),
        ({"response_mode": "xml"}, "auto, json or sse"),
        ({"max_body_bytes": 0}, "max_body_bytes must be above zero"),
        ({"idle_timeout": -1}, "idle_timeout must be above zero"),
        ({"ping_interval": 0}, "ping_interval must be above zero"),
        ({"port": 70000}, "0 to 65535"),
        ({"host": "0.0.0.0"}, "allowed_hosts"),  # noqa: S104 -- that it is refused is what is tested
        ({"host": "mcp.example.com"}, "allowed_hosts"),
        ({"allowed_hosts": ["http://x"]}, "name:port"),
        ({"allowed_origins": ["example.com"]}, "https://name"),
    ],
)
def test_an_option_that_does_not_fit_fails_where_it_is_written(options, says) -> None:
    with pytest.raises(ValueError, match=says):
        HttpOptions(**options)
    with pytest.raises(ValueError, match=says):
        serving().asgi_app(**options)


def test_a_wrong_origin_or_certificate_fails_where_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="https://name"):
        Cors(origins=["app.example.com"])
    with pytest.raises(ValueError, match="cannot be used"):
        Tls(certificate=tmp_path / "none.pem")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("options", "headers", "status"),
    [
        ({}, {"host": "127.0.0.1:8080"}, 200),
        ({}, {"host": "localhost:1"}, 200),
        ({}, {"host": "LOCALHOST"}, 200),
        ({}, {"host": "[::1]:8080", "origin": "http://[::1]:3000"}, 200),
        ({}, {"host": "evil.example.com"}, 421),
        ({}, {"host": "localhost.evil.example.com"}, 421),
        ({}, {"host": "localhost:x"}, 421),
        ({}, {"host": None}, 421),
        ({}, {"origin": "http://localhost:3000"}, 200),
        ({}, {"origin": "http://evil.example.com"}, 403),
        ({}, {"origin": "null"}, 403),
        ({}, {"origin": ""}, 403),
        ({"dns_rebinding_protection": False}, {"host": "any.example.com", "origin": "https://x.example"}, 200),
        ({"host": "0.0.0.0", "allowed_hosts": ["mcp.example.com"]}, {"host": "mcp.example.com:443"}, 200),  # noqa: S104
        ({"allowed_hosts": ["mcp.example.com:81"]}, {"host": "mcp.example.com:82"}, 421),
        ({"allowed_hosts": ["mcp.example.com:81"]}, {"host": "mcp.example.com:81"}, 200),
        ({"allowed_origins": ["https://a.example"]}, {"origin": "https://A.example"}, 200),
        ({"allowed_origins": ["https://a.example"]}, {"origin": "http://localhost"}, 403),
        ({"cors": Cors(origins=["https://a.example"])}, {"origin": "https://a.example"}, 200),
        ({"cors": Cors(origins=["https://a.example"])}, {"origin": "http://localhost"}, 200),
        ({"cors": Cors(origins=["https://a.example"])}, {"origin": "https://b.example"}, 403),
        ({}, {"content-type": "text/plain"}, 415),
        ({}, {"content-type": "application/json; charset=utf-8"}, 200),
        ({}, {"content-type": None}, 415),
        ({}, {"accept": None}, 406),
        ({}, {"accept": "application/json"}, 406),
        ({}, {"accept": "*/*"}, 200),
        ({}, {"accept": ["application/json", "text/event-stream"]}, 200),
        ({}, {"accept": ["application/json", "text/html"]}, 406),
        ({}, {"host": ["evil.example.com", "localhost"]}, 400),
        ({}, {"origin": ["http://evil.example.com", "http://localhost"]}, 400),
        ({}, {"accept": "application/*, text/event-stream;q=0.5"}, 200),
        ({}, {"accept": "application/json, text/event-stream;q=0"}, 406),
    ],
    ids=str,
)
@pytest.mark.fault("IN-08")
async def test_who_may_talk_to_a_server__in_08_h04_h15(driving, options, headers, status) -> None:
    async with driving(serving().asgi_app(stateless=True, **options)) as driver:
        call = driver.open("POST", LISTED, headers)
        assert await call.started() == status
        if status != 200:
            error = json.loads(await call.complete())
            assert (error["jsonrpc"], error["id"]) == ("2.0", None)
            assert "error" in error


@pytest.mark.anyio
@pytest.mark.fault("IN-08")
async def test_what_is_refused_says_which_option_would_let_it_in__in_08(driving) -> None:
    async with driving(serving().asgi_app()) as driver:
        for headers, option in (
            ({"host": "a\nb.example"}, "allowed_hosts"),
            ({"origin": "http://x"}, "allowed_origins"),
        ):
            assert option in (await driver.open("POST", LISTED, headers).complete()).decode()


@pytest.mark.anyio
async def test_a_page_of_another_origin_is_let_in_and_told_so(driving) -> None:
    app = serving().asgi_app(stateless=True, cors=Cors(origins=["https://a.example"], headers=["x-mine"], max_age=60))
    asks = {
        "origin": "https://a.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, mcp-param-region, x-mine",
    }
    async with driving(app) as driver:
        asked = driver.open("OPTIONS", headers=asks)
        assert await asked.started() == 204
        assert asked.headers["access-control-allow-origin"] == "https://a.example"
        assert asked.headers["access-control-allow-headers"] == asks["access-control-request-headers"]
        assert asked.headers["access-control-max-age"] == "60"
        answered = driver.open("POST", LISTED, {"origin": "https://a.example"})
        assert await answered.started() == 200
        assert "mcp-session-id" in answered.headers["access-control-expose-headers"]
        assert answered.headers["vary"] == "Origin"
        for change, status in (
            ({"access-control-request-method": "PUT"}, 405),
            ({"access-control-request-headers": "x-other"}, 400),
            ({"origin": "https://b.example"}, 403),
        ):
            refused = driver.open("OPTIONS", headers={**asks, **change})
            assert await refused.started() == status
        assert "access-control-allow-origin" not in refused.headers


@pytest.mark.anyio
async def test_errors_can_be_read_by_pages_too(driving) -> None:
    async with driving(serving().asgi_app(cors=Cors())) as driver:
        refused = driver.open("POST", LISTED, {"origin": "https://any.example"})
        assert await refused.started() == 400
        assert refused.headers["access-control-allow-origin"] == "*"


@pytest.mark.anyio
@pytest.mark.fault("IN-06")
async def test_bodies_are_limited_as_declared_and_as_sent__in_06(driving) -> None:
    async with driving(serving().asgi_app(max_body_bytes=100)) as driver:
        declared = driver.open("POST", b"{}", {"content-length": "1000000000"})
        assert (await declared.started(), declared.headers["connection"]) == (413, "close")
        sent = driver.open("POST", b"x" * 101)
        assert await sent.started() == 413
        assert b"max_body_bytes" in await sent.complete()
        assert await driver.open("POST", b"{}", {"content-length": "x"}).started() == 400


@pytest.mark.anyio
@pytest.mark.fault("FL-08")
async def test_a_body_that_does_not_come_is_given_up__fl_08(driving) -> None:
    app = serving().asgi_app(body_timeout=0.01)

    async def never() -> Any:
        await anyio.sleep_forever()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, never, send)

    async with driving(slow) as driver:
        call = driver.open("POST", b"")
        assert (await call.started(), call.headers["connection"]) == (408, "close")


@pytest.mark.anyio
async def test_a_client_that_goes_while_it_sends_is_forgotten(driving) -> None:
    app = serving().asgi_app()

    async def gone() -> Any:
        return {"type": "http.disconnect"}

    async def cut(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, gone, send)

    async with driving(cut) as driver:
        call = driver.open("POST", b"")
        await anyio.wait_all_tasks_blocked()
        assert call.status == 0


@pytest.mark.anyio
async def test_health_is_told_to_anybody_and_readiness_as_it_is(driving) -> None:
    is_ready = True

    async def ready() -> bool:
        return is_ready

    app = serving().asgi_app(
        health_path="/health",
        ready_path="/ready",
        ready=ready,
        event_store=InMemoryEventStore(),
        session_store=InMemorySessionStore(),
    )
    async with driving(app) as driver:
        told = driver.open("GET", headers={"host": "10.1.2.3"}, path="/health")
        assert await told.started() == 200
        assert json.loads(await told.complete()) == {"status": "ok", "server": "demo", "version": "1"}
        assert await driver.open("GET", path="/ready").started() == 200
        is_ready = False
        assert await driver.open("GET", path="/ready").started() == 503
        is_ready = True
        app.drain()
        assert await driver.open("GET", path="/ready").started() == 503
        assert await driver.open("GET", path="/health").started() == 200


@pytest.mark.anyio
async def test_a_server_whose_store_fails_is_not_ready(driving) -> None:
    class Down(InMemorySessionStore):
        async def load(self, session: str) -> bytes | None:
            raise OSError("no route to the database")

    async with driving(serving().asgi_app(ready_path="/ready", session_store=Down())) as driver:
        asked = driver.open("GET", path="/ready")
        assert await asked.started() == 503
        assert b"database" not in await asked.complete()


class Recorder:
    """Remembers what it is shown, and fails."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None, Any]] = []

    def on_receive(self, event: MessageEvent) -> None:
        self.seen.append(("in", event.session_id, event.message))
        raise LookupError("harmless")

    def on_send(self, event: MessageEvent) -> None:
        self.seen.append(("out", event.session_id, event.message))
        raise LookupError("harmless")


@pytest.mark.anyio
async def test_observers_see_every_message_and_hurt_nobody(calling) -> None:
    recorder = Recorder()
    async with calling(serving().asgi_app(observers=[recorder])) as caller:
        session = await caller.initialize()
        await session.ask("tools/call", {"name": "tell"})
        await caller.ask("tools/call", {"name": "echo"})
    ways = [(way, session_id == session.id, message.get("method")) for way, session_id, message in recorder.seen]
    assert ways == [
        ("in", False, "initialize"),
        ("out", True, None),
        ("in", True, "notifications/initialized"),
        ("in", True, "tools/call"),
        ("out", True, "notifications/message"),
        ("out", True, None),
        ("in", False, "tools/call"),
        ("out", False, None),
    ]


@pytest.mark.anyio
async def test_what_is_refused_over_http_is_seen_with_the_refusal(calling) -> None:
    seen: list[MessageEvent] = []
    looking = SimpleNamespace(on_receive=seen.append, on_send=seen.append)
    async with calling(Server("observed", version="1", observers=[looking]).asgi_app()) as caller:
        await caller.post(b"{")
        await caller.post({"jsonrpc": "2.0", "id": 7, "method": "tools/list"}, {"mcp-session-id": "unknown"})
        await caller.post(b"[]", {"mcp-session-id": "unknown"})
    kinds = [(event.direction, event.kind, event.request_id) for event in seen]
    assert kinds == [
        ("received", "unreadable", None),
        ("sent", "error", None),
        ("received", "request", 7),
        ("sent", "error", None),
        ("received", "unreadable", None),
        ("sent", "error", None),
    ]
    assert "JSON" in str(seen[0].problem)


@pytest.mark.anyio
async def test_other_apps_are_served_beside_it_and_around_it(driving) -> None:
    async def hello(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse(scope["path"])(scope, receive, send)

    seen: list[str] = []

    def noting(app: Any) -> Any:
        async def noted(scope: Any, receive: Any, send: Any) -> None:
            seen.append(scope["path"])
            await app(scope, receive, send)

        return noted

    app = serving().asgi_app(routes={"/hello": hello, "/all/": hello}, middleware=[noting], stateless=True)
    async with driving(app) as driver:
        assert await driver.open("GET", path="/hello").complete() == b"/hello"
        assert await driver.open("GET", path="/all/below").complete() == b"/all/below"
        assert await driver.open("GET", path="/hello/below").started() == 404
        assert await driver.open("POST", LISTED).started() == 200
        assert await driver.open("GET", headers={"host": "evil.example"}, path="/hello").started() == 421
        assert seen == ["/hello", "/all/below", "/hello/below", "/mcp", "/hello"]


async def listed(app: Any, path: str) -> str:
    """The name of the first tool, asked for in the newest version."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=URL) as http:
        return (await Caller(http, path).ask("tools/list")).result["tools"][0]["name"]


@pytest.mark.anyio
@pytest.mark.fault("SD-08")
async def test_it_is_mounted_in_starlette_with_its_lifespan_or_without__sd_08() -> None:
    app = serving().asgi_app(path="/")
    host = Starlette(routes=[Mount("/tools", app)], lifespan=app.lifespan)
    assert await listed(host, "/tools/") == "echo"
    async with host.router.lifespan_context(host):
        assert await listed(host, "/tools/") == "echo"


@pytest.mark.anyio
@pytest.mark.fault("SD-08")
async def test_it_is_mounted_in_fastapi_beside_other_routes__sd_08() -> None:
    host = FastAPI()
    host.mount("/ai", serving().asgi_app())

    @host.get("/hello")
    def hello() -> str:
        return "hello"

    assert await listed(host, "/ai/mcp") == "echo"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=host), base_url=URL) as http:
        assert (await http.get("/hello")).json() == "hello"


@pytest.mark.anyio
@pytest.mark.fault("SD-07")
async def test_it_is_told_that_it_begins_and_ends__sd_07() -> None:
    app = serving().asgi_app()
    told = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    answered: list[Any] = []

    async def receive() -> Any:
        return told.pop(0)

    async def send(message: Any) -> None:
        answered.append(message["type"])

    await app({"type": "lifespan"}, receive, send)
    assert answered == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_session_goes_on_in_another_event_loop() -> None:
    app = serving().asgi_app()
    sessions: list[Any] = []

    async def begin() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=URL) as http:
            sessions.append(await Caller(http).initialize())

    async def go_on() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=URL) as http:
            sessions[0].http = http
            answer = await sessions[0].ask("tools/call", {"name": "echo", "arguments": {"text": "on"}})
            assert text(answer.message) == "on"

    anyio.run(begin)
    anyio.run(go_on)


@pytest.mark.anyio
async def test_sessions_are_listed_asked_and_ended_by_the_program(calling, driving) -> None:
    app = serving().asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize(capabilities={"roots": {}})
        await caller.initialize()
        assert [found.peer.info.name for found in app.sessions()] == ["hand", "hand"]
        ours = app.session(session.id)
        assert not ours.listens
        listening = driver.open("GET", headers=session.headers)
        assert await listening.started() == 200
        assert ours.listens
        roots: list[Any] = []

        async def ask() -> None:
            roots.append(await ServerCalls(ours.outbound).list_roots(None))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            question = await listening.message()
            assert question["method"] == "roots/list"
            await session.post({"jsonrpc": "2.0", "id": question["id"], "result": {"roots": [{"uri": "file:///a"}]}})
        assert roots[0].roots[0].uri == "file:///a"
        await ours.close()
        assert await listening.event() is None
        assert (await session.ask("ping")).status == 404
        with pytest.raises(LookupError, match="no session"):
            app.session(session.id)


def test_a_server_with_a_certificate_is_reached_by_https(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    for name, blob in (("cert.pem", issued.cert_chain_pems[0]), ("key.pem", issued.private_key_pem)):
        blob.write_to_path(tmp_path / name)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    ready_made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(ready_made)

    async def reach(server: Server, tls: Any) -> None:
        async with server.http(port=0, tls=tls, stateless=True) as handle:
            assert handle.url.startswith("https://127.0.0.1:")
            async with httpx.AsyncClient(verify=trusting) as http:
                answer = await http.post(handle.url, json=LISTED, headers={"accept": BOTH})
                assert answer.json()["result"]["tools"][0]["name"] == "echo"

    for tls in (Tls(certificate=tmp_path / "cert.pem", key=tmp_path / "key.pem"), ready_made):
        anyio.run(reach, serving(), tls)
