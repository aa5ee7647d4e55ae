"""Typed messages: what is checked before they are sent, and how answers are read."""

from typing import Any

import pytest

from mcprism.errors import InvalidAnswer, NotDeclared, NotSupportedByPeer
from mcprism.exchange import Caller
from mcprism.jsonrpc import JsonObject, JsonText, object_of
from mcprism.versions import TypedSender, capability_names, installed
from mcprism_types import v2025_11_25 as v
from mcprism_types.base import OnProgress, SendOptions, Side
from mcprism_types.v2025_11_25 import registry

pytestmark = pytest.mark.anyio


class Recorder:
    """A way to a peer that answers everything with the same result, and keeps what was sent."""

    def __init__(self, result: JsonObject) -> None:
        self.result = result
        self.sent: list[tuple[str, JsonObject | None]] = []
        self.how: list[tuple[float | None, OnProgress | None]] = []

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        await self.notify(method, params)
        self.how.append((timeout, on_progress))
        return self.result

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        self.sent.append((method, None if params is None else object_of(params)))


def sender(
    recorder: Recorder, *, side: Side = "client", version: str = "2025-11-25", peer: Any = None, own: Any = None
) -> TypedSender:
    protocol = installed()[version]
    return TypedSender(
        recorder,
        side=side,
        protocol=protocol,
        peer=Caller(version=version, capabilities=peer or {}),
        own=own or {},
        known=capability_names(protocol, "ServerCapabilities" if side == "client" else "ClientCapabilities"),
    )


COMPLETE = v.CompleteRequestParams(
    ref=v.PromptReference(name="p"), argument=v.CompleteRequestParamsArgument(name="a", value="")
)
COMPLETED: JsonObject = {"completion": {"values": ["x"]}}


async def test_params_are_sent_under_wire_names_without_absent_members() -> None:
    recorder = Recorder(COMPLETED)
    await v.ClientCalls(sender(recorder, peer={"completions": {}})).complete(COMPLETE)
    assert recorder.sent == [
        ("completion/complete", {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": ""}})
    ]


async def test_absent_params_are_not_sent() -> None:
    recorder = Recorder({})
    await v.ClientCalls(sender(recorder)).ping(None)
    assert recorder.sent == [("ping", None)]


async def test_options_go_to_the_sender() -> None:
    async def on_progress(progress: float, total: float | None, message: str | None) -> None: ...

    recorder = Recorder({})
    calls = v.ClientCalls(sender(recorder))
    await calls.ping(None)
    await calls.ping(None, options=SendOptions(timeout=3, on_progress=on_progress))
    assert recorder.how == [(None, None), (3, on_progress)]


async def test_capability_that_the_peer_did_not_declare_is_not_used() -> None:
    recorder = Recorder(COMPLETED)
    with pytest.raises(NotSupportedByPeer, match="its capability completions") as caught:
        await v.ClientCalls(sender(recorder)).complete(COMPLETE)
    assert (caught.value.feature, caught.value.needs) == ("completion/complete", "its capability completions")
    assert recorder.sent == []


async def test_version_that_cannot_declare_a_capability_is_asked_all_the_same() -> None:
    recorder = Recorder(COMPLETED)
    result = await sender(recorder, version="2024-11-05").request(registry.COMPLETE, COMPLETE)
    assert result.completion.values == ["x"]


async def test_method_that_the_version_of_the_peer_does_not_have_is_not_sent() -> None:
    recorder = Recorder({})
    old = sender(recorder, side="server", version="2025-03-26", peer={"elicitation": {}})
    params = v.ElicitRequestFormParams(message="?", requested_schema={"type": "object", "properties": {}})
    with pytest.raises(NotSupportedByPeer, match="it speaks 2025-03-26, and this needs a version that has it"):
        await old.request(registry.ELICIT, params)
    with pytest.raises(NotSupportedByPeer, match="a version that has it"):
        await old.notify(registry.ELICITATION_COMPLETE, v.ElicitationCompleteNotificationParams(elicitation_id="1"))
    assert recorder.sent == []


async def test_notification_needs_what_this_side_declared() -> None:
    recorder = Recorder({})
    message = v.LoggingMessageNotificationParams(level="info", data=None)
    with pytest.raises(NotDeclared, match="logging"):
        await v.ServerCalls(sender(recorder, side="server")).notify_logging_message(message)
    await v.ServerCalls(sender(recorder, side="server", own={"logging": {}})).notify_logging_message(message)
    assert recorder.sent == [("notifications/message", {"level": "info", "data": None})]


async def test_answer_that_does_not_fit_is_an_error_that_names_the_member() -> None:
    with pytest.raises(InvalidAnswer, match=r"completion/complete does not fit version 2025-11-25:\ncompletion"):
        await v.ClientCalls(sender(Recorder({}), peer={"completions": {}})).complete(COMPLETE)


async def test_alternative_answer_is_taken_only_where_it_is_asked_for() -> None:
    task = {"taskId": "1", "status": "working", "createdAt": "t", "lastUpdatedAt": "t", "ttl": None}
    calls = v.ClientCalls(sender(Recorder({"task": task}), peer={"tools": {}}))
    params = v.CallToolRequestParams(name="x")
    assert isinstance(await calls.call_tool_raw(params), v.CreateTaskResult)
    with pytest.raises(InvalidAnswer, match="CreateTaskResult, which was not asked for"):
        await calls.call_tool(params)


async def test_member_of_a_vendor_does_not_make_a_result_the_alternative_one() -> None:
    answer = {"content": [], "task": {"board": "A-7"}}
    calls = v.ClientCalls(sender(Recorder(answer), peer={"tools": {}}))
    params = v.CallToolRequestParams(name="x")
    for result in (await calls.call_tool(params), await calls.call_tool_raw(params)):
        assert isinstance(result, v.CallToolResult)
        assert result.to_wire() == answer


async def test_call_is_asked_for_as_a_task_where_the_server_offers_that() -> None:
    recorder = Recorder({"content": []})
    params = v.CallToolRequestParams(name="x", task=v.TaskMetadata())
    with pytest.raises(NotSupportedByPeer, match=r"needs its capability tasks\.requests\.tools\.call") as caught:
        await v.ClientCalls(sender(recorder, peer={"tools": {}, "tasks": {}})).call_tool(params)
    assert (caught.value.feature, caught.value.capability) == ("requests as tasks", None)
    assert recorder.sent == []
    offered = {"tools": {}, "tasks": {"requests": {"tools": {"call": {}}}}}
    await v.ClientCalls(sender(recorder, peer=offered)).call_tool(params)
    assert recorder.sent == [("tools/call", {"name": "x", "task": {}})]


async def test_capability_that_a_client_lacks_is_named_as_json() -> None:
    with pytest.raises(NotSupportedByPeer) as caught:
        await v.ServerCalls(sender(Recorder({}), side="server")).list_roots(None)
    assert caught.value.capability == {"roots": {}}
