"""Which era a connection is in, where a server serves both and one connection is one client: the first request says.

Spec: basic/versioning ("stdio")
"""

from mcprism.errors import InvalidRequest
from mcprism.exchange import Exchange, Outcome, Work
from mcprism.inbound import Handling, Receiver
from mcprism.jsonrpc import Notification, Request
from mcprism.versions.stateless import StatelessServer, names_version


class FirstRequest:
    """Hands messages to the receiver of one era, and once the era is settled refuses those of the other.

    A request that says its version settles for no sessions, a handshake for one. What was refused settles nothing, so
    that a client may try one and then the other; what is neither goes to the handshake era, which says what it wants.

    Args:
        handshake: receives messages of a session.
        stateless: receives messages that say in which version they are.
        era: how the latter knows its peer.
    """

    def __init__(self, handshake: Receiver, stateless: Receiver, era: StatelessServer) -> None:
        self._handshake = handshake
        self._stateless = stateless
        self._era = era
        self._settled: Receiver | None = None

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """As `inbound.Receiver.dispatch`.

        Raises:
            InvalidRequest: the session has begun, and the request is one that has no session.
            ProtocolError: as the receivers.
        """
        if self._settled is self._stateless:
            return self._stateless.dispatch(request, exchange)
        if names_version(request):
            if self._settled is not None:
                raise InvalidRequest(
                    f"{request.method[:100]} came with a version of its own: this connection is a session, whose "
                    "version is settled; leave the version out of _meta, or open another connection"
                )
            self._era.caller(request)
            self._settled = self._stateless
            return self._stateless.dispatch(request, exchange)
        outcome = self._handshake.dispatch(request, exchange)
        if request.method == "initialize":
            self._settled = self._handshake
        return outcome

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `inbound.Receiver.notified`."""
        return (self._settled or self._handshake).notified(notification, exchange)
