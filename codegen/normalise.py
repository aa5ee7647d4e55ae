"""One shape for all versions: what comes out has only named objects, no JSON-RPC envelope, and the names of `names`.

The steps run in the order in which `normalise` lists them; each takes the definitions and returns new ones.
"""

import json
from collections.abc import Callable
from functools import partial

from codegen.errors import CodegenError
from codegen.json_schema import LIMITS, Schema, constant, name_of, rebuild, ref, replace_children
from codegen.names import MESSAGE_UNIONS, Names, pascal

Definitions = dict[str, Schema]


def unify(contract: Schema, names: Names) -> Definitions:
    """The definitions under `$defs`, with our names, and unions of one member written as references again.

    The official tool writes a union of one member as a copy of that member (`ClientNotification` of 2026-07-28).

    Raises:
        CodegenError: a union is the copy of a message that is not defined.
    """
    definitions: Definitions = contract.get("$defs") or contract["definitions"]

    def rename(node: Schema) -> Schema:
        if "$ref" not in node:
            return node
        name = name_of(node)
        return ref(names.rename.get(name, name))

    renamed = {names.rename.get(name, name): rebuild(schema, rename) for name, schema in definitions.items()}
    by_method = {constant(schema, "method"): name for name, schema in renamed.items() if name not in MESSAGE_UNIONS}
    for name in MESSAGE_UNIONS & renamed.keys():
        if method := constant(renamed[name], "method"):
            if method not in by_method:
                raise CodegenError(f"{name} is a copy of the message {method}, but no definition has that method")
            renamed[name] = {"anyOf": [ref(by_method[method])]}
    return renamed


def normalise(definitions: Definitions, names: Names) -> Definitions:
    """The definitions that models are made from; `definitions` come from `unify`.

    Raises:
        CodegenError: two different objects would get one name, objects of a union cannot be named, or an object
            requires a member that it does not have.
    """
    steps: tuple[Callable[[Definitions], Definitions], ...] = (
        _lift_params,
        _flatten,
        _split_envelope,
        partial(_name_unions, names=names),
        partial(_fold_unions, names=names),
        partial(_lift_inline, names=names),
        partial(_order_members),
    )
    for step in steps:
        definitions = step(definitions)
    return definitions


def is_message(name: str, schema: Schema) -> bool:
    """Whether a definition is a request or notification with a method of its own."""
    return constant(schema, "method") is not None and name not in MESSAGE_UNIONS


def _add(definitions: Definitions, name: str, schema: Schema) -> Schema:
    """A reference to `name`, which is defined as `schema` from now on."""
    known = definitions.setdefault(name, schema)
    if known != schema:
        raise CodegenError(f"two different objects would be called {name}; give one a name in codegen/names.toml")
    return ref(name)


def _lift_params(definitions: Definitions) -> Definitions:
    """Inline params become types of their own, under the names that 2025-11-25 and later use.

    Up to 2025-06-18 a request's own params replace the base's in the JSON rendering, so that `_meta` (and with it the
    progress token) is missing there; it is put back.
    """
    result = dict(definitions)
    for kind in ("Request", "Notification"):
        base = definitions.get(f"{kind}Params") or definitions.get(kind, {}).get("properties", {}).get("params", {})
        body = {key: value for key, value in base.items() if key != "additionalProperties"}
        if "_meta" in body.get("properties", {}):
            result.setdefault(f"{kind}Params", body)
    for name, schema in definitions.items():
        params = schema.get("properties", {}).get("params")
        if not is_message(name, schema) or params is None or "$ref" in params:
            continue
        kind = "Notification" if name.endswith("Notification") else "Request"
        base = result.get(f"{kind}Params", {})
        body = {key: value for key, value in params.items() if key != "additionalProperties"}
        if "anyOf" not in body:
            # Optional even where the base requires it: this schema accepts the message without it.
            meta = {key: value for key, value in base.get("properties", {}).items() if key == "_meta"}
            body["properties"] = {**meta, **body.get("properties", {})}
        if body == base:
            lifted = ref(f"{kind}Params")
        elif body.get("properties", {}).keys() == {"_meta", "cursor"}:
            lifted = _add(result, "PaginatedRequestParams", body)
        else:
            lifted = _add(result, f"{name}Params", body)
        result[name] = {**schema, "properties": {**schema["properties"], "params": lifted}}
    return result


def _flatten(definitions: Definitions) -> Definitions:
    """No `allOf`, no object that is only another name for an object; error responses become their error objects."""

    def flat(schema: Schema) -> Schema:
        if "$ref" in schema:
            return flat(definitions[name_of(schema)])
        if "allOf" not in schema:
            return schema
        merged: Schema = {"type": "object", "properties": {}, "required": []}
        for part in map(flat, schema["allOf"]):
            if part.get("type") != "object":
                raise CodegenError(f"allOf joins objects here, but one of its parts is {json.dumps(part)}")
            merged["properties"] |= part.get("properties", {})
            merged["required"] += [member for member in part.get("required", ()) if member not in merged["required"]]
            merged |= {key: value for key, value in part.items() if key == "additionalProperties"}
        return merged

    result: Definitions = {}
    for name, definition in definitions.items():
        schema = rebuild(definition, lambda node: flat(node) if "allOf" in node else node)
        error = schema.get("properties", {}).get("error")
        if error is not None and not name.startswith("JSONRPC"):
            result[name] = flat(error)
        elif "$ref" in schema and name not in MESSAGE_UNIONS:
            result[name] = flat(schema)
        else:
            result[name] = schema
    return result


def _split_envelope(definitions: Definitions) -> Definitions:
    """JSON-RPC is the runtime's: no envelope types, no `id` and `jsonrpc` in messages."""
    bases = {"Request", "Notification", "PaginatedRequest"}
    result: Definitions = {}
    for name, schema in definitions.items():
        if name in bases or name.startswith("JSONRPC") or name.endswith("ResultResponse"):
            continue
        if is_message(name, schema):
            envelope = ("id", "jsonrpc")
            properties = {key: value for key, value in schema["properties"].items() if key not in envelope}
            required = [member for member in schema.get("required", ()) if member not in envelope]
            schema = {**schema, "properties": properties, "required": required}
        result[name] = schema
    return result


def _name_unions(definitions: Definitions, *, names: Names) -> Definitions:
    """Unions that some versions write out in place get the name they have in the others."""
    result = dict(definitions)
    for name, place in names.unions.items():
        owner, member = place.split(".")
        schema = definitions.get(owner, {}).get("properties", {}).get(member, {})
        branches = schema.get("items", schema).get("anyOf")
        if name not in result and branches:
            result[name] = {"anyOf": [branch for branch in branches if "$ref" in branch]}
    return result


def _fold_unions(definitions: Definitions, *, names: Names) -> Definitions:
    """Members of a named union that are listed one by one become a reference to that union."""
    leaves = {name: _leaves(definitions, name) for name in names.fold if "anyOf" in definitions.get(name, {})}
    largest_first = sorted(leaves, key=lambda name: (-len(leaves[name]), name))

    def fold(node: Schema, inside: str) -> Schema:
        branches = node.get("anyOf")
        if not branches:
            return node
        for name in largest_first:
            listed = [name_of(branch) for branch in branches if "$ref" in branch]
            if name == inside or not leaves[name] <= set(listed):
                continue
            place = min(listed.index(leaf) for leaf in leaves[name])
            rest = [branch for branch in branches if "$ref" not in branch or name_of(branch) not in leaves[name]]
            branches = [*rest[:place], ref(name), *rest[place:]]
        return branches[0] if len(branches) == 1 else {**node, "anyOf": branches}

    fixed = names.open | MESSAGE_UNIONS
    return {
        name: schema if name in fixed else rebuild(schema, partial(fold, inside=name))
        for name, schema in definitions.items()
    }


def _leaves(definitions: Definitions, name: str) -> set[str]:
    found: set[str] = set()
    for branch in definitions[name]["anyOf"]:
        if "$ref" not in branch:
            continue
        target = name_of(branch)
        found |= _leaves(definitions, target) if "anyOf" in definitions[target] else {target}
    return found


def _lift_inline(definitions: Definitions, *, names: Names) -> Definitions:
    """Every object that is written out in place becomes a named type, and so do limited values inside of others."""
    types: Definitions = {}

    def lift(schema: Schema, owner: str, member: str, *, inside: bool = False) -> Schema:
        if member == "_meta" and "$ref" not in schema:
            return _add(types, _meta_name(owner, schema), _lift_members(schema, _meta_name(owner, schema)))
        if _is_structure(schema) or (inside and not LIMITS.isdisjoint(schema)):
            return named(schema, names.inline_object(owner, member or "Item"))
        if "anyOf" in schema:
            branches = _branch_names(schema["anyOf"], owner, member, names)
            lifted = [
                named(branch, branches[index]) if index in branches else lift(branch, owner, member, inside=True)
                for index, branch in enumerate(schema["anyOf"])
            ]
            return {**schema, "anyOf": lifted}
        return replace_children(schema, lambda child: lift(child, owner, member, inside=True))

    def named(schema: Schema, name: str) -> Schema:
        if "properties" in schema:
            return _add(types, name, _lift_members(schema, name))
        return _add(types, name, replace_children(schema, lambda child: lift(child, name, "", inside=True)))

    def _lift_members(schema: Schema, owner: str) -> Schema:
        lifted = {member: lift(child, owner, member) for member, child in schema.get("properties", {}).items()}
        result: Schema = {**schema, **({"properties": lifted} if lifted else {})}
        return {**result, "additionalProperties": {}} if owner.endswith("MetaObject") else result

    for name, schema in definitions.items():
        is_object = "properties" in schema or name.endswith("MetaObject")
        _add(types, name, _lift_members(schema, name) if is_object else lift(schema, name, ""))
    return types


def _branch_names(branches: list[Schema], owner: str, member: str, names: Names) -> dict[int, str]:
    """By position, what the branches of a union are called that need a name, if they are more than one.

    Each is called by the constant that tells it apart, or by its kind of value.

    Raises:
        CodegenError: that does not give each a name of its own.
    """
    chosen: dict[int, str | None] = {}
    for index, branch in enumerate(branches):
        if _is_structure(branch) or not LIMITS.isdisjoint(branch):
            constants = (constant(branch, name) for name in branch.get("required", ()))
            kind = next((value for value in constants if value), None if _is_structure(branch) else branch.get("type"))
            derived = f"{owner}{pascal(member)}{pascal(kind)}" if kind else None
            chosen[index] = names.declared_object(owner, f"{member}/{index}") or derived
    if len(chosen) < 2:
        return {}
    found = {index: name for index, name in chosen.items() if name}
    if len(set(found.values())) < len(chosen):
        place = f"{owner}.{member}".rstrip(".")
        keys = " and ".join(f'"{owner}.{member}/{index}"' for index in chosen)
        raise CodegenError(f"{place} has objects without names; give them some in codegen/names.toml, [inline]: {keys}")
    return found


def _is_structure(schema: Schema) -> bool:
    """An object with members of its own, as opposed to a map or any object."""
    if schema.get("properties"):
        return True
    return "properties" in schema and "additionalProperties" not in schema


def _meta_name(owner: str, schema: Schema) -> str:
    """`_meta` has, in each place, the name that 2026-07-28 gives it."""
    if "progressToken" in schema.get("properties", {}):
        return "RequestMetaObject"
    if owner.endswith("NotificationParams"):
        return "NotificationMetaObject"
    return "ResultMetaObject" if owner.endswith("Result") else "MetaObject"


def _order_members(definitions: Definitions) -> Definitions:
    """Members as people read them: the constant that names the kind, required ones, the rest, `_meta` last."""

    def rank(schema: Schema, member: str) -> tuple[bool, bool, bool]:
        is_constant = "const" in schema["properties"][member] and member in schema.get("required", ())
        return (member == "_meta", not is_constant, member not in schema.get("required", ()))

    def ordered(name: str, schema: Schema) -> Schema:
        if "properties" not in schema:
            return schema
        if unknown := [member for member in schema.get("required", ()) if member not in schema["properties"]]:
            raise CodegenError(f"{name} requires {', '.join(unknown)}, which is not among its properties")
        members = sorted(schema["properties"], key=lambda member: rank(schema, member))
        return {**schema, "properties": {member: schema["properties"][member] for member in members}}

    return {name: ordered(name, schema) for name, schema in sorted(definitions.items())}
