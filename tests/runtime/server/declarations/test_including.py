"""Servers and tool boxes in other servers: what is there, under which name, and what goes on with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest

from mcprism import (
    Client,
    Context,
    PeerError,
    PromptsChanged,
    ResourcesChanged,
    ResourceUpdated,
    Server,
    ToolBox,
    ToolsChanged,
)
from mcprism.versions import ERAS
from mcprism_types.v2025_06_18 import ServerHandler
from mcprism_types.v2026_07_28 import PromptReference

pytestmark = pytest.mark.anyio


def resize(width: int) -> str:
    """Scales a picture."""
    return f"{width} wide"


def crop() -> str:
    return "cropped"


def add(a: int, b: int) -> int:
    return a + b


def media() -> Server:
    server = Server("media", version="1.0.0")
    server.add_tool(resize, tags=["picture"])

    @server.resource("pictures://{name}", tags=["picture"])
    def picture(name: str) -> str:
        return f"picture of {name}"

    @server.resource("pictures://all")
    def pictures() -> list[str]:
        return ["a"]

    @server.prompt
    def describe(name: str) -> str:
        return f"Describe {name}"

    return server


async def tools(client: Client) -> list[str]:
    return [tool.name async for tool in client.list_tools()]


@pytest.mark.parametrize("version", ERAS)
async def test_what_is_included_is_offered_with_the_prefix(version: str) -> None:
    server = Server("demo", version="1.0.0")
    server.add_tool(add)
    server.include(media(), prefix="media_")
    async with Client(server, version=version) as client:
        assert await tools(client) == ["add", "media_resize"]
        assert [resource.uri async for resource in client.list_resources()] == ["pictures://all"]
        assert [template.uri_template async for template in client.list_resource_templates()] == ["pictures://{name}"]
        assert [prompt.name async for prompt in client.list_prompts()] == ["media_describe"]
        called = await client.call_tool("media_resize", {"width": 80})
        wrong = await client.call_tool("media_resize", {"width": "wide"})
        (read,) = (await client.read_resource("pictures://cat")).contents
        (message,) = (await client.get_prompt("media_describe", {"name": "cat"})).messages
        with pytest.raises(PeerError, match="there is no tool 'resize'; did you mean 'media_resize'"):
            await client.call_tool("resize", {"width": 80})
    assert called.content[0].to_wire()["text"] == "80 wide"
    assert wrong.content[0].to_wire()["text"].startswith("Invalid arguments for media_resize:\nwidth: ")
    assert read.to_wire()["text"] == "picture of cat"
    assert message.content.to_wire()["text"] == "Describe cat"


async def test_what_changes_there_changes_here_and_clients_are_told() -> None:
    box, inner, server = ToolBox(crop, name="box"), media(), Server("demo", version="1.0.0")
    inner.include(box, prefix="box_")
    server.include(inner, prefix="media_")
    async with Client(server) as client, client.listen(tools=True, prompts=True, resources=True) as changes:
        heard = aiter(changes)
        assert await tools(client) == ["media_resize", "media_box_crop"]
        for change, told, left in [
            (lambda: box.add_tool(add), ToolsChanged(), ["media_resize", "media_box_crop", "media_box_add"]),
            (lambda: inner.disable_tool("box_add"), ToolsChanged(), ["media_resize", "media_box_crop"]),
            (lambda: box.disable_tool("crop"), ToolsChanged(), ["media_resize"]),
            (lambda: inner.enable_tool("box_add"), ToolsChanged(), ["media_resize", "media_box_add"]),
            (lambda: box.enable_tool("crop"), ToolsChanged(), ["media_resize", "media_box_crop", "media_box_add"]),
            (lambda: server.disable_tool("media_resize"), ToolsChanged(), ["media_box_crop", "media_box_add"]),
            (lambda: box.remove_tool("crop"), ToolsChanged(), ["media_box_add"]),
            (lambda: inner.remove_prompt("describe"), PromptsChanged(), ["media_box_add"]),
            (lambda: inner.disable_resource("pictures://all"), ResourcesChanged(), ["media_box_add"]),
            (lambda: inner.exclude(box), ToolsChanged(), []),
            (lambda: server.enable_tool("media_resize"), ToolsChanged(), ["media_resize"]),
        ]:
            change()
            with anyio.fail_after(10):
                assert await anext(heard) == told
            assert await tools(client) == left
    assert [tool.name for tool in box.definitions()] == ["add"]


@pytest.mark.parametrize("version", ERAS)
async def test_who_watches_hears_what_the_included_server_tells(version: str) -> None:
    inner, server = media(), Server("demo", version="1.0.0")
    server.include(inner)
    async with Client(server, version=version) as client, client.listen(uris=["pictures://all"]) as changes:
        inner.notify_resource_updated("pictures://all")
        with anyio.fail_after(10):
            assert await anext(aiter(changes)) == ResourceUpdated("pictures://all")


async def test_what_is_disabled_there_cannot_be_called_here() -> None:
    inner, server = media(), Server("demo", version="1.0.0")
    server.include(inner)
    inner.disable_tool("resize")
    async with Client(server) as client:
        with pytest.raises(PeerError, match="there is no tool 'resize'"):
            await client.call_tool("resize", {"width": 1})
        inner.enable_tool("resize")
        server.disable_tool("resize")
        with pytest.raises(PeerError, match="there is no tool 'resize'"):
            await client.call_tool("resize", {"width": 1})
    async with Client(inner) as client:
        assert not (await client.call_tool("resize", {"width": 1})).is_error


async def test_tags_say_what_is_included() -> None:
    inner, server = media(), Server("demo", version="1.0.0")
    server.include(inner, tags=["picture"])
    inner.add_tool(crop, tags=["picture", "beta"])
    inner.add_tool(add)
    async with Client(server) as client:
        assert await tools(client) == ["resize", "crop"]
        assert [template.uri_template async for template in client.list_resource_templates()] == ["pictures://{name}"]
        assert [resource.uri async for resource in client.list_resources()] == []


async def test_tags_disable_what_has_them_now_and_later_everywhere() -> None:
    inner, server = media(), Server("demo", version="1.0.0")
    server.add_tool(add, tags=["beta"])
    server.include(inner, prefix="media_")
    server.disable_tagged("beta", "picture")
    async with Client(server) as client, client.listen(tools=True) as changes:
        assert await tools(client) == []
        assert [template async for template in client.list_resource_templates()] == []
        inner.add_tool(crop, tags=["beta"])
        assert await tools(client) == []
        with pytest.raises(PeerError, match="there is no tool 'add'"):
            await client.call_tool("add", {"a": 1, "b": 1})
        server.disable_tool("add")
        server.enable_tagged("beta")
        with anyio.fail_after(10):
            assert await anext(aiter(changes)) == ToolsChanged()
        assert await tools(client) == ["media_crop"]
        server.enable_tagged("picture")
        assert await tools(client) == ["media_resize", "media_crop"]
    async with Client(inner) as client:
        assert await tools(client) == ["resize", "crop"]


def test_names_that_are_there_twice_are_refused_with_both_and_nothing_changes() -> None:
    server, inner = Server("demo", version="1.0.0"), media()
    server.add_prompt(crop, name="describe")
    with pytest.raises(ValueError, match=r"describe of 'media': there is a prompt named 'describe' already, .*crop: "):
        server.include(inner)
    server.include(inner, prefix="media_")
    inner.add_tool(crop)
    with pytest.raises(ValueError, match=r"there is a tool named 'media_crop' already, .*crop of 'media'"):
        server.add_tool(add, name="media_crop")
    server.add_tool(add, name="media_grow")
    with pytest.raises(ValueError, match=r"crop of 'media': there is a tool named 'media_grow' already, .*add"):
        inner.add_tool(crop, name="grow")
    with pytest.raises(KeyError, match="there is no tool 'grow'"):
        inner.remove_tool("grow")
    with pytest.raises(ValueError, match="there is a resource named 'pictures://all' already"):
        server.include(media(), prefix="other_")
    assert not [tool for tool in server._tools if tool.name.startswith("other_")]


def test_name_that_no_tool_may_have_is_refused() -> None:
    server = Server("demo", version="1.0.0")
    with pytest.raises(ValueError, match=r"'media/resize' cannot be the name of a tool"):
        server.include(media(), prefix="media/")


def test_what_is_included_is_removed_where_it_is_from() -> None:
    server = Server("demo", version="1.0.0")
    server.include(media(), prefix="media_")
    with pytest.raises(ValueError, match="the tool 'media_resize' is from 'media': remove it there, or disable it"):
        server.remove_tool("media_resize")


def test_circles_are_refused() -> None:
    first, second, third = (Server(name, version="1.0.0") for name in ("first", "second", "third"))
    with pytest.raises(ValueError, match="'first' cannot include 'first': it is the same"):
        first.include(first)
    first.include(second)
    second.include(third)
    with pytest.raises(ValueError, match="'third' cannot include 'first': 'third' is included in that"):
        third.include(first)
    first.exclude(second)
    third.include(first)


def test_servers_that_answer_by_a_handler_neither_include_nor_are_included() -> None:
    class Handler(ServerHandler[Context]):
        async def list_tools(self, params: Any, ctx: Context) -> Any: ...

    handler = Server.from_handler(Handler(), name="old", version="1.0.0")
    text = "the server 'old' answers by Handler, and only what is declared can be included"
    with pytest.raises(TypeError, match=text):
        Server("demo", version="1.0.0").include(handler)
    with pytest.raises(TypeError, match=text):
        handler.include(media())


@pytest.mark.parametrize(("other", "text"), [("media", "include takes a Server or a ToolBox, not 'media'")])
def test_nothing_else_is_included(other: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        Server("demo", version="1.0.0").include(other)
    with pytest.raises(TypeError, match="tags: must be a list, not the text 'beta'"):
        Server("demo", version="1.0.0").include(media(), tags="beta")
    with pytest.raises(ValueError, match="'media' is not included in 'demo'"):
        Server("demo", version="1.0.0").exclude(media())


class Worlds:
    """Servers with lifespans, and what happens to these."""

    def __init__(self) -> None:
        self.happened: list[str] = []

    def server(self, name: str, *, fails: bool = False) -> Server:
        @asynccontextmanager
        async def lifespan(server: Server) -> AsyncIterator[str]:
            assert server.name == name
            self.happened.append(f"{name} begins")
            if fails:
                raise RuntimeError(f"{name} cannot begin")
            yield f"world of {name}"
            self.happened.append(f"{name} ends")

        server = Server(name, version="1.0.0", lifespan=lifespan)

        @server.tool(name=f"{name}_world")
        async def world(ctx: Context[str]) -> str:
            return str(ctx.lifespan)

        @server.tool(name=f"{name}_thread")
        def thread(ctx: Context[str]) -> str:
            return str(ctx.lifespan)

        @server.resource(f"world://{name}")
        def resource(ctx: Context[str]) -> str:
            return str(ctx.lifespan)

        return server


async def said(client: Client, name: str) -> Any:
    return (await client.call_tool(name)).content[0].to_wire()["text"]


@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
async def test_lifespans_are_held_once_and_functions_get_their_own(version: str) -> None:
    worlds = Worlds()
    outer, middle, inner, other = worlds.server("outer"), media(), worlds.server("inner"), worlds.server("other")

    @middle.tool
    async def lent(ctx: Context[Any]) -> str:
        return str(ctx.lifespan)

    middle.include(inner)
    other.include(inner, prefix="by_other_", tags=["none"])
    outer.include(middle)
    outer.include(other)
    async with Client(outer, version=version) as client, Client(inner, version=version) as alone:
        for name in ("outer", "inner", "other"):
            assert await said(client, f"{name}_world") == f"world of {name}"
            assert await said(client, f"{name}_thread") == f"world of {name}"
            (read,) = (await client.read_resource(f"world://{name}")).contents
            assert read.to_wire()["text"] == f"world of {name}"
        assert await said(client, "lent") == "world of outer"
        assert await said(alone, "inner_world") == "world of inner"
        assert sorted(worlds.happened) == ["inner begins", "other begins", "outer begins"]
    assert sorted(worlds.happened[3:]) == ["inner ends", "other ends", "outer ends"]
    assert worlds.happened[3] == "outer ends"


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_completions_travel_with_what_they_complete(version: str) -> None:
    inner, outer = Worlds().server("inner"), Server("outer", version="1.0.0")
    inner.include(media(), prefix="media_")
    outer.include(inner, prefix="inner_")

    @inner.prompt
    def review(language: str, strict: bool = False) -> str:
        return f"Review this {language}"

    @inner.completion("review", "language")
    async def languages(value: str, ctx: Context[str]) -> list[str]:
        return [f"{value} in the {ctx.lifespan}"]

    async with Client(outer, version=version) as client:
        reference = PromptReference(name="inner_review")
        completed = await client.complete(reference, "language", "py")
        strict = await client.complete(reference, "strict", "t")
    assert completed.completion.values == ["py in the world of inner"]
    assert strict.completion.values == ["true"]
    with pytest.raises(ValueError, match="the prompt 'inner_review' is from 'inner': say it there"):
        outer.completion("inner_review", "language")(languages)


async def test_included_server_that_cannot_begin_ends_the_outer_one_before_it_begins() -> None:
    worlds = Worlds()
    outer = worlds.server("outer")
    outer.include(worlds.server("inner", fails=True))
    with pytest.raises(RuntimeError, match="inner cannot begin") as caught:
        await Client(outer).__aenter__()
    assert caught.value.__notes__ == ["This was raised by the lifespan of the server, which could not start."]
    assert worlds.happened == ["inner begins"]


async def test_included_lifespan_that_fails_ends_the_outer_server(talk_to: Any) -> None:
    broken = anyio.Event()

    @asynccontextmanager
    async def lifespan(server: Server) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail)
            yield

    async def fail() -> None:
        await broken.wait()
        raise RuntimeError("the database is gone")

    outer = Server("outer", version="1.0.0")
    outer.include(Server("inner", version="1.0.0", lifespan=lifespan))
    with pytest.raises(ExceptionGroup, match=r"unhandled|Trio nursery") as caught:  # noqa: PT012 -- by the end
        async with talk_to(outer) as hand:
            await hand.initialize()
            broken.set()
            assert await hand.ended()
    assert "the database is gone" in repr(caught.value)


async def test_server_with_a_lifespan_is_included_before_it_is_needed() -> None:
    worlds = Worlds()
    outer, middle = worlds.server("outer"), media()
    outer.include(middle)
    async with Client(outer):
        with pytest.raises(RuntimeError, match="'inner' has a lifespan, and 'media' is being served already"):
            middle.include(worlds.server("inner"))
        middle.include(ToolBox(crop))


async def test_outer_server_that_said_it_has_no_tools_gets_none() -> None:
    outer, inner = Server("outer", version="1.0.0"), Server("inner", version="1.0.0")
    outer.include(inner)
    async with Client(outer):
        with pytest.raises(RuntimeError, match="crop of 'inner': the server is being served already, and said that it"):
            inner.add_tool(crop)
        with pytest.raises(RuntimeError, match="said that it has no tools"):
            outer.include(ToolBox(add))
    async with Client(inner) as client:
        assert client.server_capabilities.tools is None


async def test_threads_that_change_what_is_included_lose_nothing() -> None:
    boxes, server = [ToolBox(name=f"box{number}") for number in range(4)], Server("demo", version="1.0.0")
    for number, box in enumerate(boxes):
        server.include(box, prefix=f"{number}_")

    def fill(box: ToolBox) -> None:
        for number in range(25):
            box.add_tool(crop, name=f"tool_{number}")
            box.disable_tool(f"tool_{number}")
            box.enable_tool(f"tool_{number}")

    async with anyio.create_task_group() as tasks:
        for box in boxes:
            tasks.start_soon(anyio.to_thread.run_sync, fill, box)
    async with Client(server) as client:
        listed = await tools(client)
    assert sorted(listed) == sorted(f"{box}_tool_{number}" for box in range(4) for number in range(25))


async def test_the_prefix_may_be_given_by_position() -> None:
    outer = Server("outer", version="1")
    outer.include(ToolBox(len_of), "box_")
    async with Client(outer) as client:
        assert [tool.name for tool in await client.list_tools()] == ["box_len_of"]


def test_tags_are_given_one_by_one() -> None:
    tags: Any = ["beta"]
    with pytest.raises(TypeError, match="one by one"):
        Server("x", version="1").disable_tagged(tags)


def len_of(text: str) -> int:
    return len(text)
