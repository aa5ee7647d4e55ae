"""What an era decides, for either side: which messages belong to the session itself, who is calling, how we ask back.

Adding an era means another object behind `Era`; whoever uses one does not know which it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol, get_args

from pydantic import BaseModel

from mcprism.errors import Readable
from mcprism.exchange import Caller, Outcome, Sender
from mcprism.jsonrpc import JsonObject, Notification, Request
from mcprism.versions.bridge import Bridge
from mcprism_types.base import Outbound, ProtocolSpec, Side


class Era(Protocol):
    """How one side of one connection knows its peer."""

    def own(self, method: str) -> Callable[[Request], Outcome] | None:
        """What answers a request that is the session's own business, at once; None: this one is not."""
        ...

    def caller(self, message: Request | Notification) -> Caller:
        """Who sent this message.

        Raises:
            ProtocolError: they may not send it now.
        """
        ...

    def bridge(self, caller: Caller) -> Bridge:
        """What lies between this caller and the code that it talks to."""
        ...

    def connect(self, sender: Sender, caller: Caller) -> Outbound:
        """Typed sending to this caller, by way of `sender`: that of the peer itself, or one of its bridge."""
        ...

    def custom_sender(self, sender: Sender, caller: Caller) -> Sender:
        """Sends what is no message of the protocol to this caller, as it is, by way of `sender`: that of the peer."""
        ...

    def failed(self, method: str, error: Readable, caller: Caller) -> Outcome:
        """The result that answers a request of this caller which failed; `error` is of the caller's version.

        Raises:
            ProtocolError, NotSupportedByPeer, ToolError: the answer is an error.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What one side says of itself."""

    home: str
    """The version that the code on this side is written for, and the capabilities too."""
    info: JsonObject
    """Name, version and what else is known, as the newest version writes it."""
    capabilities: JsonObject
    instructions: str | None = None
    strict: bool = True
    """Whether what takes a capability that was not declared is neither sent nor answered."""


def only_known(members: JsonObject, known: frozenset[str]) -> JsonObject:
    """The members that a version names; deployed peers refuse others."""
    if members.keys() <= known:
        return members
    return {name: value for name, value in members.items() if name in known}


def capability_names(protocol: ProtocolSpec, model: str) -> frozenset[str]:
    """The capabilities that a side may declare in a version; `model`: `ServerCapabilities` or `ClientCapabilities`."""
    return wire_names(protocol, model) | {"experimental", "extensions"}


def bare_capabilities(protocol: ProtocolSpec, model: str) -> frozenset[str]:
    """The capabilities that have no settings in a version; `model`: as for `capability_names`."""
    return _bare_capabilities(protocol.package, model)


def known_capabilities(protocol: ProtocolSpec, side: Side) -> frozenset[str]:
    """The capabilities that a version has for a side, those within others included: `sampling`, `sampling.tools`."""
    return _known_capabilities(protocol.package, f"{side.title()}Capabilities")


def wire_names(protocol: ProtocolSpec, model: str) -> frozenset[str]:
    """The members that a version names for one of its object types."""
    return _wire_names(protocol.package, model)


@cache
def _wire_names(package: str, model: str) -> frozenset[str]:
    found: type[BaseModel] = getattr(import_module(package), model)
    return frozenset(field.alias or name for name, field in found.model_fields.items())


@cache
def _bare_capabilities(package: str, model: str) -> frozenset[str]:
    found: type[BaseModel] = getattr(import_module(package), model)
    return frozenset(field.alias or name for name, field in found.model_fields.items() if _is_bare(field.annotation))


def _is_bare(annotation: Any) -> bool:
    kinds = [kind for kind in get_args(annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return bool(kinds) and not any(kind.model_fields for kind in kinds)


@cache
def _known_capabilities(package: str, model: str) -> frozenset[str]:
    return frozenset(_paths(getattr(import_module(package), model)))


def _paths(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        path = field.alias or name
        yield path
        for kind in get_args(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from (f"{path}.{inner}" for inner in _paths(kind))
