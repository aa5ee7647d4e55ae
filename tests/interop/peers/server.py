"""Our server, as the official clients see it: a typed handler of 2025-11-25 over stdio."""

import anyio

from mcprism import Context, Server
from mcprism.errors import InvalidParams
from mcprism_types import v2025_11_25 as mcp

TOOLS = [
    mcp.Tool(
        name="add",
        title="Add",
        description="Adds two numbers.",
        input_schema={
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
            "required": ["a", "b"],
        },
    ),
    mcp.Tool(name="count", description="Counts to five, one for each tick.", input_schema={"type": "object"}),
    mcp.Tool(name="tick", description="Lets `count` go on.", input_schema={"type": "object"}),
    mcp.Tool(name="wait", description="Waits until it is cancelled.", input_schema={"type": "object"}),
    mcp.Tool(name="cancelled", description="How many waits were cancelled.", input_schema={"type": "object"}),
]


class Handler(mcp.ServerHandler[Context]):
    """Tools, one resource, one prompt."""

    def __init__(self) -> None:
        self.cancelled = 0
        self.ticks = anyio.Semaphore(0)

    async def list_tools(self, params: mcp.PaginatedRequestParams | None, ctx: Context) -> mcp.ListToolsResult:
        """All tools."""
        return mcp.ListToolsResult(tools=TOOLS)

    async def call_tool(self, params: mcp.CallToolRequestParams, ctx: Context) -> mcp.CallToolResult:
        """The tools themselves."""
        arguments = params.arguments or {}
        match params.name:
            case "add":
                text = str(arguments["a"] + arguments["b"])
            case "count":
                for step in range(1, 6):
                    await ctx.progress(step, 5, f"step {step}")
                    # The TypeScript SDK 1.x loses progress that arrives in one read with the answer.
                    await self.ticks.acquire()
                text = "5"
            case "tick":
                self.ticks.release()
                text = "tick"
            case "wait":
                try:
                    await anyio.sleep_forever()
                finally:
                    self.cancelled += 1
            case "cancelled":
                text = str(self.cancelled)
            case unknown:
                raise InvalidParams(f"unknown tool {unknown!r}")
        return mcp.CallToolResult(content=[mcp.TextContent(text=text)])

    async def list_resources(self, params: mcp.PaginatedRequestParams | None, ctx: Context) -> mcp.ListResourcesResult:
        """One resource."""
        return mcp.ListResourcesResult(resources=[mcp.Resource(name="greeting", uri="demo://greeting")])

    async def read_resource(self, params: mcp.ReadResourceRequestParams, ctx: Context) -> mcp.ReadResourceResult:
        """Its text."""
        contents = mcp.TextResourceContents(uri=params.uri, mime_type="text/plain", text="hello")
        return mcp.ReadResourceResult(contents=[contents])

    async def list_prompts(self, params: mcp.PaginatedRequestParams | None, ctx: Context) -> mcp.ListPromptsResult:
        """One prompt."""
        argument = mcp.PromptArgument(name="name", required=True)
        return mcp.ListPromptsResult(prompts=[mcp.Prompt(name="greet", arguments=[argument])])

    async def get_prompt(self, params: mcp.GetPromptRequestParams, ctx: Context) -> mcp.GetPromptResult:
        """Its message."""
        name = (params.arguments or {}).get("name", "you")
        message = mcp.PromptMessage(role="user", content=mcp.TextContent(text=f"Greet {name}."))
        return mcp.GetPromptResult(messages=[message])


if __name__ == "__main__":
    Server.from_handler(Handler(), name="interop", version="1.2.3", instructions="Add numbers.").run()
