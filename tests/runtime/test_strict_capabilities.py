"""What takes a capability that was not declared: not sent, not answered; unless nobody is to look at capabilities."""

from typing import Any

import anyio
import pytest

from mcprism import Client, Context, NotDeclared, NotSupportedByPeer, PeerError, Server
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import Tapped

pytestmark = pytest.mark.anyio

PATIENCE = 20.0
NOT_FOUND, INVALID_PARAMS = -32601, -32602

every_version = pytest.mark.parametrize("version", VERSIONS)
every_session = pytest.mark.parametrize("version", SESSIONS)


class Tools(new.ServerHandler[Context]):
    """Has tools that ask and tell, whatever the client and the server declared."""

    def __init__(self) -> None:
        self.problem: Exception | None = None

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        try:
            match params.name:
                case "sample":
                    await ctx.sample("?", max_tokens=1)
                case "with tools":
                    schema = {"type": "object"}
                    await ctx.sample("?", max_tokens=1, tools=[new.Tool(name="t", input_schema=schema)])
                case "form":
                    await ctx.elicit("?", {"type": "object", "properties": {}})
                case "url":
                    await ctx.elicit_url("?", "https://example.com")
                case "log":
                    await ctx.log("info", "told")
                case _:
                    ctx.notify_tools_changed()
        except (PeerError, NotDeclared, NotSupportedByPeer) as error:
            self.problem = error
        return new.CallToolResult(content=[])


class Person(new.ClientHandler[Context]):
    """Agrees to everything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def elicit(self, params: new.ElicitRequestParams, ctx: Context) -> new.ElicitResult:
        self.asked.append(params)
        return new.ElicitResult(action="decline")

    async def create_message(self, params: new.CreateMessageRequestParams, ctx: Context) -> new.CreateMessageResult:
        self.asked.append(params)
        return new.CreateMessageResult(role="assistant", content=new.TextContent(text="hi"), model="m")


def serving(**fields: Any) -> tuple[Tapped, Tools]:
    handler = Tools()
    return Tapped(Server.from_handler(handler, name="strict", version="1", **fields)), handler


async def called(tool: str, version: str, server: Tapped, **fields: Any) -> None:
    """Has a client call a tool."""
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version, **fields) as client:
            await client.call_tool(tool)


@every_version
async def test_method_that_is_not_offered_is_answered_with_the_capability_that_is_missing(version: str) -> None:
    server, _ = serving()
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version, strict_capabilities=False) as client:
            with pytest.raises(PeerError) as caught:
                await client.get_prompt("p")
    assert caught.value.code == NOT_FOUND
    text = "Method not found: prompts/get: it takes the capability prompts, which the server did not declare"
    assert caught.value.message == text
    assert len(server.asked("prompts/get")) == 1


@every_version
async def test_the_same_is_not_sent_by_a_client_that_looks(version: str) -> None:
    server, _ = serving()
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version) as client:
            with pytest.raises(NotSupportedByPeer, match=r"prompts/get: .*needs its capability prompts"):
                await client.get_prompt("p")
    assert server.asked("prompts/get") == []


@every_session
async def test_question_that_nobody_offered_to_answer_is_refused_with_the_capability(version: str) -> None:
    server, handler = serving(strict_capabilities=False)
    await called("sample", version, server)
    assert isinstance(handler.problem, PeerError)
    assert handler.problem.code == NOT_FOUND
    assert "it takes the capability sampling, which the client did not declare" in handler.problem.message
    assert len(server.told("sampling/createMessage")) == 1


async def test_question_in_a_result_that_nobody_offered_to_answer_ends_the_call() -> None:
    server, _ = serving(strict_capabilities=False)
    with pytest.raises(NotDeclared, match=r"sampling/createMessage.*needs the capability sampling") as caught:
        await called("sample", VERSIONS[-1], server)
    assert caught.value.capability == {"sampling": {}}


@every_version
@pytest.mark.parametrize("tool", ["sample", "form"])
async def test_the_same_is_not_asked_by_a_server_that_looks(version: str, tool: str) -> None:
    server, handler = serving()
    await called(tool, version, server)
    assert isinstance(handler.problem, NotSupportedByPeer)
    assert [message for message in server.from_server if "method" in message] == []


KINDS = [
    pytest.param("url", {}, "URL elicitation", "elicitation.url", id="URL"),
    pytest.param("form", {"elicitation": {"url": {}}}, "elicitation by form", "elicitation.form", id="form"),
    pytest.param("with tools", {}, "tools in sampling", "sampling.tools", id="tools"),
]


@pytest.mark.parametrize(("tool", "capabilities", "what", "feature"), KINDS)
async def test_kind_of_question_that_was_not_declared_is_refused_and_nobody_is_asked(
    tool: str, capabilities: Any, what: str, feature: str
) -> None:
    (server, handler), person = serving(strict_capabilities=False), Person()
    await called(tool, SESSIONS[-1], server, handler=person, capabilities=capabilities)
    assert isinstance(handler.problem, PeerError)
    assert handler.problem.code == INVALID_PARAMS
    assert what in handler.problem.message
    assert f"the capability {feature}, which the client did not declare" in handler.problem.message
    assert person.asked == []


@pytest.mark.parametrize(("tool", "capabilities", "what", "feature"), KINDS)
@pytest.mark.parametrize("version", [SESSIONS[-1], VERSIONS[-1]])
async def test_where_nobody_looks_every_kind_of_question_is_asked_and_answered(
    version: str, tool: str, capabilities: Any, what: str, feature: str
) -> None:
    (server, handler), person = serving(strict_capabilities=False), Person()
    await called(tool, version, server, handler=person, capabilities=capabilities, strict_capabilities=False)
    assert handler.problem is None
    assert len(person.asked) == 1


@pytest.mark.parametrize(("capabilities", "is_asked"), [({}, True), ({"elicitation": {"url": {}}}, False)])
async def test_form_is_answered_where_the_version_has_no_word_for_forms_if_any_are(
    capabilities: Any, is_asked: bool
) -> None:
    (server, handler), person = serving(strict_capabilities=False), Person()
    await called("form", "2025-06-18", server, handler=person, capabilities=capabilities)
    assert (handler.problem is None) == is_asked
    assert len(person.asked) == is_asked


@every_session
async def test_log_messages_and_changes_that_were_not_declared_are_sent_where_nobody_looks(version: str) -> None:
    server, handler = serving(strict_capabilities=False)
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version) as client:
            await client.call_tool("log")
            await client.call_tool("change")
            while not server.told("notifications/tools/list_changed"):
                await client.ping()
    assert handler.problem is None
    assert server.told("notifications/message") == [{"level": "info", "data": "told"}]


@every_session
async def test_client_tells_what_it_did_not_declare_where_nobody_looks(version: str) -> None:
    server, _ = serving()
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version, strict_capabilities=False) as client:
            await v.ClientCalls(client.outbound(SESSIONS[-1])).notify_roots_list_changed(None)
            await client.ping()
    assert len(server.asked("notifications/roots/list_changed")) == 1


@every_version
@pytest.mark.parametrize("strict", [True, False])
async def test_handler_whose_capability_is_taken_back_answers_only_where_nobody_looks(
    version: str, strict: bool
) -> None:
    server, _ = serving(capabilities={"tools": None}, strict_capabilities=strict)
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version, strict_capabilities=False) as client:
            if strict:
                with pytest.raises(PeerError, match="the capability tools, which the server did not declare"):
                    await client.call_tool("log")
            else:
                await client.call_tool("log")
