from pydantic import BaseModel

from mcprism import Accepted, Context, Elicitation, Roots, Server

server = Server("search", version="1.0.0")


class Query(BaseModel):
    words: str


@server.tool
async def folders(ctx: Context) -> list[str]:
    """The folders that this server may look into."""
    return [str(root.uri) for root in await ctx.list_roots()]


@server.tool
async def search(ctx: Context) -> str:
    """Asks two things at once."""
    query, roots = await ctx.ask_all(Elicitation("What are you looking for?", Query), Roots())
    if not isinstance(query, Accepted):
        return "Nothing was looked for."
    return f"{query.content.words!r} in {', '.join(str(root.uri) for root in roots)}"
