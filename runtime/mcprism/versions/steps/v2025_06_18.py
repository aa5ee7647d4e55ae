"""2025-03-26 -> 2025-06-18: structured output, elicitation, resource links, titles, `_meta` on what messages contain.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/changelog
"""

from typing import Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import (
    Conversion,
    Passage,
    chain,
    content,
    drop,
    each,
    is_object,
    kind,
    refuse,
    with_text,
    within,
    without,
)
from mcprism.versions.steps.step import Row, Slots, Step

_NEEDS: Final = "2025-06-18 or newer"


def _structured_as_text(result: JsonObject, passage: Passage) -> JsonObject:
    """Nothing is lost where the result has text already: that says the same to older clients."""
    if "structuredContent" not in result:
        return result
    told = with_text(result, result["structuredContent"])
    if told is not result:
        passage.lose("structured content", "degraded", "sent as JSON in a text block", needs=_NEEDS)
    return without(told, frozenset({"structuredContent"}))


def _link_as_text(block: JsonObject, passage: Passage) -> JsonObject:
    """The label and the URI in one line, below it what else the link says."""
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
    told = without(tool, frozenset({"title"}))
    if not is_object(annotations):
        return told
    if not annotations.get("title"):
        return {**told, "annotations": {**annotations, "title": tool["title"]}}
    if annotations["title"] != tool["title"]:
        passage.lose("Tool.title", "hint", "is not sent: annotations.title says something else", needs=_NEEDS)
    return told


def _drop(*members: str, of: str) -> Conversion:
    return drop(*members, of=of, needs=_NEEDS)


_ANNOTATIONS: Final = within("annotations", _drop("lastModified", of="Annotations"))
_CONTENTS: Final = _drop("_meta", of="ResourceContents")
_BLOCK: Final = chain(
    kind("resource_link", _link_as_text),
    kind("resource", within("resource", _CONTENTS)),
    _drop("_meta", of="ContentBlock"),
    _ANNOTATIONS,
)
_SAMPLED: Final = content(_BLOCK)
_CLIENT_CAPABILITIES: Final = drop("elicitation", of="ClientCapabilities", needs=_NEEDS, loss=None)
_IMPLEMENTATION: Final = _drop("title", of="Implementation")

STEP: Final = Step(
    older="2025-03-26",
    newer="2025-06-18",
    down={
        "initialize": Slots(
            params=chain(within("capabilities", _CLIENT_CAPABILITIES), within("clientInfo", _IMPLEMENTATION)),
            result=within("serverInfo", _IMPLEMENTATION),
        ),
        "tools/list": Slots(
            result=each("tools", _title_in_annotations, _drop("outputSchema", "_meta", of="Tool")),
        ),
        "tools/call": Slots(result=chain(_structured_as_text, content(_BLOCK))),
        "prompts/list": Slots(
            result=each(
                "prompts", _drop("title", "_meta", of="Prompt"), each("arguments", _drop("title", of="PromptArgument"))
            )
        ),
        "prompts/get": Slots(result=each("messages", content(_BLOCK))),
        "resources/list": Slots(result=each("resources", _drop("title", "_meta", of="Resource"), _ANNOTATIONS)),
        "resources/templates/list": Slots(
            result=each("resourceTemplates", _drop("title", "_meta", of="ResourceTemplate"), _ANNOTATIONS)
        ),
        "resources/read": Slots(result=each("contents", _CONTENTS)),
        "completion/complete": Slots(
            params=chain(
                _drop("context", of="CompleteRequestParams"),
                within("ref", kind("ref/prompt", _drop("title", of="PromptReference"))),
            )
        ),
        "roots/list": Slots(result=each("roots", _drop("_meta", of="Root"))),
        "sampling/createMessage": Slots(params=each("messages", _SAMPLED), result=_SAMPLED),
        "elicitation/create": Slots(
            params=refuse("elicitation", needs=_NEEDS, detail="there is no form for a question to the user")
        ),
    },
    objects_down={"ClientCapabilities": _CLIENT_CAPABILITIES, "Implementation": _IMPLEMENTATION},
    handled=frozenset(
        {
            "added member Annotations.lastModified",
            "added member AudioContent._meta",
            "added member BlobResourceContents._meta",
            "added member CallToolResult.structuredContent",
            "added member ClientCapabilities.elicitation",
            "added member CompleteRequestParams.context",
            "added member EmbeddedResource._meta",
            "added member ImageContent._meta",
            "added member Implementation.title",
            "added member Prompt._meta",
            "added member Prompt.title",
            "added member PromptArgument.title",
            "added member PromptReference.title",
            "added member Resource._meta",
            "added member Resource.title",
            "added member ResourceContents._meta",
            "added member ResourceTemplate._meta",
            "added member ResourceTemplate.title",
            "added member Root._meta",
            "added member TextContent._meta",
            "added member TextResourceContents._meta",
            "added member Tool._meta",
            "added member Tool.outputSchema",
            "added member Tool.title",
            "added method elicitation/create",
            "changed type ContentBlock",
        }
    ),
    ignorable={
        "a union of messages or results: the methods say the same": (
            "changed type ClientResult",
            "changed type ServerRequest",
        ),
    },
    by_era=(
        Row(
            "JSON-RPC batches removed",
            "the transports: arrays are read in 2025-03-26 only, and never sent",
            ("changed type JSONRPCMessage",),
        ),
        Row("MCP-Protocol-Version header", "the HTTP transport"),
        Row(
            "rules for keys of `_meta`", "server and client: they refuse reserved keys of an author's, for all versions"
        ),
        Row("links read and embedded instead of named", "`links`: it takes the handler, so it is done before the step"),
    ),
)
