"""A form for the user, from a pydantic model: the few kinds of fields that a client can show.

Spec: client/elicitation ("requested schema")
"""

from collections.abc import Callable, Mapping
from enum import Enum
from math import ceil, floor
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel, PydanticUserError, TypeAdapter, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from mcprism.errors import described
from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import without
from mcprism_types.v2026_07_28 import ElicitRequestedSchema

M = TypeVar("M", bound=BaseModel)

_ATTRIBUTE: Final = "__mcprism_elicitation__"
_WORDS: Final = frozenset({"title", "description", "default"})
_KEPT: Final[Mapping[str, frozenset[str]]] = {
    "string": _WORDS | {"type", "minLength", "maxLength"},
    "integer": _WORDS | {"type", "minimum", "maximum"},
    "number": _WORDS | {"type", "minimum", "maximum"},
    "boolean": _WORDS | {"type"},
    "array": _WORDS | {"type", "minItems", "maxItems"},
}
_TITLE: Final = frozenset({"title"})
_VALUES: Final = frozenset({"const", "enum"})
_FORMATS: Final = frozenset({"email", "uri", "date", "date-time"})
_NO_SCHEMA: Final = (PydanticInvalidForJsonSchema, PydanticUserError)


def elicitation(message: str) -> Callable[[type[M]], type[M]]:
    """Says of a pydantic model what the user is asked with it: `await ctx.elicit(Delivery)`.

        @elicitation("Where should the parcel go?")
        class Delivery(BaseModel):
            city: str
            speed: Literal["slow", "fast"] = "slow"

    Fields are text, numbers, yes or no, one choice, or a list of choices. Choices are texts. The user sees the `label`
    of those of an `Enum` that have one, and the title of `Annotated[Literal["slow"], Field(title="In a week")] | ...`.

    Raises:
        TypeError: the model has a field that no form has, which is named; or this is used without a message.
    """
    if not isinstance(message, str):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
        raise TypeError(
            f'@elicitation takes what the user is asked: write @elicitation("Where to?"), not {message!r:.80}'
        )

    def declare(model: type[M]) -> type[M]:
        form_of(model)
        setattr(model, _ATTRIBUTE, message)
        return model

    return declare


def message_of(model: object) -> str:
    """What the user is asked with a model.

    Raises:
        TypeError: nothing says it.
    """
    # Not by getattr: what is said of a class is not said of those derived from it.
    message = getattr(model, "__dict__", {}).get(_ATTRIBUTE)
    if isinstance(message, str):
        return message
    name = getattr(model, "__name__", f"{model!r:.80}")
    raise TypeError(
        f'nothing says what the user is asked with {name}: decorate it with @elicitation("..."), or write '
        f'ctx.elicit("...", {name})'
    )


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


class _OfFields(GenerateJsonSchema):
    """The schemas of pydantic, with the labels of choices."""

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonObject:
        shown = super().enum_schema(schema)
        members = cast("list[Enum]", schema["members"])
        labels = [getattr(member, "label", None) for member in members]
        if all(isinstance(member.value, str) for member in members) and all(isinstance(one, str) for one in labels):
            shown = without(shown, _VALUES)
            shown["oneOf"] = [
                {"const": member.value, "title": label} for member, label in zip(members, labels, strict=True)
            ]
        return shown


def _schema_of(model: type[BaseModel]) -> JsonObject:
    try:
        schema = model.model_json_schema(schema_generator=_OfFields)
    except _NO_SCHEMA as error:
        raise TypeError(_blamed(model, error)) from error
    fields: JsonObject = schema.get("properties", {})
    definitions: JsonObject = schema.get("$defs", {})
    form: JsonObject = {
        "type": "object",
        "properties": {
            name: _field(f"{model.__name__}.{name}", _resolved(field, definitions), definitions)
            for name, field in fields.items()
        },
    }
    if "required" in schema:
        form["required"] = schema["required"]
    return form


def _field(where: str, field: JsonObject, definitions: JsonObject) -> JsonObject:
    """A field as forms have it. `where`: the field, for error texts."""
    choices = _choices(field, definitions)
    if choices is not None:
        return {**_kept(field, _WORDS), "type": "string", **_shown(choices, titled="oneOf")}
    kind = field.get("type")
    kept = _KEPT.get(kind) if isinstance(kind, str) else None
    if kept is None or "enum" in field or "const" in field:
        raise TypeError(
            f"{where}: a form has text, numbers, yes or no, and choices between texts; {kind or 'this'} is none of them"
        )
    shown = _kept(_within_limits(field), kept)
    if field.get("format") in _FORMATS:
        shown["format"] = field["format"]
    if kind == "array":
        choices = _choices(cast("JsonObject", field.get("items", {})), definitions)
        if choices is None:
            raise TypeError(f"{where}: a list in a form has choices, such as list[Literal['a', 'b']]")
        shown["items"] = _shown(choices, titled="anyOf")
        if "enum" in shown["items"]:
            shown["items"]["type"] = "string"
    return shown


def _kept(field: JsonObject, members: frozenset[str]) -> JsonObject:
    return {key: value for key, value in field.items() if key in members and (key, value) != ("default", None)}


def _within_limits(field: JsonObject) -> JsonObject:
    """The field with the nearest limits that a form has; what is filled in is checked by the model, too."""
    is_whole = field.get("type") == "integer"
    limits: JsonObject = {}
    if "exclusiveMinimum" in field:
        above = field["exclusiveMinimum"]
        limits["minimum"] = floor(above) + 1 if is_whole else above
    if "exclusiveMaximum" in field:
        below = field["exclusiveMaximum"]
        limits["maximum"] = ceil(below) - 1 if is_whole else below
    return {**field, **limits}


def _shown(choices: list[JsonObject], *, titled: str) -> JsonObject:
    """Choices as an `enum`, or, where they have titles, with them: in the member `titled`."""
    if not any("title" in choice for choice in choices):
        return {"enum": [choice["const"] for choice in choices]}
    return {titled: [{"const": choice["const"], "title": choice.get("title", choice["const"])} for choice in choices]}


def _choices(field: JsonObject, definitions: JsonObject, *, is_one: bool = False) -> list[JsonObject] | None:
    """The texts among which a field chooses, each a `const` with its title if it has one; None: it does not.

    `is_one`: it is one of several choices, so that its title is that of the choice.
    """
    field = _resolved(field, definitions)
    if "const" in field or "enum" in field:
        values: list[Any] = [field["const"]] if "const" in field else field["enum"]
        if not all(isinstance(value, str) for value in values):
            return None
        titles = {"title": field["title"]} if is_one and len(values) == 1 and "title" in field else {}
        return [{"const": value, **titles} for value in values]
    branches = cast("list[JsonObject]", field.get("anyOf", field.get("oneOf", [])))
    found = [_choices(branch, definitions, is_one=True) for branch in branches if branch.get("type") != "null"]
    if not found or None in found:
        return None
    return [choice for choices in found for choice in choices or ()]


def _resolved(field: JsonObject, definitions: JsonObject) -> JsonObject:
    """The field without references and without the branch for None, which in a form is a field left out."""
    said = {key: value for key, value in field.items() if key in _WORDS}
    if "$ref" in field:
        # The title there is the name of a class.
        return {**without(definitions[field["$ref"].rpartition("/")[2]], _TITLE), **said}
    branches = [branch for branch in cast("list[JsonObject]", field.get("anyOf", [])) if branch.get("type") != "null"]
    return {**_resolved(branches[0], definitions), **said} if len(branches) == 1 else field


def _blamed(model: type[BaseModel], error: Exception) -> str:
    """That a model is no form, with the field that is to blame."""
    reason = str(error).partition("\n")[0][:300]
    for name, field in model.model_fields.items():
        try:
            annotation: Any = field.annotation
            TypeAdapter[Any](annotation).json_schema()
        except _NO_SCHEMA as own:
            return f"{model.__name__}.{name}: a form cannot have this ({str(own).partition(chr(10))[0]:.300})"
    return f"{model.__name__}: no form can be made of it ({reason})"
