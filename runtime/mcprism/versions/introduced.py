"""What one side says of itself, in the words of the version that the peer speaks."""

from dataclasses import replace

from mcprism.jsonrpc import JsonObject
from mcprism.versions.adapter import adapter
from mcprism.versions.bridge import Bridge
from mcprism.versions.catalog import ERAS
from mcprism.versions.era import Introduction, bare_capabilities, capability_names, only_known, wire_names


def declared(introduction: Introduction, bridge: Bridge, model: str) -> JsonObject:
    """The capabilities of this side; `model`: `ServerCapabilities` or `ClientCapabilities`."""
    said = only_known(bridge.object_out(model, introduction.capabilities), capability_names(bridge.peer, model))
    bare = bare_capabilities(bridge.peer, model) & said.keys()
    # Code of that very version may say more for the sake of others: `roots.listChanged` is for peers with a session.
    return {**said, **{name: {} for name in bare}} if bare else said


def presented(introduction: Introduction, bridge: Bridge) -> JsonObject:
    """Which program this side is."""
    # It is written in the newest version, whichever one the code is for.
    newest = list(ERAS)[-1]
    info, convert = introduction.info, adapter(bridge.peer.version, newest).outbound("Implementation", "object")
    if convert is not None:
        passage = bridge.passage("initialize", inward=False, memory={})
        info = convert(info, replace(passage, from_version=newest))
    return only_known(info, wire_names(bridge.peer, "Implementation"))
