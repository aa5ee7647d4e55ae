"""Sessions over HTTP, by hand, in each version that has them. H4 to H15 by their names."""

import gc
import json
from typing import Any

import anyio
import pytest

from mcprism.transports.headers import is_identifier
from mcprism.versions.session import SessionReceiver
from tests.runtime.server.http.servers import Handler, serving

pytestmark = pytest.mark.anyio

VERSIONS = ["2025-03-26", "2025-06-18", "2025-11-25"]
ASKS = {"elicitation": {}}


def call(name: str, arguments: dict[str, Any] | None = None, request_id: Any = 7, **meta: Any) -> dict[str, Any]:
    """A tools/call as a message."""
    params = {"name": name, "arguments": arguments or {}, **({"_meta": meta} if meta else {})}
    return {"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": params}


def text(message: Any) -> str:
    """The text of a result."""
    return message["result"]["content"][0]["text"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_session_is_begun_used_and_ended__h10(calling, version: str) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize(version)
        assert session.version == version
        assert is_identifier(session.id.encode())
        assert len(session.id) >= 22
        answer = await session.ask("tools/call", {"name": "echo", "arguments": {"text": "hello"}})
        assert (answer.status, answer.kind, text(answer.message)) == (200, "application/json", "hello")
        assert "mcp-session-id" not in answer.response.headers
        assert await session.end() == 204
        assert (await session.ask("ping")).status == 404
        assert await session.end() == 404


async def test_without_a_session_id_nothing_but_initialize_is_served__h10(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.post({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert (answer.status, answer.code, answer.message["id"]) == (400, -32600, 1)
        assert "Mcp-Session-Id" in answer.message["error"]["message"]
        for made_up, status in (("x", 404), ("x" * 200, 400), ("a b", 400)):
            answer = await caller.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, {"mcp-session-id": made_up})
            assert answer.status == status


async def test_a_second_handshake_in_a_session_is_refused_and_harms_nothing(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize()
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}}
        answer = await session.ask("initialize", params)
        assert (answer.status, answer.code) == (400, -32600)
        assert (await session.ask("ping")).result == {}


async def test_a_failed_handshake_begins_no_session(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        answer = await caller.post({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}})
        assert (answer.status, answer.code) == (200, -32602)
        assert "mcp-session-id" not in answer.response.headers


@pytest.mark.parametrize("version", VERSIONS)
async def test_notifications_and_answers_are_taken_without_a_body__h05(calling, version: str) -> None:
    handler = Handler()
    async with calling(serving(handler).asgi_app()) as caller:
        session = await caller.initialize(version)
        await session.tell("notifications/roots/list_changed")
        await session.tell("notifications/made_up")
        assert handler.roots_changed == 1
        late = await session.post({"jsonrpc": "2.0", "id": 99, "result": {}})
        assert (late.status, late.response.content) == (202, b"")


async def test_errors_of_requests_ride_on_200__h06(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize()
        for method, params, code in (
            ("made/up", None, -32601),
            ("tools/call", {}, -32602),
            ("tools/call", {"name": "fail"}, -32603),
        ):
            answer = await session.ask(method, params)
            assert (answer.status, answer.code) == (200, code)
            assert "secret" not in str(answer.message)


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_belongs_to_a_request_goes_before_its_answer_and_then_the_stream_ends__h07(
    calling, version: str
) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize(version)
        answer = await session.ask("tools/call", {"name": "tell", "arguments": {}, "_meta": {"progressToken": 5}})
        assert answer.kind == "text/event-stream"
        assert [message.get("method") for message in answer.messages] == [
            "notifications/progress",
            "notifications/message",
            None,
        ]
        assert {event.event for event in answer.events} == {"message"}


@pytest.mark.parametrize("mode", ["json", "sse"])
async def test_answers_can_be_of_one_kind_always(calling, mode) -> None:
    kind = {"json": "application/json", "sse": "text/event-stream"}[mode]
    async with calling(serving().asgi_app(response_mode=mode)) as caller:
        session = await caller.initialize()
        assert session.first.kind == kind
        for name in ("echo", "tell"):
            answer = await session.ask("tools/call", {"name": name})
            assert answer.kind == kind
        refused = await session.ask("tools/call", {"name": "ask"})
        assert refused.kind == kind


@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25"])
async def test_a_question_goes_out_on_the_stream_of_the_request_and_its_answer_comes_by_post(
    calling, driving, version: str
) -> None:
    app = serving().asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize(version, ASKS)
        asking = driver.open("POST", call("ask"), session.headers)
        question = await asking.message()
        assert question["method"] == "elicitation/create"
        answer = {"action": "accept", "content": {"name": "Ann"}}
        await session.post({"jsonrpc": "2.0", "id": question["id"], "result": answer})
        message = await asking.message()
        assert (message["id"], text(message)) == (7, "it is Ann")
        assert await asking.event() is None


async def test_an_answer_that_cannot_be_read_ends_its_question(calling, driving) -> None:
    app = serving().asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize(capabilities=ASKS)
        asking = driver.open("POST", call("ask"), session.headers)
        question = await asking.message()
        refused = await session.post({"jsonrpc": "2.0", "id": question["id"], "result": 5})
        assert refused.status == 400
        assert "error" in await asking.message()


async def test_nobody_is_asked_where_answers_are_json_only(calling) -> None:
    async with calling(serving().asgi_app(response_mode="json")) as caller:
        session = await caller.initialize(capabilities=ASKS)
        answer = await session.ask("tools/call", {"name": "ask"})
        assert answer.result["isError"]
        assert "response_mode" in text(answer.message)


async def test_disconnecting_is_not_cancelling__h07(calling, driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        waiting = driver.open("POST", call("wait", {"tell": 1}), session.headers)
        await handler.begun.wait()
        waiting.disconnect()
        assert (await session.ask("ping")).result == {}
        handler.go.set()
        while not handler.ended:
            await anyio.lowlevel.checkpoint()
        assert handler.ended == ["done"]


@pytest.mark.fault("ID-06")
async def test_a_cancelled_request_ends_in_silence__c1(calling, driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        waiting = driver.open("POST", call("wait"), session.headers)
        await handler.begun.wait()
        await session.tell("notifications/cancelled", {"requestId": "7"})
        assert handler.ended == []
        await session.tell("notifications/cancelled", {"requestId": 7})
        assert await waiting.started() == 200
        assert await waiting.event() is None
        assert handler.ended == ["cancelled"]


@pytest.mark.fault("ID-01", "ID-02")
async def test_an_id_in_flight_is_refused_and_the_first_request_is_unharmed__id_01_id_02(calling, driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        first = driver.open("POST", call("wait"), session.headers)
        await handler.begun.wait()
        second = await session.post(call("wait"))
        assert (second.status, second.code, second.message["id"]) == (400, -32600, 7)
        other = driver.open("POST", call("wait", request_id="7"), session.headers)
        await anyio.wait_all_tasks_blocked()
        handler.go.set()
        assert json.loads(await first.complete())["id"] == 7
        assert json.loads(await other.complete())["id"] == "7"


@pytest.mark.fault("RE-04")
async def test_the_same_ids_in_two_sessions_do_not_meet__re_04(calling, driving) -> None:
    handler = Handler()
    app = serving(handler).asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        sessions = [await caller.initialize() for _ in range(2)]
        calls = [driver.open("POST", call("wait"), session.headers) for session in sessions]
        await anyio.wait_all_tasks_blocked()
        await sessions[0].tell("notifications/cancelled", {"requestId": 7})
        assert await calls[0].event() is None
        handler.go.set()
        assert text(json.loads(await calls[1].complete())) == "waited"


@pytest.mark.fault("FL-04")
async def test_more_requests_than_are_served_at_once_are_refused__fl_04(calling, driving) -> None:
    handler = Handler()
    app = serving(handler, max_inbound=2).asgi_app(max_requests=3)
    async with calling(app) as caller, driving(app) as driver:
        one, other = await caller.initialize(), await caller.initialize()
        for request_id in (1, 2):
            driver.open("POST", call("wait", request_id=request_id), one.headers)
        await anyio.wait_all_tasks_blocked()
        answer = await one.post(call("wait", request_id=3))
        assert (answer.status, answer.code) == (503, -32000)
        driver.open("POST", call("wait"), other.headers)
        await anyio.wait_all_tasks_blocked()
        answer = await other.post(call("echo", request_id=8))
        assert (answer.status, answer.response.headers["retry-after"]) == (503, "1")
        handler.go.set()


async def test_the_version_header_is_checked_from_2025_06_18_on__h11(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        for version, status in (("2025-03-26", 200), ("2025-06-18", 400), ("2025-11-25", 400)):
            session = await caller.initialize(version)
            for said in ("1999-01-01", "", "2025-11-25x"):
                assert (await session.ask("ping", headers={"mcp-protocol-version": said})).status == status
            for said in (None, version, "2025-06-18"):
                assert (await session.ask("ping", headers={"mcp-protocol-version": said})).status == 200


async def test_batches_are_answered_in_one_array_where_the_version_has_them__h14(calling) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize("2025-03-26")
        batch = [
            call("echo", {"text": "a"}, 1),
            {"jsonrpc": "2.0", "method": "notifications/made_up"},
            {"jsonrpc": "2.0", "id": 2, "method": "made/up"},
            {"jsonrpc": "2.0", "id": 3, "method": 5},
        ]
        answer = await session.post(batch)
        assert answer.status == 200
        (answers,) = answer.messages
        assert {item["id"]: "result" in item for item in answers} == {1: True, 2: False, 3: False}
        told = await session.post([{"jsonrpc": "2.0", "method": "notifications/made_up"}])
        assert (told.status, told.response.content) == (202, b"")


async def test_a_handshake_or_a_question_of_ours_does_not_hide_in_a_batch__h14(calling, driving) -> None:
    app = serving().asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize("2025-03-26")
        params = {"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "x", "version": "0"}}
        body = [{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}]
        for headers in ({}, {"mcp-session-id": None}):
            answer = await session.post(body, headers)
            assert (answer.status, answer.code) == (400, -32600)
        for invalid in ([], [call("echo"), call("echo")]):
            answer = await session.post(invalid)
            assert (answer.status, answer.code) == (400, -32600)
        telling = driver.open("POST", [call("tell", request_id=1), call("echo", request_id=2)], session.headers)
        assert (await telling.message())["method"] == "notifications/message"
        assert {item["id"] for item in await telling.message()} == {1, 2}


@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25"])
async def test_a_batch_is_refused_where_the_version_has_none__h14(calling, version: str) -> None:
    async with calling(serving().asgi_app()) as caller:
        session = await caller.initialize(version)
        answer = await session.post([call("echo")])
        assert (answer.status, answer.code) == (400, -32600)


async def test_a_client_listens_on_one_stream_at_most__h09(calling, driving) -> None:
    app = serving().asgi_app()
    async with calling(app) as caller, driving(app) as driver:
        session = await caller.initialize()
        refused = driver.open("GET", headers={**session.headers, "accept": "application/json"})
        assert await refused.started() == 406
        listening = driver.open("GET", headers=session.headers)
        assert await listening.started() == 200
        assert listening.headers["content-type"] == "text/event-stream"
        second = driver.open("GET", headers=session.headers)
        assert await second.started() == 409
        listening.disconnect()
        await anyio.wait_all_tasks_blocked()
        third = driver.open("GET", headers=session.headers)
        assert await third.started() == 200
        await session.end()
        assert await third.event() is None


async def test_methods_and_paths_that_do_not_exist(driving) -> None:
    async with driving(serving().asgi_app()) as driver:
        put = driver.open("PUT")
        assert (await put.started(), put.headers["allow"]) == (405, "GET, POST, DELETE")
        assert await driver.open("POST", path="/other").started() == 404


async def test_without_sessions_each_request_is_served_by_itself(calling, driving) -> None:
    app = serving().asgi_app(stateless=True)
    async with calling(app) as caller, driving(app) as driver:
        for version in VERSIONS:
            session = await caller.initialize(version, ASKS)
            assert session.id is None
            session.headers = {"mcp-protocol-version": version}
            answer = await session.ask("tools/call", {"name": "tell"})
            assert [message.get("method") for message in answer.messages] == ["notifications/message", None]
            asked = await session.ask("tools/call", {"name": "ask"})
            assert asked.result["isError"]
        answer = await caller.post({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert answer.result["tools"][0]["name"] == "echo"
        assert (await caller.post([call("echo")])).status == 200
        refused = await caller.post(call("echo"), {"mcp-protocol-version": "1999-01-01"})
        assert refused.status == 400
        for method in ("GET", "DELETE"):
            refused = driver.open(method)
            assert (await refused.started(), refused.headers["allow"]) == (405, "POST")


async def test_requests_without_a_session_leave_nothing_behind(calling) -> None:
    app = serving().asgi_app(stateless=True)
    async with calling(app) as caller:
        for _ in range(20):
            session = await caller.initialize()
            session.headers = {"mcp-protocol-version": session.version}
            await session.ask("tools/call", {"name": "echo"})
        gc.collect()
        assert sum(type(one) is SessionReceiver for one in gc.get_objects()) <= 1
