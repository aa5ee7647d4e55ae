"""What holds for every step between versions and every message, on samples of whatever the contracts allow.

Older peers get what their schema allows and nothing that it has no name for; what they send fits the newer schema, and
comes back as it was unless a loss was reported; and each difference between two schemas is settled somewhere.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from mcprism.errors import NotSupportedByPeer
from mcprism.versions import ERAS, installed
from mcprism.versions.adapter import adapter
from mcprism.versions.contract import Undeclared, undeclared
from mcprism.versions.conversions import DROPPED, Passage
from mcprism.versions.loss import LossReport
from mcprism.versions.steps import step_to
from mcprism.versions.steps.step import ALWAYS_IGNORABLE, Step
from mcprism.versions.stored_contract import package_text
from tests.generated.sampler import Sampler
from tests.generated.stored import Stored, corrected, same

SEED = 20260728
SAMPLES = 120
VERSIONS = tuple(ERAS)
STEPS = tuple(VERSIONS[1:])
PAIRS = [pytest.param(peer, home, id=f"{home} to {peer}") for peer in VERSIONS for home in VERSIONS if peer != home]

OBJECT_SCHEMAS: list[dict[str, Any]] = [
    {"type": "object"},
    {"type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": "#/$defs/b"}}, "required": ["a"]},
]
"""Schemas of tools that every version allows: the contracts say next to nothing about what is in one."""

FREE_SCHEMAS: list[dict[str, Any]] = [
    {"type": "object", "properties": {"any": True, "none": False}, "$defs": {"b": {}}, "additionalProperties": False},
    {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
]
"""Such as 2026-07-28 allows as well."""

FREE_OUTPUT: list[dict[str, Any]] = [
    {"type": "array", "items": {"$ref": "#"}},
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": [{"type": "null"}, {"$ref": "#/$defs/x/y~1"}]},
    {"$id": "https://example.com/schema", "type": "string"},
    {"$dynamicRef": "#node"},
    {},
]


@dataclass(frozen=True)
class Message:
    """A part of a sampled message, and the official type that says whether it is valid."""

    method: str
    slot: str
    type: str
    value: Any

    def whole(self, value: Any) -> Any:
        """The value in the place for which the type is meant."""
        if self.slot == "result":
            return value
        envelope = {"jsonrpc": "2.0", "method": self.method} | ({} if value is None else {"params": value})
        return envelope if self.method.startswith("notifications/") else envelope | {"id": 1}


def messages(version: str, *, trap: float, samples: int = SAMPLES) -> Iterator[Message]:
    """Samples of the params of each method of a version, and of the result of each request."""
    contract, protocol = corrected(version), installed()[version]
    sampler = Sampler(contract.contract, seed=SEED, trap=trap)
    free = "type" not in json.dumps(contract.types["Tool"]["properties"].get("outputSchema", {"type": ""}))
    turn = 0
    for method in (*protocol.requests, *protocol.notifications):
        name = message_type(contract, method)
        kinds = [("params", name)]
        if method in protocol.requests:
            kinds.append(("result", protocol.requests[method].result.__name__))
        for slot, kind in kinds:
            for _ in range(samples):
                turn += 1
                sample = sampler.sample(kind)
                value = with_tool_schemas(sample.get("params") if slot == "params" else sample, turn, free=free)
                yield Message(method, slot, kind, value)


def message_type(contract: Stored, method: str) -> str:
    return next(
        name
        for name, schema in contract.types.items()
        if schema.get("properties", {}).get("method", {}).get("const") == method and not name.startswith("Client")
    )


def with_tool_schemas(value: Any, turn: int, *, free: bool) -> Any:
    """The sample with real schemas in its tools."""
    if isinstance(value, list):
        return [with_tool_schemas(item, turn + position, free=free) for position, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    value = {name: with_tool_schemas(inner, turn, free=free) for name, inner in value.items()}
    for name, pool in (("inputSchema", FREE_SCHEMAS), ("outputSchema", [*FREE_OUTPUT, *FREE_SCHEMAS])):
        if isinstance(value.get(name), dict) and turn % 4:
            schemas = [*OBJECT_SCHEMAS, *pool] if free else OBJECT_SCHEMAS
            value[name] = schemas[turn % len(schemas)]
    return value


class Losses(list[LossReport]):
    """The losses of one passage."""

    def passage(self, message: Message, older: str, newer: str, memory: dict[str, Any]) -> Passage:
        return Passage(method=message.method, from_version=older, to_version=newer, on_loss=self.append, memory=memory)


def converted(step: Step, direction: str, message: Message, value: Any, losses: Losses, memory: dict[str, Any]) -> Any:
    """The value on the other side of a step; DROPPED if nothing is sent."""
    ends = (step.older, step.newer) if direction == "up" else (step.newer, step.older)
    slots = (step.up if direction == "up" else step.down).get(message.method)
    conversion = slots and getattr(slots, message.slot)
    if not conversion:
        return value
    try:
        result = conversion({} if value is None else value, losses.passage(message, *ends, memory))
    except NotSupportedByPeer:
        assert losses[-1].loss == "refused"
        return DROPPED
    return None if value is None and result == {} else result


def assert_fits(message: Message, value: Any, version: str) -> None:
    contract = corrected(version)
    kind = message.type if message.slot == "result" else message_type(contract, message.method)
    whole = message.whole(value)
    errors = list(contract.validator(kind).iter_errors(whole))
    assert not errors, f"{json.dumps(message.value)} became {json.dumps(whole)}: {errors[0].message}"


def findings(message: Message, value: Any, version: str) -> list[Undeclared]:
    kind = message.type if message.slot == "result" else message_type(corrected(version), message.method)
    return undeclared(message.whole(value), version, kind)


@pytest.mark.parametrize("version", STEPS)
@pytest.mark.parametrize("trap", [0.0, 0.15], ids=["plain", "with unknown members"])
def test_what_goes_down_fits_the_older_schema_and_names_nothing_newer(version: str, trap: float) -> None:
    step, sent = step_to(version), Counter[str]()
    older = installed()[step.older]
    for message in messages(step.newer, trap=trap):
        value = converted(step, "down", message, message.value, Losses(), {})
        if value is DROPPED:
            continue
        if message.method not in {*older.requests, *older.notifications}:
            assert message.slot == "result", f"{message.method} goes to {step.older}, which has no such method"
            continue
        assert_fits(message, value, step.older)
        found = findings(message, value, step.older)
        newer = [finding for finding in found if finding.since == step.newer or trap == 0.0]
        assert not newer, f"{json.dumps(message.value)} became {json.dumps(value)}: {newer[0]}"
        sent[message.method] += 1
    kept = {*installed()[step.newer].requests, *installed()[step.newer].notifications}
    assert kept & {*older.requests, *older.notifications} == sent.keys()


@pytest.mark.parametrize("version", STEPS)
@pytest.mark.parametrize("trap", [0.0, 0.15], ids=["plain", "with unknown members"])
def test_what_goes_up_fits_the_newer_schema_and_names_nothing_older(version: str, trap: float) -> None:
    step, sent = step_to(version), Counter[str]()
    newer = installed()[step.newer]
    for message in messages(step.older, trap=trap):
        value = converted(step, "up", message, message.value, Losses(), {})
        if value is DROPPED:
            continue
        if message.method not in {*newer.requests, *newer.notifications}:
            assert message.slot == "result", f"{message.method} goes to {step.newer}, which has no such method"
            continue
        assert_fits(message, value, step.newer)
        found = findings(message, value, step.newer) if trap == 0.0 else []
        assert not found, f"{json.dumps(message.value)} became {json.dumps(value)}: {found[0]}"
        sent[message.method] += 1
    kept = {*installed()[step.older].requests, *installed()[step.older].notifications}
    assert kept & {*newer.requests, *newer.notifications} == sent.keys()


@pytest.mark.parametrize("version", STEPS)
def test_what_goes_up_without_a_loss_comes_down_as_it_was(version: str) -> None:
    step, silent = step_to(version), Counter[tuple[str, str]]()
    older, newer = installed()[step.older], installed()[step.newer]
    for message in messages(step.older, trap=0.0):
        if message.method not in {*newer.requests, *newer.notifications}:
            continue
        losses, memory = Losses(), dict[str, Any]()
        value = converted(step, "up", message, message.value, losses, memory)
        if losses or value is DROPPED:
            continue
        back = converted(step, "down", message, value, Losses(), memory)
        assert same(without_empty(back), without_empty(message.value)), (
            f"{json.dumps(message.value)} came back as {json.dumps(back)}"
        )
        silent[message.method, message.slot] += 1
    requests = older.requests.keys() & newer.requests.keys()
    expected_slots = {(method, slot) for method in requests for slot in ("params", "result")}
    expected_slots |= {(method, "params") for method in older.notifications.keys() & newer.notifications.keys()}
    assert silent.keys() == expected_slots
    assert min(silent.values()) >= SAMPLES // 5


def without_empty(value: Any) -> Any:
    """Params or a result where an empty `_meta` is none, and an empty object as well."""
    if value is not None and value.get("_meta") == {}:
        value = {name: inner for name, inner in value.items() if name != "_meta"}
    return value or None


@pytest.mark.parametrize("version", STEPS)
def test_every_difference_between_the_schemas_is_settled_once(version: str) -> None:
    step = step_to(version)
    rows = json.loads(package_text(step.newer, "differences.json"))[step.older]
    different = {f"{row['status']} {row['subject']} {row['name']}" for row in rows}
    settled = Counter(step.handled)
    settled.update(key for keys in step.ignorable.values() for key in keys)
    settled.update(key for row in step.by_era for key in row.keys)
    assert step.open == ()
    always = {key for key in different if key.startswith(tuple(ALWAYS_IGNORABLE))}
    assert different - always - settled.keys() == set(), "neither handled, nor ignorable, nor by an era"
    assert settled.keys() - different == set(), "no such difference"
    assert [key for key, times in settled.items() if times > 1] == []


def test_the_steps_lead_from_the_oldest_version_to_the_newest() -> None:
    assert [(step_to(version).older, version) for version in STEPS] == list(zip(VERSIONS, STEPS, strict=False))


@pytest.mark.parametrize("version", [VERSIONS[0], "2099-01-01"], ids=["the oldest version", "an unknown version"])
def test_no_step_leads_to(version: str) -> None:
    with pytest.raises(ValueError, match=f"no step leads to '{version}': expected one of {VERSIONS[1]}, "):
        step_to(version)


@pytest.mark.parametrize(("peer", "home"), PAIRS)
def test_what_is_sent_to_any_version_fits_it_and_names_nothing_else(peer: str, home: str) -> None:
    conversions, sent = adapter(peer, home), 0
    for message in messages(home, trap=0.15, samples=8):
        converter: Any = conversions.outbound(message.method, message.slot)  # type: ignore[call-overload]
        value = message.value
        try:
            if converter is not None:
                value = converter(value, Losses().passage(message, home, peer, {}))
        except NotSupportedByPeer:
            continue
        if value is DROPPED or message.method not in known_methods(peer):
            continue
        assert_fits(message, value, peer)
        found = [item for item in findings(message, value, peer) if not is_author_extra(message, item)]
        assert not found, f"{json.dumps(message.value)} became {json.dumps(value)}: {found[0]}"
        sent += 1
    assert sent > 100


@pytest.mark.parametrize(("peer", "home"), PAIRS)
def test_what_any_version_sends_fits_the_home_version(peer: str, home: str) -> None:
    conversions, received = adapter(peer, home), 0
    for message in messages(peer, trap=0.15, samples=8):
        converter: Any = conversions.inbound(message.method, message.slot)  # type: ignore[call-overload]
        value = message.value
        try:
            if converter is not None:
                value = converter(value, Losses().passage(message, peer, home, {}))
        except NotSupportedByPeer:
            continue
        if value is DROPPED or message.method not in known_methods(home):
            continue
        assert_fits(message, value, home)
        received += 1
    assert received > 100


def known_methods(version: str) -> set[str]:
    return {*installed()[version].requests, *installed()[version].notifications}


def is_author_extra(message: Message, finding: Undeclared) -> bool:
    """Whether it is a member that no version names, in a result itself: authors may add such."""
    return message.slot == "result" and finding.since is None and finding.kind is None and finding.path in message.value
