"""Forms from pydantic models that say themselves what the user is asked."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Literal

import anyio
import pytest
from pydantic import AnyUrl, BaseModel, Field

from mcprism import Accepted, Client, Context, Declined, Elicitation, Roots, Server, elicitation
from mcprism.versions import ERAS
from mcprism_types import v2026_07_28 as newest

pytestmark = pytest.mark.anyio

WITH_FORMS = [version for version in ERAS if version >= "2025-06-18"]


@elicitation("Where should the parcel go?")
class Delivery(BaseModel):
    city: str = Field(max_length=40)
    weight: float = 1.5


class Express(Delivery):
    """What is asked with a class is not asked with those derived from it."""


class Speed(StrEnum):
    FAST = "fast"
    SLOW = "slow"


class Labelled(Enum):
    def __init__(self, value: str) -> None:
        self.label = f"Option {value.upper()}"

    X = "x"
    Y = "y"


Titled = Annotated[Literal["a"], Field(title="The first")] | Annotated[Literal["b"], Field(title="The second")]


class Everything(BaseModel):
    mail: Annotated[str, Field(json_schema_extra={"format": "email"})] | None = None
    page: AnyUrl
    day: date
    at: datetime | None = None
    zip_code: str = Field("00000", min_length=5, max_length=5, title="ZIP", description="Five digits", pattern=r"\d+")
    count: int = Field(3, gt=0, lt=10)
    share: float = Field(0.5, ge=0.25, lt=1)
    sure: bool = False
    speed: Speed = Speed.FAST
    one: Literal["only"] = "only"
    size: Literal["s", "m"] | None = None
    speeds: list[Speed] = Field([Speed.SLOW], min_length=1, max_length=2)
    sizes: set[Literal["s"]]
    titled: Titled = "a"
    maybe: Titled | None = None
    titles: list[Titled] = ["b"]
    labelled: Labelled
    labels: list[Labelled] = []


class Answers(newest.ClientHandler[Context]):
    """Fills in forms, and keeps them."""

    def __init__(self, content: dict[str, Any] | None) -> None:
        self.content = content
        self.asked: list[dict[str, Any]] = []

    async def elicit(self, params: Any, ctx: Context) -> newest.ElicitResult:
        self.asked.append(params.to_wire())
        action = "decline" if self.content is None else "accept"
        return newest.ElicitResult(action=action, content=self.content)


async def told(body: Callable[[Context], Any], handler: Answers, version: str | None = None) -> str:
    server = Server("demo", version="1.0.0", on_loss=lambda report: None)

    @server.tool
    async def ask(ctx: Context) -> str:
        return str(await body(ctx))

    with anyio.fail_after(30):
        async with Client(server, version=version, handler=handler) as client:
            (block,) = (await client.call_tool("ask")).content
            return block.to_wire()["text"]


@pytest.mark.parametrize("version", WITH_FORMS)
async def test_model_says_what_the_user_is_asked(version: str) -> None:
    async def body(ctx: Context) -> str:
        answer = await ctx.elicit(Delivery)
        assert isinstance(answer, Accepted)
        delivery: Delivery = answer.content
        return f"{delivery.city} {delivery.weight}"

    handler = Answers({"city": "Rome", "weight": 2.25})
    assert await told(body, handler, version) == "Rome 2.25"
    (asked,) = handler.asked
    assert asked["message"] == "Where should the parcel go?"
    assert asked["requestedSchema"]["properties"]["city"] == {"type": "string", "maxLength": 40, "title": "City"}
    # Defaults of numbers come with 2025-11-25; before, the server fills them in.
    handler = Answers({"city": "Rome"})
    assert await told(body, handler, version) == "Rome 1.5"
    assert ("default" in handler.asked[0]["requestedSchema"]["properties"]["weight"]) is (version >= "2025-11-25")


async def test_message_in_the_call_has_the_say_and_others_may_be_asked_with_it() -> None:
    async def body(ctx: Context) -> str:
        answer = await ctx.elicit("And the other one?", Delivery)
        return type(answer).__name__

    handler = Answers(None)
    assert await told(body, handler) == "Declined"
    assert [asked["message"] for asked in handler.asked] == ["And the other one?"]


async def test_it_is_a_question_among_several() -> None:
    class Handler(Answers):
        async def list_roots(self, params: Any, ctx: Context) -> newest.ListRootsResult:
            return newest.ListRootsResult(roots=[])

    async def body(ctx: Context) -> str:
        answer, roots = await ctx.ask_all(Elicitation(Delivery), Roots())
        assert isinstance(answer, Declined)
        return f"{len(roots)} roots"

    assert await told(body, Handler(None)) == "0 roots"


async def test_every_kind_of_field_that_forms_have() -> None:
    async def body(ctx: Context) -> str:
        answer = await ctx.elicit("All of it?", Everything)
        assert isinstance(answer, Accepted)
        return f"{answer.content.labelled} {answer.content.sizes} {answer.content.day}"

    content: dict[str, Any] = {
        "page": "https://example.org/",
        "day": "2026-01-02",
        "sizes": ["s"],
        "labelled": "y",
    }
    handler = Answers(content)
    assert await told(body, handler) == "Labelled.Y {'s'} 2026-01-02"
    schema = handler.asked[0]["requestedSchema"]
    assert schema["required"] == ["page", "day", "sizes", "labelled"]
    titled = [{"const": "a", "title": "The first"}, {"const": "b", "title": "The second"}]
    labelled = [{"const": "x", "title": "Option X"}, {"const": "y", "title": "Option Y"}]
    assert schema["properties"] == {
        "mail": {"type": "string", "format": "email", "title": "Mail"},
        "page": {"type": "string", "format": "uri", "minLength": 1, "title": "Page"},
        "day": {"type": "string", "format": "date", "title": "Day"},
        "at": {"type": "string", "format": "date-time", "title": "At"},
        "zip_code": {
            "type": "string",
            "minLength": 5,
            "maxLength": 5,
            "title": "ZIP",
            "description": "Five digits",
            "default": "00000",
        },
        "count": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3, "title": "Count"},
        "share": {"type": "number", "minimum": 0.25, "maximum": 1, "default": 0.5, "title": "Share"},
        "sure": {"type": "boolean", "default": False, "title": "Sure"},
        "speed": {"type": "string", "enum": ["fast", "slow"], "default": "fast"},
        "one": {"type": "string", "enum": ["only"], "default": "only", "title": "One"},
        "size": {"type": "string", "enum": ["s", "m"], "title": "Size"},
        "speeds": {
            "type": "array",
            "items": {"type": "string", "enum": ["fast", "slow"]},
            "minItems": 1,
            "maxItems": 2,
            "default": ["slow"],
            "title": "Speeds",
        },
        "sizes": {"type": "array", "items": {"type": "string", "enum": ["s"]}, "title": "Sizes"},
        "titled": {"type": "string", "oneOf": titled, "default": "a", "title": "Titled"},
        "maybe": {"type": "string", "oneOf": titled, "title": "Maybe"},
        "titles": {"type": "array", "items": {"anyOf": titled}, "default": ["b"], "title": "Titles"},
        "labelled": {"type": "string", "oneOf": labelled},
        "labels": {"type": "array", "items": {"anyOf": labelled}, "default": [], "title": "Labels"},
    }


@pytest.mark.parametrize("version", WITH_FORMS)
async def test_answers_to_every_kind_of_field_come_back_in_every_version(version: str) -> None:
    async def body(ctx: Context) -> str:
        answer = await ctx.elicit("All of it?", Everything)
        assert isinstance(answer, Accepted)
        shown = answer.content
        return f"{shown.count} {shown.speed} {shown.labelled.value} {shown.titled} {[*shown.titles]} {[*shown.speeds]}"

    class Handler(Answers):
        async def elicit(self, params: Any, ctx: Context) -> newest.ElicitResult:
            # Fills in what is required, and the first of the choices that are asked one by one.
            fields = params.to_wire()["requestedSchema"]["properties"]
            content: dict[str, Any] = {"page": "https://example.org/", "day": "2026-01-02", "labelled": "x"}
            content |= {"sizes": ["s"]} if "sizes" in fields else {"sizes.s": True}
            return newest.ElicitResult(action="accept", content=content)

    assert await told(body, Handler({}), version) == "3 fast x a ['b'] [<Speed.SLOW: 'slow'>]"


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26"])
async def test_client_of_a_version_without_forms_is_not_asked(version: str) -> None:
    async def body(ctx: Context) -> str:
        return str(await ctx.elicit(Delivery))

    assert (await told(body, Answers({}), version)).startswith("the peer does not support elicitation: it speaks")


class Number(IntEnum):
    ONE = 1


class Inner(BaseModel):
    x: int


class Nested(BaseModel):
    inner: Inner


class Texts(BaseModel):
    words: list[str]


class Numbers(BaseModel):
    number: Number


class Mixed(BaseModel):
    value: int | str


class Function(BaseModel):
    call: Callable[[], int]


class Undefined(BaseModel):
    later: "Later"  # type: ignore[name-defined] # noqa: F821 # pyright: ignore[reportUndefinedVariable]


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (
            Nested,
            "Nested.inner: a form has text, numbers, yes or no, and choices between texts; object is none of them",
        ),
        (Texts, r"Texts.words: a list in a form has choices, such as list\[Literal\['a', 'b'\]\]"),
        (Numbers, "Numbers.number: a form has text.*; integer is none of them"),
        (Mixed, "Mixed.value: a form has text.*; this is none of them"),
        (Function, "Function.call: a form cannot have this"),
        (Undefined, "Undefined.later|Undefined: no form can be made of it"),
        (int, "a form is a pydantic model or a JSON Schema, not <class 'int'>"),
    ],
)
def test_field_that_no_form_has_is_named_where_the_model_is_written(model: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        elicitation("What?")(model)


def test_question_without_words_is_refused() -> None:
    bare: Any = elicitation
    with pytest.raises(
        TypeError, match=r'@elicitation takes what the user is asked: write @elicitation\("Where to\?"\)'
    ):
        bare(Delivery)
    with pytest.raises(TypeError, match=r"nothing says what the user is asked with Express: decorate it with @elicit"):
        Elicitation(Express)
    words: Any = "Where?"
    with pytest.raises(TypeError, match="an elicitation has a message and a form"):
        Elicitation(words)
    with pytest.raises(TypeError, match="an elicitation has a message and a form"):
        Elicitation(Delivery, words)  # type: ignore[call-overload] # pyright: ignore
