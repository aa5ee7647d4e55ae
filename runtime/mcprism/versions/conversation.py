"""Reading a whole conversation: is each message what its version of the protocol says, and nothing that it does not?

The version comes out of the conversation itself, as a peer learns it: from the answer to `initialize`, or from each
request that names one. Every message is then read as its receiver would read it who believed nothing: parsed, validated
against the generated types, and walked along the contract for members that have no name there (see `contract`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from pydantic import ValidationError
from pydantic_core import from_json

from mcprism.errors import MalformedMessage
from mcprism.jsonrpc import JsonObject, is_object, message_of
from mcprism.versions.catalog import installed
from mcprism.versions.contract import undeclared, undeclared_in_message
from mcprism_types.base import NotificationSpec, ProtocolSpec, RequestSpec, Side, problems

VERSION: Final = "io.modelcontextprotocol/protocolVersion"
_INITIALIZE: Final = "initialize"
_BATCHES: Final = "2025-03-26"
_AUTHORS_OWN: Final = re.compile(r"result\.[^.]+: no such member")
_REQUEST, _ANSWER, _ERROR = "params", "result", "error"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a message."""

    sender: Side
    version: str
    """The version that the message is read in; "" where none is settled yet."""
    message: str
    """Which message: `tools/call`, or `tools/call result` and `tools/call error` for what answers it."""
    problem: str
    """Members and list positions, joined by dots, and what is wrong there."""
    since: str | None = None
    """The version that brought it, if it is something newer than the version that is spoken."""

    def line(self) -> str:
        """The fault as one line of text."""
        return f"{self.message} of the {self.sender}: {self.problem}"

    __str__ = line


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that is not answered yet, and the version in which its answer is read."""

    method: str
    version: str


_Problem: TypeAlias = tuple[str, str | None]
"""What is wrong, and the version that brought it."""


class Conversation:
    """What two sides say to each other over one connection, read message by message.

    Args:
        version: the version of what comes before one is settled, and the only one if none ever is.
    """

    def __init__(self, version: str | None = None) -> None:
        self.version: str | None = version
        """The version that is spoken now."""
        self._asked: dict[tuple[Side, str | int], _Asked] = {}
        self._questions: dict[str, str] = {}

    def read(self, sender: Side, data: bytes) -> list[Fault]:
        """What is wrong with the next frame, which may be a batch where the version has batches."""
        try:
            value: Any = from_json(data, allow_inf_nan=False)
        except ValueError as error:
            return [Fault(sender, self.version or "", "frame", f"not JSON in UTF-8: {error}")]
        if not isinstance(value, list):
            return self.hear(sender, value)
        if self.version != _BATCHES:
            return [Fault(sender, self.version or "", "batch", f"an array of messages: only {_BATCHES} has batches")]
        found = [fault for one in cast("list[object]", value) for fault in self.hear(sender, one)]
        return found if value else [Fault(sender, self.version, "batch", "an array without messages")]

    def hear(self, sender: Side, value: Any) -> list[Fault]:
        """The same for one message that is decoded already."""
        try:
            message_of(value)
        except MalformedMessage as error:
            if not _is_error_without_id(value):
                return [Fault(sender, self.version or "", "message", error.message)]
        message: JsonObject = value
        method: Any = message.get("method")
        if isinstance(method, str):
            version = self._settle(message, method)
            if "id" in message:
                self._asked[sender, message["id"]] = _Asked(method, version or "")
            found = _with_params(sender, message, version) if version else ()
            answers = self._answers(message, version) if version else ()
            return [Fault(sender, version or "", method, *problem) for problem in (*found, *answers)]
        asker: Side = "client" if sender == "server" else "server"
        asked = self._asked.pop((asker, message["id"]), None) if message.get("id") is not None else None
        kind = _ERROR if _ERROR in message else _ANSWER
        if asked is None:
            problem = "it answers no request that is open" if message.get("id") is not None else None
            return [] if problem is None else [Fault(sender, self.version or "", kind, problem)]
        version = self._answered(asked, message)
        if not version:
            return []
        read = _error if kind == _ERROR else _result
        return [Fault(sender, version, f"{asked.method} {kind}", *problem) for problem in read(asked, message, version)]

    def _settle(self, message: JsonObject, method: str) -> str | None:
        """The version in which a request or notification is read."""
        params = message.get("params")
        params = params if is_object(params) else {}
        metadata = params.get("_meta")
        if method == _INITIALIZE:
            return _known(params.get("protocolVersion")) or self.version
        self.version = _known(metadata.get(VERSION) if is_object(metadata) else None) or self.version
        return self.version

    def _answered(self, asked: _Asked, message: JsonObject) -> str:
        """The version in which an answer is read."""
        result = message.get("result")
        if not is_object(result):
            return asked.version
        if asked.method == _INITIALIZE:
            self.version = _known(result.get("protocolVersion")) or self.version
            return self.version or asked.version
        questions = result.get("inputRequests")
        if is_object(questions):
            self._questions |= {
                key: str(question.get("method")) for key, question in questions.items() if is_object(question)
            }
        return asked.version

    def _answers(self, message: JsonObject, version: str) -> Iterator[_Problem]:
        """What is wrong with answers in the params of a request: each has to fit what was asked."""
        params = message.get("params")
        answers = params.get("inputResponses") if is_object(params) else None
        for key, answer in (answers if is_object(answers) else {}).items():
            question = installed()[version].requests.get(self._questions.pop(key, ""))
            if question is not None:
                place = f"params.inputResponses.{key}"
                yield from _read(question.read_result, answer, place)
                for row in undeclared(answer, version, question.result.__name__):
                    yield f"{place}.{row}", row.since


def _known(version: Any) -> str | None:
    """A version that somebody named, if it can be read."""
    return version if isinstance(version, str) and version in installed() else None


def _is_error_without_id(value: Any) -> bool:
    """An error that answers what could not be read: every version takes those, JSON-RPC prescribes them."""
    if not is_object(value) or value.get("jsonrpc") != "2.0" or value.get("id") is not None:
        return False
    error = value.get("error")
    return is_object(error) and type(error.get("code")) is int and type(error.get("message")) is str


def _with_params(sender: Side, message: JsonObject, version: str) -> Iterator[_Problem]:
    protocol, method = installed()[version], message["method"]
    specs: Mapping[str, NotificationSpec[Any]] = protocol.requests if "id" in message else protocol.notifications
    spec = specs.get(method)
    if spec is None:
        kind = "request" if "id" in message else "notification"
        yield f"there is no such {kind} in MCP {version}", _since(method, version)
        return
    if sender not in spec.senders:
        yield (f"no {sender} sends this in MCP {version}" if spec.senders else "this travels inside results only"), None
    yield from _read(spec.read_params, message.get("params"), _REQUEST)
    yield from _unnamed(message, version, None)


def _result(asked: _Asked, message: JsonObject, version: str) -> Iterator[_Problem]:
    spec: RequestSpec[Any, Any, Any] | None = installed()[version].requests.get(asked.method)
    if spec is None:
        return  # the request was the fault
    yield from _read(spec.read_result, message["result"], _ANSWER)
    for problem, since in _unnamed(message, version, asked.method):
        # Results are declared open: at their top an author may say what no version has a name for.
        if since is not None or not _AUTHORS_OWN.match(problem):
            yield problem, since


def _error(asked: _Asked, message: JsonObject, version: str) -> Iterator[_Problem]:
    protocol, code = installed()[version], message["error"]["code"]
    # Whoever has no sessions says so to initialize in its own words.
    if code not in protocol.errors and asked.method != _INITIALIZE:
        others = [other for other in installed() if code in installed()[other].errors]
        if others:
            yield f"error.code: {code} is an error of MCP {', '.join(others)}", others[0]
    yield from _unnamed(message, version, None)


def _read(read: Any, value: Any, place: str) -> Iterator[_Problem]:
    try:
        read(value)
    except ValidationError as error:
        for line in problems(error, value):
            # A line that begins with a path goes on with a colon; others are about the whole.
            path, colon, _ = line.partition(": ")
            yield (f"{place}.{line}" if colon and " " not in path else f"{place}: {line}"), None


def _unnamed(message: JsonObject, version: str, method: str | None) -> Iterator[_Problem]:
    for row in undeclared_in_message(message, version, method=method):
        yield str(row), row.since


def _since(method: str, version: str) -> str | None:
    versions = list(installed())
    newer = versions[versions.index(version) + 1 :]
    return next((other for other in newer if _knows(installed()[other], method)), None)


def _knows(protocol: ProtocolSpec, method: str) -> bool:
    return method in protocol.requests or method in protocol.notifications
