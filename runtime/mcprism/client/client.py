"""A client: one connection to one server, and a method for each thing to ask of it."""

import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import version as distribution_version
from types import TracebackType
from typing import Any, Self, TypeAlias, TypeVar, cast, overload

from pydantic import BaseModel, ValidationError

from mcprism.calls import DEFAULT_TIMEOUT
from mcprism.capabilities import merged
from mcprism.client.batches import in_one_message
from mcprism.client.cache import Cache
from mcprism.client.http.target import HttpTarget
from mcprism.client.listening import Subscription
from mcprism.client.opening import Eras, Lifetime, Opened, Opening, Route
from mcprism.client.pages import paged
from mcprism.client.rounds import MAX_ROUNDS
from mcprism.client.session import HOME, Session
from mcprism.client.targets import Serves, Target, channel_to, http_target
from mcprism.client.verdicts import IN_THIS_PROCESS
from mcprism.errors import ConnectionClosed, InvalidAnswer, McprismError, described
from mcprism.events import Filter
from mcprism.exchange import LOG_LEVELS, Implementation
from mcprism.handlers import HandlerTable
from mcprism.jsonrpc import JsonObject
from mcprism.observers.message import MessageObserver
from mcprism.observers.watching import Observers
from mcprism.spawn import current_loop
from mcprism.tool_options import call_of
from mcprism.transports.channel import Channel
from mcprism.transports.memory import memory_channels
from mcprism.transports.process import ProcessChannel
from mcprism.versions import (
    ERAS,
    HandshakeClient,
    Introduction,
    Losses,
    LossPolicy,
    OnLoss,
    StatelessClient,
    WarnOnce,
    in_era,
    installed,
    log_loss,
    spoken,
)
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import OnProgress, Outbound, RequestSpec, SendOptions
from mcprism_types.v2026_07_28 import registry

R = TypeVar("R")
Item = TypeVar("Item")
T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")

Call: TypeAlias = Coroutine[Any, Any, T]
"""A call that is not awaited yet, such as `client.ping()`."""


class Client:
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
        target: an address such as `http://127.0.0.1:8080/mcp`, an `HttpTarget` where more than that is to be said, a
            command as a list, the path of a Python script, a `Server`, or a channel.
        version: the one version of the protocol to speak.
        versions: the versions that may be spoken; by default all that are installed. The newest that the server speaks
            too is chosen.
        handler: an instance of a subclass of a generated `ClientHandler`, of any version: what the server may ask of
            this client.
        client_info: name, version and possibly title of this program, for the server's logs.
        capabilities: what to declare beyond what follows from the handler, such as `{"roots": {"listChanged": True}}`.
        timeout: seconds that a request may take, with all that the server asks before it answers, unless the request
            says otherwise; infinity: as long as it takes.
        connect_timeout: seconds that opening may take.
        probe_timeout: seconds that a server may take to answer which versions without sessions it speaks, before it is
            taken for one that speaks none. It is not asked where `version` or `versions` leave no such choice.
        max_rounds: how often a request may be answered with questions to this client before the call fails.
        on_loss: called with what the server's version cannot express, once for each feature; by default it is logged.
        cache: whether results are used again for as long as the server says, until it tells that they changed.
        lossy: whether content may take another form where the server's version needs that: `refuse` makes it a
            `NotSupportedByPeer`.
        strict_capabilities: whether what takes a capability that was not declared is neither sent nor answered: what
            the server did not is `NotSupportedByPeer` where it is sent, what this client did not is `NotDeclared`, and
            an error for a server that asks for it. False: nobody looks at capabilities.
        observers: what is shown each message, as it came and as it leaves: see `MessageObserver`.

    Raises:
        TypeError, ValueError: the target leads to no server, the handler or an observer is none, or both `version` and
            `versions` are given.
        UnsupportedVersion: a version is not installed.
    """

    def __init__(
        self,
        target: Target,
        *,
        version: str | None = None,
        versions: Iterable[str] | None = None,
        handler: object | None = None,
        client_info: Mapping[str, str] | None = None,
        capabilities: Mapping[str, Any] | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        connect_timeout: float = 30.0,
        probe_timeout: float = 5.0,
        max_rounds: int = MAX_ROUNDS,
        cache: bool = True,
        on_loss: OnLoss = log_loss,
        lossy: LossPolicy = "degrade",
        strict_capabilities: bool = True,
        observers: Iterable[MessageObserver] = (),
    ) -> None:
        self._was_opened = False
        self._lifetime: Lifetime | None = None
        self._session: Session | None = None
        self._target = target
        self._http = http_target(target)
        self._channel = None if self._http is not None else channel_to(target)
        self._table: HandlerTable | None = None
        if handler is not None:
            self._table = HandlerTable.of(handler, side="client", capabilities=capabilities, strict=strict_capabilities)
        if version is not None and versions is not None:
            raise ValueError("version pins one version and versions limits the choice: give one of them")
        self._versions = spoken(installed(), limited_to=versions if version is None else (version,))
        self._losses = Losses(on_loss=WarnOnce(on_loss), policy=lossy)
        derived: JsonObject = {} if self._table is None else self._table.capabilities
        self._introduction = Introduction(
            home=HOME if self._table is None else self._table.protocol.version,
            info=dict(client_info or {"name": "mcprism", "version": distribution_version("mcprism")}),
            capabilities=merged(derived, capabilities or {}),
            strict=strict_capabilities,
        )
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._probe_timeout = probe_timeout
        self._max_rounds = max_rounds
        self._caches = cache
        self._observers = Observers.of(observers)

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
        cache = Cache(current_loop().clock) if self._caches else None
        opening = Opening(
            eras=self._eras(),
            table=self._table,
            timeout=self._timeout,
            connect_timeout=self._connect_timeout,
            probe_timeout=self._probe_timeout,
            cache=cache,
            observers=self._observers,
        )
        opened = await self._opened(opening)
        self._lifetime = opened.lifetime
        self._session = Session(
            opened,
            table=self._table,
            introduction=self._introduction,
            losses=self._losses,
            max_rounds=self._max_rounds,
            timeout=self._timeout,
            cache=cache,
        )
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the connection. Calls that still wait fail with ConnectionClosed."""
        if self._lifetime is not None:
            await self._lifetime.close()

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

    def list_tools(self, *, timeout: float | None = None) -> AsyncIterator[home.Tool]:
        """Every tool of the server; pages are asked for as they are needed. `timeout`: seconds for each page.

        Raises:
            NotSupportedByPeer: the server offers no tools.
            InvalidAnswer: a page does not fit, or the pages go in a circle.
            PeerError, RequestTimeout, ConnectionClosed: as for any request.

        Spec: server/utilities/pagination
        """
        return self._pages(registry.LIST_TOOLS, lambda page: page.tools, timeout)

    def list_resources(self, *, timeout: float | None = None) -> AsyncIterator[home.Resource]:
        """Every resource that the server lists. Otherwise as `list_tools`."""
        return self._pages(registry.LIST_RESOURCES, lambda page: page.resources, timeout)

    def list_resource_templates(self, *, timeout: float | None = None) -> AsyncIterator[home.ResourceTemplate]:
        """Every template of resources. Otherwise as `list_tools`."""
        return self._pages(registry.LIST_RESOURCE_TEMPLATES, lambda page: page.resource_templates, timeout)

    def list_prompts(self, *, timeout: float | None = None) -> AsyncIterator[home.Prompt]:
        """Every prompt. Otherwise as `list_tools`."""
        return self._pages(registry.LIST_PROMPTS, lambda page: page.prompts, timeout)

    async def call_tool(
        self,
        tool: str | BaseModel,
        arguments: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> home.CallToolResult:
        """What a tool returned. A tool that failed returns too: look at `is_error`.

        Args:
            tool: the name of the tool; or the whole call, as an instance of the tool's class: `ResizeImage(width=80)`.
            arguments: the arguments for a name, of anything that has a JSON form.
            timeout: seconds until the call is given up and cancelled.
            on_progress: awaited for each report of progress, in order, before this returns.

        Raises:
            NotSupportedByPeer: the server offers no tools.
            PeerError: the server answered with an error, as for a tool that it does not have.
            InvalidAnswer: what it answered is no result.
            RequestTimeout: it did not answer in time.
            ConnectionClosed: the connection ended first.
            NotDeclared: the server asks for what this client did not declare.
            TooManyRounds: the server goes on asking.
            Exception: what the handler raised that was to answer the server.

        Spec: server/tools#calling-tools
        """
        return await self._ask(registry.CALL_TOOL, _called(tool, arguments), timeout, on_progress)

    async def read_resource(
        self, uri: str, *, timeout: float | None = None, on_progress: OnProgress | None = None
    ) -> home.ReadResourceResult:
        """The contents of a resource. Raises as `call_tool`. Spec: server/resources#reading-resources."""
        return await self._ask(registry.READ_RESOURCE, {"uri": uri}, timeout, on_progress)

    async def get_prompt(
        self,
        name: str,
        arguments: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> home.GetPromptResult:
        """The messages of a prompt. Raises as `call_tool`. Spec: server/prompts#getting-a-prompt."""
        return await self._ask(registry.GET_PROMPT, _named(name, arguments), timeout, on_progress)

    async def complete(
        self,
        ref: home.PromptReference | home.ResourceTemplateReference,
        argument: str,
        value: str,
        *,
        context: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> home.CompleteResult:
        """What could be meant by the beginning of an argument's value. Raises as `call_tool`.

        Args:
            ref: the prompt or the resource template that has the argument.
            argument: the argument's name.
            value: what has been typed of its value.
            context: values of the other arguments, as far as they are known.
            timeout: seconds until the request is given up.

        Spec: server/utilities/completion
        """
        params: JsonObject = {"ref": ref.to_wire(), "argument": {"name": argument, "value": value}}
        if context is not None:
            params["context"] = {"arguments": dict(context)}
        return await self._ask(registry.COMPLETE, params, timeout)

    async def ping(self, *, timeout: float | None = None) -> None:
        """Returns when the server has answered that it is there; one without sessions is asked what it is.

        Spec: basic/utilities/ping
        """
        await self._open.outbound.ask("ping", None, SendOptions(timeout=timeout))

    async def set_log_level(self, level: home.LoggingLevel, *, timeout: float | None = None) -> None:
        """Asks for log messages of this level and above; of a server without sessions, with each later request.

        Raises:
            ValueError: there is no such level.
            McprismError: as `call_tool`.

        Spec: server/utilities/logging
        """
        if level not in LOG_LEVELS:
            raise ValueError(f"the log level must be one of {', '.join(LOG_LEVELS)}, not {level!r}")
        await self._open.outbound.ask("logging/setLevel", {"level": level}, SendOptions(timeout=timeout))

    @overload
    async def send_batch(self, first: Call[T1], second: Call[T2], /) -> tuple[T1 | Exception, T2 | Exception]: ...
    @overload
    async def send_batch(
        self, first: Call[T1], second: Call[T2], third: Call[T3], /
    ) -> tuple[T1 | Exception, T2 | Exception, T3 | Exception]: ...
    @overload
    async def send_batch(
        self, first: Call[T1], second: Call[T2], third: Call[T3], fourth: Call[T4], /
    ) -> tuple[T1 | Exception, T2 | Exception, T3 | Exception, T4 | Exception]: ...
    @overload
    async def send_batch(self, *calls: Call[T]) -> tuple[T | Exception, ...]: ...
    async def send_batch(self, *calls: Call[Any]) -> tuple[Any, ...]:
        """What several calls of this client come to, which leave in one message: results and exceptions, in order.

            added, read = await client.send_batch(client.call_tool("add", {"a": 1}), client.read_resource("x://y"))

        Each call is as it would be by itself, with its timeout, its progress and its own error. Notifications may be
        among them, such as `v2025_03_26.ClientCalls(client.outbound("2025-03-26")).notify_roots_list_changed(None)`.

        Args:
            calls: calls that are not awaited yet. One that waits for something before it sends holds up the others.

        Raises:
            NotSupportedByPeer: the version that is spoken has no batches, only 2025-03-26 has. Nothing was sent.
            TypeError: something is no call. Nothing was sent.
            ValueError: these are more than 1000 calls. Nothing was sent.

        Spec: 2025-03-26/basic#batching
        """
        return await in_one_message(calls, self._open.batching, self.protocol_version)

    def listen(
        self,
        *,
        tools: bool = False,
        prompts: bool = False,
        resources: bool = False,
        uris: str | Iterable[str] = (),
        timeout: float | None = None,
    ) -> Subscription:
        """What changes on the server while `async with` lasts.

            async with client.listen(tools=True, uris=["file:///notes"]) as changes:
                async for change in changes:  # ToolsChanged(), ResourceUpdated("file:///notes")
                    ...

        The same in every version: without a session it is a stream of its own, with one each resource is subscribed to,
        until nobody listens for it any more. `changes.honoured` says what the server agreed to tell. The handler of
        this client hears of changes as well.

        Args:
            tools: whether to hear of changes of the list of tools.
            prompts: of the list of prompts.
            resources: of the list of resources and of templates.
            uris: the resources to watch, with those below them.
            timeout: seconds that the server may take to agree.

        Raises:
            ValueError: nothing is wanted.

        Spec: basic/patterns/subscriptions
        """
        watched = frozenset([uris] if isinstance(uris, str) else uris)
        wanted = Filter(tools=tools, prompts=prompts, resources=resources, uris=watched)
        if not wanted:
            raise ValueError("nothing to listen for: ask for tools, prompts, resources or uris")
        return self._open.listen(wanted, self._timeout if timeout is None else timeout)

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

    def _ask(
        self,
        spec: RequestSpec[Any, R, Any],
        params: JsonObject | None,
        timeout: float | None,
        on_progress: OnProgress | None = None,
    ) -> Awaitable[R]:
        options = SendOptions(timeout=timeout, on_progress=on_progress)
        return self._open.outbound.request_json(spec, params, options)

    def _pages(
        self, spec: RequestSpec[Any, R, Any], items: Callable[[R], list[Item]], timeout: float | None
    ) -> AsyncIterator[Item]:
        def ask(cursor: str | None) -> Awaitable[R]:
            return self._ask(spec, None if cursor is None else {"cursor": cursor}, timeout)

        return paged(spec.method, ask, items)


async def _opened_over_http(opening: Opening, target: HttpTarget) -> Opened:
    try:
        from mcprism.client.http.opening import HttpOpening  # what it needs comes with an extra
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        text = f'{target.url!r:.200} is reached over HTTP, which needs httpx: pip install "mcprism[http]"'
        raise ConnectionClosed(text) from None
    return await HttpOpening(opening, target).opened()


def _called(tool: str | BaseModel, arguments: Mapping[str, Any] | None) -> JsonObject:
    if isinstance(tool, str):
        return _named(tool, arguments)
    if not isinstance(tool, BaseModel):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
        raise TypeError(
            f"a call is the name of a tool with its arguments, or an instance of its class, not {tool!r:.100}"
        )
    if arguments is not None:
        raise TypeError(f"{type(tool).__name__} has the arguments of its call already: give no others")
    return _named(*call_of(tool))


def _named(name: str, arguments: Mapping[str, Any] | None) -> JsonObject:
    # No model in between: what is in the arguments is for the server to judge.
    return {"name": name} if arguments is None else {"name": name, "arguments": dict(arguments)}
