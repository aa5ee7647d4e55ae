"""What servers tell of changes: in sessions of every version, and on the streams of clients without one."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import Context, NotDeclared, Server
from mcprism.events import MAX_BACKLOG
from mcprism.jsonrpc import JsonObject
from mcprism.transports.channel import HIGH_WATER
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared_in_message
from mcprism.versions.handshake import MAX_WATCHED
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.generated.stored import corrected, stored

pytestmark = pytest.mark.anyio

HOMES = list(ERAS)
SESSIONS = [version for version, era in ERAS.items() if era == "handshake"]
STATELESS = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
ID = PREFIX + "subscriptionId"
ALL: dict[str, Any] = {
    "tools": {"listChanged": True},
    "prompts": {"listChanged": True},
    "resources": {"listChanged": True, "subscribe": True},
    "logging": {},
}
EVERYTHING = {"toolsListChanged": True, "promptsListChanged": True, "resourcesListChanged": True}
KINDS = {
    "notifications/tools/list_changed": "ToolListChangedNotification",
    "notifications/prompts/list_changed": "PromptListChangedNotification",
    "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/resources/updated": "ResourceUpdatedNotification",
    "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
    "notifications/cancelled": "CancelledNotification",
}
ACKNOWLEDGED = "notifications/subscriptions/acknowledged"
UPDATED = "notifications/resources/updated"


def check(message: JsonObject, version: str) -> None:
    """Fails unless a notification is of its official type, and names nothing that the version does not."""
    for contract in (stored(version), corrected(version)):
        contract.validator(KINDS[message["method"]]).validate(message)
    assert undeclared_in_message(message, version) == []


def enveloped(params: dict[str, Any] | None = None) -> dict[str, Any]:
    """Params that say who asks."""
    said = {PREFIX + "protocolVersion": STATELESS, PREFIX + "clientCapabilities": {}}
    return {**(params or {}), "_meta": said}


def handler_of(home: str) -> Any:
    """A handler of some version that keeps account of subscriptions where the version has them."""
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")

    class Changing(types.ServerHandler):
        def __init__(self) -> None:
            self.watched: list[str] = []

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            change_all(ctx)
            return types.CallToolResult.from_wire({"content": []})

        async def subscribe(self, params: Any, ctx: Context) -> Any:
            if params.uri == "x://secret":
                raise import_module("mcprism").InvalidParams("not that one")
            self.watched.append(params.uri)
            return types.EmptyResult()

        async def unsubscribe(self, params: Any, ctx: Context) -> Any:
            self.watched.remove(params.uri)
            return types.EmptyResult()

    return Changing()


def change_all(target: Any) -> None:
    """All that can change."""
    target.notify_tools_changed()
    target.notify_prompts_changed()
    target.notify_resources_changed()
    target.notify_resource_updated("x://a/below")
    target.notify_resource_updated("x://b")


def serve(home: str = STATELESS, capabilities: dict[str, Any] | None = None, **options: Any) -> Server:
    given = ALL if capabilities is None else capabilities
    return Server.from_handler(handler_of(home), name="changing", version="1", capabilities=given, **options)


async def told(hand: Any, count: int) -> list[JsonObject]:
    """The next messages, in order."""
    return [await hand.receive() for _ in range(count)]


@pytest.mark.covers(
    "notifications/tools/list_changed",
    "notifications/prompts/list_changed",
    "notifications/resources/list_changed",
    "notifications/resources/updated",
)
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("peer", SESSIONS)
async def test_session_of_every_version_is_told_of_what_it_watches(talk_to: Any, peer: str, home: str) -> None:
    server = serve(home)
    change_all(server)
    async with talk_to(server) as hand:
        declared = (await hand.initialize(peer))["capabilities"]
        assert {name: declared[name] for name in ("tools", "prompts", "resources")} == {
            name: ALL[name] for name in ("tools", "prompts", "resources")
        }
        assert (await hand.ask("resources/subscribe", {"uri": "x://a"}))["result"] == {}
        change_all(server)
        messages = await told(hand, 4)
        for message in messages:
            check(message, peer)
        assert [message["method"] for message in messages] == list(KINDS)[:4]
        assert messages[3]["params"] == {"uri": "x://a/below"}
        assert (await hand.ask("resources/unsubscribe", {"uri": "x://a"}))["result"] == {}
        hand.send({"id": "c", "method": "tools/call", "params": {"name": "x"}})
        messages = await told(hand, 4)
        assert {message.get("method") for message in messages} == {None, *list(KINDS)[:3]}


@pytest.mark.covers("gate of the sender")
@pytest.mark.parametrize("peer", SESSIONS)
async def test_session_is_told_nothing_that_was_not_declared(talk_to: Any, peer: str) -> None:
    server = serve(capabilities={"prompts": {"listChanged": True}, "resources": {}, "tools": {}})
    async with talk_to(server) as hand:
        await hand.initialize(peer)
        for notify in (server.notify_tools_changed, server.notify_resources_changed):
            with pytest.raises(NotDeclared, match="listChanged"):
                notify()
        with pytest.raises(NotDeclared, match=r"resources\.subscribe.*pass capabilities=\{'resources'"):
            server.notify_resource_updated("x://a")
        server.notify_prompts_changed()
        assert (await hand.receive())["method"] == "notifications/prompts/list_changed"
        assert (await hand.ask("resources/subscribe", {"uri": "x://a"}))["error"]["code"] == -32601


@pytest.mark.parametrize("peer", SESSIONS)
async def test_subscription_that_the_handler_refused_does_not_count(talk_to: Any, peer: str) -> None:
    handler = handler_of("2025-06-18")
    server = Server.from_handler(handler, name="older", version="1")
    async with talk_to(server) as hand:
        await hand.initialize(peer)
        assert (await hand.ask("resources/subscribe", {"uri": "x://secret"}))["error"]["message"] == "not that one"
        assert (await hand.ask("resources/subscribe", {"uri": "x://a"}))["result"] == {}
        assert handler.watched == ["x://a"]
        server.notify_resource_updated("x://secret")
        server.notify_resource_updated("x://a")
        assert (await hand.receive())["params"] == {"uri": "x://a"}


async def test_handler_gets_no_more_subscriptions_than_one_session_may_have(talk_to: Any) -> None:
    handler = handler_of("2025-06-18")
    async with talk_to(Server.from_handler(handler, name="older", version="1")) as hand:
        await hand.initialize()
        for number in range(MAX_WATCHED):
            assert "result" in await hand.ask("resources/subscribe", {"uri": f"x://{number}"})
        assert (await hand.ask("resources/subscribe", {"uri": "x://more"}))["error"]["code"] == -32602
        assert len(handler.watched) == MAX_WATCHED


@pytest.mark.parametrize("home", HOMES)
async def test_subscription_that_no_handler_answers_is_the_business_of_the_session(talk_to: Any, home: str) -> None:
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")
    server = Server.from_handler(types.ServerHandler(), name="plain", version="1", capabilities=ALL)
    async with talk_to(server) as hand:
        await hand.initialize()
        assert (await hand.ask("resources/subscribe", {"uri": "x://a"}))["result"] == {}
        server.notify_resource_updated("x://a")
        assert (await hand.receive())["params"] == {"uri": "x://a"}


@pytest.mark.parametrize("home", HOMES[:-1])
async def test_handler_of_a_version_with_sessions_hears_what_streams_watch(talk_to: Any, home: str) -> None:
    handler = handler_of(home)
    server = Server.from_handler(handler, name="older", version="1")
    async with talk_to(server) as hand:
        for request_id, uris in (("one", ["x://a", "x://secret"]), ("two", ["x://a", "x://b"])):
            params = enveloped({"notifications": {"resourceSubscriptions": uris}})
            hand.send({"id": request_id, "method": "subscriptions/listen", "params": params})
            honoured = (await hand.receive())["params"]["notifications"]
            assert honoured == {"resourceSubscriptions": [uri for uri in uris if uri != "x://secret"]}
        assert handler.watched == ["x://a", "x://a", "x://b"]
        server.notify_resource_updated("x://secret")
        server.notify_resource_updated("x://b")
        assert (await hand.receive())["params"] == {"_meta": {ID: "two"}, "uri": "x://b"}
        hand.send({"method": "notifications/cancelled", "params": {"requestId": "two"}})
        assert "result" in await hand.ask("server/discover", enveloped())
        with anyio.fail_after(10):
            while handler.watched != ["x://a"]:
                await anyio.lowlevel.checkpoint()
    assert handler.watched == []


@pytest.mark.covers("L4", versions="sessions")
async def test_l4_before_the_session_has_begun_a_server_sends_log_messages_and_answers_alone(talk_to: Any) -> None:
    class Asking(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            await ctx.log("info", "asking")
            ctx.notify_tools_changed()
            roots = await ctx.list_roots()
            return v.CallToolResult(content=[v.TextContent(text=roots[0].uri)])

    server = Server.from_handler(Asking(), name="asking", version="1", capabilities=ALL)
    async with talk_to(server) as hand:
        params = {"protocolVersion": "2025-11-25", "capabilities": {"roots": {}}}
        await hand.ask("initialize", {**params, "clientInfo": {"name": "hand", "version": "0"}})
        hand.send({"id": "call", "method": "tools/call", "params": {"name": "x"}})
        assert (await hand.receive())["method"] == "notifications/message"
        server.notify_prompts_changed()
        server.notify_prompts_changed()
        for _ in range(3):
            assert (await hand.ask("ping"))["result"] == {}
        hand.send({"method": "notifications/initialized"})
        messages = await told(hand, 3)
        assert sorted(message["method"] for message in messages) == [
            "notifications/prompts/list_changed",
            "notifications/tools/list_changed",
            "roots/list",
        ]
        question = next(message for message in messages if "id" in message)
        hand.send({"id": question["id"], "result": {"roots": [{"uri": "file:///r"}]}})
        assert (await hand.receive())["result"]["content"][0]["text"] == "file:///r"


async def test_l4_question_to_a_client_that_never_begins_its_session_ends_with_the_connection(talk_to: Any) -> None:
    ended = anyio.Event()

    class Asking(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            try:
                await ctx.list_roots()
            finally:
                ended.set()
            raise AssertionError

    async with talk_to(Server.from_handler(Asking(), name="asking", version="1")) as hand:
        params = {"protocolVersion": "2025-11-25", "capabilities": {"roots": {}}}
        await hand.ask("initialize", {**params, "clientInfo": {"name": "hand", "version": "0"}})
        hand.send({"id": "call", "method": "tools/call", "params": {"name": "x"}})
        assert (await hand.ask("ping"))["result"] == {}
    assert ended.is_set()


async def test_every_session_of_a_server_is_told(talk_to: Any) -> None:
    server = serve()
    async with talk_to(server) as one, talk_to(server) as other, talk_to(server) as third:
        await one.initialize()
        await other.initialize("2024-11-05")
        third.send({"id": 7, "method": "subscriptions/listen", "params": enveloped({"notifications": EVERYTHING})})
        assert (await third.receive())["method"] == ACKNOWLEDGED
        server.notify_tools_changed()
        for hand in (one, other, third):
            assert (await hand.receive())["method"] == "notifications/tools/list_changed"


@pytest.mark.covers("subscriptions/listen", "notifications/subscriptions/acknowledged", versions="stateless")
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("request_id", [7, "7"], ids=repr)
async def test_stream_is_acknowledged_and_told_what_was_asked_for(talk_to: Any, home: str, request_id: Any) -> None:
    server = serve(home)
    async with talk_to(server) as hand:
        declared = (await hand.ask("server/discover", enveloped()))["result"]["capabilities"]
        assert (declared["tools"], declared["resources"]) == (ALL["tools"], ALL["resources"])
        wanted = {"toolsListChanged": True, "promptsListChanged": False, "resourceSubscriptions": ["x://a", "x://a"]}
        asked = enveloped({"notifications": {**wanted, "somethingElse": True}})
        hand.send({"id": request_id, "method": "subscriptions/listen", "params": asked})
        acknowledged = await hand.receive()
        check(acknowledged, STATELESS)
        honoured = {"toolsListChanged": True, "resourceSubscriptions": ["x://a"]}
        assert acknowledged["params"] == {"notifications": honoured, "_meta": {ID: request_id}}
        change_all(server)
        messages = await told(hand, 2)
        for message in messages:
            check(message, STATELESS)
            assert message["params"]["_meta"] == {ID: request_id}
            assert type(message["params"]["_meta"][ID]) is type(request_id)
        assert [message["method"] for message in messages] == ["notifications/tools/list_changed", UPDATED]
        assert messages[1]["params"]["uri"] == "x://a/below"


async def test_stream_is_not_told_what_was_not_declared(talk_to: Any) -> None:
    async with talk_to(serve(capabilities={"prompts": {"listChanged": True}})) as hand:
        notifications = {**EVERYTHING, "resourceSubscriptions": ["x://a"]}
        hand.send({"id": 1, "method": "subscriptions/listen", "params": enveloped({"notifications": notifications})})
        assert (await hand.receive())["params"]["notifications"] == {"promptsListChanged": True}
        hand.send({"id": 2, "method": "subscriptions/listen", "params": enveloped({"notifications": {}})})
        acknowledged = await hand.receive()
        check(acknowledged, STATELESS)
        assert acknowledged["params"] == {"notifications": {}, "_meta": {ID: 2}}


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({}, "notifications"),
        ({"notifications": []}, "notifications"),
        ({"notifications": {"toolsListChanged": 1}}, "toolsListChanged"),
        ({"notifications": {"resourceSubscriptions": ["x://a", 5]}}, "resourceSubscriptions"),
        ({"notifications": {"resourceSubscriptions": [f"x://{n}" for n in range(MAX_WATCHED + 1)]}}, str(MAX_WATCHED)),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_stream_that_cannot_be_is_refused(talk_to: Any, params: dict[str, Any], named: str) -> None:
    async with talk_to(serve()) as hand:
        error = (await hand.ask("subscriptions/listen", enveloped(params)))["error"]
        assert (error["code"], named in error["message"]) == (-32602, True)
        assert (await hand.ask("tools/call", enveloped({"name": "x"})))["result"]["resultType"] == "complete"


@pytest.mark.covers("M1", versions="stateless")
async def test_m1_stream_has_to_say_who_asks(talk_to: Any) -> None:
    async with talk_to(serve(versions=[STATELESS])) as hand:
        error = (await hand.ask("subscriptions/listen", {"notifications": EVERYTHING}))["error"]
    assert (error["code"], PREFIX + "protocolVersion" in error["message"]) == (-32602, True)


async def test_several_streams_are_told_each_what_it_asked_for(talk_to: Any) -> None:
    server = serve()
    filters = {7: {"toolsListChanged": True}, "7": {"promptsListChanged": True}, "both": EVERYTHING}
    async with talk_to(server) as hand:
        for request_id, notifications in filters.items():
            params = enveloped({"notifications": notifications})
            hand.send({"id": request_id, "method": "subscriptions/listen", "params": params})
            assert (await hand.receive())["params"]["_meta"] == {ID: request_id}
        server.notify_prompts_changed()
        assert {(await hand.receive())["params"]["_meta"][ID] for _ in range(2)} == {"7", "both"}
        hand.send({"method": "notifications/cancelled", "params": {"requestId": "both"}})
        assert "result" in await hand.ask("server/discover", enveloped())
        server.notify_tools_changed()
        server.notify_prompts_changed()
        assert {(await hand.receive())["params"]["_meta"][ID] for _ in range(2)} == {7, "7"}
        assert "result" in await hand.ask("server/discover", enveloped())


@pytest.mark.parametrize("home", HOMES)
async def test_handler_tells_changes_by_its_context_and_by_its_typed_calls(talk_to: Any, home: str) -> None:
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")
    registry: Any = import_module(f"{types.__name__}.registry")

    class Telling(types.ServerHandler):
        async def call_tool(self, params: Any, ctx: Context) -> Any:
            if params.name == "context":
                ctx.notify_tools_changed()
                ctx.notify_resource_updated("x://a")
            else:
                await ctx.outbound.notify(registry.TOOL_LIST_CHANGED, None)
                updated = registry.RESOURCE_UPDATED.read_params({"uri": "x://a"})
                await ctx.outbound.notify(registry.RESOURCE_UPDATED, updated)
            return types.CallToolResult.from_wire({"content": []})

    server = Server.from_handler(Telling(), name="telling", version="1", capabilities=ALL)
    async with talk_to(server) as hand:
        notifications = {"toolsListChanged": True, "resourceSubscriptions": ["x://a"]}
        hand.send({"id": 1, "method": "subscriptions/listen", "params": enveloped({"notifications": notifications})})
        assert (await hand.receive())["method"] == ACKNOWLEDGED
        for name in ("context", "calls"):
            hand.send({"id": name, "method": "tools/call", "params": enveloped({"name": name})})
            methods = {message.get("method") for message in await told(hand, 3)}
            assert methods == {None, "notifications/tools/list_changed", UPDATED}


async def test_handler_cannot_answer_listening_itself() -> None:
    class Wrong(new.ServerHandler[Context]):
        async def subscriptions_listen(self, params: Any, ctx: Context) -> Any:
            raise AssertionError

    with pytest.raises(TypeError, match="the runtime handles subscriptions/listen"):
        Server.from_handler(Wrong(), name="wrong", version="1")


async def ends_with(hand: Any, request_id: Any) -> None:
    """C3: the result first, then the cancellation, both with the id of the stream."""
    answer, cancelled = await told(hand, 2)
    assert answer["id"] == request_id
    for contract in (stored(STATELESS), corrected(STATELESS)):
        contract.validator("SubscriptionsListenResult").validate(answer["result"])
    assert undeclared_in_message(answer, STATELESS, method="subscriptions/listen") == []
    assert answer["result"]["_meta"][ID] == request_id
    check(cancelled, STATELESS)
    assert cancelled["params"] == {"requestId": request_id, "_meta": {ID: request_id}}


@pytest.mark.covers("C3", versions="stateless")
async def test_c3_stream_of_a_server_that_stops_ends_with_its_result_and_a_cancellation(talk_to: Any) -> None:
    class Stopping:
        def __init__(self, server: Server) -> None:
            self.server = server
            self.stop: Callable[[], None] = lambda: None

        async def serve(self, channel: Any) -> None:
            peer = self.server.peer(channel)
            self.stop = peer.stop
            await peer.run()

    server = Stopping(serve(drain_timeout=60))
    async with talk_to(server) as hand:
        hand.send({"id": 5, "method": "subscriptions/listen", "params": enveloped({"notifications": EVERYTHING})})
        assert (await hand.receive())["method"] == ACKNOWLEDGED
        server.stop()
        await ends_with(hand, 5)
        assert await hand.ended()


@pytest.mark.parametrize("stopped", ["streams", "session"])
async def test_fl_07_client_that_does_not_read_is_not_told_of_everything(talk_to: Any, stopped: str) -> None:
    server = serve()
    long = "x://a/" + "y" * 4000
    before = HIGH_WATER // len(long) + 2
    async with talk_to(server) as hand:
        if stopped == "streams":
            params = enveloped({"notifications": {"resourceSubscriptions": ["x://a"]}})
            hand.send({"id": 1, "method": "subscriptions/listen", "params": params})
            assert (await hand.receive())["method"] == ACKNOWLEDGED
        else:
            await hand.initialize()
            await hand.ask("resources/subscribe", {"uri": "x://a"})
        for number in range(before + 2 * MAX_BACKLOG):
            server.notify_resource_updated(f"{long}{number}")
            await anyio.lowlevel.checkpoint()
        last = f"{long}{before + 2 * MAX_BACKLOG - 1}"
        count = 0
        while (message := await hand.receive()).get("method") == UPDATED and message["params"]["uri"] != last:
            count += 1
        assert count < before + 2 * MAX_BACKLOG - 1
        if stopped == "streams":
            assert (message["error"]["code"], "listen again" in message["error"]["message"]) == (-32000, True)
        assert "error" in await hand.ask("nope", enveloped() if stopped == "streams" else None)


PROGRAM = """
from mcprism import Context, Server
from mcprism_types.v2025_06_18 import CallToolResult, ServerHandler


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        ctx.notify_tools_changed()
        return CallToolResult(content=[])


capabilities = {"tools": {"listChanged": True}}
Server.from_handler(Handler(), name="program", version="1", capabilities=capabilities, drain_timeout=60).run(
    backend="BACKEND"
)
"""


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("ended_by", ["SIGTERM", "EOF"])
def test_sd_02_process_with_open_streams_ends_at_once(tmp_path: Path, backend: str, ended_by: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("BACKEND", backend))
    listen = {"method": "subscriptions/listen", "params": enveloped({"notifications": EVERYTHING})}
    messages = [{"id": 1, **listen}, {"id": "2", **listen}]
    call = {"id": 3, "method": "tools/call", "params": enveloped({"name": "x"})}
    with subprocess.Popen(
        [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        read = process.stdout.readline
        process.stdin.write("".join(json.dumps({"jsonrpc": "2.0", **message}) + "\n" for message in messages))
        assert [json.loads(read())["method"] for _ in messages] == [ACKNOWLEDGED] * 2
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **call}) + "\n")
        seen = [json.loads(read()) for _ in range(3)]
        assert {message["params"]["_meta"][ID] for message in seen if "method" in message} == {1, "2"}
        if ended_by == "SIGTERM":
            process.send_signal(signal.SIGTERM)
        else:
            process.stdin.close()
        rest = [json.loads(line) for line in process.stdout]
        # Far less than the drain limit, of which an open stream uses nothing.
        assert process.wait(timeout=30) == 0
    for request_id in (1, "2"):
        last = [m for m in rest if request_id in (m.get("id"), m.get("params", {}).get("requestId"))]
        assert ["result" in message for message in last] == [True, False]
    assert len(rest) == 4
