"""Every exception that mcprism raises on purpose, who is at fault, and how an exception becomes an error on the wire.

McprismError
├── ProtocolError          has a JSON-RPC code, message and data; raised in a handler it goes on the wire
│   ├── MalformedMessage   the peer: what it sent is no message of the protocol
│   ├── InvalidRequest     the peer: a message in the wrong place, such as a second `initialize`
│   │   └── InsufficientScope  the peer: it asked for what it has not been granted
│   ├── MethodNotFound     the peer: it asked for what is not offered
│   └── InvalidParams      the peer: params that do not fit the method
├── ToolError              a tool: it cannot do what it was asked, and the model is to read why
├── PeerError              the peer answered a request of ours with an error
├── InvalidAnswer          the peer: it answered with what is no result of that method
├── UnsupportedVersion     nobody: the two sides have no protocol version in common
├── NotSupportedByPeer     we: the peer does not offer what was asked for; nothing was sent
├── NotDeclared            we: a message needs a capability that this side did not declare; nothing was sent
├── TooManyRounds          the peer: it goes on asking instead of answering
├── RequestTimeout         nobody, or the peer: no answer came in time
├── ConnectionClosed       the connection ended, or never stood: nobody is there to answer
├── HttpError              the server, or what stands before it: its HTTP answer is none of the protocol
├── StartError             a server's process could not be started
├── ConfigurationError     we: a configuration of servers does not fit
└── ConsentRefused         nobody: a server was not started, because whoever was asked did not want that

Of an exception that a handler raises, whoever asked reads this and no more:

* a ProtocolError as it is: code, message and data;
* the text of a ToolError: in the result of a tool, where the model sees it; elsewhere in an internal error;
* the text of a NotSupportedByPeer: it is about the peer itself;
* of any other, `internal error, reference 1a2b3c4d`: the log has the traceback beside the same reference;
* of several that ended a task group the same, if all of them may be read; otherwise a reference to all.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from pydantic_core import ValidationError

from mcprism_types.base.errors import McprismError as McprismError
from mcprism_types.base.errors import MethodNotFound as MethodNotFound
from mcprism_types.base.errors import ProtocolError as ProtocolError
from mcprism_types.base.problems import problems

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
URL_ELICITATION_REQUIRED = -32042
"""The user has to open an address before the request can be answered. Only 2025-11-25 has this code."""
OVERLOADED = -32000
"""More requests at once than are served. One of the codes that JSON-RPC leaves to implementations."""

NO_REASON = "failed, without a reason"
"""Stands for the text of a ToolError that has none."""

_MAX_PROBLEMS = 10
# A hostile message can have a problem in each of a million items, and naming one costs more than finding it.
_MAX_EXAMINED = 1000
_MAX_TEXT = 200

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class ErrorObject:
    """A JSON-RPC error as it is on the wire. `data` None: there is none."""

    code: int
    message: str
    data: Any = None


class MalformedMessage(ProtocolError):
    """The peer sent what is no message of the protocol. JSON-RPC -32700 (no JSON) or -32600.

    `request_id` is that of the request as far as it is valid, for the answer. `is_answer`: it was meant as the answer
    to the request of ours with this id, which then will get no other.
    """

    code = INVALID_REQUEST

    def __init__(
        self,
        message: str,
        *,
        code: int = INVALID_REQUEST,
        request_id: int | str | None = None,
        is_answer: bool = False,
    ) -> None:
        super().__init__(message, code=code)
        self.request_id = request_id
        self.is_answer = is_answer


class InvalidRequest(ProtocolError):
    """A message that is well formed and out of place. JSON-RPC -32600."""

    code = INVALID_REQUEST


class InsufficientScope(InvalidRequest):
    """Whoever asked has not been granted what it takes; `data` has the scopes that are needed, all of them.

    Spec: basic/authorization ("Scope Challenge Handling")
    """

    def __init__(self, what: str, scopes: Sequence[str]) -> None:
        super().__init__(f"{what:.150} takes the scopes {', '.join(scopes)}", data={"scopes": list(scopes)})
        self.scopes = tuple(scopes)


class InvalidParams(ProtocolError):
    """Params that do not fit the method, or name what does not exist. JSON-RPC -32602."""

    code = INVALID_PARAMS


class ToolError(McprismError):
    """A tool cannot do what it was asked to do: the model reads the text, and may call it again in another way.

    Of any other exception the model gets to see nothing but a reference.

    Spec: server/tools#error-handling
    """


class PeerError(McprismError):
    """The peer answered with an error: what it sent, and the method that was asked for.

    `status` is that of the HTTP answer which had the error; None: it came on a stream, or not over HTTP.
    """

    def __init__(self, code: int, message: str, data: Any = None, *, method: str, status: int | None = None) -> None:
        super().__init__(f"{method}: {message} (error {code})")
        self.code = code
        self.message = message
        self.data = data
        self.method = method
        self.status = status


class InvalidAnswer(McprismError):
    """The peer's answer is no result of the method that was asked for."""


class UnsupportedVersion(McprismError):
    """The two sides have no protocol version in common."""

    def __init__(self, message: str, *, requested: str, answered: str | None = None) -> None:
        super().__init__(message)
        self.requested = requested
        self.answered = answered


class NotSupportedByPeer(McprismError):
    """The peer does not offer what was asked for, so nothing was sent.

    `capability` is what a client would have to declare, as JSON: `{"elicitation": {"url": {}}}`. None: it is not a
    capability of a client that is missing.
    """

    def __init__(
        self, feature: str, *, peer_version: str, needs: str, capability: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"the peer does not support {feature}: it speaks {peer_version}, and this needs {needs}")
        self.feature = feature
        self.peer_version = peer_version
        self.needs = needs
        self.capability = capability


class NotDeclared(McprismError):
    """A message needs a capability that this side did not declare, so nothing was sent.

    `capability` is what it would have to declare, as JSON: `{"resources": {"subscribe": True}}`.
    """

    def __init__(self, feature: str, *, capability: Mapping[str, Any]) -> None:
        needs = ".".join(_path(capability))
        super().__init__(
            f"{feature} needs the capability {needs}, which this side did not declare: offer what it stands for, or "
            f"pass capabilities={dict(capability)!r} where this server or client is made"
        )
        self.feature = feature
        self.needs = needs
        self.capability = capability


class TooManyRounds(McprismError):
    """The peer answered a request with questions again and again, more often than this side puts up with."""

    def __init__(self, method: str, rounds: int) -> None:
        super().__init__(
            f"{method} was answered with questions once more after {rounds} rounds of answers; a larger `max_rounds` "
            "gives the server more of them"
        )
        self.method = method
        self.rounds = rounds


class RequestTimeout(McprismError, TimeoutError):
    """No answer came in time. The request was cancelled, and an answer that comes late is dropped."""

    def __init__(self, method: str, timeout: float) -> None:
        super().__init__(f"{method} was not answered within {timeout:g} s; pass a longer `timeout` if it takes longer")
        self.method = method
        self.timeout = timeout


class ConnectionClosed(McprismError):
    """The connection to the peer has ended; the text says how, as far as that is known.

    `never_sent`: what was to be sent has not left, so that it does no harm to try again on another connection.
    """

    def __init__(self, message: str, *, never_sent: bool = False) -> None:
        super().__init__(message)
        self.never_sent = never_sent


class HttpError(McprismError):
    """An HTTP answer that is none of the protocol: an error status without a message, or a body that is none.

    `status` and `headers` (names in lower case) are those of the answer, `body` has the first characters of what came
    with it, and `url` is what was asked, without query.
    """

    def __init__(
        self, message: str, *, url: str, status: int, headers: Mapping[str, str] | None = None, body: str = ""
    ) -> None:
        super().__init__(message)
        self.url = url
        self.status = status
        self.headers = dict(headers or {})
        self.body = body


class StartError(McprismError):
    """A server's process could not be started; the text names the command and the reason."""


class ConfigurationError(McprismError):
    """A configuration of servers does not fit; the text names the file, the server and the key."""


class ConsentRefused(McprismError):
    """A server's command was not run, because consent to that was refused; the text has the program."""


Readable: TypeAlias = ProtocolError | NotSupportedByPeer | ToolError
"""What whoever asked may read."""

TELLING: Final = (ProtocolError, NotSupportedByPeer, ToolError, ExceptionGroup)
"""What may have something to read in it: see `told`."""


def told(error: BaseException) -> Readable | None:
    """What of an exception whoever asked may read; None: nothing.

    Several that ended a task group are told as one, if all of them may be read: that of a tool if one of them is, and
    with their code if they have the same.
    """
    if isinstance(error, ProtocolError | NotSupportedByPeer | ToolError):
        return error
    if not isinstance(error, ExceptionGroup):
        return None
    found = [told(inner) for inner in cast("ExceptionGroup[Exception]", error).exceptions]
    parts = [part for part in found if part is not None]
    if len(parts) < len(found):
        return None
    if len(parts) == 1:
        return parts[0]
    text = "\n".join(dict.fromkeys(str(part) or NO_REASON for part in parts))
    if any(isinstance(part, ToolError) for part in parts):
        return ToolError(text)
    codes = {part.code if isinstance(part, ProtocolError) else INTERNAL_ERROR for part in parts}
    return ProtocolError(text, code=codes.pop() if len(codes) == 1 else INTERNAL_ERROR)


def told_of(error: Exception) -> Readable:
    """As `told`; what may not be read is raised again."""
    found = told(error)
    if found is None:
        raise error
    return found


def wire_error(error: BaseException, *, doing: str) -> ErrorObject:
    """What the peer gets to see of an exception: what is told of it, of anything else nothing but a reference.

    `doing` says in the log what failed.
    """
    found = told(error)
    if found is None:
        return ErrorObject(INTERNAL_ERROR, masked(error, doing=doing))
    if isinstance(found, ProtocolError):
        return ErrorObject(found.code, found.message, found.data)
    return ErrorObject(INTERNAL_ERROR, str(found) or NO_REASON)


def masked(error: BaseException, *, doing: str) -> str:
    """What anybody outside gets to see of an exception: a reference, which is in the log beside the traceback.

    `doing` says there what failed.
    """
    reference = secrets.token_hex(4)
    _log.error("%s failed, reference %s", doing, reference, exc_info=error)
    return f"internal error, reference {reference}"


def _path(capability: Mapping[str, Any]) -> Iterator[str]:
    """The names on the way to what one capability is within others."""
    for name, inner in capability.items():
        yield name
        if isinstance(inner, Mapping):
            yield from _path(cast("Mapping[str, Any]", inner))


def described(error: ValidationError, value: Any) -> str:
    """What is wrong with a value, one line for each problem, as much of it as a message should carry."""
    count = error.error_count()
    if count > _MAX_EXAMINED:
        return f"{count} problems, too many to name them"
    lines = [line[:_MAX_TEXT] for line in problems(error, value)]
    if len(lines) > _MAX_PROBLEMS:
        lines[_MAX_PROBLEMS:] = [f"and {len(lines) - _MAX_PROBLEMS} more"]
    return "\n".join(lines)
