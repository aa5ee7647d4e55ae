"""Looks on at one connection: what passes is read, and kept with the step at which it passed. As `MessageObserver`."""

from collections.abc import Callable
from typing import Final

from mcprism.cli.findings import CONNECTION, Lost, Seen, Step
from mcprism.client.targets import Target
from mcprism.jsonrpc import is_object
from mcprism.observers.message import MessageEvent
from mcprism.server import Server
from mcprism.transports.channel import Channel
from mcprism.versions import LossReport
from mcprism.versions.conversation import Conversation, Fault
from mcprism_types.base import Side

MOST_FAULTS: Final = 100
"""Faults that are kept of each step."""


class Recorder:
    """What passes on one connection, step by step."""

    def __init__(self, seen: Seen) -> None:
        self._seen: Final = seen
        self._conversation = Conversation()
        self.step = self.begin(CONNECTION, CONNECTION)

    def begin(self, method: str, name: str) -> Step:
        """A new step: what passes from now on belongs to it."""
        self.step = self._seen.steps[name] = Step(method, name)
        return self.step

    def lost_at(self, side: Side) -> Callable[[LossReport], None]:
        """Who is told what one side cannot say in the other's version."""

        def on_loss(report: LossReport) -> None:
            lost = Lost(side, report)
            if lost not in self.step.losses:
                self.step.losses.append(lost)

        return on_loss

    def on_receive(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_receive`, for a client."""
        self._note("server", event)

    def on_send(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_send`, for a client."""
        self._note("client", event)

    def _note(self, sender: Side, event: MessageEvent) -> None:
        if not event.batch_index:
            self._seen.messages += 1
            faults = self._conversation.read(sender, event.raw) if event.raw else [self._too_large(sender, event)]
            self.step.faults += faults[: MOST_FAULTS - len(self.step.faults)]
        if sender == "server":
            self._keep(event)

    def _too_large(self, sender: Side, event: MessageEvent) -> Fault:
        return Fault(sender, self._seen.version, "message", str(event.problem))

    def _keep(self, event: MessageEvent) -> None:
        """What the server answers and asks."""
        message = event.message
        result = message.get("result") if is_object(message) else None
        if event.kind == "request":
            self.step.asked.append(str(event.method))
        if not is_object(result):
            return
        questions = result.get("inputRequests")
        if is_object(questions):
            self.step.asked += [str(question.get("method")) for question in questions.values() if is_object(question)]
        else:
            self.step.answer = result


def losing_to(target: Target, recorder: Recorder) -> Target:
    """The same target; where it is a server in this process, the recorder is told what that loses."""
    return _Losing(target, recorder) if isinstance(target, Server) else target


class _Losing:
    """A server in this process. As `Serves`."""

    def __init__(self, server: Server, recorder: Recorder) -> None:
        self._server = server
        self._recorder = recorder

    async def serve(self, channel: Channel) -> None:
        await self._server.serve(channel, on_loss=self._recorder.lost_at("server"))
