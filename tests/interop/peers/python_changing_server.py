"""A server of the official Python SDK, 2.x, that changes. Runs in an environment of its own."""

from mcp.server.mcpserver import Context, MCPServer

server = MCPServer("official", log_level="ERROR")


@server.tool()
async def change(ctx: Context) -> str:
    """Changes everything."""
    await ctx.notify_tools_changed()
    await ctx.notify_prompts_changed()
    await ctx.notify_resources_changed()
    await ctx.notify_resource_updated("demo://other")
    await ctx.notify_resource_updated("demo://greeting")
    return "changed"


@server.resource("demo://greeting")
def greeting() -> str:
    """A greeting."""
    return "hello"


@server.prompt()
def greet(name: str) -> str:
    """Greets someone."""
    return f"Greet {name}."


if __name__ == "__main__":
    server.run()
