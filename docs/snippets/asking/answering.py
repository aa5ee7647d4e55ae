from mcprism import Context, TextContent
from mcprism_types.v2026_07_28 import (
    ClientHandler,
    CreateMessageRequestParams,
    CreateMessageResult,
    ElicitRequestFormParams,
    ElicitRequestParams,
    ElicitResult,
    ListRootsRequestParams,
    ListRootsResult,
    Root,
)


class Answers(ClientHandler[Context]):
    """Answers what servers ask. A program for people would show it to them."""

    async def elicit(self, params: ElicitRequestParams, ctx: Context) -> ElicitResult:
        print("asked:", params.message)
        if not isinstance(params, ElicitRequestFormParams):
            print("to open:", params.url)
            return ElicitResult(action="accept")
        known = {"street": "Rua Augusta 1", "confirmed": True, "words": "tides"}
        wanted = params.requested_schema.properties
        return ElicitResult(action="accept", content={name: known[name] for name in wanted if name in known})

    async def create_message(self, params: CreateMessageRequestParams, ctx: Context) -> CreateMessageResult:
        return CreateMessageResult(role="assistant", model="none", content=TextContent(text="It is about the sea."))

    async def list_roots(self, params: ListRootsRequestParams | None, ctx: Context) -> ListRootsResult:
        return ListRootsResult(roots=[Root(uri="file:///home/ada/notes", name="Notes")])
