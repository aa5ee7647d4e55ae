"""`mcprism validate`: is this JSON what one version of the protocol says, and nothing that it does not say?"""

from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any, cast

from cyclopts import Parameter
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json
from typing_extensions import TypeAliasType

from mcprism.cli.arguments import bytes_of, installed_version
from mcprism.cli.failures import UsageFailure
from mcprism.cli.output import console, plain, write_json
from mcprism.errors import MalformedMessage
from mcprism.jsonrpc import Request, message_of
from mcprism.versions import installed
from mcprism.versions.contract import Undeclared, undeclared
from mcprism_types.base import MCPModel, problems


def validate(
    file: Annotated[str, Parameter(allow_leading_hyphen=True, help="a file with one JSON value; - for standard input")],
    /,
    *,
    version: Annotated[str, Parameter(help="version of the protocol, such as 2025-11-25")],
    type_name: Annotated[str, Parameter(name="--type", help="type of the value, such as CallToolResult")],
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="the findings as JSON")
    ] = False,
) -> int:
    """The exit status: 0 if the value is in order, 1 if it is invalid or has members that the version does not name."""
    model = _types(installed_version(version, installed())).get(type_name)
    if model is None:
        raise UsageFailure(_unknown_type(type_name, version))
    data = bytes_of(file)
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        wrong, unnamed = [f"not JSON in UTF-8: {error}"], []
    else:
        wrong, unnamed = (
            [*_envelope_problems(value, type_name), *_problems(value, model)],
            undeclared(value, version, type_name),
        )
    if as_json:
        write_json(
            {
                "version": version,
                "type": type_name,
                "valid": not wrong,
                "problems": wrong,
                "undeclared": [{"path": row.path, "since": row.since, "kind": row.kind} for row in unnamed],
            }
        )
    else:
        _show(version, type_name, wrong, unnamed)
    return 1 if wrong or unnamed else 0


def _types(version: str) -> dict[str, Any]:
    """The generated types of a version by name."""
    models = import_module(f"{installed()[version].package}.models")
    return {
        name: found
        for name, found in vars(models).items()
        if getattr(found, "__module__", "") == models.__name__
        and (isinstance(found, TypeAliasType) or (isinstance(found, type) and issubclass(found, MCPModel)))
    }


def _unknown_type(type_name: str, version: str) -> str:
    known = _types(version)
    nearest = get_close_matches(type_name, known, n=1)
    text = f"MCP {version} has no type {type_name!r}"
    if nearest:
        return f"{text}; did you mean {nearest[0]}?"
    return f"{text}; it has {len(known)}, such as CallToolResult, ListToolsRequest and Tool"


def _problems(value: Any, model: Any) -> list[str]:
    try:
        TypeAdapter(model).validate_python(value, by_alias=True, by_name=False)
    except ValidationError as error:
        return problems(error, value)
    return []


def _envelope_problems(value: Any, type_name: str) -> list[str]:
    """What is wrong around method and params, where the value is a complete message."""
    is_request, is_notification = type_name.endswith("Request"), type_name.endswith("Notification")
    if not (is_request or is_notification) or not isinstance(value, dict) or "jsonrpc" not in value:
        return []
    try:
        message = message_of(cast("Any", value))
    except MalformedMessage as error:
        return [error.message]
    if is_request and not isinstance(message, Request):
        return ["id: a request needs one"]
    if is_notification and isinstance(message, Request):
        return ["id: a notification has none"]
    return []


def _show(version: str, type_name: str, wrong: list[str], unnamed: list[Undeclared]) -> None:
    out = console()
    for line in wrong:
        out.print(plain(f"invalid     {line}", "red"), soft_wrap=True)
    for row in unnamed:
        out.print(plain(f"undeclared  {row}", "yellow"), soft_wrap=True)
    if wrong or unnamed:
        out.print(f"not a clean {type_name} of MCP {version}: {len(wrong)} invalid, {len(unnamed)} undeclared")
    else:
        out.print(
            f"[green]valid[/green]: a {type_name} of MCP {version}, with no member that the version does not name"
        )
