"""The only place that knows versions of the protocol and tells them apart."""

from mcprism.versions.catalog import ERAS, EraName, Installed, installed
from mcprism.versions.era import Era, Introduction, capability_names
from mcprism.versions.handshake import HandshakeClient, HandshakeServer
from mcprism.versions.negotiate import asked_for
from mcprism.versions.typed_sender import TypedSender

__all__ = [
    "ERAS",
    "Era",
    "EraName",
    "HandshakeClient",
    "HandshakeServer",
    "Installed",
    "Introduction",
    "TypedSender",
    "asked_for",
    "capability_names",
    "installed",
]
