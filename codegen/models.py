"""models.py of one version: datamodel-code-generator through its Python API, our templates for classes and aliases.

What is decided here: which members may be absent or null, what they are called in Python, and the words beside them.
JSON Schema's `format` is dropped: it only annotates, and deployed peers send relative and odd URIs.
"""

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from datamodel_code_generator import Formatter, InputFileType, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import PythonVersion
from datamodel_code_generator.parser import LiteralType

from codegen.errors import CodegenError
from codegen.ir import SpecIR
from codegen.json_schema import ANNOTATIONS, Schema, constant, name_of, rebuild, ref
from codegen.names import Names
from codegen.summaries import Summaries, links

TEMPLATES: Final = Path(__file__).with_name("templates") / "models"

_CUSTOM: Final[Mapping[str, Schema]] = {
    "integer": {"customTypePath": "mcprism_types.base.Integer"},
    "number": {"customTypePath": "mcprism_types.base.Number"},
}
_UNKNOWN: Final = {"customTypePath": "mcprism_types.base.UnknownContent"}
_TAGS: Final = ("type", "method")
_CONSTRAINTS: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
    "multipleOf": "a multiple of {}",
    "maxItems": "at most {} items",
    "minItems": "at least {} items",
    "maxLength": "at most {} characters",
    "minLength": "at least {} characters",
    "pattern": "matches `{}`",
}
Presence = Literal["required", "required or null", "omitted", "any", "nullable"]


def render(ir: SpecIR, summaries: Summaries, names: Names) -> str:
    """The text of models.py, not yet formatted.

    Raises:
        CodegenError: two members of one type would have the same Python name, or a name is taken.
    """
    definitions = {name: _prepare(name, schema, ir, names) for name, schema in ir.types.items()}
    # A type that datamodel-code-generator makes up is written down as well: `_check_complete` then tells its name.
    places = links(ir)
    template_data: defaultdict[str, dict[str, Any]] = defaultdict(
        lambda: {"docstring": "", "members": {}, "open_union": None}
    )
    for name, schema in ir.types.items():
        members = _members(name, schema, ir, summaries, names)
        template_data[name] = {
            "docstring": f"{summaries.type(name)}\n\nSpec: {places[name]}\n",
            "members": members,
            "open_union": _TAGS[0] if name in names.open else None,
        }
    wire_names = {member for schema in ir.types.values() for member in schema.get("properties", {})}
    text = generate(
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}),
        input_file_type=InputFileType.JsonSchema,
        input_filename="schema.json",
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        formatters=[Formatter.BUILTIN],
        custom_template_dir=TEMPLATES,
        extra_template_data=template_data,
        apply_default_values_for_required_fields=True,
        aliases={wire: names.member(wire) for wire in sorted(wire_names) if names.member(wire) != wire},
        base_class="mcprism_types.base.MCPModel",
        additional_imports=["mcprism_types.base.OMIT", "mcprism_types.base.OpenUnion", "pydantic.MISSING"],
        custom_file_header=f'"""The types of MCP {ir.version}. Generated from its official schema; do not edit."""',
        disable_timestamp=True,
        disable_future_imports=True,
        enum_field_as_literal=LiteralType.All,
        field_constraints=True,
        remove_special_field_name_prefix=True,
        skip_root_model=True,
        snake_case_field=True,
        use_annotated=True,
        use_double_quotes=True,
        use_one_literal_as_default=True,
        use_standard_collections=True,
        use_type_alias=True,
        use_union_operator=True,
    )
    if not isinstance(text, str):
        raise CodegenError(f"{ir.version}: datamodel-code-generator gave {type(text).__name__}, expected one module")
    kept_whole = {name for name, schema in definitions.items() if "properties" not in schema}
    _check_complete(
        text, {name: set[str]() if name in kept_whole else set(template_data[name]["members"]) for name in definitions}
    )
    return text


def _check_complete(text: str, expected: Mapping[str, set[str]]) -> None:
    """Whether each type and member is there under its name: datamodel-code-generator renames what it thinks is taken.

    Raises:
        CodegenError: something is missing, or there under another name.
    """
    found: dict[str, set[str]] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            fields = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
            found[node.name] = {field.id for field in fields if isinstance(field, ast.Name)}
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = set()
    if missing := sorted(expected.keys() - found.keys()):
        raise CodegenError(
            f"there is no type {', '.join(missing)} in the generated module, since the name is taken; "
            f"give it another one in codegen/names.toml, [rename]"
        )
    if made_up := sorted(found.keys() - expected.keys()):
        raise CodegenError(
            f"the generated module has {', '.join(made_up)}, made up by datamodel-code-generator for something that it "
            f"cannot write in place; teach codegen/models.py to"
        )
    lost = [f"{name}.{member}" for name, members in expected.items() for member in sorted(members - found[name])]
    if lost:
        raise CodegenError(f"{', '.join(lost)} did not get into the generated module; name it in codegen/names.toml")


def _members(
    owner: str, schema: Schema, ir: SpecIR, summaries: Summaries, names: Names
) -> Mapping[str, Mapping[str, str]]:
    members: dict[str, dict[str, str]] = {}
    required = schema.get("required", ())
    taken = Counter(names.member(wire) for wire in schema.get("properties", {}))
    for python, count in taken.items():
        if count > 1:
            raise CodegenError(f"two members of {owner} would be called {python}; name one in codegen/names.toml")
    for wire, member in schema.get("properties", {}).items():
        kind = _presence(member) if wire in required else _absence(member, ir)
        sentence = summaries.member(owner, wire)
        limits = [text.format(member[key]) for key, text in _CONSTRAINTS.items() if key in member]
        untold = [limit for limit in limits if limit.removesuffix(" items") not in sentence]
        words = sentence + (f" ({', '.join(untold)}.)" if untold else "")
        members[names.member(wire)] = {"kind": kind, "doc": words}
    return members


def _presence(schema: Schema) -> Presence:
    """Whether null has to be added to what datamodel-code-generator makes of a required member."""
    return "required or null" if _is_limited_or_null(schema) else "required"


def _is_limited_or_null(schema: Schema) -> bool:
    """One kind of value within limits, or null; a union would need a made-up name for the kind with its limits."""
    kinds = schema.get("type", ())
    return "null" in kinds and len(kinds) == 2 and not schema.keys().isdisjoint(_CONSTRAINTS)


def _absence(schema: Schema, ir: SpecIR) -> Presence:
    """How an optional member shows that it is not there: None does, unless null is one of its values."""
    if schema == {}:
        return "any"
    return "nullable" if _admits_null(schema, ir) else "omitted"


def _admits_null(schema: Schema, ir: SpecIR) -> bool:
    """Whether null is a value of this member, and not only a way to say that it is absent."""
    if "$ref" in schema:
        return _admits_null(ir.types[name_of(schema)], ir)
    if (
        schema == {}
        or "null" in schema.get("type", ())
        or None in schema.get("enum", ())
        or schema.get("const", 0) is None
    ):
        return True
    return any(_admits_null(branch, ir) for branch in schema.get("anyOf", ()))


def _prepare(name: str, schema: Schema, ir: SpecIR, names: Names) -> Schema:
    """A type as datamodel-code-generator should see it."""
    if name in names.values:
        return {}
    if name in names.documents or (name.endswith("MetaObject") and not schema.get("properties")):
        return {"type": "object", "additionalProperties": {}}
    prepared = rebuild(schema, partial(_simplify, ir=ir))
    if name in names.open:
        return {"anyOf": [*map(ref, _kinds(name, ir)), _UNKNOWN]}
    if set(prepared) == {"$ref"}:
        return {"anyOf": [prepared]}
    defaults = dict(names.defaults(name, prepared.get("properties", ())))
    if not defaults:
        return prepared
    members: dict[str, Schema] = prepared["properties"]
    for member, default in defaults.items():
        members[member]["default"] = default
    return prepared


def _kinds(union: str, ir: SpecIR) -> list[str]:
    """The objects that a union of kinds lists, those of unions inside it included.

    Raises:
        CodegenError: it is no union, or something in it has no constant that tells its kind.
    """
    tag = _TAGS[0]
    schema = ir.types[union]
    branches = [schema] if "$ref" in schema else schema.get("anyOf")
    if branches is None:
        raise CodegenError(
            f"{union} is no union, though codegen/names.toml, [shapes], says that it takes unknown kinds"
        )
    kinds: list[str] = []
    for name in map(name_of, branches):
        target = ir.types[name]
        if not target.keys().isdisjoint(("$ref", "anyOf")):
            kinds += _kinds(name, ir)
        elif constant(target, tag) is not None and tag in target.get("required", ()):
            kinds.append(name)
        else:
            raise CodegenError(f"{name} in {union} does not tell its kind: expected a required constant `{tag}`")
    return kinds


def _simplify(node: Schema, ir: SpecIR) -> Schema:
    node = {key: value for key, value in node.items() if key not in ANNOTATIONS}
    kinds: str | list[str] | None = node.get("type")
    if isinstance(kinds, list):
        if _is_limited_or_null(node):
            return {**_simplify({**node, "type": next(kind for kind in kinds if kind != "null")}, ir), "nullable": True}
        del node["type"]
        return {**node, "anyOf": [_simplify({"type": kind}, ir) for kind in kinds]}
    if kinds is not None and kinds in _CUSTOM and "const" not in node and "enum" not in node:
        del node["type"]
        return {**node, **_CUSTOM[kinds]}
    if "anyOf" in node and (tag := _tag(node["anyOf"], ir)):
        node["discriminator"] = {"propertyName": tag}
    if kinds == "object" and not node.get("properties") and node.get("additionalProperties") is True:
        node["additionalProperties"] = {}
    return node


def _tag(branches: list[Schema], ir: SpecIR) -> str | None:
    """The member whose required constant tells all branches of a union apart, if there is one."""
    if len(branches) < 2 or not all("$ref" in branch for branch in branches):
        return None
    targets = [ir.types[name_of(branch)] for branch in branches]
    for tag in _TAGS:
        constants = [constant(target, tag) if tag in target.get("required", ()) else None for target in targets]
        if None not in constants and len(set(constants)) == len(constants):
            return tag
    return None
