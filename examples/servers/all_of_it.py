"""All of it: a library that shows what can be declared on a server, and what its functions can do.

python all_of_it.py
"""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import anyio
from pydantic import BaseModel, Field

from mcprism import (
    Accepted,
    Audio,
    Cancelled,
    Completion,
    Context,
    Declined,
    Depends,
    Icon,
    Image,
    PromptMessage,
    ResourceLink,
    Roots,
    Sampling,
    Server,
    TextContent,
    ToolBox,
    ToolError,
    elicitation,
    tool,
)
from swatch import COLORS, png

FILES = Path(__file__).parent / "library_files"
BOOK_ICON = Icon.from_file(FILES / "book.svg", sizes=["any"])


# What the library is, and what lasts as long as it is open


class Book(BaseModel):
    """A book on a shelf."""

    number: int
    title: str
    author: str
    year: int
    is_lent: bool = False


@dataclass
class Library:
    """What is on the shelves."""

    books: dict[int, Book] = field(default_factory=dict[int, Book])

    def add(self, title: str, author: str, year: int) -> Book:
        """Puts a book on the shelf."""
        number = len(self.books) + 1
        book = self.books[number] = Book(number=number, title=title, author=author, year=year)
        return book

    def book(self, number: int) -> Book:
        """A book by its number."""
        if number not in self.books:
            raise ToolError(f"there is no book {number}: find_books says which there are")
        return self.books[number]


@asynccontextmanager
async def opened(server: Server) -> AsyncGenerator[Library]:
    """The lifespan: entered before the first request, left after the last."""
    library = Library()
    library.add("The Left Hand of Darkness", "Ursula K. Le Guin", 1969)
    library.add("Solaris", "Stanisław Lem", 1961)
    library.add("The Dispossessed", "Ursula K. Le Guin", 1974)
    yield library
    library.books.clear()


App = Context[Library]

server = Server(
    "library",
    version="1.0.0",
    title="The library",
    description="Books, and what one does with them.",
    website_url="https://example.com/library",
    icons=[BOOK_ICON],
    instructions="Find books before you lend them. Numbers of books come from find_books.",
    capabilities={"logging": {}},
    lifespan=opened,
)


# Dependencies: given to functions, made once for each request, and not a part of the schema


def reader(ctx: App) -> str:
    """Who is asking."""
    return ctx.peer.info.name if ctx.peer.info is not None else "somebody"


async def desk(ctx: App, who: Annotated[str, Depends(reader)]) -> AsyncGenerator[list[str]]:
    """What is written down during one request; what follows the yield runs when the tool has ended."""
    notes = [f"{who} is at the desk"]
    yield notes
    await ctx.log("info", notes, "desk")


Reader = Annotated[str, Depends(reader)]
Desk = Annotated[list[str], Depends(desk)]


# Tools


@server.tool(title="Find books", read_only=True, idempotent=True, icons=[BOOK_ICON])
async def find_books(
    ctx: App,
    words: Annotated[str, Field(description="What title or author has in it.")] = "",
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
) -> list[Book]:
    """Books on the shelves. Typed results are data with a schema, and text for models."""
    wanted = words.lower()
    return [book for book in ctx.lifespan.books.values() if wanted in f"{book.title} {book.author}".lower()][:limit]


@server.tool(title="Lend a book", destructive=False, tags=["lending"])
class LendBook(BaseModel):
    """Lends a book. A class is a tool as well: its fields are the arguments, and a client can make its call from it."""

    number: int = Field(description="The number of the book.")
    weeks: int = Field(default=3, ge=1, le=6)

    async def run(self, ctx: App, who: Reader, notes: Desk) -> str:
        """Lends it, and tells those who watch the book."""
        book = ctx.lifespan.book(self.number)
        if book.is_lent:
            raise ToolError(f"{book.title} is lent already")
        book.is_lent = True
        notes.append(f"{who} has {book.title}")
        server.notify_resource_updated(f"library://books/{self.number}")
        return f"{who} has {book.title} for {self.weeks} weeks."


@server.tool(title="Bring a book back", tags=["lending"])
async def bring_back(number: int, ctx: App) -> ResourceLink:
    """Takes a book back, and says where to read of it. Older clients get the link as text."""
    book = ctx.lifespan.book(number)
    book.is_lent = False
    server.notify_resource_updated(f"library://books/{number}")
    return ResourceLink(uri=f"library://books/{number}", name=book.title)


@server.tool(title="Take stock", read_only=True, timeout=60)
async def take_stock(ctx: App, pause: Annotated[float, Field(ge=0, le=1)] = 0.05) -> str:
    """Counts the books, one after the other. A client that gives up ends this where it waits."""
    books = list(ctx.lifespan.books.values())
    for counted, book in enumerate(books, 1):
        await anyio.sleep(pause)
        await ctx.progress(counted, total=len(books), message=book.title)
    await ctx.log("info", f"{len(books)} books", "stock")
    return f"{len(books)} books, {sum(book.is_lent for book in books)} of them lent."


@server.tool(title="Count letters", read_only=True)
def count_letters(ctx: App, seconds: Annotated[float, Field(ge=0, le=10)] = 0.1) -> int:
    """Works without `async`, so it has a thread; there it looks by itself whether somebody still waits."""
    until = time.monotonic() + seconds
    letters = 0
    while time.monotonic() < until and not ctx.cancelled:
        letters = sum(len(book.title) for book in ctx.lifespan.books.values())
    return letters


@server.tool(title="Opening hours", read_only=True, inline=True, structured=False)
def opening_hours() -> str:
    """Takes no time, so it needs no thread."""
    return "Always."


@server.tool(title="Show a cover", read_only=True)
async def show_cover(number: int, ctx: App) -> list[Image | Audio | str]:
    """A picture, a sound and a text: whatever is in the list becomes content of its kind."""
    book = ctx.lifespan.book(number)
    return [Image(png(COLORS["blue"])), Audio(SILENCE), f"{book.title} by {book.author}"]


SILENCE = b"RIFF,\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0@\x1f\0\0@\x1f\0\0\1\0\x08\0data\x08\0\0\0" + b"\x80" * 8


# Asking the client: the same for each version, with a session and without


class Binding(Enum):
    """How a book is bound. `label` is what people see."""

    HARD = "hard"
    SOFT = "soft"

    @property
    def label(self) -> str:
        """The words for people."""
        return {"hard": "Hard, for years", "soft": "Soft, for pockets"}[self.value]


@elicitation("Which book should we buy?")
class Wish(BaseModel):
    """A form for the user."""

    title: str = Field(min_length=1)
    author: str = "unknown"
    year: int = Field(default=2000, ge=1450, le=2100)
    binding: Binding = Binding.SOFT


@server.tool(title="Buy a book")
async def buy_book(ctx: App) -> str:
    """Asks the user which one. For a client without a session it runs again with the answer: `once` holds even then."""
    match await ctx.elicit(Wish):
        case Accepted(wish):

            async def buy() -> int:
                return ctx.lifespan.add(wish.title, wish.author, wish.year).number

            number = await ctx.once("buy", buy)
            return f"{wish.title} is book {number}, {wish.binding.value}."
        case Declined():
            return "Then not."
        case Cancelled():
            return "Nobody answered."


@server.tool(title="Pay the fine")
async def pay_fine(ctx: App) -> str:
    """Secrets and payments are for a page that the user opens, never for a form."""
    answer = await ctx.elicit_url("Two weeks late: 40 cents.", "https://example.com/library/fines/17")
    return "Thank you." if isinstance(answer, Accepted) else "It will not get less."


@server.tool(title="Recommend a book", read_only=True)
async def recommend(ctx: App) -> str:
    """Asks the client for its roots and its model for a sentence, at once."""
    titles = ", ".join(book.title for book in ctx.lifespan.books.values())
    roots, said = await ctx.ask_all(Roots(), Sampling(f"Recommend one of: {titles}", max_tokens=100))
    text = said.content.text if isinstance(said.content, TextContent) else "Hm."
    return f"For who works on {len(roots)} projects: {text}"


# Changes of what is offered


@server.tool(title="Close for tonight")
async def close_for_tonight() -> str:
    """Takes away all that is tagged, and clients are told."""
    server.disable_tagged("lending")
    return "Nothing is lent any more."


@server.tool(title="Open again")
async def open_again() -> str:
    """Brings it back."""
    server.enable_tagged("lending")
    return "Come in."


# Resources


@server.resource("library://motto", title="The motto", mime_type="text/plain", ttl=3600, cache="public")
def motto() -> str:
    """Clients may keep it for an hour."""
    return "Whoever reads is elsewhere."


@server.resource("library://stamp", title="The stamp", mime_type="image/png")
def stamp() -> bytes:
    """Bytes are sent as such."""
    return png(COLORS["red"], size=4)


@server.resource("library://books/{number}", title="A book", mime_type="application/json")
async def book(number: int, ctx: App) -> Book:
    """A template: the variable is a parameter, and what is returned is sent as JSON."""
    return ctx.lifespan.book(number)


@server.resource("library://shelf{?author,since}", title="A part of the shelf", mime_type="application/json")
async def shelf(ctx: App, author: str = "", since: int = 0) -> list[str]:
    """What may follow a question mark is a parameter with a default."""
    books = ctx.lifespan.books.values()
    return [book.title for book in books if author.lower() in book.author.lower() and book.year >= since]


server.add_file("library://rules", FILES / "rules.md", title="Rules of the house")
server.add_directory("library://files/{+path}", FILES, title="Papers of the library")


# Prompts, and completions of their arguments


@server.prompt(title="Review a book")
def review(title: str, tone: Literal["kind", "dry"] = "kind") -> list[PromptMessage]:
    """What is one of a few values completes by itself; for the title there is a function."""
    return [
        PromptMessage(role="user", content=TextContent(text=f"Write a {tone} review of {title}.")),
        PromptMessage(role="assistant", content=TextContent(text="How many words?")),
    ]


@server.completion("review", "title")
async def titles(value: str, ctx: App) -> Completion:
    """Titles that have in them what was typed."""
    found = [book.title for book in ctx.lifespan.books.values() if value.lower() in book.title.lower()]
    return Completion(found, total=len(found))


@server.completion("library://books/{number}", "number")
async def numbers(value: str, ctx: App) -> list[str]:
    """Numbers that begin so."""
    return [str(number) for number in ctx.lifespan.books if str(number).startswith(value)]


# Servers made of others: a tool box, and a server with resources of its own


@tool(title="Weeks until", read_only=True)
def weeks_until(days: Annotated[int, Field(ge=0)]) -> float:
    """Days as weeks."""
    return days / 7


calendar = ToolBox(weeks_until, name="calendar")
cafe = Server("cafe", version="1.0.0")


@cafe.tool(title="Order", read_only=False)
def order(drink: Literal["tea", "coffee"], who: Reader) -> str:
    """Something hot."""
    return f"A {drink} for {who}."


@cafe.resource("cafe://menu")
def menu() -> list[str]:
    """What there is."""
    return ["tea", "coffee"]


server.include(calendar, prefix="calendar_")
server.include(cafe, prefix="cafe_")


if __name__ == "__main__":
    server.run()
