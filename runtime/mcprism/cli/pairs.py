"""`key=value` as people type it, turned into JSON by the schema that says what is expected.

Text stays text where the schema wants text. Where it allows several types, text is what is left when nothing else fits:
who needs `"5"` where 5 fits too gives JSON.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from pydantic_core import from_json

from mcprism.cli.arguments import bytes_of
from mcprism.cli.failures import UsageFailure
from mcprism.cli.nearest import did_you_mean
from mcprism.jsonrpc import JsonObject, is_object

_MOST_REFERENCES: Final = 20
"""References to follow from one place in a schema; more of them go in a circle."""
_FORMS: Final = "key=value, a JSON object, @FILE with one, or @- for one on standard input"
_CONSTANTS: Final = {"null": None, "true": True, "false": False}


def arguments_of(words: Sequence[str], schema: JsonObject, what: str) -> JsonObject:
    """The arguments that the words stand for: a JSON object, a file that has one, or pairs.

    Args:
        words: as they were typed.
        schema: the JSON Schema of the arguments, as far as it can be trusted.
        what: whose arguments they are, for error texts.

    Raises:
        UsageFailure: the words are none of that, or a value does not fit; the text says what was expected.
    """
    if len(words) == 1 and words[0].startswith("@"):
        return _object(bytes_of(words[0][1:]), words[0])
    if len(words) == 1 and words[0].lstrip().startswith("{"):
        return _object(words[0].encode("utf-8", "surrogateescape"), words[0])
    properties = _members(schema)
    closed = bool(properties) and not _is_open(schema)
    given: dict[str, list[str]] = {}
    for name, value in pairs_of(words):
        if closed and name not in properties:
            raise UsageFailure(f"{what} has no argument {name!r}{did_you_mean(name, properties)}")
        given.setdefault(name, []).append(value)
    arguments: JsonObject = {}
    for name, values in given.items():
        try:
            arguments[name] = _together(values, properties.get(name, {}), schema)
        except ValueError as error:
            raise UsageFailure(f"{name}: {error}") from None
    return arguments


def pairs_of(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word as its key and its value.

    Raises:
        UsageFailure: one has no key or no `=`.
    """
    for word in words:
        key, equals, value = word.partition("=")
        if not key or not equals:
            raise UsageFailure(f"expected {_FORMS}, not {word!r}")
        yield key, value


def texts_of(words: Sequence[str], known: Collection[str], what: str) -> dict[str, str]:
    """Pairs whose values are text, as the arguments of a prompt.

    Raises:
        UsageFailure: a word is no pair, a key came twice, or is none of those that are known.
    """
    texts: dict[str, str] = {}
    for key, value in pairs_of(words):
        if key not in known:
            raise UsageFailure(f"{what} has no argument {key!r}{did_you_mean(key, known)}")
        if key in texts:
            raise UsageFailure(f"{key} was given twice; expected one value")
        texts[key] = value
    return texts


def converted(text: str, schema: Any, root: JsonObject) -> Any:
    """One value, as the schema wants it.

    Raises:
        ValueError: it fits none of the types that are allowed; the text says what was expected.
    """
    alternatives = list(_alternatives(schema, root))
    for alternative in sorted(alternatives, key=lambda alternative: _rank(alternative, text)):
        try:
            return _as(text, alternative, root)
        except ValueError:
            continue
    raise ValueError(f"expected {' or '.join(dict.fromkeys(map(_described, alternatives)))}, not {text!r}")


def _together(values: list[str], schema: Any, root: JsonObject) -> Any:
    """One value, or those of a list, each of which was given by itself."""
    if len(values) == 1:
        return converted(values[0], schema, root)
    for alternative in _alternatives(schema, root):
        if "array" in _types(alternative):
            return [converted(value, alternative.get("items", {}), root) for value in values]
    raise ValueError(f"was given {len(values)} times, and is not a list")


def _as(text: str, schema: JsonObject, root: JsonObject) -> Any:
    """The value as one type. Raises ValueError: it is none of that."""
    value = _typed(text, schema, root)
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(allowed, list) and value not in allowed:
        raise ValueError
    return value


def _typed(text: str, schema: JsonObject, root: JsonObject) -> Any:
    match schema.get("type"):
        case "string":
            return text
        case "integer" | "number" as kind:
            number = _json(text)
            if isinstance(number, bool) or not isinstance(number, int if kind == "integer" else int | float):
                raise ValueError
            return number
        case "boolean" | "null" as kind:
            constant = _CONSTANTS.get(text.lower(), text)
            if constant is text or (constant is None) != (kind == "null"):
                raise ValueError
            return constant
        case "array":
            # One item stands for a list of one, so that nobody has to quote brackets.
            return _items(text) if text.startswith("[") else [converted(text, schema.get("items", {}), root)]
        case "object":
            return _object_in(text)
        case _:
            return _anything(text, schema)


def _anything(text: str, schema: JsonObject) -> Any:
    """JSON if it is some, otherwise text; but one of the values that are named, if there are such."""
    named = schema.get("enum", [schema.get("const")])
    if isinstance(named, list) and text in named:
        return text
    try:
        return _json(text)
    except ValueError:
        return text


def _items(text: str) -> list[Any]:
    value = _json(text)
    if not isinstance(value, list):
        raise ValueError
    return cast("list[object]", value)


def _object_in(text: str) -> JsonObject:
    value = _json(text)
    if not is_object(value):
        raise ValueError
    return value


def _json(text: str) -> Any:
    return from_json(text.encode("utf-8", "surrogateescape"), allow_inf_nan=False)


def _alternatives(schema: Any, root: JsonObject, depth: int = 0) -> Iterator[JsonObject]:
    """The schemas of one type each that together are this one, as far as they can be told."""
    if not is_object(schema) or depth > _MOST_REFERENCES:
        yield {}
        return
    reference = schema.get("$ref")
    for several in (schema.get("anyOf"), schema.get("oneOf"), schema.get("allOf")):
        if isinstance(several, list) and several:
            for one in cast("list[object]", several):
                yield from _alternatives(one, root, depth + 1)
            return
    kinds = _types(schema)
    if isinstance(reference, str):
        yield from _alternatives(_referred(reference, root), root, depth + 1)
    elif len(kinds) > 1:
        yield from ({**schema, "type": kind} for kind in kinds)
    else:
        yield {**schema, "type": kinds[0]} if kinds else schema


def _referred(reference: str, root: JsonObject) -> Any:
    place: Any = root
    for part in reference.removeprefix("#").strip("/").split("/"):
        place = place.get(part) if is_object(place) else None
    return place


def _types(schema: JsonObject) -> list[str]:
    match schema.get("type"):
        case str(kind):
            return [kind]
        case [*kinds]:
            return [str(kind) for kind in kinds]
        case _:
            return []


def _rank(schema: JsonObject, text: str) -> int:
    """When a type is tried. Whatever is text fits text, and is a list of one where it is not written as one."""
    match schema.get("type"):
        case "string":
            return 1
        case "array" if not text.startswith("["):
            return 2
        case _:
            return 0


def _described(schema: JsonObject) -> str:
    named = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(named, list):
        return " or ".join(map(str, cast("list[object]", named)))
    kind = str(schema.get("type", "something else"))
    match kind:
        case "boolean":
            return "true or false"
        case "array" | "object":
            return f"an {kind} as JSON"
        case "integer":
            return "a whole number"
        case "number":
            return "a number"
        case _:
            return kind


def _members(schema: JsonObject) -> Mapping[str, Any]:
    members = schema.get("properties")
    return members if is_object(members) else {}


def _is_open(schema: JsonObject) -> bool:
    """Whether the schema may allow members that it does not name, and says so."""
    composed = any(word in schema for word in ("$ref", "allOf", "anyOf", "oneOf", "if", "patternProperties"))
    return composed or schema.get("additionalProperties", False) is not False


def _object(data: bytes, source: str) -> JsonObject:
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise UsageFailure(f"{source:.100}: not JSON in UTF-8 ({error}); expected a JSON object") from None
    if not is_object(value):
        raise UsageFailure(f"{source:.100}: expected a JSON object, not {type(value).__name__}")
    return value
