"""What tools return, as the types that their callers know: in every version, from declared tools and by hand."""

from datetime import date
from typing import Any, assert_type

import anyio
import pytest
from pydantic import BaseModel, StrictInt, TypeAdapter

from mcprism import CallToolResult, Client, Context, InvalidAnswer, Server, TextContent, ToolError, ToolResult
from mcprism.client.tool_results import ResultOf
from mcprism.versions import ERAS

pytestmark = pytest.mark.anyio

VERSIONS = list(ERAS)
PATIENCE = 20.0


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(PATIENCE):
        yield


class ImageInfo(BaseModel):
    """Where every field may be left out, anything is one."""

    width: int = 0
    taken: date | None = None


class ResizeImage(BaseModel):
    width: int

    async def run(self, ctx: Context) -> ImageInfo:
        return ImageInfo(width=self.width, taken=date(2026, 7, 28))


class FindImage(BaseModel):
    width: int

    def run(self) -> ImageInfo | None:
        return ImageInfo(width=self.width) if self.width else None


class ListImages(BaseModel):
    async def run(self) -> list[ImageInfo]:
        return [ImageInfo(width=1), ImageInfo(width=2)]


class Forget(BaseModel):
    def run(self) -> None:
        """Returns nothing."""


class Break(BaseModel):
    def run(self) -> ImageInfo:
        raise ToolError("no such image: look at list_images")


class Speak(BaseModel):
    def run(self) -> list[TextContent]:
        return [TextContent(text="one"), TextContent(text="two")]


class Whole(BaseModel):
    def run(self) -> CallToolResult:
        return CallToolResult(content=[TextContent(text="whole")])


class Shapeless(BaseModel):
    """A call whose class says nothing of what it returns, such as one that only a client has."""

    width: int


def images() -> Server:
    server = Server("images", version="1")
    for kind in (ResizeImage, FindImage, ListImages, Forget, Break, Speak, Whole):
        server.add_tool(kind)

    @server.tool
    def add(a: int, b: int) -> int:
        return a + b

    @server.tool
    def quote(text: str) -> str:
        return text

    @server.tool
    def untyped(value: Any):  # type: ignore[no-untyped-def]
        return value

    return server


@pytest.mark.parametrize("version", VERSIONS)
async def test_data_is_of_the_type_that_run_of_the_class_returns(version: str) -> None:
    async with Client(images(), version=version) as client:
        resized = await client.call_tool(ResizeImage(width=80))
        assert assert_type(resized, ToolResult[ImageInfo]).data == ImageInfo(width=80, taken=date(2026, 7, 28))
        assert resized.data is resized.data
        found = await client.call_tool(FindImage(width=3))
        assert assert_type(found.data, ImageInfo | None) == ImageInfo(width=3)
        assert (await client.call_tool(FindImage(width=0))).data is None
        assert (await client.call_tool(ListImages())).data == [ImageInfo(width=1), ImageInfo(width=2)]
        nothing: ToolResult[None] = await client.call_tool(Forget())
        assert [nothing.data] == [None]
        assert (await client.call_tool(Speak())).data == [TextContent(text="one"), TextContent(text="two")]
        whole = await client.call_tool(Whole())
        assert whole.data is whole


@pytest.mark.parametrize("version", VERSIONS)
async def test_data_is_of_the_type_that_the_caller_names(version: str) -> None:
    async with Client(images(), version=version) as client:
        added = await client.call_tool("add", {"a": 1, "b": 2}, returns=int)
        assert assert_type(added.data, int) == 3
        for text in ('"', "3", "null", "[1]"):
            assert (await client.call_tool("quote", {"text": text}, returns=str)).data == text
        parts: TypeAdapter[tuple[StrictInt, ...]] = TypeAdapter(tuple[StrictInt, ...])
        assert (await client.call_tool("untyped", {"value": [1, 2]}, returns=parts)).data == (1, 2)
        either = await client.call_tool("add", {"a": 1, "b": 2}, returns=int | None)
        assert either.data == 3
        other = await client.call_tool(ResizeImage(width=4), returns=dict[str, Any])
        assert assert_type(other.data, dict[str, Any])["width"] == 4


async def test_result_is_that_of_the_protocol_as_well() -> None:
    async with Client(images(), version="2025-11-25") as client:
        result = await client.call_tool("add", {"a": 1, "b": 2}, returns=int)
    same = CallToolResult(content=[TextContent(text="3")], structured_content={"result": 3})
    assert isinstance(result, CallToolResult)
    assert (result, same) == (same, result)
    assert result.to_wire() == same.to_wire()
    assert (result.text, result.is_error, result.structured_content) == ("3", None, {"result": 3})
    assert result != CallToolResult(content=[])
    assert result != 3
    for again in (result.model_copy(), result.model_copy(deep=True)):
        assert again == result
        assert again.data == 3


async def test_without_a_type_data_is_what_is_structured() -> None:
    async with Client(images()) as client:
        assert (await client.call_tool("add", {"a": 1, "b": 2})).data == {"result": 3}
        with pytest.raises(InvalidAnswer, match=r"the tool untyped returned no data: .* `returns=`"):
            _ = (await client.call_tool("untyped", {"value": 1})).data
        with pytest.raises(InvalidAnswer, match="returned no data"):
            _ = ToolResult[Any](content=[]).data


@pytest.mark.parametrize("version", VERSIONS)
async def test_tool_that_failed_has_no_data(version: str) -> None:
    async with Client(images(), version=version) as client:
        result = await client.call_tool(Break())
    assert result.is_error
    for use in (result.check, lambda: result.data):
        with pytest.raises(ToolError, match="the tool break failed: no such image: look at list_images"):
            use()
    succeeded = ToolResult[int](content=[])
    assert succeeded.check() is succeeded


async def test_data_that_does_not_fit_is_an_invalid_answer_in_lines() -> None:
    async with Client(images()) as client:
        result = await client.call_tool(ResizeImage(width=80), returns=dict[str, int])
        with pytest.raises(InvalidAnswer) as caught:
            _ = result.data
        lines = (
            "what the tool resize_image returned is no dict[str, int]:\ntaken: expected an integer, got '2026-07-28'"
        )
        assert str(caught.value) == lines
        with pytest.raises(InvalidAnswer, match="is no int:\nexpected an integer, got 'x'"):
            _ = (await client.call_tool("quote", {"text": "x"}, returns=int)).data


async def test_data_of_a_server_that_wraps_nothing_is_read_too() -> None:
    result = ToolResult[list[int]](content=[], structured_content=[1, 2]).of("x", list[int])
    assert result.data == [1, 2]


async def test_call_of_a_class_that_says_nothing_of_its_result_has_what_is_structured() -> None:
    server = Server("demo", version="1")

    @server.tool
    def shapeless(width: int) -> int:
        return width

    async with Client(server) as client:
        result = assert_type(await client.call_tool(Shapeless(width=2)), ToolResult[Any])
    assert result.data == {"result": 2}


class Unreadable(BaseModel):
    def run(self) -> "NowhereToBeFound":  # type: ignore[name-defined] # noqa: F821 # pyright: ignore
        ...


async def test_type_that_nothing_can_be_read_as_is_an_error_of_the_caller() -> None:
    class Opaque:
        pass

    with pytest.raises(TypeError, match=r"nothing can be read as .*Opaque"):
        _ = ToolResult[Opaque](content=[]).of("x", Opaque).data
    with pytest.raises(TypeError, match=r"Unreadable\.run: .*NowhereToBeFound"):
        _ = ToolResult[Any](content=[]).of("x", ResultOf(Unreadable)).data
