"""Importing and verifying official files, with files that are the stored contracts with prose put back in."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from codegen import contract
from codegen.errors import CodegenError
from codegen.json_schema import rebuild
from tests.codegen.checkout import REPOSITORY, Checkout

VERSIONS = list(contract.read_pins())


def described(schema: Any) -> Any:
    """The schema with a description at every position."""
    return rebuild(schema, lambda node: {"description": "Prose.", **node})


@pytest.mark.parametrize("version", VERSIONS)
def test_stripping_prose_gives_the_stored_contract_again(version: str) -> None:
    stored = contract.read_contract(version)
    official = described(stored)
    assert json.dumps(official).count('"Prose."') > 400
    assert json.dumps(contract.strip_prose(official)) == json.dumps(stored)


def test_properties_called_like_keywords_are_properties() -> None:
    schema = {
        "type": "object",
        "properties": {
            name: {"type": "string"} for name in ("description", "properties", "items", "const", "$ref", "anyOf")
        },
        "required": ["description"],
    }
    assert contract.strip_prose(described(schema)) == schema


@pytest.mark.parametrize("version", VERSIONS)
def test_stored_text_is_what_importing_writes(version: str) -> None:
    text = contract.contract_path(version).read_text("utf-8")
    assert contract.dump_contract(json.loads(text)) == text


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """A folder of official files whose contracts are the stored ones."""
    for version in VERSIONS:
        (tmp_path / "official" / version).mkdir(parents=True)
        text = json.dumps(described(contract.read_contract(version)))
        (tmp_path / "official" / version / "schema.json").write_text(text, "utf-8")
    return tmp_path / "official"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pin(checkout: Checkout, official: Path) -> None:
    """Make these files the pinned ones."""
    for version, known in contract.read_pins().items():
        checkout.edit(
            "schema/pins.toml",
            lambda text, known=known, version=version: text.replace(
                known.sha256, digest(official / version / "schema.json")
            ),
        )


def test_verifying_the_pinned_files_finds_nothing(checkout: Checkout, official: Path) -> None:
    pin(checkout, official)
    assert contract.verify(official, checkout.root) == []
    outcome = checkout.run("verify", str(official))
    assert (outcome.returncode, outcome.stdout) == (0, "the stored contracts are the official ones\n")


def test_edited_prose_is_told_from_an_edited_contract(checkout: Checkout, official: Path) -> None:
    pin(checkout, official)
    path = official / "2025-06-18" / "schema.json"
    pinned = digest(path)
    path.write_text(path.read_text("utf-8").replace("Prose.", "Better prose."), "utf-8")
    assert contract.verify(official, checkout.root) == [
        f"2025-06-18: the contract is the same, but sha256 is {digest(path)}, pinned {pinned}"
    ]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        pytest.param(
            lambda types: types["ModelPreferences"]["properties"]["costPriority"].update(maximum=2),
            "/properties/costPriority/maximum: stored 1, official 2",
            id="constraint",
        ),
        pytest.param(
            lambda types: types["ModelPreferences"]["properties"]["costPriority"].pop("minimum"),
            "/properties/costPriority/minimum is stored, but not in the official file",
            id="constraint gone",
        ),
        pytest.param(
            lambda types: types["ModelPreferences"].update(required=["hints"]),
            "/required is in the official file, but not stored",
            id="constraint added",
        ),
        pytest.param(
            lambda types: types["ModelPreferences"]["properties"]["costPriority"].update(minimum=0.0),
            "/properties/costPriority/minimum: stored 0, official 0.0",
            id="same number, other text",
        ),
    ],
)
def test_changed_constraint_is_reported_with_its_place(
    change: Any, finding: str, checkout: Checkout, official: Path
) -> None:
    pin(checkout, official)
    path = official / "2025-11-25" / "schema.json"
    document = json.loads(path.read_text("utf-8"))
    change(document["$defs"])
    path.write_text(json.dumps(document), "utf-8")
    pointer = "/$defs/ModelPreferences" if "ModelPreferences" not in finding else ""
    assert [line for line in contract.verify(official, checkout.root) if "sha256" not in line] == [
        f"2025-11-25: {pointer}{finding}"
    ]


def test_missing_official_file_is_reported(checkout: Checkout, official: Path) -> None:
    pin(checkout, official)
    (official / "2024-11-05" / "schema.json").unlink()
    outcome = checkout.run("verify", str(official))
    assert outcome.returncode == 1
    assert (
        outcome.stdout
        == f"2024-11-05: no {official}/2024-11-05/schema.json\nthe stored contracts differ from the official files\n"
    )


def test_importing_the_pinned_file_changes_nothing(checkout: Checkout, official: Path) -> None:
    pin(checkout, official)
    before = checkout.files()
    outcome = checkout.run("import", "2026-07-28", str(official / "2026-07-28" / "schema.json"))
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert checkout.files() == before


def test_first_import_pins_the_file_as_not_released(checkout: Checkout, official: Path) -> None:
    path = official / "2026-07-28" / "schema.json"
    outcome = checkout.run("import", "2027-01-15", str(path), "--commit", "abc", "--date", "2027-01-15")
    assert outcome.returncode == 0
    assert contract.read_pins(checkout.root)["2027-01-15"] == contract.Pin(
        version="2027-01-15", sha256=digest(path), commit="abc", date="2027-01-15", released=False
    )
    assert contract.read_contract("2027-01-15", checkout.root) == contract.read_contract("2026-07-28")


def test_importing_another_file_than_the_pinned_one_writes_nothing(checkout: Checkout, official: Path) -> None:
    before = checkout.files()
    outcome = checkout.run("import", "2026-07-28", str(official / "2026-07-28" / "schema.json"))
    assert outcome.returncode == 1
    assert "is not the file that 2026-07-28 is pinned to" in outcome.stderr
    assert "change sha256 in schema/pins.toml" in outcome.stderr
    assert checkout.files() == before


MINIMAL: dict[str, Any] = {
    "$defs": {name: {"type": "object"} for name in ("Result", "Request", "ClientRequest", "ServerResult")}
    | {"ClientNotification": {"type": "object"}}
}


def with_type(schema: Any) -> dict[str, Any]:
    document = copy.deepcopy(MINIMAL)
    document["$defs"]["Thing"] = schema
    return document


@pytest.mark.parametrize(
    ("document", "text"),
    [
        pytest.param([], "expected a JSON object with definitions, got list", id="no object"),
        pytest.param({"$defs": {}, "definitions": {}}, "found ['$defs', 'definitions']", id="both containers"),
        pytest.param({"properties": {}}, "found neither", id="no container"),
        pytest.param({"$defs": {"Result": {}}}, "does not define ClientNotification,", id="no MCP schema"),
        pytest.param(with_type([]), "#/$defs/Thing is [], expected a schema", id="no schema"),
        pytest.param(with_type({"type": "text"}), '#/$defs/Thing/type is "text"', id="no type of JSON"),
        pytest.param(with_type({"pattern": "("}), '#/$defs/Thing/pattern is "("', id="no regular expression"),
        pytest.param(
            with_type({"anyOf": [{}], "type": "object"}),
            "#/$defs/Thing: the generator would lose what type says beside anyOf",
            id="keywords beside a union",
        ),
        pytest.param(
            {"$defs": {"class": {}}}, "a type cannot be called 'class': expected a name such as", id="name of no type"
        ),
        pytest.param(with_type({"anyOf": []}), "#/$defs/Thing/anyOf is []", id="empty union"),
        pytest.param(with_type({"required": "a"}), '#/$defs/Thing/required is "a"', id="required is no list"),
        pytest.param(
            with_type({"properties": {"a": {"items": 5}}}), "#/$defs/Thing/properties/a/items is 5", id="deep inside"
        ),
        pytest.param(
            with_type({"properties": {"a": {"not": {}}}}),
            "#/$defs/Thing/properties/a/not: the generator does not know this keyword and would lose what it says",
            id="keyword that would be lost",
        ),
        pytest.param(with_type({"minimum": True, "maximum": "5"}), "(and 1 more)", id="two faults"),
        pytest.param(with_type({"$ref": "#/$defs/Nothing"}), "reference to '#/$defs/Nothing'", id="dangling reference"),
        pytest.param(with_type({"$ref": "other.json"}), "reference to 'other.json'", id="foreign reference"),
    ],
)
def test_file_that_is_no_mcp_schema_is_refused(document: Any, text: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(CodegenError) as refusal:
        contract.read_official(path)
    assert str(path) in str(refusal.value)
    assert text in str(refusal.value)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b'{"$defs": NaN,}'], ids=["empty", "cut", "binary", "sloppy"])
def test_file_that_is_no_json_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_bytes(data)
    with pytest.raises(CodegenError, match=r"schema\.json is not JSON"):
        contract.read_official(tmp_path / "schema.json")


@pytest.mark.parametrize("version", ["2026-7-28", "draft", "2026-02-30", "20260728", "", "2026-07-28 ", "../evil"])
def test_name_that_is_no_date_is_refused(version: str) -> None:
    with pytest.raises(CodegenError, match="expected a date, for example 2026-07-28"):
        contract.check_version_name(version)


def test_every_version_is_pinned_and_released() -> None:
    folders = {path.parent.name for path in (REPOSITORY / "schema").glob("*/schema.json")}
    assert folders == set(VERSIONS)
    assert all(
        pinned.released and pinned.commit and len(pinned.sha256) == 64 for pinned in contract.read_pins().values()
    )
