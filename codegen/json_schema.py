"""Walking JSON Schema by position, never by key name: the schemas have properties called `properties` and `items`."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from pydantic_core import SchemaError, SchemaValidator, core_schema

from codegen.errors import CodegenError

Schema = dict[str, Any]

_MAPS = ("properties", "$defs", "definitions")
_SCHEMAS = ("additionalProperties", "items")
_LISTS = ("anyOf", "allOf", "oneOf")
_TEXTS = ("$comment", "$id", "$ref", "$schema", "description", "format", "title")
_NUMBERS = (
    *("exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum"),
    "multipleOf",
)
ANNOTATIONS: Final = frozenset(
    {"$comment", "$id", "default", "deprecated", "examples", "format", "readOnly", "title", "writeOnly"}
)
"""Keywords that say nothing about which values are valid."""
LIMITS: Final = frozenset({*_NUMBERS, "pattern"})
"""Keywords that limit which values of a kind are valid."""
_LIMITED_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "array": frozenset({"items", "maxItems", "minItems"}),
    "object": frozenset({"additionalProperties", "properties", "required"}),
    "string": frozenset({"maxLength", "minLength", "pattern"}),
    **dict.fromkeys(
        ("integer", "number"),
        frozenset({"exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"}),
    ),
}
_KINDS = ("array", "boolean", "integer", "null", "number", "object", "string")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_pattern(value: Any) -> bool:
    """A regular expression as the models can check it: pydantic's engine has no look-around and no back references."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=value))
    except (SchemaError, TypeError):
        return False
    return True


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, cast("list[object]", value)))


def _is_kind(value: Any) -> bool:
    kinds = cast("list[object]", value) if isinstance(value, list) else [value]
    return bool(kinds) and all(kind in _KINDS for kind in kinds)


_ALLOWED: Final[Mapping[str, Callable[[Any], bool]]] = {
    **dict.fromkeys((*_MAPS, "items"), lambda value: isinstance(value, dict)),
    **dict.fromkeys((*_LISTS, "enum"), lambda value: isinstance(value, list) and len(cast("list[object]", value)) > 0),
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(_NUMBERS, _is_number),
    "additionalProperties": lambda value: isinstance(value, dict | bool),
    **dict.fromkeys(("const", "default", "examples"), lambda value: True),
    **dict.fromkeys(("deprecated", "readOnly", "writeOnly"), lambda value: isinstance(value, bool)),
    "pattern": _is_pattern,
    "required": _is_list_of_texts,
    "type": _is_kind,
}
"""What each keyword may say; another keyword is one whose meaning the generator would lose without a word."""


def faults(schema: Any, pointer: str) -> Iterator[str]:
    """What is wrong with a schema, or not understood by this generator; one line each, with the place."""
    if not isinstance(schema, dict):
        yield f"{pointer} is {json.dumps(schema)}, expected a schema"
        return
    yield from (f"{pointer}{fault}" for fault in _combinations(cast("Schema", schema)))
    for keyword, value in cast("Schema", schema).items():
        here = f"{pointer}/{keyword}"
        if keyword not in _ALLOWED:
            yield f"{here}: the generator does not know this keyword and would lose what it says"
        elif not _ALLOWED[keyword](value):
            yield f"{here} is {json.dumps(value)}, which is not allowed there"
        else:
            for step, child in _inside(keyword, value):
                yield from faults(child, here + step)


def _combinations(schema: Schema) -> Iterator[str]:
    """Keywords that say nothing beside one another, or more than the generator would keep."""
    for keyword in ("$ref", *_LISTS):
        beside = sorted(schema.keys() - ANNOTATIONS - {keyword, "description"})
        if keyword in schema and beside:
            yield f": the generator would lose what {', '.join(beside)} says beside {keyword}"
            return


def _inside(keyword: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The schemas in the value of a keyword, each with its place in there."""
    if keyword in _MAPS:
        yield from ((f"/{name}", child) for name, child in value.items())
    elif keyword in _LISTS:
        yield from ((f"/{index}", child) for index, child in enumerate(value))
    elif keyword in _SCHEMAS and not isinstance(value, bool):
        yield "", value


def children(schema: Schema) -> Iterator[Schema]:
    """The schemas directly inside `schema`."""
    for keyword in _MAPS:
        yield from schema.get(keyword, {}).values()
    for keyword in _SCHEMAS:
        if isinstance(schema.get(keyword), dict):
            yield schema[keyword]
    for keyword in _LISTS:
        yield from schema.get(keyword, ())


def replace_children(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """A copy of `schema` in which each schema directly inside it is what `change` makes of it."""
    copy: Schema = {}
    for keyword, value in schema.items():
        if keyword in _MAPS:
            copy[keyword] = {name: change(child) for name, child in value.items()}
        elif keyword in _SCHEMAS and isinstance(value, dict):
            copy[keyword] = change(cast("Schema", value))
        elif keyword in _LISTS:
            copy[keyword] = [change(child) for child in value]
        else:
            copy[keyword] = value
    return copy


def rebuild(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """A copy of `schema` in which `change` has been applied to every schema, the innermost first."""
    return change(replace_children(schema, lambda child: rebuild(child, change)))


def split_kinds(schema: Schema) -> Schema:
    """A list of kinds of which some have keywords of their own, as a union; one limited kind or null stays a list."""
    kinds: Any = schema.get("type")
    if not isinstance(kinds, list):
        return schema
    some = cast("list[str]", kinds)
    others = [kind for kind in some if kind != "null"]
    own = {kind: _LIMITED_KINDS.get(kind, frozenset[str]()) & schema.keys() for kind in some}
    if not any(own.values()) or (len(others) == 1 and others[0] not in ("array", "object")):
        return schema
    taken = {"type"}.union(*own.values())
    rest = {keyword: value for keyword, value in schema.items() if keyword not in taken}
    branches = [{"type": kind, **{key: schema[key] for key in schema if key in own[kind]}} for kind in some]
    return {**rest, "anyOf": branches}


def references(schema: Schema) -> Iterator[str]:
    """The names of the definitions that `schema` refers to, at any depth."""
    if "$ref" in schema:
        yield name_of(schema)
    for child in children(schema):
        yield from references(child)


def name_of(reference: Mapping[str, Any]) -> str:
    """The name of the definition that a `$ref` schema points to.

    Raises:
        CodegenError: it is no `$ref` schema.
    """
    if "$ref" not in reference:
        raise CodegenError(f"expected a reference to a definition, found {json.dumps(reference)} in its place")
    return str(reference["$ref"]).rsplit("/", 1)[-1]


def ref(name: str) -> Schema:
    """A schema that refers to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def constant(schema: Schema, member: str) -> str | None:
    """The constant that an object schema fixes for `member`, or None."""
    value = schema.get("properties", {}).get(member, {}).get("const")
    return value if isinstance(value, str) else None


def resolve(document: Any, pointer: str) -> Any:
    """What a JSON pointer leads to.

    Raises:
        LookupError: a step of the pointer does not exist; the text names it.
    """
    value = document
    for step in pointer_steps(pointer):
        try:
            value = value[int(step) if isinstance(value, list) else step]
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise LookupError(f"{pointer} leads nowhere: there is no {step!r}") from error
    return value


def pointer_steps(pointer: str) -> list[str]:
    """The unescaped steps of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
