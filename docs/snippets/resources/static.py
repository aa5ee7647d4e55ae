from pydantic import BaseModel

from mcprism import Image, Server

server = Server("house", version="1.0.0")


class Settings(BaseModel):
    language: str
    volume: int


@server.resource("house://rules", title="Rules of the house", mime_type="text/markdown")
def rules() -> str:
    """What guests need to know."""
    return "# Rules\n\nNo shoes inside."


@server.resource("house://settings")
async def settings() -> Settings:
    return Settings(language="en", volume=3)


@server.resource("house://door")
def door() -> Image:
    return Image(bytes.fromhex("89504e470d0a1a0a"))
