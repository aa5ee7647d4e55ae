"""Messages as lines of a log."""

import logging
from typing import Final

from pydantic_core import to_json

from mcprism.observers.message import MessageEvent
from mcprism.observers.redaction import Redact


class LoggingObserver:
    """Logs a line for each message: which way it went, what it is, how long an answer took, and how it begins.

        Server("demo", version="1.0.0", observers=[LoggingObserver(level=logging.DEBUG)])

    Args:
        logger: where to; by default `mcprism.messages`.
        level: of the lines.
        max_body: characters of each message that are logged; 0: none, for messages that nobody is to read.
        redact: takes secrets out of what is logged: it is given the message, and returns what may be seen of it.
    """

    def __init__(
        self,
        logger: logging.Logger | None = None,
        *,
        level: int = logging.INFO,
        max_body: int = 1000,
        redact: Redact | None = None,
    ) -> None:
        self._log: Final = logger or logging.getLogger("mcprism.messages")
        self._level: Final = level
        self._max_body: Final = max_body
        self._redact: Final = redact

    def on_receive(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_receive`."""
        self._note(event)

    def on_send(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_send`."""
        self._note(event)

    def _note(self, event: MessageEvent) -> None:
        if self._log.isEnabledFor(self._level):
            body = self._body(event) if self._max_body else ""
            self._log.log(self._level, "%s %s%s", event.direction, headline(event), body)

    def _body(self, event: MessageEvent) -> str:
        if self._redact is None and event.batch_index is None:
            # Four bytes are the longest character.
            text = event.raw[: 4 * self._max_body].decode(errors="replace")
        else:
            message = event.message if self._redact is None else self._redact(event.message)
            text = to_json(message, inf_nan_mode="null").decode()
        # A message may have line breaks between its members, and must not look like several lines.
        return f": {text[: self._max_body]!r}{'...' if len(text) > self._max_body else ''}"


def headline(event: MessageEvent) -> str:
    """What a message is, in words: `tools/call result, id 3, 12.5 ms, session 4f..., 2025-11-25`."""
    words = [event.kind if event.method is None else f"{event.method!r:.100} {event.kind}".replace("'", "")]
    if event.request_id is not None:
        words.append(f"id {event.request_id!r:.50}")
    if event.elapsed is not None:
        words.append(f"{event.elapsed * 1000:.1f} ms")
    if event.session_id is not None:
        words.append(f"session {event.session_id!r:.50}")
    if event.version is not None:
        words.append(f"{event.version!r:.20}".replace("'", ""))
    if event.problem is not None:
        words.append(f"{event.problem:.200}")
    return ", ".join(words)
