"""The contract that a generated package ships, prepared for walking along it: see `contract` for the rules."""

import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec, module_from_spec
from typing import Any, Final, TypeAlias, cast, get_args

from mcprism.versions.catalog import installed
from mcprism_types.base import MCPModel

Schema: TypeAlias = dict[str, Any]

ANYTHING: Final[Schema] = {}

OPEN_TO_AUTHORS: Final = "x-open-to-authors"
"""Marks the objects of rule 3."""

_DECLARED_OPEN: Final = ("Result", "ClientCapabilities", "ServerCapabilities")

_MESSAGES: Final = ("ClientRequest", "ClientNotification", "ServerRequest", "ServerNotification", "InputRequest")
"""The unions that list every request and notification of a version."""

_OTHER_NAME: Final = {
    "AnnotatedObject": "Annotated",
    "ResourceReference": "ResourceTemplateReference",
    "ResourceTemplateReference": "ResourceReference",
}
"""What a type is called in other versions, or where its generated model is called otherwise."""


@cache
def contract_of(version: str) -> "Contract":
    """The contract of an installed version, read from its distribution without importing its models.

    Raises:
        ValueError: it is not installed; the text says which are, and what adds it.
    """
    if version not in installed():
        remedy = installed().extra_for(version)
        raise ValueError(
            f"MCP {version} is not installed (installed: {', '.join(installed()) or 'none'}); "
            + (f"{remedy} adds it" if remedy else "there is no such version")
        )
    stored: Schema = json.loads(package_text(version, "contract.json"))
    return Contract.of(version, stored.get("$defs") or stored["definitions"])


def package_text(version: str, name: str) -> str:
    """A text file that the distribution of a version ships beside its models.

    Raises:
        FileNotFoundError: the version is not installed, or ships no such file.
    """
    spec = find_spec(_package(version))
    if spec is None:
        raise FileNotFoundError(f"MCP {version} is not installed")
    # A module that is made and not executed: importing the models takes far longer than reading a file.
    return files(module_from_spec(spec)).joinpath(name).read_text("utf-8")


def _package(version: str) -> str:
    return f"mcprism_types.v{version.replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class Contract:
    """The types of one version, prepared for walking: no `allOf`, and the rules of this module written in."""

    version: str
    types: Mapping[str, Schema]
    plain: frozenset[str]
    """The types in which nothing is named, such as any JSON value. No others contain themselves."""

    @classmethod
    def of(cls, version: str, definitions: Mapping[str, Schema]) -> "Contract":
        """The contract that the definitions of a stored schema make."""
        types = {name: _prepare(name, schema, definitions) for name, schema in definitions.items()}
        return cls(version, types, _plain(types))

    def find(self, name: str) -> Schema | None:
        """What the contract says of a type, under its official name or that of a generated model."""
        for known in (name, _OTHER_NAME.get(name, name)):
            if known in self.types:
                return self.resolve(self.types[known])
        message = self.types.get(name.removesuffix("Params"))
        if message is not None and "params" in message.get("properties", ()):
            return self.resolve(message["properties"]["params"])
        return self._written_out(name)

    def messages(self) -> Schema:
        """The union of every request and notification."""
        return {"anyOf": [{"$ref": f"#/{union}"} for union in _MESSAGES if union in self.types]}

    def resolve(self, schema: Schema) -> Schema:
        """The schema itself, where this one is a reference."""
        while "$ref" in schema:
            schema = self.types[_referred(schema)]
        return schema

    def branches(self, union: Schema) -> Iterator[Schema]:
        """The alternatives of a union, those of a union among them in its place."""
        for branch in map(self.resolve, union["anyOf"]):
            if "anyOf" in branch:
                yield from self.branches(branch)
            else:
                yield branch

    def is_plain(self, schema: Schema) -> bool:
        """Whether nothing is named in such a value, however deep."""
        return "$ref" in schema and _referred(schema) in self.plain

    def _written_out(self, name: str) -> Schema | None:
        """A type that has a model, and that the contract writes out where it is used: the models say where."""
        models = vars(importlib.import_module(f"{_package(self.version)}.models"))
        for owner, model in models.items():
            if owner == name or not isinstance(model, type) or not issubclass(model, MCPModel):
                continue
            for attribute, info in model.model_fields.items():
                place = self.find(owner) if name in _mentioned(info.annotation) else None
                if place is not None:
                    member = self.resolve(place["properties"][info.alias or attribute])
                    return self.resolve(member.get("items", member))
        return None


def _mentioned(annotation: Any) -> Iterator[str]:
    """The names of the types in an annotation."""
    yield getattr(annotation, "__name__", "")
    for argument in get_args(annotation):
        yield from _mentioned(argument)


def _referred(reference: Schema) -> str:
    name: str = reference["$ref"].rsplit("/", 1)[-1]
    return name


def _prepare(name: str, schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A definition with the rules of this module in it."""
    if "error" in schema.get("properties", ()) and not name.startswith("JSONRPC"):
        schema = schema["properties"]["error"]
    schema = _with_open_metadata(_merged(schema, definitions))
    members: dict[str, Schema] = schema.get("properties", {})
    if name.endswith("MetaObject"):
        return {**schema, "additionalProperties": ANYTHING}
    if name in _DECLARED_OPEN:
        extensions = {} if name == "Result" else {"extensions": ANYTHING}
        return {**schema, "properties": {**extensions, **members}, OPEN_TO_AUTHORS: True}
    if name == "Tool":
        documents = {member: ANYTHING for member in ("inputSchema", "outputSchema") if member in members}
        return {**schema, "properties": {**members, **documents}}
    if "method" in members:
        envelope = {"jsonrpc": ANYTHING, **({"id": ANYTHING} if name.endswith("Request") else {})}
        params = members.get("params", ANYTHING)
        if "$ref" not in params:
            params = {**params, "properties": {"_meta": ANYTHING, **params.get("properties", {})}}
        return {**schema, "properties": {**envelope, **members, "params": params}}
    return schema


def _merged(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """One object where the contract says that a value is several objects at once."""
    if "allOf" not in schema:
        return schema
    members: Schema = {}
    required: list[str] = []
    for part in cast("list[Schema]", schema["allOf"]):
        whole = _merged(definitions[_referred(part)] if "$ref" in part else part, definitions)
        members |= whole.get("properties", {})
        required += whole.get("required", ())
    return {"type": "object", "properties": members, "required": required}


def _with_open_metadata(schema: Schema) -> Schema:
    changed = dict(schema)
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            changed[keyword] = _with_open_metadata(schema[keyword])
    if "anyOf" in schema:
        changed["anyOf"] = [_with_open_metadata(branch) for branch in schema["anyOf"]]
    if "properties" in schema:
        members = {name: _with_open_metadata(member) for name, member in schema["properties"].items()}
        if "_meta" in members and "$ref" not in members["_meta"]:
            members["_meta"] = {**members["_meta"], "additionalProperties": ANYTHING}
        changed["properties"] = members
    return changed


def _plain(types: Mapping[str, Schema]) -> frozenset[str]:
    """The types from which no list of members can be reached."""
    nodes = {name: tuple(_nodes(schema)) for name, schema in types.items()}
    targets = {name: {_referred(node) for node in found if "$ref" in node} for name, found in nodes.items()}
    naming = {name for name, found in nodes.items() if any("properties" in node for node in found)}
    while reaching := {name for name in types.keys() - naming if targets[name] & naming}:
        naming |= reaching
    return frozenset(types.keys() - naming)


def _nodes(schema: Schema) -> Iterator[Schema]:
    """A schema and those within it, by position: a member may be called `items`."""
    yield schema
    children: list[Schema] = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    children += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    for child in children:
        yield from _nodes(child)


def allowed_values(schema: Schema) -> Sequence[Any]:
    """The values that a member is limited to; empty if it is not."""
    return [schema["const"]] if "const" in schema else schema.get("enum", ())
