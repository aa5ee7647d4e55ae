"""What the versions say about HTTP: which era a request is in, and which headers it must have.

Plain functions over headers and messages; statuses and streams are for who serves.

Spec: basic/transports#streamable-http, 2026-07-28/basic/transports
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mcprism.errors import ProtocolError
from mcprism.jsonrpc import Request, object_of
from mcprism.transports.headers import decode_value
from mcprism.versions.param_headers import Annotations, argument_at, header_values

HEADER_MISMATCH: Final = -32020
"""The error code for headers that do not say what the body says."""

SILENT: Final = "2025-03-26"
"""The version of a request without a session that does not say its version: that is the last one that need not."""

CHECKED: Final = frozenset({"2025-06-18", "2025-11-25"})
"""The versions in which a header with a version that is not served is refused; before, it meant nothing."""

PRIMED: Final = frozenset({"2025-11-25"})
"""The versions whose clients take an event without data; older ones look for a message in it."""

HAS_EVENTS_ONLY: Final = "2024-11-05"
"""The version whose transport is HTTP+SSE, with two endpoints."""

_LONGEST_NUMBER: Final = 100

NAMED_BY: Final[Mapping[str, str]] = {
    "tools/call": "name",
    "prompts/get": "name",
    "resources/read": "uri",
    "tasks/get": "taskId",
    "tasks/update": "taskId",
    "tasks/cancel": "taskId",
}
"""The member of the params that `Mcp-Name` repeats, by method."""


def mismatch(problem: str) -> ProtocolError:
    """The error about headers that do not say what the body says."""
    return ProtocolError(f"Header mismatch: {problem}", code=HEADER_MISMATCH)


def name_of(request: Request) -> Any:
    """What `Mcp-Name` has to repeat of a request; None: its method has no such header."""
    member = NAMED_BY.get(request.method)
    return None if member is None else object_of(request.params).get(member)


def checked_headers(
    request: Request, version: str, header: Callable[[bytes], bytes | None], repeats: Callable[[bytes], bool]
) -> None:
    """Lets a request of a version without sessions pass whose headers say what its body says.

    Args:
        request: what the body says.
        version: the version that it is in.
        header: a header of the request by name, in lower case.
        repeats: whether there are several of that name.

    Raises:
        ProtocolError: -32020, one is missing, is there twice, cannot be read, or says something else.

    Spec: 2026-07-28/basic/transports ("Request headers")
    """
    name = name_of(request)
    expected = ((b"mcp-protocol-version", version), (b"mcp-method", request.method), (b"mcp-name", name))
    for header_name, value in expected if isinstance(name, str) else expected[:2]:
        said = header(header_name)
        # What is plain and equal is what it should be, in every message that is right.
        if said != value.encode():
            if said is None:
                raise mismatch(f"the header {_title(header_name)} is missing")
            if (text := _decoded(header_name, said)) != value:
                raise mismatch(f"{_title(header_name)} says {text[:100]!r}, and the body {value[:100]!r}")
        if repeats(header_name):
            raise mismatch(f"the header {_title(header_name)} is there twice")


def _decoded(name: bytes, value: bytes) -> str:
    try:
        return decode_value(value)
    except ValueError as error:
        raise mismatch(f"{_title(name)} cannot be read: {error}") from None


def _title(name: bytes) -> str:
    return {b"mcp-protocol-version": "MCP-Protocol-Version"}.get(name, name.decode().title())


def checked_params(
    wanted: Annotations, arguments: Any, header: Callable[[bytes], bytes | None], repeats: Callable[[bytes], bool]
) -> None:
    """The same for the arguments of a tool that are repeated in headers.

    An argument that is absent or null has no header, and one of another type than it should be is no header's concern.

    Args:
        wanted: which arguments, and in which headers.
        arguments: those of the call.
        header, repeats: as for `checked_headers`.

    Raises:
        ProtocolError: as `checked_headers`.

    Spec: 2026-07-28/basic/transports#custom-headers
    """
    values = header_values(wanted, arguments)
    for path, title in wanted.items():
        name, value = title.lower().encode(), values.get(title)
        said = header(name)
        if said is None:
            if value is not None:
                raise mismatch(f"the header {title} is missing, and the body has a value for it")
            continue
        if repeats(name):
            raise mismatch(f"the header {title} is there twice")
        if value is None:
            raise mismatch(f"the header {title} is there, and the body has no value for it")
        is_number = not isinstance(argument_at(path, arguments), str)
        if (text := _decoded(name, said)) != value and not (is_number and _is_number(text, value)):
            raise mismatch(f"{title} does not say what the body says")


def _is_number(text: str, value: str) -> bool:
    """Whether a text is the same integer, written otherwise: 7 is 7.0, and 07."""
    whole, _, fraction = text.partition(".")
    try:
        return int(whole) == int(value) and not fraction.strip("0") and len(text) <= _LONGEST_NUMBER
    except ValueError:
        return False
