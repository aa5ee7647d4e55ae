"""A server: what it says of itself, what it answers, and how it is run."""

from collections.abc import Mapping
from typing import Any, Literal

from mcprism.capabilities import merged
from mcprism.handlers import Dispatcher, HandlerTable
from mcprism.jsonrpc import JsonObject
from mcprism.peer import DEFAULT_TIMEOUT, MAX_INBOUND, Peer
from mcprism.server.process import run_stdio
from mcprism.transports.channel import Channel
from mcprism.versions import ERAS, HandshakeServer, Introduction, installed

DRAIN_TIMEOUT = 10.0
"""Seconds that requests in flight may take once the client has closed its side or the process was told to end."""


class Server:
    """An MCP server. Make one with `from_handler`; `run` serves one process, `serve` any number of channels."""

    def __init__(
        self,
        table: HandlerTable,
        introduction: Introduction,
        *,
        timeout: float,
        drain_timeout: float,
        max_inbound: int,
    ) -> None:
        self._table = table
        self._introduction = introduction
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
        timeout: float = DEFAULT_TIMEOUT,
        drain_timeout: float = DRAIN_TIMEOUT,
        max_inbound: int = MAX_INBOUND,
    ) -> "Server":
        """A server that answers what a subclass of a generated `ServerHandler` overrides.

        Args:
            handler: an instance of the subclass; the version that it was generated for is the server's.
            name: the server's name, for programs.
            version: the server's own version.
            title: its name for people.
            instructions: how to use it, for the model.
            capabilities: what to declare beyond what follows from the overridden methods, such as
                `{"tools": {"listChanged": True}}` or `{"logging": {}}`.
            timeout: seconds that the client may take to answer what a handler asks.
            drain_timeout: seconds that requests in flight may take once the client has closed its side.
            max_inbound: requests of one client that are served at once.

        Raises:
            TypeError: the handler is none, or overrides what the runtime does by itself.
            ValueError: the handler's version cannot be served.
        """
        table = HandlerTable.of(handler, side="server")
        if not table.protocol.released:
            raise ValueError(f"version {table.protocol.version} cannot be served: it is not released yet")
        if ERAS[table.protocol.version] != "handshake":
            served = ", ".join(version for version, era in ERAS.items() if era == "handshake")
            raise ValueError(
                f"a handler of version {table.protocol.version} cannot be served: clients reach that version without a "
                f"handshake; use the ServerHandler of one of {served}"
            )
        info: JsonObject = {"name": name, "version": version}
        if title is not None:
            info["title"] = title
        introduction = Introduction(
            info=info, capabilities=merged(table.capabilities, capabilities or {}), instructions=instructions
        )
        return cls(table, introduction, timeout=timeout, drain_timeout=drain_timeout, max_inbound=max_inbound)

    async def serve(self, channel: Channel) -> None:
        """Opens a channel and serves the client at its other end, until that closes its side and all is answered.

        Raises:
            McprismError: the channel could not be opened.
        """
        await self.peer(channel).run()

    def peer(self, channel: Channel) -> Peer:
        """The connection to the client at the other end of a channel, ready to `run`; `Peer.stop` ends it in order."""
        era = HandshakeServer((self._table.protocol.version,), self._introduction, installed())
        return Peer(
            channel,
            Dispatcher(self._table, era),
            side="server",
            timeout=self._timeout,
            drain_timeout=self._drain_timeout,
            max_inbound=self._max_inbound,
        )

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
