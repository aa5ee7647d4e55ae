"""What answers a POST: the answers to the calls in it, wherever they come, or why none will.

Spec: basic/transports#sending-messages-to-the-server
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from mcprism.calls import Call, Calls
from mcprism.client.http.incoming import Incoming
from mcprism.client.http.session import HttpSession, SessionEnded
from mcprism.client.http.streams import Position, Streams, are_answered, unanswered
from mcprism.errors import ConnectionClosed, McprismError
from mcprism.transports.http_client import EVENTS, JSON, HttpAnswer

_FORBIDDEN: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""Statuses that are the answer, whatever the body says."""


class Answers:
    """Takes the answers to what one connection asks.

    Args:
        calls: those of ours that wait.
        incoming: takes what comes.
        streams: reads streams, and goes on with them.
    """

    def __init__(self, calls: Calls, incoming: Incoming, streams: Streams) -> None:
        self._calls = calls
        self._incoming = incoming
        self._streams = streams

    async def read(self, answer: HttpAnswer, calls: Sequence[Call]) -> Position:
        """Takes what answers a POST; where the stream broke off, if it did.

        Raises:
            HttpError: it is not what answers the calls.
            ConnectionClosed: JSON broke off.
        """
        if answer.content_type == EVENTS:
            return await self._streams.read(answer, Position(), calls)
        if answer.content_type != JSON:
            raise answer.refused("and neither JSON nor a stream of events", await answer.error_body())
        body = await answer.body()
        await self._incoming.take(body, calls)
        if not are_answered(calls):
            what = "no answer to the request" if len(calls) == 1 else "no answer to some of the requests"
            raise answer.refused(f"and JSON that is {what}", body)
        return Position()

    async def take_refusal(self, answer: HttpAnswer, session: HttpSession | None, calls: Sequence[Call]) -> None:
        """Ends calls with the error of the protocol that came instead of what answers them.

        Raises:
            SessionEnded: the server does not know the session.
            HttpError: it is another error.
        """
        body = await answer.error_body()
        check(session, answer)
        if answer.status in _FORBIDDEN or not self._incoming.take_error(body, answer.status, calls):
            raise answer.refused("", body)

    def refuse(self, calls: Sequence[Call], error: McprismError) -> None:
        """Ends those that still wait."""
        for call in calls:
            self._calls.refused(call.request.id, error)

    async def go_on(self, session: HttpSession | None, position: Position, calls: Sequence[Call]) -> None:
        """Has calls answered whose stream broke off.

        Raises:
            ConnectionClosed: there is nothing to go on from, or not any more.
            HttpError: the server does not go on.
            SessionEnded: it does not know the session any more.
        """
        if position.id is None or session is None:
            raise ConnectionClosed(f"{unanswered(calls)}: {position.reason}; it may have been done")
        await self._streams.follow(session, position, calls)


def check(session: HttpSession | None, answer: HttpAnswer) -> None:
    """Raises SessionEnded if the answer says that the server does not know the session."""
    if answer.status == HTTPStatus.NOT_FOUND and session is not None and session.id is not None:
        raise SessionEnded(session, was_taken=False)
