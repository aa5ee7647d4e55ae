"""What servers turned out to be when they were asked: opening the same one again need not find that out again."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

from mcprism.versions import EraName

Key = TypeVar("Key", bound=Hashable)
Verdict = TypeVar("Verdict")

MAX_KNOWN: Final = 256
"""Servers that are remembered; after that those are forgotten that were not used for the longest time."""


class Verdicts(Generic[Key, Verdict]):
    """What servers were, by what leads to each."""

    def __init__(self) -> None:
        self._known: OrderedDict[Key, Verdict] = OrderedDict()

    def of(self, key: Key) -> Verdict | None:
        """What this one was when it was last used; None: nothing is known."""
        return self._known.get(key)

    def remember(self, key: Key, verdict: Verdict) -> None:
        """What this one is now."""
        self._known[key] = verdict
        self._known.move_to_end(key)
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)

    def forget(self, key: Key) -> None:
        """That it may be anything."""
        self._known.pop(key, None)


IN_THIS_PROCESS: Final = Verdicts[tuple[str, ...], EraName]()
"""Eras, by the command that starts a server. Shared by all clients."""
