"""The error that says "open these addresses first", for clients that do not know it: the addresses as text.

Spec: 2025-11-25/client/elicitation#url-elicitation-required-error
"""

from typing import Final

from mcprism.errors import INTERNAL_ERROR, URL_ELICITATION_REQUIRED
from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import AsResult, ErrorConversion, Passage, is_list, is_object

_FEATURE: Final = "URL elicitation"


def addresses_as_result(needs: str) -> ErrorConversion:
    """For tools: a result that failed, which the model can read. `needs`: where there would be no loss."""

    def convert(error: JsonObject, passage: Passage) -> JsonObject | AsResult:
        if error.get("code") != URL_ELICITATION_REQUIRED:
            return error
        passage.lose(_FEATURE, "degraded", "the addresses are sent as text of a tool error", needs=needs)
        return AsResult({"content": [{"type": "text", "text": _text(error)}], "isError": True})

    return convert


def addresses_as_message(needs: str) -> ErrorConversion:
    """For all else: an internal error that names the addresses."""

    def convert(error: JsonObject, passage: Passage) -> JsonObject | AsResult:
        if error.get("code") != URL_ELICITATION_REQUIRED:
            return error
        passage.lose(_FEATURE, "degraded", "the addresses are sent as text of an error", needs=needs)
        return {"code": INTERNAL_ERROR, "message": _text(error)}

    return convert


def required_addresses(error: JsonObject) -> list[JsonObject]:
    """What such an error asks to open, as it names it."""
    data = error.get("data")
    asked = data.get("elicitations") if is_object(data) else None
    return [entry for entry in asked if is_object(entry)] if is_list(asked) else []


def _text(error: JsonObject) -> str:
    """The message, then the addresses, one a line."""
    addresses = (f"{entry.get('message')}: {entry.get('url')}" for entry in required_addresses(error))
    return "\n".join([str(error.get("message", "")), *addresses])
