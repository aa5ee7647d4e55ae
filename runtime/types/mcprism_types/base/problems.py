"""Validation errors in words: one line for each problem, with the path that the value has on the wire.

pydantic reports every branch of a union and names the branches inside its paths. Both are artefacts of our models: a
peer knows neither. The value itself tells the members of a path from the labels of branches.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mcprism_types.base.model import UNKNOWN_KIND

_MOST_SHOWN: Final = 80

_KINDS: Final[Mapping[str, str]] = {
    "string_type": "a string",
    "int_type": "an integer",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "a boolean",
    "list_type": "an array",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "none_required": "null",
    # Of the types that people give the arguments of tools, which also take what can be read as one.
    "int_parsing": "an integer",
    "int_from_float": "an integer",
    "float_parsing": "a number",
    "bool_parsing": "a boolean",
    "date_type": "a date",
    "date_parsing": "a date",
    "date_from_datetime_parsing": "a date",
    "date_from_datetime_inexact": "a date",
    "datetime_type": "a date and time",
    "datetime_parsing": "a date and time",
    "datetime_from_date_parsing": "a date and time",
    "time_type": "a time",
    "time_parsing": "a time",
    "uuid_type": "a UUID",
    "uuid_parsing": "a UUID",
    "url_type": "a URL",
    "url_parsing": "a URL",
    "tuple_type": "an array",
    "set_type": "an array",
    "dataclass_type": "an object",
    "extra_forbidden": "no member of this name",
}
"""What was expected where a value is of the wrong kind, by pydantic's type of error."""

_LIMITS: Final[Mapping[str, str]] = {
    "literal_error": "{expected}",
    "enum": "{expected}",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "above {gt}",
    "less_than": "below {lt}",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "at least {min_length} items",
    "too_long": "at most {max_length} items",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "text that matches {pattern!r}",
    "union_tag_invalid": "{expected_tags}",
}


_NAMING_THE_KIND: Final = frozenset({"method", "mode", "type"})
"""Members whose value says which branch of a union is meant."""


def problems(error: ValidationError, value: Any) -> list[str]:
    """The problems that validation found in `value`, each as `content.0.text: expected a string, got 5`.

    A member that is not there is `content.0.text: required member is missing`; a problem with the whole value has no
    path. Of a union only the branch that the value chose (by its discriminator, else the nearest) is reported.
    """
    findings = [_find(row, value) for row in error.errors(include_url=False)]
    return list(dict.fromkeys(finding.line() for finding in _relevant(findings)))


@dataclass(frozen=True, slots=True)
class _Label:
    """A part of pydantic's path that names a branch of a union, and is no member of the value."""

    branch: str


_Step = str | int | _Label


@dataclass(frozen=True, slots=True)
class _Finding:
    steps: tuple[_Step, ...]
    kind: str
    """pydantic's type of error; "missing" for any required member that is not there."""
    expected: tuple[str, ...]
    """What would do here, one text for each possibility; none where `message` has to do."""
    got: Any
    message: str = ""
    """pydantic's words, for errors of types that are not the protocol's own, such as those of a tool's arguments."""

    def members(self, depth: int = 0) -> tuple[str | int, ...]:
        """The steps from `depth` on that are members of the value."""
        return tuple(step for step in self.steps[depth:] if not isinstance(step, _Label))

    def line(self) -> str:
        path = ".".join(str(step) or '""' for step in self.members())
        return f"{path}: {self._words()}" if path else self._words()

    def _words(self) -> str:
        if self.kind == "missing":
            return "required member is missing"
        shown = repr(self.got)
        shown = shown if len(shown) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 3] + "..."
        if not self.expected:
            return f"{self.message.removeprefix('Value error, ')}, got {shown}"
        *most, last = self.expected
        return f"expected {', '.join(most)}{' or ' if most else ''}{last}, got {shown}"


def _find(row: ErrorDetails, value: Any) -> _Finding:
    """One of pydantic's errors, with members and labels told apart."""
    kind, location, found, context = row["type"], row["loc"], row["input"], row.get("ctx", {})
    if kind == "missing":
        # pydantic's input is then the object that lacks the member.
        return _Finding((*_walk(location[:-1], value, found), location[-1]), "missing", (), None)
    steps = _walk(location, value, found)
    if kind.startswith("union_tag"):
        member = str(context["discriminator"]).strip("'")
        if kind == "union_tag_not_found":
            return _Finding((*steps, member), "missing", (), None)
        steps, found = (*steps, member), cast("dict[str, Any]", found)[member]
    if kind in _KINDS:
        return _Finding(steps, kind, (_KINDS[kind],), found)
    if kind in _LIMITS:
        return _Finding(steps, kind, (_LIMITS[kind].format_map(context),), found)
    return _Finding(steps, kind, (), found, message=row["msg"])


def _walk(location: Sequence[str | int], value: Any, found: Any) -> tuple[_Step, ...]:
    """The parts of a path from `value` to `found`, the labels in it marked.

    A part can be both: `text` is a kind of content block and a member of that block. Of the readings that end at
    `found` the one with the most members counts. None ends there when `value` is not what was validated; then only
    labels that no member would be called by are told.
    """
    readings = list(_readings(location, value, found))
    if not readings:
        return tuple(_Label(str(part)) if _is_evident_label(part) else part for part in location)
    return max(readings, key=lambda steps: sum(not isinstance(step, _Label) for step in steps))


def _readings(location: Sequence[str | int], value: Any, found: Any) -> Iterator[tuple[_Step, ...]]:
    if not location:
        if value is found or value == found:
            yield ()
        return
    part, rest = location[0], location[1:]
    if _has(value, part):
        yield from ((part, *steps) for steps in _readings(rest, value[part], found))
    if isinstance(part, str):
        yield from ((_Label(part), *steps) for steps in _readings(rest, value, found))


def _is_evident_label(part: str | int) -> bool:
    return isinstance(part, str) and (part == UNKNOWN_KIND or part.endswith("]"))


def _has(value: Any, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(value, list) and part < len(cast("list[object]", value))
    return isinstance(value, dict) and part in value


def _relevant(findings: Sequence[_Finding], depth: int = 0) -> list[_Finding]:
    """The findings without those of union branches that the value did not choose; the first `depth` steps are equal."""
    here = [finding for finding in findings if len(finding.steps) == depth]
    members: dict[str | int, list[_Finding]] = {}
    branches: dict[str, list[_Finding]] = {}
    for finding in findings:
        if len(finding.steps) > depth:
            match finding.steps[depth]:
                case _Label(branch):
                    branches.setdefault(branch, []).append(finding)
                case part:
                    members.setdefault(part, []).append(finding)
    chosen = _chosen({branch: _relevant(inside, depth + 1) for branch, inside in branches.items()}, depth)
    return [*here, *chosen, *(finding for inside in members.values() for finding in _relevant(inside, depth + 1))]


def _chosen(branches: Mapping[str, list[_Finding]], depth: int) -> list[_Finding]:
    """The findings of the branch that the value meant."""
    fallback = branches.get(UNKNOWN_KIND, [])
    named = [inside for branch, inside in branches.items() if branch != UNKNOWN_KIND]
    if fallback and any(finding.kind != "value_error" for finding in fallback):
        named = [fallback]  # the value names no known kind, so it is the shape of any kind that it misses
    inside_it = [inside for inside in named if not all(_is_wrong_kind(finding, depth) for finding in inside)]
    if inside_it:
        return min(inside_it, key=lambda inside: _distance(inside, depth))
    return _merged([finding for inside in named for finding in inside])


def _is_wrong_kind(finding: _Finding, depth: int) -> bool:
    """Whether a branch (its label is at `depth`) refused the value as a whole, without looking into it."""
    return not finding.members(depth) and (finding.kind in _KINDS or finding.kind == "literal_error")


def _distance(inside: Sequence[_Finding], depth: int) -> tuple[int, int, int]:
    """How far a value is from a branch: by what names the kind, by missing members, by how early problems begin."""
    own = [finding for finding in inside if len(finding.members(depth)) == 1]
    other_kind = sum(finding.kind == "literal_error" and finding.members()[-1] in _NAMING_THE_KIND for finding in own)
    first = min(len(finding.members(depth)) for finding in inside)
    return other_kind, sum(finding.kind == "missing" for finding in own), -first


def _merged(findings: Iterable[_Finding]) -> list[_Finding]:
    """Findings at the same place as one, with all that was expected there."""
    by_place: dict[tuple[_Step, ...], list[_Finding]] = {}
    for finding in findings:
        by_place.setdefault(finding.members(), []).append(finding)
    merged: list[_Finding] = []
    for first, *others in by_place.values():
        expected = dict.fromkeys(text for finding in (first, *others) for text in finding.expected)
        if "a number" in expected:
            expected.pop("an integer", None)
        merged.append(replace(first, expected=tuple(expected)))
    return merged
