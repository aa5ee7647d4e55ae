"""The sessions of a running app, seen by the program that it is part of."""

from typing import Final

from mcprism.exchange import Caller
from mcprism.server.http.session import Session
from mcprism.server.http.sessions import Sessions
from mcprism_types.base import Outbound


class HttpSession:
    """One session of one client: who it is, and a way to it."""

    def __init__(self, sessions: Sessions, session: Session) -> None:
        self._sessions = sessions
        self._session = session
        self.id: Final = str(session.id)
        """Whoever knows it can speak in the session: it is no name to show or to log."""

    @property
    def peer(self) -> Caller:
        """The client."""
        return self._session.peer

    @property
    def listens(self) -> bool:
        """Whether the client has a stream open for what belongs to none of its requests."""
        return self._session.feed is not None and self._session.feed.is_open

    @property
    def outbound(self) -> Outbound:
        """Where typed calls to this client go: `ServerCalls(session.outbound).list_roots(None)`.

        They are those of the version that the handler is written for. What is sent goes out on the stream on which the
        client listens; a question waits ten seconds for it to do so, and then raises `ConnectionClosed`.
        """
        return self._session.outbound()

    async def close(self) -> None:
        """Ends the session: its streams and what is done for it. The client has to begin another one."""
        await self._sessions.end(self._session)
