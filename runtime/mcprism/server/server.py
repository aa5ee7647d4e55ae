"""A server: what it says of itself, what it answers, and how it is run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from mcprism.events import EventBus, PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.jsonrpc import JsonObject
from mcprism.peer import DEFAULT_TIMEOUT, MAX_INBOUND, Peer, Receiver
from mcprism.rounds import Rounds
from mcprism.server.process import run_stdio
from mcprism.transports.channel import Channel
from mcprism.versions import (
    FirstRequest,
    HandshakeServer,
    Introduction,
    ListenStreams,
    Losses,
    LossPolicy,
    OnLoss,
    SessionReceiver,
    StatelessReceiver,
    StatelessServer,
    WarnOnce,
    in_era,
    installed,
    log_loss,
    spoken,
)

DRAIN_TIMEOUT = 10.0
"""Seconds that requests in flight may take once the client has closed its side or the process was told to end."""


class Server:
    """An MCP server. Make one with `from_handler`; `run` serves one process, `serve` any number of channels."""

    def __init__(
        self,
        table: HandlerTable,
        introduction: Introduction,
        *,
        offered: Sequence[str],
        losses: Losses,
        rounds: Rounds,
        timeout: float,
        drain_timeout: float,
        max_inbound: int,
    ) -> None:
        self._table = table
        self._introduction = introduction
        self._events = EventBus(introduction.capabilities)
        self._offered = offered
        self._losses = losses
        self._rounds = rounds
        self._timeout = timeout
        self._drain_timeout = drain_timeout
        self._max_inbound = max_inbound

    @classmethod
    def from_handler(
        cls,
        handler: object,
        *,
        name: str,
        version: str,
        title: str | None = None,
        instructions: str | None = None,
        capabilities: Mapping[str, Any] | None = None,
        versions: Iterable[str] | None = None,
        on_loss: OnLoss = log_loss,
        lossy: LossPolicy = "degrade",
        inline_links: bool = False,
        rounds: Rounds | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        drain_timeout: float = DRAIN_TIMEOUT,
        max_inbound: int = MAX_INBOUND,
    ) -> "Server":
        """A server that answers what a subclass of a generated `ServerHandler` overrides, in every version.

        A client speaks whichever version it likes best; messages are converted to and from the handler's.

        Args:
            handler: an instance of the subclass, of any version.
            name: the server's name, for programs.
            version: the server's own version.
            title: its name for people.
            instructions: how to use it, for the model.
            capabilities: what to declare beyond what follows from the overridden methods, such as
                `{"tools": {"listChanged": True}}` or `{"logging": {}}`.
            versions: the versions to offer; by default all that are installed.
            on_loss: called with what a client's version cannot express, once for each client and feature; by default
                it is logged.
            lossy: whether content may take another form where the client's version needs that: `refuse` makes it an
                error of the handler's.
            inline_links: what becomes of resource links for clients that know none (up to 2025-03-26): instead of text
                they get what the handler's own resources/read gives for the link, if that is one resource.
            rounds: what becomes of a handler that asks a client without a session; by default it runs again.
            timeout: seconds that the client may take to answer what a handler asks.
            drain_timeout: seconds that requests in flight may take once the client has closed its side.
            max_inbound: requests of one client that are served at once.

        Raises:
            TypeError: the handler is none, or overrides what the runtime does by itself.
            ValueError: the handler's version is not released yet.
            UnsupportedVersion: one of `versions` is not installed.
        """
        table = HandlerTable.of(handler, side="server", capabilities=capabilities)
        if not table.protocol.released:
            raise ValueError(f"version {table.protocol.version} cannot be served: it is not released yet")
        info: JsonObject = {"name": name, "version": version}
        if title is not None:
            info["title"] = title
        introduction = Introduction(
            home=table.protocol.version,
            info=info,
            capabilities=table.capabilities,
            instructions=instructions,
        )
        return cls(
            table,
            introduction,
            offered=spoken(installed(), limited_to=versions),
            losses=Losses(on_loss=on_loss, policy=lossy, inline_links=inline_links),
            rounds=rounds or Rounds(),
            timeout=timeout,
            drain_timeout=drain_timeout,
            max_inbound=max_inbound,
        )

    async def serve(self, channel: Channel) -> None:
        """Opens a channel and serves the client at its other end, until that closes its side and all is answered.

        Raises:
            McprismError: the channel could not be opened.
        """
        await self.peer(channel).run()

    def peer(self, channel: Channel) -> Peer:
        """The connection to the client at the other end of a channel, ready to `run`; `Peer.stop` ends it in order."""
        losses = replace(self._losses, on_loss=WarnOnce(self._losses.on_loss))
        newer, older = in_era("stateless", self._offered), in_era("handshake", self._offered)
        known, said, events = installed(), self._introduction, self._events
        without = StatelessServer(newer, said, known, losses=losses, events=events)
        dispatcher = Dispatcher(self._table, without, events)
        streams = ListenStreams(without, events, dispatcher.watch)
        stateless = StatelessReceiver(dispatcher, without, self._rounds, streams)
        if not older:
            return self._peer(channel, stateless, on_end=lambda how: stateless.close())
        session = HandshakeServer(older, said, known, losses=losses)
        sessions = SessionReceiver(Dispatcher(self._table, session, events), session, events)

        def end(how: str) -> None:
            stateless.close()
            sessions.close()

        receiver = FirstRequest(sessions, stateless, without) if newer else sessions
        peer = self._peer(channel, receiver, on_end=end, takes_batches=lambda: session.takes_batches)
        sessions.attach(peer)
        return peer

    def run(self, *, backend: Literal["asyncio", "trio"] = "asyncio") -> None:
        """Serves the client that started this process, over standard input and output. Returns when it has gone.

        SIGTERM ends the process in order: requests in flight are answered within the drain limit. Meanwhile what
        handlers print goes to standard error.

        Raises:
            SystemExit: 130 after SIGINT (Ctrl-C).
            ConnectionClosed: standard input or output is closed.

        Spec: basic/transports#stdio
        """
        run_stdio(self.peer, backend=backend)

    def notify_tools_changed(self) -> None:
        """Tells whoever is connected, and wants to hear of it, that the list of tools is another one.

        Never waits, may be called in any thread, and nobody need be connected. Clients with a session are told in it;
        others on the streams that they have opened for this. A change that waits to be told is told once.

        Raises:
            NotDeclared: the server did not declare `{"tools": {"listChanged": True}}`.

        Spec: server/tools#list-changed-notification
        """
        self._events.publish(ToolsChanged())

    def notify_prompts_changed(self) -> None:
        """The same for the list of prompts and `{"prompts": {"listChanged": True}}`."""
        self._events.publish(PromptsChanged())

    def notify_resources_changed(self) -> None:
        """The same for the lists of resources and of their templates, and `{"resources": {"listChanged": True}}`."""
        self._events.publish(ResourcesChanged())

    def notify_resource_updated(self, uri: str) -> None:
        """Tells whoever watches this resource, or one above it, that it has other contents. As `notify_tools_changed`.

        Raises:
            NotDeclared: the server did not declare `{"resources": {"subscribe": True}}`.

        Spec: server/resources#subscriptions
        """
        self._events.publish(ResourceUpdated(uri))

    def _peer(
        self,
        channel: Channel,
        receiver: Receiver,
        *,
        on_end: Callable[[str], None],
        takes_batches: Callable[[], bool] | None = None,
    ) -> Peer:
        return Peer(
            channel,
            receiver,
            side="server",
            timeout=self._timeout,
            drain_timeout=self._drain_timeout,
            max_inbound=self._max_inbound,
            takes_batches=takes_batches,
            on_end=on_end,
        )
