"""The server that `mcprism demo` talks to: a handler of one version, with tools, a resource and a prompt."""

import anyio

from mcprism import Context, InvalidParams, Server
from mcprism_types.v2025_11_25 import (
    CallToolRequestParams,
    CallToolResult,
    GetPromptRequestParams,
    GetPromptResult,
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
    ServerHandler,
    TextContent,
    TextResourceContents,
    Tool,
)

HAIKU = "One handler, written.\nPeers of every age connect.\nEach hears its own tongue."
HAIKU_URI = "demo://haiku"

_NUMBER = {"type": "number"}


class Demo(ServerHandler[Context]):
    """Adds, counts down, and has a haiku."""

    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        """The two tools."""
        return ListToolsResult(
            tools=[
                Tool(
                    name="add",
                    title="Add two numbers",
                    description="Returns a + b.",
                    input_schema={
                        "type": "object",
                        "properties": {"a": _NUMBER, "b": _NUMBER},
                        "required": ["a", "b"],
                    },
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
            ]
        )

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        """Runs a tool. Arguments that do not fit are an error of the tool, so that a model can correct them."""
        match params.name, params.arguments or {}:
            case "add", {"a": int() | float() as a, "b": int() | float() as b}:
                return _text(str(a + b))
            case "add", arguments:
                return _text(f"a and b must be numbers, not {arguments}", is_error=True)
            case "countdown", arguments:
                return await _countdown(arguments.get("start", 3), ctx)
            case name, _:
                raise InvalidParams(f"there is no tool {name!r}")

    async def list_resources(self, params: PaginatedRequestParams | None, ctx: Context) -> ListResourcesResult:
        """The one resource."""
        haiku = Resource(uri=HAIKU_URI, name="haiku", description="What this is about.", mime_type="text/plain")
        return ListResourcesResult(resources=[haiku])

    async def read_resource(self, params: ReadResourceRequestParams, ctx: Context) -> ReadResourceResult:
        """The haiku."""
        if params.uri != HAIKU_URI:
            raise InvalidParams(f"there is no resource {params.uri!r}")
        return ReadResourceResult(contents=[TextResourceContents(uri=HAIKU_URI, text=HAIKU, mime_type="text/plain")])

    async def list_prompts(self, params: PaginatedRequestParams | None, ctx: Context) -> ListPromptsResult:
        """The one prompt."""
        language = PromptArgument(name="language", description="What to translate into.", required=True)
        return ListPromptsResult(
            prompts=[Prompt(name="translate", description="Translate the haiku.", arguments=[language])]
        )

    async def get_prompt(self, params: GetPromptRequestParams, ctx: Context) -> GetPromptResult:
        """The prompt with its argument in it."""
        match params.name, params.arguments:
            case "translate", {"language": language}:
                content = TextContent(text=f"Translate this haiku into {language}:\n\n{HAIKU}")
                return GetPromptResult(messages=[PromptMessage(role="user", content=content)])
            case name, _:
                raise InvalidParams(f"there is no prompt {name!r} with these arguments; translate needs a language")


async def _countdown(start: object, ctx: Context) -> CallToolResult:
    if not isinstance(start, int) or not 1 <= start <= 10:
        return _text(f"start must be a whole number from 1 to 10, not {start!r}", is_error=True)
    for done in range(1, start + 1):
        await anyio.sleep(0.05)
        await ctx.progress(done, total=start, message=str(start - done) if done < start else "lift-off")
    return _text(f"counted down from {start}")


def _text(text: str, *, is_error: bool | None = None) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=is_error)


if __name__ == "__main__":
    Server.from_handler(
        Demo(), name="mcprism-demo", version="1.0.0", title="mcprism demo", instructions="Ask it for a haiku."
    ).run()
