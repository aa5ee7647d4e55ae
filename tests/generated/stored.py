"""The stored contracts and the generated models that belong to them, as tests compare them."""

import importlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from pydantic import TypeAdapter

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = tuple(sorted(path.parent.name for path in (ROOT / "schema").glob("*/schema.json")))
RENAMED: dict[str, str] = tomllib.loads((ROOT / "codegen" / "names.toml").read_text("utf-8"))["rename"]


@dataclass(frozen=True)
class Stored:
    """One version: its contract, and the package that was generated from it."""

    version: str
    contract: dict[str, Any]

    @cached_property
    def package(self) -> ModuleType:
        return importlib.import_module("mcprism_types.v" + self.version.replace("-", "_"))

    @cached_property
    def types(self) -> dict[str, Any]:
        return self.contract.get("$defs") or self.contract["definitions"]

    @cached_property
    def _validator(self) -> Validator:
        return validator_for(self.contract)(self.contract)

    def validator(self, name: str) -> Validator:
        """What checks values against the official type of this name."""
        container = "$defs" if "$defs" in self.contract else "definitions"
        return self._validator.evolve(schema={"$ref": f"#/{container}/{name}"})

    def model(self, name: str) -> TypeAdapter[Any] | None:
        """The generated type for an official type; None for the JSON-RPC envelope."""
        kind = getattr(self.package, RENAMED.get(name, name), None)
        return None if kind is None else TypeAdapter(kind)

    def modelled(self) -> Iterator[tuple[str, TypeAdapter[Any], Validator]]:
        """Each official type that has a model."""
        for name in self.types:
            if (model := self.model(name)) is not None:
                yield name, model, self.validator(name)

    def is_error_response(self, name: str) -> bool:
        """Whether the official type is a whole JSON-RPC response of which the model holds the `error`."""
        return name.endswith("Error") and "error" in self._members(name)

    def _members(self, name: str) -> set[str]:
        schema = self.types[name]
        parts = [part for part in schema.get("allOf", [schema]) if "properties" in part]
        return {member for part in parts for member in part["properties"]}


@cache
def stored(version: str) -> Stored:
    """The contract as it is stored, byte for byte what upstream says apart from prose."""
    return Stored(version, json.loads((ROOT / "schema" / version / "schema.json").read_text("utf-8")))


@cache
def corrected(version: str) -> Stored:
    """The contract with declared defects corrected, as the generated distribution ships it."""
    folder = Path(str(stored(version).package.__file__)).parent
    return Stored(version, json.loads((folder / "contract.json").read_text("utf-8")))


def read(model: TypeAdapter[Any], value: Any) -> Any:
    """A peer's JSON as a model: wire names only."""
    return model.validate_python(value, by_alias=True, by_name=False)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal in every respect: 1 is not 1.0, absent is not null."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other
