"""What holds for results in every version, whatever a handler returned.

The first look is at the model, and nearly always the last: only a result that breaks a rule is taken apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Conversion, Passage, cut_completions, keep, with_text
from mcprism_types.base import MCPModel, RequestSpec


@dataclass(frozen=True, slots=True)
class ResultRule:
    """One rule: which models break it, and what makes their JSON keep it."""

    is_broken_by: Callable[[Any], bool]
    mend: Conversion


def text_beside_structure(result: JsonObject) -> JsonObject:
    """The result of a tool with its structured content as text too, unless it has text of its own.

    Spec: server/tools#structured-content
    """
    return with_text(result, result["structuredContent"]) if "structuredContent" in result else result


def rule_for(spec: RequestSpec[Any, Any, Any]) -> ResultRule | None:
    """The rule for the results of a method, if there is one."""
    return _EMPTY if spec.result.__name__ == "EmptyResult" else _RULES.get(spec.method)


def _with_text(result: JsonObject, passage: Passage) -> JsonObject:
    return text_beside_structure(result)


def _has_no_text(result: Any) -> bool:
    if getattr(result, "structured_content", None) is None:
        return False
    for block in result.content:  # noqa: SIM110 -- a generator costs more than the look at one block
        if block.type == "text":
            return False
    return True


def _has_too_many_values(result: Any) -> bool:
    return len(result.completion.values) > _MOST_COMPLETIONS


def _has_members(result: MCPModel) -> bool:
    return bool(result.model_extra)


_MOST_COMPLETIONS: Final = 100

_RULES: Final[Mapping[str, ResultRule]] = {
    "tools/call": ResultRule(_has_no_text, _with_text),
    "completion/complete": ResultRule(_has_too_many_values, cut_completions),
}

# Released clients refuse an empty result with any other member.
_EMPTY: Final = ResultRule(_has_members, keep("_meta"))
