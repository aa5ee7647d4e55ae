"""A form for the user, from a pydantic model: the few kinds of fields that a client can show.

Spec: client/elicitation ("requested schema")
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import BaseModel, ValidationError

from mcprism.errors import described
from mcprism.jsonrpc import JsonObject
from mcprism_types.v2026_07_28 import ElicitRequestedSchema

_WORDS: Final = frozenset({"title", "description", "default"})
_KEPT: Final[Mapping[str, frozenset[str]]] = {
    "string": _WORDS | {"type", "minLength", "maxLength", "enum"},
    "integer": _WORDS | {"type", "minimum", "maximum"},
    "number": _WORDS | {"type", "minimum", "maximum"},
    "boolean": _WORDS | {"type"},
    "array": _WORDS | {"type", "minItems", "maxItems"},
}
_FORMATS: Final = frozenset({"email", "uri", "date", "date-time"})


def form_of(form: type[Any] | Mapping[str, Any]) -> ElicitRequestedSchema:
    """The schema of a form: that of a model, or the given one.

    Raises:
        TypeError: it is neither, or a field of the model is of a kind that no form has.
        ValueError: the given schema is not one of a form.
    """
    if isinstance(form, Mapping):
        schema = dict(form)
    elif isinstance(form, type) and issubclass(form, BaseModel):  # pyright: ignore[reportUnnecessaryIsInstance]
        schema = _schema_of(form)
    else:
        raise TypeError(f"a form is a pydantic model or a JSON Schema, not {form!r:.100}")
    try:
        return ElicitRequestedSchema.from_wire(schema)
    except ValidationError as error:
        raise ValueError(f"this is not the schema of a form:\n{described(error, schema)}") from None


def _schema_of(model: type[BaseModel]) -> JsonObject:
    schema = model.model_json_schema()
    fields: JsonObject = schema.get("properties", {})
    definitions: JsonObject = schema.get("$defs", {})
    form: JsonObject = {
        "type": "object",
        "properties": {name: _field(model, name, field, definitions) for name, field in fields.items()},
    }
    if "required" in schema:
        form["required"] = schema["required"]
    return form


def _field(model: type[BaseModel], name: str, field: JsonObject, definitions: JsonObject) -> JsonObject:
    resolved = _resolved(field, definitions)
    if "const" in resolved:
        resolved = {**resolved, "enum": [resolved["const"]]}
    kind = resolved.get("type")
    kept = _KEPT.get(kind) if isinstance(kind, str) else None
    if kept is None or ("enum" in resolved and kind != "string"):
        raise TypeError(
            f"{model.__name__}.{name}: a form has text, numbers, yes or no, and choices between texts; "
            f"{kind or 'this'} is none of them"
        )
    shown = {key: value for key, value in resolved.items() if key in kept and (key, value) != ("default", None)}
    if resolved.get("format") in _FORMATS:
        shown["format"] = resolved["format"]
    if kind == "array":
        items = _resolved(cast("JsonObject", resolved.get("items", {})), definitions)
        if "enum" not in items or items.get("type") != "string":
            raise TypeError(f"{model.__name__}.{name}: a list in a form has choices, such as list[Literal['a', 'b']]")
        shown["items"] = {"type": "string", "enum": items["enum"]}
    return shown


def _resolved(field: JsonObject, definitions: JsonObject) -> JsonObject:
    """The field without references and without the branch for None, which in a form is a field left out."""
    said = {key: value for key, value in field.items() if key in _WORDS}
    if "$ref" in field:
        return {**definitions[field["$ref"].rpartition("/")[2]], **said}
    branches = [branch for branch in cast("list[JsonObject]", field.get("anyOf", [])) if branch.get("type") != "null"]
    return {**_resolved(branches[0], definitions), **said} if len(branches) == 1 else field
