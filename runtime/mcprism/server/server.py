"""A server: what it says of itself, what it answers, and how it is run."""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from inspect import isasyncgenfunction
from typing import TYPE_CHECKING, Any, Literal, overload

from typing_extensions import Unpack

from mcprism.calls import DEFAULT_TIMEOUT
from mcprism.events import EventBus, PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.handlers import HandlerTable
from mcprism.jsonrpc import JsonObject
from mcprism.lifespan import Hold, Lifespan
from mcprism.peer import MAX_INBOUND, Peer
from mcprism.rounds import Rounds
from mcprism.server.process import run_stdio
from mcprism.server.service import Service
from mcprism.transports.channel import Channel
from mcprism.versions import (
    Introduction,
    Losses,
    LossPolicy,
    OnLoss,
    installed,
    log_loss,
    spoken,
)

if TYPE_CHECKING:
    from mcprism.server.http.app import HttpApp
    from mcprism.server.http.handle import HttpHandle
    from mcprism.server.http.options import HttpFields, HttpOptions

DRAIN_TIMEOUT = 10.0
"""Seconds that requests in flight may take once the client has closed its side or the process was told to end."""


class Server:
    """An MCP server. Make one with `from_handler`; `run` serves one process, `serve` any number of channels."""

    def __init__(self, service: Service) -> None:
        self._service = service

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
        lifespan: "Callable[[Server], AbstractAsyncContextManager[object]] | None" = None,
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
            lifespan: given the server, an async context manager of what the handler needs while it is served, which
                is `ctx.lifespan` in its methods. It is entered before the first request and left after the last, once
                in each process, however many clients there are; connections in memory share one for as long as one of
                them lasts. What it raises comes out of whatever starts the server, or would have ended it.
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
            TypeError: the handler is none, or overrides what the runtime does by itself; the lifespan is a generator.
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
        if isasyncgenfunction(lifespan):
            raise TypeError(f"{lifespan.__qualname__} is a generator: decorate it with contextlib.asynccontextmanager")
        server: Server
        make = None if lifespan is None else lambda: lifespan(server)
        service = Service(
            table=table,
            introduction=introduction,
            events=EventBus(introduction.capabilities),
            offered=spoken(installed(), limited_to=versions),
            losses=Losses(on_loss=on_loss, policy=lossy, inline_links=inline_links),
            rounds=rounds or Rounds(),
            hold=Hold(Lifespan(make)),
            timeout=timeout,
            drain_timeout=drain_timeout,
            max_inbound=max_inbound,
        )
        server = cls(service)
        return server

    async def serve(self, channel: Channel, *, on_loss: OnLoss | None = None) -> None:
        """Opens a channel and serves the client at its other end, until that closes its side and all is answered.

        Args:
            channel: leads to the client.
            on_loss: called with what this client's version cannot express, each time, instead of the server's own.

        Raises:
            McprismError: the channel could not be opened.
        """
        await self.peer(channel, on_loss=on_loss).run()

    def peer(self, channel: Channel, *, on_loss: OnLoss | None = None) -> Peer:
        """The connection to the client at the other end of a channel, ready to `run`; `Peer.stop` ends it in order.

        `on_loss`: as for `serve`.
        """
        return self._service.peer(channel, on_loss=on_loss)

    def asgi_app(self, options: "HttpOptions | None" = None, **fields: "Unpack[HttpFields]") -> "HttpApp":
        """The server as an ASGI app, to run with any ASGI server or to mount in another app.

        Args:
            options: how it is served.
            fields: the fields of `HttpOptions`, in place of those of `options`.

        Raises:
            ValueError: an option does not fit.
        """
        from mcprism.server.http.app import HttpApp
        from mcprism.server.http.sharing import warn_of_what_is_not_shared

        combined = _combined(options, fields)
        warn_of_what_is_not_shared(self._service, combined, have_one_key=False)
        return HttpApp(self._service, combined)

    @asynccontextmanager
    async def http(
        self, options: "HttpOptions | None" = None, **fields: "Unpack[HttpFields]"
    ) -> "AsyncGenerator[HttpHandle]":
        """The server on a port while the block runs, in a running asyncio event loop; `HttpHandle.url` is its address.

        Args:
            options: how it is served.
            fields: the fields of `HttpOptions`, in place of those of `options`.

        Raises:
            ValueError: an option does not fit.
            StartError: the port cannot be bound, or the extra `http` is not installed.
        """
        from mcprism.server.http.handle import running

        async with running(self._service, _combined(options, fields)) as handle:
            yield handle

    @overload
    def run(
        self, transport: Literal["stdio"] = "stdio", *, backend: Literal["asyncio", "trio"] = "asyncio"
    ) -> None: ...
    @overload
    def run(
        self, transport: Literal["http"], options: "HttpOptions | None" = None, **fields: "Unpack[HttpFields]"
    ) -> None: ...
    def run(
        self,
        transport: Literal["stdio", "http"] = "stdio",
        options: "HttpOptions | None" = None,
        *,
        backend: Literal["asyncio", "trio"] = "asyncio",
        **fields: "Unpack[HttpFields]",
    ) -> None:
        """Serves until the client has gone, over standard input and output; or over HTTP, until a signal comes.

        SIGTERM ends the process in order: requests in flight are answered within the drain limit. Over standard input
        and output, what handlers print meanwhile goes to standard error. Over HTTP, several `workers` are forks of
        this process: what belongs to one of them, such as connections and threads, is for the lifespan to make.

        Args:
            transport: `stdio`, for the client that started this process; `http`, for any number of clients.
            options: how it is served over HTTP.
            backend: the event loop for `stdio`; over HTTP it is asyncio.
            fields: the fields of `HttpOptions`, in place of those of `options`.

        Raises:
            SystemExit: 130 after SIGINT (Ctrl-C).
            ConnectionClosed: standard input or output is closed.
            ValueError: an option does not fit.
            StartError: the port cannot be bound, a worker cannot start, or the extra `http` is not installed.

        Spec: basic/transports
        """
        if transport == "stdio":
            run_stdio(self.peer, backend=backend)
        else:
            from mcprism.server.http.handle import run_http

            run_http(self._service, _combined(options, fields))

    def notify_tools_changed(self) -> None:
        """Tells whoever is connected, and wants to hear of it, that the list of tools is another one.

        Never waits, may be called in any thread, and nobody need be connected. Clients with a session are told in it;
        others on the streams that they have opened for this. A change that waits to be told is told once.

        Raises:
            NotDeclared: the server did not declare `{"tools": {"listChanged": True}}`.

        Spec: server/tools#list-changed-notification
        """
        self._service.events.publish(ToolsChanged())

    def notify_prompts_changed(self) -> None:
        """The same for the list of prompts and `{"prompts": {"listChanged": True}}`."""
        self._service.events.publish(PromptsChanged())

    def notify_resources_changed(self) -> None:
        """The same for the lists of resources and of their templates, and `{"resources": {"listChanged": True}}`."""
        self._service.events.publish(ResourcesChanged())

    def notify_resource_updated(self, uri: str) -> None:
        """Tells whoever watches this resource, or one above it, that it has other contents. As `notify_tools_changed`.

        Raises:
            NotDeclared: the server did not declare `{"resources": {"subscribe": True}}`.

        Spec: server/resources#subscriptions
        """
        self._service.events.publish(ResourceUpdated(uri))


def _combined(options: "HttpOptions | None", fields: "HttpFields") -> "HttpOptions":
    # Loading all that HTTP takes costs as much as the rest, and a server over stdio needs none of it.
    from mcprism.server.http.options import HttpOptions

    return replace(options or HttpOptions(), **fields)
