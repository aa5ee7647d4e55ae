"""What questions in results look like, and what a broker of them has to know of the one who asks."""

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias

from mcprism.exchange import Exchange, Outcome, Work
from mcprism.jsonrpc import JsonObject, Request, object_of
from mcprism_types.base import EMBEDDED, Alternative, ProtocolSpec, RequestSpec

MAX_ROUNDS: Final = 8
"""How often one request may ask; each time may be several questions. Clients give up after ten."""

QUESTIONS: Final = "inputRequests"
ANSWERS: Final = "inputResponses"
STATE: Final = "requestState"

_ASKING: Final = Alternative(type=None, member="resultType", value="input_required")
_SIGN: Final = b'"input_required"'

Handle: TypeAlias = Callable[[Request, Exchange], Outcome | Work]
"""What answers a request: as `inbound.Receiver.dispatch`."""


class InputNeeded(BaseException):
    """Ends a run of a handler whose question the client has not answered yet. Let it pass."""


class Carrier(Protocol):
    """How questions get to the client that sent a request."""

    def protocol(self, request: Request) -> ProtocolSpec:
        """The version that the client speaks."""
        ...

    def fitted(self, request: Request, method: str, params: JsonObject | None) -> JsonObject | None:
        """The params of a question, in a form that the client has said it takes.

        Raises:
            NotSupportedByPeer: it has not said that it answers such a question.
        """
        ...

    def binding(self, request: Request) -> str:
        """What tells this request from any other, a further round of the same one excepted."""
        ...


def may_ask(spec: RequestSpec[Any, Any, Any]) -> bool:
    """Whether the result of a request may be a question."""
    other = spec.alternative
    return other is not None and (other.member, other.value) == (_ASKING.member, _ASKING.value)


def is_question(outcome: Outcome) -> bool:
    """Whether a result asks for input."""
    if isinstance(outcome, bytes):
        return outcome.find(_SIGN) >= 0 and _ASKING.matches(object_of(outcome))
    return _ASKING.matches(outcome)


def is_asked_in_results(spec: RequestSpec[Any, Any, Any] | None) -> bool:
    """Whether this is a request that travels inside results."""
    return spec is not None and spec.senders == EMBEDDED
