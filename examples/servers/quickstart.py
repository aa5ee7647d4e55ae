"""Quick start: one tool over standard input and output, for the client that starts this file.

python quickstart.py
"""

from mcprism import Icon, Server

server = Server(
    "hello",
    version="0.1.0",
    title="Hello",
    instructions="Greets people. Call say_hello with a name.",
    icons=[Icon(src="https://example.com/wave.svg", mime_type="image/svg+xml")],
)


@server.tool
def say_hello(name: str) -> str:
    """Greets somebody."""
    return f"Hello, {name}!"


if __name__ == "__main__":
    server.run()
