"""Walking JSON Schema by position, never by key name: the schemas have properties called `properties` and `items`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

Schema = dict[str, Any]

_MAPS = ("properties", "$defs", "definitions")
_SCHEMAS = ("additionalProperties", "items")
_LISTS = ("anyOf", "allOf", "oneOf")


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


def references(schema: Schema) -> Iterator[str]:
    """The names of the definitions that `schema` refers to, at any depth."""
    if "$ref" in schema:
        yield name_of(schema)
    for child in children(schema):
        yield from references(child)


def name_of(reference: Mapping[str, Any]) -> str:
    """The name of the definition that a `$ref` schema points to."""
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
