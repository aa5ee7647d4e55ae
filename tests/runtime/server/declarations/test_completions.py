"""Arguments of prompts and variables of templates, completed while somebody types them, in every version."""

from enum import Enum, IntEnum
from typing import Annotated, Any, Literal

import pytest

from mcprism import Client, Completion, Context, Depends, NotSupportedByPeer, PeerError, Server, ToolError
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from mcprism_types import v2026_07_28 as newest
from mcprism_types.v2026_07_28 import PromptReference, ResourceTemplateReference
from tests.generated.stored import corrected

pytestmark = pytest.mark.anyio

LANGUAGES = {"web": ["javascript", "python"], "": ["c", "javascript", "pascal", "python"]}


class Level(IntEnum):
    LOW = 1
    HIGH = 12


class Style(Enum):
    SHORT = "short"
    LONG = "long"


def reviews() -> Server:
    server = Server("demo", version="1.0.0")

    @server.prompt
    def review(
        language: str,
        framework: str = "",
        size: int = 3,
        style: Style = Style.SHORT,
        level: Level | None = None,
        strict: bool = False,
        tone: Annotated[Literal["Dry", "warm"], "How it sounds"] = "Dry",
    ) -> str:
        return f"{language} {style} {level} {strict} {tone}"

    @server.completion("review", "language")
    async def languages(value: str, ctx: Context, framework: str = "", size: int = 0) -> list[str]:
        assert ctx.peer.version
        found = [language for language in LANGUAGES[framework] if language.startswith(value)]
        return [*found, f"size {size}"]

    @server.resource("notes://{kind}/{day}")
    def notes(kind: Literal["work", "home"], day: str) -> str:
        return f"{kind} {day}"

    @server.completion("notes://{kind}/{day}", "day")
    def days(value: str, kind: str = "") -> Completion:
        return Completion([f"{value}{kind}{number}" for number in range(150)], total=365)

    return server


async def completed(
    server: Server, ref: str, argument: str, value: str = "", *, version: str | None = None, **others: str
) -> newest.CompleteResultCompletion:
    target: Any = ResourceTemplateReference(uri=ref) if ":" in ref else PromptReference(name=ref)
    async with Client(server, version=version) as client:
        return (await client.complete(target, argument, value, context=others or None)).completion


@pytest.mark.parametrize("version", ERAS)
async def test_function_completes_an_argument_for_clients_of_every_version(version: str) -> None:
    found = await completed(reviews(), "review", "language", "p", version=version)
    assert found.to_wire() == {"values": ["pascal", "python", "size 0"], "total": 3, "hasMore": False}


@pytest.mark.parametrize("version", ERAS)
async def test_other_arguments_are_known_where_the_version_has_them(version: str) -> None:
    found = await completed(reviews(), "review", "language", "p", version=version, framework="web", size="7", tone="x")
    if version >= "2025-06-18":
        assert found.values == ["python", "size 7"]
    else:
        assert found.values == ["pascal", "python", "size 0"]


@pytest.mark.parametrize("version", ERAS)
async def test_answers_are_valid_in_each_version_and_what_it_does_not_name_is_not_heard(
    version: str, talk_to: Any
) -> None:
    more: dict[str, Any] = {}
    if ERAS[version] != "handshake":
        prefix = "io.modelcontextprotocol/"
        more = {"_meta": {f"{prefix}protocolVersion": version, f"{prefix}clientCapabilities": {}}}
    async with talk_to(reviews()) as hand:
        if not more:
            capabilities = (await hand.initialize(version))["capabilities"]
            assert ("completions" in capabilities) is (version >= "2025-03-26")
        params = {
            "ref": {"type": "ref/prompt", "name": "review"},
            "argument": {"name": "language", "value": "p"},
            "context": {"arguments": {"framework": "web"}},
            **more,
        }
        answer = (await hand.ask("completion/complete", params))["result"]
    assert len(answer["completion"]["values"]) == (2 if version >= "2025-06-18" else 3)
    corrected(version).validator("CompleteResult").validate(answer)
    assert undeclared(answer, version, "CompleteResult") == []


@pytest.mark.parametrize(
    ("ref", "argument", "value", "expected"),
    [
        ("review", "style", "", ["short", "long"]),
        ("review", "style", "S", ["short"]),
        ("review", "tone", "d", ["Dry"]),
        ("review", "level", "1", ["1", "12"]),
        ("review", "level", "12", ["12"]),
        ("review", "strict", "t", ["true"]),
        ("review", "strict", "x", []),
        ("notes://{kind}/{day}", "kind", "w", ["work"]),
    ],
)
async def test_arguments_that_are_one_of_a_few_values_complete_by_themselves(
    ref: str, argument: str, value: str, expected: list[str]
) -> None:
    found = await completed(reviews(), ref, argument, value)
    assert (found.values, found.total, found.has_more) == (expected, len(expected), False)


async def test_what_is_completed_can_be_given() -> None:
    server = reviews()
    async with Client(server) as client:
        given = {
            name: (await client.complete(PromptReference(name="review"), name, "")).completion.values[-1]
            for name in ("style", "level", "strict", "tone")
        }
        result = await client.get_prompt("review", {"language": "c", **given})
    assert result.messages[0].content.to_wire()["text"] == "c Style.LONG 12 False warm"


@pytest.mark.parametrize("version", ERAS)
async def test_at_most_a_hundred_values_are_sent_and_the_rest_is_told(version: str) -> None:
    found = await completed(reviews(), "notes://{kind}/{day}", "day", "d", version=version)
    assert (len(found.values), found.values[0], found.total, found.has_more) == (100, "d0", 365, True)


@pytest.mark.parametrize(
    ("returned", "total", "more"),
    [
        (Completion(["a"]), None, None),
        (Completion(["a"], total=1), 1, False),
        (Completion(["a"], total=5), 5, True),
        (Completion(["a"], has_more=True), None, True),
        (Completion(["a"] * 101), 101, True),
        (Completion(["a"] * 101, has_more=True), None, True),
        (("a",), 1, False),
        (["a"] * 101, 101, True),
    ],
)
async def test_how_many_there_are_is_said_as_far_as_it_is_known(
    returned: Any, total: int | None, more: bool | None
) -> None:
    server = reviews()

    @server.completion("review", "framework")
    def frameworks(value: str) -> Any:
        return returned

    found = await completed(server, "review", "framework")
    assert (found.total, found.has_more) == (total, more)


async def test_declared_function_has_the_say_over_the_type() -> None:
    server = reviews()

    async def word() -> str:
        return "of a dependency"

    @server.completion("review", "tone", timeout=5)
    async def tones(value: str, word: Annotated[str, Depends(word)]) -> list[str]:
        return [word]

    assert (await completed(server, "review", "tone")).values == ["of a dependency"]


async def test_argument_without_a_completion_has_no_values_and_others_may_be_half_typed() -> None:
    assert (await completed(reviews(), "review", "framework")).values == []
    found = await completed(reviews(), "review", "language", "c", framework="", size="many")
    assert found.values == ["c", "size 0"]


@pytest.mark.parametrize(
    ("ref", "argument", "text"),
    [
        ("reviews", "language", r"there is no prompt 'reviews'; did you mean 'review'\? \(there is review\)"),
        ("review", "lang", "review has no argument 'lang': there are language, framework, size, style, level, strict"),
        ("notes://{kind}", "kind", r"there is notes://\{kind\}/\{day\}"),
        ("notes://{kind}/{day}", "week", "has no argument 'week': there are kind, day"),
    ],
)
async def test_what_is_not_there_is_refused_with_what_there_is(ref: str, argument: str, text: str) -> None:
    with pytest.raises(PeerError, match=text) as error:
        await completed(reviews(), ref, argument)
    assert error.value.code == -32602


async def test_resource_without_variables_has_nothing_to_complete() -> None:
    server = reviews()
    server.add_resource(lambda: "", "notes://all", name="all")
    with pytest.raises(PeerError, match="notes://all has no argument 'kind': there are none"):
        await completed(server, "notes://all", "kind")


async def test_what_a_completion_raises_is_told_or_masked() -> None:
    server = reviews()

    @server.completion("review", "framework")
    def frameworks(value: str) -> Any:
        if value == "told":
            raise ToolError("the index is being built")
        return "react" if value == "text" else {1: 2}

    with pytest.raises(PeerError, match="the index is being built"):
        await completed(server, "review", "framework", "told")
    for value in ("text", "numbers"):
        with pytest.raises(PeerError, match="internal error, reference"):
            await completed(server, "review", "framework", value)


async def test_capability_follows_from_what_is_declared() -> None:
    async def capabilities(server: Server) -> Any:
        async with Client(server) as client:
            return client.server_capabilities.to_wire()

    server = Server("demo", version="1.0.0")

    @server.prompt
    def plain(text: str) -> str:
        return text

    assert "completions" not in await capabilities(server)
    assert "completions" in await capabilities(reviews())
    with pytest.raises(RuntimeError, match="said that it has no completions"):
        server.add_completion(lambda value: [value], "plain", "text")
    with pytest.raises(NotSupportedByPeer, match="needs its capability completions"):
        await completed(server, "plain", "text")


def no_parameter() -> list[str]:
    return []


def takes_a_number(value: int) -> list[str]:
    return []


def takes_another_first(framework: str) -> list[str]:
    return []


def takes_unknown(value: str, colour: str = "") -> list[str]:
    return []


def needs_another(value: str, framework: str) -> list[str]:
    return []


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (no_parameter, "no_parameter: the first parameter has to take what has been typed so far: write value: str"),
        (takes_a_number, "takes_a_number: the first parameter has to take what has been typed so far"),
        (takes_another_first, "framework is another argument: write value: str before it"),
        (takes_unknown, "colour is no other argument of review: there are framework, size"),
        (needs_another, "framework need not be known yet: give it a default"),
    ],
)
def test_function_that_cannot_complete_is_refused_where_it_is_declared(function: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        reviews().completion("review", "language")(function)


def test_completion_of_what_is_not_declared_is_refused() -> None:
    server = reviews()
    with pytest.raises(
        ValueError, match=r"no prompt or template 'reviews': there are review, notes://.*declare it before"
    ):
        server.add_completion(takes_unknown, "reviews", "language")
    with pytest.raises(ValueError, match="review has no argument 'word': there are language"):
        server.add_completion(takes_unknown, "review", "word")
