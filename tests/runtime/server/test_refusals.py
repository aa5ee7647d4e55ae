"""What answers a request that this client cannot be served: by what it declared, and by whether it has a session."""

from importlib import import_module
from typing import Any

import pytest

from mcprism import Context, LossReport, NotSupportedByPeer, ProtocolError, Server
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared, undeclared_in_message
from mcprism_types import v2025_11_25 as v11
from tests.generated.stored import corrected, stored

pytestmark = pytest.mark.anyio

HOMES = list(ERAS)
V24, V03, V06, V11, V26 = HOMES
SESSIONS = [V24, V03, V06, V11]
PREFIX = "io.modelcontextprotocol/"
MISSING = {"elicitation": {"url": {}}}
REFUSAL = "the peer does not support URL elicitation: it speaks x, and this needs its capability elicitation.url"
URL = "https://example.com/1"
ELICITATIONS = [{"mode": "url", "elicitationId": "1", "message": "GitHub", "url": URL}]
ADDRESSES = f"sign in\nGitHub: {URL}"

CALL = ("tools/call", {"name": "x"})
GET = ("prompts/get", {"name": "x"})
READ = ("resources/read", {"uri": "x://r"})
COMPLETE = (
    "completion/complete",
    {"ref": {"type": "ref/prompt", "name": "p"}, "argument": {"name": "a", "value": ""}},
)
REQUESTS = [pytest.param(*request, id=request[0]) for request in (CALL, GET, READ, COMPLETE)]


def handler_of(home: str, error: Exception) -> Any:
    """A handler of any version that fails."""
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")

    class Failing(types.ServerHandler):
        async def call_tool(self, params: Any, ctx: Context) -> Any:
            raise error

        get_prompt = read_resource = complete = call_tool

    return Failing()


def serve(home: str, error: Exception, **options: Any) -> Server:
    return Server.from_handler(handler_of(home, error), name="failing", version="1", **options)


async def ask(hand: Any, peer: str, method: str, params: Any, capabilities: Any = None) -> Any:
    """The answer that a client of a version gets."""
    if peer != V26:
        await hand.initialize(peer, capabilities=capabilities)
        return await hand.ask(method, params)
    metadata = {PREFIX + "protocolVersion": V26, PREFIX + "clientCapabilities": capabilities or {}}
    return await hand.ask(method, {**params, "_meta": metadata})


def check(answer: Any, peer: str, kind: str) -> None:
    """Fails unless a result, or else an error, is one of the version."""
    if "result" in answer:
        for contract in (stored(peer), corrected(peer)):
            contract.validator(kind).validate(answer["result"])
        assert undeclared(answer["result"], peer, kind) == []
    else:
        assert undeclared_in_message(answer, peer) == []


def missing() -> NotSupportedByPeer:
    return NotSupportedByPeer(
        "URL elicitation", peer_version="x", needs="its capability elicitation.url", capability=MISSING
    )


@pytest.mark.covers("M3", versions="stateless")
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_m3_client_without_a_session_is_told_what_to_declare(
    talk_to: Any, home: str, method: str, params: Any
) -> None:
    async with talk_to(serve(home, missing())) as hand:
        answer = await ask(hand, V26, method, params)
    for contract in (stored(V26), corrected(V26)):
        contract.validator("MissingRequiredClientCapabilityError").validate(answer)
    assert undeclared_in_message(answer, V26) == []
    assert answer["error"] == {"code": -32021, "message": REFUSAL, "data": {"requiredCapabilities": MISSING}}


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("peer", SESSIONS)
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_client_of_a_session_is_told_in_words(
    talk_to: Any, peer: str, home: str, method: str, params: Any
) -> None:
    async with talk_to(serve(home, missing())) as hand:
        answer = await ask(hand, peer, method, params)
    check(answer, peer, "CallToolResult")
    if method == "tools/call":
        assert answer["result"] == {"content": [{"type": "text", "text": REFUSAL}], "isError": True}
    else:
        assert answer["error"] == {"code": -32603, "message": REFUSAL}


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_what_no_capability_would_help_is_told_in_words_everywhere(
    talk_to: Any, home: str, method: str, params: Any
) -> None:
    error = NotSupportedByPeer("x", peer_version="y", needs="z")
    async with talk_to(serve(home, error)) as hand:
        answer = await ask(hand, V26, method, params)
    check(answer, V26, "CallToolResult")
    if method == "tools/call":
        assert answer["result"]["isError"] is True
        assert answer["result"]["content"] == [{"type": "text", "text": str(error)}]
    else:
        assert answer["error"] == {"code": -32603, "message": str(error)}


def url_required() -> ProtocolError:
    return ProtocolError("sign in", code=-32042, data={"elicitations": ELICITATIONS})


@pytest.mark.parametrize(
    ("peer", "capabilities"),
    [
        pytest.param(V24, {}, id=V24),
        pytest.param(V03, {}, id=V03),
        pytest.param(V06, {"elicitation": {}}, id=V06),
        pytest.param(V11, {}, id=f"{V11} that asks nothing"),
        pytest.param(V11, {"elicitation": {"form": {}}}, id=f"{V11} that asks by form"),
    ],
)
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_client_that_opens_no_addresses_gets_them_as_text(
    talk_to: Any, peer: str, capabilities: Any, method: str, params: Any
) -> None:
    lost: list[LossReport] = []
    async with talk_to(serve(V11, url_required(), on_loss=lost.append)) as hand:
        answer = await ask(hand, peer, method, params, capabilities)
    check(answer, peer, "CallToolResult")
    if method == "tools/call":
        assert answer["result"] == {"content": [{"type": "text", "text": ADDRESSES}], "isError": True}
    else:
        assert answer["error"] == {"code": -32603, "message": ADDRESSES}
    assert [(report.feature, report.loss) for report in lost] == [("URL elicitation", "degraded")]


@pytest.mark.parametrize("home", [V06, V11])
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_client_that_opens_addresses_gets_the_error_of_its_version(
    talk_to: Any, home: str, method: str, params: Any
) -> None:
    lost: list[LossReport] = []
    async with talk_to(serve(home, url_required(), on_loss=lost.append)) as hand:
        answer = await ask(hand, V11, method, params, {"elicitation": {"url": {}}})
    stored(V11).validator("URLElicitationRequiredError").validate(answer)
    assert answer["error"] == {"code": -32042, "message": "sign in", "data": {"elicitations": ELICITATIONS}}
    assert lost == []


@pytest.mark.parametrize("home", [V06, V11, V26])
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_client_without_a_session_never_gets_the_error(talk_to: Any, home: str, method: str, params: Any) -> None:
    async with talk_to(serve(home, url_required())) as hand:
        answer = await ask(hand, V26, method, params, {"elicitation": {"url": {}}})
    if home != V26 and method != "completion/complete":
        check(answer, V26, "InputRequiredResult")
        assert [question["params"]["url"] for question in answer["result"]["inputRequests"].values()] == [URL]
    elif method == "tools/call":
        check(answer, V26, "CallToolResult")
        assert answer["result"]["content"] == [{"type": "text", "text": ADDRESSES}]
    else:
        check(answer, V26, "")
        assert answer["error"] == {"code": -32603, "message": ADDRESSES}


@pytest.mark.parametrize("peer", [V06, V11])
@pytest.mark.parametrize(("method", "params"), REQUESTS)
async def test_addresses_are_refused_where_nothing_may_be_degraded(
    talk_to: Any, peer: str, method: str, params: Any
) -> None:
    lost: list[LossReport] = []
    async with talk_to(serve(V11, url_required(), on_loss=lost.append, lossy="refuse")) as hand:
        answer = await ask(hand, peer, method, params)
    text = answer["result"]["content"][0]["text"] if method == "tools/call" else answer["error"]["message"]
    assert text.startswith("the peer does not support URL elicitation")
    assert [(report.feature, report.loss) for report in lost] == [("URL elicitation", "refused")]


async def test_errors_of_other_codes_are_those_of_the_handler(talk_to: Any) -> None:
    async with talk_to(serve(V11, ProtocolError("mine", code=-5, data=[1]))) as hand:
        answer = await ask(hand, V11, *CALL)
    assert answer["error"] == {"code": -5, "message": "mine", "data": [1]}


class AskingRoots(v11.ServerHandler[Context]):
    async def call_tool(self, params: v11.CallToolRequestParams, ctx: Context) -> v11.CallToolResult:
        await v11.ServerCalls(ctx.outbound).list_roots(None)
        raise AssertionError("nobody answers")


async def test_question_that_was_not_offered_ends_the_request_in_words(talk_to: Any) -> None:
    async with talk_to(Server.from_handler(AskingRoots(), name="asking", version="1")) as hand:
        answer = await ask(hand, V11, *CALL)
    text = answer["result"]["content"][0]["text"]
    assert text == f"the peer does not support roots/list: it speaks {V11}, and this needs its capability roots"
