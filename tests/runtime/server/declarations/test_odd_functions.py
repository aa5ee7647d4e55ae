"""Functions and classes that look like something else than they are, declared all the same."""

import functools
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Never, NoReturn, Optional

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, RootModel

from mcprism import Client, Context, Image, PromptMessage, Server, TextContent, ToolError, tool
from mcprism_types import v2025_06_18

pytestmark = pytest.mark.anyio


class Author(BaseModel):
    """Something whose name is used in text below."""

    name: str


def made_async(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    async def call(*arguments: Any, **named: Any) -> Any:
        return function(*arguments, **named)

    return call


def made_sync(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        return function(*arguments, **named)

    return call


def collected(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> list[Any]:
        return list(function(*arguments, **named))

    return call


@pytest.fixture
def server() -> Server:
    return Server("odd", version="1")


async def test_what_is_around_a_function_says_whether_it_is_async(server: Server) -> None:
    @server.tool
    @made_async
    def one(x: int) -> int:
        return x

    @server.tool
    @made_sync
    async def two(x: int) -> int:
        return x

    @server.tool
    @collected
    def three(x: int) -> list[int]:
        yield x  # type: ignore[misc]

    async def four() -> int:
        return 4

    server.tool(lambda: four(), name="four")
    async with Client(server) as client:
        assert (await client.call_tool("one", {"x": 1})).structured_content == {"result": 1}
        assert (await client.call_tool("two", {"x": 2})).structured_content == {"result": 2}
        assert (await client.call_tool("three", {"x": 3})).structured_content == {"result": [3]}
        assert (await client.call_tool("four")).content[0].text == "4"  # type: ignore[union-attr]


@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
async def test_numbers_that_json_has_not_are_null(server: Server, version: str) -> None:
    class Measured(BaseModel):
        model_config = ConfigDict(ser_json_inf_nan="constants")
        value: float | None

    @server.tool
    def measure() -> Measured:
        return Measured(value=float("inf"))

    async with Client(server, version=version) as client:
        assert (await client.call_tool("measure")).structured_content == {"value": None}


async def test_a_class_that_refers_to_itself_has_a_schema_of_an_object(server: Server) -> None:
    @server.tool
    class Node(BaseModel):
        children: "list[Node]" = []

        def run(self) -> int:
            return len(self.children)

    async with Client(server) as client:
        (listed,) = [listed async for listed in client.list_tools()]
        assert listed.input_schema["type"] == "object"
        assert (await client.call_tool("node", {"children": [{}]})).structured_content == {"result": 1}


def test_a_class_that_is_read_from_a_list_is_refused(server: Server) -> None:
    class Numbers(RootModel[list[int]]):
        def run(self) -> int:
            return 0

    with pytest.raises(TypeError, match="read from something else than an object"):
        server.add_tool(Numbers)


async def test_a_list_that_says_nothing_of_its_items_may_have_pictures(server: Server) -> None:
    @server.tool
    def look() -> list:  # type: ignore[type-arg]
        return ["see", Image(b"q", "image/png")]

    async with Client(server) as client:
        result = await client.call_tool("look")
    assert [block.type for block in result.content] == ["text", "image"]


async def test_what_is_of_another_version_is_told_and_not_sent_as_data(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    old = v2025_06_18

    @server.tool
    def block() -> old.TextContent:
        return old.TextContent(text="x")

    @server.tool
    def blocks() -> list[Any]:
        return [old.TextContent(text="x")]

    @server.tool
    def result() -> old.CallToolResult:
        return old.CallToolResult(content=[])

    async with Client(server) as client:
        for name in ("block", "blocks", "result"):
            assert (await client.call_tool(name)).is_error
    assert caplog.text.count("which is of one version of the protocol: return mcprism.") == 3


async def test_names_in_text_are_those_of_the_module(server: Server) -> None:
    @server.tool
    def name(authors: list["Author"], first: Optional["Author"] = None, ctx: Optional["Context"] = None) -> str:
        assert ctx is not None
        return authors[0].name

    async with Client(server) as client:
        assert (await client.call_tool("name", {"authors": [{"name": "Ada"}]})).content == [TextContent(text="Ada")]


async def test_a_disabled_resource_is_not_read_through_a_template(server: Server) -> None:
    @server.resource("f://secret")
    def secret() -> str:
        return "secret"

    @server.resource("f://{name}")
    def anything(name: str) -> str:
        return name

    server.disable_resource("f://secret")
    async with Client(server) as client:
        assert (await client.read_resource("f://other")).contents[0].text == "other"  # type: ignore[union-attr]
        with pytest.raises(Exception, match="f://secret"):
            await client.read_resource("f://secret")


async def test_what_a_class_says_of_itself_is_kept_beside_what_the_server_says(server: Server) -> None:
    @server.tool(name="resize")
    @tool(title="Resize", read_only=True)
    class Resizing(BaseModel):
        def run(self) -> None: ...

    async with Client(server) as client:
        (listed,) = [listed async for listed in client.list_tools()]
        assert (listed.name, listed.title) == ("resize", "Resize")
        assert not (await client.call_tool(Resizing())).is_error


async def test_strict_types_are_read_as_json_has_them(server: Server) -> None:
    @server.tool
    class At(BaseModel):
        model_config = ConfigDict(strict=True)
        when: date

        def run(self) -> int:
            return self.when.year

    async with Client(server) as client:
        assert (await client.call_tool(At(when=date(2020, 1, 1)))).structured_content == {"result": 2020}
        wrong = await client.call_tool("at", {"when": 3})
    assert "when: expected a date, got 3" in wrong.content[0].text  # type: ignore[union-attr]


async def test_a_validator_that_fails_is_a_result_for_the_model(server: Server) -> None:
    def look(value: str) -> str:
        raise KeyError(value)

    @server.tool
    def use(key: Annotated[str, AfterValidator(look)]) -> str:
        return key

    async with Client(server) as client:
        result = await client.call_tool("use", {"key": "k"})
    assert result.is_error
    assert "internal error, reference" in result.content[0].text  # type: ignore[union-attr]


async def test_a_tool_error_without_a_text_and_text_that_is_none_are_results(server: Server) -> None:
    @server.tool
    def fail() -> None:
        raise ToolError("")

    @server.tool
    def half() -> Any:
        return "\ud800"

    async with Client(server) as client:
        assert (await client.call_tool("fail")).content == [TextContent(text="failed, without a reason")]
        assert (await client.call_tool("half")).is_error


def test_a_context_that_cannot_be_given_by_name_is_refused(server: Server) -> None:
    def first(ctx: Context, /) -> None: ...
    def many(*ctx: Context) -> None: ...

    for function in (first, many):
        with pytest.raises(TypeError, match="ctx"):
            server.add_tool(function)


def test_a_method_of_an_object_cannot_be_noted_on(server: Server) -> None:
    with pytest.raises(TypeError, match=r"give the options to server\.add_tool"):
        tool(name="x")(server.run)


def test_a_prompt_that_yields_is_told_so_as_a_prompt(server: Server) -> None:
    def words() -> PromptMessage:  # type: ignore[misc]
        yield

    with pytest.raises(TypeError, match="has to give one"):
        server.add_prompt(words)


@pytest.mark.parametrize("never", [NoReturn, Never], ids=["NoReturn", "Never"])
async def test_function_that_never_returns_is_a_tool(server: Server, never: Any) -> None:
    async def fail() -> Any:
        raise ToolError("not yet")

    fail.__annotations__["return"] = never
    server.add_tool(fail)
    async with Client(server) as client:
        (tool,) = [tool async for tool in client.list_tools()]
        result = await client.call_tool("fail")
    assert tool.output_schema is None
    assert (result.is_error, result.content[0].to_wire()["text"]) == (True, "not yet")


async def test_limit_that_could_not_be_kept_is_refused(server: Server) -> None:
    def quick() -> str:
        return "x"

    async def waits() -> str:
        return "x"

    text = (
        r"quick: timeout cannot end what holds up the event loop, .* make it async, leave inline out, or leave timeout"
    )
    with pytest.raises(ValueError, match=text):
        server.add_tool(quick, inline=True, timeout=1)
    with pytest.raises(ValueError, match=text):
        server.add_prompt(quick, inline=True, timeout=1)
    with pytest.raises(ValueError, match=text):
        server.add_resource(quick, "x://quick", inline=True, timeout=1)
    server.add_tool(quick, timeout=1)
    server.add_tool(waits, inline=True, timeout=1)
