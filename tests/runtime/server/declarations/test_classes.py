"""Pydantic models as tools, and calls of them from the same class."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from mcprism import Client, Context, Server, tool
from mcprism.versions import ERAS

pytestmark = pytest.mark.anyio


class Size(BaseModel):
    width: int
    height: int


class ResizeImage(BaseModel):
    """Scale a stored picture and return its new size.

    Args:
        factor: How much larger
    """

    image_id: str = Field(alias="imageId", description="Id returned by upload")
    width: PositiveInt
    factor: int = 1

    async def run(self, ctx: Context) -> Size:
        await ctx.progress(1)
        return Size(width=self.width * self.factor, height=len(self.image_id))


@tool(name="crop", title="Crop")
class CropImage(BaseModel):
    width: int

    def run(self) -> str:
        return f"cropped to {self.width}"


class SmallCrop(CropImage):
    """What is said of a class is not said of those derived from it."""


def media() -> Server:
    server = Server("media", version="1.0.0")
    server.add_tool(ResizeImage)
    server.add_tool(CropImage)
    server.add_tool(SmallCrop)
    return server


async def test_class_is_listed_by_its_fields_and_its_docstring() -> None:
    async with Client(media()) as client:
        tools = {tool.name: tool async for tool in client.list_tools()}
    assert list(tools) == ["resize_image", "crop", "small_crop"]
    assert tools["resize_image"].to_wire() == {
        "name": "resize_image",
        "description": "Scale a stored picture and return its new size.",
        "inputSchema": {
            "type": "object",
            "properties": {
                "imageId": {"type": "string", "description": "Id returned by upload"},
                "width": {"type": "integer", "exclusiveMinimum": 0},
                "factor": {"type": "integer", "default": 1, "description": "How much larger"},
            },
            "required": ["imageId", "width"],
            "additionalProperties": False,
        },
        "outputSchema": {
            "type": "object",
            "properties": {"width": {"type": "integer"}, "height": {"type": "integer"}},
            "required": ["width", "height"],
        },
    }
    assert tools["crop"].title == "Crop"
    assert tools["small_crop"].title is None


@pytest.mark.parametrize("version", ERAS)
async def test_client_calls_it_with_an_instance(version: str) -> None:
    async with Client(media(), version=version) as client:
        result = await client.call_tool(ResizeImage(imageId="abc", width=2, factor=3))
        cropped = await client.call_tool(CropImage(width=5))
    assert [block.to_wire()["text"] for block in result.content] == ['{"width":6,"height":3}']
    if "structuredContent" in result.to_wire():
        assert Size.model_validate(result.structured_content) == Size(width=6, height=3)
    assert [block.to_wire()["text"] for block in cropped.content] == ["cropped to 5"]


async def test_arguments_that_do_not_fit_the_fields_are_told() -> None:
    async with Client(media()) as client:
        result = await client.call_tool("resize_image", {"width": 0})
    assert result.is_error
    assert [block.to_wire()["text"].splitlines() for block in result.content] == [
        ["Invalid arguments for resize_image:", "imageId: required member is missing", "width: expected above 0, got 0"]
    ]


async def test_decorated_class_is_called_by_the_name_of_the_decorator() -> None:
    server = Server("media", version="1.0.0")

    @server.tool(name="turn")
    class TurnImage(BaseModel):
        angle: int

        async def run(self) -> int:
            return self.angle

    async with Client(server) as client:
        assert (await client.call_tool(TurnImage(angle=90))).structured_content == {"result": 90}


async def test_instance_with_other_arguments_beside_it_is_refused() -> None:
    async with Client(media()) as client:
        with pytest.raises(TypeError, match="CropImage has the arguments of its call already: give no others"):
            await client.call_tool(CropImage(width=5), {"width": 6})
        wrong: Any = 3
        with pytest.raises(TypeError, match=r"a call is the name of a tool .*, not 3"):
            await client.call_tool(wrong)


async def said_of(arguments: dict[str, Any], kind: type[BaseModel]) -> tuple[list[str], dict[str, Any]]:
    server = Server("media", version="1.0.0")
    server.add_tool(kind, name="it")
    async with Client(server) as client:
        result = await client.call_tool("it", arguments)
        (listed,) = [tool async for tool in client.list_tools()]
    return [line for block in result.content for line in block.to_wire()["text"].splitlines()], listed.input_schema


class Part(BaseModel):
    size: int


class Build(BaseModel):
    part: Part
    color: str = Field("red", alias="colour")

    def run(self) -> str:
        return f"{self.color} {self.part.size} {sorted(self.model_extra or {})}"


class BuildByName(Build):
    model_config = ConfigDict(populate_by_name=True)


class BuildAnything(Build):
    model_config = ConfigDict(extra="allow")


class BuildSome(Build):
    model_config = ConfigDict(extra="ignore")


class BuildOld(Build):
    @model_validator(mode="before")
    @classmethod
    def renamed(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {"part" if name == "piece" else name: value for name, value in values.items()}


async def test_arguments_that_are_no_fields_are_refused() -> None:
    said, schema = await said_of({"part": {"size": 1}, "color": "blue", "speed": 3}, Build)
    assert said == [
        "Invalid arguments for it:",
        "color: expected no member of this name, got 'blue'",
        "speed: expected no member of this name, got 3",
    ]
    assert schema["additionalProperties"] is False
    # What is in a field is that field's business, and reading its parts is not stricter than before.
    assert (await said_of({"part": {"size": 1, "more": 2}}, Build))[0] == ["red 1 []"]
    assert (await said_of({"part": {"size": 1, "more": 2}, "color": "blue"}, BuildByName))[0] == ["blue 1 []"]


async def test_model_that_says_what_becomes_of_other_arguments_has_the_say() -> None:
    arguments = {"part": {"size": 1}, "speed": 3}
    said, schema = await said_of(arguments, BuildAnything)
    assert said == ["red 1 ['speed']"]
    assert schema["additionalProperties"] is True
    said, schema = await said_of(arguments, BuildSome)
    assert said == ["red 1 []"]
    assert "additionalProperties" not in schema
    assert (await said_of({"piece": {"size": 2}}, BuildOld))[0] == ["red 2 []"]
