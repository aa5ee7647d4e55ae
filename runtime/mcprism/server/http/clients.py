"""How many sessions each client has: an address that begins one after the other takes no room from the others."""

from typing import Final

from mcprism.errors import OVERLOADED
from mcprism.transports.http_server import Refusal
from mcprism.transports.security import is_loopback

_RETRY: Final = ((b"retry-after", b"60"),)


class Clients:
    """The addresses that have sessions.

    Args:
        limit: sessions of one of them at once. Those of this machine are not limited: a proxy has them all.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._sessions: dict[str, int] = {}

    def check(self, client: str) -> None:
        """Lets one pass that may have one more.

        Raises:
            Refusal: 503, it has as many as one may have.
        """
        if self._sessions.get(client, 0) >= self._limit and not is_loopback(client):
            text = f"this client has {self._limit} sessions; end some of them first"
            raise Refusal(503, text, code=OVERLOADED, headers=_RETRY)

    def add(self, client: str) -> None:
        """It has one more."""
        self._sessions[client] = self._sessions.get(client, 0) + 1

    def remove(self, client: str) -> None:
        """It has one less."""
        left = self._sessions[client] - 1
        if left:
            self._sessions[client] = left
        else:
            del self._sessions[client]
