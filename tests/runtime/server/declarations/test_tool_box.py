"""Tools without a server: told, read and called by handlers; or included in servers, in test_including."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, PositiveInt

from mcprism import (
    Accepted,
    CallToolResult,
    Client,
    Context,
    FunctionCall,
    InvalidParams,
    PeerError,
    Server,
    ToolBox,
    ToolError,
)
from mcprism.versions import ERAS
from mcprism_types import v2024_11_05, v2025_11_25
from mcprism_types.v2026_07_28 import (
    CallToolRequestParams,
    ClientHandler,
    ElicitResult,
    InputRequiredResult,
    ListToolsResult,
    ServerHandler,
)

pytestmark = pytest.mark.anyio


class ResizeImage(BaseModel):
    """Scales a picture."""

    width: PositiveInt = 100

    async def run(self, ctx: Context[Any]) -> str:
        return f"{self.width} wide for {ctx.peer.version}"


class Crop(BaseModel):
    left: int

    def run(self) -> str:
        raise ToolError("nothing is left")


def add(a: int, b: int = 1) -> int:
    """Adds numbers."""
    return a + b


def box() -> ToolBox:
    return ToolBox(ResizeImage, Crop, add, name="media")


def params(name: str, arguments: dict[str, Any] | None = None) -> v2025_11_25.CallToolRequestParams:
    return v2025_11_25.CallToolRequestParams(name=name, arguments=arguments)


def test_definitions_are_those_of_its_tools() -> None:
    tools = box()

    @tools.tool(title="Nothing", tags=["beta"])
    def nothing() -> None: ...

    named = {tool.name: tool for tool in tools.definitions()}
    assert list(named) == ["resize_image", "crop", "add", "nothing"]
    assert named["resize_image"].description == "Scales a picture."
    assert named["add"].output_schema is not None
    assert named["nothing"].title == "Nothing"
    tools.disable_tagged("beta")
    tools.disable_tool("crop")
    tools.remove_tool("add")
    assert [tool.name for tool in tools.definitions()] == ["resize_image"]


def test_call_is_read_into_what_is_called() -> None:
    def chosen(name: str, arguments: dict[str, Any] | None) -> Iterator[Any]:
        match box().parse(params(name, arguments)):
            case ResizeImage(width=width):
                yield width
            case Crop(left=left):
                yield left
            case FunctionCall("add", arguments):
                yield arguments

    assert [*chosen("resize_image", {"width": 3}), *chosen("crop", {"left": 2})] == [3, 2]
    # Nothing has to be said where nothing need be.
    assert [*chosen("resize_image", None)] == [100]
    assert [*chosen("add", {"a": "7"})] == [{"a": 7}]


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("resize_imag", {}, "there is no tool 'resize_imag'; did you mean 'resize_image'?"),
        ("crop", None, "Invalid arguments for crop:\nleft: "),
        ("resize_image", {"width": 0}, "Invalid arguments for resize_image:\nwidth: "),
    ],
)
def test_call_that_does_not_fit_is_refused(name: str, arguments: dict[str, Any] | None, text: str) -> None:
    with pytest.raises(InvalidParams) as caught:
        box().parse(params(name, arguments))
    assert str(caught.value).startswith(text)


def test_two_tools_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"there is a tool named 'add' already, .*add: give one of them another name"):
        ToolBox(add, add)


@pytest.mark.parametrize("version", ERAS)
async def test_handler_answers_with_it(version: str) -> None:
    tools = box()

    class Handler(ServerHandler[Context[Any]]):
        async def list_tools(self, params: Any, ctx: Context[Any]) -> ListToolsResult:
            return ListToolsResult(tools=tools.definitions(), ttl_ms=0, cache_scope="private")

        async def call_tool(self, params: CallToolRequestParams, ctx: Context[Any]) -> CallToolResult:
            return await tools.call(params, ctx)

    async with Client(Server.from_handler(Handler(), name="demo", version="1.0.0"), version=version) as client:
        assert [tool.name async for tool in client.list_tools()] == ["resize_image", "crop", "add"]
        resized = await client.call_tool("resize_image", {"width": 5})
        added = await client.call_tool("add", {"a": 2})
        cropped = await client.call_tool("crop", {"left": 2})
        wrong = await client.call_tool("crop", {})
        with pytest.raises(PeerError, match=r"there is no tool 'ad'; did you mean 'add'\?"):
            await client.call_tool("ad")
    texts = [result.content[0].to_wire()["text"] for result in (resized, added, cropped)]
    assert texts == [f"5 wide for {version}", "3", "nothing is left"]
    assert [bool(result.is_error) for result in (resized, added, cropped, wrong)] == [False, False, True, True]
    if version >= "2025-06-18":
        assert added.structured_content == {"result": 3}


async def test_handler_of_an_older_version_answers_with_the_types_of_that() -> None:
    tools = box()

    class Handler(v2024_11_05.ServerHandler[Context[Any]]):
        async def list_tools(self, params: Any, ctx: Context[Any]) -> v2024_11_05.ListToolsResult:
            return v2024_11_05.ListToolsResult(tools=tools.definitions(v2024_11_05.Tool))

        async def call_tool(
            self, params: v2024_11_05.CallToolRequestParams, ctx: Context[Any]
        ) -> v2024_11_05.CallToolResult:
            return await tools.call(params, ctx, v2024_11_05.CallToolResult)

    async with Client(Server.from_handler(Handler(), name="demo", version="1.0.0")) as client:
        assert [tool.name async for tool in client.list_tools()] == ["resize_image", "crop", "add"]
        added = await client.call_tool("add", {"a": 2})
    assert added.content[0].to_wire()["text"] == "3"


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_tools_of_a_handler_ask_and_do_not_return_questions(version: str, caplog: Any) -> None:
    tools = ToolBox()

    @tools.tool
    async def ask(ctx: Context[Any]) -> str:
        answer = await ctx.elicit("Who?", {"type": "object", "properties": {"name": {"type": "string"}}})
        assert isinstance(answer, Accepted)
        return str(answer.content)

    @tools.tool(name="return")
    def question() -> InputRequiredResult:
        return InputRequiredResult(request_state="later")

    class Handler(ServerHandler[Context[Any]]):
        async def call_tool(self, params: CallToolRequestParams, ctx: Context[Any]) -> CallToolResult:
            return await tools.call(params, ctx)

    class Answers(ClientHandler[Context[Any]]):
        async def elicit(self, params: Any, ctx: Context[Any]) -> ElicitResult:
            return ElicitResult(action="accept", content={"name": "Ann"})

    server = Server.from_handler(Handler(), name="demo", version="1.0.0")
    async with Client(server, version=version, handler=Answers()) as client:
        asked = await client.call_tool("ask")
        with pytest.raises(PeerError, match="reference"):
            await client.call_tool("return")
    assert asked.content[0].to_wire()["text"] == "{'name': 'Ann'}"
    assert "question returned a question, which is no answer that a handler has of it" in caplog.text
