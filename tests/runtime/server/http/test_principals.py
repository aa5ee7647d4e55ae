"""Who was authenticated: what handlers see of it, and whose a session is. `S` and `H` rules by their names."""

from collections.abc import Callable
from typing import Any, Literal

import pytest

from mcprism import Client, Context, Principal, Server
from mcprism.stores import InMemorySessionStore
from tests.runtime.server.http.test_events_and_posts import Client as EventsClient

pytestmark = pytest.mark.anyio

GRANTED = {b"alice": frozenset({"read", "write"}), b"bob": frozenset({"read"})}


def authenticating(app: Any) -> Any:
    """Takes whoever a header names for that one, as middleware does that looks at tokens."""

    async def authenticate(scope: dict[str, Any], receive: Any, send: Any) -> None:
        user = dict(scope.get("headers", ())).get(b"x-user")
        if user is not None:
            name, _, scopes = user.partition(b" ")
            granted = frozenset(scopes.decode().split()) if scopes else GRANTED[name]
            scope = {**scope, "mcprism.principal": Principal("https://as.example", name.decode(), scopes=granted)}
        await app(scope, receive, send)

    return authenticate


def who_serves() -> Server:
    """A server with a tool that says who calls it."""
    server = Server("who", version="1.0.0")

    @server.tool(inline=True)
    def who(ctx: Context) -> dict[str, Any]:
        principal, scopes = ctx.peer.principal, ctx.peer.scopes
        return {
            "subject": None if principal is None else principal.subject,
            "scopes": None if scopes is None else sorted(scopes),
        }

    return server


CALL = ("tools/call", {"name": "who", "arguments": {}})


@pytest.fixture
def who(calling: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the server as an app behind the middleware."""

    def opened(**options: Any) -> Any:
        return calling(who_serves().asgi_app(middleware=[authenticating], **options))

    return opened


async def test_a_handler_sees_who_sent_the_request_with_and_without_a_session(who) -> None:
    async with who() as caller:
        seen = (await caller.ask(*CALL, {"x-user": "alice"})).result["structuredContent"]
        assert seen == {"subject": "alice", "scopes": ["read", "write"]}
        session = await caller.initialize(**{"x-user": "bob"})
        seen = (await session.ask(*CALL, {"x-user": "bob"})).result["structuredContent"]
        assert seen == {"subject": "bob", "scopes": ["read"]}


@pytest.fixture
def guarded() -> Server:
    """A server whose declarations take scopes, each in its own way."""
    server = Server("guarded", version="1.0.0")

    @server.tool(scopes=["read", "write"])
    def save(text: str) -> str:
        return f"saved {text}"

    @server.resource("notes://{day}", scopes=["read"])
    def note(day: str) -> str:
        return f"the note of {day}"

    @server.prompt(scopes=["write"])
    def review(tone: Literal["kind", "dry"]) -> str:
        return f"be {tone}"

    return server


REQUESTS = [
    ("tools/call", {"name": "save", "arguments": {}}),
    ("resources/read", {"uri": "notes://today"}),
    ("prompts/get", {"name": "review", "arguments": {"tone": "kind"}}),
    (
        "completion/complete",
        {"ref": {"type": "ref/prompt", "name": "review"}, "argument": {"name": "tone", "value": "k"}},
    ),
]


@pytest.mark.parametrize(("method", "params"), REQUESTS, ids=[method for method, _ in REQUESTS])
async def test_what_takes_scopes_is_for_those_who_were_granted_all_of_them(
    calling, guarded: Server, method: str, params: dict[str, Any]
) -> None:
    async with calling(guarded.asgi_app(middleware=[authenticating])) as caller:
        session = await caller.initialize(**{"x-user": "bob none"})
        for refused in (await caller.ask(method, params), await session.ask(method, params)):
            error = refused.message["error"]
            assert error["code"] == -32600
            assert " takes the scopes " in error["message"]
            assert set(error["data"]["scopes"]) <= {"read", "write"}
        assert "result" in (await session.ask(method, params, {"x-user": "bob read write"})).message
        assert "result" in (await caller.ask(method, params, {"x-user": "alice"})).message


async def test_some_of_the_scopes_are_not_enough_and_all_are_named(calling, guarded: Server) -> None:
    async with calling(guarded.asgi_app(middleware=[authenticating])) as caller:
        refused = await caller.ask("tools/call", {"name": "save", "arguments": {"text": "x"}}, {"x-user": "bob"})
        assert refused.message["error"]["message"] == "save takes the scopes read, write"
        assert refused.message["error"]["data"] == {"scopes": ["read", "write"]}


async def test_in_memory_nobody_needs_scopes_also_where_a_server_is_included(guarded: Server) -> None:
    outer = Server("outer", version="1.0.0")
    outer.include(guarded, prefix="g_")
    async with Client(outer) as client:
        assert (await client.call_tool("g_save", {"text": "x"}, returns=str)).data == "saved x"


async def test_scopes_go_with_what_is_included(calling, guarded: Server) -> None:
    outer = Server("outer", version="1.0.0")
    outer.include(guarded, prefix="g_")
    async with calling(outer.asgi_app(middleware=[authenticating])) as caller:
        refused = await caller.ask("tools/call", {"name": "g_save", "arguments": {"text": "x"}}, {"x-user": "bob"})
        assert refused.message["error"]["message"] == "g_save takes the scopes read, write"


async def test_nobody_authenticated_over_http_was_granted_nothing(who) -> None:
    async with who() as caller:
        seen = (await caller.ask(*CALL)).result["structuredContent"]
        assert seen == {"subject": None, "scopes": []}


async def test_without_http_there_is_no_authorization_and_nothing_is_kept_back() -> None:
    async with Client(who_serves()) as client:
        result = await client.call_tool("who")
        assert result.structured_content == {"subject": None, "scopes": None}


async def test_a_session_knows_what_was_granted_since_it_began(who) -> None:
    async with who() as caller:
        session = await caller.initialize(**{"x-user": "bob read"})
        seen = (await session.ask(*CALL, {"x-user": "bob read write"})).result["structuredContent"]
        assert seen == {"subject": "bob", "scopes": ["read", "write"]}


async def test_a_session_is_of_one_principal_and_unknown_to_any_other__h10(who) -> None:
    async with who() as caller:
        session = await caller.initialize(**{"x-user": "alice"})
        for other in ({"x-user": "bob"}, {"x-user": None}):
            answer = await session.ask(*CALL, other)
            assert answer.status == 404
            assert "no session with this id" in answer.message["error"]["message"]
        stolen = {"mcp-session-id": session.id, "x-user": "bob"}
        assert (await caller.http.delete("/mcp", headers=stolen)).status_code == 404
        listened = await caller.http.get("/mcp", headers={**stolen, "accept": "text/event-stream"})
        assert listened.status_code == 404
        assert (await session.ask(*CALL, {"x-user": "alice"})).status == 200


async def test_a_session_that_another_process_began_is_still_of_its_principal(calling) -> None:
    store = InMemorySessionStore()

    def app() -> Any:
        return who_serves().asgi_app(middleware=[authenticating], session_store=store)

    async with calling(app()) as first, calling(app()) as second:
        session = await first.initialize(**{"x-user": "alice"})
        session.http = second.http
        assert (await session.ask(*CALL, {"x-user": "bob"})).status == 404
        seen = (await session.ask(*CALL, {"x-user": "alice"})).result["structuredContent"]
        assert seen["subject"] == "alice"


async def test_nobody_else_posts_to_a_stream_of_2024_11_05(driving) -> None:
    async with driving(who_serves().asgi_app(middleware=[authenticating])) as driver:
        client = EventsClient(driver)
        await client.begin()
        body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        assert await client.post(body, **{"x-user": "alice"}) == 404
        assert await client.post(body) == 202


async def test_what_middleware_says_must_be_a_principal(driving) -> None:
    def wrong(app: Any) -> Any:
        async def authenticate(scope: dict[str, Any], receive: Any, send: Any) -> None:
            await app({**scope, "mcprism.principal": "alice"}, receive, send)

        return authenticate

    app = who_serves().asgi_app(middleware=[wrong])
    with pytest.raises(TypeError, match=r"must be a mcprism\.Principal or None, not 'alice'"):
        await app({"type": "http", "headers": [], "path": "/mcp", "method": "POST"}, None, None)


async def test_what_one_principal_was_asked_is_not_for_another_one_to_answer(calling) -> None:
    server = Server("asks", version="1.0.0")

    @server.tool
    async def ask(ctx: Context) -> str:
        answer = await ctx.elicit("Who?", {"type": "object", "properties": {"name": {"type": "string"}}})
        return type(answer).__name__

    meta = {"clientCapabilities": {"elicitation": {"form": {}}}}
    call = {"name": "ask", "arguments": {}}
    async with calling(server.asgi_app(middleware=[authenticating])) as caller:
        first = (await caller.ask("tools/call", call, {"x-user": "alice"}, meta=meta)).result
        answers = {name: {"action": "decline"} for name in first["inputRequests"]}
        again = {**call, "inputResponses": answers, "requestState": first["requestState"]}
        refused = await caller.ask("tools/call", again, {"x-user": "bob"}, meta=meta)
        assert refused.code == -32602
        taken = (await caller.ask("tools/call", again, {"x-user": "alice"}, meta=meta)).result
        assert taken["content"][0]["text"] == "Declined"
