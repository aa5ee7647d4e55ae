"""What the command line answers when a server asks its client: something that fits, and nobody's secrets.

Nobody sits there to be asked. Forms get their defaults, the first of several choices, or a value that fits; pages are
not opened; there are no roots; and a message of the model's is a fixed text.
"""

from typing import Any, Final

from mcprism.context import Context
from mcprism.jsonrpc import JsonObject
from mcprism_types import v2026_07_28 as v

CAPABILITIES: Final[JsonObject] = {
    "elicitation": {"form": {}, "url": {}},
    "roots": {},
    "sampling": {"context": {}, "tools": {}},
}
_WRITTEN: Final = "A message that mcprism wrote in place of a model."
_OF_FORMAT: Final = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "email": "nobody@example.com",
    "uri": "https://example.com/",
}


class Answers(v.ClientHandler[Context]):
    """Answers whatever a server of any version may ask."""

    async def elicit(self, params: v.ElicitRequestParams, ctx: Context) -> v.ElicitResult:
        """Fills in forms; declines to open pages."""
        asked = params.to_wire()
        if asked.get("mode") == "url":
            return v.ElicitResult(action="decline")
        fields: JsonObject = asked["requestedSchema"]["properties"]
        content = {name: filled_in(field) for name, field in fields.items()}
        return v.ElicitResult.from_wire({"action": "accept", "content": content})

    async def list_roots(self, params: v.ListRootsRequestParams | None, ctx: Context) -> v.ListRootsResult:
        """None."""
        return v.ListRootsResult(roots=[])

    async def create_message(self, params: v.CreateMessageRequestParams, ctx: Context) -> v.CreateMessageResult:
        """The fixed text."""
        return v.CreateMessageResult(role="assistant", content=v.TextContent(text=_WRITTEN), model="none")


def filled_in(field: JsonObject) -> Any:
    """A value for a field of a form."""
    match field:
        case {"default": default}:
            return default
        case {"enum": [first, *_]} | {"oneOf": [{"const": first}, *_]}:
            return first
        case {"type": "array"}:
            items: JsonObject = field.get("items", {})
            choices: list[Any] = items.get("enum") or [choice.get("const") for choice in items.get("anyOf", ())]
            return choices[: max(1, field.get("minItems", 1))]
        case {"type": "boolean"}:
            return False
        case {"type": "integer" | "number"}:
            least, most = field.get("minimum", 0), field.get("maximum", 0)
            return least if least > 0 else min(0, most)
        case _:
            text: str = _OF_FORMAT.get(field.get("format", ""), "text")
            return text.ljust(field.get("minLength", 0), ".")[: field.get("maxLength", None)]
