"""The Model Context Protocol in every version.

    from mcprism import Client, Context, Server

Spec: https://modelcontextprotocol.io/specification
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mcprism.client import Client as Client
    from mcprism.client import Clients as Clients
    from mcprism.client import Command as Command
    from mcprism.client import HttpTarget as HttpTarget
    from mcprism.client import ServerCommand as ServerCommand
    from mcprism.client import Subscription as Subscription
    from mcprism.client import ToolResult as ToolResult
    from mcprism.context import Context as Context
    from mcprism.cores import ClientHandlerCore as ClientHandlerCore
    from mcprism.cores import ServerHandlerCore as ServerHandlerCore
    from mcprism.custom import CustomNotification as CustomNotification
    from mcprism.custom import CustomRequest as CustomRequest
    from mcprism.errors import ConfigurationError as ConfigurationError
    from mcprism.errors import ConnectionClosed as ConnectionClosed
    from mcprism.errors import ConsentRefused as ConsentRefused
    from mcprism.errors import HttpError as HttpError
    from mcprism.errors import InsufficientScope as InsufficientScope
    from mcprism.errors import InvalidAnswer as InvalidAnswer
    from mcprism.errors import InvalidParams as InvalidParams
    from mcprism.errors import InvalidRequest as InvalidRequest
    from mcprism.errors import McprismError as McprismError
    from mcprism.errors import MethodNotFound as MethodNotFound
    from mcprism.errors import NotDeclared as NotDeclared
    from mcprism.errors import NotSupportedByPeer as NotSupportedByPeer
    from mcprism.errors import PeerError as PeerError
    from mcprism.errors import ProtocolError as ProtocolError
    from mcprism.errors import RequestTimeout as RequestTimeout
    from mcprism.errors import StartError as StartError
    from mcprism.errors import ToolError as ToolError
    from mcprism.errors import TooManyRounds as TooManyRounds
    from mcprism.errors import UnsupportedVersion as UnsupportedVersion
    from mcprism.events import Filter as Filter
    from mcprism.events import PromptsChanged as PromptsChanged
    from mcprism.events import ResourcesChanged as ResourcesChanged
    from mcprism.events import ResourceUpdated as ResourceUpdated
    from mcprism.events import ToolsChanged as ToolsChanged
    from mcprism.exchange import Caller as Caller
    from mcprism.exchange import Implementation as Implementation
    from mcprism.exchange import Principal as Principal
    from mcprism.forms import elicitation as elicitation
    from mcprism.middleware import CallNext as CallNext
    from mcprism.middleware import Middleware as Middleware
    from mcprism.middleware import MiddlewareRequest as MiddlewareRequest
    from mcprism.observers.logs import LoggingObserver as LoggingObserver
    from mcprism.observers.message import MessageEvent as MessageEvent
    from mcprism.observers.message import MessageObserver as MessageObserver
    from mcprism.observers.metrics import MetricsObserver as MetricsObserver
    from mcprism.observers.recorder import Recorder as Recorder
    from mcprism.observers.redaction import hidden as hidden
    from mcprism.questions import Accepted as Accepted
    from mcprism.questions import Cancelled as Cancelled
    from mcprism.questions import Declined as Declined
    from mcprism.questions import Elicitation as Elicitation
    from mcprism.questions import Roots as Roots
    from mcprism.questions import Sampling as Sampling
    from mcprism.questions import UrlElicitation as UrlElicitation
    from mcprism.rounds import InputAbandoned as InputAbandoned
    from mcprism.rounds import Rounds as Rounds
    from mcprism.rounds import SealedState as SealedState
    from mcprism.rounds import StoredState as StoredState
    from mcprism.server import Server as Server
    from mcprism.server.declarations.completions import Completion as Completion
    from mcprism.server.declarations.dependencies import override_dependency as override_dependency
    from mcprism.server.declarations.depends import Depends as Depends
    from mcprism.server.declarations.icons import Icon as Icon
    from mcprism.server.declarations.media import Audio as Audio
    from mcprism.server.declarations.media import Image as Image
    from mcprism.server.declarations.prompts import PromptOptions as PromptOptions
    from mcprism.server.declarations.resources import ResourceOptions as ResourceOptions
    from mcprism.server.declarations.tool_box import FunctionCall as FunctionCall
    from mcprism.server.declarations.tool_box import ToolBox as ToolBox
    from mcprism.server.http.options import HttpOptions as HttpOptions
    from mcprism.server.http.tls import Tls as Tls
    from mcprism.threads import run_blocking as run_blocking
    from mcprism.tool_options import ToolOptions as ToolOptions
    from mcprism.tool_options import tool as tool
    from mcprism.transports.cors import Cors as Cors
    from mcprism.versions.loss import LossReport as LossReport
    from mcprism_types.v2026_07_28 import AudioContent as AudioContent
    from mcprism_types.v2026_07_28 import BlobResourceContents as BlobResourceContents
    from mcprism_types.v2026_07_28 import CallToolResult as CallToolResult
    from mcprism_types.v2026_07_28 import EmbeddedResource as EmbeddedResource
    from mcprism_types.v2026_07_28 import GetPromptResult as GetPromptResult
    from mcprism_types.v2026_07_28 import ImageContent as ImageContent
    from mcprism_types.v2026_07_28 import InputRequiredResult as InputRequiredResult
    from mcprism_types.v2026_07_28 import PromptMessage as PromptMessage
    from mcprism_types.v2026_07_28 import ReadResourceResult as ReadResourceResult
    from mcprism_types.v2026_07_28 import ResourceLink as ResourceLink
    from mcprism_types.v2026_07_28 import TextContent as TextContent
    from mcprism_types.v2026_07_28 import TextResourceContents as TextResourceContents

_HOMES: Final = {
    "mcprism.client": ("Client", "Clients", "Command", "HttpTarget", "ServerCommand", "Subscription", "ToolResult"),
    "mcprism.errors": (
        "ConfigurationError",
        "ConnectionClosed",
        "ConsentRefused",
        "HttpError",
        "InsufficientScope",
        "InvalidAnswer",
        "InvalidParams",
        "InvalidRequest",
        "McprismError",
        "MethodNotFound",
        "NotDeclared",
        "NotSupportedByPeer",
        "PeerError",
        "ProtocolError",
        "RequestTimeout",
        "StartError",
        "TooManyRounds",
        "ToolError",
        "UnsupportedVersion",
    ),
    "mcprism.context": ("Context",),
    "mcprism.cores": ("ClientHandlerCore", "ServerHandlerCore"),
    "mcprism.custom": ("CustomNotification", "CustomRequest"),
    "mcprism.events": ("Filter", "PromptsChanged", "ResourceUpdated", "ResourcesChanged", "ToolsChanged"),
    "mcprism.exchange": ("Caller", "Implementation", "Principal"),
    "mcprism.middleware": ("CallNext", "Middleware", "MiddlewareRequest"),
    "mcprism.forms": ("elicitation",),
    "mcprism.observers.logs": ("LoggingObserver",),
    "mcprism.observers.message": ("MessageEvent", "MessageObserver"),
    "mcprism.observers.metrics": ("MetricsObserver",),
    "mcprism.observers.recorder": ("Recorder",),
    "mcprism.observers.redaction": ("hidden",),
    "mcprism.questions": ("Accepted", "Cancelled", "Declined", "Elicitation", "Roots", "Sampling", "UrlElicitation"),
    "mcprism.rounds": ("InputAbandoned", "Rounds", "SealedState", "StoredState"),
    "mcprism.server": ("Server",),
    "mcprism.server.declarations.icons": ("Icon",),
    "mcprism.server.declarations.completions": ("Completion",),
    "mcprism.server.declarations.dependencies": ("override_dependency",),
    "mcprism.server.declarations.depends": ("Depends",),
    "mcprism.server.declarations.media": ("Audio", "Image"),
    "mcprism.server.declarations.prompts": ("PromptOptions",),
    "mcprism.server.declarations.resources": ("ResourceOptions",),
    "mcprism.server.declarations.tool_box": ("FunctionCall", "ToolBox"),
    "mcprism.server.http.options": ("HttpOptions",),
    "mcprism.server.http.tls": ("Tls",),
    "mcprism.threads": ("run_blocking",),
    "mcprism.tool_options": ("ToolOptions", "tool"),
    "mcprism.transports.cors": ("Cors",),
    "mcprism.versions.loss": ("LossReport",),
    "mcprism_types.v2026_07_28": (
        "AudioContent",
        "BlobResourceContents",
        "CallToolResult",
        "EmbeddedResource",
        "GetPromptResult",
        "ImageContent",
        "InputRequiredResult",
        "PromptMessage",
        "ReadResourceResult",
        "ResourceLink",
        "TextContent",
        "TextResourceContents",
    ),
}
_HOME: Final = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Accepted",
    "Audio",
    "AudioContent",
    "BlobResourceContents",
    "CallNext",
    "CallToolResult",
    "Caller",
    "Cancelled",
    "Client",
    "ClientHandlerCore",
    "Clients",
    "Command",
    "Completion",
    "ConfigurationError",
    "ConnectionClosed",
    "ConsentRefused",
    "Context",
    "Cors",
    "CustomNotification",
    "CustomRequest",
    "Declined",
    "Depends",
    "Elicitation",
    "EmbeddedResource",
    "Filter",
    "FunctionCall",
    "GetPromptResult",
    "HttpError",
    "HttpOptions",
    "HttpTarget",
    "Icon",
    "Image",
    "ImageContent",
    "Implementation",
    "InputAbandoned",
    "InputRequiredResult",
    "InsufficientScope",
    "InvalidAnswer",
    "InvalidParams",
    "InvalidRequest",
    "LoggingObserver",
    "LossReport",
    "McprismError",
    "MessageEvent",
    "MessageObserver",
    "MethodNotFound",
    "MetricsObserver",
    "Middleware",
    "MiddlewareRequest",
    "NotDeclared",
    "NotSupportedByPeer",
    "PeerError",
    "Principal",
    "PromptMessage",
    "PromptOptions",
    "PromptsChanged",
    "ProtocolError",
    "ReadResourceResult",
    "Recorder",
    "RequestTimeout",
    "ResourceLink",
    "ResourceOptions",
    "ResourceUpdated",
    "ResourcesChanged",
    "Roots",
    "Rounds",
    "Sampling",
    "SealedState",
    "Server",
    "ServerCommand",
    "ServerHandlerCore",
    "StartError",
    "StoredState",
    "Subscription",
    "TextContent",
    "TextResourceContents",
    "Tls",
    "TooManyRounds",
    "ToolBox",
    "ToolError",
    "ToolOptions",
    "ToolResult",
    "ToolsChanged",
    "UnsupportedVersion",
    "UrlElicitation",
    "elicitation",
    "hidden",
    "override_dependency",
    "run_blocking",
    "tool",
]


def __getattr__(name: str) -> Any:
    # A server never loads the client, nor a client the server: half of the time that an import takes.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
