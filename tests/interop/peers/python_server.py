"""A server of the official Python SDK, as our client sees it. Runs in an environment of its own."""

from mcp.server.mcpserver import MCPServer

server = MCPServer("official", instructions="Add numbers.")


@server.tool()
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


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
