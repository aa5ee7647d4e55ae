"""The official contract of each version as this repository holds it: structure, names, constraints, constants.

The official files also carry the specification's prose in their descriptions. It is not copied: `strip_prose` takes it
out, by schema position, since there are properties *called* description. `schema/pins.toml` says which official file a
stored contract came from.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from keyword import iskeyword
from pathlib import Path
from typing import Any, cast

import tomlkit

from codegen.errors import CodegenError
from codegen.json_schema import Schema, faults, name_of, rebuild

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Pin:
    """Which official file a version's contract was made from."""

    version: str
    sha256: str
    commit: str
    """Commit of the specification's repository in which the file last changed; "" when it is not known."""
    date: str
    """When upstream last changed it, YYYY-MM-DD; "" when it is not known."""
    released: bool
    """False while the version's step is being written: generated and importable, but never negotiated."""


def read_pins(root: Path = ROOT) -> dict[str, Pin]:
    """The pins of all versions, oldest version first."""
    path = root / "schema" / "pins.toml"
    data = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return {version: Pin(version=version, **data[version]) for version in sorted(data)}


def write_pin(pin: Pin, root: Path = ROOT) -> None:
    """Add or replace one pin, leaving the rest of the file as it is."""
    path = root / "schema" / "pins.toml"
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    document[pin.version] = {"sha256": pin.sha256, "commit": pin.commit, "date": pin.date, "released": pin.released}
    path.write_text(tomlkit.dumps(document), "utf-8")


def contract_path(version: str, root: Path = ROOT) -> Path:
    """Where the contract of a version is stored."""
    return root / "schema" / version / "schema.json"


def check_version_name(version: str) -> None:
    """Versions are named by a calendar date.

    Raises:
        CodegenError: this one is not.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", version):
            calendar_date.fromisoformat(version)
            return
    except ValueError:
        pass
    raise CodegenError(f"{version!r} is not a protocol version: expected a date, for example 2026-07-28")


def strip_prose(schema: Schema) -> Schema:
    """The same schema without its descriptions, keys in their order."""
    return rebuild(schema, lambda node: {key: value for key, value in node.items() if key != "description"})


def read_official(path: Path) -> tuple[Schema, str]:
    """An official schema file without its prose, and the sha256 of the file as it is.

    Raises:
        CodegenError: the file cannot be read, is not JSON, or is not an MCP schema.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CodegenError(f"cannot read {path}: {error.strerror}") from error
    try:
        document = json.loads(data)
    except ValueError as error:
        raise CodegenError(f"{path} is not JSON: {error}") from error
    check_shape(document, str(path))
    return strip_prose(document), hashlib.sha256(data).hexdigest()


def check_shape(document: Any, source: str) -> None:
    """Whether a document looks like an MCP schema at all.

    Raises:
        CodegenError: it does not; the text says what is missing, or where it is no JSON Schema that is understood here.
    """
    if not isinstance(document, dict):
        raise CodegenError(f"{source}: expected a JSON object with definitions, got {type(document).__name__}")
    containers = [key for key in ("$defs", "definitions") if isinstance(cast("Schema", document).get(key), dict)]
    if len(containers) != 1:
        raise CodegenError(f"{source}: expected types under '$defs' or 'definitions', found {containers or 'neither'}")
    definitions: dict[str, Any] = cast("Schema", document)[containers[0]]
    found = [fault for name, value in definitions.items() for fault in faults(value, f"#/{containers[0]}/{name}")]
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise CodegenError(f"{source}: {found[0]}{more}")
    for name in definitions:
        if not re.fullmatch("[A-Z][A-Za-z0-9]*", name) or iskeyword(name):
            raise CodegenError(f"{source}: a type cannot be called {name!r}: expected a name such as CallToolResult")
    missing = {"Result", "Request", "ClientRequest", "ServerResult", "ClientNotification"} - definitions.keys()
    if missing:
        raise CodegenError(f"{source}: not an MCP schema, it does not define {', '.join(sorted(missing))}")
    _check_references(definitions, containers[0], source)
    _check_cycles(definitions, source)


def _check_references(definitions: Mapping[str, Schema], container: str, source: str) -> None:
    prefix = f"#/{container}/"

    def check(node: Schema) -> Schema:
        target = node.get("$ref")
        if target is not None and (not str(target).startswith(prefix) or target[len(prefix) :] not in definitions):
            raise CodegenError(f"{source}: reference to {target!r}, which is not defined there")
        return node

    for definition in definitions.values():
        rebuild(definition, check)


def _check_cycles(definitions: Mapping[str, Schema], source: str) -> None:
    """A type may contain itself, as a tree does; it cannot be itself, under another name or as a branch."""

    def same(schema: Schema) -> Iterator[str]:
        if "$ref" in schema:
            yield name_of(schema)
        for branch in (branch for keyword in ("allOf", "anyOf", "oneOf") for branch in schema.get(keyword, ())):
            yield from same(branch)

    def follow(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise CodegenError(f"{source}: a type cannot be itself: {' -> '.join((*path[path.index(name) :], name))}")
        for other in same(definitions[name]):
            follow(other, (*path, name))

    for name in definitions:
        follow(name, ())


def read_contract(version: str, root: Path = ROOT) -> Schema:
    """The stored contract of a version.

    Raises:
        CodegenError: it is not stored, or not JSON.
    """
    path = contract_path(version, root)
    try:
        document: Schema = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(read_pins(root)) or "none"
        raise CodegenError(f"no stored contract of version {version}; known versions: {known}") from error
    except ValueError as error:
        raise CodegenError(f"{path} is not JSON: {error}") from error
    check_shape(document, str(path))
    return document


def dump_contract(contract: Schema) -> str:
    """The text in which a contract is stored: indented, keys in the official order."""
    return json.dumps(contract, indent=1, ensure_ascii=False) + "\n"


def import_official(version: str, path: Path, *, commit: str = "", date: str = "", root: Path = ROOT) -> Pin:
    """Store an official file's contract; the first import of a version pins the file, later ones must match the pin.

    Raises:
        CodegenError: the name is no date, the file is no MCP schema, or it is not the pinned file.
    """
    check_version_name(version)
    contract, digest = read_official(path)
    pin = read_pins(root).get(version)
    if pin is None:
        pin = Pin(version=version, sha256=digest, commit=commit, date=date, released=False)
    elif pin.sha256 != digest:
        raise CodegenError(
            f"{path} is not the file that {version} is pinned to: sha256 {digest}, pinned {pin.sha256}. If upstream "
            f"published a correction, read it with `codegen verify`, then change sha256 in schema/pins.toml"
        )
    target = contract_path(version, root)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dump_contract(contract), "utf-8")
    write_pin(pin, root)
    return pin


def verify(folder: Path, root: Path = ROOT) -> list[str]:
    """The differences between the stored contracts and `folder/<version>/schema.json`; empty when there are none.

    A file whose sha256 differs from its pin while its contract is the same (prose was edited) is reported as well.
    """
    findings: list[str] = []
    for version, pin in read_pins(root).items():
        path = folder / version / "schema.json"
        if not path.exists():
            findings.append(f"{version}: no {path}")
            continue
        official, digest = read_official(path)
        stored = read_contract(version, root)
        differing = list(_differences(stored, official, ""))
        findings += [f"{version}: {line}" for line in differing]
        if not differing and digest != pin.sha256:
            findings.append(f"{version}: the contract is the same, but sha256 is {digest}, pinned {pin.sha256}")
    return findings


def _differences(stored: Any, official: Any, pointer: str) -> list[str]:
    if not (isinstance(stored, dict) and isinstance(official, dict)):
        pair = json.dumps(stored), json.dumps(official)
        return [] if pair[0] == pair[1] else [f"{pointer}: stored {pair[0]}, official {pair[1]}"]
    ours, theirs = cast("Schema", stored), cast("Schema", official)
    lines: list[str] = []
    for key in sorted(ours.keys() | theirs.keys()):
        here = f"{pointer}/{key}"
        if key not in theirs:
            lines.append(f"{here} is stored, but not in the official file")
        elif key not in ours:
            lines.append(f"{here} is in the official file, but not stored")
        else:
            lines += _differences(ours[key], theirs[key], here)
    return lines
