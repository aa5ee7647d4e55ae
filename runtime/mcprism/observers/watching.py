"""From frames to what observers are shown: which request an answer is to, how long that took, in which version.

Nothing of this exists where nobody looks on.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import iscoroutinefunction
from itertools import count
from time import monotonic, time
from typing import Any, Final, cast

from pydantic_core import from_json

from mcprism.connection import CANCELLED, INITIALIZE
from mcprism.jsonrpc import MAX_BATCH, JsonObject, RequestId, is_object
from mcprism.observers.message import Kind, MessageEvent, MessageObserver
from mcprism.transports.channel import Channel, Frame, Oversized, Undelivered
from mcprism.transports.observed import Direction, ObservedChannel, OnFrame
from mcprism.versions.stateless import PROTOCOL_VERSION

MAX_OPEN: Final = 1024
"""Requests of one conversation whose answers are waited for; after that the oldest are forgotten."""

MAX_SESSIONS: Final = 10_000
"""Sessions of which the conversation is known; after that those that began first are forgotten."""

_OTHER: Final[dict[Direction, Direction]] = {"received": "sent", "sent": "received"}
_STREAMS: Final = count(1)

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class _Asked:
    method: str
    version: str | None
    at: float


class Conversation:
    """What two sides have said, as far as the next message is about that.

    Args:
        version: the version that is spoken, where it is known from elsewhere.
    """

    def __init__(self, version: str | None = None) -> None:
        self.version = version
        self._open: dict[tuple[Direction, RequestId], _Asked] = {}

    def asked(self, direction: Direction, message: JsonObject) -> str | None:
        """Takes note of a request or a notification; the version that it is in."""
        params = message.get("params")
        params = params if is_object(params) else {}
        method, request_id = message["method"], message.get("id")
        metadata = params.get("_meta")
        named = metadata.get(PROTOCOL_VERSION) if is_object(metadata) else None
        if isinstance(named, str):
            self.version = named
        if method == CANCELLED:
            self._open.pop((direction, _id_of(params.get("requestId"))), None)
        elif request_id is not None:
            if len(self._open) >= MAX_OPEN:
                del self._open[next(iter(self._open))]
            self._open[direction, _id_of(request_id)] = _Asked(method, self.version, monotonic())
        return self.version

    def answered(self, direction: Direction, message: JsonObject) -> _Asked | None:
        """The request that an answer is to; None: it is not known."""
        asked = self._open.pop((_OTHER[direction], _id_of(message.get("id"))), None)
        result = message.get("result")
        if asked is not None and asked.method == INITIALIZE and is_object(result):
            settled = result.get("protocolVersion")
            self.version = settled if isinstance(settled, str) else self.version
        return asked


class Stream:
    """What goes the same way. Made where it begins.

    Args:
        observers: who looks on.
        conversation: what it is a part of.
        session_id: tells the session, where there is one.
    """

    __slots__ = ("_conversation", "_id", "_observers", "session_id")

    def __init__(self, observers: "Observers", conversation: Conversation, session_id: str | None = None) -> None:
        self.session_id = session_id
        self._observers = observers
        self._conversation = conversation
        self._id = next(_STREAMS)

    def begins(self, session_id: str) -> None:
        """The session to which all of this belongs has an id from now on."""
        self.session_id = session_id
        self._observers.keep(session_id, self._conversation)

    def received(self, frame: Frame) -> None:
        """Shows what has come."""
        self.on_frame("received", frame)

    def sent(self, frame: bytes) -> None:
        """Shows what is about to be sent."""
        self.on_frame("sent", frame)

    def on_frame(self, direction: Direction, frame: Frame) -> None:
        """Shows either. Never raises."""
        if isinstance(frame, Undelivered):
            return  # it was shown when it was sent
        for event in self._events(direction, frame):
            self._observers.show(event)

    def _events(self, direction: Direction, frame: bytes | Oversized) -> Iterator[MessageEvent]:
        if isinstance(frame, Oversized):
            yield self._unreadable(direction, b"", None, f"it has more than {frame.limit} bytes")
            return
        try:
            value: Any = from_json(frame)
        except ValueError as error:
            yield self._unreadable(direction, frame, None, f"it is no JSON: {error}")
            return
        if not isinstance(value, list):
            yield self._event(direction, frame, value, None)
            return
        batch = cast("list[object]", value)
        if not 0 < len(batch) <= MAX_BATCH:
            yield self._unreadable(direction, frame, None, f"it is an array of {len(batch)} messages")
            return
        for index, message in enumerate(batch):
            yield self._event(direction, frame, message, index)

    def _event(self, direction: Direction, raw: bytes, message: Any, index: int | None) -> MessageEvent:
        conversation = self._conversation
        kind = _kind_of(message)
        method, version, elapsed = None, conversation.version, None
        if kind in ("request", "notification"):
            method = message["method"]
            version = conversation.asked(direction, message)
        elif kind in ("result", "error"):
            asked = conversation.answered(direction, message)
            version = conversation.version
            if asked is not None:
                method, version = asked.method, asked.version or version
                elapsed = monotonic() - asked.at
        else:
            return self._unreadable(direction, raw, message, "it is no message of JSON-RPC", index)
        return MessageEvent(
            direction=direction,
            raw=raw,
            message=message,
            kind=kind,
            method=method,
            request_id=message.get("id"),
            session_id=self.session_id,
            stream_id=self._id,
            version=version,
            time=time(),
            elapsed=elapsed,
            batch_index=index,
        )

    def _unreadable(
        self, direction: Direction, raw: bytes, message: Any, problem: str, index: int | None = None
    ) -> MessageEvent:
        return MessageEvent(
            direction=direction,
            raw=raw,
            message=message,
            kind="unreadable",
            method=None,
            request_id=None,
            session_id=self.session_id,
            stream_id=self._id,
            version=self._conversation.version,
            time=time(),
            batch_index=index,
            problem=problem,
        )


class Observers:
    """Those who look on at one server or client.

    Args:
        observers: what is shown each message.

    Raises:
        TypeError: one of them is no observer.
    """

    def __init__(self, observers: Iterable[MessageObserver]) -> None:
        self._observers: Final = tuple(observers)
        self._failed: set[int] = set()
        self._conversations: dict[str, Conversation] = {}
        for observer in self._observers:
            _check(observer)

    @classmethod
    def of(cls, observers: Iterable[MessageObserver]) -> "Observers | None":
        """None: nobody looks on."""
        found = cls(observers)
        return found if found._observers else None

    def __iter__(self) -> Iterator[MessageObserver]:
        return iter(self._observers)

    def stream(self, *, session_id: str | None = None, version: str | None = None) -> Stream:
        """A new stream, of the session and in the version that its client says, if it says any."""
        known = None if session_id is None else self._conversations.get(session_id)
        return Stream(self, Conversation(version) if known is None else known, session_id)

    def stream_of(self, session_id: str, version: str | None) -> Stream:
        """A new stream of a session that there is."""
        stream = self.stream(session_id=session_id, version=version)
        stream.begins(session_id)
        return stream

    def on(self, channel: Channel, session_id: str | None = None) -> Channel:
        """A channel as it is, while all that passes there is shown."""
        return ObservedChannel(channel, self.stream(session_id=session_id).on_frame)

    def keep(self, session_id: str, conversation: Conversation) -> None:
        """Remembers what is said in a session."""
        if len(self._conversations) >= MAX_SESSIONS and session_id not in self._conversations:
            del self._conversations[next(iter(self._conversations))]
        self._conversations[session_id] = conversation

    def forget(self, session_id: str) -> None:
        """The session has ended."""
        self._conversations.pop(session_id, None)

    def show(self, event: MessageEvent) -> None:
        """Shows it to all."""
        for observer in self._observers:
            try:
                (observer.on_receive if event.direction == "received" else observer.on_send)(event)
            except Exception:  # the border: who looks on does not hurt who talks
                if id(observer) not in self._failed:
                    self._failed.add(id(observer))
                    _log.exception("the observer %.200r failed; if it does again, that is not logged", observer)


class ClientStreams:
    """The streams of a client's one connection, of which each is a part of the same conversation.

    Args:
        observers: who looks on.
    """

    def __init__(self, observers: Observers) -> None:
        self.session_id: Callable[[], str | None] = lambda: None
        """Tells the session, once there is one."""
        self._observers = observers
        self._conversation = Conversation()

    def stream(self) -> OnFrame:
        """What is told of the frames of one more stream."""
        stream = Stream(self._observers, self._conversation)

        def on_frame(direction: Direction, frame: Frame) -> None:
            stream.session_id = self.session_id()
            stream.on_frame(direction, frame)

        return on_frame


def close_all(observers: Iterable[MessageObserver]) -> None:
    """Closes those that can be closed, when this process is about to end."""
    for observer in observers:
        close = getattr(observer, "close", None)
        if callable(close):
            try:
                close()
            except Exception:  # the border: who looks on does not keep the process
                _log.exception("the observer %.200r could not be closed", observer)


def _check(observer: object) -> None:
    for name in ("on_receive", "on_send"):
        method = getattr(observer, name, None)
        if not callable(method):
            raise TypeError(
                f"{observer!r:.200} is no observer: it has no method {name}(event), and needs on_receive and on_send"
            )
        if iscoroutinefunction(method):
            raise TypeError(
                f"{type(observer).__name__}.{name} is async, and observers are called, not awaited: make it a plain "
                "method that hands on what takes time"
            )


def _kind_of(message: Any) -> Kind:
    if not is_object(message):
        return "unreadable"
    if isinstance(message.get("method"), str):
        return "request" if "id" in message else "notification"
    if "error" in message:
        return "error"
    return "result" if "result" in message else "unreadable"


def _id_of(value: Any) -> Any:
    # What is no id may be a list, which is no key.
    return value if isinstance(value, int | str) else None
