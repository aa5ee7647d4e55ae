"""One message on its way, as those see it who look on, and who may look on."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from mcprism.jsonrpc import RequestId
from mcprism.transports.observed import Direction

Kind: TypeAlias = Literal["request", "notification", "result", "error", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEvent:
    """A message that came, or that is about to leave. A batch is as many events as it has messages.

    What is here is a copy for those who look on: changing it changes nothing for anybody but them.
    """

    direction: Direction
    raw: bytes
    """The JSON text as it is on the wire; that of the whole batch, where the message is in one. Empty where a message
    was so large that it was not read."""
    message: Any
    """The same as JSON values; None where it is no JSON."""
    kind: Kind
    """`unreadable`: it is no message."""
    method: str | None
    """Its method; for an answer that of the request which it answers, where that was seen."""
    request_id: RequestId | None
    """The id of a request, or of the one that is answered."""
    session_id: str | None
    """The session, over HTTP and where there are sessions."""
    stream_id: int
    """The same for all that goes the same way: over one channel, or in one HTTP request and what answers it."""
    version: str | None
    """The version of the protocol that is spoken, as far as that is known."""
    time: float
    """When it was seen: seconds since 1970."""
    elapsed: float | None = None
    """For an answer: the seconds since its request was seen."""
    batch_index: int | None = None
    """Its place in its batch, from 0; None: it is in none."""
    problem: str | None = None
    """Why it is unreadable."""


class MessageObserver(Protocol):
    """What is shown each message: right after it was received, right before it is sent.

    It is called in the event loop while the message waits, so it must be quick; what it raises is logged once, and does
    no harm. If it has a method `close()`, that is called where nobody else could do it: at the end of each process that
    `workers` are.
    """

    def on_receive(self, event: MessageEvent) -> None:
        """The peer has sent this."""
        ...

    def on_send(self, event: MessageEvent) -> None:
        """This is about to be sent to the peer."""
        ...
