"""Streams of events: reading one, and going on with it where it broke off.

Spec: basic/transports#resumability-and-redelivery
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

import anyio

from mcprism.calls import Call
from mcprism.client.backoff import MAX_RESUMPTIONS, Backoff
from mcprism.client.http.incoming import Incoming
from mcprism.client.http.session import HttpSession, SessionEnded
from mcprism.client.http.target import HttpTarget
from mcprism.errors import ConnectionClosed
from mcprism.transports.http_client import EVENTS, Http, HttpAnswer

_ENDED: Final = "the server ended the stream"

_SENDING: Final = 0.5
"""Seconds that asking for a stream may take before nobody waits for it, connecting included."""
_ANSWERING: Final = 0.1
"""Seconds that the beginning of an answer is waited for after that."""

_LASTING: Final = 10.0
"""Seconds after which a stream was worth having, even if nothing came on it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a stream broke off."""

    id: str | None = None
    """That of the last event; None: none had one, or there was no stream yet."""
    retry_ms: int | None = None
    reason: str = _ENDED
    has_begun: bool = False
    """Whether there was a stream."""


class Beginning:
    """How far asking for a stream is."""

    def __init__(self) -> None:
        self.sent = anyio.Event()
        """It was asked for, as far as that can be known."""
        self.answered = anyio.Event()
        """The server has answered, or never will."""

    async def wait(self) -> None:
        """Returns when the server has the request, as far as that can be known, within a limit.

        Some servers answer no sooner than they have something to send, and some transports do not tell what was sent.
        """
        with anyio.move_on_after(_SENDING):
            await self.sent.wait()
        with anyio.move_on_after(_ANSWERING):
            await self.answered.wait()

    def end(self) -> None:
        """There is nothing to wait for any more."""
        self.sent.set()
        self.answered.set()


class Streams:
    """Reads the streams of one connection.

    Args:
        http: reaches the server.
        incoming: takes what comes.
        target: the limits.
        clock: seconds.
    """

    def __init__(self, http: Http, incoming: Incoming, target: HttpTarget, clock: Callable[[], float]) -> None:
        self._http = http
        self._incoming = incoming
        self._target = target
        self._clock = clock

    async def read(self, answer: HttpAnswer, position: Position, calls: Sequence[Call]) -> Position:
        """Takes the events of a stream until its calls are answered; where it broke off, if it did.

        Args:
            answer: the stream.
            position: where it goes on from.
            calls: whose stream it is; none: it is the one of what the server says on its own.

        Raises:
            HttpError: an event is too large.
        """
        reason = _ENDED
        try:
            while not are_answered(calls) and (events := await answer.events()):
                for event in events:
                    # An event without data only tells where to go on from.
                    if event.data and event.event == "message":
                        await self._incoming.take(event.data, calls)
                for call in calls:
                    if call.progress and call.on_progress is not None:
                        await call.report(call.on_progress)
        except ConnectionClosed as error:
            reason = str(error)
        stream = answer.stream
        return Position(
            position.id if stream.last_event_id is None else stream.last_event_id,
            position.retry_ms if stream.retry_ms is None else stream.retry_ms,
            reason,
            has_begun=True,
        )

    async def follow(
        self, session: HttpSession, position: Position, calls: Sequence[Call], beginning: "Beginning | None" = None
    ) -> None:
        """Asks for a stream from where it broke off, again and again, until its calls are answered.

        Args:
            session: whose stream it is.
            position: where it broke off.
            calls: as for `read`.
            beginning: is told how far the first attempt is.

        Raises:
            ConnectionClosed: all attempts were in vain.
            HttpError: the server has no such stream.
            SessionEnded: the server does not know the session.
        """
        attempts = MAX_RESUMPTIONS if calls else None
        backoff = Backoff(delay=self._target.retry_delay, max_in_vain=self._target.max_retries, max_attempts=attempts)
        while not are_answered(calls):
            if position.has_begun:
                delay = backoff.next_delay(position.retry_ms)
                if delay is None:
                    raise ConnectionClosed(f"{unanswered(calls)}, and what is left cannot be had: {position.reason}")
                await anyio.sleep(delay)
            before, begun = position, self._clock()
            try:
                position = await self._next(session, position, calls, beginning)
            except ConnectionClosed as error:
                position = replace(position, reason=str(error), has_begun=True)
            else:
                if position.id != before.id or self._clock() - begun > _LASTING:
                    backoff.has_delivered()

    async def _next(
        self, session: HttpSession, position: Position, calls: Sequence[Call], beginning: "Beginning | None"
    ) -> Position:
        resumed = {} if position.id is None else {"Last-Event-ID": position.id}
        on_sent = None if beginning is None else beginning.sent.set
        async with self._http.get({**session.headers, **resumed}, on_sent) as answer:
            if beginning is not None:
                beginning.end()
            if answer.is_success and answer.content_type == EVENTS:
                return await self.read(answer, position, calls)
            refusal = answer.refused(f"; {unanswered(calls)}", await answer.error_body())
            # Where there never was a stream, 404 is how some say that they have none.
            if answer.status == HTTPStatus.NOT_FOUND and session.id is not None and position.has_begun:
                raise SessionEnded(session, was_taken=True)
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                return replace(position, reason=str(refusal), has_begun=True)
            raise refusal


def are_answered(calls: Sequence[Call]) -> bool:
    """Whether all that these wait for has come; what nobody waits for goes on."""
    for call in calls:
        if call.answer is None:
            return False
    return bool(calls)


def unanswered(calls: Sequence[Call]) -> str:
    """What it means for calls that their stream ended, as the beginning of a sentence."""
    methods = list(dict.fromkeys(call.request.method for call in calls if call.answer is None))
    match methods:
        case []:
            return "the stream of the server's own messages ended"
        case [method]:
            return f"{method} was not answered"
        case _:
            return f"{', '.join(methods)} were not answered"
