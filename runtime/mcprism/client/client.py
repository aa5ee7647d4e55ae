"""A client: one connection to one server, and what is known of the server."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from importlib.metadata import version as distribution_version
from types import TracebackType
from typing import Any, Final, Self, cast

from pydantic import ValidationError
from typing_extensions import Unpack

from mcprism.capabilities import GATES, declares
from mcprism.client.answering import Answering
from mcprism.client.cache import Cache
from mcprism.client.callables import Callback
from mcprism.client.http.target import HttpTarget
from mcprism.client.methods import Methods
from mcprism.client.opening import Eras, Lifetime, Opened, Opening, Route
from mcprism.client.options import ClientFields, ClientOptions
from mcprism.client.roots import RootLike, roots_of
from mcprism.client.session import HOME, Session
from mcprism.client.targets import Serves, Target, channel_to, http_target
from mcprism.client.verdicts import IN_THIS_PROCESS
from mcprism.client.watching import Watching
from mcprism.declaration_options import check_names
from mcprism.errors import ConnectionClosed, InvalidAnswer, McprismError, described
from mcprism.events import Filter
from mcprism.exchange import Implementation
from mcprism.observers.watching import Observers
from mcprism.spawn import current_loop
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism.transports.process import ProcessChannel
from mcprism.versions import (
    ERAS,
    HandshakeClient,
    Introduction,
    Losses,
    StatelessClient,
    WarnOnce,
    in_era,
    installed,
    spoken,
)
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import OnProgress, Outbound

_SET_LEVEL: Final = "logging/setLevel"


class Client(Methods):
    """One connection to one server, open inside `async with`.

        async with Client(["my-server"]) as client:
            result = await client.call_tool("add", {"a": 1, "b": 2})

    The newest version that both sides have is spoken. These methods are the same whichever that is, and their types
    are those of the newest: what is sent and received is converted. Where the server asks something before it answers,
    the handler is asked, and the answer goes to the server. A client may be opened in one task and closed in another,
    and used by any number of tasks of that event loop in between.

    A server's process that ends fails the calls that wait for it. If it had no session, the next call starts it again,
    and calls that change nothing do not fail. A session has ended with its process: open another client.

    Args:
        target: an address such as `http://127.0.0.1:8080/mcp`, or a command as a list; an `HttpTarget` or a `Command`
            where more than that is to be said; the path of a Python script, a `Server`, or a channel.
        fields: what else can be said of it, see `ClientOptions`.

    Raises:
        TypeError, ValueError: the target leads to no server, the handler or an observer is none, or both `version` and
            `versions` are given.
        UnsupportedVersion: a version is not installed.
    """

    def __init__(self, target: Target, **fields: Unpack[ClientFields]) -> None:
        self._was_opened = False
        self._lifetime: Lifetime | None = None
        check_names(fields, ClientFields.__annotations__, where="a client")
        self._options = options = ClientOptions(**fields)
        self._session: Session | None = None
        self._target = target
        self._http = http_target(target)
        self._channel = None if self._http is not None else channel_to(target)
        self._answering = Answering(options)
        self._table = self._answering.table
        self._on_progress = _progress(options)
        self._on_list_changed = _callback("on_list_changed", options.on_list_changed, "change")
        self._on_resource_updated = _callback("on_resource_updated", options.on_resource_updated, "uri")
        self._watching: Watching | None = None
        limited_to = options.versions if options.version is None else (options.version,)
        self._versions = spoken(installed(), limited_to=limited_to)
        self._losses = Losses(on_loss=WarnOnce(options.on_loss), policy=options.lossy)
        self._introduction = Introduction(
            home=HOME if self._table is None else self._table.protocol.version,
            info=dict(options.client_info or {"name": "mcprism", "version": distribution_version("mcprism")}),
            capabilities=self._answering.capabilities,
            strict=options.strict_capabilities,
        )
        self._observers = Observers.of(options.observers)

    async def __aenter__(self) -> Self:
        """The connected client.

        Raises:
            StartError: the server's process could not be started.
            ConnectionClosed: the server ended before it answered; the text has its last words.
            RequestTimeout: it did not answer in time.
            UnsupportedVersion: it speaks none of the versions that this client may speak.
            PeerError, InvalidAnswer: it refused, or answered with what is no answer.
            Exception: as the lifespan of a server in this process, which could not start.

        Spec: basic/lifecycle#initialization
        """
        if self._was_opened:
            raise RuntimeError("this client was opened before: make another one")
        self._was_opened = True
        options = self._options
        cache = Cache(current_loop().clock) if options.cache else None
        opening = Opening(
            eras=self._eras(),
            table=self._table,
            timeout=options.timeout,
            connect_timeout=options.connect_timeout,
            probe_timeout=options.probe_timeout,
            cache=cache,
            observers=self._observers,
        )
        opened = await self._opened(opening)
        self._lifetime = opened.lifetime
        session = self._session = Session(
            opened,
            table=self._table,
            introduction=self._introduction,
            losses=self._losses,
            max_rounds=options.max_rounds,
            timeout=options.timeout,
            cache=cache,
        )
        try:
            await self._begin(session)
        except BaseException:
            await opened.lifetime.close()
            raise
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the connection. Calls that still wait fail with ConnectionClosed."""
        if self._lifetime is not None:
            await self._lifetime.close()
        if self._watching is not None:
            await self._watching.close()

    def __del__(self) -> None:
        if self._lifetime is not None and not self._lifetime.closed:
            warnings.warn(
                f"{self!r} was dropped and not closed; use `async with`", ResourceWarning, stacklevel=2, source=self
            )

    @property
    def protocol_version(self) -> str:
        """The version that the connection speaks."""
        return self._open.server.version

    @property
    def server_info(self) -> Implementation:
        """Name and version of the server's program, as it says."""
        info = self._open.server.info
        return info if info is not None else Implementation("", "")

    @property
    def server_capabilities(self) -> home.ServerCapabilities:
        """What the server declared.

        Raises:
            InvalidAnswer: it declared what does not fit the protocol.
        """
        declared = self._open.bridge.object_in("ServerCapabilities", dict(self._open.server.capabilities))
        try:
            return home.ServerCapabilities.from_wire(declared)
        except ValidationError as error:
            text = f"the server's capabilities do not fit the protocol:\n{described(error, declared)}"
            raise InvalidAnswer(text) from None

    @property
    def instructions(self) -> str | None:
        """How to use the server, for the model."""
        return self._open.era.instructions

    @property
    def calls(self) -> home.ClientCalls:
        """One typed method for each message that a client of the newest version can send.

        Their params have `_meta`, which `client.meta` gives. The `_raw` forms return the server's questions unanswered:
        send the request again with `input_responses` and `request_state`.
        """
        return home.ClientCalls(self._open.outbound)

    @property
    def meta(self) -> home.RequestMetaObject:
        """What the params of `calls` say of this client."""
        return self._open.meta

    def outbound(self, version: str) -> Outbound:
        """Where typed calls of any version go: `v2025_11_25.ClientCalls(client.outbound("2025-11-25"))`.

        Of the version that is spoken, nothing is converted; of another one, what the server's has a form for is sent.

        Raises:
            UnsupportedVersion: that version is not installed.
        """
        return self._open.outbound_of(version)

    async def set_roots(self, roots: Iterable[RootLike]) -> None:
        """Has the server work on other roots, and tells it so; without a session, when it next asks.

        Raises:
            TypeError: the client was made without `roots`, so that the server knows of none.
            TypeError, ValueError: something is no root.
            ConnectionClosed: the connection has ended.

        Spec: client/roots ("root list changes")
        """
        if self._answering.roots is None:
            raise TypeError("this client was made without roots: make it with roots=[...], which may be empty")
        self._answering.roots = roots_of(roots)
        if self._session is not None:
            await self._session.notify_roots_changed()

    async def notify_roots_changed(self) -> None:
        """Tells the server that `on_roots` returns others now. Nothing is sent without a session, where it asks anyway.

        Raises:
            ConnectionClosed: the connection has ended.
        """
        await self._open.notify_roots_changed()

    async def subscribe(self, *uris: str) -> None:
        """Has `on_resource_updated` called when these resources change, or those below them.

        That lasts until the client is closed, and goes on where a stream that told it broke. Those that are
        watched already are watched once.

        Raises:
            NotSupportedByPeer: the server tells nothing of single resources.
            PeerError: it refused.
            RequestTimeout, ConnectionClosed: it did not answer.

        Spec: server/resources#subscriptions
        """
        for uri in uris:
            await self._watched().watch(uri)

    async def unsubscribe(self, *uris: str) -> None:
        """Ends that. Nothing happens where a resource was not watched."""
        for uri in uris:
            await self._watched().forget(uri)

    def _watched(self) -> Watching:
        if self._watching is None:
            self._watching = Watching(self._open.listen, self._on_list_changed, self._on_resource_updated)
        return self._watching

    async def _begin(self, session: Session) -> None:
        options, declared = self._options, session.server.capabilities
        level = options.log_level or ("info" if options.on_log is not None else None)
        if level is not None and declares(declared, GATES[_SET_LEVEL].needs):
            await self.set_log_level(level)
        if self._on_list_changed is not None:
            lists = Filter(tools=True, prompts=True, resources=True).within(declared)
            await self._watched().watch_lists(lists)

    async def _opened(self, opening: Opening) -> Opened:
        if self._http is not None:
            return await _opened_over_http(opening, self._http)
        channel = self._channel
        again = None if channel is self._target else self._another_route
        command = channel.command if again is not None and isinstance(channel, ProcessChannel) else None
        opening = replace(opening, restart=None if command is None else again)
        if command is None:
            return await opening.opened(self._route(channel), again)
        try:
            opened = await opening.opened(self._route(channel), again, IN_THIS_PROCESS.of(command))
        except McprismError:
            IN_THIS_PROCESS.forget(command)
            raise
        IN_THIS_PROCESS.remember(command, ERAS[opened.server.version])
        return opened

    def _eras(self) -> Eras:
        known, said = installed(), self._introduction
        newer, older = in_era("stateless", self._versions), in_era("handshake", self._versions)
        if not newer:
            return (HandshakeClient(older, said, known, losses=self._losses),)
        without = StatelessClient(newer, said, known, losses=self._losses)
        if not older:
            return (without,)
        return without, HandshakeClient(older, said, known, losses=self._losses)

    def _route(self, channel: Channel | None) -> Route:
        server_end: Channel | None = None
        if channel is None:
            channel, server_end = memory_channels()
        if self._observers is not None:
            channel = self._observers.on(channel)
        if server_end is None:
            return Route(channel)
        return Route(channel, partial(cast("Serves", self._target).serve, server_end))

    def _another_route(self) -> Route:
        return self._route(channel_to(self._target))

    @property
    def _open(self) -> Session:
        if self._session is None:
            raise RuntimeError("the client is not connected: use it inside `async with`")
        return self._session


def _callback(option: str, function: Callable[..., Any] | None, *takes: str) -> Callback | None:
    return None if function is None else Callback(option, function, *takes)


def _progress(options: ClientOptions) -> OnProgress | None:
    callback = _callback("on_progress", options.on_progress, "progress", "total", "message")
    if callback is None:
        return None

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        await callback(progress, total, message)

    return on_progress


async def _opened_over_http(opening: Opening, target: HttpTarget) -> Opened:
    try:
        from mcprism.client.http.opening import HttpOpening  # what it needs comes with an extra
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        text = f'{target.url!r:.200} is reached over HTTP, which needs httpx: pip install "mcprism[http]"'
        raise ConnectionClosed(text) from None
    return await HttpOpening(opening, target).opened()
