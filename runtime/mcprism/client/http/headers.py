"""The headers that requests of versions without sessions have beside their body, and what tools want there.

Spec: 2026-07-28/basic/transports ("Request headers", "Custom headers")
"""

import logging
from typing import Any, Final, cast

from mcprism.jsonrpc import JsonObject, Request, object_of
from mcprism.transports.headers import encode_value
from mcprism.versions.conversions import is_object
from mcprism.versions.http import name_of
from mcprism.versions.param_headers import Annotations, annotations, header_values
from mcprism.versions.stateless import PROTOCOL_VERSION

MAX_TOOLS: Final = 100_000
"""Tools whose headers are remembered."""

_log = logging.getLogger("mcprism")


class RequestHeaders:
    """What the requests of one connection say in headers; it knows the tools that have been listed."""

    def __init__(self) -> None:
        self._tools: dict[str, Annotations] = {}
        self._refused: set[str] = set()
        self._version: str | None = None

    def of(self, request: Request) -> dict[str, str]:
        """The headers of a request that says its version in its body."""
        params = object_of(request.params)
        self._version = _text(params["_meta"][PROTOCOL_VERSION])
        headers = self.of_notification(request.method)
        name = name_of(request)
        if isinstance(name, str):
            headers["Mcp-Name"] = _text(name)
            wanted = self._tools.get(name) if request.method == "tools/call" else None
            if wanted:
                values = header_values(wanted, params.get("arguments"))
                headers |= {header: _text(value) for header, value in values.items()}
        return headers

    def of_notification(self, method: str) -> dict[str, str]:
        """The headers of a message that does not say its version: it has that of the last request."""
        if self._version is None:
            return {}
        return {"MCP-Protocol-Version": self._version, "Mcp-Method": _text(method)}

    def listed(self, result: JsonObject) -> JsonObject:
        """A page of the tools, without those that must not be used over HTTP; of the others the headers are known now.

        Spec: 2026-07-28/basic/transports ("MUST exclude it from the result of tools/list")
        """
        tools: Any = result.get("tools")
        if not isinstance(tools, list):
            return result
        listed = cast("list[object]", tools)
        kept = [tool for tool in listed if self._learn(tool)]
        return {**result, "tools": kept} if len(kept) < len(listed) else result

    def _learn(self, tool: Any) -> bool:
        name = tool.get("name") if is_object(tool) else None
        if not isinstance(name, str):
            return True  # whoever reads the result says what is wrong with it
        try:
            wanted = annotations(tool.get("inputSchema"))
        except ValueError as error:
            self._tools.pop(name, None)
            if name not in self._refused and len(self._refused) < MAX_TOOLS:
                self._refused.add(name)
                _log.warning("the tool %.100r is left out, because it cannot be called over HTTP: %s", name, error)
            return False
        if wanted and len(self._tools) < MAX_TOOLS:
            self._tools[name] = wanted
        else:
            self._tools.pop(name, None)
        return True


def _text(value: str) -> str:
    return encode_value(value).decode("ascii")
