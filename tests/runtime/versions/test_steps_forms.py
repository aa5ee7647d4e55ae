"""Elicitation forms for 2025-06-18: the older form, and its answer as the answer to the form that was meant."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mcprism.errors import NotSupportedByPeer
from tests.generated.stored import corrected
from tests.runtime.versions.crossing import Crossing

OLD, NEW = "2025-06-18", "2026-07-28"

TOPPINGS: dict[str, Any] = {
    "type": "array",
    "title": "Toppings",
    "items": {"anyOf": [{"const": "c", "title": "Cheese"}, {"const": "o", "title": "Olives"}]},
    "minItems": 1,
    "maxItems": 1,
    "default": ["o"],
}
FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["size", "toppings"],
    "properties": {
        "size": {"type": "string", "oneOf": [{"const": "s", "title": "Small"}, {"const": "l", "title": "Large"}]},
        "toppings": TOPPINGS,
        "days": {"type": "array", "description": "When", "items": {"type": "string", "enum": ["mon", "tue"]}},
        "note": {"type": "string", "default": "none"},
        "count": {"type": "integer", "default": 1, "minimum": 0},
        "hot": {"type": "boolean", "default": True},
        "sauce": {"type": "string", "enum": ["x", "y"], "enumNames": ["X", "Y"], "default": "x"},
    },
}
OLDER_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["size"],
    "properties": {
        "size": {"type": "string", "enum": ["s", "l"], "enumNames": ["Small", "Large"]},
        "toppings.c": {"type": "boolean", "title": "Cheese", "description": "Toppings", "default": False},
        "toppings.o": {"type": "boolean", "title": "Olives", "description": "Toppings", "default": True},
        "days.mon": {"type": "boolean", "title": "mon", "description": "When"},
        "days.tue": {"type": "boolean", "title": "tue", "description": "When"},
        "note": {"type": "string"},
        "count": {"type": "integer", "minimum": 0},
        "hot": {"type": "boolean", "default": True},
        "sauce": {"type": "string", "enum": ["x", "y"], "enumNames": ["X", "Y"]},
    },
}


def asked(form: dict[str, Any]) -> tuple[Crossing, dict[str, Any]]:
    crossing = Crossing(OLD, NEW, "elicitation/create")
    sent = crossing.out("params", {"mode": "form", "message": "Pizza?", "requestedSchema": form})
    return crossing, sent["requestedSchema"]


def field(definition: dict[str, Any], **form: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"f": definition}, **form}


def test_an_older_client_gets_a_form_that_it_knows() -> None:
    crossing, sent = asked(FORM)
    assert sent == OLDER_FORM
    assert list(sent["properties"]) == list(OLDER_FORM["properties"])
    whole = {"method": "elicitation/create", "params": {"message": "Pizza?", "requestedSchema": sent}}
    assert corrected(OLD).validator("ElicitRequest").is_valid(whole)
    assert crossing.lost == [("choices of several values", "degraded"), ("defaults in forms", "hint")]


ANSWERS = [
    pytest.param(
        {"size": "s", "toppings.c": True, "toppings.o": False, "days.tue": True, "days.mon": True, "note": "n",
         "count": 2, "hot": False, "sauce": "y"},
        {"size": "s", "toppings": ["c"], "days": ["mon", "tue"], "note": "n", "count": 2, "hot": False, "sauce": "y"},
        id="everything answered, in the order of the options",
    ),
    pytest.param(
        {"size": "l"},
        {"size": "l", "toppings": ["o"], "note": "none", "count": 1, "sauce": "x"},
        id="what is left out has its default",
    ),
    pytest.param(
        {"size": "l", "toppings.c": True, "days.mon": False},
        {"size": "l", "toppings": ["c"], "days": [], "note": "none", "count": 1, "sauce": "x"},
        id="a choice of nothing is an answer",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), ANSWERS)
def test_the_answer_is_that_to_the_form_that_was_meant(theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    crossing, _ = asked(FORM)
    assert crossing.back("result", {"action": "accept", "content": theirs}) == {"action": "accept", "content": ours}


@pytest.mark.parametrize(
    "theirs", [{"toppings.c": True, "toppings.o": True}, {"toppings.c": False}], ids=["too many", "too few"]
)
def test_a_choice_outside_its_limits_is_no_answer(theirs: dict[str, Any]) -> None:
    crossing, _ = asked(FORM)
    assert crossing.back("result", {"action": "accept", "content": {"size": "s", **theirs}}) == {"action": "cancel"}


@pytest.mark.parametrize("result", [{"action": "decline"}, {"action": "cancel"}], ids=["declined", "cancelled"])
def test_a_question_that_is_not_answered_is_not_filled_in(result: dict[str, Any]) -> None:
    crossing, _ = asked(FORM)
    assert crossing.back("result", result) is result


def test_a_required_choice_without_a_default_is_empty_when_nothing_is_chosen() -> None:
    crossing, _ = asked(field({"type": "array", "items": {"type": "string", "enum": ["a"]}}, required=["f"]))
    assert crossing.back("result", {"action": "accept"}) == {"action": "accept", "content": {"f": []}}


def test_a_field_that_has_the_name_of_an_option_keeps_it() -> None:
    options = {"type": "array", "items": {"type": "string", "enum": ["a", "a"]}}
    crossing, sent = asked({"type": "object", "properties": {"f": options, "f.a": {"type": "string"}}})
    assert list(sent["properties"]) == ["f.a.", "f.a"]
    answer = crossing.back("result", {"action": "accept", "content": {"f.a.": True, "f.a": "text"}})
    assert answer["content"] == {"f.a": "text", "f": ["a"]}


def test_a_form_that_is_known_is_the_same_object() -> None:
    params = {"message": "m", "requestedSchema": field({"type": "boolean", "default": True})}
    crossing = Crossing(OLD, NEW, "elicitation/create")
    assert crossing.out("params", params) is params
    answer = {"action": "accept", "content": {"f": False}}
    assert crossing.back("result", answer) is answer
    assert crossing.lost == []


def test_answers_do_not_mix_between_requests() -> None:
    first, _ = asked(field({"type": "string", "default": "one"}))
    second, _ = asked(field({"type": "string", "default": "two"}))
    accepted = {"action": "accept", "content": {}}
    assert first.back("result", accepted)["content"] == {"f": "one"}
    assert second.back("result", accepted)["content"] == {"f": "two"}


def test_a_policy_refuses_choices_of_several_values() -> None:
    crossing = Crossing(OLD, NEW, "elicitation/create", lossy="refuse")
    with pytest.raises(NotSupportedByPeer, match="choices of several values"):
        crossing.out("params", {"message": "m", "requestedSchema": FORM})


@pytest.mark.parametrize("theirs", [parameters.values[1] for parameters in ANSWERS], ids=["all", "least", "nothing"])
def test_the_answers_above_fit_the_form_that_was_meant(theirs: Any) -> None:
    Draft202012Validator(FORM).validate(theirs)
