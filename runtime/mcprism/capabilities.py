"""Which capability a message needs, as data, and what follows from it both ways.

A capability is written as the JSON that declares it, `{"resources": {"subscribe": true}}`, and is there if the declared
capabilities contain it. The schemas do not say which message needs what: these tables are written by hand.

Spec: basic/lifecycle#capability-negotiation
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, TypeGuard

from mcprism.jsonrpc import JsonObject

Declarer: TypeAlias = Literal["server", "client", "receiver", "sender"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What has to be declared before a message may be sent, and which side declares it."""

    declarer: Declarer
    needs: Mapping[str, Any]
    what: str = ""
    """What in the message needs it; empty: the method as such."""

    @property
    def feature(self) -> str:
        """The capability in words, `resources.subscribe`."""
        return feature(self.needs)


def _gate(declarer: Declarer, path: str, leaf: Any = None, *, what: str = "") -> Gate:
    needs: Any = {} if leaf is None else leaf
    for name in reversed(path.split(".")):
        needs = {name: needs}
    return Gate(declarer, needs, what)


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

_NEED_NOTHING: Final = frozenset(
    {
        "initialize",
        "ping",
        "server/discover",
        "subscriptions/listen",
        "notifications/cancelled",
        "notifications/initialized",
        "notifications/progress",
        "notifications/subscriptions/acknowledged",
    }
)
"""The methods of all versions that are not in `GATES`."""


def is_custom(method: str) -> bool:
    """Whether no version of the protocol has a method of this name."""
    return method not in GATES and method not in _NEED_NOTHING


AS_TASK: Final[Mapping[str, Gate]] = {
    method: _gate("receiver", f"tasks.requests.{method.replace('/', '.')}", what="requests as tasks")
    for method in ("elicitation/create", "sampling/createMessage", "tools/call")
}
"""What it takes to ask for the answer as a task, by method.

Spec: 2025-11-25/basic/utilities/tasks#capabilities
"""


def _asks_for_task(params: Mapping[str, Any]) -> bool:
    return "task" in params


def _is_by_url(params: Mapping[str, Any]) -> bool:
    return params.get("mode") == "url"


def _is_form(params: Mapping[str, Any]) -> bool:
    return not _is_by_url(params)


def _uses_tools(params: Mapping[str, Any]) -> bool:
    if "tools" in params or "toolChoice" in params:
        return True
    messages = params.get("messages")
    contents = [message.get("content") for message in _objects(messages)]
    blocks = [block for content in contents for block in _objects(content if _is_list(content) else [content])]
    return any(block.get("type") in ("tool_use", "tool_result") for block in blocks)


_BY_PARAMS: Final[Mapping[str, Sequence[tuple[Callable[[Mapping[str, Any]], bool], Gate]]]] = {
    "elicitation/create": (
        (_is_by_url, _gate("client", "elicitation.url", what="URL elicitation")),
        (_is_form, _gate("client", "elicitation.form", what="elicitation by form")),
        (_asks_for_task, AS_TASK["elicitation/create"]),
    ),
    "sampling/createMessage": (
        (_uses_tools, _gate("client", "sampling.tools", what="tools in sampling")),
        (_asks_for_task, AS_TASK["sampling/createMessage"]),
    ),
    "tools/call": ((_asks_for_task, AS_TASK["tools/call"]),),
}
"""By method: what holds for params of some kind only."""


def needed(method: str, params: Mapping[str, Any]) -> list[Gate]:
    """All that one message needs: because of its method, and because of what is in its params."""
    gate = GATES.get(method)
    more = [gate for applies, gate in _BY_PARAMS.get(method, ()) if applies(params)]
    return more if gate is None else [gate, *more]


def conditions(method: str, params: Mapping[str, Any] | None = None) -> list[Gate]:
    """What is needed by params of some kind only, whatever they are or by these.

    Tasks are not among it: who has none answers as if nobody had asked for one.
    """
    rows = _BY_PARAMS.get(method, ())
    return [gate for applies, gate in rows if gate.declarer != "receiver" and (params is None or applies(params))]


def missing(gates: Iterable[Gate], capabilities: Mapping[str, Any]) -> list[Gate]:
    """Those of the gates that are closed to a peer with these capabilities. Which side declares them is not looked at.

    Elicitation without a mode means forms, as it did before there were modes; with modes it means these alone.

    Spec: client/elicitation#capabilities
    """
    modes = capabilities.get("elicitation")
    if _is_object(modes) and modes.keys().isdisjoint({"form", "url"}):
        capabilities = {**capabilities, "elicitation": {**modes, "form": {}}}
    return [gate for gate in gates if not declares(capabilities, gate.needs)]


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
    return together(GATES[method] for method in methods if method in GATES)


def together(gates: Iterable[Gate]) -> JsonObject:
    """The capabilities that open all of these gates."""
    capabilities: JsonObject = {}
    for gate in gates:
        capabilities = merged(capabilities, gate.needs)
    return capabilities


def merged(capabilities: Mapping[str, Any], more: Mapping[str, Any]) -> JsonObject:
    """Both, members within members; where they disagree, `more` has the say."""
    result = dict(capabilities)
    for name, value in more.items():
        old = result.get(name)
        result[name] = merged(old, value) if _is_object(old) and _is_object(value) else value
    return result


def feature(capabilities: Mapping[str, Any]) -> str:
    """Capabilities in words: `sampling.tools`, or `elicitation.url and tasks.list` if there are several."""
    return " and ".join(_paths(capabilities))


def _paths(capabilities: Mapping[str, Any]) -> Iterator[str]:
    for name, inner in capabilities.items():
        if _is_object(inner) and inner:
            yield from (f"{name}.{path}" for path in _paths(inner))
        else:
            yield name


def _objects(values: Any) -> list[Mapping[str, Any]]:
    return [value for value in values if _is_object(value)] if _is_list(values) else []


def _is_object(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)
