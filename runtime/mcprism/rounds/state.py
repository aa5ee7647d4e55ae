"""What a handler has been told so far, as the text that a client keeps between two rounds and sends back.

The client is not trusted with it: a codec makes a text of the bytes that nobody else can read or make. The bytes say
until when they hold, and for whose request, so that they are worth nothing anywhere else.

Spec: basic/patterns/mrtr (`requestState`)
"""

import hashlib
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from mcprism.errors import McprismError
from mcprism.jsonrpc import JsonObject

if TYPE_CHECKING:
    from mcprism.rounds.sealing import Seal

KEY_SIZE: Final = 32
"""Bytes of a key of `SealedState`."""

_FORMAT: Final = 1


class InvalidState(McprismError):
    """A text that is no state of this request: changed, expired, or made for another request, client or server."""


class StateCodec(Protocol):
    """Makes a text of bytes, for the client to keep, and gets the bytes back."""

    def seal(self, content: bytes) -> str:
        """The text. Nobody else can read or make one."""
        ...

    def open(self, text: str) -> bytes:
        """The bytes that a text was made of.

        Raises:
            InvalidState: this codec, or one that shares its keys, never made that text; or it does not know any more.
        """
        ...


class SealedState:
    """The client keeps everything, encrypted and authenticated (AES-256-GCM): the server remembers nothing.

    A text may be sent more than once: what must happen once has to be guarded by the server itself.

    Args:
        keys: 32 bytes each, secret. The first one seals, all of them open, so that a key can be replaced while texts of
            the old one are around. Servers that answer for each other need the same. By default one of this process.

    Raises:
        ValueError: a key has another length.
    """

    def __init__(self, keys: Sequence[bytes] = ()) -> None:
        for key in keys:
            if len(key) != KEY_SIZE:
                raise ValueError(
                    f"a key must have {KEY_SIZE} bytes, not {len(key)}: `secrets.token_bytes(32)` makes one"
                )
        self.made_its_key: Final = not keys
        """Whether nobody else has the key."""
        self._keys = tuple(keys) or (secrets.token_bytes(KEY_SIZE),)
        self._loaded: Seal | None = None

    def seal(self, content: bytes) -> str:
        """As `StateCodec.seal`: 38 characters more than four thirds of the bytes."""
        return self._seal.close(content)

    def open(self, text: str) -> bytes:
        """As `StateCodec.open`."""
        content = self._seal.open(text)
        if content is None:
            raise InvalidState("the text was changed, or sealed with a key that is not known here")
        return content

    @property
    def _seal(self) -> "Seal":
        if self._loaded is None:
            # Loading cryptography costs a tenth of starting a server, and most servers ask nothing.
            from mcprism.rounds.sealing import Seal

            self._loaded = Seal(self._keys)
        return self._loaded


class StoredState:
    """This process keeps everything and the client a random text: for answers too large to travel back and forth.

    Args:
        capacity: how many states are kept; the oldest go first.
    """

    def __init__(self, capacity: int = 1024) -> None:
        self._capacity = capacity
        self._stored: OrderedDict[str, bytes] = OrderedDict()

    def seal(self, content: bytes) -> str:
        """As `StateCodec.seal`."""
        while len(self._stored) >= self._capacity:
            self._stored.popitem(last=False)
        text = secrets.token_urlsafe(24)
        self._stored[text] = content
        return text

    def open(self, text: str) -> bytes:
        """As `StateCodec.open`."""
        content = self._stored.get(text)
        if content is None:
            raise InvalidState("the text is not known, or not any more")
        return content


@dataclass(slots=True)
class State:
    """What is known of one request so far."""

    answers: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    """The client's, by the key of the question."""
    asked: list[str] = field(default_factory=list[str])
    """The keys of the questions that wait for an answer."""
    memory: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the handler has done once and for all: the results, by name."""
    own: str | None = None
    """The handler's own state, where it asked by returning a result."""
    round: int = 0
    """How often the client has been asked."""

    def sealed(self, codec: StateCodec, *, binding: str, ttl: float, now: Callable[[], float] = time.time) -> str:
        """The text to hand to the client; valid for `ttl` seconds and a request with this `binding`."""
        members = [_FORMAT, now() + ttl, binding, self.answers, self.asked, self.memory, self.own, self.round]
        text = json.dumps(members, ensure_ascii=False, separators=(",", ":"))
        return codec.seal(text.encode("utf-8", "surrogatepass"))

    @classmethod
    def opened(cls, text: str, codec: StateCodec, *, binding: str, now: Callable[[], float] = time.time) -> "State":
        """The state that `sealed` made this text of.

        Raises:
            InvalidState: the codec does not know the text, it has expired, or it is bound to something else.
        """
        members = cast("list[Any]", json.loads(codec.open(text)))
        # Whoever shares the keys may run another release of this code.
        if members[0] != _FORMAT:
            raise InvalidState(f"it is of the format {members[0]!r:.20}, and {_FORMAT} is expected")
        if members[1] < now():
            raise InvalidState("it has expired")
        if members[2] != binding:
            raise InvalidState("it was made for another request, client or server")
        return cls(*members[3:])


def binding_of(*parts: Any) -> str:
    """A digest of JSON values that tells them from any others."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
