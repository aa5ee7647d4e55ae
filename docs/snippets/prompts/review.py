from typing import Annotated, Literal

from mcprism import Server

server = Server("reviews", version="1.0.0")


@server.prompt(title="Review some code")
def review(
    code: Annotated[str, "What to review"],
    tone: Literal["kind", "dry"] = "kind",
    points: int = 3,
) -> str:
    """Asks for a review."""
    return f"Review this code in a {tone} tone, in at most {points} points:\n\n{code}"
