# region store
import os
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, Field

from mcprism import Accepted, Context, EmbeddedResource, Server, TextResourceContents, ToolError

Title = Annotated[str, Field(min_length=1, max_length=100, description="A few words")]
Text = Annotated[str, Field(description="In Markdown")]


class Note(BaseModel):
    title: Title
    text: Text


class Notes:
    """All notes, in a file."""

    def __init__(self, file: str) -> None:
        self.database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self.database.execute("create table if not exists notes (title text primary key, text text)")

    def write(self, note: Note) -> None:
        self.database.execute("insert or replace into notes values (?, ?)", (note.title, note.text))

    def delete(self, title: str) -> None:
        self.database.execute("delete from notes where title = ?", (title,))

    def all(self) -> list[Note]:
        rows = self.database.execute("select title, text from notes order by title")
        return [Note(title=title, text=text) for title, text in rows]

    def one(self, title: str) -> Note:
        for note in self.all():
            if note.title == title:
                return note
        titles = ", ".join(note.title for note in self.all()) or "there are none"
        raise ToolError(f"there is no note {title!r}; the notes are: {titles}")


# endregion
# region lifespan
@asynccontextmanager
async def lifespan(server: Server) -> AsyncGenerator[Notes]:
    notes = Notes(os.environ.get("NOTES_FILE", ":memory:"))
    try:
        yield notes
    finally:
        notes.database.close()


server = Server(
    "notes",
    version="1.0.0",
    instructions="Keeps the notes of the user. Look for a note before you write a new one.",
    lifespan=lifespan,
)


# endregion
# region tools
@server.tool(title="Write a note", idempotent=True)
def write_note(title: Title, text: Text, ctx: Context[Notes]) -> str:
    """Writes a note, in place of one with the same title."""
    ctx.lifespan.write(Note(title=title, text=text))
    ctx.notify_resource_updated(address(title))
    return f"Written: {address(title)}"


@server.tool(title="Find notes", read_only=True)
def find_notes(ctx: Context[Notes], words: str = "") -> list[Note]:
    """All notes that have these words in them; without words, all notes."""
    return [note for note in ctx.lifespan.all() if words.lower() in f"{note.title} {note.text}".lower()]


# endregion
# region resource
@server.resource("notes://{title}", mime_type="text/markdown")
def note(title: str, ctx: Context[Notes]) -> str:
    """One note."""
    return ctx.lifespan.one(title).text


def address(title: str) -> str:
    return f"notes://{quote(title, safe='')}"


# endregion
# region prompt
@server.prompt(title="Explain a note")
def explain(title: str, reader: str = "a child", *, ctx: Context[Notes]) -> list[str | EmbeddedResource]:
    """Has a note explained to somebody."""
    note = ctx.lifespan.one(title)
    contents = TextResourceContents(uri=address(title), mime_type="text/markdown", text=note.text)
    return [f"Explain this note to {reader}.", EmbeddedResource(resource=contents)]


# endregion
# region asking
class Confirmation(BaseModel):
    delete: Annotated[bool, Field(title="Delete it for good")]


@server.tool(title="Delete a note", destructive=True)
async def delete_note(title: str, ctx: Context[Notes]) -> str:
    """Deletes a note, if the user agrees."""
    note = ctx.lifespan.one(title)
    answer = await ctx.elicit(f"Delete the note {note.title!r}, {len(note.text)} characters?", Confirmation)
    if not isinstance(answer, Accepted) or not answer.content.delete:
        return "The user wants to keep it."
    ctx.lifespan.delete(title)
    return "Deleted."


# endregion
# region progress
@server.tool(title="Write many notes", idempotent=True)
async def write_notes(notes: list[Note], ctx: Context[Notes]) -> int:
    """Writes notes, in place of those with the same titles."""
    for number, note in enumerate(notes, start=1):
        ctx.lifespan.write(note)
        await ctx.progress(number, total=len(notes), message=note.title)
    return len(notes)


# endregion
if __name__ == "__main__":
    server.run()
