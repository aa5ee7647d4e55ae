"""A session over HTTP: what `initialize` has settled, and each later message says in headers.

Spec: basic/transports#session-management
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from mcprism.jsonrpc import JsonObject, JsonText, object_of
from mcprism.transports.headers import encode_value
from mcprism.transports.http_client import HttpAnswer

_ID: Final = re.compile(r"[\x21-\x7e]{1,1024}\Z")


@dataclass(frozen=True, slots=True, eq=False)
class HttpSession:
    """One session of a server; some servers give none an id."""

    version: str
    id: str | None
    initialize: JsonObject | JsonText | None
    """With which params it was begun, for another one."""
    headers: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        headers = {"MCP-Protocol-Version": encode_value(self.version).decode()}
        if self.id is not None:
            headers["Mcp-Session-Id"] = self.id
        object.__setattr__(self, "headers", headers)

    @classmethod
    def begun(cls, params: JsonObject | JsonText | None, result: JsonObject, answer: HttpAnswer) -> Self:
        """The session that an answer to `initialize` begins.

        Raises:
            HttpError: its id cannot be sent back.
        """
        session_id = answer.header("mcp-session-id")
        if session_id is not None and not _ID.match(session_id):
            raise answer.refused("and an Mcp-Session-Id that is not visible ASCII")
        return cls(str(result.get("protocolVersion")), session_id, params)


class Lasting:
    """What a server was asked to do for as long as the session lasts: another session has to be asked again."""

    def __init__(self) -> None:
        self._params: dict[tuple[str, str], JsonObject | JsonText | None] = {}

    def done(self, method: str, params: JsonObject | JsonText | None) -> None:
        """The server has done what a request asks for."""
        match method:
            case "logging/setLevel":
                self._params[method, ""] = params
            case "resources/subscribe":
                self._params[method, _uri(params)] = params
            case "resources/unsubscribe":
                self._params.pop(("resources/subscribe", _uri(params)), None)
            case _:
                pass

    def requests(self) -> list[tuple[str, JsonObject | JsonText | None]]:
        """The method and the params of each request to make of another session, in any order."""
        return [(method, params) for (method, _), params in self._params.items()]


def _uri(params: JsonObject | JsonText | None) -> str:
    return str(object_of(params).get("uri"))


class SessionEnded(Exception):
    """The server does not know a session any more. Never leaves the connection."""

    def __init__(self, session: HttpSession, *, was_taken: bool) -> None:
        super().__init__()
        self.session = session
        self.was_taken = was_taken
        """Whether the server may have begun to work on what was sent."""
