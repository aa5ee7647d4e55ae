"""Our server, as the official clients see it: `server.py FOLDER BROKER [http] [VERSION...]`, over stdio or HTTP.

A typed handler of 2026-07-28, offered in the given versions (none: in all). What passes goes to a file in the folder.
BROKER is what becomes of a handler that asks a client without a session.
"""

import base64
import sys
from typing import Any, Literal

import anyio
from pydantic import BaseModel
from recording import Observing, Recording, done, started

from mcprism import Context, Server
from mcprism.errors import InvalidParams
from mcprism.questions import Accepted
from mcprism.rounds import Rounds
from mcprism.server.process import run_stdio
from mcprism.stores import InMemoryEventStore
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
    tool("interview", "Asks the user, then the model."),
    tool("form", "Asks the user by way of its result."),
    tool("wait", "Waits until it is cancelled."),
    tool("cancelled", "How many waits were cancelled, once one was."),
]


class Person(BaseModel):
    """The form that users fill in."""

    name: str


async def who(ctx: Context) -> str:
    """What the user says."""
    answer = await ctx.elicit("Who are you?", Person)
    return answer.content.name if isinstance(answer, Accepted) else "nobody"


async def why(ctx: Context) -> str:
    """What the model says."""
    answer = await ctx.sample("Why?", max_tokens=10)
    return f"{answer.model}: {answer.content.text}"


def form() -> mcp.InputRequiredResult:
    """The question to the user as a result."""
    asked = mcp.ElicitRequestFormParams.from_wire(
        {
            "message": "Who are you?",
            "requestedSchema": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        }
    )
    return mcp.InputRequiredResult(input_requests={"who": mcp.ElicitRequest(params=asked)}, request_state="asked")


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
        arguments = params.arguments or {}
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
                text = await who(ctx)
            case "think":
                text = await why(ctx)
            case "interview":
                text = f"{await who(ctx)}, {await why(ctx)}"
            case "form":
                if params.request_state != "asked":
                    return form()
                answer = (params.input_responses or {})["who"]
                text = f"{answer.action}: {answer.content['name']}"
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


def main(folder: str, broker: Literal["replay", "park"], *versions: str) -> None:
    """Serves until the client has gone, or over HTTP until it is told to end."""
    record = started(folder)
    over_http, versions = versions[:1] == ("http",), tuple(version for version in versions if version != "http")
    server = Server.from_handler(
        Handler(),
        name="interop",
        version="1.2.3",
        title="Interop",
        instructions="Add numbers.",
        capabilities={"logging": {}},
        versions=versions or None,
        rounds=Rounds(broker=broker),
    )
    if over_http:
        observer = Observing()
        server.run("http", port=0, observers=[observer], event_store=InMemoryEventStore())
        done(record, observer.messages)
        return
    recordings: list[Recording] = []

    def connect(channel: Channel) -> Any:
        recordings.append(Recording(channel))
        return server.peer(recordings[0])

    run_stdio(connect, backend="asyncio")
    done(record, recordings[0].messages)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *sys.argv[3:])
