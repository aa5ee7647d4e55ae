"""Functions as prompts, for clients of every version."""

from typing import Annotated, Any, Literal

import anyio
import pytest
from pydantic import Field

from mcprism import (
    Client,
    Context,
    GetPromptResult,
    Icon,
    PeerError,
    PromptMessage,
    PromptsChanged,
    Server,
    TextContent,
    ToolError,
)
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from tests.generated.stored import corrected

pytestmark = pytest.mark.anyio


def demo() -> Server:
    server = Server("demo", version="1.0.0", on_loss=lambda report: None)

    @server.prompt(title="Review", icons=[Icon(src="data:,x")], meta={"com.example/x": 1})
    def review(
        code: str,
        depth: Annotated[int, Field(ge=1)] = 1,
        tone: Literal["kind", "dry"] = "kind",
        files: list[str] | None = None,
    ) -> str:
        """Review some code.

        :param code: What to look at.
        """
        return f"{code} {depth} {tone} {files}"

    @server.prompt
    async def talk(ctx: Context) -> list[Any]:
        return ["Hello", PromptMessage(role="assistant", content=TextContent(text=ctx.peer.version))]

    return server


@pytest.mark.parametrize("version", ERAS)
async def test_prompts_are_listed_and_written(version: str) -> None:
    async with Client(demo(), version=version) as client:
        review, talk = [prompt async for prompt in client.list_prompts()]
        arguments = {"code": "x = 1", "depth": "2", "tone": "dry", "files": '["a", "b"]'}
        written = await client.get_prompt("review", arguments)
        said = await client.get_prompt("talk")
    assert (review.name, review.description, talk.arguments) == ("review", "Review some code.", None)
    assert [argument.to_wire() for argument in review.arguments or []] == [
        {"name": "code", "description": "What to look at.", "required": True},
        {"name": "depth"},
        {"name": "tone"},
        {"name": "files"},
    ]
    assert written.description == "Review some code."
    assert [message.to_wire() for message in written.messages] == [
        {"role": "user", "content": {"type": "text", "text": "x = 1 2 dry ['a', 'b']"}}
    ]
    assert [(message.role, message.content.to_wire()["text"]) for message in said.messages] == [
        ("user", "Hello"),
        ("assistant", version),
    ]


@pytest.mark.parametrize("version", ERAS)
async def test_what_is_sent_is_valid_in_each_version(version: str, talk_to: Any) -> None:
    envelope = {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}
    more = {"_meta": envelope} if ERAS[version] == "stateless" else {}
    async with talk_to(demo()) as hand:
        if not more:
            await hand.initialize(version)
        for method, kind, params in [
            ("prompts/list", "ListPromptsResult", {}),
            ("prompts/get", "GetPromptResult", {"name": "talk"}),
        ]:
            result = (await hand.ask(method, {**params, **more}))["result"]
            corrected(version).validator(kind).validate(result)
            assert undeclared(result, version, kind) == []


async def test_arguments_that_do_not_fit_are_told_at_once() -> None:
    async with Client(demo()) as client:
        with pytest.raises(PeerError) as caught:
            await client.get_prompt("review", {"depth": "none", "tone": "x", "files": "[1]", "more": ""})
        with pytest.raises(PeerError, match="there is no prompt 'reviews'; did you mean 'review'"):
            await client.get_prompt("reviews")
    assert caught.value.code == -32602
    assert caught.value.message.splitlines() == [
        "Invalid arguments for review:",
        "code: required member is missing",
        "depth: expected an integer, got 'none'",
        "tone: expected 'kind' or 'dry', got 'x'",
        "files: expected an array, got '[1]'",
        "more: expected no member of this name, got ''",
    ]


async def test_whole_results_pass_through_and_errors_are_told() -> None:
    server = Server("demo", version="1.0.0")

    @server.prompt(timeout=0.05)
    async def slow() -> str:
        await anyio.sleep_forever()
        return ""

    @server.prompt
    def whole() -> GetPromptResult:
        return GetPromptResult(messages=[], description="d")

    @server.prompt
    def shown() -> str:
        raise ToolError("nothing to review")

    async with Client(server) as client:
        assert (await client.get_prompt("whole")).description == "d"
        with pytest.raises(PeerError, match="shown: nothing to review"):
            await client.get_prompt("shown")
        with pytest.raises(PeerError, match=r"slow: ended, because it took longer than 0.05 s"):
            await client.get_prompt("slow")


async def test_changes_are_told() -> None:
    server = demo()
    async with Client(server) as client, client.listen(prompts=True) as heard:
        changes = aiter(heard)
        for change in (server.disable_prompt, server.enable_prompt, server.remove_prompt):
            change("talk")
            with anyio.fail_after(10):
                assert await anext(changes) == PromptsChanged()
        assert [prompt.name async for prompt in client.list_prompts()] == ["review"]


def test_what_cannot_be_a_prompt_is_refused_where_it_is_declared() -> None:
    server = Server("demo", version="1.0.0")
    with pytest.raises(TypeError, match=r"write @server.prompt\(name='x'\)"):
        server.prompt("x")  # type: ignore[type-var]
    with pytest.raises(ValueError, match="has no name of its own: give it one with name="):
        server.prompt(lambda: "x")
    with pytest.raises(ValueError, match="name: must not be empty"):
        server.prompt(name="")(lambda: "x")
    server.prompt(name="a")(lambda: "x")
    with pytest.raises(ValueError, match="there is a prompt named 'a' already"):
        server.prompt(name="a")(lambda: "y")
