"""What tools return, by type, and what clients get of it."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from mcprism import (
    Audio,
    CallToolResult,
    Client,
    EmbeddedResource,
    Image,
    ImageContent,
    ResourceLink,
    Server,
    TextContent,
)
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from mcprism_types import v2025_06_18
from tests.generated.stored import corrected

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n rest"
WAV = b"RIFF\x00\x00\x00\x00WAVEfmt "
LINK = ResourceLink(uri="file:///a", name="a")


class Point(BaseModel):
    x: int
    y: int = 0


class Node(BaseModel):
    """A tree."""

    children: list["Node"] = []


@dataclass
class Pair:
    left: int
    right: str


class Record(TypedDict):
    name: str


class Colour(Enum):
    RED = "red"


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def picture(data: bytes = PNG, kind: str = "image/png") -> dict[str, Any]:
    return {"type": "image", "mimeType": kind, "data": b64encode(data).decode()}


def returning(annotation: Any, value: Any, **options: Any) -> Server:
    """A server whose tool `give` returns the value, and says that it is of this type."""
    server = Server("demo", version="1.0.0", on_loss=lambda report: None)

    async def give() -> Any:
        return value

    give.__annotations__["return"] = annotation
    server.add_tool(give, **options)
    return server


async def given(server: Server, version: str | None = None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The output schema, and the result."""
    async with Client(server, version=version) as client:
        (tool,) = [tool async for tool in client.list_tools()]
        result = (await client.call_tool("give")).to_wire()
    return tool.output_schema, {key: value for key, value in result.items() if key not in ("_meta", "resultType")}


INTEGER = {"type": "integer"}
POINT = {"type": "object", "properties": {"x": INTEGER, "y": {**INTEGER, "default": 0}}, "required": ["x"]}


@pytest.mark.parametrize(
    ("annotation", "value", "schema", "data", "words"),
    [
        pytest.param(int, 3, INTEGER, 3, "3", id="int"),
        pytest.param(str, 'a "b"', {"type": "string"}, 'a "b"', 'a "b"', id="str"),
        pytest.param(bool, True, {"type": "boolean"}, True, "true", id="bool"),
        pytest.param(date, date(2026, 1, 2), None, "2026-01-02", "2026-01-02", id="date"),
        pytest.param(Colour, Colour.RED, None, "red", "red", id="enum"),
        pytest.param(list[int], [1, 2], {"type": "array", "items": INTEGER}, [1, 2], "[1,2]", id="list"),
        pytest.param(int | None, None, None, None, "null", id="optional"),
        pytest.param(list[Point], [Point(x=1)], None, [{"x": 1, "y": 0}], '[{"x":1,"y":0}]', id="list of models"),
        pytest.param(Annotated[int, Field(ge=1)], 3, {**INTEGER, "minimum": 1}, 3, "3", id="annotated"),
        pytest.param(float, float("inf"), None, None, "null", id="infinity"),
    ],
)
async def test_data_that_is_no_object_is_the_member_result_of_one(
    annotation: Any, value: Any, schema: Any, data: Any, words: str
) -> None:
    output, result = await given(returning(annotation, value))
    assert output is not None
    assert output["type"] == "object"
    assert output["required"] == ["result"]
    if schema is not None:
        assert output["properties"] == {"result": schema}
    assert result == {"content": [text(words)], "structuredContent": {"result": data}}
    if value != float("inf"):
        Draft202012Validator(output).validate(result["structuredContent"])


@pytest.mark.parametrize(
    ("annotation", "value", "schema", "data"),
    [
        pytest.param(Point, Point(x=1), POINT, {"x": 1, "y": 0}, id="model"),
        pytest.param(Pair, Pair(1, "r"), None, {"left": 1, "right": "r"}, id="dataclass"),
        pytest.param(Record, {"name": "n"}, None, {"name": "n"}, id="typed dict"),
        pytest.param(dict[str, int], {"a": 1}, None, {"a": 1}, id="dict"),
        pytest.param(dict[str, Any], {"a": Point(x=1)}, None, {"a": {"x": 1, "y": 0}}, id="dict of anything"),
        pytest.param(Node, Node(children=[Node()]), None, {"children": [{"children": []}]}, id="recursive model"),
        pytest.param(Point, {"x": 1}, POINT, {"x": 1, "y": 0}, id="dict for a model"),
    ],
)
async def test_data_that_is_an_object_is_sent_as_it_is(annotation: Any, value: Any, schema: Any, data: Any) -> None:
    output, result = await given(returning(annotation, value))
    assert output is not None
    assert output["type"] == "object"
    if schema is not None:
        assert output == schema
    assert result["structuredContent"] == data
    Draft202012Validator(output).validate(data)
    (block,) = result["content"]
    assert block["type"] == "text"


@pytest.mark.parametrize(
    ("annotation", "value", "content"),
    [
        pytest.param(None, None, [], id="none"),
        pytest.param(Any, "words", [text("words")], id="text of unknown type"),
        pytest.param(Any, {"a": 1}, [text('{"a":1}')], id="dict of unknown type"),
        pytest.param(Any, [1, 2], [text("[1,2]")], id="list of unknown type"),
        pytest.param(bytes, PNG, [picture()], id="bytes of a picture"),
        pytest.param(
            bytes, WAV, [{"type": "audio", "mimeType": "audio/wav", "data": b64encode(WAV).decode()}], id="of a sound"
        ),
        pytest.param(Image, Image(b"?", "image/bmp"), [picture(b"?", "image/bmp")], id="picture"),
        pytest.param(
            Audio,
            Audio(b"?", "audio/aac"),
            [{"type": "audio", "mimeType": "audio/aac", "data": b64encode(b"?").decode()}],
            id="sound",
        ),
        pytest.param(TextContent, TextContent(text="t"), [text("t")], id="block"),
        pytest.param(list[str | Image], ["see", Image(PNG)], [text("see"), picture()], id="text and picture"),
        pytest.param(
            list[TextContent | ResourceLink],
            [TextContent(text="t"), LINK],
            [text("t"), LINK.to_wire()],
            id="blocks",
        ),
        pytest.param(Sequence[ImageContent], (ImageContent(data="", mime_type="image/png"),), None, id="sequence"),
        pytest.param(ImageContent | None, None, [], id="optional block"),
    ],
)
async def test_content_is_sent_without_data(annotation: Any, value: Any, content: Any) -> None:
    output, result = await given(returning(annotation, value))
    assert output is None
    assert result.keys() == {"content"}
    if content is not None:
        assert result["content"] == content


async def test_bytes_of_no_known_kind_are_an_embedded_resource() -> None:
    output, result = await given(returning(bytes, b"\x00\x01"))
    (block,) = result["content"]
    assert output is None
    assert EmbeddedResource.from_wire(block).resource.to_wire() == {
        "uri": "bytes:result",
        "mimeType": "application/octet-stream",
        "blob": "AAE=",
    }


async def test_whole_results_pass_through_whatever_the_type_says() -> None:
    whole = CallToolResult(content=[], is_error=True, structured_content={"a": 1}, meta=None)
    for annotation in (CallToolResult, int, Any):
        _, result = await given(returning(annotation, whole))
        assert result == {"content": [text('{"a":1}')], "isError": True, "structuredContent": {"a": 1}}


async def test_output_can_be_text_alone() -> None:
    output, result = await given(returning(Point, Point(x=1), structured=False))
    assert output is None
    assert result == {"content": [text('{"x":1,"y":0}')]}


@pytest.mark.parametrize("version", ERAS)
@pytest.mark.parametrize(
    ("annotation", "value"),
    [(Point, Point(x=1)), (list[int], [1]), (Any, [PNG, WAV, LINK, b"?"]), (str, "s"), (None, None)],
    ids=["model", "list", "content", "text", "nothing"],
)
async def test_every_result_is_valid_in_every_version(version: str, annotation: Any, value: Any, talk_to: Any) -> None:
    envelope = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    more = {"_meta": envelope} if ERAS[version] == "stateless" else {}
    async with talk_to(returning(annotation, value)) as hand:
        if not more:
            await hand.initialize(version)
        for _ in range(2):
            result = (await hand.ask("tools/call", {"name": "give", **more}))["result"]
            corrected(version).validator("CallToolResult").validate(result)
            assert undeclared(result, version, "CallToolResult") == []


async def test_losses_are_reported_for_each_client_also_when_the_form_is_known() -> None:
    lost: list[str] = []
    server = Server("demo", version="1.0.0", on_loss=lambda report: lost.append(report.feature))

    @server.tool
    async def give() -> int:
        return 3

    for _ in range(2):
        async with Client(server, version="2024-11-05") as client:
            await client.call_tool("give")
            [tool async for tool in client.list_tools()]
    first, second = lost[: len(lost) // 2], lost[len(lost) // 2 :]
    assert first == second
    assert first


@pytest.mark.parametrize(
    ("annotation", "value", "text"),
    [
        (int, "three", "the tool give returned what its return type does not describe"),
        (
            Any,
            v2025_06_18.TextContent(text="t"),
            "v2025_06_18.*TextContent, which is of one version .*mcprism.TextContent",
        ),
        (TextContent, TextContent(text="t", meta={"com.mcp/x": 1}), "'com.mcp/x' has a prefix that is reserved"),
        (Any, object(), "Unable to serialize unknown type"),
    ],
)
async def test_value_that_cannot_be_sent_is_an_error_whose_cause_is_logged(
    annotation: Any, value: Any, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, result = await given(returning(annotation, value))
    assert result["isError"]
    assert result["content"][0]["text"].startswith("internal error, reference ")
    (record,) = [record for record in caplog.records if record.exc_info]
    assert record.exc_info is not None
    with pytest.raises(Exception, match=text):
        raise record.exc_info[1] or AssertionError


def test_media_without_a_kind_are_refused_where_they_are_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"these 1 bytes are of an unknown kind: give the mime_type .* image/png"):
        Image(b"?")
    with pytest.raises(ValueError, match=r"bytes are image/png: give the mime_type .* audio/wav"):
        Audio(PNG)
    (tmp_path / "a.png").write_bytes(b"?")
    assert Image.from_file(tmp_path / "a.png").mime_type == "image/png"
