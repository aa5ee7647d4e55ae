"""Tools without a server: to be included in some, or to be called from a handler.

Spec: server/tools
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from mcprism.context import Context
from mcprism.errors import InvalidParams, described
from mcprism.events import Change
from mcprism.server.declarations.paging import PAGE_SIZE
from mcprism.server.declarations.tool import Tool
from mcprism.server.declarations.tool_declarations import ToolDeclarations
from mcprism_types import v2026_07_28 as home


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

    def definitions(self) -> list[home.Tool]:
        """What the tools are listed as that are not disabled."""
        return [home.Tool.from_wire(tool.definition) for tool in self._tools]

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

    async def call(self, params: ToolCallParams, ctx: Context[Any]) -> home.CallToolResult:
        """What the tool answers. What fails, arguments that do not fit among it, is a result for the model to read.

        Raises:
            InvalidParams: there is no such tool, which names the nearest.
            ProtocolError, NotSupportedByPeer: the tool raised that.
        """
        result = await self._tool(params).call(params.arguments or {}, ctx)
        return home.CallToolResult.from_wire(result if isinstance(result, dict) else result.value())

    def _tool(self, params: ToolCallParams) -> Tool:
        tool = self._tools.get(params.name)
        if tool is None:
            raise InvalidParams(self._tools.unknown(params.name))
        return tool

    def _check_open(self, capability: str, where: str) -> None:
        pass

    def _announce(self, change: Change) -> None:
        pass
