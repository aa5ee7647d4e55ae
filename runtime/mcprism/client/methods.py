"""What to ask of a server: a method for each thing, the same whichever version the server speaks."""

from abc import ABC, abstractmethod
from base64 import b64decode
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias, TypeVar, cast, overload

from pydantic import BaseModel

from mcprism.client.batches import in_one_message
from mcprism.client.listening import Subscription
from mcprism.client.pages import Pages
from mcprism.client.session import Session
from mcprism.client.tool_results import AsyncToolCall, ResultOf, Returns, ToolCall, ToolResult
from mcprism.custom import CustomMessages
from mcprism.errors import InvalidAnswer
from mcprism.events import Filter
from mcprism.exchange import LOG_LEVELS, Sender
from mcprism.jsonrpc import JsonObject
from mcprism.tool_options import call_of
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import OnProgress, RequestSpec, SendOptions
from mcprism_types.v2026_07_28 import registry

R = TypeVar("R")
Item = TypeVar("Item")
T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")

_CALL_TOOL: Final[RequestSpec[Any, ToolResult, Any]] = cast("Any", replace(registry.CALL_TOOL, result=ToolResult))

Call: TypeAlias = Coroutine[Any, Any, T]
"""A call that is not awaited yet, such as `client.ping()`."""


class Methods(CustomMessages, ABC):
    """The methods of a client. Their types are those of the newest version: what is sent and received is converted."""

    @property
    @abstractmethod
    def _open(self) -> Session:
        """What they are sent through.

        Raises:
            RuntimeError: the client is not connected.
        """

    def _sends_custom(self) -> Sender:
        return self._open.custom

    def list_tools(self, *, timeout: float | None = None) -> Pages[home.Tool]:
        """Every tool of the server; pages are asked for as they are needed. `timeout`: seconds for each page.

            async for tool in client.list_tools(): ...

            tools = await client.list_tools()

        Raises:
            NotSupportedByPeer: the server offers no tools.
            InvalidAnswer: a page does not fit, or the pages go in a circle.
            PeerError, RequestTimeout, ConnectionClosed: as for any request.

        Spec: server/utilities/pagination
        """
        return self._pages(registry.LIST_TOOLS, lambda page: page.tools, timeout)

    def list_resources(self, *, timeout: float | None = None) -> Pages[home.Resource]:
        """Every resource that the server lists. Otherwise as `list_tools`."""
        return self._pages(registry.LIST_RESOURCES, lambda page: page.resources, timeout)

    def list_resource_templates(self, *, timeout: float | None = None) -> Pages[home.ResourceTemplate]:
        """Every template of resources. Otherwise as `list_tools`."""
        return self._pages(registry.LIST_RESOURCE_TEMPLATES, lambda page: page.resource_templates, timeout)

    def list_prompts(self, *, timeout: float | None = None) -> Pages[home.Prompt]:
        """Every prompt. Otherwise as `list_tools`."""
        return self._pages(registry.LIST_PROMPTS, lambda page: page.prompts, timeout)

    @overload
    async def call_tool(
        self,
        tool: str | BaseModel,
        arguments: Mapping[str, Any] | None = None,
        *,
        returns: Returns[T],
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult[T]: ...
    @overload
    async def call_tool(
        self, tool: AsyncToolCall[T], *, timeout: float | None = None, on_progress: OnProgress | None = None
    ) -> ToolResult[T]: ...
    @overload
    async def call_tool(
        self, tool: ToolCall[T], *, timeout: float | None = None, on_progress: OnProgress | None = None
    ) -> ToolResult[T]: ...
    @overload
    async def call_tool(
        self,
        tool: str | BaseModel,
        arguments: Mapping[str, Any] | None = None,
        *,
        returns: Any = None,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult: ...
    async def call_tool(
        self,
        tool: Any,
        arguments: Mapping[str, Any] | None = None,
        *,
        returns: Any = None,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult[Any]:
        """What a tool returned. A tool that failed returns too: look at `is_error`, or call `check`.

            result = await client.call_tool("add", {"a": 1, "b": 2}, returns=int)
            result.data  # 3

        Args:
            tool: the name of the tool; or the whole call, as an instance of the tool's class: `ResizeImage(width=80)`.
            arguments: the arguments for a name, of anything that has a JSON form.
            returns: the type that the tool is known to return, which `data` of the result then is; by default that of
                the method `run` of the class.
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
        params = _called(tool, arguments)
        if returns is None and isinstance(tool, BaseModel):
            returns = ResultOf(type(tool))
        return (await self._ask(_CALL_TOOL, params, timeout, on_progress or self._on_progress)).of(
            params["name"], returns
        )

    async def read_resource(
        self, uri: str, *, timeout: float | None = None, on_progress: OnProgress | None = None
    ) -> home.ReadResourceResult:
        """The contents of a resource. Raises as `call_tool`. Spec: server/resources#reading-resources."""
        return await self._ask(registry.READ_RESOURCE, {"uri": uri}, timeout, on_progress or self._on_progress)

    async def read_text(self, uri: str, *, timeout: float | None = None) -> str:
        """The text of a resource. Raises as `call_tool`.

        Raises:
            InvalidAnswer: it has bytes, or is not one thing: `read_resource` gives what it is.
        """
        contents = await self._read_one(uri, timeout)
        if isinstance(contents, home.TextResourceContents):
            return contents.text
        raise InvalidAnswer(f"{uri:.200} has bytes ({contents.mime_type or 'of no type'}) and no text: use read_bytes")

    async def read_bytes(self, uri: str, *, timeout: float | None = None) -> bytes:
        """The bytes of a resource, those of its text where it is one. Raises as `read_text`.

        Raises:
            InvalidAnswer: what it has is no base64.
        """
        contents = await self._read_one(uri, timeout)
        if isinstance(contents, home.TextResourceContents):
            return contents.text.encode()
        try:
            return b64decode(contents.blob, validate=True)
        except ValueError as error:
            raise InvalidAnswer(f"the bytes of {uri:.200} are no base64: {error}") from error

    async def get_prompt(
        self,
        name: str,
        arguments: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> home.GetPromptResult:
        """The messages of a prompt. Raises as `call_tool`. Spec: server/prompts#getting-a-prompt."""
        return await self._ask(registry.GET_PROMPT, _named(name, arguments), timeout, on_progress or self._on_progress)

    async def complete(
        self,
        ref: str | home.PromptReference | home.ResourceTemplateReference,
        argument: str,
        value: str,
        *,
        context: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> home.CompleteResult:
        """What could be meant by the beginning of an argument's value. Raises as `call_tool`.

        Args:
            ref: the prompt or the resource template that has the argument; as text, the name of the one or the text of
                the other, which has a `{`.
            argument: the argument's name.
            value: what has been typed of its value.
            context: values of the other arguments, as far as they are known.
            timeout: seconds until the request is given up.

        Spec: server/utilities/completion
        """
        if isinstance(ref, str):
            ref = home.ResourceTemplateReference(uri=ref) if "{" in ref else home.PromptReference(name=ref)
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
        session = self._open
        return await in_one_message(calls, session.batching, session.server.version)

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
        return self._open.listen(wanted, timeout)

    def _ask(
        self,
        spec: RequestSpec[Any, R, Any],
        params: JsonObject | None,
        timeout: float | None,
        on_progress: OnProgress | None = None,
    ) -> Awaitable[R]:
        options = SendOptions(timeout=timeout, on_progress=on_progress)
        return self._open.outbound.request_json(spec, params, options)

    async def _read_one(self, uri: str, timeout: float | None) -> home.TextResourceContents | home.BlobResourceContents:
        contents = (await self.read_resource(uri, timeout=timeout)).contents
        if len(contents) != 1:
            raise InvalidAnswer(f"{uri:.200} has {len(contents)} contents, not one: use read_resource")
        return contents[0]

    def _pages(
        self, spec: RequestSpec[Any, R, Any], items: Callable[[R], list[Item]], timeout: float | None
    ) -> Pages[Item]:
        def ask(cursor: str | None) -> Awaitable[R]:
            return self._ask(spec, None if cursor is None else {"cursor": cursor}, timeout)

        return Pages(spec.method, ask, items)


def _called(tool: Any, arguments: Mapping[str, Any] | None) -> JsonObject:
    if isinstance(tool, str):
        return _named(tool, arguments)
    if not isinstance(tool, BaseModel):
        raise TypeError(
            f"a call is the name of a tool with its arguments, or an instance of its class, not {tool!r:.100}"
        )
    if arguments is not None:
        raise TypeError(f"{type(tool).__name__} has the arguments of its call already: give no others")
    return _named(*call_of(tool))


def _named(name: str, arguments: Mapping[str, Any] | None) -> JsonObject:
    # No model in between: what is in the arguments is for the server to judge.
    return {"name": name} if arguments is None else {"name": name, "arguments": dict(arguments)}
