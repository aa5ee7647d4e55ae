"""What processes that serve the same sessions tell each other, by way of a mailbox.

A client without stickiness sends an answer or a cancellation to any of them, and a change that one publishes is to be
heard by the clients of all. What a letter says is for whoever it concerns; the others pass over it.
"""

import logging
import secrets
from collections import deque
from typing import Final

from pydantic_core import from_json, to_json

from mcprism.events import Backlog, EventBus, change_of, params_of
from mcprism.jsonrpc import Message, Notification, decode, encode
from mcprism.server.http.engine import Engine
from mcprism.server.http.journal import POLL
from mcprism.server.http.sessions import Sessions
from mcprism.spawn import Owner
from mcprism.stores import Mailbox

MAX_WAITING: Final = 1024
"""Messages that wait to be left in the mailbox; of more the oldest are dropped."""

PAUSE: Final = 5.0
"""Seconds after which a mailbox that failed is tried again."""

_log = logging.getLogger("mcprism")


class Mail:
    """The part of one process.

    Args:
        engine: the app.
        mailbox: what it has in common with the others.
        sessions: those that it knows.
        events: where it says what has changed.
    """

    def __init__(self, engine: Engine, mailbox: Mailbox, sessions: Sessions, events: EventBus) -> None:
        self._engine = engine
        self._mailbox = mailbox
        self._sessions = sessions
        self._events = events
        self._me: Final = secrets.token_hex(8)
        self._waiting: deque[tuple[str, Message]] = deque(maxlen=MAX_WAITING)
        self._wakeup = engine.loop.wakeup()
        self._changes = Backlog(lambda change: True, self._wakeup.set)
        events.join(self._changes)
        engine.elsewhere = self.forward
        self._tasks: list[Owner] = [engine.loop.own(self._read_all), engine.loop.own(self._put_all)]

    def forward(self, session_id: str, message: Message) -> None:
        """Leaves a message of a session for the process that it is for. Never waits."""
        self._waiting.append((session_id, message))
        self._wakeup.set()

    def close(self) -> None:
        """Nothing is left or read any more."""
        self._events.leave(self._changes)
        for task in self._tasks:
            task.cancel()

    async def _put_all(self) -> None:
        while True:
            while (change := self._changes.take()) is not None:
                await self._put({"method": change.method, "params": params_of(change)})
            while self._waiting:
                session_id, message = self._waiting.popleft()
                await self._put({"session": session_id, "message": encode(message).decode()})
            await self._wakeup.wait(float("inf"))

    async def _put(self, letter: dict[str, object]) -> None:
        try:
            await self._mailbox.put(to_json({"from": self._me, **letter}))
        except Exception as error:  # the border: whatever becomes of the letter, those after it are left
            _log.warning("other processes are not told of something: %r", error)

    async def _read_all(self) -> None:
        pause = self._engine.loop.wakeup()
        place: int | None = None
        while True:
            seconds = POLL
            try:
                place, letters = await self._mailbox.after(place)
            except Exception as error:  # the border: it may be there again later
                _log.warning("what other processes tell cannot be read: %r", error)
                letters, seconds = [], PAUSE
            for letter in letters:
                try:
                    self._read(letter)
                except Exception as error:  # the border: it may be of another release of this program
                    _log.warning("a letter of another process cannot be read: %r", error)
            if not letters:
                await pause.wait(self._engine.loop.clock() + seconds)

    def _read(self, data: bytes) -> None:
        letter = from_json(data)
        if letter["from"] == self._me:
            return
        if "session" not in letter:
            change = change_of(Notification(letter["method"], letter["params"]))
            if change is not None:
                self._events.publish(change, source=self._changes)
            return
        session = self._sessions.known(letter["session"])
        if session is not None:
            session.take_over(decode(letter["message"].encode()))
