"""What a peer may send comes out of the generated models as it went in, in every version and for every type."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from tests.generated.sampler import Sampler
from tests.generated.stored import VERSIONS, read, same, stored

SAMPLES = 60

ENVELOPE = re.compile(r"JSONRPC\w+|\w+ResultResponse|Request|Notification|PaginatedRequest")
"""The JSON-RPC envelope, which is the runtime's: the official types that have no model."""


@pytest.mark.parametrize("version", VERSIONS)
def test_only_the_envelope_has_no_model(version: str) -> None:
    contract = stored(version)
    without = {name for name in contract.types if contract.model(name) is None}
    assert without == {name for name in contract.types if ENVELOPE.fullmatch(name)}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_sample_survives_decoding_and_encoding(version: str) -> None:
    contract = stored(version)
    sampler = Sampler(contract.contract, seed=20260728)
    checked = 0
    for name, model, validator in contract.modelled():
        for _ in range(SAMPLES):
            sample = sampler.sample(name)
            sent = sample["error"] if contract.is_error_response(name) else sample
            decoded = read(model, sent)
            encoded = json.loads(model.dump_json(decoded))
            assert same(encoded, sent), f"{name}: {json.dumps(sent)} came back as {json.dumps(encoded)}"
            assert same(model.dump_python(decoded, mode="json"), sent), f"{name}: dumped to Python objects"
            whole = {**sample, "error": encoded} if contract.is_error_response(name) else encoded
            assert validator.is_valid(whole), f"{name}: {json.dumps(whole)} does not fit the official schema"
            checked += 1
    assert checked == SAMPLES * sum(ENVELOPE.fullmatch(name) is None for name in contract.types)


@pytest.mark.parametrize("version", VERSIONS)
def test_samples_reach_every_member_both_present_and_absent(version: str) -> None:
    contract = stored(version)
    sampler = Sampler(contract.contract, seed=20260728)
    unreached: list[str] = []
    for name, schema in contract.types.items():
        samples = [sampler.sample(name) for _ in range(SAMPLES)]
        for member in schema.get("properties", {}):
            present = sum(member in sample for sample in samples)
            if present == 0 or (present == SAMPLES) != (member in schema.get("required", ())):
                unreached.append(f"{name}.{member}")
        kinds = Counter(str(sample) for sample in samples if "enum" in schema)
        unreached += [f"{name}={value}" for value in schema.get("enum", ()) if value not in kinds]
    assert not unreached


@pytest.mark.parametrize("version", VERSIONS)
def test_registry_reads_params_and_results_of_every_method_as_they_are(version: str) -> None:
    contract = stored(version)
    sampler = Sampler(contract.contract, seed=11, trap=0)
    protocol = contract.package.PROTOCOL
    types = {
        schema["properties"]["method"]["const"]: name
        for name, schema in contract.types.items()
        if "const" in schema.get("properties", {}).get("method", {}) and name.endswith(("Request", "Notification"))
    }
    specs = {**protocol.requests, **protocol.notifications}
    assert specs.keys() == types.keys()
    for method, spec in specs.items():
        for _ in range(20):
            params = sampler.sample(types[method]).get("params")
            assert same(_dumped(spec.read_params(params)), params), f"params of {method}"
    for method, spec in protocol.requests.items():
        for _ in range(20):
            result = sampler.sample(spec.result.__name__)
            assert same(_dumped(spec.read_result(result)), result), f"result of {method}"


def _dumped(params: Any) -> Any:
    return None if params is None else params.to_wire()


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_alternative_results_are_told_from_the_usual_ones(version: str) -> None:
    contract = stored(version)
    sampler = Sampler(contract.contract, seed=12, trap=0)
    for spec in contract.package.PROTOCOL.requests.values():
        if spec.alternative is None:
            continue
        for _ in range(20):
            result = sampler.sample(spec.alternative.type.__name__)
            if spec.alternative.value is not None:
                result[spec.alternative.member] = spec.alternative.value
            decoded = spec.read_result(result)
            assert isinstance(decoded, spec.alternative.type)
            assert same(decoded.to_wire(), result)


@pytest.mark.parametrize("version", [version for version in VERSIONS if version >= "2025-06-18"])
def test_answer_to_a_number_field_may_have_a_fraction(version: str) -> None:
    """A declared defect of the official JSON files: schema.ts says number, they say integer."""
    answer = {"action": "accept", "content": {"ratio": 1.5, "count": 2}}
    kind = stored(version).package.ElicitResult
    assert same(kind.from_wire(answer).to_wire(), answer)
    assert not stored(version).validator("ElicitResult").is_valid(answer)


def test_any_json_is_a_json_value() -> None:
    """The other declared defect: JSON values of 2026-07-28 may have fractions and null."""
    model = stored("2026-07-28").model("JSONValue")
    assert model is not None
    for value in (None, 1.5, {"a": [None, 1.0]}, [], "text", True):
        assert same(json.loads(model.dump_json(read(model, value))), value)
