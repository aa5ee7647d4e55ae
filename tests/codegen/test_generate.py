"""The generator as a whole: what it writes, that it always writes the same, and what it says when it cannot."""

import ast
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from codegen import pipeline
from codegen.contract import read_pins
from codegen.errors import CodegenError
from tests.codegen.checkout import REPOSITORY, Checkout, copy_repository

VERSIONS = list(read_pins())
TEMPLATES = sorted((REPOSITORY / "codegen" / "templates").rglob("*.jinja2"))


def generated_in(checkout: Checkout) -> dict[str, bytes]:
    """The files that the generator writes; beside them stand pages that people write."""
    is_generated = re.compile(r"generated/|docs/versions/.*-to-.*\.md").match
    return {path: data for path, data in checkout.files().items() if is_generated(path)}


def test_repository_is_what_the_generator_writes() -> None:
    changes = pipeline.generate(check=True)
    assert changes.lines() == [], "run `nox -s generate` and commit the result"


def test_output_does_not_depend_on_hashes(tmp_path: Path) -> None:
    """Three times from nothing, each with another order of sets, it is byte for byte what is committed."""

    def generate(seed: int) -> dict[str, bytes]:
        checkout = copy_repository(tmp_path / str(seed))
        shutil.rmtree(checkout.root / "generated")
        shutil.rmtree(checkout.root / "docs")
        outcome = checkout.run("generate", hash_seed=seed)
        assert (outcome.returncode, outcome.stderr) == (0, "")
        return generated_in(checkout)

    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(generate, range(3))
    assert first == generated_in(copy_repository(tmp_path / "committed"))
    assert all(other == first for other in others)


def test_check_names_what_would_change_and_changes_nothing(checkout: Checkout) -> None:
    readme = "generated/2024-11-05/README.md"
    checkout.edit(readme, lambda text: text + "\nEdited by hand.\n")
    (checkout.root / "generated/2025-03-26/stranger.py").write_text("", "utf-8")
    (checkout.root / "docs/versions/2024-11-05-to-2025-03-26.md").unlink()
    before = checkout.files()
    outcome = checkout.run("generate", "--check")
    assert outcome.returncode == 1
    assert f"~ {readme}" in outcome.stdout
    assert "- generated/2025-03-26/stranger.py" in outcome.stdout
    assert "+ docs/versions/2024-11-05-to-2025-03-26.md" in outcome.stdout
    assert "run `nox -s generate` and commit the result" in outcome.stdout
    assert checkout.files() == before


def test_only_files_that_changed_are_touched_and_strangers_go(checkout: Checkout) -> None:
    before = checkout.files()
    edited = "generated/2024-11-05/mcprism_types/v2024_11_05/calls.py"
    gone = "generated/2025-06-18/mcprism_types/v2025_06_18/py.typed"
    checkout.edit(edited, lambda text: text.replace("Outbound", "Inbound"))
    (checkout.root / gone).unlink()
    stranger = checkout.root / "generated/2023-01-01/mcprism_types/v2023_01_01/models.py"
    stranger.parent.mkdir(parents=True)
    stranger.write_text("", "utf-8")
    leftover = checkout.root / "generated/2024-11-05/mcprism_types/v2024_11_05/__pycache__/models.pyc"
    leftover.parent.mkdir()
    leftover.write_bytes(b"")
    long_ago = 1_000_000_000
    for path in before.keys() - {gone}:
        os.utime(checkout.root / path, (long_ago, long_ago))

    changes = pipeline.generate(root=checkout.root)

    assert changes.changed == (edited,)
    assert changes.added == (gone,)
    assert changes.deleted == ("generated/2023-01-01/mcprism_types/v2023_01_01/models.py",)
    assert checkout.files() == before
    assert {path for path in before if (checkout.root / path).stat().st_mtime != long_ago} == {edited, gone}
    assert not (checkout.root / "generated/2023-01-01").exists(), "empty folders go with their last file"
    assert leftover.exists(), "what Python leaves behind is not the generator's"


def test_one_version_can_be_generated_alone(checkout: Checkout) -> None:
    for version in VERSIONS:
        (checkout.root / "generated" / version / "README.md").unlink()
    outcome = checkout.run("generate", "2025-06-18")
    assert outcome.returncode == 0
    assert "[1/1] 2025-06-18" in outcome.stdout
    there = [version for version in VERSIONS if (checkout.root / "generated" / version / "README.md").exists()]
    assert there == ["2025-06-18"]


def types_of(contract: dict[str, Any]) -> dict[str, Any]:
    return contract.get("$defs") or contract["definitions"]


def text_answers(types: dict[str, Any]) -> None:
    types["ElicitResult"]["properties"]["content"]["additionalProperties"] = {"type": "string"}


def without_result(types: dict[str, Any]) -> None:
    """`prompts/get` of 2025-11-25 has a result by its name only."""
    del types["GetPromptResult"]
    types["ServerResult"]["anyOf"] = [
        branch for branch in types["ServerResult"]["anyOf"] if branch["$ref"] != "#/$defs/GetPromptResult"
    ]


def two_objects_of_one_name(types: dict[str, Any]) -> None:
    """`Thing` writes an object in place under `part`, and another type is called what that object would be called."""
    types["Thing"] = {
        "type": "object",
        "properties": {"part": {"type": "object", "properties": {"a": {"type": "string"}}}},
    }
    types["ThingPart"] = {"type": "object", "properties": {"b": {"type": "string"}}}


def two_members_of_one_name(types: dict[str, Any]) -> None:
    types["Tool"]["properties"]["input_schema"] = {"type": "string"}


def copy_of_unknown_message(types: dict[str, Any]) -> None:
    types["ClientNotification"] = {"type": "object", "properties": {"method": {"const": "notifications/nothing"}}}


def union_with_object_in_place(types: dict[str, Any]) -> None:
    types["ContentBlock"]["anyOf"].append({"type": "object", "properties": {"type": {"const": "in place"}}})


@pytest.mark.parametrize(
    ("version", "change", "error"),
    [
        pytest.param(
            "2025-06-18",
            lambda types: types["ElicitResult"]["properties"]["content"].update(
                additionalProperties={"type": "string"}
            ),
            'type is "string", the patch expects ["string", "integer", "boolean"]; delete or correct it in codegen/',
            id="patch of a place that upstream corrected",
        ),
        pytest.param(
            "2026-07-28",
            lambda types: types["ElicitResult"]["properties"].pop("content"),
            "leads nowhere: there is no 'content'; delete or correct it in codegen/patches.toml",
            id="patch of a place that is gone",
        ),
        pytest.param(
            "2025-11-25",
            without_result,
            "cannot tell what answers prompts/get: expected a type GetPromptResultResponse or GetPromptResult",
            id="request without a result",
        ),
        pytest.param(
            "2025-11-25",
            lambda types: types["ServerResult"]["anyOf"].pop(),
            "which is not in the schema's union ServerResult",
            id="result that the answering side does not have",
        ),
        pytest.param(
            "2025-11-25",
            two_objects_of_one_name,
            "two different objects would be called ThingPart; give one a name in codegen/names.toml",
            id="two objects of one name",
        ),
        pytest.param(
            "2025-11-25",
            two_members_of_one_name,
            "two members of Tool would be called input_schema; name one in codegen/names.toml",
            id="two members of one name",
        ),
        pytest.param(
            "2025-11-25",
            copy_of_unknown_message,
            "ClientNotification is a copy of the message notifications/nothing, but no definition has that method",
            id="copy of an unknown message",
        ),
        pytest.param(
            "2025-11-25",
            union_with_object_in_place,
            "does not tell its kind: expected a required constant `type`",
            id="content block in place without a required kind",
        ),
        pytest.param(
            "2025-11-25",
            lambda types: types.update(Field={"type": "object", "properties": {}}),
            "there is no type Field in the generated module, since the name is taken",
            id="type with the name of an import",
        ),
        pytest.param(
            "2025-11-25",
            lambda types: types.update(ClientCalls={"type": "object", "properties": {}}),
            "the package would have ClientCalls twice",
            id="type with the name of a generated class",
        ),
    ],
)
def test_schema_that_cannot_be_generated_from_is_refused(
    version: str, change: Any, error: str, checkout: Checkout
) -> None:
    contract = checkout.contract(version)
    change(types_of(contract))
    checkout.store(version, contract)
    describe_what_is_new(checkout)
    before = checkout.files()
    with pytest.raises(CodegenError) as refusal:
        pipeline.generate(root=checkout.root)
    assert error in str(refusal.value)
    assert checkout.files() == before


def describe_what_is_new(checkout: Checkout) -> None:
    """Write the sentences that made-up types need, if the generator gets as far as to ask for them."""
    try:
        pipeline.generate(root=checkout.root, check=True)
    except CodegenError as error:
        for table, key in re.findall(r'\[(\w+)\] "([^"]+)"', str(error)):
            line = f'[{table}]\n"{key}" = "Made up."\n'
            checkout.edit("schema/summaries.toml", partial(_replace, f"[{table}]\n", line))


def _replace(old: str, new: str, text: str) -> str:
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("path", "change", "error"),
    [
        pytest.param(
            "schema/2025-06-18/schema.json",
            lambda text: text[:-20],
            "schema/2025-06-18/schema.json is not JSON",
            id="malformed contract",
        ),
        pytest.param(
            "schema/2025-06-18/schema.json",
            lambda text: text.replace('"#/definitions/Role"', '"#/definitions/Rule"'),
            "reference to '#/definitions/Rule', which is not defined there",
            id="dangling reference",
        ),
        pytest.param(
            "schema/summaries.toml",
            lambda text: re.sub(r"(?m)^AudioContent = .*\n", "", text),
            '[types] "AudioContent"',
            id="missing summary",
        ),
        pytest.param(
            "schema/pins.toml",
            lambda text: text + '\n[2027-01-15]\nsha256 = ""\ncommit = ""\ndate = ""\nreleased = false\n',
            "no stored contract of version 2027-01-15; known versions: 2024-11-05",
            id="pin without a contract",
        ),
    ],
)
def test_wrong_input_is_named_and_nothing_is_written(path: str, change: Any, error: str, checkout: Checkout) -> None:
    checkout.edit(path, change)
    before = checkout.files()
    outcome = checkout.run("generate")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("codegen: ")
    assert error in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert checkout.files() == before


def test_unknown_version_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CodegenError, match=r"no stored contract of 2023-01-01; known versions: 2024-11-05, "):
        pipeline.generate(["2023-01-01"])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_do_not_decide_by_version(template: Path) -> None:
    conditions = re.findall(r"{%-?\s*(?:if|elif)\s(.*?)%}", template.read_text("utf-8"))
    assert not [condition for condition in conditions if "version" in condition or re.search(r"\d{4}", condition)]
    assert not re.search(r"20\d\d-\d\d-\d\d", template.read_text("utf-8"))


def test_template_that_uses_an_unknown_value_stops_the_generator(checkout: Checkout) -> None:
    checkout.edit("codegen/templates/package/README.md.jinja2", lambda text: text + "{{ versoin }}")
    before = checkout.files()
    outcome = checkout.run("generate", "2024-11-05")
    assert outcome.returncode == 1
    assert "'versoin' is undefined" in outcome.stderr
    assert checkout.files() == before


def modules(version: str) -> list[tuple[str, ast.Module]]:
    folder = next((REPOSITORY / "generated" / version / "mcprism_types").glob("v*"))
    return [(path.name, ast.parse(path.read_text("utf-8"))) for path in sorted(folder.glob("*.py"))]


@pytest.mark.parametrize("version", VERSIONS)
def test_no_class_has_a_number_in_place_of_a_name(version: str) -> None:
    """`Params12` is what generators call what they cannot name."""
    names = [node.name for _, tree in modules(version) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert len(names) > 80
    assert not [name for name in names if name[-1].isdigit()]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_class_function_and_member_is_described(version: str) -> None:
    bare: list[str] = []
    for module, tree in modules(version):
        if not ast.get_docstring(tree):
            bare.append(module)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                if not ast.get_docstring(node):
                    bare.append(node.name)
                bare += [
                    f"{node.name}.{name}" for name in undescribed(node.body, ast.AnnAssign) if module == "models.py"
                ]
                functions = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
                bare += [f.name for f in functions if not f.name.startswith("__") and not ast.get_docstring(f)]
        if module in ("models.py", "registry.py"):
            bare += undescribed(tree.body, ast.Assign) + undescribed(tree.body, ast.AnnAssign)
    assert not bare


def undescribed(body: list[ast.stmt], kind: type[ast.stmt]) -> list[str]:
    """The assignments in a body that no string follows."""
    followed = zip(body, [*body[1:], ast.Pass()], strict=True)
    return [
        ast.unparse(statement) for statement, after in followed if isinstance(statement, kind) and not is_text(after)
    ]


def is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(ast.literal_eval(statement.value), str)


SAME_CONCEPTS = {
    "CallToolRequestParams": VERSIONS,
    "CompleteRequestParamsArgument": VERSIONS,
    "PaginatedRequestParams": VERSIONS,
    "RequestParams": VERSIONS,
    "RequestMetaObject": VERSIONS,
    "Annotations": VERSIONS,
    "ContentBlock": VERSIONS,
    "SamplingMessageContentBlock": VERSIONS,
    "ResourceTemplateReference": VERSIONS,
    "ToolInputSchema": VERSIONS,
    "ClientCapabilitiesRoots": VERSIONS,
    "ServerCapabilitiesTools": VERSIONS,
    "ProgressNotificationParams": VERSIONS,
    "AudioContent": VERSIONS[1:],
    "ToolAnnotations": VERSIONS[1:],
    "ResourceLink": VERSIONS[2:],
    "ElicitRequestedSchema": VERSIONS[2:],
    "ElicitRequestFormParams": VERSIONS[3:],
    "EnumOption": VERSIONS[3:],
    "EmptyResult": VERSIONS,
    "InputRequiredResult": VERSIONS[4:],
}
"""Concepts that the official files write out in place in some versions, or call differently."""


@pytest.mark.parametrize("name", SAME_CONCEPTS)
def test_a_concept_has_one_name_in_all_versions_that_have_it(name: str, described: dict[str, set[str]]) -> None:
    assert [version for version in VERSIONS if name in described[version]] == SAME_CONCEPTS[name]


@pytest.fixture(scope="module")
def described() -> dict[str, set[str]]:
    """The names of the types of each version."""
    return {version: set(pipeline.describe(version).types) for version in VERSIONS}
