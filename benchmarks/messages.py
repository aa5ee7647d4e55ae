"""What servers under test are asked, in bytes that no SDK has touched, and what they are to answer."""

from typing import Any, Final

from programs import Program

TOOLS: Final = 1000
VERSION: Final = "2025-11-25"
NEWEST: Final = "2026-07-28"

INITIALIZE: Final = {
    "protocolVersion": VERSION,
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1.0.0"},
}
INITIALIZED: Final = b'{"jsonrpc":"2.0","method":"notifications/initialized"}'

_CALL: Final = b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"add","arguments":{"a":%d,"b":%d}%b}}'
_NEWEST_META: Final = (
    b',"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",'
    b'"io.modelcontextprotocol/clientInfo":{"name":"benchmark","version":"1.0.0"},'
    b'"io.modelcontextprotocol/clientCapabilities":{}}'
)


def call(number: int, *, newest: bool = False) -> bytes:
    """A call of `add`, whose id is that number and whose arguments follow from it."""
    return _CALL % (number, number % 1000, number % 7, _NEWEST_META if newest else b"")


def check_initialized(answer: Any, server: Program) -> None:
    """Checks the answer to INITIALIZE.

    Raises:
        BenchmarkError: it is none.
    """
    if answer.get("result", {}).get("protocolVersion") != VERSION:
        raise server.error(f"answered initialize with {str(answer)[:300]}")


def check_called(answer: Any, server: Program) -> int:
    """The number of the call that an answer is to. Raises as `check_initialized`."""
    match answer:
        case {"id": int(number), "result": {"content": [{"type": "text", "text": text}], **rest}} if (
            text == str(number % 1000 + number % 7)
            and rest.get("structuredContent") == {"result": number % 1000 + number % 7}
            and not rest.get("isError")
        ):
            return number
        case _:
            raise server.error(f"answered a call of add with {str(answer)[:300]}")


def check_listed(answer: Any, server: Program) -> None:
    """Checks the answer to `tools/list`: all of TOOLS. Raises as `check_initialized`."""
    match answer:
        case {"result": {"tools": [*tools], **rest}} if "nextCursor" not in rest:
            names = {tool["name"] for tool in tools}
        case _:
            raise server.error(f"answered tools/list with {str(answer)[:300]}")
    if len(names) != TOOLS or "add" not in names:
        raise server.error(f"listed {len(names)} tools, where add and {TOOLS - 1} others were expected")
