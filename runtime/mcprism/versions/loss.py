"""What is lost on the way to another version, and who is told.

A conversion that loses nothing is silent. The other kinds, by what becomes of the message:

* `hint`: something advisory or cosmetic is not sent, such as an icon.
* `degraded`: content takes another form, such as a link that becomes text.
* `refused`: there is no form for it. Nothing is sent, and whoever asked gets `NotSupportedByPeer`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Loss: TypeAlias = Literal["hint", "degraded", "refused"]

LossPolicy: TypeAlias = Literal["degrade", "refuse"]
"""What to do where content would take another form: send it so, or refuse."""

OnLoss: TypeAlias = Callable[["LossReport"], None]

_NONE: Final[frozenset[tuple[str, str, str]]] = frozenset()

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class LossReport:
    """One thing that did not cross unchanged. Reported once for each message, however often it occurs there."""

    feature: str
    """What it is, in the words of the specification: `Tool.icons`, `audio content`."""
    method: str
    from_version: str
    """The version that the message was written in."""
    to_version: str
    """The version of the side that receives it."""
    loss: Loss
    detail: str
    """What became of it."""

    def line(self) -> str:
        """The report as one line of text."""
        return f"{self.method}, {self.from_version} to {self.to_version}: {self.feature}: {self.detail} ({self.loss})"

    __str__ = line


def log_loss(report: LossReport) -> None:
    """Writes a loss to the log `mcprism`: a hint for whoever debugs, anything else as a warning."""
    _log.log(logging.DEBUG if report.loss == "hint" else logging.WARNING, "%s", report)


class WarnOnce:
    """Hands on the first report of each feature, method and target version: one for the life of a peer.

    Refusals are all handed on: each one is a request that failed.
    """

    __slots__ = ("_on_loss", "_seen")

    def __init__(self, on_loss: OnLoss = log_loss) -> None:
        self._on_loss = on_loss
        # Not a set of its own: that of a session that loses nothing would be a tenth of the session.
        self._seen = _NONE

    def __call__(self, report: LossReport) -> None:
        key = (report.feature, report.method, report.to_version)
        if report.loss == "refused" or key not in self._seen:
            self._seen |= {key}
            self._on_loss(report)
