"""The server that shows all of it, used by a client of each version."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest

from mcprism import Client, Context, ResourceUpdated, ToolsChanged
from mcprism_types import v2026_07_28 as v
from tests.examples.conftest import loaded

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("bounded"),
    pytest.mark.parametrize("anyio_backend", ["asyncio"]),
]

VERSIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]
WITH_FORMS = VERSIONS[2:]
WITH_PAGES = VERSIONS[3:]

TOOLS = [
    "find_books",
    "lend_book",
    "bring_back",
    "take_stock",
    "count_letters",
    "opening_hours",
    "show_cover",
    "buy_book",
    "pay_fine",
    "recommend",
    "close_for_tonight",
    "open_again",
    "calendar_weeks_until",
    "cafe_order",
]


class Person(v.ClientHandler[Context]):
    """Wants Moby-Dick, pays, and has a model and a project."""

    def __init__(self) -> None:
        self.logged: list[Any] = []

    async def elicit(self, params: v.ElicitRequestParams, ctx: Context) -> v.ElicitResult:
        if isinstance(params, v.ElicitRequestURLParams):
            return v.ElicitResult(action="accept")
        content = {"title": "Moby-Dick", "author": "Herman Melville", "year": 1851, "binding": "hard"}
        return v.ElicitResult(action="accept", content=content)

    async def list_roots(self, params: v.ListRootsRequestParams | None, ctx: Context) -> v.ListRootsResult:
        return v.ListRootsResult(roots=[v.Root(uri="file:///project")])

    async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
        return v.CreateMessageResult(role="assistant", content=v.TextContent(text="Solaris."), model="m")

    async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.logged.append((params.level, params.logger))


@asynccontextmanager
async def reading(version: str) -> AsyncIterator[tuple[Client, Person]]:
    """A client of a library that has just opened."""
    person = Person()
    capabilities = {"elicitation": {"form": {}, "url": {}}}
    server = loaded("servers/all_of_it.py").server
    info = {"name": "Ada", "version": "1"}
    async with Client(server, version=version, handler=person, capabilities=capabilities, client_info=info) as client:
        yield client, person


def texts_of(result: v.CallToolResult) -> list[str]:
    return [block.text for block in result.content if isinstance(block, v.TextContent)]


async def said(client: Client, tool: str, **arguments: Any) -> str:
    """The text that a tool returns."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    return "\n".join(texts_of(result))


@pytest.mark.parametrize("version", VERSIONS)
async def test_books_are_found_lent_and_brought_back(version: str) -> None:
    async with reading(version) as (client, person):
        await client.set_log_level("info")
        assert [tool.name async for tool in client.list_tools()] == TOOLS
        assert "Solaris" in await said(client, "find_books", words="lem")
        async with client.listen(uris=["library://books/2"]) as changes:
            assert await said(client, "lend_book", number=2) == "Ada has Solaris for 3 weeks."
            assert await anext(changes) == ResourceUpdated("library://books/2")
        assert ("info", "desk") in person.logged
        again = await client.call_tool("lend_book", {"number": 2})
        assert (again.is_error, texts_of(again)) == (True, ["Solaris is lent already"])
        (link,) = (await client.call_tool("bring_back", {"number": 2})).content
        assert "library://books/2" in (link.uri if isinstance(link, v.ResourceLink) else str(link))
        wrong = await client.call_tool("lend_book", {"number": "two", "weeks": 9})
        assert wrong.is_error
        assert len(texts_of(wrong)[0].splitlines()) == 3


@pytest.mark.parametrize("version", VERSIONS)
async def test_work_tells_how_far_it_is_and_returns_what_there_is(version: str) -> None:
    told: list[float] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        told.append(progress)

    async with reading(version) as (client, _):
        stock = await client.call_tool("take_stock", {"pause": 0}, on_progress=on_progress)
        assert (texts_of(stock), told) == (["3 books, 0 of them lent."], [1, 2, 3])
        assert await said(client, "count_letters", seconds=0.01) == "48"
        assert await said(client, "opening_hours") == "Always."
        kinds = [block.type for block in (await client.call_tool("show_cover", {"number": 1})).content]
        assert kinds == ["image", "resource" if version == VERSIONS[0] else "audio", "text"]
        assert await said(client, "calendar_weeks_until", days=14) == "2.0"
        assert await said(client, "cafe_order", drink="tea") == "A tea for Ada."
        with anyio.move_on_after(0.05) as scope:
            await client.call_tool("take_stock", {"pause": 1})
        assert scope.cancelled_caught


@pytest.mark.parametrize("version", VERSIONS)
async def test_client_is_asked_what_its_version_can_be_asked(version: str) -> None:
    async with reading(version) as (client, _):
        assert await said(client, "recommend") == "For who works on 1 projects: Solaris."
        if version in WITH_FORMS:
            assert await said(client, "buy_book") == "Moby-Dick is book 4, hard."
            assert "Moby-Dick" in await said(client, "find_books", words="melville")
        if version in WITH_PAGES:
            assert await said(client, "pay_fine") == "Thank you."


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_is_offered_changes_while_clients_are_there(version: str) -> None:
    async with reading(version) as (client, _), client.listen(tools=True) as changes:
        await said(client, "close_for_tonight")
        assert await anext(changes) == ToolsChanged()
        assert not {"lend_book", "bring_back"} & {tool.name async for tool in client.list_tools()}
        await said(client, "open_again")
        assert await anext(changes) == ToolsChanged()
        assert [tool.name async for tool in client.list_tools()] == TOOLS


@pytest.mark.parametrize("version", VERSIONS)
async def test_resources_and_prompts_are_read(version: str) -> None:
    async def read(uri: str) -> str:
        (contents,) = (await client.read_resource(uri)).contents
        return contents.text if isinstance(contents, v.TextResourceContents) else contents.blob

    async with reading(version) as (client, _):
        resources = {resource.uri async for resource in client.list_resources()}
        assert resources == {"library://motto", "library://stamp", "library://rules", "cafe://menu"}
        assert await read("library://motto") == "Whoever reads is elsewhere."
        assert (await read("library://stamp")).startswith("iVBORw0K")
        assert '"Solaris"' in await read("library://books/2")
        assert await read("library://shelf?author=lem&since=1950") == '["Solaris"]'
        assert (await read("library://rules")).startswith("# Rules of the house")
        assert (await read("library://files/history.md")).startswith("# How it began")
        assert await read("cafe://menu") == '["tea","coffee"]'
        first, _ = (await client.get_prompt("review", {"title": "Solaris", "tone": "dry"})).messages
        assert first.content == v.TextContent(text="Write a dry review of Solaris.")


@pytest.mark.parametrize("version", VERSIONS)
async def test_arguments_complete_while_they_are_typed(version: str) -> None:
    async with reading(version) as (client, _):
        prompt = v.PromptReference(name="review")
        template = v.ResourceTemplateReference(uri="library://books/{number}")
        assert (await client.complete(prompt, "title", "sol")).completion.values == ["Solaris"]
        assert (await client.complete(prompt, "tone", "k")).completion.values == ["kind"]
        assert (await client.complete(template, "number", "2")).completion.values == ["2"]
