"""One tool: what it is listed as, and what answers a call of it. Made once, where its function or class is declared.

Spec: server/tools
"""

import inspect
from collections.abc import Callable
from typing import Any, Final, Self

from pydantic import ValidationError

from mcprism.context import Context
from mcprism.errors import InvalidParams, NotSupportedByPeer, ProtocolError, described, masked, told
from mcprism.jsonrpc import JsonObject
from mcprism.lifespan import Lifespan
from mcprism.plain import Answer, Told, Written
from mcprism.server.declarations.callee import Callee, callee_of_class, callee_of_function, said
from mcprism.server.declarations.declaration import Declaration
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.results import Writer, failed, returns_of
from mcprism.tool_options import ToolFields, ToolOptions, checked_name, name_of, options_of

_HINTS: Final = {
    "destructive": "destructiveHint",
    "idempotent": "idempotentHint",
    "open_world": "openWorldHint",
    "read_only": "readOnlyHint",
}


class Tool(Declaration[ToolOptions]):
    """A declared tool.

    Args:
        target: the function, or the class: a pydantic model with a method `run`.
        fields: what else is said of it.

    Raises:
        TypeError, ValueError: it cannot be a tool, or an option does not fit.
    """

    __slots__ = ("_write",)

    def __init__(self, target: Callable[..., Any], fields: ToolFields) -> None:
        options = options_of(target, fields)
        declared: Any = target
        callee = callee_of_class(declared) if inspect.isclass(declared) else callee_of_function(declared)
        name = name_of(target, options)
        output, write = returns_of(callee.returns, name=name, structured=options.structured)
        self._write: Final[Writer] = write
        super().__init__(callee, name, _definition(name, callee, output, options), options)

    def included(self, prefix: str, lifespan: Lifespan | None, origin: str) -> Self:
        """As `Declaration.included`."""
        checked_name(prefix + self.name)
        return super().included(prefix, lifespan, origin)

    def read(self, arguments: JsonObject) -> Any:
        """What is called with these: an instance of the class, or the arguments of the function.

        Raises:
            pydantic.ValidationError: they do not fit.
            Exception: what a validator raised that somebody wrote.
        """
        return self._callee.arguments.read(arguments)

    async def call(self, arguments: JsonObject, context: Context) -> JsonObject | Told:
        """The result of a call, in the newest version. What fails is a result too, for the model to read.

        Raises:
            InsufficientScope: whoever calls has not been granted what it takes.
            ProtocolError, NotSupportedByPeer: the tool raised that.
        """
        context = self.admitted(context)
        try:
            given = self._callee.arguments.read(arguments)
        except ValidationError as error:
            return failed(f"Invalid arguments for {self.name}:\n{described(error, arguments)}")
        except Exception as error:  # the border, for validators that people write
            return failed(said(error) or masked(error, doing=f"reading the arguments of {self.name}"))
        try:
            options = self.options
            return self._write(await self._callee.run(given, context, inline=options.inline, timeout=options.timeout))
        except Exception as error:  # the border: the model is told that the tool failed, and no more than the tool said
            if isinstance(told(error), ProtocolError | NotSupportedByPeer):
                raise
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
        **options.members(callee.description),
        "inputSchema": callee.arguments.schema,
        "outputSchema": output,
        "annotations": hints or None,
    }
    return {member: value for member, value in members.items() if value is not None}
