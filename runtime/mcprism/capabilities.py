"""Which capability a method needs, as data, and what follows from it both ways.

A capability is written as the JSON that declares it, `{"resources": {"subscribe": true}}`, and is there if the declared
capabilities contain it. The schemas do not say which method needs what: this table is written by hand.

Spec: basic/lifecycle#capability-negotiation
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, TypeGuard

from mcprism.jsonrpc import JsonObject

Declarer: TypeAlias = Literal["server", "client", "receiver", "sender"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What has to be declared before a method may be sent, and which side declares it."""

    declarer: Declarer
    needs: Mapping[str, Any]

    @property
    def feature(self) -> str:
        """The capability in words, `resources.subscribe`."""
        return ".".join(_path(self.needs))


def _gate(declarer: Declarer, path: str, leaf: Any = None) -> Gate:
    needs: Any = {} if leaf is None else leaf
    for name in reversed(path.split(".")):
        needs = {name: needs}
    return Gate(declarer, needs)


_TOOLS: Final = _gate("server", "tools")
_PROMPTS: Final = _gate("server", "prompts")
_RESOURCES: Final = _gate("server", "resources")
_SUBSCRIBE: Final = _gate("server", "resources.subscribe", leaf=True)
_LOGGING: Final = _gate("server", "logging")
_TASKS: Final = _gate("receiver", "tasks")

GATES: Final[Mapping[str, Gate]] = {
    "completion/complete": _gate("server", "completions"),
    "elicitation/create": _gate("client", "elicitation"),
    "logging/setLevel": _LOGGING,
    "prompts/get": _PROMPTS,
    "prompts/list": _PROMPTS,
    "resources/list": _RESOURCES,
    "resources/read": _RESOURCES,
    "resources/subscribe": _SUBSCRIBE,
    "resources/templates/list": _RESOURCES,
    "resources/unsubscribe": _SUBSCRIBE,
    "roots/list": _gate("client", "roots"),
    "sampling/createMessage": _gate("client", "sampling"),
    "tasks/cancel": _gate("receiver", "tasks.cancel"),
    "tasks/get": _TASKS,
    "tasks/list": _gate("receiver", "tasks.list"),
    "tasks/result": _TASKS,
    "tools/call": _TOOLS,
    "tools/list": _TOOLS,
    "notifications/elicitation/complete": _gate("client", "elicitation.url"),
    "notifications/message": _LOGGING,
    "notifications/prompts/list_changed": _gate("server", "prompts.listChanged", leaf=True),
    "notifications/resources/list_changed": _gate("server", "resources.listChanged", leaf=True),
    "notifications/resources/updated": _SUBSCRIBE,
    "notifications/roots/list_changed": _gate("client", "roots.listChanged", leaf=True),
    "notifications/tasks/status": _gate("sender", "tasks"),
    "notifications/tools/list_changed": _gate("server", "tools.listChanged", leaf=True),
}
"""By method. A method that is not here needs nothing."""


def declares(capabilities: Mapping[str, Any], needed: Mapping[str, Any]) -> bool:
    """Whether declared capabilities contain the needed ones: an object by being there, `true` by being `true`."""
    for name, inner in needed.items():
        declared = capabilities.get(name)
        if _is_object(inner):
            if not _is_object(declared) or not declares(declared, inner):
                return False
        elif declared != inner:
            return False
    return True


def derived(methods: Iterable[str]) -> JsonObject:
    """The capabilities that answering these requests amounts to, those included that not every version has."""
    capabilities: JsonObject = {}
    for method in methods:
        gate = GATES.get(method)
        if gate is not None:
            capabilities = merged(capabilities, gate.needs)
    return capabilities


def merged(capabilities: Mapping[str, Any], more: Mapping[str, Any]) -> JsonObject:
    """Both, members within members; where they disagree, `more` has the say."""
    result = dict(capabilities)
    for name, value in more.items():
        old = result.get(name)
        result[name] = merged(old, value) if _is_object(old) and _is_object(value) else value
    return result


def _path(needs: Any) -> list[str]:
    path: list[str] = []
    while _is_object(needs) and needs:
        name, needs = next(iter(needs.items()))
        path.append(name)
    return path


def _is_object(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)
