"""Handlers that ask: the same handler and client in every version, by requests, by running again, by waiting."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from mcprism import (
    Accepted,
    Cancelled,
    Client,
    Context,
    Declined,
    Elicitation,
    NotSupportedByPeer,
    PeerError,
    Roots,
    Rounds,
    Sampling,
    Server,
)
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

STATELESS = VERSIONS[-1]
NO_FORMS = VERSIONS[:2]
NO_ADDRESSES = VERSIONS[:3]
NO_TOOLS = VERSIONS[:3]

WAYS = [
    *(pytest.param(version, Rounds(), id=version) for version in SESSIONS),
    pytest.param(
        STATELESS, Rounds(), id="again", marks=pytest.mark.covers("handlers that run again", versions=STATELESS)
    ),
    pytest.param(
        STATELESS, Rounds(broker="park"), id="wait", marks=pytest.mark.covers("handlers that wait", versions=STATELESS)
    ),
]
every_way = pytest.mark.parametrize(("version", "rounds"), WAYS)


class Trip(BaseModel):
    city: str = Field(title="City")
    days: int = 3
    kind: Literal["sea", "hills"] = "sea"


Body = Callable[[Context], Awaitable[object]]


class Asks(new.ServerHandler[Context]):
    """A tool that is what a test makes it."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self.runs = 0

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        self.runs += 1
        return new.CallToolResult(content=[new.TextContent(text=str(await self._body(ctx)))])


class Answers(new.ClientHandler[Context]):
    """Answers what servers ask, and keeps it."""

    def __init__(self, action: Literal["accept", "decline", "cancel"] = "accept") -> None:
        self.asked: list[Any] = []
        self._action: Literal["accept", "decline", "cancel"] = action

    async def elicit(self, params: new.ElicitRequestParams, ctx: Context) -> new.ElicitResult:
        self.asked.append(params)
        if self._action != "accept" or isinstance(params, new.ElicitRequestURLParams):
            return new.ElicitResult(action=self._action)
        return new.ElicitResult(action="accept", content={"city": params.message, "kind": "hills"})

    async def create_message(self, params: new.CreateMessageRequestParams, ctx: Context) -> new.CreateMessageResult:
        self.asked.append(params)
        text = f"{len(params.messages)} {params.max_tokens} {params.system_prompt}"
        return new.CreateMessageResult(role="assistant", model="m", content=new.TextContent(text=text))

    async def list_roots(self, params: Any, ctx: Context) -> new.ListRootsResult:
        self.asked.append("roots")
        return new.ListRootsResult(roots=[new.Root(uri="file:///r", name="r")])


ADDRESSES = {"elicitation": {"form": {}, "url": {}}}


async def told(server: Any, version: str, *, handler: Answers | None = None, **options: Any) -> str:
    """What the tool of a server returns, which is asked once."""
    async with Client(server, handler=handler or Answers(), version=version, **options) as client:
        (block,) = (await client.call_tool("ask", {"a": 1})).content
        assert isinstance(block, new.TextContent)
        return block.text


def serve(body: Body, rounds: Rounds | None = None) -> tuple[Asks, Tapped]:
    handler = Asks(body)
    return handler, Tapped(Server.from_handler(handler, name="asks", version="1", rounds=rounds))


async def refusal(question: Awaitable[object]) -> str:
    """What is wrong with a question that the client's version has no form for."""
    with pytest.raises(NotSupportedByPeer) as refused:
        await question
    return refused.value.feature


@pytest.mark.covers("ctx.elicit", "elicitation by form", "elicitation/create")
@every_way
async def test_user_fills_in_a_form(version: str, rounds: Rounds) -> None:
    async def body(ctx: Context) -> object:
        if ctx.peer.version in NO_FORMS:
            return await refusal(ctx.elicit("Where?", Trip))
        return await ctx.elicit("Where?", Trip)

    _, server = serve(body, rounds)
    text = await told(server, version)
    if version in NO_FORMS:
        assert text.startswith("elicitation")
    else:
        assert text == str(Accepted(Trip(city="Where?", days=3, kind="hills")))


@pytest.mark.covers("elicitation by form")
@every_way
@pytest.mark.parametrize(("action", "answer"), [("decline", Declined()), ("cancel", Cancelled())])
async def test_user_may_say_no(version: str, rounds: Rounds, action: Any, answer: object) -> None:
    async def body(ctx: Context) -> object:
        return ctx.peer.version in NO_FORMS or await ctx.elicit("Where?", Trip) == answer

    _, server = serve(body, rounds)
    assert await told(server, version, handler=Answers(action)) == "True"


@pytest.mark.covers("ctx.elicit_url", "elicitation by address")
@every_way
async def test_user_opens_an_address(version: str, rounds: Rounds) -> None:
    async def body(ctx: Context) -> object:
        question = ctx.elicit_url("Pay.", "https://example.com/pay")
        return await refusal(question) if ctx.peer.version in NO_ADDRESSES else await question

    handler = Answers()
    _, server = serve(body, rounds)
    text = await told(server, version, handler=handler, capabilities=ADDRESSES)
    if version in NO_ADDRESSES:
        assert (handler.asked, text) == ([], "URL elicitation")
    else:
        assert text == str(Accepted(None))
        assert (handler.asked[0].message, handler.asked[0].url) == ("Pay.", "https://example.com/pay")


@pytest.mark.covers("elicitation by address", "gate of the client")
@pytest.mark.parametrize("version", VERSIONS[3:])
async def test_address_is_not_shown_to_a_client_that_shows_forms_only(version: str) -> None:
    async def body(ctx: Context) -> object:
        return await refusal(ctx.elicit_url("Pay.", "https://example.com/pay"))

    handler = Answers()
    _, server = serve(body)
    assert await told(server, version, handler=handler) == "URL elicitation"
    assert handler.asked == []


@pytest.mark.covers("ctx.sample", "sampling/createMessage")
@every_way
async def test_model_of_the_client_writes(version: str, rounds: Rounds) -> None:
    async def body(ctx: Context) -> object:
        result = await ctx.sample("Write.", max_tokens=5, system_prompt="Be kind.")
        assert isinstance(result.content, new.TextContent)
        return f"{result.model}: {result.content.text}"

    handler = Answers()
    _, server = serve(body, rounds)
    assert await told(server, version, handler=handler) == "m: 1 5 Be kind."


@pytest.mark.covers("sampling with tools")
@every_way
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "not declared"])
async def test_model_may_be_given_tools_where_the_client_says_so(version: str, rounds: Rounds, declared: bool) -> None:
    tool = new.Tool(name="look", input_schema={"type": "object"})
    works = declared and version not in NO_TOOLS

    async def body(ctx: Context) -> object:
        question = ctx.sample("Write.", max_tokens=5, tools=[tool], tool_choice=new.ToolChoice(mode="auto"))
        if not works:
            return await refusal(question)
        return (await question).model

    handler = Answers()
    _, server = serve(body, rounds)
    capabilities = {"sampling": {"tools": {}}} if declared else {}
    text = await told(server, version, handler=handler, capabilities=capabilities)
    if works:
        assert text == "m"
        assert [offered.name for offered in handler.asked[0].tools] == ["look"]
    else:
        assert "tools" in text
        assert handler.asked == []


@pytest.mark.covers("ctx.list_roots", "roots/list")
@every_way
async def test_client_lists_its_roots(version: str, rounds: Rounds) -> None:
    async def body(ctx: Context) -> object:
        return [(root.uri, root.name) for root in await ctx.list_roots()]

    _, server = serve(body, rounds)
    assert await told(server, version) == "[('file:///r', 'r')]"


@pytest.mark.covers("ctx.ask_all", "ctx.elicit")
@every_way
async def test_several_questions_at_once_after_one_another(version: str, rounds: Rounds) -> None:
    async def body(ctx: Context) -> object:
        first = await ctx.list_roots()
        if ctx.peer.version in NO_FORMS:
            sampled, roots = await ctx.ask_all(Sampling("Write.", max_tokens=5), Roots())
            return [sampled.model, roots == first]
        trip, sampled, roots = await ctx.ask_all(Elicitation("Where?", Trip), Sampling("Write.", max_tokens=5), Roots())
        assert isinstance(trip, Accepted)
        return [sampled.model, roots == first]

    handler, server = serve(body, rounds)
    assert await told(server, version) == "['m', True]"
    calls = server.asked("tools/call")
    if version == STATELESS:
        # One round for the first question, one for all of the others.
        assert len(calls) == 3
        assert handler.runs == (1 if rounds.broker == "park" else 3)
    else:
        assert (len(calls), handler.runs) == (1, 1)


@pytest.mark.covers("ctx.once")
@every_way
async def test_what_is_done_once_is_done_once(version: str, rounds: Rounds) -> None:
    done: list[int] = []

    async def body(ctx: Context) -> object:
        async def action() -> int:
            done.append(1)
            return len(done)

        first = await ctx.once("action", action)
        await ctx.list_roots()
        second = await ctx.once("action", action)
        await ctx.sample("Write.", max_tokens=5)
        return [first, second, await ctx.once("other", action)]

    _, server = serve(body, rounds)
    assert await told(server, version) == "[1, 1, 2]"
    assert len(done) == 2


class ByHand(new.ServerHandler[Context]):
    """Returns its questions, and gets the answers with the next call."""

    def __init__(self) -> None:
        self.states: list[str | None] = []

    async def call_tool(
        self, params: new.CallToolRequestParams, ctx: Context
    ) -> new.CallToolResult | new.InputRequiredResult:
        self.states.append(params.request_state)
        answers = params.to_wire().get("inputResponses", {})
        if not answers:
            sampling = {"maxTokens": 5, "messages": [{"role": "user", "content": {"type": "text", "text": "?"}}]}
            questions = {"r": {"method": "roots/list"}, "s": {"method": "sampling/createMessage", "params": sampling}}
            return new.InputRequiredResult.from_wire(
                {"resultType": "input_required", "inputRequests": questions, "requestState": "first"}
            )
        text = f"{answers['r']['roots'][0]['uri']} {answers['s']['model']}"
        return new.CallToolResult(content=[new.TextContent(text=text)])


@pytest.mark.covers("questions by hand")
@every_way
async def test_questions_may_be_returned(version: str, rounds: Rounds) -> None:
    handler = ByHand()
    server = Server.from_handler(handler, name="by hand", version="1", rounds=rounds)
    assert await told(server, version) == "file:///r m"
    assert handler.states == [None, "first"]


@pytest.mark.covers("M3", versions=STATELESS)
async def test_m3_question_that_is_not_caught_names_what_to_declare() -> None:
    async def body(ctx: Context) -> object:
        return await ctx.list_roots()

    _, server = serve(body)
    async with Client(server, version=STATELESS) as client:
        with pytest.raises(PeerError, match="roots") as failed:
            await client.call_tool("ask")
    assert (failed.value.code, failed.value.data) == (-32021, {"requiredCapabilities": {"roots": {}}})
