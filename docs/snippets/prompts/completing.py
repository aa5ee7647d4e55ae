from typing import Literal

from mcprism import Server

server = Server("reviews", version="1.0.0")

LANGUAGES = {"web": ["javascript", "typescript"], "data": ["python", "r"]}


@server.prompt
def review(code: str, field: Literal["web", "data"], language: str) -> str:
    """Asks for a review."""
    return f"Review this {language} code, which is for the {field}:\n\n{code}"


@server.completion("review", "language")
def languages(value: str, field: str = "") -> list[str]:
    """What may follow what was typed; `field` is the other argument, as far as it is known."""
    known = LANGUAGES.get(field) or [*LANGUAGES["web"], *LANGUAGES["data"]]
    return [language for language in known if language.startswith(value)]


@server.resource("manuals://{language}")
def manual(language: str) -> str:
    return f"How to write {language}"


@server.completion("manuals://{language}", "language")
def manuals(value: str) -> list[str]:
    return languages(value)
