"""JSON Schemas of types, as clients get to see them: 2020-12, and without the titles that pydantic makes from names.

Spec: server/tools#tool
"""

from typing import Any, Final, Literal

from pydantic import BaseModel, PydanticUserError, TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema, PydanticSchemaGenerationError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from mcprism.jsonrpc import JsonObject

UNDESCRIBABLE: Final = (PydanticSchemaGenerationError, PydanticInvalidForJsonSchema, PydanticUserError, NameError)
"""What pydantic raises for types that have no JSON form, or whose parts are not known where they are used."""


class _Untitled(GenerateJsonSchema):
    """The schemas of pydantic without titles that say what the name says."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonObject:
        return _untitled(super().model_schema(schema), schema["cls"].__name__)

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonObject:
        return _untitled(super().dataclass_schema(schema), schema["cls"].__name__)

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> JsonObject:
        cls = schema.get("cls")
        return _untitled(super().typed_dict_schema(schema), None if cls is None else cls.__name__)

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonObject:
        return _untitled(super().enum_schema(schema), schema["cls"].__name__)


def schema_of(adapter: TypeAdapter[Any], *, mode: Literal["validation", "serialization"]) -> JsonObject:
    """The schema of what a type reads, or of what it writes.

    Raises:
        Exception: one of UNDESCRIBABLE: there is none.
    """
    return adapter.json_schema(schema_generator=_Untitled, mode=mode)


def schema_of_model(model: type[BaseModel]) -> JsonObject:
    """The schema of what a model reads. Raises as `schema_of`."""
    return model.model_json_schema(schema_generator=_Untitled)


def _untitled(schema: JsonObject, name: str | None) -> JsonObject:
    if schema.get("title") == name:
        schema.pop("title", None)
    return schema
