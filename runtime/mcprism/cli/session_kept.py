"""What a server that is started again has to be told, so that its client need not know. No I/O.

Rules: a request of the client's is answered once, by whichever process, or by us. An answer of the client's reaches
only the process that asked. Whatever begins a session is said to each process in the same words.
"""

import json
from typing import Any, Final, cast

from pydantic_core import from_json

from mcprism.errors import INTERNAL_ERROR
from mcprism.jsonrpc import JsonObject, RequestId, is_object

LISTEN: Final = "subscriptions/listen"
_GREETING: Final = "initialize"
_INITIALIZED: Final = "notifications/initialized"
_CANCELLED: Final = "notifications/cancelled"
_ACKNOWLEDGED: Final = "notifications/subscriptions/acknowledged"
_SUBSCRIPTION: Final = "io.modelcontextprotocol/subscriptionId"
_OURS: Final = "mcprism-reload"
"""What the ids of our own requests begin with."""
_CHANGES: Final = {
    "tools": "notifications/tools/list_changed",
    "prompts": "notifications/prompts/list_changed",
    "resources": "notifications/resources/list_changed",
}
_LISTENED: Final = {
    "toolsListChanged": _CHANGES["tools"],
    "promptsListChanged": _CHANGES["prompts"],
    "resourcesListChanged": _CHANGES["resources"],
}


class SessionKept:
    """One client, and the processes that serve it one after the other."""

    def __init__(self) -> None:
        self._process = 0
        self._greeting: JsonObject | None = None
        self._is_initialized = False
        self._declared: JsonObject = {}
        self._settings: dict[tuple[str, Any], JsonObject] = {}
        self._pending: dict[RequestId, JsonObject] = {}
        self._listened_again: set[RequestId] = set()

    @property
    def is_busy(self) -> bool:
        """Whether the client waits for an answer that a process can give before it ends."""
        return any(request["method"] != LISTEN for request in self._pending.values())

    def from_client(self, message: JsonObject) -> JsonObject | None:
        """The message as the process is to get it; None: it is not for this one."""
        match message:
            case {"method": str(method), "id": str() | int() as request_id}:
                self._pending[request_id] = message
                if method == _GREETING:
                    self._greeting = message
                elif method in ("logging/setLevel", "resources/subscribe", "resources/unsubscribe"):
                    self._note(method, message)
                return message
            case {"method": str(method)}:
                self._is_initialized = self._is_initialized or method == _INITIALIZED
                return message
            case {"id": str(request_id)}:
                process, colon, theirs = request_id.partition(":")
                return {**message, "id": json.loads(theirs)} if colon and process == str(self._process) else None
            case {"id": _}:
                return None
            case _:
                return message

    def from_server(self, message: JsonObject) -> JsonObject | None:
        """The message as the client is to get it; None: it is nothing for the client."""
        match message:
            case {"method": str(), "id": request_id}:
                return {**message, "id": self._told(request_id)}
            case {"method": method, "params": {"requestId": request_id, **rest}} if method == _CANCELLED:
                return {**message, "params": {**rest, "requestId": self._told(request_id)}}
            case {"method": str()}:
                return message
            case {"id": str() | int() as request_id}:
                request = self._pending.pop(request_id, None)
                if request is not None and request is self._greeting and not self._declared:
                    self._declared = _declared_in(message)
                return message if request is not None else None
            case _:
                return message

    def begun_again(self) -> list[JsonObject]:
        """What a new process is told first: the greeting of a session, or what a client without one listens to."""
        self._process += 1
        if self._greeting is not None and self._is_initialized:
            return [{**self._greeting, "id": _OURS}]
        listening = [request for request in self._pending.values() if request["method"] == LISTEN]
        self._listened_again = {request["id"] for request in listening}
        return listening

    def greeted(self, message: JsonObject) -> tuple[list[JsonObject], list[JsonObject]]:
        """What follows the new process's answer to our greeting: what it is told, and what the client is told.

        Raises:
            ValueError: it is an error; the text says which.
        """
        if "result" not in message:
            raise ValueError(f"it refuses the session: {message.get('error')}")
        settings = [{**setting, "id": f"{_OURS}-{at}"} for at, setting in enumerate(self._settings.values())]
        # A change may be what the client waits for; each was declared to it.
        changes = [
            {"jsonrpc": "2.0", "method": method}
            for name, method in _CHANGES.items()
            if is_object(self._declared.get(name)) and self._declared[name].get("listChanged") is True
        ]
        return [{"jsonrpc": "2.0", "method": _INITIALIZED}, *settings], changes

    def heard_again(self, message: JsonObject) -> list[JsonObject] | None:
        """What the client is told when the new process has agreed to what is listened to; None: it is not that."""
        again = self._listened_again
        match message:
            case {"method": method, "params": {"_meta": meta, "notifications": agreed}} if (
                method == _ACKNOWLEDGED and is_object(meta) and is_object(agreed) and meta.get(_SUBSCRIPTION) in again
            ):
                again.discard(meta[_SUBSCRIPTION])
                marked: JsonObject = {"_meta": {_SUBSCRIPTION: meta[_SUBSCRIPTION]}}
                told = [changed for name, changed in _LISTENED.items() if agreed.get(name) is True]
                return [{"jsonrpc": "2.0", "method": changed, "params": marked} for changed in told]
            case _:
                return None

    def given_up(self, reason: str) -> list[JsonObject]:
        """The answers to what a process that has ended has not answered, streams excepted: another one goes on."""
        given_up = [request for request in self._pending.values() if request["method"] != LISTEN]
        for request in given_up:
            del self._pending[request["id"]]
        return [refusal(request, reason) for request in given_up]

    def _note(self, method: str, message: JsonObject) -> None:
        params = message.get("params")
        uri = params.get("uri") if is_object(params) and method != "logging/setLevel" else None
        if method == "resources/unsubscribe":
            self._settings.pop(("resources/subscribe", uri), None)
        else:
            self._settings[method, uri] = message

    def _told(self, request_id: Any) -> str:
        return f"{self._process}:{json.dumps(request_id)}"


def _declared_in(answer: JsonObject) -> JsonObject:
    result = answer.get("result")
    declared = result.get("capabilities") if is_object(result) else None
    return declared if is_object(declared) else {}


def is_greeting_answered(message: JsonObject) -> bool:
    """Whether a process answers our own greeting."""
    return message.get("id") == _OURS and "method" not in message


def refusal(request: JsonObject, reason: str) -> JsonObject:
    """The answer to a request that no process answers."""
    return {"jsonrpc": "2.0", "id": request["id"], "error": {"code": INTERNAL_ERROR, "message": reason}}


def cancelled_by(message: JsonObject) -> Any:
    """The id of the request that a notification cancels; None: it is another message."""
    match message:
        case {"method": method, "params": {"requestId": request_id}} if method == _CANCELLED:
            return request_id
        case _:
            return None


def messages_in(frame: bytes) -> list[JsonObject] | None:
    """The messages of a frame, of which an array has several; None: it is something else."""
    try:
        value = from_json(frame)
    except ValueError:
        return None
    messages = cast("list[object]", value) if isinstance(value, list) else [value]
    objects = [message for message in messages if is_object(message)]
    return objects if objects and len(objects) == len(messages) else None


def frame_of(message: JsonObject) -> bytes:
    """One message as a frame."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
