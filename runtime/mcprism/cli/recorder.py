"""Looks on at one connection: what passes is read, and kept with the step at which it passed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic_core import from_json

from mcprism.cli.findings import CONNECTION, Lost, Seen, Step
from mcprism.client.http.target import HttpTarget
from mcprism.client.targets import Serves, Target, channel_to, http_target
from mcprism.jsonrpc import is_object
from mcprism.server import Server
from mcprism.transports.channel import Channel, Frame, Oversized, Undelivered
from mcprism.transports.observed import Direction, ObservedChannel
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

    def at_client(self, direction: Direction, frame: Frame) -> None:
        """Told of each frame, by the client's end."""
        self._note("client" if direction == "sent" else "server", frame)

    def at_server(self, direction: Direction, frame: Frame) -> None:
        """The same, by the server's end."""
        self._note("server" if direction == "sent" else "client", frame)

    def _note(self, sender: Side, frame: Frame) -> None:
        self._seen.messages += 1
        if isinstance(frame, Oversized):
            faults = [Fault(sender, self._seen.version, "message", f"more than {frame.limit} bytes")]
        elif isinstance(frame, Undelivered):
            faults = []  # a message that was seen when it was sent
        else:
            faults = self._conversation.read(sender, frame)
        self.step.faults += faults[: MOST_FAULTS - len(self.step.faults)]
        if sender == "server" and isinstance(frame, bytes):
            self._keep(frame)

    def _keep(self, frame: bytes) -> None:
        """What the server answers and asks."""
        try:
            message = from_json(frame)
        except ValueError:
            return  # a fault, and noted as one
        result = message.get("result") if is_object(message) else None
        if is_object(message) and "method" in message and "id" in message:
            self.step.asked.append(str(message["method"]))
        if not is_object(result):
            return
        questions = result.get("inputRequests")
        if is_object(questions):
            self.step.asked += [str(question.get("method")) for question in questions.values() if is_object(question)]
        else:
            self.step.answer = result


def watched(target: Target, recorder: Recorder) -> Target:
    """The same target, while a recorder looks on.

    Raises:
        TypeError, ValueError: it leads to no server.
    """
    address = http_target(target)
    if address is not None:
        return _at(address, recorder)
    channel = channel_to(target)
    return _Watched(target, recorder) if channel is None else ObservedChannel(channel, recorder.at_client)


def _at(address: HttpTarget, recorder: Recorder) -> HttpTarget:
    try:
        import httpx  # comes with an extra

        from mcprism.transports.observed_http import ObservedHttp  # it needs that
    except ImportError:
        return address  # the client says what is missing
    # A transport that is given knows nothing of the environment.
    limits = httpx.Limits(max_connections=None)
    transport = httpx.AsyncHTTPTransport(limits=limits, proxy=_proxy_to(address.url))
    return replace(address, client=ObservedHttp(transport, recorder.at_client))


def _proxy_to(url: str) -> str | None:
    """The proxy that the environment names for an address: `HTTP_PROXY` and its like, unless `NO_PROXY` has it."""
    parts, proxies = urlsplit(url), getproxies()
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxy = proxies.get(parts.scheme, proxies.get("all"))
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


class _Watched:
    """A server in this process. As `Serves`."""

    def __init__(self, server: Target, recorder: Recorder) -> None:
        self._server = server
        self._recorder = recorder

    async def serve(self, channel: Channel) -> None:
        seen = ObservedChannel(channel, self._recorder.at_server)
        if isinstance(self._server, Server):
            await self._server.serve(seen, on_loss=self._recorder.lost_at("server"))
        elif isinstance(self._server, Serves):
            await self._server.serve(seen)
