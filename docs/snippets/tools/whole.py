from mcprism import CallToolResult, Server, TextContent

server = Server("whole", version="1.0.0")


@server.tool
def measure() -> CallToolResult:
    """Measures the length."""
    return CallToolResult(
        content=[TextContent(text="about 3 metres")],
        structured_content={"metres": 3.02},
    )
