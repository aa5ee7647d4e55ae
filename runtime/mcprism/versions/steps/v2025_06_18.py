"""2025-03-26 -> 2025-06-18: structured output, elicitation, resource links, titles, `_meta` on what messages contain.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/changelog
"""

from typing import Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Passage, chain, content, drop, each, is_object, kind, refuse, with_text, within
from mcprism.versions.conversions import without as _without
from mcprism.versions.steps.step import Row, Slots, Step

_NEEDS: Final = "2025-06-18 or newer"


def _structured_as_text(result: JsonObject, passage: Passage) -> JsonObject:
    """Nothing is lost where the result has text already: that says the same to older clients."""
    if "structuredContent" not in result:
        return result
    told = with_text(result, result["structuredContent"])
    if told is not result:
        passage.lose("structured content", "degraded", "sent as JSON in a text block", needs=_NEEDS)
    return _without(told, frozenset({"structuredContent"}))


def _link_as_text(block: JsonObject, passage: Passage) -> JsonObject:
    passage.lose("resource links", "degraded", "sent as text", needs=_NEEDS)
    label = block.get("title") or block.get("name")
    lines = [f"{label} <{block.get('uri')}>", block.get("description"), block.get("mimeType")]
    text: JsonObject = {"type": "text", "text": "\n".join(str(line) for line in lines if line)}
    if "annotations" in block:
        text["annotations"] = block["annotations"]
    return text


def _title_in_annotations(tool: JsonObject, passage: Passage) -> JsonObject:
    """2025-03-26 has a title for tools among their annotations only."""
    if "title" not in tool:
        return tool
    annotations = tool.get("annotations", {})
    told = _without(tool, frozenset({"title"}))
    if is_object(annotations) and not annotations.get("title"):
        return {**told, "annotations": {**annotations, "title": tool["title"]}}
    if not is_object(annotations) or annotations["title"] != tool["title"]:
        passage.lose("Tool.title", "hint", "not sent: annotations.title is another one", needs=_NEEDS)
    return told


def _drop(*members: str, of: str) -> chain:
    return drop(*members, of=of, needs=_NEEDS)
