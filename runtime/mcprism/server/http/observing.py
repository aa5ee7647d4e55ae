"""Looking at what goes over the wire, without a say in it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class Observed:
    """A message on the wire: JSON text, of one message or of a batch."""

    data: bytes
    session_id: str | None
    """The session that it belongs to, where there is one."""


class MessageObserver(Protocol):
    """What is shown each message. It is called while the client waits: what takes time belongs elsewhere."""

    def on_receive(self, message: Observed) -> None:
        """A client has sent this, and it can be read."""
        ...

    def on_send(self, message: Observed) -> None:
        """This is about to be sent to a client."""
        ...


def show_received(observers: Sequence[MessageObserver], data: bytes, session_id: str | None) -> None:
    """Shows a message to all; what one of them raises is in the log, and nowhere else."""
    for observer in observers:
        try:
            observer.on_receive(Observed(data, session_id))
        except Exception:  # the border: who looks on does not hurt who talks
            _log.exception("an observer failed")


def show_sent(observers: Sequence[MessageObserver], data: bytes, session_id: str | None) -> None:
    """As `show_received`."""
    for observer in observers:
        try:
            observer.on_send(Observed(data, session_id))
        except Exception:  # the border, as above
            _log.exception("an observer failed")
