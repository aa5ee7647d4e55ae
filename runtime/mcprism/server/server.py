"""A server: what it says of itself, what it answers, and how it is run."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from inspect import isclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, overload

from typing_extensions import Unpack

from mcprism.capabilities import GATES, declares, merged
from mcprism.events import PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.handlers import HandlerTable
from mcprism.peer import Peer
from mcprism.plain import Answer
from mcprism.server.declarations.listing import PAGE_SIZE, Register
from mcprism.server.declarations.tool import Tool, calling
from mcprism.server.process import run_stdio
from mcprism.server.service import Service, ServiceFields
from mcprism.tool_options import ToolFields
from mcprism.tool_options import tool as note
from mcprism.transports.channel import Channel
from mcprism.versions import OnLoss
from mcprism_types import v2026_07_28 as home

if TYPE_CHECKING:
    from mcprism.server.http.app import HttpApp
    from mcprism.server.http.handle import HttpHandle
    from mcprism.server.http.options import HttpFields, HttpOptions

Target = TypeVar("Target", bound=Callable[..., Any])


class Server:
    """An MCP server of what is declared on it, for clients of every version.

        server = Server("demo", version="1.0.0")

        @server.tool
        async def add(a: int, b: int) -> int:
            \"\"\"Add two numbers.\"\"\"
            return a + b

        server.run()

    `run` serves one process, `serve` any number of channels. Which capabilities it has is settled when that begins.

    Args:
        name: the server's name, for programs.
        version: the server's own version.
        page_size: how many tools are on one page of their list.
        fields: what else can be said of it, see `ServiceFields`.

    Raises:
        ValueError: an option does not fit.
        UnsupportedVersion: one of `versions` is not installed.
    """

    def __init__(self, name: str, *, version: str, page_size: int = PAGE_SIZE, **fields: Unpack[ServiceFields]) -> None:
        self._capabilities: Final[Mapping[str, Any]] = fields.get("capabilities") or {}
        self._plan: Final = Service.of(
            HandlerTable.plain(home.PROTOCOL, {}, capabilities=self._capabilities),
            name=name,
            version=version,
            **fields,
        )
        self._lock: Final = Lock()
        self._begun: Service | None = None
        self._handler: object | None = None
        self._tools: Final[Register[Tool]] = Register("tool", "tools", self._tools_changed, page_size=page_size)

    @classmethod
    def from_handler(cls, handler: object, *, name: str, version: str, **fields: Unpack[ServiceFields]) -> "Server":
        """A server that answers what a subclass of a generated `ServerHandler` overrides, in every version.

        A client speaks whichever version it likes best; messages are converted to and from the handler's.

        Args:
            handler: an instance of the subclass, of any version.
            name: the server's name, for programs.
            version: the server's own version.
            fields: what else can be said of it, see `ServiceFields`.

        Raises:
            TypeError: the handler is none, or overrides what the runtime does by itself.
            ValueError: the handler's version is not released yet.
            UnsupportedVersion: one of `versions` is not installed.
        """
        table = HandlerTable.of(handler, side="server", capabilities=fields.get("capabilities"))
        if not table.protocol.released:
            raise ValueError(f"version {table.protocol.version} cannot be served: it is not released yet")
        server = cls(name, version=version, **fields)
        server._handler = handler
        server._begun = server._plan.answering(table)
        return server

    @overload
    def tool(self, target: Target, /) -> Target: ...
    @overload
    def tool(self, target: None = None, /, **fields: Unpack[ToolFields]) -> Callable[[Target], Target]: ...
    def tool(
        self, target: Target | None = None, /, **fields: Unpack[ToolFields]
    ) -> Target | Callable[[Target], Target]:
        """Declares a function, or a pydantic model with a method `run`, as a tool: `@server.tool`, or with options.

        Names, descriptions and schemas come from the signature and the docstring. An async function runs where it is
        called, another one in a thread (see `ToolOptions.inline`). A parameter that is annotated `Context` is given the
        context of the request. `fields`: those of `mcprism.ToolOptions`.

        Raises:
            TypeError, ValueError: it cannot be a tool; or as `add_tool`.
        """
        if target is not None and not callable(target):
            raise TypeError(f"@server.tool takes keywords: write @server.tool(name={target!r:.100})")

        def declare(target: Target) -> Target:
            declared: object = target
            if fields and isclass(declared):
                # A client makes its calls from the class, so that is where what it is called has to be.
                note(**fields)(declared)
            self.add_tool(target, **fields)
            return target

        return declare if target is None else declare(target)

    def add_tool(self, target: Callable[..., Any], /, **fields: Unpack[ToolFields]) -> None:
        """Offers a tool, as `tool` does. Clients that are connected are told that the list is another one.

        Raises:
            TypeError: it cannot be a tool, or this server answers by a handler.
            ValueError: an option does not fit, or there is a tool of that name.
            RuntimeError: the server is being served already, and said that it has no tools.
        """
        if self._handler is not None:
            raise TypeError(
                f"this server answers by {type(self._handler).__name__}: declare tools on a Server(...) of its own, or "
                "override list_tools and call_tool there"
            )
        tool = Tool(target, fields)
        if self._begun is not None and _CALL not in self._begun.table.requests:
            raise RuntimeError(
                f"{tool.where}: the server is being served already, and said that it has no tools: declare one before, "
                'or make it with capabilities={"tools": {}}'
            )
        self._tools.add(tool)

    def remove_tool(self, name: str) -> None:
        """Offers a tool no more. Clients are told. Calls of it that run go on.

        Raises:
            KeyError: there is no tool of that name.
        """
        self._tools.remove(name)

    def enable_tool(self, name: str) -> None:
        """Lists a tool again that was disabled. Clients are told. Raises as `remove_tool`."""
        self._tools.set_enabled(name, True)

    def disable_tool(self, name: str) -> None:
        """Lists a tool no more and refuses calls of it until it is enabled. Clients are told. As `remove_tool`."""
        self._tools.set_enabled(name, False)

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

        return HttpApp(self._service, _combined(options, fields))

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
        and output, what handlers print meanwhile goes to standard error.

        Args:
            transport: `stdio`, for the client that started this process; `http`, for any number of clients.
            options: how it is served over HTTP.
            backend: the event loop for `stdio`; over HTTP it is asyncio.
            fields: the fields of `HttpOptions`, in place of those of `options`.

        Raises:
            SystemExit: 130 after SIGINT (Ctrl-C).
            ConnectionClosed: standard input or output is closed.
            ValueError: an option does not fit.
            StartError: the port cannot be bound, or the extra `http` is not installed.

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

    @property
    def _service(self) -> Service:
        """How it is served; from now on it has the capabilities that it has."""
        with self._lock:
            if self._begun is None:
                self._begun = self._plan.answering(self._declared())
            return self._begun

    def _declared(self) -> HandlerTable:
        answers: dict[str, Answer] = {}
        capabilities = self._capabilities
        if self._tools or "tools" in capabilities:
            answers |= {"tools/list": self._tools.list, _CALL: calling(self._tools)}
            capabilities = merged({"tools": {"listChanged": True}}, capabilities)
        return HandlerTable.plain(home.PROTOCOL, answers, capabilities=capabilities)

    def _tools_changed(self) -> None:
        begun = self._begun
        if begun is not None and declares(begun.introduction.capabilities, GATES[ToolsChanged.method].needs):
            begun.events.publish(ToolsChanged())


_CALL: Final = "tools/call"


def _combined(options: "HttpOptions | None", fields: "HttpFields") -> "HttpOptions":
    # Loading all that HTTP takes costs as much as the rest, and a server over stdio needs none of it.
    from mcprism.server.http.options import HttpOptions

    return replace(options or HttpOptions(), **fields)
