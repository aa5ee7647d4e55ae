"""Elicitation forms for peers that know neither titled choices, nor choices of several values, nor most defaults.

Whatever such a peer is asked instead, its answer comes back as the answer to the form that was meant: the conversion
of the request leaves the way back in the memory of the passage.

Spec: client/elicitation
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import Passage, is_list, is_object, without

_NEEDS: Final = "2025-11-25 or newer"
_MEMORY: Final = "elicitation form"


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice of several values, asked as one boolean for each."""

    values: Mapping[str, str]
    """The value that each boolean stands for, in the order of the options."""
    required: bool
    least: int
    most: int | None

    def chosen(self, answers: JsonObject) -> list[str] | None:
        """What was chosen; None if none of the booleans was answered and none has to be."""
        if not self.required and answers.keys().isdisjoint(self.values):
            return None
        return [value for name, value in self.values.items() if answers.get(name) is True]

    def allows(self, chosen: list[str]) -> bool:
        return self.least <= len(chosen) and (self.most is None or len(chosen) <= self.most)


@dataclass(frozen=True, slots=True)
class _WayBack:
    """What turns the answer to an older form into the answer to the form that was meant."""

    choices: Mapping[str, _Choice]
    defaults: Mapping[str, Any]

    def convert(self, result: JsonObject, passage: Passage) -> JsonObject:
        if result.get("action") != "accept":
            return result
        answers = result.get("content", {})
        if not is_object(answers):
            return result
        rebuilt = without(answers, frozenset(name for choice in self.choices.values() for name in choice.values))
        for field, choice in self.choices.items():
            chosen = choice.chosen(answers)
            if chosen is None:
                continue
            if not choice.allows(chosen):
                detail = f"{len(chosen)} values for {field!r} are not what was asked for: taken as cancelled"
                passage.lose("choices of several values", "degraded", detail, needs=_NEEDS)
                return {**without(result, frozenset({"content"})), "action": "cancel"}
            rebuilt[field] = chosen
        missing = {field: value for field, value in self.defaults.items() if field not in rebuilt}
        if rebuilt == answers and not missing:
            return result
        return {**result, "content": {**rebuilt, **missing}}


def older_form(params: JsonObject, passage: Passage) -> JsonObject:
    """The params of elicitation/create as 2025-06-18 knows them; `answer_of_older_form` takes the answer back."""
    if "mode" in params:
        params = without(params, frozenset({"mode"}))
    form = params.get("requestedSchema")
    fields = form.get("properties") if is_object(form) else None
    if not is_object(form) or not is_object(fields):
        return params
    builder = _Builder(form, fields, passage)
    if way_back := builder.way_back():
        passage.memory[_MEMORY] = way_back
    older = builder.form()
    return params if older == form else {**params, "requestedSchema": older}


def answer_of_older_form(result: JsonObject, passage: Passage) -> JsonObject:
    """The answer to the form that `older_form` was given, from the answer to what it returned."""
    way_back: _WayBack | None = passage.memory.get(_MEMORY)
    return result if way_back is None else way_back.convert(result, passage)


class _Builder:
    """One form on its way down."""

    def __init__(self, form: JsonObject, fields: JsonObject, passage: Passage) -> None:
        self._form = form
        self._passage = passage
        self._taken = set(fields)
        self._fields: JsonObject = {}
        self._choices: dict[str, _Choice] = {}
        self._defaults: dict[str, Any] = {}
        required = form.get("required")
        self._required = [name for name in required if isinstance(name, str)] if is_list(required) else []
        for name, field in fields.items():
            if is_object(field) and field.get("type") == "array":
                self._add_booleans(name, field)
            else:
                self._fields[name] = self._single(name, field) if is_object(field) else field

    def form(self) -> JsonObject:
        """The form as the older version knows it."""
        older = without(self._form, frozenset({"$schema"}))
        older["properties"] = self._fields
        if "required" in older and self._choices:
            older["required"] = [name for name in self._required if name not in self._choices]
        return older

    def way_back(self) -> _WayBack | None:
        """What the answer needs; None if it is the answer to either form."""
        return _WayBack(self._choices, self._defaults) if self._choices or self._defaults else None

    def _single(self, name: str, field: JsonObject) -> JsonObject:
        """A field with one value: without its default, unless it is a boolean, and without titled options."""
        if "default" in field and field.get("type") != "boolean":
            detail = "filled in when the answer leaves the field out"
            self._passage.lose("defaults in forms", "hint", detail, needs=_NEEDS)
            self._defaults[name] = field["default"]
            field = without(field, frozenset({"default"}))
        options = field.get("oneOf")
        if not is_list(options):
            return field
        values, titles = _titled(options)
        return {**without(field, frozenset({"oneOf"})), "enum": values, "enumNames": titles}

    def _add_booleans(self, name: str, field: JsonObject) -> None:
        self._passage.lose("choices of several values", "degraded", "asked as one boolean for each", needs=_NEEDS)
        items = field.get("items")
        options = items.get("anyOf", items.get("enum")) if is_object(items) else None
        values, titles = _titled(options if is_list(options) else [])
        chosen = field.get("default")
        about = field.get("description", field.get("title"))
        names: dict[str, str] = {}
        for value, title in dict(zip(values, titles, strict=True)).items():
            boolean = self._free_name(f"{name}.{value}")
            names[boolean] = value
            self._fields[boolean] = {"type": "boolean", "title": title}
            if isinstance(about, str):
                self._fields[boolean]["description"] = about
            if is_list(chosen):
                self._fields[boolean]["default"] = value in chosen
        if "default" in field:
            self._defaults[name] = field["default"]
        least, most = field.get("minItems"), field.get("maxItems")
        self._choices[name] = _Choice(
            names,
            # A field with a default is answered by leaving it out, also where the form requires it.
            required=name in self._required and "default" not in field,
            least=int(least) if isinstance(least, int | float) else 0,
            most=int(most) if isinstance(most, int | float) else None,
        )

    def _free_name(self, name: str) -> str:
        while name in self._taken:
            name += "."
        self._taken.add(name)
        return name


def _titled(options: list[Any]) -> tuple[list[str], list[str]]:
    """The values and the labels of options, each of which is a value or a `const` with a `title`."""
    values = [str(option.get("const") if is_object(option) else option) for option in options]
    titles = [
        str(option.get("title", value)) if is_object(option) else value
        for option, value in zip(options, values, strict=True)
    ]
    return values, titles
