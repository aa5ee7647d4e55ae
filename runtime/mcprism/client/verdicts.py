"""What servers turned out to be when they were asked: opening the same one again need not find that out again."""

from collections import OrderedDict
from typing import Final

from mcprism.versions import EraName

MAX_KNOWN: Final = 256
"""Servers that are remembered; after that those are forgotten that were not used for the longest time."""


class Verdicts:
    """Eras of servers, by the command that starts each."""

    def __init__(self) -> None:
        self._eras: OrderedDict[tuple[str, ...], EraName] = OrderedDict()

    def of(self, command: tuple[str, ...]) -> EraName | None:
        """What this one was when it was last used; None: nothing is known."""
        return self._eras.get(command)

    def remember(self, command: tuple[str, ...], era: EraName) -> None:
        """What this one is now."""
        self._eras[command] = era
        self._eras.move_to_end(command)
        if len(self._eras) > MAX_KNOWN:
            self._eras.popitem(last=False)

    def forget(self, command: tuple[str, ...]) -> None:
        """That it may be anything."""
        self._eras.pop(command, None)


IN_THIS_PROCESS: Final = Verdicts()
"""Shared by all clients."""
