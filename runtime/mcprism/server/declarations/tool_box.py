"""Tools without a server: to be included in some, or to be called from a handler.

Spec: server/tools
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, TypeVar, overload

from pydantic import BaseModel, ValidationError

from mcprism.context import Context
from mcprism.errors import InvalidParams, described
from mcprism.events import Change
from mcprism.jsonrpc import JsonObject
from mcprism.rounds import is_question
from mcprism.server.declarations.paging import PAGE_SIZE
from mcprism.server.declarations.tool import Tool
from mcprism.server.declarations.tool_declarations import ToolDeclarations
from mcprism.versions import Bridge, Losses, text_beside_structure
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import MCPModel, ProtocolSpec

T = TypeVar("T", bound=MCPModel)


class ToolCallParams(Protocol):
    """The params of tools/call, in any version."""

    @property
    def name(self) -> str:
        """What is called."""
        ...

    @property
    def arguments(self) -> dict[str, Any] | None:
        """With what."""
        ...


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """The call of a function that is a tool."""

    name: str
    """The tool."""
    arguments: Mapping[str, Any]
    """What it is called with, read as its parameters say; what is left out is not there."""


class ToolBox(ToolDeclarations):
    """Tools that belong together, for servers to include and for handlers to answer with.

        media = ToolBox(ResizeImage, add, name="media")
        server.include(media, prefix="media_")

        class Handler(ServerHandler[Context]):
            async def list_tools(self, params, ctx):
                return ListToolsResult(tools=media.definitions())

            async def call_tool(self, params, ctx):
                return await media.call(params, ctx)

    That is a handler of the newest version; those of others say which types they answer with, as
    `media.definitions(Tool)` and `media.call(params, ctx, CallToolResult)`.

    Args:
        tools: functions and classes, as for `server.add_tool`; more can be added, and taken away.
        name: what it is called in error texts.

    Raises:
        TypeError, ValueError: something cannot be a tool, or two have the same name.
    """

    def __init__(self, *tools: Callable[..., Any], name: str = "a tool box") -> None:
        super().__init__(name, page_size=PAGE_SIZE, list_ttl=0)
        for tool in tools:
            self.add_tool(tool)

    @overload
    def definitions(self) -> list[home.Tool]: ...
    @overload
    def definitions(self, kind: type[T]) -> list[T]: ...
    def definitions(self, kind: type[MCPModel] = home.Tool) -> list[Any]:
        """What the tools are listed as that are not disabled. `kind`: the `Tool` of the handler's version."""
        listed = _converted({"tools": [tool.definition for tool in self._tools]}, "tools/list", kind)
        return [kind.from_wire(definition) for definition in listed["tools"]]

    def parse(self, params: ToolCallParams) -> Any:
        """An instance of the class that is called, for `match`; of a function, a `FunctionCall`.

        Raises:
            InvalidParams: there is no such tool, which names the nearest; or its arguments do not fit.
        """
        tool, arguments = self._tool(params), params.arguments or {}
        try:
            given = tool.read(arguments)
        except ValidationError as error:
            raise InvalidParams(f"Invalid arguments for {tool.name}:\n{described(error, arguments)}") from None
        return given if isinstance(given, BaseModel) else FunctionCall(tool.name, given)

    @overload
    async def call(self, params: ToolCallParams, ctx: Context[Any]) -> home.CallToolResult: ...
    @overload
    async def call(self, params: ToolCallParams, ctx: Context[Any], kind: type[T]) -> T: ...
    async def call(
        self, params: ToolCallParams, ctx: Context[Any], kind: type[MCPModel] = home.CallToolResult
    ) -> MCPModel:
        """What the tool answers. What fails, arguments that do not fit among it, is a result for the model to read.

        Args:
            params: those of the request.
            ctx: that of the request.
            kind: the `CallToolResult` of the handler's version.

        Raises:
            InvalidParams: there is no such tool, which names the nearest.
            ProtocolError, NotSupportedByPeer: the tool raised that.
            TypeError: it returned a question to the client.
        """
        tool = self._tool(params)
        result = await tool.call(params.arguments or {}, ctx)
        value = result if isinstance(result, dict) else result.value()
        if is_question(value):
            raise TypeError(
                f"{tool.where} returned a question, which is no answer that a handler has of it: ask with "
                "await ctx.elicit(...), which does the same in every version"
            )
        return kind.from_wire(_converted(value, "tools/call", kind, tool.definition))

    def _tool(self, params: ToolCallParams) -> Tool:
        tool = self._tools.get(params.name)
        if tool is None:
            raise InvalidParams(self._tools.unknown(params.name))
        return tool

    def _check_open(self, capability: str, where: str) -> None:
        pass

    def _announce(self, change: Change) -> None:
        pass


def _converted(result: JsonObject, method: str, kind: type[MCPModel], tool: JsonObject | None = None) -> JsonObject:
    """A result of the newest version in that of a type."""
    module = next(base.__module__ for base in kind.__mro__ if base.__module__.startswith("mcprism_types.v"))
    protocol: ProtocolSpec = import_module(module.rpartition(".")[0]).PROTOCOL
    if protocol.version == home.PROTOCOL.version:
        return result
    bridge = Bridge(peer=protocol, home=home.PROTOCOL.version, losses=Losses())
    converted = bridge.crossing(method).result_out(result, tool=tool)
    return converted if tool is None else text_beside_structure(converted)
