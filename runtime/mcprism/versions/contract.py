"""Closed-world reading of a message: which of its members a version of the protocol does not name.

The schemas are open, so that a message with members of a newer version validates, and a deployed peer may still fail
over it. This module walks a JSON value along the contract that a generated package ships, and reports what has no name
there. Whether the values that have one are right is validation, and not asked here.

What has a name:

1. A member that the contract lists at that place. Where the contract says `additionalProperties`, any member; its value
   is walked along what the contract says of it.
2. Anything in `_meta`, in `Tool.inputSchema` and in `Tool.outputSchema`, and in objects of which nothing is said.
3. In `Result` and in both sets of capabilities, which are declared open: whatever no installed version names there, and
   `extensions`. What a newer version names is not for an older peer even there, since released clients refuse an
   empty result with a member more. A concrete result, such as `CallToolResult`, is not `Result`.
4. `_meta` in the params of every message. Where params are written out, the JSON rendering of the schema lost it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from mcprism.versions.catalog import installed
from mcprism.versions.stored_contract import ANYTHING, OPEN_TO_AUTHORS, Contract, Schema, allowed_values, contract_of

Place: TypeAlias = Callable[[Contract], Schema | None]
"""Finds what is walked along in the contract of a version."""

_KINDS: Final = ("type", "method", "mode")
"""The members whose constants tell the branches of a union apart."""


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A place in a message for which a version has no name."""

    path: str
    """Members and list positions from the top, joined by dots: `tools.0.icons`; "" for the whole value."""
    version: str
    since: str | None = None
    """The first newer version, among those installed, that names it; None if none does."""
    kind: str | None = None
    """Given if not the member but the kind of the object in it is unknown: `audio` for such a content block."""

    def line(self) -> str:
        """The finding as one line of text."""
        what = "no such member" if self.kind is None else f"no kind {self.kind!r}"
        since = f"; exists from {self.since} on" if self.since else ""
        return f"{self.path or 'value'}: {what} in MCP {self.version}{since}"

    __str__ = line


def undeclared(message: Any, version: str, type: str) -> list[Undeclared]:  # noqa: A002 - the protocol calls it that
    """What `version` does not name in a JSON value of one of its types, in the order of the value.

    Below a place that has no name nothing more is reported. `type` is an official name (`CallToolResult`) or that of a
    generated model (`CallToolRequestParams`, also in versions that write those out). Requests and notifications may
    be complete messages. An error type is the error object, without the message around it.

    Raises:
        ValueError: `version` is not installed, or has no such type.
    """
    if contract_of(version).find(type) is None:
        raise ValueError(f"MCP {version} has no type {type!r}")
    return _report(message, version, lambda contract: contract.find(type))


def undeclared_in_message(message: Mapping[str, Any], version: str, *, method: str | None = None) -> list[Undeclared]:
    """What `version` does not name in a complete JSON-RPC message, in the order of the message.

    `method` is that of the request which a result answers. Of a message whose method the version does not have, the
    whole is reported as of an unknown kind.

    Raises:
        ValueError: `version` is not installed, or a result came with a `method` that is no request of it.
    """
    if "result" in message:
        result = _result_type(message["result"], version, method)
        return _report(message, version, lambda contract: _answer("result", contract.find(result)))
    if "error" in message:
        return _report(message, version, lambda _: _answer("error", _ERROR))
    return _report(message, version, Contract.messages)


_ERROR: Final[Schema] = {"properties": {"code": ANYTHING, "message": ANYTHING, "data": ANYTHING}}


def _answer(member: str, schema: Schema | None) -> Schema:
    return {"properties": {"jsonrpc": ANYTHING, "id": ANYTHING, member: schema or ANYTHING}}


def _result_type(result: Any, version: str, method: str | None) -> str:
    contract_of(version)  # says what is installed if this version is not
    request = installed()[version].requests.get(method or "")
    if request is None:
        raise ValueError(f"to read a result, `method` must name a request of MCP {version}, not {method!r}")
    other = request.alternative
    name: str = (other.type if other is not None and other.matches(result) else request.result).__name__
    return name


def _report(value: Any, version: str, place: Place) -> list[Undeclared]:
    """The findings along `place` of one version, each with the first newer version that has a name for it."""
    findings = _walk(value, contract_of(version), place).findings
    since: dict[str, str] = {}
    versions = list(installed())
    for newer in versions[versions.index(version) + 1 :] if findings else ():
        named = _walk(value, contract_of(newer), place).named
        since |= {finding.path: newer for finding in findings if finding.path in named and finding.path not in since}
    return [
        Undeclared(finding.path, version, since.get(finding.path), finding.kind)
        for finding in findings
        if finding.path in since or not finding.only_if_newer
    ]


def _walk(value: Any, contract: Contract, place: Place) -> "_Walk":
    walk = _Walk(contract)
    walk.value(value, place(contract) or ANYTHING, "")
    return walk


@dataclass(frozen=True, slots=True)
class _Finding:
    path: str
    kind: str | None = None
    only_if_newer: bool = False
    """Whether it is allowed unless a newer version names it."""


class _Walk:
    """One pass over a value: what has no name, and the paths that have one."""

    def __init__(self, contract: Contract) -> None:
        self.findings: list[_Finding] = []
        self.named: set[str] = set()
        self._contract = contract

    def value(self, value: Any, schema: Schema, path: str) -> None:
        """Walks a value along what the contract says of it."""
        if self._contract.is_plain(schema):
            return
        schema = self._contract.resolve(schema)
        if "anyOf" in schema:
            self._union(value, schema, path)
        elif isinstance(value, list) and "items" in schema:
            for position, item in enumerate(cast("list[object]", value)):
                self.value(item, schema["items"], _join(path, position))
        elif isinstance(value, dict):
            self._members(cast("dict[str, Any]", value), schema, path)

    def _members(self, value: dict[str, Any], schema: Schema, path: str) -> None:
        listed: dict[str, Schema] = schema.get("properties", {})
        others: Schema | bool | None = schema.get("additionalProperties")
        closed = "properties" in schema and (others is None or others is False)
        for member, inner in value.items():
            place = _join(path, member)
            if member in listed:
                self.named.add(place)
                self.value(inner, listed[member], place)
            elif OPEN_TO_AUTHORS in schema or closed:
                self.findings.append(_Finding(place, only_if_newer=OPEN_TO_AUTHORS in schema))
            elif isinstance(others, dict):
                self.value(inner, others, place)

    def _union(self, value: Any, union: Schema, path: str) -> None:
        if isinstance(value, dict):
            known = cast("dict[str, Any]", value)
            objects = self._branches(union, "properties")
            possible = [branch for branch in objects if self._unlike(known, branch) is None]
            if possible:
                self.named.add(path)
                self._members(known, self._best(known, possible), path)
            elif objects:
                self.findings.append(_Finding(path, kind=self._unlike(known, objects[0])))
        elif isinstance(value, list) and (lists := self._branches(union, "items")):
            self.value(value, self._best(cast("list[object]", value), lists), path)

    def _branches(self, union: Schema, keyword: str) -> list[Schema]:
        return [branch for branch in self._contract.branches(union) if keyword in branch]

    def _is_of_unknown_kind(self, value: Any, union: Schema) -> bool:
        """Whether a value says that it is of no branch: a finding, and no reason to take what it is in for another."""
        objects = self._branches(union, "properties")
        if not objects or not isinstance(value, dict):
            return False
        return all(self._unlike(cast("dict[str, Any]", value), branch) is not None for branch in objects)

    def _unlike(self, value: dict[str, Any], branch: Schema) -> str | None:
        """The constant by which a value says that it is not of this branch; None if it does not say so."""
        for member in _KINDS:
            allowed = allowed_values(self._contract.resolve(branch["properties"].get(member, ANYTHING)))
            if allowed and member in value and value[member] not in allowed:
                return str(value[member])
        return None

    def _best(self, value: Any, branches: list[Schema]) -> Schema:
        """The branch that a value is meant for: it fits, and leaves the fewest members without a name."""
        if len(branches) == 1:
            return branches[0]
        fitting = [branch for branch in branches if self._fits(value, branch)] or branches
        # An open branch takes whatever the others do not: it says nothing about what was meant.
        closed = [branch for branch in fitting if "additionalProperties" not in branch] or fitting
        return min(closed, key=lambda branch: self._count(value, branch))

    def _count(self, value: Any, branch: Schema) -> int:
        trial = _Walk(self._contract)
        trial.value(value, branch, "")
        return len(trial.findings)

    def _fits(self, value: Any, schema: Schema) -> bool:
        """Whether a value has the structure that the contract asks for; limits and formats do not count."""
        if self._contract.is_plain(schema):
            return _is_of_type(value, self._contract.resolve(schema))
        schema = self._contract.resolve(schema)
        if "anyOf" in schema:
            return self._is_of_unknown_kind(value, schema) or any(
                self._fits(value, branch) for branch in schema["anyOf"]
            )
        allowed = allowed_values(schema)
        if (allowed and value not in allowed) or not _is_of_type(value, schema):
            return False
        if isinstance(value, list):
            items = schema.get("items", ANYTHING)
            return all(self._fits(item, items) for item in cast("list[object]", value))
        if not isinstance(value, dict):
            return True
        found = cast("dict[str, Any]", value)
        listed: dict[str, Schema] = schema.get("properties", {})
        return all(member in found for member in schema.get("required", ())) and all(
            self._fits(inner, listed[member]) for member, inner in found.items() if member in listed
        )


_TYPES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def _is_of_type(value: Any, schema: Schema) -> bool:
    kinds: str | list[str] = schema.get("type", [])
    if isinstance(kinds, str):
        return _TYPES[kinds](value)
    return not kinds or any(_TYPES[kind](value) for kind in kinds)


def _join(path: str, member: str | int) -> str:
    return f"{path}.{member}" if path else str(member)
