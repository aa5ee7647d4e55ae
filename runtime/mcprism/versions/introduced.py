"""What one side says of itself, in the words of the version that the peer speaks."""

from mcprism.jsonrpc import JsonObject
from mcprism.versions.bridge import Bridge
from mcprism.versions.era import Introduction, capability_names, only_known, wire_names


def declared(introduction: Introduction, bridge: Bridge, model: str) -> JsonObject:
    """The capabilities of this side; `model`: `ServerCapabilities` or `ClientCapabilities`."""
    return only_known(bridge.object_out(model, introduction.capabilities), capability_names(bridge.peer, model))


def presented(introduction: Introduction, bridge: Bridge) -> JsonObject:
    """Which program this side is."""
    info = bridge.object_out("Implementation", introduction.info)
    return only_known(info, wire_names(bridge.peer, "Implementation"))
