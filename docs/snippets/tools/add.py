from mcprism import Server

server = Server("sums", version="1.0.0")


@server.tool
def add(a: int, b: int = 1) -> int:
    """Adds two numbers.

    Args:
        a: the first number
        b: the second number
    """
    return a + b
