"""Sessions that a server has forgotten, and how one ends."""

from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, HttpError, HttpTarget, ResourceUpdated, ToolsChanged
from mcprism.client.listening import Subscription
from tests.runtime.client.http.scripted import CALLED, Asked, Reply, Scripted, initialized, scripted, with_sessions

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]


class Sessions:
    """A server that knows the sessions which it has begun, until it forgets them."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.begun = 0
        self.version = "2025-11-25"
        self.refused = ""
        """A resource that may not be watched."""

    async def __call__(self, asked: Asked, reply: Reply) -> None:
        if asked.what == "server/discover":
            await reply.plain(400)
        elif asked.what == "initialize":
            self.begun += 1
            session = f"s-{self.begun}"
            self.known.add(session)
            capabilities = {
                "tools": {"listChanged": True},
                "resources": {"subscribe": True},
                "logging": {},
            }
            await reply.result(initialized(self.version) | {"capabilities": capabilities}, mcp_session_id=session)
        elif asked.headers.get("mcp-session-id") not in self.known:
            await reply.plain(404)
        elif asked.what == "notifications/initialized":
            await reply.plain(202)
        elif asked.what == "tools/call":
            await reply.result(CALLED)
        elif asked.what == "resources/subscribe" and asked.message["params"]["uri"] == self.refused:
            await reply.error(-32002)
        elif asked.what in ("resources/subscribe", "resources/unsubscribe", "logging/setLevel"):
            await reply.result({})
        elif asked.method == "DELETE":
            await reply.plain(204)
        else:
            await reply.plain(405)


def target(server: Scripted) -> HttpTarget:
    return HttpTarget(server.url, listens=False, retry_delay=0.1)


@pytest.mark.fault("PE-09")
async def test_pe09_forgotten_session_is_begun_anew_and_the_call_made_again() -> None:
    sessions = Sessions()
    async with scripted(sessions) as server, Client(target(server)) as client:
        sessions.known.clear()
        await client.call_tool("x")
        assert server.asked[3:] == ["tools/call", "initialize", "notifications/initialized", "tools/call"]
        again = server.of("initialize")[1]
        assert "mcp-session-id" not in again.headers
        assert again.message["params"] == server.of("initialize")[0].message["params"]
        assert [asked.headers["mcp-session-id"] for asked in server.of("tools/call")] == ["s-1", "s-2"]
        ids = [asked.message["id"] for asked in server.seen if asked.body and "id" in asked.message]
        assert len(set(ids)) == len(ids)
    assert server.seen[-1].headers["mcp-session-id"] == "s-2"


@pytest.mark.fault("PE-09")
async def test_pe09_many_calls_begin_one_new_session() -> None:
    sessions = Sessions()
    async with scripted(sessions) as server, Client(target(server)) as client:
        sessions.known.clear()
        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(client.call_tool, "x")
        assert sessions.begun == 2


@pytest.mark.fault("PE-09")
async def test_pe09_call_that_the_server_may_have_done_is_not_made_again() -> None:
    sessions = Sessions()

    async def forgets_at_work(asked: Asked, reply: Reply) -> None:
        if asked.what == "tools/call" and sessions.known:
            sessions.known.clear()
            await reply.events()
            await reply.event(id="1")
            await reply.end()
        else:
            await sessions(asked, reply)

    async with scripted(forgets_at_work) as server, Client(target(server)) as client:
        with pytest.raises(ConnectionClosed, match="it may have been done; a new session has begun"):
            await client.call_tool("x")
        assert len(server.of("tools/call")) == 1
        server.answer = sessions
        await client.call_tool("x")
        assert sessions.begun == 2


@pytest.mark.fault("PE-09")
async def test_pe09_server_that_forgets_at_once_is_one_error() -> None:
    sessions = Sessions()

    async def forgets(asked: Asked, reply: Reply) -> None:
        if sessions.begun and asked.what == "tools/call":
            sessions.known.clear()
        await sessions(asked, reply)

    async with scripted(forgets) as server, Client(target(server)) as client:
        with pytest.raises(ConnectionClosed, match="does not know the session that it has begun"):
            await client.call_tool("x")
        assert len(server.of("tools/call")) == 2


@pytest.mark.fault("PE-09")
async def test_pe09_server_that_came_back_in_another_version_is_left() -> None:
    sessions = Sessions()
    async with scripted(sessions) as server, Client(target(server)) as client:
        sessions.known.clear()
        sessions.version = "2025-06-18"
        with pytest.raises(ConnectionClosed, match="speaks another version than before: connect again"):
            await client.call_tool("x")


@pytest.mark.fault("PE-09")
async def test_pe09_new_session_that_is_refused_is_tried_again_by_the_next_call() -> None:
    sessions = Sessions()

    async def out_of_order(asked: Asked, reply: Reply) -> None:
        if asked.what == "initialize":
            await reply.plain(503, b"later")
        else:
            await sessions(asked, reply)

    async with scripted(sessions) as server, Client(target(server)) as client:
        sessions.known.clear()
        server.answer = out_of_order
        with pytest.raises(HttpError, match="503"):
            await client.call_tool("x")
        server.answer = sessions
        await client.call_tool("x")


def lasting(server: Scripted, session: str) -> list[tuple[str, Any]]:
    """What a session was asked that lasts, in no order."""
    methods = ("resources/subscribe", "resources/unsubscribe", "logging/setLevel")
    return sorted(
        (asked.what, asked.message["params"].get("uri", asked.message["params"].get("level")))
        for asked in server.seen
        if asked.what in methods and asked.headers["mcp-session-id"] == session
    )


@pytest.mark.fault("PE-09")
async def test_pe09_new_session_has_the_log_level_and_the_subscriptions_of_the_old_one() -> None:
    sessions = Sessions()
    async with (
        scripted(sessions) as server,
        Client(target(server)) as client,
        client.listen(tools=True, uris=["demo://a", "demo://b"]) as changes,
    ):
        async with client.listen(uris=["demo://a", "demo://c"]):
            await client.set_log_level("warning")
            await client.set_log_level("error")
        sessions.known.clear()
        sessions.refused = "demo://b"
        await client.call_tool("x")
        assert lasting(server, "s-2") == [
            ("logging/setLevel", "error"),
            ("resources/subscribe", "demo://a"),
            ("resources/subscribe", "demo://b"),
        ]
        assert server.asked[-1] == "tools/call"
        # What was told in between was told to nobody.
        told = [await anext(changes) for _ in range(3)]
        assert set(told) == {ToolsChanged(), ResourceUpdated("demo://a"), ResourceUpdated("demo://b")}
        sessions.known.clear()
        sessions.refused = ""
        await client.call_tool("x")
        assert lasting(server, "s-3") == lasting(server, "s-2")


@pytest.mark.fault("PE-09")
async def test_pe09_new_session_is_what_the_old_one_was_even_if_the_call_that_began_it_is_given_up() -> None:
    sessions = Sessions()
    slow, resumed = anyio.Event(), anyio.Event()

    async def slowly(asked: Asked, reply: Reply) -> None:
        if sessions.begun == 2 and asked.what == "resources/subscribe":
            slow.set()
            await resumed.wait()
        await sessions(asked, reply)

    async with (
        scripted(slowly) as server,
        Client(target(server)) as client,
        client.listen(uris=["demo://a"]),
    ):
        sessions.known.clear()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "given up")
            await slow.wait()
            tasks.cancel_scope.cancel()
        resumed.set()
        await client.call_tool("x")
        assert lasting(server, "s-2") == [("resources/subscribe", "demo://a")]
        names = [asked.message["params"]["name"] for asked in server.of("tools/call")]
        assert names == ["given up", "x"]
        assert server.of("notifications/cancelled") == []


@pytest.mark.fault("PE-09")
async def test_pe09_listening_goes_on_in_the_new_session() -> None:
    sessions = Sessions()
    streams, ended = list[Reply](), anyio.Event()

    async def listens(asked: Asked, reply: Reply) -> None:
        if asked.method != "GET" or asked.headers["mcp-session-id"] not in sessions.known:
            await sessions(asked, reply)
            return
        await reply.events()
        streams.append(reply)
        if sessions.begun == 1:
            await ended.wait()
            sessions.known.clear()
            await reply.end()
        else:
            await reply.until_gone()

    async def told(changes: Subscription) -> None:
        params = {"uri": "demo://a"}
        await streams[-1].event({"method": "notifications/resources/updated", "params": params})
        assert await anext(changes) == ResourceUpdated("demo://a")

    async with (
        scripted(listens) as server,
        Client(HttpTarget(server.url, retry_delay=0.1)) as client,
        client.listen(uris=["demo://a"]) as changes,
    ):
        await told(changes)
        ended.set()
        assert await anext(changes) == ResourceUpdated("demo://a")
        await told(changes)
        assert sessions.begun == 2


async def test_session_that_ended_is_noticed_by_who_listens() -> None:
    sessions = Sessions()
    second = anyio.Event()

    async def listens(asked: Asked, reply: Reply) -> None:
        if asked.method == "GET" and asked.headers["mcp-session-id"] in sessions.known:
            await reply.events()
            if sessions.begun == 2:
                second.set()
                await reply.until_gone()
            else:
                sessions.known.clear()
                await reply.end()
        else:
            await sessions(asked, reply)

    async with scripted(listens) as server, Client(HttpTarget(server.url, retry_delay=0.1)):
        await second.wait()
    assert [asked.headers["mcp-session-id"] for asked in server.of("GET")] == ["s-1", "s-1", "s-2"]


@pytest.mark.parametrize("status", [200, 404, 405, 500])
async def test_whatever_ending_a_session_is_answered_with_closing_succeeds(status: int) -> None:
    async def ends(asked: Asked, reply: Reply) -> None:
        if asked.method == "DELETE":
            await reply.plain(status)
        else:
            await with_sessions(lambda asked, reply: reply.result(CALLED))(asked, reply)

    async with scripted(ends) as server:
        async with Client(target(server)):
            pass
        assert server.asked[-1] == "DELETE"


async def test_server_that_does_not_answer_the_end_of_a_session_is_left() -> None:
    async def silent(asked: Asked, reply: Reply) -> None:
        if asked.method == "DELETE":
            await reply.until_gone()
        else:
            await with_sessions(lambda asked, reply: reply.result(CALLED))(asked, reply)

    async with scripted(silent) as server, Client(HttpTarget(server.url, listens=False, close_timeout=0.1)):
        pass


async def test_server_that_gives_no_id_is_used_without_one() -> None:
    async with scripted(with_sessions(lambda asked, reply: reply.result(CALLED), session=None)) as server:
        async with Client(target(server)) as client:
            await client.call_tool("x")
        assert server.asked[-1] == "tools/call"
    assert all("mcp-session-id" not in asked.headers for asked in server.seen)
    assert server.seen[-1].headers["mcp-protocol-version"] == "2025-11-25"


async def test_id_that_cannot_be_sent_back_is_refused() -> None:
    async with scripted(with_sessions(lambda asked, reply: reply.result(CALLED), session="a b")) as server:
        with pytest.raises(HttpError, match="an Mcp-Session-Id that is not visible ASCII"):
            async with Client(target(server)):
                pytest.fail("connected")


async def test_notification_that_is_answered_with_a_body_is_taken() -> None:
    async def answers(asked: Asked, reply: Reply) -> None:
        if asked.what == "notifications/initialized":
            await reply.json({"jsonrpc": "2.0", "result": {}})
        else:
            await with_sessions(lambda asked, reply: reply.result(CALLED))(asked, reply)

    async with scripted(answers) as server, Client(target(server)) as client:
        await client.call_tool("x")
