"""2024-11-05 -> 2025-03-26: audio content, tool annotations, progress messages, the completions capability.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/changelog
"""

import base64
import hashlib
from typing import Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Passage, content, drop, each, kind, refuse, within
from mcprism.versions.steps.step import Row, Slots, Step

_NEEDS: Final = "2025-03-26 or newer"


def _audio_as_resource(block: JsonObject, passage: Passage) -> JsonObject:
    """An embedded resource with the same bytes, MIME type and annotations; its URI names the content."""
    detail = "sent as an embedded resource"
    passage.lose("audio content", "degraded", detail, needs=_NEEDS)
    data = block.get("data")
    resource: JsonObject = {"uri": f"urn:mcp-content:sha256:{_digest(data if isinstance(data, str) else '')}"}
    if "mimeType" in block:
        resource["mimeType"] = block["mimeType"]
    resource["blob"] = data
    embedded: JsonObject = {"type": "resource", "resource": resource}
    if "annotations" in block:
        embedded["annotations"] = block["annotations"]
    return embedded


def _digest(data: str) -> str:
    try:
        return hashlib.sha256(base64.b64decode(data)).hexdigest()
    except ValueError:
        # Not base64: what the peer makes of it is its business, and the text identifies the content as well.
        return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


_AUDIO: Final = kind("audio", _audio_as_resource)
_NO_AUDIO: Final = kind(
    "audio", refuse("audio content in sampling", needs=_NEEDS, detail="only text and images can be sampled")
)
_SERVER_CAPABILITIES: Final = drop("completions", of="ServerCapabilities", needs=_NEEDS, loss=None)

STEP: Final = Step(
    older="2024-11-05",
    newer="2025-03-26",
    down={
        "initialize": Slots(result=within("capabilities", _SERVER_CAPABILITIES)),
        "tools/list": Slots(result=each("tools", drop("annotations", of="Tool", needs=_NEEDS))),
        "tools/call": Slots(result=content(_AUDIO)),
        "prompts/get": Slots(result=each("messages", content(_AUDIO))),
        "sampling/createMessage": Slots(params=each("messages", content(_NO_AUDIO)), result=content(_NO_AUDIO)),
        "notifications/progress": Slots(params=drop("message", of="ProgressNotificationParams", needs=_NEEDS)),
    },
    objects_down={"ServerCapabilities": _SERVER_CAPABILITIES},
    handled=frozenset(
        {
            "added member ProgressNotificationParams.message",
            "added member ServerCapabilities.completions",
            "added member Tool.annotations",
            "changed type ContentBlock",
            "changed type SamplingMessageContentBlock",
        }
    ),
    ignorable={},
    by_era=(
        Row(
            "JSON-RPC batches",
            "the transports: they send single messages, and read arrays in 2025-03-26 only",
            ("changed type JSONRPCMessage",),
        ),
        Row("Streamable HTTP, authorization", "the transports and `auth`: nothing of it is in a message"),
        Row("completion without a capability", "the client: a 2024-11-05 server is asked, and may answer -32601"),
        Row("hints of a tool without annotations", "whoever reads them: absent means the defaults of ToolAnnotations"),
    ),
)
