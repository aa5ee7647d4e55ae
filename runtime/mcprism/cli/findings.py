"""What was found at a server: step by step in one version, and version by version."""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from mcprism.cli.output import one_line
from mcprism.exchange import Implementation
from mcprism.jsonrpc import JsonObject
from mcprism.versions import LossReport
from mcprism.versions.conversation import Fault
from mcprism_types.base import Side

CONNECTION: Final = "connection"
LISTENING: Final = "listening for changes"
"""Steps that are made in other ways with a session and without."""
State: TypeAlias = Literal["missing", "works", "hint", "differs", "degraded", "refused", "fails", "invalid"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A report of a loss, and which side made it."""

    side: Side
    report: LossReport


@dataclass(frozen=True, slots=True)
class Difference:
    """What the newest version was shown at some step, and this one was not."""

    member: str
    """Its place in the result: `tools[].icons`."""
    since: str
    """The version that brought it; "" if the older one has it too."""


@dataclass(slots=True)
class Step:
    """One thing that was asked of the server, and what came of it."""

    method: str
    name: str
    """The method, with what it was asked about: `tools/call add`."""
    note: str = ""
    """How much came, or what went wrong."""
    failed: bool = False
    refused: bool = False
    missing: bool = False
    """Whether the server does not have the method, and need not."""
    answer: JsonObject | None = None
    """The result on the wire."""
    asked: list[str] = field(default_factory=list[str])
    """The methods of what the server asked the client meanwhile."""
    losses: list[Lost] = field(default_factory=list[Lost])
    differences: list[Difference] = field(default_factory=list[Difference])
    faults: list[Fault] = field(default_factory=list[Fault])

    def fail(self, why: str) -> None:
        """The step came to nothing."""
        self.failed, self.note = True, one_line(why)

    def refuse(self, why: str) -> None:
        """It was not possible in this version."""
        self.refused, self.note = True, one_line(why)

    @property
    def state(self) -> State:
        """The gravest of what happened."""
        classes = {lost.report.loss for lost in self.losses}
        if self.faults:
            return "invalid"
        if self.failed:
            return "fails"
        if self.refused or "refused" in classes:
            return "refused"
        if "degraded" in classes:
            return "degraded"
        if self.differences:
            return "differs"
        if self.missing:
            return "missing"
        return "hint" if "hint" in classes else "works"


@dataclass(slots=True)
class Seen:
    """A server in one version."""

    version: str
    over: str = ""
    """The transport, where a server is reached over several."""
    refusal: str | None = None
    """Why the version is not spoken, if the server said so."""
    server: Implementation | None = None
    steps: dict[str, Step] = field(default_factory=dict[str, Step])
    messages: int = 0

    @property
    def label(self) -> str:
        """What it is called beside the others."""
        return f"{self.version} {self.over}".rstrip()

    @property
    def is_spoken(self) -> bool:
        """Whether there was a conversation in this version."""
        return self.server is not None

    @property
    def is_fine(self) -> bool:
        """Whether nothing failed and no message broke the rules; a version that is not spoken breaks none."""
        return all(step.state not in ("fails", "invalid") for step in self.steps.values())
