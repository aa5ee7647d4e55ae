from datetime import date
from typing import Literal

from mcprism import Server, ToolError

server = Server("diary", version="1.0.0")

ENTRIES = {date(2026, 7, 28): "Sun all day."}


@server.resource("diary://{day}/{language}", mime_type="text/plain")
def entry(day: date, language: Literal["en", "pt"]) -> str:
    """What was written on a day."""
    if day not in ENTRIES:
        raise ToolError(f"nothing was written on {day}")
    return f"[{language}] {ENTRIES[day]}"


@server.resource("files://{+path}")
def file(path: str) -> str:
    """A file, at any depth."""
    return f"the file {path}"
