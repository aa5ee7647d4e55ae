"""The server that `mcprism demo` looks at: written once, against the newest version, with something of everything."""

import base64
import struct
import wave
from io import BytesIO
from typing import Literal

import anyio
from pydantic import BaseModel

from mcprism import Accepted, Context, Elicitation, InvalidParams, Roots, Server
from mcprism_types.v2026_07_28 import (
    AudioContent,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    CompleteResultCompletion,
    GetPromptRequestParams,
    GetPromptResult,
    Icon,
    ListPromptsResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    Prompt,
    PromptArgument,
    PromptMessage,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceLink,
    ServerHandler,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)

HAIKU = "One handler, written.\nPeers of every age connect.\nEach hears its own tongue."
HAIKU_URI = "demo://haiku"
LANGUAGES = ["Latin", "Lithuanian", "Luganda"]

_ICON = Icon(src="https://example.com/brush.svg", mime_type="image/svg+xml")
_NUMBER = {"type": "number"}
_ONLY_READS = ToolAnnotations(read_only_hint=True)
_FOR_A_MINUTE = 60_000


class Wish(BaseModel):
    """What a poem is to be like."""

    season: Literal["spring", "summer", "autumn", "winter"] = "autumn"
    moods: list[Literal["calm", "merry", "wistful"]]


class Demo(ServerHandler[Context]):
    """Adds, counts down, and knows a haiku."""

    async def list_tools(self, params: PaginatedRequestParams, ctx: Context) -> ListToolsResult:
        """The four tools."""
        return ListToolsResult(tools=_TOOLS, ttl_ms=_FOR_A_MINUTE, cache_scope="public")

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        """Runs a tool. Arguments that do not fit are an error of the tool, so that a model can correct them."""
        match params.name, params.arguments or {}:
            case "add", {"a": int() | float() as a, "b": int() | float() as b}:
                return _text(str(a + b))
            case "add", arguments:
                return _text(f"a and b must be numbers, not {arguments}", is_error=True)
            case "countdown", arguments:
                return await _countdown(arguments.get("start", 3), ctx)
            case "recite", _:
                return _recited()
            case "compose", _:
                return await _composed(ctx)
            case name, _:
                raise InvalidParams(f"there is no tool {name!r}")

    async def list_resources(self, params: PaginatedRequestParams, ctx: Context) -> ListResourcesResult:
        """The one resource."""
        haiku = Resource(
            uri=HAIKU_URI,
            name="haiku",
            title="The haiku",
            description="What this is about.",
            mime_type="text/plain",
            icons=[_ICON],
        )
        return ListResourcesResult(resources=[haiku], ttl_ms=_FOR_A_MINUTE, cache_scope="public")

    async def read_resource(self, params: ReadResourceRequestParams, ctx: Context) -> ReadResourceResult:
        """The haiku."""
        if params.uri != HAIKU_URI:
            raise InvalidParams(f"there is no resource {params.uri!r}")
        haiku = TextResourceContents(uri=HAIKU_URI, text=HAIKU, mime_type="text/plain")
        return ReadResourceResult(contents=[haiku], ttl_ms=_FOR_A_MINUTE, cache_scope="public")

    async def list_prompts(self, params: PaginatedRequestParams, ctx: Context) -> ListPromptsResult:
        """The one prompt."""
        language = PromptArgument(name="language", title="Language", description="What to translate into.")
        prompt = Prompt(name="translate", title="Translate", description="Translate the haiku.", arguments=[language])
        return ListPromptsResult(prompts=[prompt], ttl_ms=_FOR_A_MINUTE, cache_scope="public")

    async def get_prompt(self, params: GetPromptRequestParams, ctx: Context) -> GetPromptResult:
        """The prompt with its argument in it."""
        if params.name != "translate":
            raise InvalidParams(f"there is no prompt {params.name!r}")
        language = (params.arguments or {}).get("language", LANGUAGES[0])
        content = TextContent(text=f"Translate this haiku into {language}:\n\n{HAIKU}")
        return GetPromptResult(messages=[PromptMessage(role="user", content=content)])

    async def complete(self, params: CompleteRequestParams, ctx: Context) -> CompleteResult:
        """Languages that begin like what has been typed."""
        typed = params.argument.value.lower()
        values = [language for language in LANGUAGES if language.lower().startswith(typed)]
        return CompleteResult(completion=CompleteResultCompletion(values=values))


_TOOLS = [
    Tool(
        name="add",
        title="Add two numbers",
        description="Returns a + b.",
        input_schema={"type": "object", "properties": {"a": _NUMBER, "b": _NUMBER}, "required": ["a", "b"]},
    ),
    Tool(
        name="countdown",
        title="Count down",
        description="Counts down to zero, and reports progress on the way.",
        input_schema={
            "type": "object",
            "properties": {"start": {"type": "integer", "minimum": 1, "maximum": 10}},
        },
    ),
    Tool(
        name="recite",
        title="Recite the haiku",
        description="A sound, a link to the text, and the number of words in each line.",
        icons=[_ICON],
        annotations=_ONLY_READS,
        input_schema={"type": "object"},
        output_schema={"type": "array", "items": {"type": "integer"}},
    ),
    Tool(
        name="compose",
        title="Compose a haiku",
        description="Asks what it is to be like, and for the client's roots.",
        icons=[_ICON],
        annotations=_ONLY_READS,
        input_schema={"type": "object"},
    ),
]


async def _countdown(start: object, ctx: Context) -> CallToolResult:
    if not isinstance(start, int) or not 1 <= start <= 10:
        return _text(f"start must be a whole number from 1 to 10, not {start!r}", is_error=True)
    for done in range(1, start + 1):
        await anyio.sleep(0.05)
        await ctx.progress(done, total=start, message=str(start - done) if done < start else "lift-off")
    return _text(f"counted down from {start}")


def _recited() -> CallToolResult:
    return CallToolResult(
        content=[
            AudioContent(data=_gong(), mime_type="audio/wav"),
            ResourceLink(uri=HAIKU_URI, name="haiku", title="The haiku", mime_type="text/plain", icons=[_ICON]),
        ],
        structured_content=[len(line.split()) for line in HAIKU.splitlines()],
    )


async def _composed(ctx: Context) -> CallToolResult:
    """Asks two questions at once; with a session they are requests, without one they are in a result."""
    answer, roots = await ctx.ask_all(Elicitation("What should the haiku be like?", Wish), Roots())
    if not isinstance(answer, Accepted):
        return _text("Then not.")
    wish = answer.content
    return _text(f"A {' and '.join(wish.moods)} haiku of {wish.season}, for {len(roots)} roots.")


def _gong() -> str:
    """A hundredth of a second of sound."""
    data = BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", 8000 - 200 * (step % 80)) for step in range(80)))
    return base64.b64encode(data.getvalue()).decode("ascii")


def _text(text: str, *, is_error: bool | None = None) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=is_error)


server = Server.from_handler(
    Demo(),
    name="mcprism-demo",
    version="1.0.0",
    title="mcprism demo",
    instructions="Ask it for a haiku.",
    capabilities={"resources": {"subscribe": True}},
)

if __name__ == "__main__":
    server.run()
