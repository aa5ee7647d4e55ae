"""The method table of a version, derived from its schema: nothing here is typed by hand per method."""

from collections import Counter
from typing import Final, Literal

from codegen.errors import CodegenError
from codegen.ir import Alternative, ErrorSpec, Method, Side
from codegen.json_schema import Schema, constant, name_of
from codegen.normalise import Definitions, is_message

JSON_RPC_ERRORS: Final = frozenset({-32700, -32600, -32601, -32602, -32603})

_SIDES: Final[tuple[Side, Side]] = ("client", "server")

_MESSAGES: Final = frozenset(
    {"ClientNotification", "ClientRequest", "InputRequest", "ServerNotification", "ServerRequest"}
)
"""The unions that say who sends what."""

_EMPTY: Final = frozenset({"ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"})
"""Requests that are answered with nothing. A list, so that a new request without a result stops the generator."""


def derive(official: Definitions, types: Definitions) -> tuple[Method, ...]:
    """All methods, sorted by name, requests first; `official` as `unify` gives it, `types` normalised.

    Raises:
        CodegenError: a message is sent by nobody or has the method of another one, a union lists what is no message,
            params are no object, or a request's result cannot be told.
    """
    for union in sorted(_MESSAGES & official.keys()):
        for name in sorted(_members(official, union)):
            if not is_message(name, official[name]):
                raise CodegenError(f"{union} lists {name}, which is no message: expected a constant `method` in it")
    methods = [_method(official, types, name) for name in official if is_message(name, official[name])]
    counts = Counter(method.method for method in methods)
    if twice := [name for name, count in counts.items() if count > 1]:
        raise CodegenError(f"{', '.join(twice)} is the method of two messages; expected one definition for each method")
    return tuple(sorted(methods, key=lambda method: (method.kind == "notification", method.method)))


def _method(official: Definitions, types: Definitions, name: str) -> Method:
    kind: Literal["request", "notification"] = "notification" if name.endswith("Notification") else "request"
    method = constant(official[name], "method")
    assert method is not None  # noqa: S101 - `is_message` found it
    short = name.removesuffix("Request").removesuffix("Notification")
    senders: tuple[Side, ...] = tuple(
        side for side in _SIDES if name in _members(official, f"{side.title()}{kind.title()}")
    )
    embedded = name in _members(official, "InputRequest")
    if not senders and not embedded:
        raise CodegenError(f"{name} ({method}) is a message, but no union of client or server messages contains it")
    params = types[name]["properties"].get("params")
    if params is not None and types[name_of(params)].get("type", "object") != "object":
        raise CodegenError(f"params of {name} ({method}) are {types[name_of(params)]['type']}: expected an object")
    result, alternative = _results(official, types, short, method, params) if kind == "request" else (None, None)
    if result is not None:
        _check_answerable(official, name, result, senders, embedded=embedded)
    return Method(
        method=method,
        type=short,
        kind=kind,
        senders=senders,
        embedded=embedded,
        params=name_of(params) if params else None,
        params_required="params" in types[name]["required"],
        result=result,
        alternative=alternative,
    )


def _members(official: Definitions, union: str) -> set[str]:
    """The types that a message union lists; a union may also be another name for one type."""
    schema = official.get(union, {})
    branches: list[Schema] = schema.get("anyOf", [schema] if "$ref" in schema else [])
    return {name_of(branch) for branch in branches}


def _results(
    official: Definitions, types: Definitions, short: str, method: str, params: Schema | None
) -> tuple[str, Alternative | None]:
    response = official.get(f"{short}ResultResponse")
    if response is not None:
        schema = response.get("properties", {}).get("result", {})
        names = [name_of(branch) for branch in schema.get("anyOf", [schema])]
        others = [name for name in names if name == "InputRequiredResult"]
        usual = [name for name in names if name != "InputRequiredResult"]
        if len(usual) != 1:
            raise CodegenError(f"{method} is answered by {names}: expected one type beside InputRequiredResult")
        return usual[0], Alternative(others[0], "resultType", "input_required") if others else None
    if f"{short}Result" in official:
        return f"{short}Result", _task_alternative(types, params)
    if method in _EMPTY:
        return "EmptyResult", None
    raise CodegenError(
        f"cannot tell what answers {method}: expected a type {short}ResultResponse or {short}Result; a request that is "
        f"answered with nothing is listed in codegen/methods.py"
    )


def _task_alternative(types: Definitions, params: Schema | None) -> Alternative | None:
    """A request that may carry `task` metadata may be answered by a task in place of its result."""
    if params is None or "CreateTaskResult" not in types:
        return None
    shape = types[name_of(params)]
    arms = [types[name_of(arm)] for arm in shape.get("anyOf", ())] or [shape]
    if any("task" in arm.get("properties", {}) for arm in arms):
        return Alternative("CreateTaskResult", "task", None)
    return None


def _check_answerable(
    official: Definitions, name: str, result: str, senders: tuple[Side, ...], *, embedded: bool
) -> None:
    """A result must be one that the answering side may give, by the schema's own unions."""
    answering = {"client": "ServerResult", "server": "ClientResult"}
    unions = [answering[sender] for sender in senders] + (["InputResponse"] if embedded else [])
    for union in unions:
        allowed = _members(official, union)
        if result not in allowed and not (result == "EmptyResult" and "Result" in allowed):
            raise CodegenError(f"{name} would be answered by {result}, which is not in the schema's union {union}")


def derive_errors(types: Definitions) -> tuple[ErrorSpec, ...]:
    """The errors with a code of their own, beyond those of JSON-RPC itself, by code.

    Raises:
        CodegenError: two have the same code.
    """
    errors: list[ErrorSpec] = []
    for name, schema in types.items():
        code = schema.get("properties", {}).get("code", {}).get("const")
        if not name.endswith("Error") or not isinstance(code, int) or code in JSON_RPC_ERRORS:
            continue
        data = schema["properties"].get("data", {})
        errors.append(ErrorSpec(name.removesuffix("Error"), name, code, name_of(data) if "$ref" in data else None))
    counts = Counter(error.code for error in errors)
    if twice := [f"{error.type} {error.code}" for error in errors if counts[error.code] > 1]:
        raise CodegenError(f"errors share a code, expected one for each: {', '.join(twice)}")
    return tuple(sorted(errors, key=lambda error: -error.code))
