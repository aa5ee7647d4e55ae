"""Functions as tools, from the declaration to what a client of each version gets."""

import functools
import threading
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

import anyio
import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field
from typing_extensions import Doc

from mcprism import Client, Context, Icon, InvalidParams, PeerError, Server, ToolError, ToolOptions, tool
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from mcprism_types import v2026_07_28 as newest
from tests.generated.stored import corrected

pytestmark = pytest.mark.anyio


def demo(**options: Any) -> Server:
    return Server("demo", version="1.0.0", **options)


async def listed(server: Server, name: str, version: str | None = None) -> newest.Tool:
    async with Client(server, version=version) as client:
        return {tool.name: tool async for tool in client.list_tools()}[name]


async def text_of(server: Server, name: str, arguments: dict[str, Any] | None = None) -> str:
    async with Client(server) as client:
        result = await client.call_tool(name, arguments)
        (block,) = result.content
        assert isinstance(block, newest.TextContent)
        return block.text


@pytest.mark.parametrize("version", ERAS)
async def test_one_function_serves_clients_of_every_version(version: str) -> None:
    server = demo()

    @server.tool(title="Adder", read_only=True, icons=[Icon(src="data:,x")], meta={"com.example/team": "sums"})
    async def add(a: int, b: int = 2) -> int:
        """Add two numbers."""
        return a + b

    async with Client(server, version=version) as client:
        (tool,) = [tool async for tool in client.list_tools()]
        result = await client.call_tool("add", {"a": 1})
    assert tool.description == "Add two numbers."
    assert result.content == [newest.TextContent(text="3")]
    has_structure = version >= "2025-06-18"
    assert (tool.output_schema is not None) is has_structure
    assert result.to_wire().get("structuredContent") == ({"result": 3} if has_structure else None)
    assert (tool.icons is not None) is (version >= "2025-11-25")


@pytest.mark.parametrize("version", ERAS)
async def test_what_is_listed_and_answered_is_valid_in_each_version(version: str, talk_to: Any) -> None:
    server = demo(on_loss=lambda report: None)

    class Kind(Enum):
        BIG = "big"
        SMALL = "small"

    class Item(BaseModel):
        kind: Kind
        parts: list["Item"] = []

    @server.tool(destructive=False, tags=["x"], task_support="optional")
    async def pick(item: Item, when: date | None = None) -> Item | None:
        return item

    if ERAS[version] != "handshake":
        meta = {
            "io.modelcontextprotocol/protocolVersion": version,
            "io.modelcontextprotocol/clientCapabilities": {},
        }
        more = {"_meta": meta}
    else:
        more = {}
    async with talk_to(server) as hand:
        if not more:
            await hand.initialize(version)
        tools = (await hand.ask("tools/list", more))["result"]
        arguments = {"item": {"kind": "big", "parts": [{"kind": "small"}]}}
        answer = (await hand.ask("tools/call", {"name": "pick", "arguments": arguments, **more}))["result"]
    for kind, value in (("ListToolsResult", tools), ("CallToolResult", answer)):
        corrected(version).validator(kind).validate(value)
        assert undeclared(value, version, kind) == []
    (described,) = tools["tools"]
    Draft202012Validator.check_schema(described["inputSchema"])
    Draft202012Validator(described["inputSchema"]).validate(arguments)
    if "outputSchema" in described:
        Draft202012Validator(described["outputSchema"]).validate(answer["structuredContent"])


async def test_schema_of_the_arguments_is_that_of_the_annotations() -> None:
    server = demo()

    @server.tool
    async def search(
        query: str,
        limit: Annotated[int, Field(ge=1, le=50, description="How many at most")] = 10,
        order: Literal["new", "old"] = "new",
        tags: list[str] | None = None,
        exact: bool = Field(default=False, description="No near misses"),
    ) -> None:
        """Search.

        Args:
            query: What to look for,
                in words.
            limit: is not shown, because the annotation says it better.
        """

    tool = await listed(server, "search")
    assert tool.description == "Search."
    assert tool.output_schema is None
    assert tool.input_schema == {
        "type": "object",
        "additionalProperties": False,
        "required": ["query"],
        "properties": {
            "query": {"type": "string", "description": "What to look for, in words."},
            "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10, "description": "How many at most"},
            "order": {"type": "string", "enum": ["new", "old"], "default": "new"},
            "tags": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]},
            "exact": {"type": "boolean", "default": False, "description": "No near misses"},
        },
    }


async def test_words_in_the_annotation_are_the_description() -> None:
    server = demo()

    @server.tool
    async def resize(
        width: Annotated[int, "Pixels"],
        height: Annotated[int, Doc("Lines")],
        depth: Annotated[int, "not this", Field(description="Bits")],
        kind: Annotated[Literal["png"], Field(title="Kind")] = "png",
    ) -> None:
        """:param width: not this
        :param kind: Of file
        """

    properties = (await listed(server, "resize")).input_schema["properties"]
    assert {name: shown["description"] for name, shown in properties.items()} == {
        "width": "Pixels",
        "height": "Lines",
        "depth": "Bits",
        "kind": "Of file",
    }
    assert properties["kind"]["title"] == "Kind"


async def test_what_is_left_out_is_the_default_of_the_function() -> None:
    server = demo()
    marker = object()
    seen: list[Any] = []

    @server.tool
    async def take(given: Any = marker, count: int = Field(default=3)) -> None:
        seen.append((given, count))

    async with Client(server) as client:
        await client.call_tool("take")
        await client.call_tool("take", {"given": None, "count": 4})
    assert seen == [(marker, 3), (None, 4)]


async def test_every_attribute_is_listed_in_its_place() -> None:
    server = demo()

    @server.tool(
        name="x.y-z",
        title="Title",
        description="From the decorator",
        read_only=False,
        destructive=True,
        idempotent=True,
        open_world=False,
        icons=[Icon(src="https://example.com/i.png", theme="dark")],
        meta={"com.example/a": 1},
    )
    async def function() -> None:
        """From the docstring"""

    assert (await listed(server, "x.y-z")).to_wire() == {
        "name": "x.y-z",
        "title": "Title",
        "description": "From the decorator",
        "inputSchema": {"type": "object", "properties": {}, "additionalProperties": False},
        "annotations": {
            "readOnlyHint": False,
            "destructiveHint": True,
            "idempotentHint": True,
            "openWorldHint": False,
        },
        "icons": [{"src": "https://example.com/i.png", "theme": "dark"}],
        "_meta": {"com.example/a": 1},
    }


async def test_async_runs_in_the_loop_and_others_in_a_thread_unless_inline() -> None:
    server = demo()
    here = threading.get_ident()

    @server.tool
    async def in_place() -> bool:
        return threading.get_ident() == here

    @server.tool
    def in_thread() -> bool:
        return threading.get_ident() == here

    @server.tool(inline=True)
    def inline() -> bool:
        return threading.get_ident() == here

    assert await text_of(server, "in_place") == "true"
    assert await text_of(server, "in_thread") == "false"
    assert await text_of(server, "inline") == "true"


async def test_the_context_is_given_to_the_parameter_that_is_annotated_with_it() -> None:
    server = demo()

    @server.tool
    async def first(ctx: Context, a: int) -> str:
        await ctx.progress(1, 2, "half")
        return f"{ctx.peer.version} {a}"

    @server.tool
    def last(a: int, *, request: Context | None = None) -> str:
        assert request is not None
        return f"{request.peer.version} {a}"

    heard: list[tuple[float, float | None, str | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, total, message))

    async with Client(server) as client:
        result = await client.call_tool("first", {"a": 1}, on_progress=hear)
        assert result.structured_content == {"result": "2026-07-28 1"}
        assert (await client.call_tool("last", {"a": 2})).structured_content == {"result": "2026-07-28 2"}
    assert heard == [(1, 2, "half")]
    assert list((await listed(server, "last")).input_schema["properties"]) == ["a"]


async def test_methods_partials_and_wrapped_functions_are_tools_too() -> None:
    server = demo()

    class Counter:
        def __init__(self) -> None:
            self.count = 0

        async def increase(self, by: int) -> int:
            """Counts."""
            self.count += by
            return self.count

    def logged(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            return await function(*args, **kwargs)

        return wrapper

    @server.tool
    @logged
    async def twice(a: int) -> int:
        return 2 * a

    server.add_tool(Counter().increase)
    server.add_tool(functools.partial(twice, a=4), name="eight")
    assert await text_of(server, "increase", {"by": 3}) == "3"
    assert await text_of(server, "twice", {"a": 3}) == "6"
    assert await text_of(server, "eight") == "8"


async def test_decorators_give_back_what_they_were_given() -> None:
    server = demo()

    async def add(a: int) -> int:
        return a

    assert server.tool(add) is add
    assert server.tool(name="other")(add) is add
    assert tool(add) is add


async def test_options_of_a_function_hold_for_each_server_it_is_added_to() -> None:
    @tool(name="sum", title="Sum", timeout=5)
    async def add(a: int) -> int:
        return a

    one, other = demo(), demo()
    one.add_tool(add)
    other.add_tool(add, title="Another")
    assert (await listed(one, "sum")).title == "Sum"
    assert (await listed(other, "sum")).title == "Another"


async def test_python_keywords_and_names_of_pydantic_are_arguments_like_others() -> None:
    server = demo()

    @server.tool
    async def odd(
        schema: str, json: int, model_config: str, kind: Annotated[str, Field(alias="class")]
    ) -> list[str | int]:
        return [schema, json, model_config, kind]

    async with Client(server) as client:
        result = await client.call_tool("odd", {"schema": "s", "json": 1, "model_config": "m", "class": "c"})
    assert result.structured_content == {"result": ["s", 1, "m", "c"]}


async def test_a_server_without_tools_declares_none() -> None:
    async with Client(demo()) as client:
        assert client.server_capabilities.tools is None
        with pytest.raises(Exception, match="tools"):
            await client.call_tool("add")


async def test_the_tool_may_ask_the_client_in_every_version() -> None:
    class Handler(newest.ClientHandler[Context]):
        async def list_roots(self, params: Any, ctx: Context) -> newest.ListRootsResult:
            return newest.ListRootsResult(roots=[newest.Root(uri="file:///x")])

    server = demo()

    @server.tool
    async def roots(ctx: Context) -> list[str]:
        return [root.uri for root in await ctx.list_roots()]

    for version in ERAS:
        async with Client(server, version=version, handler=Handler()) as client:
            assert (await client.call_tool("roots")).content == [newest.TextContent(text='["file:///x"]')]


class Foreign:
    """No type of pydantic's."""


def variadic(*args: int) -> None: ...
def keywords(**more: int) -> None: ...
def positional(a: int, /) -> None: ...
def bare(a) -> None: ...  # type: ignore[no-untyped-def]
def foreign(a: int, thing: Foreign) -> None: ...
def gives_foreign() -> Foreign: ...
def many() -> Any:
    yield 1


def unknown(a: "Nowhere") -> None: ...  # type: ignore[name-defined] # noqa: F821


class NoModel:
    def run(self) -> None: ...


class NoRun(BaseModel):
    a: int


class TakesMore(BaseModel):
    async def run(self, extra: int) -> None: ...


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (variadic, r"variadic: \*args cannot be told to a client: name each parameter"),
        (keywords, r"keywords: \*\*more cannot be told to a client"),
        (positional, "positional: a can only be given by position"),
        (bare, "bare: the parameter a has no annotation: write its type, such as a: str, or a: Context"),
        (foreign, "foreign: the parameter thing is annotated with .*Foreign, which cannot be read from JSON"),
        (gives_foreign, "gives_foreign: the return type .*Foreign has no JSON form"),
        (many, "many: yields several values, and has to give one"),
        (unknown, "unknown: the annotations cannot be read: name 'Nowhere' is not defined"),
        (NoModel, "NoModel cannot be a tool: a class that is one is a pydantic model"),
        (NoRun, "NoRun cannot be a tool: a class that is one is a pydantic model.* with a method run"),
        (TakesMore, "TakesMore.run: extra cannot be given: the arguments of the tool are the fields of the class"),
        (3, "3 cannot be declared: declare a function, or a pydantic model"),
    ],
)
def test_what_cannot_be_a_tool_is_refused_where_it_is_declared(target: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        demo().add_tool(target)


def test_method_in_a_class_body_is_refused_with_the_way_to_do_it() -> None:
    server = demo()

    with pytest.raises(TypeError, match=r"self is a parameter only as long as .*server.add_tool\(the_object.method\)"):

        class Holder:  # pyright: ignore[reportUnusedClass]
            @server.tool
            def method(self) -> None: ...


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"name": "with space"}, "'with space' cannot be the name of a tool"),
        ({"name": ""}, "'' cannot be the name of a tool"),
        ({"timeout": 0}, "timeout: must be above 0 seconds, not 0"),
        ({"task_support": "maybe"}, "task_support: must be forbidden, optional or required, not 'maybe'"),
        ({"tags": "red"}, "tags: must be a list, not the text 'red'"),
        ({"icons": ["a.png"]}, "icons: must be a list of mcprism.Icon, not of 'a.png'"),
        ({"meta": {"com.mcp/x": 1}}, "meta: the key 'com.mcp/x' has a prefix that is reserved"),
        ({"colour": 1}, "colour"),
    ],
)
def test_option_that_does_not_fit_is_refused_where_it_is_written(options: dict[str, Any], text: str) -> None:
    with pytest.raises((TypeError, ValueError), match=text):
        demo().tool(**options)(lambda: None)
    with pytest.raises((TypeError, ValueError), match=text):
        tool(**options)


def test_bare_name_is_refused_with_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"write @server.tool\(name='add'\)"):
        demo().tool("add")  # type: ignore[type-var]


def test_two_tools_of_one_name_are_refused_and_both_are_named() -> None:
    server = demo()
    server.add_tool(keywords_free)
    with pytest.raises(
        ValueError, match=r"a tool named 'keywords_free' already, .*test_tools\.keywords_free: give one of them"
    ):
        server.add_tool(keywords_free)


def keywords_free() -> None: ...


def test_lambda_needs_a_name() -> None:
    with pytest.raises(ValueError, match="'<lambda>' cannot be the name of a tool: give it one with name="):
        demo().add_tool(lambda: None)


def test_tags_and_task_support_are_kept_with_the_options() -> None:
    options = ToolOptions(tags=["files"], task_support="required")
    assert (options.tags, options.task_support) == (["files"], "required")


def test_server_of_a_handler_takes_no_declarations() -> None:
    class Handler(newest.ServerHandler[Context]): ...

    server = Server.from_handler(Handler(), name="h", version="1")
    with pytest.raises(TypeError, match=r"this server answers by Handler: declare tools on a Server\(...\)"):
        server.add_tool(keywords_free)


async def test_all_problems_of_the_arguments_are_told_at_once() -> None:
    server = demo()

    class Place(BaseModel):
        street: str
        floor: int

    @server.tool
    async def send(to: Place, count: Annotated[int, Field(ge=1)], day: date, kind: Literal["a", "b"]) -> None: ...

    arguments = {"to": {"street": 5, "floor": 1.5}, "count": 0, "kind": "c", "colour": "red"}
    async with Client(server) as client:
        result = await client.call_tool("send", arguments)
    assert result.is_error
    (block,) = result.content
    assert isinstance(block, newest.TextContent)
    assert block.text.splitlines() == [
        "Invalid arguments for send:",
        "to.street: expected a string, got 5",
        "to.floor: expected an integer, got 1.5",
        "count: expected at least 1, got 0",
        "day: required member is missing",
        "kind: expected 'a' or 'b', got 'c'",
        "colour: expected no member of this name, got 'red'",
    ]


async def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    server = demo()
    server.add_tool(keywords_free)
    async with Client(server) as client:
        with pytest.raises(PeerError, match="there is no tool 'keyword_free'; did you mean 'keywords_free'"):
            await client.call_tool("keyword_free")
        with pytest.raises(
            PeerError, match=r"there is no tool 'x{140,150}\.\.\. \(error -32602\)|there is no tool 'xxx"
        ):
            await client.call_tool("x" * 100_000)


async def test_tool_errors_are_for_the_model_and_others_leave_a_reference(caplog: pytest.LogCaptureFixture) -> None:
    server = demo()

    @server.tool
    async def shown() -> None:
        raise ToolError("no file of that name: list them first")

    @server.tool
    async def grouped() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(shown)

    @server.tool
    def secret() -> None:
        raise RuntimeError("password is hunter2")

    @server.tool
    async def wire() -> None:
        raise InvalidParams("not like this")

    async with Client(server) as client:
        for name in ("shown", "grouped"):
            result = await client.call_tool(name)
            assert result.is_error
            assert result.content == [newest.TextContent(text="no file of that name: list them first")]
        result = await client.call_tool("secret")
        with pytest.raises(PeerError, match="not like this"):
            await client.call_tool("wire")
    (block,) = result.content
    assert result.is_error
    assert isinstance(block, newest.TextContent)
    words, reference = block.text.rsplit(" ", 1)
    assert words == "internal error, reference"
    (record,) = [record for record in caplog.records if reference in record.getMessage()]
    assert "the tool secret failed" in record.getMessage()
    assert record.exc_info is not None
    assert "hunter2" in str(record.exc_info[1])


async def test_a_tool_that_takes_too_long_is_ended_and_the_model_is_told() -> None:
    server = demo()
    ended: list[str] = []

    @server.tool(timeout=0.05)
    async def slow() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("slow")

    assert await text_of(server, "slow") == "ended, because it took longer than 0.05 s"
    assert ended == ["slow"]
