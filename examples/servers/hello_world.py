"""Hello world: two tools in a tool box, two resources, a template that gives pictures, and an observer.

python hello_world.py
"""

import logging
from typing import Literal

from pydantic import BaseModel, Field

from mcprism import Image, LoggingObserver, Server, ToolBox, tool
from swatch import COLORS, png


@tool(title="Say hello", read_only=True)
class SayHello(BaseModel):
    """Greets somebody."""

    name: str = Field(description="Whom to greet.", min_length=1)

    def run(self) -> str:
        return f"Hello, {self.name}!"


@tool(title="Say goodbye", read_only=True)
class SayGoodbye(BaseModel):
    """Takes leave of somebody."""

    name: str = Field(description="Whom to take leave of.", min_length=1)
    warmly: bool = False

    def run(self) -> str:
        return f"Goodbye, {'dear ' if self.warmly else ''}{self.name}!"


greetings = ToolBox(SayHello, SayGoodbye, name="greetings")

server = Server(
    "hello-world",
    version="0.1.0",
    title="Hello, world",
    instructions="Greets, takes leave, and has something to look at.",
    # A line of the log for each message; the log goes to standard error, since standard output belongs to the protocol.
    observers=[LoggingObserver()],
)
server.include(greetings)


@server.resource("hello://poem", title="A poem", mime_type="text/plain")
def poem() -> str:
    """Words, to be read."""
    return "Hello, said the wire.\nHello, said whoever read.\nThat was all of it."


@server.resource("hello://dot", title="A dot", mime_type="image/png")
def dot() -> bytes:
    """Bytes, as a picture of one pixel has them."""
    return png(COLORS["red"], size=1)


@server.resource("hello://swatch/{color}", title="A color", mime_type="image/png")
def swatch(color: Literal["red", "green", "blue"]) -> Image:
    """A picture of the color that the address names."""
    return Image(png(COLORS[color]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    server.run()
