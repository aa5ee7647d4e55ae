"""What changed between two versions: types, members, which of them are required, values of enums, methods, errors.

Types are compared by the names and in the shape that all versions share (`normalise`), so that a change of JSON
rendering is no difference and a change of meaning is one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

from codegen.ir import Method, SpecIR
from codegen.json_schema import LIMITS, Schema, name_of

Status = Literal["added", "removed", "changed"]
Subject = Literal["type", "member", "method", "error"]

_SIGNS: Final[Mapping[Status, str]] = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One difference, as seen from the older version."""

    subject: Subject
    name: str
    """`Tool`, `Tool.icons`, `tools/call`, `-32042`."""
    status: Status
    detail: str
    """What is there, or what it was and has become."""

    @property
    def key(self) -> str:
        """What a version step calls this difference by."""
        return f"{self.status} {self.subject} {self.name}"

    def line(self) -> str:
        """The difference as one line of text."""
        return f"{_SIGNS[self.status]} {self.subject} {self.name}: {self.detail}"


def compare(older: SpecIR, newer: SpecIR) -> list[Difference]:
    """All differences, sorted by subject and name."""
    found = [*_types(older, newer), *_methods(older, newer), *_errors(older, newer)]
    return sorted(found)


def as_text(older: str, newer: str, differences: Sequence[Difference]) -> str:
    """The report for people: one line for each difference."""
    lines = [f"MCP {older} -> {newer}: {_count(differences)}"]
    lines += [f"  {difference.line()}" for difference in differences]
    return "\n".join(lines) + "\n"


def as_json(older: str, newer: str, differences: Sequence[Difference]) -> str:
    """The report for programs."""
    rows = [asdict(difference) for difference in differences]
    return json.dumps({"older": older, "newer": newer, "differences": rows}, indent=1) + "\n"


def as_markdown(older: str, newer: str, differences: Sequence[Difference]) -> str:
    """The report for the documentation: a table for each subject."""
    lines = [f"# MCP {older} to {newer}", "", "Generated from the official schemas; do not edit.", ""]
    lines += [f"{_count(differences).capitalize()}.", ""]
    subjects: tuple[tuple[Subject, str], ...] = (
        ("method", "Methods"),
        ("error", "Errors"),
        ("type", "Types"),
        ("member", "Members"),
    )
    for subject, title in subjects:
        rows = [difference for difference in differences if difference.subject == subject]
        if rows:
            lines += [f"## {title}", "", "| | name | |", "| --- | --- | --- |"]
            for row in rows:
                detail = row.detail.replace("|", "\\|")
                lines.append(f"| {row.status} | `{row.name}` | {detail} |")
            lines.append("")
    return "\n".join(lines)


def _count(differences: Sequence[Difference]) -> str:
    counts = [(status, sum(difference.status == status for difference in differences)) for status in _SIGNS]
    return ", ".join(f"{count} {status}" for status, count in counts)


def _types(older: SpecIR, newer: SpecIR) -> Iterator[Difference]:
    old, new = {**older.types, **older.envelope}, {**newer.types, **newer.envelope}
    for name in old.keys() | new.keys():
        before, after = old.get(name), new.get(name)
        if before is None and after is not None:
            yield Difference("type", name, "added", describe(after))
        elif after is None and before is not None:
            yield Difference("type", name, "removed", describe(before))
        elif before is not None and after is not None:
            yield from _type(name, before, after)


def _type(name: str, before: Schema, after: Schema) -> Iterator[Difference]:
    old, new = before.get("properties", {}), after.get("properties", {})
    if describe(before) != describe(after):
        yield Difference("type", name, "changed", _change(before, after))
    for member in old.keys() | new.keys():
        path = f"{name}.{member}"
        if member not in old:
            yield Difference("member", path, "added", _member(after, member))
        elif member not in new:
            yield Difference("member", path, "removed", _member(before, member))
        elif _member(before, member) != _member(after, member):
            yield Difference("member", path, "changed", f"{_member(before, member)} -> {_member(after, member)}")


def _change(before: Schema, after: Schema) -> str:
    """What became of a type; of a longer union or enum only what it gained and lost."""
    for keyword in ("anyOf", "enum"):
        old, new = _choices(before, keyword), _choices(after, keyword)
        if old and new:
            gained = ", ".join(choice for choice in new if choice not in old)
            lost = ", ".join(choice for choice in old if choice not in new)
            parts = [f"gains {gained}"] if gained else []
            parts += [f"loses {lost}"] if lost else []
            return "; ".join(parts) or "other order"
    return f"{describe(before)} -> {describe(after)}"


def _choices(schema: Schema, keyword: str) -> list[str]:
    choices = schema.get(keyword, ())
    return [json.dumps(choice) if keyword == "enum" else describe(choice) for choice in choices]


def _member(owner: Schema, member: str) -> str:
    presence = "required" if member in owner.get("required", ()) else "optional"
    return f"{describe(owner['properties'][member])}, {presence}"


def describe(schema: Schema) -> str:
    """A type in words: `list of ContentBlock`, `"a" | "b"`, `integer (minimum 0)`."""
    limits = [f"{keyword} {schema[keyword]}" for keyword in sorted(LIMITS) if keyword in schema]
    return _kind(schema) + (f" ({', '.join(limits)})" if limits else "")


def _kind(schema: Schema) -> str:
    if "$ref" in schema:
        return name_of(schema)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(describe(branch) for branch in schema["anyOf"])
    kinds: str | list[str] = schema.get("type", "any JSON")
    if isinstance(kinds, list):
        return " | ".join(kinds)
    if kinds == "array":
        return f"list of {describe(schema.get('items', {}))}"
    if kinds == "object" and not schema.get("properties"):
        values: Schema | bool = schema.get("additionalProperties", False)
        return f"map of {describe(values)}" if isinstance(values, dict) and values else "object"
    if kinds == "object" and "additionalProperties" in schema:
        return "open object"
    return kinds


def _methods(older: SpecIR, newer: SpecIR) -> Iterator[Difference]:
    old = {method.method: method for method in older.methods}
    new = {method.method: method for method in newer.methods}
    for name in old.keys() | new.keys():
        if name not in old:
            yield Difference("method", name, "added", _method(new[name]))
        elif name not in new:
            yield Difference("method", name, "removed", _method(old[name]))
        elif _method(old[name]) != _method(new[name]):
            yield Difference("method", name, "changed", f"{_method(old[name])} -> {_method(new[name])}")


def _method(method: Method) -> str:
    sender = "embedded in a result" if method.embedded else f"sent by {' and '.join(method.senders)}"
    params = f"{method.params}{'' if method.params_required else ' or none'}" if method.params else "no params"
    if method.kind == "notification":
        return f"notification {sender}, {params}"
    results = [method.result, method.alternative.type if method.alternative else None]
    answer = " | ".join(result for result in results if result)
    return f"request {sender}, {params}, answered by {answer}"


def _errors(older: SpecIR, newer: SpecIR) -> Iterator[Difference]:
    old = {error.code: error.name for error in older.errors}
    new = {error.code: error.name for error in newer.errors}
    for code in old.keys() | new.keys():
        if code not in old:
            yield Difference("error", str(code), "added", new[code])
        elif code not in new:
            yield Difference("error", str(code), "removed", old[code])
