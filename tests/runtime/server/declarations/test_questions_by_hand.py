"""Declared functions that ask by returning the question, and are called again with the answers: in every version."""

from typing import Any

import anyio
import pytest
from pydantic import BaseModel

from mcprism import (
    Accepted,
    Client,
    Context,
    Elicitation,
    InputRequiredResult,
    InvalidAnswer,
    PeerError,
    Roots,
    Rounds,
    Sampling,
    Server,
    ToolError,
    UrlElicitation,
    elicitation,
)
from mcprism.versions import ERAS
from mcprism_types import v2026_07_28 as newest

pytestmark = pytest.mark.anyio

CARRIERS = [
    *(pytest.param(version, None, id=version) for version in ERAS if ERAS[version] == "handshake"),
    pytest.param("2026-07-28", Rounds(broker="replay"), id="replay"),
    pytest.param("2026-07-28", Rounds(broker="park"), id="park"),
]


class Size(BaseModel):
    roots: int
    word: str


def asks(ctx: Context) -> InputRequiredResult | Size:
    """In two rounds, with a state."""
    if ctx.request_state is None:
        assert not ctx.input_responses
        return InputRequiredResult(input_requests={"roots": Roots().as_request()}, request_state="first")
    if ctx.request_state == "first":
        roots = Roots().answer(ctx.input_responses["roots"])
        question = Sampling("Write.", max_tokens=5).as_request()
        return InputRequiredResult(input_requests={"word": question}, request_state=f"second {len(roots)}")
    said = Sampling("Write.", max_tokens=5).answer(ctx.input_responses["word"])
    assert isinstance(said.content, newest.TextContent)
    return Size(roots=int(ctx.request_state.partition(" ")[2]), word=said.content.text)


def asking_server(**options: Any) -> Server:
    server = Server("demo", version="1.0.0", on_loss=lambda report: None, **options)

    @server.tool
    def measure(ctx: Context, unit: str = "m") -> InputRequiredResult | Size:
        assert unit == "cm"
        return asks(ctx)

    @server.tool
    class MeasureAll(BaseModel):
        async def run(self, ctx: Context):  # type: ignore[no-untyped-def]
            return asks(ctx)

    @server.prompt
    async def write(ctx: Context, about: str) -> str | InputRequiredResult:
        found = asks(ctx)
        return found if isinstance(found, InputRequiredResult) else f"{about} {found.word}"

    @server.resource("sizes://{name}")
    def sizes(name: str, ctx: Context) -> Size | InputRequiredResult:
        return asks(ctx)

    return server


class Answers(newest.ClientHandler[Context]):
    async def list_roots(self, params: Any, ctx: Context) -> newest.ListRootsResult:
        return newest.ListRootsResult(roots=[newest.Root(uri="file:///a"), newest.Root(uri="file:///b")])

    async def create_message(self, params: Any, ctx: Context) -> newest.CreateMessageResult:
        return newest.CreateMessageResult(role="assistant", model="m", content=newest.TextContent(text="hi"))


@pytest.mark.parametrize(("version", "rounds"), CARRIERS)
async def test_tools_prompts_and_resources_ask_by_returning_the_question(version: str, rounds: Rounds | None) -> None:
    server = asking_server(rounds=rounds)
    with anyio.fail_after(30):
        async with Client(server, version=version, handler=Answers()) as client:
            tools = {tool.name: tool async for tool in client.list_tools()}
            measured = await client.call_tool("measure", {"unit": "cm"})
            everything = await client.call_tool("measure_all")
            prompt = await client.get_prompt("write", {"about": "sizes"})
            resource = await client.read_resource("sizes://all")
    size = '{"roots":2,"word":"hi"}'
    assert [block.to_wire()["text"] for block in (*measured.content, *everything.content)] == [size, size]
    assert prompt.messages[0].content.to_wire()["text"] == "sizes hi"
    assert resource.contents[0].to_wire()["text"] == size
    if version >= "2025-06-18":
        # The question is no result, so that the schema is that of the other.
        assert measured.structured_content == {"roots": 2, "word": "hi"}
        schema = tools["measure"].output_schema
        assert schema is not None
        assert list(schema["properties"]) == ["roots", "word"]


@elicitation("How long?")
class Length(BaseModel):
    metres: int


@pytest.mark.parametrize("version", ["2025-06-18", "2025-11-25", "2026-07-28"])
async def test_answer_to_a_form_is_its_model(version: str) -> None:
    server = Server("demo", version="1.0.0")
    question = Elicitation(Length)

    @server.tool
    async def measure(ctx: Context) -> str | InputRequiredResult:
        if not ctx.input_responses:
            return InputRequiredResult(input_requests={"length": question.as_request()})
        answer = question.answer(ctx.input_responses["length"])
        assert isinstance(answer, Accepted)
        with pytest.raises(InvalidAnswer, match="expected ListRootsResult as the answer to a question, got ElicitR"):
            Roots().answer(ctx.input_responses["length"])
        return f"{answer.content.metres} m"

    class Handler(newest.ClientHandler[Context]):
        async def elicit(self, params: Any, ctx: Context) -> newest.ElicitResult:
            assert params.message == "How long?"
            return newest.ElicitResult(action="accept", content={"metres": 3})

    async with Client(server, version=version, handler=Handler()) as client:
        (block,) = (await client.call_tool("measure")).content
    assert block.to_wire()["text"] == "3 m"


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_page_to_open_is_asked_for_by_hand(version: str) -> None:
    server = Server("demo", version="1.0.0")
    question = UrlElicitation("Connect your account", "https://shop.example/connect")

    @server.tool
    async def connect(ctx: Context) -> str | InputRequiredResult:
        if not ctx.input_responses:
            return InputRequiredResult(input_requests={"page": question.as_request()})
        return type(question.answer(ctx.input_responses["page"])).__name__

    class Handler(newest.ClientHandler[Context]):
        async def elicit(self, params: Any, ctx: Context) -> newest.ElicitResult:
            assert params.url == "https://shop.example/connect"
            return newest.ElicitResult(action="decline")

    capabilities: Any = {"elicitation": {"url": {}}}
    async with Client(server, version=version, handler=Handler(), capabilities=capabilities) as client:
        (block,) = (await client.call_tool("connect")).content
    assert block.to_wire()["text"] == "Declined"


@pytest.mark.parametrize("version", ERAS)
async def test_client_that_cannot_answer_is_told_and_what_fails_later_is_told_as_ever(version: str) -> None:
    server = Server("demo", version="1.0.0")

    @server.tool
    async def ask(ctx: Context) -> str | InputRequiredResult:
        if not ctx.input_responses:
            return InputRequiredResult(input_requests={"roots": Roots().as_request()})
        raise ToolError("no roots")

    async with Client(server, version=version) as client:
        if ERAS[version] == "handshake":
            refused = await client.call_tool("ask")
            assert (refused.is_error, "roots" in refused.content[0].to_wire()["text"]) == (True, True)
        else:
            with pytest.raises(PeerError, match="roots"):
                await client.call_tool("ask")
    async with Client(server, version=version, handler=Answers()) as client:
        result = await client.call_tool("ask")
    assert (result.is_error, result.content[0].to_wire()["text"]) == (True, "no roots")


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_state_is_not_shown_to_the_client(version: str, talk_to: Any) -> None:
    seen = ""
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {"roots": {}, "sampling": {}},
    }
    params: dict[str, Any] = {"name": "measure", "arguments": {"unit": "cm"}}
    async with talk_to(asking_server()) as hand:
        if ERAS[version] == "handshake":
            await hand.initialize(version, {"roots": {}, "sampling": {}})
            hand.send({"id": 7, "method": "tools/call", "params": params})
            seen = str(await hand.receive())
            assert "roots/list" in seen
        else:
            answer = await hand.ask("tools/call", {**params, "_meta": meta})
            seen = str(answer)
            assert answer["result"]["inputRequests"] == {"roots": {"method": "roots/list"}}
            changed = {"inputResponses": {"roots": {"roots": []}}, "requestState": "first"}
            refused = await hand.ask("tools/call", {**params, **changed, "_meta": meta})
            assert refused["error"]["message"] == "Invalid or expired requestState"
    assert "first" not in seen
