"""JSON-RPC messages, and the one way from bytes to a message and back.

Params and results stay JSON objects: what is in them is somebody else's business. Reading is strict; members that
JSON-RPC does not name are ignored.

Spec: basic#messages
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NewType, TypeAlias, TypeGuard, TypeVar, cast, dataclass_transform

from pydantic_core import from_json, to_json

from mcprism.errors import PARSE_ERROR, MalformedMessage
from mcprism.errors import ErrorObject as ErrorObject

MAX_DEPTH: Final = 128
"""How many objects and arrays may be inside one another, the message itself included."""

_ID_LIMIT: Final = 2**63

_DIGITS_ALIKE: Final = bytes.maketrans(b"123456789E", b"000000000e")
_LARGE_EXPONENT: Final = b"0e000"
# Whatever is too large has three digits in its exponent or two hundred before that.
_LONG_NUMBER: Final = b"0" * 200

JsonObject: TypeAlias = dict[str, Any]

JsonText = NewType("JsonText", bytes)
"""A JSON object that is encoded already: a model is dumped once, and its bytes go into the message as they are."""

RequestId: TypeAlias = int | str

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass, as far as type checkers are concerned, for what is made for each request.

    At run time the check would cost a tenth of reading a request.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


@record
class Request:
    """Asks for an answer under the same id."""

    id: RequestId
    method: str
    params: JsonObject | JsonText | None = None


@record
class Notification:
    """Tells something; nothing answers it."""

    method: str
    params: JsonObject | JsonText | None = None


@record
class Response:
    """The result of the request with this id."""

    id: RequestId
    result: JsonObject | JsonText


@record
class Failure:
    """The error of the request with this id; None where the peer could not tell which one it was."""

    id: RequestId | None
    error: ErrorObject


Message: TypeAlias = Request | Notification | Response | Failure


def decode(data: bytes) -> Message:
    """The message that a JSON text holds.

    Raises:
        MalformedMessage: it is no JSON in UTF-8 (code -32700), or JSON and no message (-32600).
    """
    value = _parsed(data)
    if isinstance(value, dict) and "method" in value and _may_repeat_members(data):
        _refuse_repeated_members(data)
    return message_of(value)


def array_of(frames: Iterable[bytes]) -> bytes:
    """A batch of messages that are JSON texts already."""
    return b"[%b]" % b",".join(frames)


def is_batch(data: bytes) -> bool:
    """Whether a JSON text is an array, if it is JSON at all."""
    return data.lstrip(b" \t\r\n").startswith(b"[")


def decode_batch(data: bytes) -> list[Message | MalformedMessage]:
    """The messages in a JSON array, in order; in place of one that is malformed the error.

    Raises:
        MalformedMessage: the text is no JSON (-32700), no array with something in it, or has requests with the same id
            (-32600).

    Spec: 2025-03-26/basic#batching
    """
    values = _parsed(data)
    if not isinstance(values, list) or not values:
        raise MalformedMessage("A batch must be an array with at least one message")
    repeated: list[Any] = json.loads(data, object_pairs_hook=_repeated_member)
    messages = [
        _message_or_error(value, name if isinstance(value, dict) else None)
        for value, name in zip(cast("list[object]", values), repeated, strict=True)
    ]
    ids = [message.id for message in messages if isinstance(message, Request)]
    if len(set(ids)) < len(ids):
        raise MalformedMessage("Two requests of the batch have the same id: every request needs one of its own")
    return messages


def message_of(value: Any) -> Message:
    """The message that decoded JSON is.

    Raises:
        MalformedMessage: it is none (-32600); it carries the id where that is valid.
    """
    if not is_object(value):
        raise MalformedMessage(f"A message must be a JSON object, not {_kind(value)}")
    message = value
    if "method" not in message:
        return _answer_of(message)
    request_id: Any = message.get("id")
    has_id = _is_id(request_id)
    method, params = message["method"], message.get("params")
    if message.get("jsonrpc") != "2.0":
        problem = '"jsonrpc" must be "2.0"'
    elif type(method) is not str:
        problem = f'"method" must be a string, not {_kind(method)}'
    elif "params" in message and not is_object(params):
        problem = f'"params" must be an object, not {_kind(params)}'
    elif "result" in message or "error" in message:
        problem = 'a message with "method" must not have "result" or "error"'
    elif has_id:
        return Request(request_id, method, params)
    elif "id" in message:
        problem = f'"id" must be a string or a 64-bit integer, not {_kind(request_id)}'
    else:
        return Notification(method, params)
    raise MalformedMessage(f"Invalid message: {problem}", request_id=request_id if has_id else None)


def encode(message: Message) -> bytes:
    """The JSON text of a message, on one line.

    Raises:
        ValueError: params, a result or an error's data have no JSON form.
    """
    if isinstance(message, Response):
        return b'{"jsonrpc":"2.0","id":%b,"result":%b}' % (_id_text(message.id), _text(message.result))
    if isinstance(message, Failure):
        return b'{"jsonrpc":"2.0","id":%b,"error":%b}' % (_text(message.id), _text(_members(message.error)))
    params = b"" if message.params is None else b',"params":%b' % _text(message.params)
    if isinstance(message, Request):
        return b'{"jsonrpc":"2.0","id":%b,"method":%b%b}' % (_id_text(message.id), _text(message.method), params)
    return b'{"jsonrpc":"2.0","method":%b%b}' % (_text(message.method), params)


def object_of(value: JsonObject | JsonText | None) -> JsonObject:
    """Params or a result as an object, whichever way they are held; `{}` for none."""
    if isinstance(value, bytes):
        decoded: JsonObject = from_json(value)
        return decoded
    return value or {}


def _id_text(value: RequestId) -> bytes:
    return b"%d" % value if type(value) is int else to_json(value)


def _text(value: Any) -> bytes:
    # NaN and infinities have no JSON form: null, as pydantic writes them in models.
    return value if type(value) is bytes else to_json(value, inf_nan_mode="null")


def _members(error: ErrorObject) -> JsonObject:
    members: JsonObject = {"code": error.code, "message": error.message}
    if error.data is not None:
        members["data"] = error.data
    return members


def _answer_of(message: JsonObject) -> Response | Failure:
    request_id: Any = message.get("id")
    has_id = _is_id(request_id)
    result, error = message.get("result"), message.get("error")
    is_answer = "result" in message or "error" in message
    if not is_answer:
        problem = 'it has none of "method", "result" and "error"'
    elif message.get("jsonrpc") != "2.0":
        problem = '"jsonrpc" must be "2.0"'
    elif "error" not in message:
        if not has_id:
            problem = f'the "id" of a result must be a string or a 64-bit integer, not {_kind(request_id)}'
        elif not is_object(result):
            problem = f'"result" must be an object, not {_kind(result)}'
        else:
            return Response(request_id, result)
    elif "result" in message:
        problem = 'an answer must have "result" or "error", not both'
    elif not has_id and request_id is not None:
        problem = f'the "id" of an error must be a string, a 64-bit integer or null, not {_kind(request_id)}'
    elif not is_object(error) or type(error.get("code")) is not int or type(error.get("message")) is not str:
        problem = '"error" must be an object with an integer "code" and a string "message"'
    else:
        return Failure(request_id, ErrorObject(error["code"], error["message"], error.get("data")))
    raise MalformedMessage(
        f"Invalid message: {problem}", request_id=request_id if has_id else None, is_answer=is_answer
    )


def is_object(value: Any) -> TypeGuard[JsonObject]:
    """Whether a JSON value is an object."""
    return type(value) is dict


def _is_id(value: Any) -> TypeGuard[RequestId]:
    return type(value) is str or (type(value) is int and -_ID_LIMIT <= value < _ID_LIMIT)


def _kind(value: Any) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "an array"
        case str():
            return "a string"
        case bool():
            return "a boolean"
        case float():
            return "a fraction"
        case int():
            return "an integer" if -_ID_LIMIT <= value < _ID_LIMIT else "an integer of more than 64 bits"
        case _:
            return "null"


def _deeper_than(limit: int, value: Any) -> bool:
    level: list[Any] = [value]
    for _ in range(limit):
        deeper: list[Any] = []
        for item in level:
            if is_object(item):
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(cast("list[object]", item))
        if not deeper:
            return False
        level = deeper
    return any(isinstance(item, dict | list) for item in level)


def _may_repeat_members(data: bytes) -> bool:
    """Whether a member of the envelope could be there twice: a cheap question that most messages answer with no."""
    return (
        data.count(b'"method"') > 1
        or data.count(b'"id"') > 1
        or data.count(b'"params"') > 1
        or data.count(b'"jsonrpc"') > 1
        or b"\\u00" in data  # a name may be written with escapes
    )


def _parsed(data: bytes) -> Any:
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise MalformedMessage(f"The message is not JSON in UTF-8: {error}", code=PARSE_ERROR) from None
    # Each level costs a bracket: only a text with many of them can be too deep.
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _deeper_than(MAX_DEPTH, value):
        raise _unusable(value, f"The message is nested more than {MAX_DEPTH} levels deep")
    if _may_have_infinity(data) and _has_infinity(value):
        raise _unusable(value, "The message has a number beyond the range of double precision: send it as a string")
    return value


def _unusable(value: Any, text: str) -> MalformedMessage:
    """The error for JSON that is not taken. Whose answer it was meant as is told, so that nobody waits for another."""
    if is_object(value) and "method" not in value and ("result" in value or "error" in value):
        request_id: Any = value.get("id")
        return MalformedMessage(
            text, code=PARSE_ERROR, request_id=request_id if _is_id(request_id) else None, is_answer=True
        )
    return MalformedMessage(text, code=PARSE_ERROR)


def _may_have_infinity(data: bytes) -> bool:
    """Whether a number could be beyond double precision: a cheap question that most messages answer with no."""
    alike = data.translate(_DIGITS_ALIKE, b"+")
    return _LARGE_EXPONENT in alike or (len(alike) > len(_LONG_NUMBER) and _LONG_NUMBER in alike)


def _has_infinity(value: Any) -> bool:
    # Not by recursion: the depth is the peer's to choose.
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if is_object(item):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(cast("list[object]", item))
        elif type(item) is float and math.isinf(item):
            return True
    return False


def _message_or_error(value: object, repeated: str | None) -> Message | MalformedMessage:
    try:
        if repeated is not None:
            raise MalformedMessage(f"Invalid message: the member {repeated[:40]!r} is there twice")
        return message_of(value)
    except MalformedMessage as error:
        return error


def _repeated_member(pairs: list[tuple[str, Any]]) -> str | None:
    names = [name for name, _ in pairs]
    return next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None


def _refuse_repeated_members(data: bytes) -> None:
    """Raises if a member of the envelope is there twice: two readers could then take it for two different messages."""
    # The pairs of the outermost object come last.
    pairs: list[tuple[str, Any]] = []

    def keep(found: list[tuple[str, Any]]) -> None:
        pairs[:] = found

    json.loads(data, object_pairs_hook=keep)
    repeated = _repeated_member(pairs)
    if repeated is not None:
        raise MalformedMessage(f"Invalid message: the member {repeated[:40]!r} is there twice")
