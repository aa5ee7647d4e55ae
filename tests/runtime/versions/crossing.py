"""One message across one step, or between any two versions, with what was lost on the way."""

from dataclasses import dataclass, field
from typing import Any, Literal

from mcprism.versions.adapter import adapter
from mcprism.versions.conversions import Passage
from mcprism.versions.loss import LossPolicy, LossReport


@dataclass
class Crossing:
    """One request and its answer between a peer's version and the home version."""

    peer: str
    home: str
    method: str
    lossy: LossPolicy = "degrade"
    tool: dict[str, Any] | None = None
    envelope: dict[str, Any] = field(default_factory=dict)
    losses: list[LossReport] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)

    def out(self, slot: Literal["params", "result", "error", "object"], value: Any) -> Any:
        """What the peer gets of a part of a message of ours."""
        converter: Any = adapter(self.peer, self.home).outbound(self.method, slot)  # type: ignore[call-overload]
        return value if converter is None else converter(value, self._passage(self.home, self.peer))

    def back(self, slot: Literal["params", "result", "error", "object"], value: Any) -> Any:
        """What we get of a part of a message of the peer's."""
        converter: Any = adapter(self.peer, self.home).inbound(self.method, slot)  # type: ignore[call-overload]
        return value if converter is None else converter(value, self._passage(self.peer, self.home))

    @property
    def lost(self) -> list[tuple[str, str]]:
        """Feature and kind of each loss so far."""
        return [(report.feature, report.loss) for report in self.losses]

    def _passage(self, sender: str, receiver: str) -> Passage:
        return Passage(
            method=self.method,
            from_version=sender,
            to_version=receiver,
            on_loss=self.losses.append,
            lossy=self.lossy,
            memory=self.memory,
            tool=self.tool,
            envelope=self.envelope,
        )
