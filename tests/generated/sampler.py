"""Seeded samples of any type of a stored contract, valid by construction.

The contract is walked by position, so a property called `items` or `const` is a property. Samples go to the edges of
what a schema allows: absent and present members, null where it is a value, empty containers, bounds, whole and broken
numbers, text that is not ASCII, and unknown members, also such as have the Python name of a known one.
"""

import random
import re
from typing import Any

TEXTS = (
    "",
    "a",
    "two words",
    "naïve café",
    "日本語",
    "🧪🔬",
    'line\nbreak\t\\ "quoted"',
    "null",
    "5",
    "\u202eabc",
    "x" * 40,
)
TRAPS = ("meta", "input_schema", "self", "cls", "copy", "json", "schema", "model_fields", "model_config", "from_wire")
"""Unknown members with names that mean something to the Python classes."""
SCALARS: tuple[Any, ...] = (None, True, False, 0, 1, -1, 2**53, 0.5, 1.0, -2.5e300, "", "text", "日本")
_MAX_DEPTH = 7


class Sampler:
    """Samples of the types of one contract; the same seed gives the same samples."""

    def __init__(self, contract: dict[str, Any], *, seed: int, trap: float = 0.15) -> None:
        self._types: dict[str, Any] = contract.get("$defs") or contract["definitions"]
        self._random = random.Random(seed)  # noqa: S311 - not a secret
        self._trap = trap
        self._known = [pair for schema in self._types.values() for pair in schema.get("properties", {}).items()]

    def sample(self, name: str) -> Any:
        """A JSON value that fits the type of this name."""
        return self._value(self._types[name], 0)

    def _value(self, schema: dict[str, Any], depth: int) -> Any:
        pick = self._random
        if "$ref" in schema:
            return self._value(self._types[schema["$ref"].rsplit("/", 1)[-1]], depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return pick.choice(schema["enum"])
        if "anyOf" in schema:
            return self._value(self._branch(schema["anyOf"], depth), depth)
        if "allOf" in schema:
            parts = [self._value(part, depth) for part in schema["allOf"]]
            return {key: value for part in parts for key, value in part.items()}
        kinds = schema.get("type", "any")
        kind = pick.choice(kinds) if isinstance(kinds, list) else kinds
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
                size = pick.choice([least, most]) if depth < 3 else min(most, max(least, pick.randrange(3)))
                return [self._value(schema.get("items", {}), depth + 1) for _ in range(size)]
            case "string":
                least, most = schema.get("minLength", 0), schema.get("maxLength", 10**9)
                return pick.choice([text for text in TEXTS if least <= len(text) <= most] or ["x" * least])
            case "integer":
                return int(self._number(schema, whole=True))
            case "number":
                return self._number(schema, whole=pick.random() < 0.5)
            case "boolean":
                return pick.random() < 0.5
            case "null":
                return None
            case _:
                return self._anything(depth)

    def _branch(self, branches: list[dict[str, Any]], depth: int) -> dict[str, Any]:
        """Any branch; deep down one that ends, where there is one."""
        plain = [
            branch for branch in branches if "$ref" not in branch and branch.get("type") not in ("object", "array")
        ]
        return self._random.choice(plain if plain and depth >= _MAX_DEPTH else branches)

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        pick, members, required = self._random, schema.get("properties", {}), schema.get("required", ())
        share = 0.0 if depth >= _MAX_DEPTH else pick.choice([0.0, 0.5, 0.5, 1.0])
        value = {
            name: self._value(member, depth + 1)
            for name, member in members.items()
            if name in required or pick.random() < share
        }
        rest = schema.get("additionalProperties", True)
        if rest is not False and depth < _MAX_DEPTH and pick.random() < (0.5 if rest not in (True, {}) else self._trap):
            spelled = [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().lstrip("_$") for name in members]
            candidates = [*spelled, *TRAPS, "com.example/vendor", "x-é", "größe", ""]
            for name in pick.sample(candidates, 2):
                if name not in members:
                    value[name] = self._value(rest, depth + 1) if isinstance(rest, dict) else self._anything(depth + 1)
            # A member that belongs to some other type, and fits there: unions must not be misled by it.
            name, elsewhere = pick.choice(self._known)
            if name not in members and rest in (True, {}):
                value[name] = self._value(elsewhere, depth + 3)
        return value

    def _number(self, schema: dict[str, Any], *, whole: bool) -> int | float:
        least, most = schema.get("minimum"), schema.get("maximum")
        above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
        edges = [edge for edge in (least, most) if edge is not None]
        free: list[Any] = [0, 1, -1, 50, 2**53, -(2**63) - 1] if whole else [0.25, 50.0, -1e-9, 1.7e308, 1.0, 0.0]
        step = schema.get("multipleOf", 0)
        fitting = [
            x * step if step else x
            for x in edges + free
            if (least is None or x >= least)
            and (most is None or x <= most)
            and (above is None or x > above)
            and (below is None or x < below)
        ]
        return self._random.choice(fitting)

    def _anything(self, depth: int) -> Any:
        roll = self._random.random()
        if depth >= _MAX_DEPTH or roll < 0.7:
            return self._random.choice(SCALARS)
        inner = self._anything(depth + 2)
        return self._random.choice(([], {}, [inner, None], {"key": inner, "_meta": None, "type": "text"}))
