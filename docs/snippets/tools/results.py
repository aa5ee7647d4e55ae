from dataclasses import dataclass

from pydantic import BaseModel

from mcprism import Image, ResourceLink, Server, TextContent

server = Server("results", version="1.0.0")

PIXEL = bytes.fromhex("89504e470d0a1a0a")  # the beginning of a PNG file


class Size(BaseModel):
    width: int
    height: int


@dataclass
class City:
    name: str
    people: int


@server.tool
def text() -> str:
    return "a text"


@server.tool
def size() -> Size:
    return Size(width=80, height=60)


@server.tool
def cities() -> list[City]:
    return [City("Lisbon", 545_000), City("Porto", 231_000)]


@server.tool
def picture() -> Image:
    return Image(PIXEL)


@server.tool
def several() -> list[str | Image | ResourceLink]:
    return ["Three things:", Image(PIXEL), ResourceLink(uri="notes://today", name="today")]


@server.tool
def untyped():
    return {"width": 80}


@server.tool
def nothing() -> None:
    return None


@server.tool
def block() -> TextContent:
    return TextContent(text="written by hand")
