"""What the official schema refuses, the models refuse as well and say where; exceptions are declared, with a reason.

Samples are made wrong one change at a time. A change that the schema refuses must be refused with a problem at (or
inside, or around) the changed place, or be one of `LENIENCIES`.
"""

import copy
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from jsonschema.protocols import Validator
from pydantic import TypeAdapter, ValidationError

from mcprism_types.base import problems
from tests.generated.mutations import Mutation, at, mutations
from tests.generated.sampler import Sampler
from tests.generated.stored import VERSIONS, corrected, read, same

SAMPLES = 60
CHANGES = 4
EMPTY = '""'


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document that the model took although the schema refuses it."""

    change: Mutation
    encoded: Any
    """What the model makes of it."""
    is_valid: Callable[[Any], bool]

    def replacement(self) -> Any:
        """The new value at the changed place; a constant that no value equals where it was taken away."""
        return Ellipsis if self.change.removed else at(self.change.value, self.change.path)


def _null_for_absent(case: Accepted) -> bool:
    if case.replacement() is not None or not case.change.path:
        return False
    without = copy.deepcopy(case.change.value)
    del at(without, case.change.path[:-1])[case.change.path[-1]]
    return same(case.encoded, without) and case.is_valid(without)


def _constant_filled_in(case: Accepted) -> bool:
    return case.is_valid(case.encoded) and _within(case.change.value, case.encoded)


def _json_schema_document(case: Accepted) -> bool:
    return bool({"inputSchema", "outputSchema"}.intersection(case.change.path))


def _unknown_kind(case: Accepted) -> bool:
    return case.change.path[-1:] == ("type",) and isinstance(case.replacement(), str)


def _envelope(case: Accepted) -> bool:
    if case.change.path in (("id",), ("jsonrpc",)):
        return True
    return isinstance(case.encoded, dict) and case.is_valid({**case.encoded, "jsonrpc": "2.0", "id": 1})


LENIENCIES: dict[str, tuple[Callable[[Accepted], bool], str]] = {
    "null where absent": (
        _null_for_absent,
        "Peers that print unset members as null are common. It is read as absent, and never sent on.",
    ),
    "constant missing": (
        _constant_filled_in,
        "Constants have a default for authors; what is sent on has them. In unions they are required to tell the kind.",
    ),
    "JSON Schema documents": (
        _json_schema_document,
        "A tool's schemas are kept as they come and are judged where they are used, not when a list is read.",
    ),
    "unknown kind of content": (
        _unknown_kind,
        "One block of a kind from a newer version must not cost the message; it is kept as `UnknownContent`.",
    ),
    "JSON-RPC members of a message": (
        _envelope,
        "The envelope is the runtime's, which has read it before a model sees the message.",
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_schema_refuses_is_refused_at_its_place(version: str) -> None:
    contract = corrected(version)
    sampler = Sampler(contract.contract, seed=7, trap=0)
    pick = random.Random(3)  # noqa: S311 - not a secret
    used: Counter[str] = Counter()
    refused = 0
    for name, model, validator in contract.modelled():
        prefix = ("error",) if contract.is_error_response(name) else ()
        for _ in range(SAMPLES):
            for change in mutations(sampler.sample(name), pick, CHANGES, inside=prefix):
                if validator.is_valid(change.value):
                    continue
                given = at(change.value, prefix)
                lines = _refusal(model, given)
                if lines is None:
                    whole = _whole(change.value, prefix, model)
                    used.update([_leniency(name, Accepted(change, whole, validator.is_valid), validator)])
                    continue
                assert _names_the_place(lines, change.path[len(prefix) :]), f"{name}: {change}, but reported is {lines}"
                refused += 1
    assert refused > 10_000
    without_envelope = {"JSON-RPC members of a message"} if version < "2025-11-25" else set[str]()
    assert used.keys() == LENIENCIES.keys() - without_envelope, "a leniency that no sample needs is to be deleted"


def _refusal(model: TypeAdapter[Any], value: Any) -> list[str] | None:
    """The problems for which the model refuses a value; None when it does not."""
    try:
        read(model, value)
    except ValidationError as error:
        return problems(error, value)
    return None


def _whole(document: Any, prefix: tuple[str, ...], model: TypeAdapter[Any]) -> Any:
    """The document as it would be sent on."""
    encoded = model.dump_python(read(model, at(document, prefix)), mode="json")
    return {**document, prefix[0]: encoded} if prefix else encoded


def _leniency(name: str, case: Accepted, validator: Validator) -> str:
    for title, (applies, _) in LENIENCIES.items():
        if applies(case):
            return title
    reason = next(validator.iter_errors(case.change.value)).message
    pytest.fail(f"{name}: {case.change} is accepted, the schema says: {reason}")


def _names_the_place(lines: list[str], path: tuple[str | int, ...]) -> bool:
    """Whether a line is about the changed place, something in it, around it, or beside it in the same object.

    Beside: without its `text`, a resource may be told that it lacks `blob`.
    """
    place, around = _dotted(path), _dotted(path[:-1])
    places = [line.split(": ", 1)[0] + "." for line in lines if not line.startswith("expected")]
    if not path:
        return bool(lines)
    return any(place.startswith(named) or named.startswith(around) for named in places)


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"{str(step) or EMPTY}." for step in path)


def _within(part: Any, whole: Any) -> bool:
    """Whether `whole` is `part` with perhaps more members."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _within(part[key], whole[key]) for key in part)
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(_within, part, whole))
    return same(part, whole)
