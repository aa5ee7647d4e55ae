"""What a question to a client becomes by what the client declared, after its version has had its say."""

import copy
from typing import Any

import pytest

from mcprism import Context, LossReport, NotSupportedByPeer, Server
from mcprism.jsonrpc import JsonObject
from mcprism.versions import ERAS, Bridge, Losses, installed
from mcprism.versions.fitting import fitted
from mcprism_types import v2025_06_18 as v06
from mcprism_types import v2025_11_25 as v11
from mcprism_types import v2026_07_28 as v26

V24, V03, V06, V11, V26 = ERAS
SAMPLING, ELICITATION = "sampling/createMessage", "elicitation/create"
TEXT = {"type": "text", "text": "hello"}
TOOL_USE = {"type": "tool_use", "id": "1", "name": "add", "input": {}}
URL = {"mode": "url", "message": "sign in", "url": "https://example.com/1"}
FORM = {"message": "who?", "requestedSchema": {"type": "object", "properties": {}}}
CONTEXT_LOST = [("CreateMessageRequestParams.includeContext", "hint")]


def fit(
    peer: str, method: str, params: JsonObject | None, capabilities: JsonObject, *, home: str = V26
) -> tuple[JsonObject | None, list[tuple[str, str]]]:
    """The params that go out, and what was lost."""
    lost: list[LossReport] = []
    bridge = Bridge(peer=installed()[peer], home=home, losses=Losses(on_loss=lost.append))
    passage = bridge.passage(method, inward=False, memory={})
    result = fitted(method, params, capabilities, bridge.peer, passage)
    assert all((report.from_version, report.to_version) == (home, peer) for report in lost)
    return result, [(report.feature, report.loss) for report in lost]


def sampling(**members: Any) -> JsonObject:
    return {"messages": [{"role": "user", "content": TEXT}], "maxTokens": 9, **members}


@pytest.mark.parametrize("home", ERAS)
@pytest.mark.parametrize(
    ("peer", "capabilities", "asked", "sent"),
    [
        pytest.param(V11, {"sampling": {}}, "thisServer", None, id="not declared"),
        pytest.param(V26, {"sampling": {}}, "allServers", None, id="not declared, without a session"),
        pytest.param(V11, {"sampling": {}}, "none", "none", id="none asks for nothing"),
        pytest.param(V11, {"sampling": {"context": {}}}, "thisServer", "thisServer", id="declared"),
        pytest.param(V06, {"sampling": {}}, "thisServer", "thisServer", id="2025-06-18 has no such capability"),
        pytest.param(V24, {"sampling": {}}, "allServers", "allServers", id="2024-11-05 has none either"),
    ],
)
def test_context_is_asked_for_where_it_is_offered(
    home: str, peer: str, capabilities: JsonObject, asked: str, sent: str | None
) -> None:
    params = sampling(includeContext=asked)
    result, lost = fit(peer, SAMPLING, params, capabilities, home=home)
    assert result == (sampling() if sent is None else params)
    assert lost == ([] if sent is not None else CONTEXT_LOST)


LISTED = [{"role": "user", "content": [TEXT]}, {"role": "user", "content": [TEXT, TEXT]}]
SINGLE = [{"role": "user", "content": TEXT}, {"role": "user", "content": [TEXT, TEXT]}]


@pytest.mark.parametrize("peer", [V11, V26])
@pytest.mark.parametrize(
    ("capabilities", "sent"),
    [({"sampling": {}}, SINGLE), ({"sampling": {"tools": {}}}, LISTED)],
    ids=["without tools", "with tools"],
)
def test_list_of_one_block_is_the_block_where_tools_are_not_offered(
    peer: str, capabilities: JsonObject, sent: Any
) -> None:
    params = sampling(messages=LISTED)
    before = copy.deepcopy(params)
    assert fit(peer, SAMPLING, params, capabilities) == (sampling(messages=sent), [])
    assert params == before


@pytest.mark.parametrize(
    ("method", "params", "capabilities"),
    [
        pytest.param("roots/list", None, {"roots": {}}, id="no params"),
        pytest.param(SAMPLING, sampling(), {"sampling": {}}, id="sampling"),
        pytest.param(SAMPLING, {"messages": 5}, {"sampling": {}}, id="no messages"),
        pytest.param(SAMPLING, {"messages": [5, {"content": []}]}, {"sampling": {}}, id="odd messages"),
        pytest.param(ELICITATION, FORM, {"elicitation": {}}, id="form"),
        pytest.param(ELICITATION, URL, {"elicitation": {"url": {}}}, id="URL"),
    ],
)
def test_what_fits_goes_out_as_it_is(method: str, params: JsonObject | None, capabilities: JsonObject) -> None:
    for peer in (V11, V26):
        result, lost = fit(peer, method, params, capabilities)
        assert result is params
        assert lost == []


@pytest.mark.parametrize("peer", [V11, V26])
@pytest.mark.parametrize(
    ("method", "params", "capabilities", "feature", "missing"),
    [
        ("roots/list", None, {}, "roots/list", {"roots": {}}),
        (SAMPLING, sampling(), {"elicitation": {}}, SAMPLING, {"sampling": {}}),
        (SAMPLING, sampling(tools=[]), {"sampling": {}}, "tools in sampling", {"sampling": {"tools": {}}}),
        (SAMPLING, sampling(tools=[]), {}, SAMPLING, {"sampling": {"tools": {}}}),
        (
            SAMPLING,
            sampling(messages=[{"role": "assistant", "content": [TOOL_USE]}]),
            {"sampling": {"context": {}}},
            "tools in sampling",
            {"sampling": {"tools": {}}},
        ),
        (ELICITATION, URL, {"elicitation": {}}, "URL elicitation", {"elicitation": {"url": {}}}),
        (ELICITATION, URL, {}, ELICITATION, {"elicitation": {"url": {}}}),
        (ELICITATION, FORM, {"elicitation": {"url": {}}}, "elicitation by form", {"elicitation": {"form": {}}}),
    ],
)
def test_question_that_the_client_did_not_offer_to_answer_is_refused(
    peer: str, method: str, params: JsonObject | None, capabilities: JsonObject, feature: str, missing: JsonObject
) -> None:
    with pytest.raises(NotSupportedByPeer) as raised:
        fit(peer, method, params, capabilities)
    assert (raised.value.feature, raised.value.capability) == (feature, missing)
    assert raised.value.peer_version == peer
    assert raised.value.needs.startswith("its capability ")


def test_task_is_asked_for_where_it_is_offered() -> None:
    asked = sampling(task={"ttl": 1})
    offered = {"sampling": {}, "tasks": {"requests": {"sampling": {"createMessage": {}}}}}
    assert fit(V11, SAMPLING, asked, offered) == (asked, [])
    with pytest.raises(NotSupportedByPeer, match=r"needs its capability tasks.requests.sampling.createMessage"):
        fit(V11, SAMPLING, asked, {"sampling": {}, "tasks": {"requests": {"elicitation": {"create": {}}}}})


@pytest.mark.parametrize(
    ("peer", "params"), [(V06, FORM), (V06, {**FORM, "task": {}})], ids=["a form", "what the version does not name"]
)
def test_version_that_cannot_declare_it_is_asked_all_the_same(peer: str, params: JsonObject) -> None:
    result, _ = fit(peer, ELICITATION, params, {"elicitation": {"url": {}}})
    assert result is params


class Sampling06(v06.ServerHandler[Context]):
    async def call_tool(self, params: v06.CallToolRequestParams, ctx: Context) -> v06.CallToolResult:
        message = v06.SamplingMessage(role="user", content=v06.TextContent(text="hello"))
        asked = v06.CreateMessageRequestParams(messages=[message], max_tokens=9, include_context="thisServer")
        answer = await v06.ServerCalls(ctx.outbound).create_message(asked)
        return v06.CallToolResult(content=[v06.TextContent(text=answer.model)])


class Sampling11(v11.ServerHandler[Context]):
    async def call_tool(self, params: v11.CallToolRequestParams, ctx: Context) -> v11.CallToolResult:
        message = v11.SamplingMessage(role="user", content=[v11.TextContent(text="hello")])
        asked = v11.CreateMessageRequestParams(messages=[message], max_tokens=9, include_context="thisServer")
        answer = await v11.ServerCalls(ctx.outbound).create_message(asked)
        return v11.CallToolResult(content=[v11.TextContent(text=answer.model)])


class Sampling26(v26.ServerHandler[Context]):
    async def call_tool(self, params: v26.CallToolRequestParams, ctx: Context) -> Any:
        answers = params.input_responses
        if answers is None:
            question = {"method": SAMPLING, "params": sampling(messages=LISTED[:1], includeContext="thisServer")}
            return v26.InputRequiredResult.from_wire({"resultType": "input_required", "inputRequests": {"q": question}})
        answer: Any = answers["q"]
        return v26.CallToolResult(content=[v26.TextContent(text=answer.model)])


HOMES = {V06: Sampling06, V11: Sampling11, V26: Sampling26}


@pytest.mark.anyio
@pytest.mark.parametrize("home", list(HOMES))
@pytest.mark.parametrize(
    ("peer", "capability", "context"),
    [
        pytest.param(V24, {}, True, id="2024-11-05"),
        pytest.param(V06, {}, True, id="2025-06-18"),
        pytest.param(V11, {}, False, id="2025-11-25"),
        pytest.param(V11, {"context": {}}, True, id="2025-11-25 that declares it"),
    ],
)
async def test_questions_of_every_handler_fit_the_client_of_a_session(
    talk_to: Any, home: str, peer: str, capability: JsonObject, context: bool
) -> None:
    lost: list[LossReport] = []
    server = Server.from_handler(HOMES[home](), name="s", version="1", on_loss=lost.append)
    async with talk_to(server) as hand:
        await hand.initialize(peer, capabilities={"sampling": capability})
        hand.send({"id": "call", "method": "tools/call", "params": {"name": "x"}})
        question = await hand.receive()
        assert question["method"] == SAMPLING
        assert question["params"] == sampling(**({"includeContext": "thisServer"} if context else {}))
        answer = {"role": "assistant", "model": "m", "content": TEXT}
        hand.send({"id": question["id"], "result": answer})
        result = (await hand.receive())["result"]
    assert result["content"] == [{"type": "text", "text": "m"}]
    assert [(report.feature, report.loss) for report in lost] == ([] if context else CONTEXT_LOST)


class Asking(v11.ServerHandler[Context]):
    """Asks for what the name of the tool says."""

    async def call_tool(self, params: v11.CallToolRequestParams, ctx: Context) -> v11.CallToolResult:
        calls = v11.ServerCalls(ctx.outbound)
        message = v11.SamplingMessage(role="user", content=v11.TextContent(text="hello"))
        asked = v11.CreateMessageRequestParams(messages=[message], max_tokens=9)
        schema = v11.ElicitRequestedSchema.from_wire({"type": "object", "properties": {}})
        match params.name:
            case "tools":
                await calls.create_message(asked.model_copy(update={"tools": []}))
            case "task":
                await calls.create_message_raw(asked.model_copy(update={"task": v11.TaskMetadata()}))
            case "url":
                url = v11.ElicitRequestURLParams(message="m", url="https://example.com/1", elicitation_id="1")
                await calls.elicit(url)
            case _:
                await calls.elicit(v11.ElicitRequestFormParams(message="m", requested_schema=schema))
        return v11.CallToolResult(content=[])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("tool", "capabilities", "feature", "needs"),
    [
        ("tools", {"sampling": {}}, "tools in sampling", "sampling.tools"),
        ("task", {"sampling": {}}, "requests as tasks", "tasks.requests.sampling.createMessage"),
        ("url", {"elicitation": {}}, "URL elicitation", "elicitation.url"),
        ("form", {"elicitation": {"url": {}}}, "elicitation by form", "elicitation.form"),
        ("form", {}, "elicitation/create", "elicitation"),
    ],
)
async def test_client_of_a_session_is_not_asked_what_it_did_not_offer(
    talk_to: Any, tool: str, capabilities: JsonObject, feature: str, needs: str
) -> None:
    async with talk_to(Server.from_handler(Asking(), name="asking", version="1")) as hand:
        await hand.initialize(V11, capabilities=capabilities)
        result = (await hand.ask("tools/call", {"name": tool}))["result"]
    assert result["isError"] is True
    text = result["content"][0]["text"]
    assert text == f"the peer does not support {feature}: it speaks {V11}, and this needs its capability {needs}"
