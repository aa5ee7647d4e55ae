"""A server: what it says of itself, what it answers, and how it is run."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from inspect import isasyncgenfunction
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, overload

from typing_extensions import Unpack

from mcprism.capabilities import GATES, declares, merged
from mcprism.declaration_options import check_icons, check_names
from mcprism.events import Change, EventBus, PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.handlers import HandlerTable
from mcprism.jsonrpc import JsonObject
from mcprism.lifespan import Hold, Lifespan
from mcprism.observers.watching import Observers
from mcprism.peer import Peer
from mcprism.plain import Answer
from mcprism.server.declarations.declaring import Declarations
from mcprism.server.declarations.paging import PAGE_SIZE
from mcprism.server.layers import Layers
from mcprism.server.process import run_stdio
from mcprism.server.service import Service, ServiceFields
from mcprism.transports.channel import Channel
from mcprism.versions import OnLoss, installed, spoken

if TYPE_CHECKING:
    from mcprism.server.http.app import HttpApp
    from mcprism.server.http.handle import HttpHandle
    from mcprism.server.http.options import HttpFields, HttpOptions


class Server(Declarations, Layers):
    """An MCP server of what is declared on it, for clients of every version.

        server = Server("demo", version="1.0.0")

        @server.tool
        async def add(a: int, b: int) -> int:
            return a + b

        @server.resource("users://{user_id}/profile")
        async def profile(user_id: int) -> Profile: ...

        @server.prompt
        def review(code: str) -> str: ...

        server.run()

    `run` serves one process, `serve` any number of channels. Which capabilities it has is settled when that begins.

    Args:
        name: the server's name, for programs.
        version: the server's own version; say one that others can tell apart from the next.
        page_size: how many tools, resources or prompts are on one page of their list.
        list_ttl: seconds for which a client may use a list again, as far as its version says that (2026-07-28).
        fields: what else can be said of it, see `ServiceFields`.

    Raises:
        ValueError: an option does not fit.
        TypeError: the lifespan is a generator, or something is no icon, no middleware or no observer.
        UnsupportedVersion: one of `versions` is not installed.
    """

    def __init__(
        self,
        name: str,
        *,
        version: str = "0.0.0",
        page_size: int = PAGE_SIZE,
        list_ttl: float = 0,
        **fields: Unpack[ServiceFields],
    ) -> None:
        check_names(fields, ServiceFields.__annotations__, where="a server")
        lifespan = fields.get("lifespan")
        if isasyncgenfunction(lifespan):
            raise TypeError(f"{lifespan.__qualname__} is a generator: decorate it with contextlib.asynccontextmanager")
        held = Lifespan(None if lifespan is None else partial(lifespan, self))
        super().__init__(name, page_size=page_size, list_ttl=list_ttl, lifespan=held)
        Layers.__init__(self, middleware=fields.get("middleware", ()))
        self._capabilities: Final[Mapping[str, Any]] = fields.get("capabilities") or {}
        # These fail here, and not when the first client comes.
        spoken(installed(), limited_to=fields.get("versions"))
        check_icons(fields.get("icons", ()))
        Observers(fields.get("observers", ()))
        self._serving: Final = partial(Service.of, name=name, version=version, hold=Hold(held), **fields)
        self._lock: Final = Lock()
        self._begun: Service | None = None
        self._handled: HandlerTable | None = None

    @classmethod
    def from_handler(cls, handler: object, *, name: str, version: str, **fields: Unpack[ServiceFields]) -> "Server":
        """A server that answers what a handler does, in every version.

        A client speaks whichever version it likes best; messages are converted to and from the handler's.

        Args:
            handler: an instance of a subclass of a generated `ServerHandler`, which answers what it overrides, or of
                `ServerHandlerCore`, of any version.
            name: the server's name, for programs.
            version: the server's own version.
            fields: what else can be said of it, see `ServiceFields`.

        Raises:
            TypeError: the handler is none, or overrides what the runtime does by itself; the lifespan is a generator.
            ValueError: the handler's version is not released yet, or does not have what a core answers.
            UnsupportedVersion: one of `versions` is not installed.
        """
        strict = fields.get("strict_capabilities", True)
        table = HandlerTable.of(handler, side="server", capabilities=fields.get("capabilities"), strict=strict)
        if not table.protocol.released:
            raise ValueError(f"version {table.protocol.version} cannot be served: it is not released yet")
        server = cls(name, version=version, **fields)
        server._handler = handler
        server._handled = table
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
        self._tell(ToolsChanged())

    def notify_prompts_changed(self) -> None:
        """The same for the list of prompts and `{"prompts": {"listChanged": True}}`."""
        self._tell(PromptsChanged())

    def notify_resources_changed(self) -> None:
        """The same for the lists of resources and of their templates, and `{"resources": {"listChanged": True}}`."""
        self._tell(ResourcesChanged())

    def notify_resource_updated(self, uri: str) -> None:
        """Tells whoever watches this resource, or one above it, that it has other contents. As `notify_tools_changed`.

        Raises:
            NotDeclared: the server did not declare `{"resources": {"subscribe": True}}`.

        Spec: server/resources#subscriptions
        """
        self._tell(ResourceUpdated(uri))

    @property
    def _service(self) -> Service:
        """How it is served; from now on it has the capabilities that it has."""
        with self._lock:
            if self._begun is None:
                self._begun = self._serving(self._layered(self._handled or self._declared()))
            return self._begun

    def _declared(self) -> HandlerTable:
        from mcprism_types import v2026_07_28 as home  # a server that answers by a handler does not need it

        answers: dict[str, Answer] = {}
        capabilities: JsonObject = {}
        for kind, offer in self._offers().items():
            if offer.is_made or kind in self._capabilities:
                answers |= offer.answers
                capabilities[kind] = offer.declares
        declared = [item for register in self._registers.values() for item in register]
        completers = [one for item in (*self._prompts, *self._templates) for one in item.completers.values()]
        if any(function.takes_context for function in (*declared, *completers, *self._custom)):
            # Who has a context can write to the client's log.
            capabilities["logging"] = {}
        return HandlerTable.plain(home.PROTOCOL, answers, capabilities=merged(capabilities, self._capabilities))

    def _is_served(self) -> bool:
        return self._begun is not None or super()._is_served()

    def _check_open(self, capability: str, where: str) -> None:
        if self._handler is not None:
            raise TypeError(
                f"this server answers by {type(self._handler).__name__}: declare {capability} on a Server(...) of its "
                "own, or override the methods for them there"
            )
        if self._begun is not None and capability not in self._begun.introduction.capabilities:
            raise RuntimeError(
                f"{where}: the server is being served already, and said that it has no {capability}: declare one "
                f'before, or make it with capabilities={{"{capability}": {{}}}}'
            )

    def _tell(self, change: Change) -> None:
        # Before it has begun nobody is there to be told, and beginning fixes what it offers.
        if self._begun is not None:
            self._begun.events.publish(change)
        elif self._handled is not None:
            EventBus(self._handled.capabilities).publish(change)
        self._tell_outer(change)

    def _check_not_begun(self, what: str) -> None:
        if self._begun is not None:
            raise RuntimeError(f"{what} comes too late: the server is being served already; declare it before")

    def _announce(self, change: Change) -> None:
        begun = self._begun
        if begun is not None and declares(begun.introduction.capabilities, GATES[change.method].needs):
            begun.events.publish(change)


def _combined(options: "HttpOptions | None", fields: "HttpFields") -> "HttpOptions":
    # Loading all that HTTP takes costs as much as the rest, and a server over stdio needs none of it.
    from mcprism.server.http.options import HttpFields, HttpOptions

    check_names(fields, HttpFields.__annotations__, where="HTTP")
    return replace(options or HttpOptions(), **fields)
