"""Servers that tests talk to."""

from typing import Any

import anyio

from mcprism import Accepted, Context, InvalidAnswer, Server
from mcprism_types.v2025_11_25 import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    NotificationParams,
    PaginatedRequestParams,
    ServerHandler,
    TextContent,
    Tool,
)

NAMES = ("echo", "tell", "ask", "wait", "fail", "flood")


def said(text: str) -> CallToolResult:
    """A result that is a text."""
    return CallToolResult(content=[TextContent(text=text)])


class Handler(ServerHandler[Context]):
    """Tools that answer at once, tell something before, ask, wait to be let go, and fail."""

    def __init__(self) -> None:
        self.begun = anyio.Event()
        self.go = anyio.Event()
        self.ended: list[str] = []
        self.roots_changed = 0

    async def list_tools(self, params: PaginatedRequestParams | None, ctx: Context) -> ListToolsResult:
        return ListToolsResult(tools=[Tool(name=name, input_schema={"type": "object"}) for name in NAMES])

    async def on_roots_list_changed(self, params: NotificationParams | None, ctx: Context) -> None:
        self.roots_changed += 1

    async def call_tool(self, params: CallToolRequestParams, ctx: Context) -> CallToolResult:
        result: CallToolResult = await getattr(self, params.name)(params.arguments or {}, ctx)
        return result

    async def echo(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        return said(str(arguments.get("text", "")))

    async def tell(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        await ctx.progress(1, 2, "half")
        await ctx.log("info", "at work")
        return said("told")

    async def ask(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        form = {"type": "object", "properties": {"name": {"type": "string"}}}
        match await ctx.elicit("Who?", form):
            case Accepted(content):
                return said(f"it is {content['name']}")
            case _:
                return said("nobody")

    async def roots(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        try:
            return said(str(await ctx.list_roots()))
        except InvalidAnswer as error:
            return said(str(error))

    async def wait(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        self.begun.set()
        try:
            await self.go.wait()
            for number in range(arguments.get("tell", 0)):
                await ctx.log("info", number)
        except BaseException:
            self.ended.append("cancelled")
            raise
        self.ended.append("done")
        return said("waited")

    async def release(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        await ctx.close_stream()
        await self.go.wait()
        await ctx.log("info", "back at work")
        return said("released")

    async def fail(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        raise LookupError("a secret")

    async def flood(self, arguments: dict[str, Any], ctx: Context) -> CallToolResult:
        for _ in range(arguments["times"]):
            await ctx.log("info", "x" * arguments["size"])
        self.ended.append("done")
        return said("flooded")


def serving(handler: Handler | None = None, **options: Any) -> Server:
    """A server of that handler."""
    declared = options.pop("capabilities", {"logging": {}})
    return Server.from_handler(handler or Handler(), name="demo", version="1", capabilities=declared, **options)
