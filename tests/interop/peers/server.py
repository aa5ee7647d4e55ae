"""Our server, as the official clients see it: `server.py FOLDER [VERSION...]`, over stdio.

A typed handler of 2026-07-28, offered in the given versions (none: in all). What passes goes to a file in the folder.
"""

import base64
import sys
from typing import Any

import anyio
from recording import Recording, done, started

from mcprism import Context, Server
from mcprism.errors import InvalidParams
from mcprism.server.process import run_stdio
from mcprism.transports.channel import Channel
from mcprism_types import v2026_07_28 as mcp

PATIENCE = 20.0
AUDIO = base64.b64encode(b"RIFF").decode()


def tool(name: str, description: str, **members: Any) -> mcp.Tool:
    """A tool; without `input_schema` one that takes nothing."""
    return mcp.Tool(name=name, description=description, **{"input_schema": {"type": "object"}, **members})


TOOLS = [
    tool(
        "add",
        "Adds two numbers.",
        title="Add",
        input_schema={
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
            "required": ["a", "b"],
        },
        output_schema={"type": "object", "properties": {"sum": {"type": "integer"}}, "required": ["sum"]},
    ),
    tool("count", "Counts to five, one for each tick."),
    tool("tick", "Lets `count` go on."),
    tool("log", "Logs."),
    tool("media", "Text, sound and a link."),
    tool("ask", "Asks the user who they are."),
    tool("think", "Asks the model."),
    tool("wait", "Waits until it is cancelled."),
    tool("cancelled", "How many waits were cancelled, once one was."),
]


def question(message: mcp.InputRequest) -> mcp.InputRequiredResult:
    """One question to the client, as the result of a call."""
    return mcp.InputRequiredResult(input_requests={"question": message})


class Handler(mcp.ServerHandler[Context]):
    """Tools, one resource, one prompt."""

    def __init__(self) -> None:
        self.cancelled = 0
        self.cancellation = anyio.Event()
        self.ticks = anyio.Semaphore(0)

    async def list_tools(self, params: mcp.PaginatedRequestParams, ctx: Context) -> mcp.ListToolsResult:
        """All tools."""
        return mcp.ListToolsResult(tools=TOOLS, ttl_ms=0, cache_scope="private")

    async def call_tool(
        self, params: mcp.CallToolRequestParams, ctx: Context
    ) -> mcp.CallToolResult | mcp.InputRequiredResult:
        """The tools themselves."""
        arguments, answer = params.arguments or {}, (params.input_responses or {}).get("question")
        match params.name:
            case "add":
                total = arguments["a"] + arguments["b"]
                return mcp.CallToolResult(content=[mcp.TextContent(text=str(total))], structured_content={"sum": total})
            case "count":
                for step in range(1, 6):
                    await ctx.progress(step, 5, f"step {step}")
                    # The TypeScript SDK 1.x loses progress that arrives in one read with the answer.
                    with anyio.fail_after(PATIENCE):
                        await self.ticks.acquire()
                text = "5"
            case "tick":
                self.ticks.release()
                text = "tick"
            case "log":
                await ctx.log("info", {"step": 1}, "interop")
                text = "logged"
            case "media":
                audio = mcp.AudioContent(data=AUDIO, mime_type="audio/wav")
                link = mcp.ResourceLink(name="greeting", uri="demo://greeting")
                return mcp.CallToolResult(content=[mcp.TextContent(text="hear"), audio, link])
            case "ask":
                if not isinstance(answer, mcp.ElicitResult):
                    form = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
                    asked = mcp.ElicitRequestFormParams(
                        message="Who are you?", requested_schema=mcp.ElicitRequestedSchema.from_wire(form)
                    )
                    return question(mcp.ElicitRequest(params=asked))
                text = f"{answer.action}: {(answer.content or {})['name']}"
            case "think":
                if not isinstance(answer, mcp.CreateMessageResult):
                    message = mcp.SamplingMessage(role="user", content=mcp.TextContent(text="Why?"))
                    asked = mcp.CreateMessageRequestParams(messages=[message], max_tokens=10)
                    return question(mcp.CreateMessageRequest(params=asked))
                text = f"{answer.model}: {answer.content.text}"
            case "wait":
                try:
                    await ctx.progress(1)
                    await anyio.sleep(PATIENCE)
                    text = "nobody cancelled"
                except anyio.get_cancelled_exc_class():
                    self.cancelled += 1
                    self.cancellation.set()
                    raise
            case "cancelled":
                with anyio.fail_after(PATIENCE):
                    await self.cancellation.wait()
                text = str(self.cancelled)
            case unknown:
                raise InvalidParams(f"unknown tool {unknown!r}")
        return mcp.CallToolResult(content=[mcp.TextContent(text=text)])

    async def list_resources(self, params: mcp.PaginatedRequestParams, ctx: Context) -> mcp.ListResourcesResult:
        """One resource."""
        resource = mcp.Resource(name="greeting", title="Greeting", uri="demo://greeting")
        return mcp.ListResourcesResult(resources=[resource], ttl_ms=0, cache_scope="private")

    async def read_resource(self, params: mcp.ReadResourceRequestParams, ctx: Context) -> mcp.ReadResourceResult:
        """Its text."""
        contents = mcp.TextResourceContents(uri=params.uri, mime_type="text/plain", text="hello")
        return mcp.ReadResourceResult(contents=[contents], ttl_ms=0, cache_scope="private")

    async def list_prompts(self, params: mcp.PaginatedRequestParams, ctx: Context) -> mcp.ListPromptsResult:
        """One prompt."""
        argument = mcp.PromptArgument(name="name", title="Name", required=True)
        prompts = [mcp.Prompt(name="greet", title="Greet", arguments=[argument])]
        return mcp.ListPromptsResult(prompts=prompts, ttl_ms=0, cache_scope="private")

    async def get_prompt(self, params: mcp.GetPromptRequestParams, ctx: Context) -> mcp.GetPromptResult:
        """Its message."""
        name = (params.arguments or {}).get("name", "you")
        message = mcp.PromptMessage(role="user", content=mcp.TextContent(text=f"Greet {name}."))
        return mcp.GetPromptResult(messages=[message])


def main(folder: str, *versions: str) -> None:
    """Serves until the client has gone."""
    record = started(folder)
    server = Server.from_handler(
        Handler(),
        name="interop",
        version="1.2.3",
        title="Interop",
        instructions="Add numbers.",
        capabilities={"logging": {}},
        versions=versions or None,
    )
    recordings: list[Recording] = []

    def connect(channel: Channel) -> Any:
        recordings.append(Recording(channel))
        return server.peer(recordings[0])

    run_stdio(connect, backend="asyncio")
    done(record, recordings[0].messages)


if __name__ == "__main__":
    main(*sys.argv[1:])
