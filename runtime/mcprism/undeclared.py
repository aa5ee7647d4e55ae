"""What this side does not answer, because it did not declare it: which error says so, and in which words.

Spec: basic/lifecycle#capability-negotiation
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from mcprism.capabilities import GATES, Gate, conditions, declares, missing
from mcprism.errors import InvalidParams, MethodNotFound

T = TypeVar("T")


def is_declared(method: str, capabilities: Mapping[str, Any]) -> bool:
    """Whether these capabilities say that a method is answered, as far as it takes any to say that."""
    gate = GATES.get(method)
    return gate is None or declares(capabilities, gate.needs)


def unanswered(method: str, capabilities: Mapping[str, Any]) -> MethodNotFound:
    """The error for a method that nobody here answers."""
    named = method[:100]
    return (
        MethodNotFound(named) if is_declared(method, capabilities) else MethodNotFound(named, why=_lacks(GATES[method]))
    )


def refusing(
    handle: Callable[[Any, Any], Awaitable[T]], method: str, capabilities: Mapping[str, Any]
) -> Callable[[Any, Any], Awaitable[T]]:
    """What answers a request, unless there is something in its params that takes a capability which is not declared.

    Args:
        handle: what answers it.
        method: of the request.
        capabilities: what is declared.
    """
    if not missing(conditions(method), capabilities):
        return handle

    async def refuse_or_handle(params: Any, context: Any) -> T:
        closed = missing(conditions(method, params.to_wire()), capabilities)
        if closed:
            raise InvalidParams(f"{method}: {closed[0].what} cannot be answered: {_lacks(closed[0])}")
        return await handle(params, context)

    return refuse_or_handle


def _lacks(gate: Gate) -> str:
    return f"it takes the capability {gate.feature}, which the {gate.declarer} did not declare"
