"""Tools that run as a task and not otherwise: to a peer whose version has no tasks they are not there.

Spec: 2025-11-25/basic/utilities/tasks#tool-level-negotiation
"""

from collections.abc import Mapping
from typing import Any

from mcprism.errors import METHOD_NOT_FOUND, ProtocolError
from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Conversion, Passage, is_list, is_object


def without_task_tools(needs: str) -> Conversion:
    """A list of tools without those. `needs`: where all are listed."""

    def convert(result: JsonObject, passage: Passage) -> JsonObject:
        tools = result.get("tools")
        if not is_list(tools):
            return result
        kept = [tool for tool in tools if not (is_object(tool) and _is_task_only(tool))]
        if len(kept) == len(tools):
            return result
        passage.lose("tools that run as tasks only", "degraded", "they are not listed", needs=needs)
        return {**result, "tools": kept}

    return convert


def refuse_task_tool(params: JsonObject, passage: Passage) -> JsonObject:
    """The params of a call, unless it is of such a tool.

    Raises:
        ProtocolError: -32601, it is, as for a call that does not ask for a task where there are tasks.
    """
    if passage.tool is not None and _is_task_only(passage.tool):
        text = f"the tool {params.get('name')!r:.100} runs as a task only, and {passage.from_version} has no tasks"
        raise ProtocolError(text, code=METHOD_NOT_FOUND)
    return params


def _is_task_only(tool: Mapping[str, Any]) -> bool:
    execution = tool.get("execution")
    return is_object(execution) and execution.get("taskSupport") == "required"
