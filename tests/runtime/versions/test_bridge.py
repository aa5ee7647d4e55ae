"""What crosses between a peer and code of another version, with no wire between them."""

from typing import Any

import pytest

from mcprism.errors import InvalidAnswer, InvalidParams, NotSupportedByPeer, PeerError, ProtocolError
from mcprism.exchange import Caller
from mcprism.jsonrpc import JsonObject, JsonText, object_of
from mcprism.versions import DROPPED, Bridge, Losses, LossReport, TypedSender, capability_names, installed
from mcprism.versions.bridge import ConvertingExchange, ConvertingSender
from mcprism_types.base import OnProgress

pytestmark = pytest.mark.anyio

URL_REQUIRED = {"elicitations": [{"elicitationId": "1", "message": "log in", "mode": "url", "url": "https://x"}]}


class Recorder:
    """A way to a peer: answers with what it was given, and keeps what was sent."""

    def __init__(self, answer: JsonObject | PeerError | None = None) -> None:
        self.answer = answer
        self.sent: list[tuple[str, Any]] = []

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        await self.notify(method, params)
        if isinstance(self.answer, PeerError):
            raise self.answer
        return self.answer or {}

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        self.sent.append((method, None if params is None else object_of(params)))


class Exchange(Recorder):
    """The way back for one message."""

    id, session_id, cancelled = 5, "s", True

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        self.sent.append(("progress", (value, total, message)))


def bridge(peer: str, home: str, lost: list[LossReport] | None = None) -> Bridge:
    reports: list[LossReport] = [] if lost is None else lost
    return Bridge(peer=installed()[peer], home=home, losses=Losses(on_loss=reports.append))


def test_between_equals_nothing_is_converted() -> None:
    same = bridge("2025-06-18", "2025-06-18")
    recorder, exchange = Recorder(), Exchange()
    assert same.sender(recorder) is recorder
    assert same.exchange(exchange) is exchange
    assert not same.crosses


async def test_way_back_is_that_of_the_message() -> None:
    back = bridge("2025-03-26", "2025-11-25").exchange(Exchange())
    assert isinstance(back, ConvertingExchange)
    assert (back.id, back.session_id, back.cancelled) == (5, "s", True)


@pytest.mark.parametrize("home", ["2024-11-05", "2025-11-25"])
async def test_progress_has_no_message_where_the_version_has_none(home: str) -> None:
    exchange, lost = Exchange(), []
    await bridge("2024-11-05", home, lost).exchange(exchange).progress(1, 2, "half")
    await bridge("2025-03-26", home).exchange(exchange).progress(1, 2, "half")
    assert exchange.sent == [("progress", (1, 2, None)), ("progress", (1, 2, "half"))]
    assert [report.feature for report in lost] == ["ProgressNotificationParams.message"]


async def test_request_that_the_version_does_not_have_is_not_sent() -> None:
    recorder = Recorder()
    sender = ConvertingSender(recorder, bridge("2025-03-26", "2025-11-25"))
    for method, needs in (("elicitation/create", "2025-06-18 or newer"), ("no/such/method", "a version that has it")):
        with pytest.raises(NotSupportedByPeer, match=f"it speaks 2025-03-26, and this needs {needs}"):
            await sender.request(method, {"message": "?"})
    assert recorder.sent == []


async def test_notification_that_the_version_does_not_have_is_dropped_or_refused() -> None:
    recorder, lost = Recorder(), []
    sender = ConvertingSender(recorder, bridge("2025-06-18", "2025-11-25", lost))
    await sender.notify("notifications/elicitation/complete", {"elicitationId": "1"})
    assert [(report.feature, report.loss) for report in lost] == [("notifications/elicitation/complete", "hint")]
    with pytest.raises(NotSupportedByPeer, match="no/such"):
        await sender.notify("notifications/no/such")
    await sender.notify("notifications/tools/list_changed")
    assert recorder.sent == [("notifications/tools/list_changed", None)]


async def test_error_that_is_a_result_in_the_home_version_is_one() -> None:
    recorder = Recorder(PeerError(-32042, "log in first", URL_REQUIRED, method="tools/call"))
    result = await ConvertingSender(recorder, bridge("2025-11-25", "2026-07-28")).request("tools/call", {"name": "x"})
    assert result["resultType"] == "input_required"
    assert result["inputRequests"]["1"]["params"]["url"] == "https://x"


@pytest.mark.parametrize(("code", "converted"), [(-32002, -32602), (-32603, -32603)])
async def test_error_has_the_code_of_the_home_version(code: int, converted: int) -> None:
    recorder = Recorder(PeerError(code, "not found", {"uri": "x://"}, method="resources/read"))
    with pytest.raises(PeerError, match="not found") as caught:
        await ConvertingSender(recorder, bridge("2025-11-25", "2026-07-28")).request("resources/read", {"uri": "x://"})
    assert (caught.value.code, caught.value.data, caught.value.method) == (converted, {"uri": "x://"}, "resources/read")


async def test_answer_that_the_home_version_cannot_express_is_no_answer() -> None:
    recorder = Recorder({"task": {"taskId": "1"}})
    sender = ConvertingSender(recorder, bridge("2025-11-25", "2025-06-18"))
    with pytest.raises(InvalidAnswer, match="the answer to tools/call has tasks, which 2025-06-18 cannot express"):
        await sender.request("tools/call", {"name": "x"})


def test_params_that_the_home_version_cannot_express_are_refused() -> None:
    crossing = bridge("2025-11-25", "2025-06-18").crossing("elicitation/create")
    with pytest.raises(InvalidParams, match="URL elicitation cannot be taken here: that needs 2025-11-25 or newer"):
        crossing.params_in({"mode": "url", "message": "?", "url": "https://x", "elicitationId": "1"})


def test_notification_without_a_form_in_the_home_version_is_dropped() -> None:
    crossing = bridge("2025-11-25", "2025-06-18").crossing("notifications/tasks/status")
    assert crossing.params_in({"taskId": "1"}) is DROPPED


def test_error_of_a_tool_is_a_result_where_the_version_has_no_such_error() -> None:
    error = ProtocolError("log in first", code=-32042, data=URL_REQUIRED)
    result = bridge("2025-06-18", "2025-11-25").crossing("tools/call").error_out(error)
    assert result == {"content": [{"type": "text", "text": "log in first\nlog in: https://x"}], "isError": True}
    with pytest.raises(ProtocolError) as caught:
        bridge("2025-06-18", "2025-11-25").crossing("prompts/get").error_out(error)
    assert (caught.value.code, caught.value.message) == (-32603, "log in first\nlog in: https://x")
    with pytest.raises(ProtocolError) as same:
        bridge("2025-11-25", "2025-11-25").crossing("prompts/get").error_out(error)
    assert same.value is error


def test_what_a_side_says_of_itself_is_converted_both_ways() -> None:
    older = bridge("2025-06-18", "2025-11-25")
    assert older.object_out("ClientCapabilities", {"elicitation": {"form": {}, "url": {}}}) == {"elicitation": {}}
    assert bridge("2025-11-25", "2026-07-28").object_in("ServerCapabilities", {"tasks": {}, "tools": {}}) == {
        "tools": {}
    }
    assert older.object_in("ServerCapabilities", {"tools": {}}) == {"tools": {}}


async def test_typed_calls_leave_what_the_version_does_not_have_to_the_bridge() -> None:
    recorder = Recorder()
    older = bridge("2025-06-18", "2025-11-25")
    from_home = installed()["2025-11-25"].requests["tasks/list"]
    caller = Caller(version="2025-06-18", capabilities={})
    known = capability_names(older.peer, "ServerCapabilities")
    sender = TypedSender(older.sender(recorder), side="client", protocol=older.peer, peer=caller, own={}, known=known)
    with pytest.raises(NotSupportedByPeer, match="does not support tasks: it speaks 2025-06-18"):
        await sender.request(from_home, None)
    assert recorder.sent == []
