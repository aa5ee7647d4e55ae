"""Leaves out of a message what the version of the receiver has no name for: members that are an author's own.

The steps leave out what newer versions have added. This goes along the contract of the one version that is sent to,
and takes what is left: only results, `_meta`, capabilities and what the contract leaves open may carry more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, TypeAlias

from mcprism.jsonrpc import JsonObject
from mcprism.versions.catalog import installed
from mcprism.versions.conversions import Conversion, Passage, is_list, is_object, keep
from mcprism.versions.stored_contract import OPEN_TO_AUTHORS, Contract, Schema, allowed_values, contract_of

_Strip: TypeAlias = Callable[[Any], Any]
"""Returns a value without what has no name; the same object if everything has."""

_KINDS: Final = ("type", "method", "mode")
"""The members whose constants tell the branches of a union apart."""


def unnamed_in_params(version: str, method: str) -> Conversion | None:
    """What leaves unnamed members out of the params of a method; None if there is nothing to look at.

    Raises:
        ValueError: the version is not installed.
    """
    for schema in contract_of(version).types.values():
        members = schema.get("properties", {})
        if method in allowed_values(members.get("method", {})):
            strip = _compiler(version).rule(members.get("params", {}))
            return None if strip is None else _reporting(strip, version)
    return None


def unnamed_in_result(version: str, method: str) -> Conversion | None:
    """What leaves unnamed members out of what is in the result of a method, and out of a result that has to be empty.

    Raises:
        ValueError: the version is not installed.
    """
    contract, request = contract_of(version), installed()[version].requests.get(method)
    if request is None:
        return None
    if request.result.__name__ == "EmptyResult":
        # Released clients refuse an empty result with any other member.
        return keep("_meta")
    strip = _compiler(version).rule(contract.find(request.result.__name__) or {})
    if not isinstance(strip, _Object):
        return None
    convert, alternative = _reporting(replace(strip, closed=False), version), request.alternative
    if alternative is None:
        return convert
    return lambda value, passage: value if alternative.matches(value) else convert(value, passage)


@cache
def _compiler(version: str) -> "_Compiler":
    return _Compiler(contract_of(version))


def _reporting(strip: _Strip, version: str) -> Conversion:
    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        stripped: JsonObject = strip(value)
        if stripped is not value:
            detail = f"{version} has no such members: they are not sent"
            passage.lose("members of the author's own", "hint", detail)
        return stripped

    return convert


@dataclass(slots=True)
class _Object:
    """The members that an object may have, and what is done about their values. Filled in after it is made."""

    named: frozenset[str] = frozenset()
    closed: bool = True
    required: frozenset[str] = frozenset()
    kinds: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The constants by which an object says that it is of this type."""
    inner: Mapping[str, _Strip] = field(default_factory=dict[str, _Strip])
    others: _Strip | None = None
    """For the values of members without a name of their own."""

    def __call__(self, value: Any) -> Any:
        if not is_object(value):
            return value
        result = value
        if self.closed and not self.named.issuperset(value):
            result = {name: inner for name, inner in value.items() if name in self.named}
        changed: JsonObject = {}
        for name, strip in self._strips(result):
            stripped = strip(result[name])
            if stripped is not result[name]:
                changed[name] = stripped
        return {**result, **changed} if changed else result

    def _strips(self, value: JsonObject) -> Iterator[tuple[str, _Strip]]:
        for name, strip in self.inner.items():
            if name in value:
                yield name, strip
        if self.others is not None:
            for name in value:
                if name not in self.named:
                    yield name, self.others

    def may_be(self, value: JsonObject) -> bool:
        """Whether an object has what this type requires, and does not say that it is of another one."""
        kinds = self.kinds.items()
        return self.required.issubset(value) and all(value.get(name, allowed[0]) in allowed for name, allowed in kinds)


@dataclass(frozen=True, slots=True)
class _Each:
    item: _Strip

    def __call__(self, value: Any) -> Any:
        if not is_list(value):
            return value
        stripped = [self.item(item) for item in value]
        return stripped if any(new is not old for new, old in zip(stripped, value, strict=True)) else value


@dataclass(frozen=True, slots=True)
class _OneOf:
    """A union: what any of the possible branches names has a name."""

    objects: tuple[_Object, ...]
    lists: tuple[_Each, ...]

    def __call__(self, value: Any) -> Any:
        if is_list(value):
            return self.lists[0](value) if self.lists else value
        if not is_object(value):
            return value
        possible = [branch for branch in self.objects if branch.may_be(value)]
        if not possible:
            return value
        if len(possible) == 1:
            return possible[0](value)
        named = frozenset[str]().union(*(branch.named for branch in possible))
        if any(not branch.closed for branch in possible) or named.issuperset(value):
            return value
        return {name: inner for name, inner in value.items() if name in named}


class _Compiler:
    """Makes of the contract's types what strips values of them. Types may contain themselves."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._made: dict[int, _Object] = {}

    def rule(self, schema: Schema) -> _Strip | None:
        """What strips the values of a schema; None if nothing is named in them."""
        if self._contract.is_plain(schema):
            return None
        schema = self._contract.resolve(schema)
        if "anyOf" in schema:
            return self._union(list(self._contract.branches(schema)))
        if "items" in schema:
            item = self.rule(schema["items"])
            return None if item is None else _Each(item)
        if "properties" not in schema and not isinstance(schema.get("additionalProperties"), dict):
            return None
        return self._object(schema)

    def _union(self, branches: list[Schema]) -> _Strip | None:
        rules = [self.rule(branch) for branch in branches]
        if any(rule is None and branch.get("type") == "object" for rule, branch in zip(rules, branches, strict=True)):
            return None  # a branch that is open to anything
        objects = tuple(rule for rule in rules if isinstance(rule, _Object))
        lists = tuple(rule for rule in rules if isinstance(rule, _Each))
        return _OneOf(objects, lists) if objects or lists else None

    def _object(self, schema: Schema) -> _Object | None:
        if id(schema) in self._made:
            return self._made[id(schema)]
        made = self._made[id(schema)] = _Object()
        members: dict[str, Schema] = schema.get("properties", {})
        others: Schema | bool | None = schema.get("additionalProperties")
        rules = {name: self.rule(member) for name, member in members.items()}
        made.named = frozenset(members)
        # As `contract` reads it: a list of members is complete unless it says otherwise.
        made.closed = "properties" in schema and others in (None, False) and OPEN_TO_AUTHORS not in schema
        made.required = frozenset(schema.get("required", ()))
        made.inner = {name: rule for name, rule in rules.items() if rule is not None}
        made.others = self.rule(others) if isinstance(others, dict) and others else None
        constants = {name: allowed_values(self._contract.resolve(members[name])) for name in _KINDS if name in members}
        made.kinds = {name: allowed for name, allowed in constants.items() if allowed}
        return made if made.closed or made.inner or made.others else None
