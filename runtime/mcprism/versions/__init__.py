"""The only place that knows versions of the protocol and tells them apart."""

from mcprism.versions.bridge import Bridge, ConvertingSender, Crossing, Losses
from mcprism.versions.catalog import ERAS, EraName, Installed, installed
from mcprism.versions.conversions import DROPPED
from mcprism.versions.era import Era, Introduction, capability_names
from mcprism.versions.first_request import FirstRequest
from mcprism.versions.handshake import BATCHING, HandshakeClient, HandshakeServer
from mcprism.versions.links import embedded, linked
from mcprism.versions.listen_streams import ACKNOWLEDGED, ListenStreams, Watch, filter_in, filter_out
from mcprism.versions.loss import LossPolicy, LossReport, OnLoss, WarnOnce, log_loss
from mcprism.versions.negotiate import UNSUPPORTED_VERSION, in_era, nothing_in_common, spoken, supported_versions
from mcprism.versions.reserved import check_metadata, is_reserved
from mcprism.versions.results import ResultRule, rule_for, text_beside_structure
from mcprism.versions.session import SessionReceiver
from mcprism.versions.stateless import (
    CLIENT_CAPABILITIES,
    MISSING_CAPABILITY,
    StatelessServer,
    names_version,
    stated,
)
from mcprism.versions.stateless_client import StatelessClient, envelope_of
from mcprism.versions.stateless_receiver import StatelessReceiver
from mcprism.versions.typed_sender import Answerer, TypedSender

__all__ = [
    "ACKNOWLEDGED",
    "BATCHING",
    "CLIENT_CAPABILITIES",
    "DROPPED",
    "ERAS",
    "MISSING_CAPABILITY",
    "UNSUPPORTED_VERSION",
    "Answerer",
    "Bridge",
    "ConvertingSender",
    "Crossing",
    "Era",
    "EraName",
    "FirstRequest",
    "HandshakeClient",
    "HandshakeServer",
    "Installed",
    "Introduction",
    "ListenStreams",
    "LossPolicy",
    "LossReport",
    "Losses",
    "OnLoss",
    "ResultRule",
    "SessionReceiver",
    "StatelessClient",
    "StatelessReceiver",
    "StatelessServer",
    "TypedSender",
    "WarnOnce",
    "Watch",
    "capability_names",
    "check_metadata",
    "embedded",
    "envelope_of",
    "filter_in",
    "filter_out",
    "in_era",
    "installed",
    "is_reserved",
    "linked",
    "log_loss",
    "names_version",
    "nothing_in_common",
    "rule_for",
    "spoken",
    "stated",
    "supported_versions",
    "text_beside_structure",
]
