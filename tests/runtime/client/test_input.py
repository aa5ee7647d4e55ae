"""Questions in results: the client's handler answers them, and the request is sent again with the answers."""

import json
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

import anyio
import pytest
from pydantic import BaseModel

from mcprism import (
    Client,
    Context,
    InvalidAnswer,
    NotDeclared,
    NotSupportedByPeer,
    PeerError,
    RequestTimeout,
    Rounds,
    Server,
    TooManyRounds,
)
from mcprism.transports.channel import Channel
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared_in_message
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new

pytestmark = pytest.mark.anyio

VERSION = "2026-07-28"
PATIENCE = 20.0
DONE = {"resultType": "complete", "content": [{"type": "text", "text": "done"}]}
ROOTS = {"method": "roots/list"}
FORM = {
    "method": "elicitation/create",
    "params": {"mode": "form", "message": "?", "requestedSchema": {"type": "object", "properties": {}}},
}
URL = {"method": "elicitation/create", "params": {"mode": "url", "message": "?", "url": "https://example.com/"}}
SAMPLE = {
    "method": "sampling/createMessage",
    "params": {"messages": [{"role": "user", "content": {"type": "text", "text": "?"}}], "maxTokens": 1},
}
ROOTS_ANSWER = {"roots": [{"uri": "file:///x"}]}


def asks(state: str | None = None, **questions: Any) -> dict[str, Any]:
    """A result that asks."""
    result: dict[str, Any] = {"resultType": "input_required"}
    if questions:
        result["inputRequests"] = questions
    return result if state is None else {**result, "requestState": state}


class Scripted:
    """A server without sessions that answers each request but the first with the next of some results."""

    def __init__(self, *results: dict[str, Any], progress: bool = False) -> None:
        self.results = list(results)
        self.progress = progress
        self.seen: list[Any] = []

    @property
    def params(self) -> list[Any]:
        """What the requests after the first had beside `_meta`."""
        return [
            {name: value for name, value in message["params"].items() if name != "_meta"}
            for message in self.seen[1:]
            if "id" in message
        ]

    async def serve(self, channel: Channel) -> None:
        async with channel:
            while frames := await channel.receive():
                for frame in frames:
                    assert isinstance(frame, bytes)
                    message = json.loads(frame)
                    self.seen.append(message)
                    if "id" in message:
                        self.answer(message, channel)

    def answer(self, request: Any, channel: Channel) -> None:
        result: dict[str, Any] | None
        if request["method"] == "server/discover":
            offers: dict[str, Any] = {"tools": {}, "prompts": {}, "resources": {}}
            result = {
                "resultType": "complete",
                "supportedVersions": [VERSION],
                "capabilities": offers,
                "ttlMs": 0,
                "cacheScope": "private",
            }
        else:
            if self.progress:
                token = request["params"]["_meta"]["progressToken"]
                params = {"progressToken": token, "progress": 1}
                channel.send(
                    json.dumps({"jsonrpc": "2.0", "method": "notifications/progress", "params": params}).encode()
                )
            result = self.results.pop(0) if self.results else None
        if result is not None:
            channel.send(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}).encode())


class Answers(new.ClientHandler[Context]):
    """Answers as each test wants."""

    def __init__(self, elicit: Callable[[Context], Awaitable[Any]] | None = None) -> None:
        self.asked: list[str] = []
        self.do = elicit

    async def elicit(self, params: Any, ctx: Context) -> Any:
        self.asked.append(f"elicit {ctx.request_id} {ctx.peer.version}")
        if self.do is not None:
            await self.do(ctx)
        return new.ElicitResult(action="accept", content={})

    async def list_roots(self, params: Any, ctx: Context) -> new.ListRootsResult:
        self.asked.append(f"roots {ctx.request_id} {ctx.peer.version}")
        return new.ListRootsResult(roots=[new.Root(uri="file:///x")])


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(PATIENCE):
        yield


@pytest.mark.covers("rounds of a client", "L7", versions=VERSION)
async def test_answers_go_with_the_same_request_under_another_id() -> None:
    server, answers = Scripted(asks("s1", a=ROOTS, b=FORM), asks(c=ROOTS), DONE), Answers()
    async with Client(server, handler=answers) as client:
        result = await client.call_tool("x", {"n": 1})
    assert result.content == [new.TextContent(text="done")]
    first = {"name": "x", "arguments": {"n": 1}}
    answered = {"a": ROOTS_ANSWER, "b": {"action": "accept", "content": {}}}
    assert server.params == [
        first,
        {**first, "inputResponses": answered, "requestState": "s1"},
        {**first, "inputResponses": {"c": ROOTS_ANSWER}},
    ]
    assert sorted(answers.asked[:2]) == [f"elicit b {VERSION}", f"roots a {VERSION}"]
    assert answers.asked[2:] == [f"roots c {VERSION}"]
    ids = [message["id"] for message in server.seen]
    assert len(set(ids)) == len(ids)
    for message in server.seen:
        assert undeclared_in_message(message, VERSION) == []


@pytest.mark.parametrize(
    ("ask", "method", "last"),
    [
        pytest.param(lambda client: client.get_prompt("p"), "prompts/get", {"messages": []}, id="prompt"),
        pytest.param(
            lambda client: client.read_resource("x://r"),
            "resources/read",
            {"contents": [], "ttlMs": 0, "cacheScope": "private"},
            id="resource",
        ),
    ],
)
async def test_prompts_and_resources_may_ask_too(
    ask: Callable[[Client], Awaitable[Any]], method: str, last: dict[str, Any]
) -> None:
    server = Scripted(asks(a=ROOTS), {"resultType": "complete", **last})
    async with Client(server, handler=Answers()) as client:
        await ask(client)
    assert [message["method"] for message in server.seen] == ["server/discover", method, method]
    assert server.params[1]["inputResponses"] == {"a": ROOTS_ANSWER}


async def test_other_methods_may_not_ask() -> None:
    server = Scripted(asks(a=ROOTS))
    async with Client(server, handler=Answers()) as client:
        with pytest.raises(InvalidAnswer, match="tools/list asks for input"):
            await anext(client.list_tools())


@pytest.mark.covers("rounds of a client", versions=VERSION)
async def test_state_alone_is_sent_back_after_a_while_and_exactly_as_it_came() -> None:
    state = ' "é\u2028" '
    server = Scripted(asks(state), asks(""), asks(), DONE)
    async with Client(server) as client:
        await client.call_tool("x")
    assert server.params == [
        {"name": "x"},
        {"name": "x", "requestState": state},
        {"name": "x", "requestState": ""},
        {"name": "x"},
    ]


@pytest.mark.covers("rounds of a client", versions=VERSION)
async def test_questions_of_one_round_are_asked_at_once() -> None:
    both = anyio.Event()

    async def meet(ctx: Context) -> None:
        if len(answers.asked) == 2:
            both.set()
        await both.wait()

    answers = Answers(meet)
    server = Scripted(asks(a=FORM, b=FORM), DONE)
    async with Client(server, handler=answers) as client:
        await client.call_tool("x")
    assert list(server.params[1]["inputResponses"]) == ["a", "b"]


async def test_progress_of_every_round_is_reported() -> None:
    seen: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    server = Scripted(asks(a=ROOTS), DONE, progress=True)
    async with Client(server, handler=Answers()) as client:
        await client.call_tool("x", on_progress=on_progress)
    assert seen == [1, 1]
    tokens = [message["params"]["_meta"]["progressToken"] for message in server.seen[1:]]
    assert len(set(tokens)) == 2


@pytest.mark.parametrize("other", [{}, {"b": ROOTS}], ids=["alone", "beside another"])
async def test_error_of_the_handler_is_that_of_the_call_and_nothing_is_sent(other: dict[str, Any]) -> None:
    async def fail(ctx: Context) -> None:
        raise KeyError("mine")

    server = Scripted(asks(a=FORM, **other), DONE)
    async with Client(server, handler=Answers(fail)) as client:
        with pytest.raises(KeyError, match="mine") as caught:
            await client.call_tool("x")
        assert "the answer to tools/call asks" in caught.value.__notes__[0]
    assert len(server.params) == 1


async def test_error_of_one_answer_ends_the_others() -> None:
    ended = anyio.Event()

    async def fail_or_wait(ctx: Context) -> None:
        if ctx.request_id == "a":
            raise KeyError("mine")
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()

    async with Client(Scripted(asks(b=FORM, a=FORM)), handler=Answers(fail_or_wait)) as client:
        with pytest.raises(KeyError, match="mine"):
            await client.call_tool("x")
    assert ended.is_set()


@pytest.mark.parametrize(
    ("question", "capabilities", "needs"),
    [
        pytest.param(SAMPLE, {}, "sampling", id="not declared"),
        pytest.param(SAMPLE, {"sampling": {}}, "sampling", id="declared, not answered"),
        pytest.param(URL, {}, r"elicitation\.url", id="url"),
        pytest.param(FORM, {"elicitation": {"url": {}}}, r"elicitation\.form", id="form"),
        pytest.param(
            {"method": SAMPLE["method"], "params": {**SAMPLE["params"], "tools": []}},
            {"sampling": {}},
            r"sampling\.tools",
            id="sampling with tools",
        ),
    ],
)
async def test_question_that_was_not_offered_an_answer_is_refused_before_anybody_is_asked(
    question: Any, capabilities: Any, needs: str
) -> None:
    server, answers = Scripted(asks(a=ROOTS, b=question), DONE), Answers()
    async with Client(server, handler=answers, capabilities=capabilities) as client:
        with pytest.raises(NotDeclared, match=f"needs the capability {needs}, which"):
            await client.call_tool("x")
    assert answers.asked == []
    assert len(server.params) == 1


async def test_client_without_a_handler_says_what_it_would_need() -> None:
    async with Client(Scripted(asks(a=ROOTS))) as client:
        with pytest.raises(NotDeclared, match="roots/list in the answer to tools/call needs the capability roots"):
            await client.call_tool("x")


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        pytest.param({"inputRequests": []}, "inputRequests must be an object", id="list"),
        pytest.param({"inputRequests": {"k": 1}}, r"inputRequests\.k must be a request", id="number"),
        pytest.param(
            {"inputRequests": {"k": {"method": "roots/list", "params": []}}}, "must be a request", id="params"
        ),
        pytest.param({"inputRequests": {"k": {"method": "ping"}}}, "ping .* is none that a server may ask", id="ping"),
        pytest.param(
            {"inputRequests": {"k": {"method": "tools/list"}}}, "none that a server may ask", id="not embedded"
        ),
        pytest.param(
            {"inputRequests": {"k": {"method": "elicitation/create", "params": {"message": 5}}}},
            "does not fit: .*message",
            id="params of another type",
        ),
    ],
)
async def test_question_that_does_not_fit_is_no_answer(result: dict[str, Any], problem: str) -> None:
    server = Scripted({"resultType": "input_required", **result}, DONE)
    async with Client(server, handler=Answers()) as client:
        with pytest.raises(InvalidAnswer, match=f"(?s){problem}"):
            await client.call_tool("x")
    assert len(server.params) == 1


async def test_there_is_no_way_back_to_the_server_from_an_answer() -> None:
    refused: list[str] = []

    async def try_all(ctx: Context) -> None:
        params = new.NotificationParams()
        for attempt in (
            v.ServerCalls(ctx.outbound).list_roots(None),
            v.ServerCalls(ctx.outbound).elicit_raw(v.ElicitRequestURLParams(message="", url="", elicitation_id="1")),
            new.ServerCalls(ctx.outbound).notify_tool_list_changed(params),
        ):
            with pytest.raises(NotSupportedByPeer, match="this question came in a result") as caught:
                await attempt
            refused.append(caught.value.feature)
        await ctx.progress(1)
        await ctx.log("error", "unheard")

    server = Scripted(asks(a=FORM), DONE)
    async with Client(server, handler=Answers(try_all)) as client:
        await client.call_tool("x")
    assert refused == ["roots/list here", "elicitation/create here", "notifications/tools/list_changed here"]
    assert len(server.seen) == 3


@pytest.mark.covers("rounds of a client", versions=VERSION)
@pytest.mark.parametrize("limit", [0, 1, 3])
async def test_server_that_goes_on_asking_is_given_up(limit: int) -> None:
    server = Scripted(*[asks(a=ROOTS)] * 5)
    async with Client(server, handler=Answers(), max_rounds=limit) as client:
        with pytest.raises(TooManyRounds, match=f"after {limit} rounds") as caught:
            await client.call_tool("x")
    assert (caught.value.method, caught.value.rounds) == ("tools/call", limit)
    assert len(server.params) == limit + 1


@pytest.mark.covers("rounds of a client", "C5", versions=VERSION)
async def test_time_of_a_call_is_that_of_all_its_rounds() -> None:
    async def wait(ctx: Context) -> None:
        await anyio.sleep_forever()

    server = Scripted(asks(a=FORM))
    async with Client(server, handler=Answers(wait)) as client:
        with pytest.raises(RequestTimeout, match=r"within 0\.1 s"):
            await client.call_tool("x", timeout=0.1)
    server = Scripted(asks(a=ROOTS))
    async with Client(server, handler=Answers(), timeout=0.2) as client:
        with pytest.raises(RequestTimeout, match=r"within 0\.2 s"):
            await client.call_tool("x")
    assert len(server.params) == 2


async def test_questions_may_be_answered_by_hand() -> None:
    server = Scripted(asks("s", a=ROOTS), DONE)
    async with Client(server) as client:
        params = new.CallToolRequestParams(name="x", meta=client.meta)
        asked = await client.calls.call_tool_raw(params)
        assert isinstance(asked, new.InputRequiredResult)
        assert asked.request_state == "s"
        answered = params.model_copy(
            update={"input_responses": {"a": new.ListRootsResult(roots=[])}, "request_state": asked.request_state}
        )
        assert isinstance(await client.calls.call_tool(answered), new.CallToolResult)
    assert server.params[1] == {"name": "x", "inputResponses": {"a": {"roots": []}}, "requestState": "s"}


async def test_answers_given_by_hand_are_not_those_of_the_next_round() -> None:
    server = Scripted(asks(b=ROOTS), DONE)
    async with Client(server, handler=Answers()) as client:
        given = {
            "name": "x",
            "inputResponses": {"a": {"roots": []}},
            "requestState": "s",
            "_meta": client.meta.to_wire(),
        }
        await client.calls.call_tool(new.CallToolRequestParams.from_wire(given))
    assert server.params == [
        {"name": "x", "inputResponses": {"a": {"roots": []}}, "requestState": "s"},
        {"name": "x", "inputResponses": {"b": ROOTS_ANSWER}},
    ]


async def test_calls_of_an_older_version_have_no_form_for_questions() -> None:
    async with Client(Scripted(asks(a=ROOTS)), handler=Answers()) as client:
        calls = v.ClientCalls(client.outbound("2025-11-25"))
        with pytest.raises(InvalidAnswer, match="input required, which 2025-11-25 cannot express"):
            await calls.call_tool(v.CallToolRequestParams(name="x"))


@pytest.mark.parametrize("home", list(ERAS))
async def test_handler_of_any_version_answers(home: str) -> None:
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")

    class Handler(types.ClientHandler):
        async def list_roots(self, params: Any, ctx: Context) -> Any:
            return types.ListRootsResult(roots=[types.Root(uri="file:///x")])

        async def create_message(self, params: Any, ctx: Context) -> Any:
            content = {"type": "text", "text": "sampled"}
            return types.CreateMessageResult.from_wire({"role": "assistant", "model": "m", "content": content})

    server = Scripted(asks(a=ROOTS, b=SAMPLE), DONE)
    async with Client(server, handler=Handler()) as client:
        await client.call_tool("x")
    answers = server.params[1]["inputResponses"]
    assert answers["a"] == ROOTS_ANSWER
    assert answers["b"] == {"role": "assistant", "model": "m", "content": {"type": "text", "text": "sampled"}}
    assert undeclared_in_message(server.seen[2], VERSION) == []


class Color(BaseModel):
    color: str


class Curious(new.ServerHandler[Context]):
    """A tool that asks one thing after the other."""

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        chosen = await ctx.elicit("Which?", Color)
        roots = await ctx.list_roots()
        text = f"{chosen} {roots[0].uri}"
        return new.CallToolResult(content=[new.TextContent(text=text)])


@pytest.mark.parametrize("version", list(ERAS)[2:])
@pytest.mark.parametrize("rounds", [Rounds(), Rounds(broker="park")], ids=["again", "wait"])
async def test_server_that_asks_is_answered_alike_in_every_version(version: str, rounds: Rounds) -> None:
    class Blue(Answers):
        async def elicit(self, params: Any, ctx: Context) -> new.ElicitResult:
            if version == VERSION:
                with pytest.raises(NotSupportedByPeer, match="this question came in a result"):
                    await ctx.list_roots()
            return new.ElicitResult(action="accept", content={"color": await ctx.once("color", blue)})

    async def blue() -> str:
        return "blue"

    server = Server.from_handler(Curious(), name="c", version="1", rounds=rounds)
    async with Client(server, handler=Blue(), version=version) as client:
        result = await client.call_tool("x")
    assert result.content == [new.TextContent(text="Accepted(content=Color(color='blue')) file:///x")]


class Protected(v.ServerHandler[Context]):
    """A tool that can be used once the user has opened an address."""

    def __init__(self) -> None:
        self.calls = 0

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        self.calls += 1
        if self.calls == 1:
            needed = v.ElicitRequestURLParams(message="?", url="https://example.com/", elicitation_id="e1")
            raise v.URLElicitationRequired("open it", data=v.URLElicitationRequiredErrorData(elicitations=[needed]))
        return v.CallToolResult(content=[v.TextContent(text="opened")])


@pytest.mark.parametrize("action", ["accept", "decline"])
async def test_address_that_a_session_wants_opened_is_opened_before_the_request_is_sent_again(action: Any) -> None:
    opened: list[str] = []

    class Opens(new.ClientHandler[Context]):
        async def elicit(self, params: Any, ctx: Context) -> new.ElicitResult:
            opened.append(f"{ctx.request_id} {params.url} {ctx.peer.version}")
            return new.ElicitResult(action=action)

    handler = Protected()
    server = Server.from_handler(handler, name="p", version="1")
    capabilities = {"elicitation": {"url": {}}}
    async with Client(server, handler=Opens(), capabilities=capabilities, version="2025-11-25") as client:
        if action == "accept":
            assert (await client.call_tool("x")).content == [new.TextContent(text="opened")]
        else:
            with pytest.raises(PeerError, match="the user did not open") as caught:
                await client.call_tool("x")
            assert caught.value.code == -32042
    assert opened == ["e1 https://example.com/ 2025-11-25"]
    assert handler.calls == (2 if action == "accept" else 1)
