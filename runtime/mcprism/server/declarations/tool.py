"""One tool: what it is listed as, and what answers a call of it. Made once, where its function or class is declared.

Spec: server/tools
"""

import inspect
from collections.abc import Callable
from typing import Any, Final

from pydantic import ValidationError

from mcprism.context import Context
from mcprism.errors import InvalidParams, NotSupportedByPeer, ProtocolError, described, masked
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer, Told, Written
from mcprism.server.declarations.callee import Callee, callee_of_class, callee_of_function, said
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.results import Writer, failed, returns_of
from mcprism.tool_options import ToolFields, ToolOptions, name_of, options_of

_HINTS: Final = {
    "destructive": "destructiveHint",
    "idempotent": "idempotentHint",
    "open_world": "openWorldHint",
    "read_only": "readOnlyHint",
}


class Tool:
    """A declared tool.

    Args:
        target: the function, or the class: a pydantic model with a method `run`.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a tool, or an option does not fit.
    """

    __slots__ = ("_callee", "_write", "definition", "name", "options", "where")

    def __init__(self, target: Callable[..., Any], fields: ToolFields) -> None:
        options = options_of(target, fields)
        self.options: Final = options
        declared: Any = target
        self._callee: Final[Callee] = (
            callee_of_class(declared) if inspect.isclass(declared) else callee_of_function(declared)
        )
        self._callee.check_limits(inline=options.inline, timeout=options.timeout)
        self.where: Final[str] = self._callee.where
        """What was declared, for error texts."""
        self.name: Final[str] = name_of(target, options)
        output, write = returns_of(self._callee.returns, name=self.name, structured=options.structured)
        self._write: Final[Writer] = write
        self.definition: Final[JsonObject] = _definition(self.name, self._callee, output, options)
        """What it is listed as, in the newest version."""

    async def call(self, arguments: JsonObject, context: Context) -> JsonObject | Told:
        """The result of a call, in the newest version. What fails is a result too, for the model to read.

        Raises:
            ProtocolError, NotSupportedByPeer: the tool raised that.
        """
        try:
            given = self._callee.arguments.read(arguments)
        except ValidationError as error:
            return failed(f"Invalid arguments for {self.name}:\n{described(error, arguments)}")
        except Exception as error:  # the border, for validators that people write
            return failed(said(error) or masked(error, doing=f"reading the arguments of {self.name}"))
        try:
            options = self.options
            return self._write(await self._callee.run(given, context, inline=options.inline, timeout=options.timeout))
        except (ProtocolError, NotSupportedByPeer):
            raise
        except Exception as error:  # the border: the model is told that the tool failed, and no more than the tool said
            return failed(said(error) or masked(error, doing=f"the tool {self.name}"))


def calling(tools: Register[Tool]) -> Answer:
    """What answers tools/call. Raises InvalidParams for a tool that is not there, and what a tool raises."""

    async def call(params: JsonObject, context: Context) -> JsonObject | Written:
        tool = tools.get(params["name"])
        if tool is None:
            raise InvalidParams(tools.unknown(params["name"]))
        return await tool.call(params.get("arguments") or {}, context)

    return call


def _definition(name: str, callee: Callee, output: JsonObject | None, options: ToolOptions) -> JsonObject:
    hints = {wire: getattr(options, option) for option, wire in _HINTS.items() if getattr(options, option) is not None}
    members: JsonObject = {
        "name": name,
        "title": options.title,
        "description": callee.description if options.description is None else options.description,
        "inputSchema": callee.arguments.schema,
        "outputSchema": output,
        "annotations": hints or None,
        "icons": [icon.to_wire() for icon in options.icons] or None,
        "_meta": None if options.meta is None else dict(options.meta),
    }
    return {member: value for member, value in members.items() if value is not None}
