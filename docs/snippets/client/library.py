from pydantic import BaseModel

from mcprism import Context, Server

server = Server("library", version="1.0.0")


class Book(BaseModel):
    title: str
    author: str


@server.tool
class FindBook(BaseModel):
    """Who wrote a book."""

    title: str

    def run(self) -> Book:
        authors = {"Emma": "Austen", "Ulysses": "Joyce"}
        return Book(title=self.title, author=authors[self.title])


@server.tool
async def scan(ctx: Context) -> int:
    """Looks at all shelves."""
    for shelf in range(1, 4):
        await ctx.progress(shelf, 3, f"shelf {shelf}")
    return 3


@server.tool
def close_early() -> str:
    """Changes the hours."""
    server.notify_resource_updated("library://hours")
    return "closed"


@server.resource("library://hours")
def hours() -> str:
    return "9 to 5"


@server.prompt
def review(title: str) -> str:
    return f"What do you think of {title}?"


if __name__ == "__main__":
    server.run()
