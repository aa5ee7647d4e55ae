"""Several servers at once, such as those that a host has in its configuration."""

import inspect
import logging
import shlex
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Generic, NamedTuple, Protocol, Self, TypeAlias, TypeVar, overload

import anyio
from typing_extensions import Unpack

from mcprism.client.client import Client
from mcprism.client.command import Command
from mcprism.client.configuration import Config, Configuration
from mcprism.client.options import ClientFields
from mcprism.client.pages import Pages
from mcprism.client.targets import Target
from mcprism.client.tool_results import Returns, ToolResult
from mcprism.errors import ConfigurationError, ConsentRefused, McprismError, NotSupportedByPeer
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import OnProgress

SEPARATOR: Final = "__"
"""What stands between the name of a server and that of its tool in a qualified name."""

_log = logging.getLogger("mcprism")

T = TypeVar("T")


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


@dataclass(frozen=True, slots=True)
class ServerCommand:
    """A command that a configuration wants to have run. As text it is the whole command line.

    Values of variables are not in the text, because keys and passwords are among them: `command.env` has them.
    """

    server: str
    """The name of the server in the configuration."""
    command: Command
    source: str
    """The file that has the configuration."""

    def __str__(self) -> str:
        variables = [f"{name}=***" for name in self.command.env]
        line = " ".join([*variables, shlex.join(self.command.command)])
        where = "" if self.command.cwd is None else f" (in {self.command.cwd})"
        # Nothing that could hide a part of it, or steer a terminal.
        return "".join(char if char.isprintable() else repr(char)[1:-1] for char in line + where)


Consent: TypeAlias = Callable[[ServerCommand], bool | Awaitable[bool]]
"""Asks whether a command may be run."""


class Of(NamedTuple, Generic[Named]):
    """A thing that one of several servers offers."""

    server: str
    """The name of the server."""
    item: Named

    @property
    def qualified_name(self) -> str:
        """A name that is the thing's alone among all servers: `weather__forecast`."""
        return f"{self.server}{SEPARATOR}{self.item.name}"


class Offered(Generic[Named]):
    """What all open servers offer of one kind: `async for server, tool in ...`, or awaited, as a list."""

    def __init__(self, items: Callable[[], AsyncIterator[Of[Named]]]) -> None:
        self._items = items

    def __aiter__(self) -> AsyncIterator[Of[Named]]:
        return self._items()

    def __await__(self) -> Generator[Any, Any, list[Of[Named]]]:
        return self._all().__await__()

    async def _all(self) -> list[Of[Named]]:
        return [item async for item in self]


class Clients(Mapping[str, Client]):
    """Connections to several servers by name, open inside `async with`. One that fails takes no other down.

        async with Clients.from_config("mcp.json", consent=ask_the_user) as clients:
            async for server, tool in clients.list_tools():
                ...
            result = await clients.call_tool("weather", "forecast", {"city": "Bern"})

    As a mapping it has the clients of those that are open; `failed` says why others are not.

    Args:
        targets: what leads to each, as for `Client`.
        fields: what can be said of a client, for all of them, see `ClientOptions`.

    Raises:
        TypeError, ValueError: as `Client`.
    """

    def __init__(self, targets: Mapping[str, Target], **fields: Unpack[ClientFields]) -> None:
        self.failed: Final[dict[str, Exception]] = {}
        """Why servers are not open, or were left out of a list, by their names."""
        self._waiting = {name: Client(target, **fields) for name, target in targets.items()}
        self._open: dict[str, Client] = {}
        self._commands: dict[str, ServerCommand] = {}
        self._consent: Consent | None = None
        self._asking = anyio.Lock()

    @classmethod
    def from_config(
        cls,
        config: Config,
        *,
        consent: Consent | None,
        variables: Mapping[str, str] | None = None,
        **fields: Unpack[ClientFields],
    ) -> "Clients":
        """Those of a configuration: a dict with `mcpServers` (or `servers`), or the path of a JSON file that has it.

        A server is a `command` with `args`, `env` and `cwd`, or a `url` with `headers`; its `type` is `stdio`, `http`,
        `streamable-http` or `sse`; one that is `disabled` is left out. `${VAR}`, `${env:VAR}` and `${VAR:-default}`
        stand for variables of the environment. What does not fit of one server is in `failed`; the others are opened.

        Args:
            config: the configuration.
            consent: asked before a command is run, for one server at a time, with the whole command line; it returns
                whether it may be. None: this program vouches for all that is in the configuration.
            variables: what else `${name}` may stand for, such as `{"workspaceFolder": "/src"}`.
            fields: what can be said of a client, for all of them, see `ClientOptions`.

        Raises:
            ConfigurationError: it cannot be read, or has no servers.
            TypeError, ValueError: as `Client`.
        """
        configuration = Configuration.of(config)
        targets: dict[str, Target] = {}
        failed: dict[str, Exception] = {}
        commands: dict[str, ServerCommand] = {}
        for name in configuration.servers:
            try:
                target = configuration.target(name, variables or {})
            except ConfigurationError as error:
                failed[name] = error
                continue
            if target is not None:
                targets[name] = target
            if isinstance(target, Command):
                commands[name] = ServerCommand(name, target, configuration.source)
        clients = cls(targets, **fields)
        clients.failed.update(failed)
        clients._commands = commands
        clients._consent = consent
        return clients

    async def __aenter__(self) -> Self:
        """The open ones: all are opened at once, and those that fail are in `failed`."""
        for name, error in self.failed.items():
            _log.warning("the server %s is left out: %s", name, error)
        waiting, self._waiting = self._waiting, {}
        try:
            async with anyio.create_task_group() as tasks:
                for name, client in waiting.items():
                    tasks.start_soon(self._enter, name, client)
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        # In the order in which they were given, whichever was first.
        self._open = {name: self._open[name] for name in waiting if name in self._open}
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes them all at once."""
        async with anyio.create_task_group() as tasks:
            for client in self._open.values():
                tasks.start_soon(client.__aexit__, None, None, None)

    def __getitem__(self, name: str) -> Client:
        if name in self._open:
            return self._open[name]
        if name in self.failed:
            raise KeyError(f"the server {name!r} is not open: {self.failed[name]}") from self.failed[name]
        raise KeyError(f"there is no server {name!r:.100}: open are {', '.join(self._open) or 'none'}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    def list_tools(self, *, timeout: float | None = None) -> Offered[home.Tool]:
        """The tools of all servers: `async for server, tool in clients.list_tools()`; awaited, as a list.

        Each has a `qualified_name`. A server that offers none has none; one that fails is left out and is in `failed`.
        `timeout`: seconds for each page.
        """
        return self._offered(lambda client: client.list_tools(timeout=timeout))

    def list_prompts(self, *, timeout: float | None = None) -> Offered[home.Prompt]:
        """The prompts of all servers. As `list_tools`."""
        return self._offered(lambda client: client.list_prompts(timeout=timeout))

    def list_resources(self, *, timeout: float | None = None) -> Offered[home.Resource]:
        """The resources of all servers. As `list_tools`."""
        return self._offered(lambda client: client.list_resources(timeout=timeout))

    def list_resource_templates(self, *, timeout: float | None = None) -> Offered[home.ResourceTemplate]:
        """The templates of all servers. As `list_tools`."""
        return self._offered(lambda client: client.list_resource_templates(timeout=timeout))

    @overload
    async def call_tool(
        self,
        server: str,
        tool: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        returns: Returns[T],
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult[T]: ...
    @overload
    async def call_tool(
        self,
        server: str,
        tool: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        returns: Any = None,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult: ...
    async def call_tool(
        self,
        server: str,
        tool: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        returns: Any = None,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult[Any]:
        """What a tool of one server returned. As `Client.call_tool`.

        Raises:
            KeyError: there is no such server, or it is not open.
            McprismError: as `Client.call_tool`.
        """
        client = self[server]
        return await client.call_tool(tool, arguments, returns=returns, timeout=timeout, on_progress=on_progress)

    async def call_qualified_tool(
        self,
        qualified_name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> ToolResult:
        """What the tool of a `qualified_name` returned, such as one that a model has chosen. Raises as `call_tool`."""
        # Names of servers may have the separator in them: the longest that fits is meant.
        names = [name for name in (*self._open, *self.failed) if qualified_name.startswith(name + SEPARATOR)]
        server = max(names, key=len, default=qualified_name.partition(SEPARATOR)[0])
        tool = qualified_name[len(server) + len(SEPARATOR) :]
        return await self.call_tool(server, tool, arguments, timeout=timeout, on_progress=on_progress)

    async def _enter(self, name: str, client: Client) -> None:
        try:
            await self._check_consent(name)
            await client.__aenter__()
        except Exception as error:  # the border: one server that fails takes no other down, and the host finds it here
            _log.warning("the server %s is left out: %s", name, error)
            self.failed[name] = error
        else:
            self._open[name] = client

    async def _check_consent(self, name: str) -> None:
        command = self._commands.get(name)
        if command is None or self._consent is None:
            return
        async with self._asking:
            given = self._consent(command)
            granted = await given if inspect.isawaitable(given) else given
        if granted is not True:
            # Not the whole line: this is logged, and keys and passwords may be among the arguments.
            program = command.command.command[0]
            raise ConsentRefused(f"the server {name} was not started: consent to run {program!r:.200} was refused")

    def _offered(self, pages: Callable[[Client], Pages[Named]]) -> Offered[Named]:
        async def items() -> AsyncIterator[Of[Named]]:
            for name, client in self._open.items():
                try:
                    found = await pages(client)
                except NotSupportedByPeer:
                    continue
                except McprismError as error:
                    _log.warning("the server %s is left out of a list: %s", name, error)
                    self.failed[name] = error
                    continue
                self.failed.pop(name, None)
                for item in found:
                    yield Of(name, item)

        return Offered(items)
