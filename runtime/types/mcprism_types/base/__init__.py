"""The hand-written ground under every generated version: model base class, method descriptions, errors."""

from mcprism_types.base.errors import McprismError as McprismError
from mcprism_types.base.errors import MethodNotFound as MethodNotFound
from mcprism_types.base.errors import ProtocolError as ProtocolError
from mcprism_types.base.model import OMIT as OMIT
from mcprism_types.base.model import Integer as Integer
from mcprism_types.base.model import MCPModel as MCPModel
from mcprism_types.base.model import Number as Number
from mcprism_types.base.model import OpenUnion as OpenUnion
from mcprism_types.base.model import UnknownContent as UnknownContent
from mcprism_types.base.problems import problems as problems
from mcprism_types.base.protocol import BOTH as BOTH
from mcprism_types.base.protocol import CLIENT as CLIENT
from mcprism_types.base.protocol import EMBEDDED as EMBEDDED
from mcprism_types.base.protocol import SERVER as SERVER
from mcprism_types.base.protocol import Alternative as Alternative
from mcprism_types.base.protocol import NotificationSpec as NotificationSpec
from mcprism_types.base.protocol import OnProgress as OnProgress
from mcprism_types.base.protocol import Outbound as Outbound
from mcprism_types.base.protocol import ProtocolSpec as ProtocolSpec
from mcprism_types.base.protocol import RequestSpec as RequestSpec
from mcprism_types.base.protocol import SendOptions as SendOptions
from mcprism_types.base.protocol import Side as Side

__all__ = [
    "BOTH",
    "CLIENT",
    "EMBEDDED",
    "OMIT",
    "SERVER",
    "Alternative",
    "Integer",
    "MCPModel",
    "McprismError",
    "MethodNotFound",
    "NotificationSpec",
    "Number",
    "OnProgress",
    "OpenUnion",
    "Outbound",
    "ProtocolError",
    "ProtocolSpec",
    "RequestSpec",
    "SendOptions",
    "Side",
    "UnknownContent",
    "problems",
]
