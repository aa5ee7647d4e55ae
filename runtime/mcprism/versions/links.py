"""Resource links for clients that know none, read and embedded: the alternative to telling them as text.

Reading takes the handler, so this comes before the conversions of steps; what could not be read is theirs.

Spec: server/tools#embedded-resources
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Conversion, Passage, content, each, kind

_NEEDS: Final = "2025-06-18 or newer"

_PLACES: Final[Mapping[str, Callable[[Conversion], Conversion]]] = {
    "prompts/get": lambda block: each("messages", content(block)),
    "tools/call": lambda block: content(block),
}
"""Where results have content blocks, by method."""


def linked(result: JsonObject, passage: Passage) -> list[str]:
    """The URIs that links in a result lead to, each once."""
    found: dict[str, None] = {}

    def note(block: JsonObject, passage: Passage) -> JsonObject:
        found[str(block.get("uri"))] = None
        return block

    _at_links(result, passage, note)
    return list(found)


def embedded(result: JsonObject, contents: Mapping[str, Any], passage: Passage) -> JsonObject:
    """A result with the contents of resources in place of links to them, by URI; other links are left alone."""

    def embed(block: JsonObject, passage: Passage) -> JsonObject:
        uri = str(block.get("uri"))
        if uri not in contents:
            return block
        passage.lose("resource links", "degraded", "read, and sent as embedded resources", needs=_NEEDS)
        same: JsonObject = {name: block[name] for name in ("annotations", "_meta") if name in block}
        return {"type": "resource", "resource": contents[uri], **same}

    return _at_links(result, passage, embed)


def _at_links(result: JsonObject, passage: Passage, conversion: Conversion) -> JsonObject:
    place = _PLACES.get(passage.method)
    return result if place is None else place(kind("resource_link", conversion))(result, passage)
