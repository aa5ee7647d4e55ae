"""What the later stages read: one version, described."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from codegen.json_schema import Schema

Side = Literal["client", "server"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A second result type, and the member (with the constant it must have, if any) that tells it apart."""

    type: str
    member: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """One request or notification."""

    method: str
    type: str
    """The message type without its ending: `CallTool`."""
    kind: Literal["request", "notification"]
    senders: tuple[Side, ...]
    embedded: bool
    """Only valid inside a result that asks for input; then nobody sends it as a message."""
    params: str | None
    """Name of the params type; None when the message has none."""
    params_required: bool
    result: str | None
    alternative: Alternative | None


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """One error that a version defines beyond JSON-RPC's own."""

    name: str
    type: str
    code: int
    data: str | None
    """Name of the data type, where the error has one of its own."""


@dataclass(frozen=True, slots=True)
class SpecIR:
    """One version: its types as normalised JSON Schema, its methods, its errors."""

    version: str
    released: bool
    types: Mapping[str, Schema]
    official: frozenset[str]
    """The types that the schema defines by name; the others are written out in place there."""
    envelope: Mapping[str, Schema]
    """The JSON-RPC types as the schema has them: nothing is generated from them, but their changes are differences."""
    methods: tuple[Method, ...]
    errors: tuple[ErrorSpec, ...]
