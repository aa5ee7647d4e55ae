"""Bytes to messages and back: what is accepted, what is refused and with which code and id."""

import json

import pytest

from mcprism.errors import INVALID_REQUEST, PARSE_ERROR, ErrorObject, MalformedMessage
from mcprism.jsonrpc import (
    MAX_BATCH,
    MAX_DEPTH,
    Failure,
    JsonText,
    Message,
    Notification,
    Request,
    Response,
    decode,
    decode_batch,
    encode,
    is_batch,
    object_of,
)

MESSAGES = [
    pytest.param(
        Request(1, "tools/list"), b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}', id="request without params"
    ),
    pytest.param(
        Request("a\nb", "tools/call", {"name": "ä", "arguments": {"n": None}}),
        '{"jsonrpc":"2.0","id":"a\\nb","method":"tools/call","params":{"name":"ä","arguments":{"n":null}}}'.encode(),
        id="request with a string id",
    ),
    pytest.param(Request("", "m", {}), b'{"jsonrpc":"2.0","id":"","method":"m","params":{}}', id="empty string id"),
    pytest.param(Request(2**63 - 1, "m"), b'{"jsonrpc":"2.0","id":9223372036854775807,"method":"m"}', id="largest id"),
    pytest.param(Request(-(2**63), "m"), b'{"jsonrpc":"2.0","id":-9223372036854775808,"method":"m"}', id="least id"),
    pytest.param(Notification("n"), b'{"jsonrpc":"2.0","method":"n"}', id="notification"),
    pytest.param(
        Notification("n", {"x": [1, 2.5]}), b'{"jsonrpc":"2.0","method":"n","params":{"x":[1,2.5]}}', id="with params"
    ),
    pytest.param(Response(7, {}), b'{"jsonrpc":"2.0","id":7,"result":{}}', id="empty result"),
    pytest.param(Response("7", {"a": 1}), b'{"jsonrpc":"2.0","id":"7","result":{"a":1}}', id="result, string id"),
    pytest.param(
        Failure(7, ErrorObject(-32601, "no")),
        b'{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no"}}',
        id="error without data",
    ),
    pytest.param(
        Failure(None, ErrorObject(1, "no", {"a": [1]})),
        b'{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"no","data":{"a":[1]}}}',
        id="error without id",
    ),
]


@pytest.mark.parametrize(("message", "data"), MESSAGES)
def test_message_is_written_as_this_text(message: Message, data: bytes) -> None:
    assert encode(message) == data


@pytest.mark.parametrize(("message", "data"), MESSAGES)
def test_text_is_read_as_this_message(message: Message, data: bytes) -> None:
    assert decode(data) == message


@pytest.mark.parametrize(
    ("encoded", "plain"),
    [
        pytest.param(Request(1, "m", JsonText(b'{"a":1}')), Request(1, "m", {"a": 1}), id="request"),
        pytest.param(Notification("m", JsonText(b'{"a":1}')), Notification("m", {"a": 1}), id="notification"),
        pytest.param(Response(1, JsonText(b'{"a":1}')), Response(1, {"a": 1}), id="response"),
    ],
)
def test_encoded_members_go_into_the_message_as_they_are(encoded: Message, plain: Message) -> None:
    assert encode(encoded) == encode(plain)


def test_object_of_gives_the_same_object_however_it_is_held() -> None:
    assert object_of(JsonText(b'{"a":1}')) == object_of({"a": 1}) == {"a": 1}
    assert object_of(None) == {}


@pytest.mark.fault("IN-05")
def test_what_is_written_is_one_line_of_strict_json() -> None:
    data = encode(Notification("n", {"text": "a\nb\r\u2028", "numbers": [float("nan"), float("inf")]}))
    assert b"\n" not in data
    assert b"\r" not in data
    assert json.loads(data, parse_constant=pytest.fail)["params"] == {"text": "a\nb\r\u2028", "numbers": [None, None]}


def test_member_that_has_no_json_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="serializ"):
        encode(Response(1, {"a": object()}))


@pytest.mark.fault("IN-07")
def test_unknown_members_are_ignored() -> None:
    assert decode(b'{"jsonrpc":"2.0","id":1,"method":"m","more":1}') == Request(1, "m")


@pytest.mark.fault("IN-01", "IN-03", "IN-04", "IN-05")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"garbage", id="no JSON"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m"', id="cut off"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m"} x', id="something behind it"),
        pytest.param(b'\xef\xbb\xbf{"jsonrpc":"2.0","id":1,"method":"m"}', id="byte order mark"),
        pytest.param('{"jsonrpc":"2.0","id":1,"method":"m"}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', id="invalid UTF-8"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"\xed\xa0\x80"}', id="surrogate in UTF-8"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"\\ud800"}', id="lone surrogate"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"\x00"}', id="NUL"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"x":NaN}}', id="NaN"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"x":Infinity}}', id="Infinity"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"x":-Infinity}}', id="-Infinity"),
        pytest.param(b'{"jsonrpc":"2.0","id":' + b"9" * 5000 + b',"method":"m"}', id="5000 digits"),
        pytest.param(b"[" * 500_000, id="500000 levels"),
    ],
)
def test_text_that_is_no_json_is_refused_without_an_id(data: bytes) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode(data)
    assert (caught.value.code, caught.value.request_id, caught.value.is_answer) == (PARSE_ERROR, None, False)


@pytest.mark.fault("IN-02", "IN-07")
@pytest.mark.parametrize(
    ("data", "request_id"),
    [
        pytest.param(b"[]", None, id="empty array"),
        pytest.param(b'[{"jsonrpc":"2.0","id":1,"method":"m"}]', None, id="batch"),
        pytest.param(b"{}", None, id="empty object"),
        pytest.param(b"1", None, id="number"),
        pytest.param(b"null", None, id="null"),
        pytest.param(b'"text"', None, id="string"),
        pytest.param(b'{"id":1,"method":"m"}', 1, id="no jsonrpc"),
        pytest.param(b'{"jsonrpc":"1.0","id":1,"method":"m"}', 1, id="wrong jsonrpc"),
        pytest.param(b'{"jsonrpc":2.0,"id":1,"method":"m"}', 1, id="jsonrpc is a number"),
        pytest.param(b'{"jsonrpc":"2.0","id":"x"}', "x", id="nothing but an id"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":2}', 1, id="method is a number"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":null}', 1, id="method is null"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"Method":"m"}', 1, id="Method with a capital"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":[1]}', 1, id="params is an array"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":null}', 1, id="params is null"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","result":{}}', 1, id="method and result"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","error":{}}', 1, id="method and error"),
        pytest.param(b'{"jsonrpc":"2.0","id":true,"method":"m"}', None, id="id true"),
        pytest.param(b'{"jsonrpc":"2.0","id":1.5,"method":"m"}', None, id="id 1.5"),
        pytest.param(b'{"jsonrpc":"2.0","id":1.0,"method":"m"}', None, id="id 1.0"),
        pytest.param(b'{"jsonrpc":"2.0","id":null,"method":"m"}', None, id="id null"),
        pytest.param(b'{"jsonrpc":"2.0","id":[],"method":"m"}', None, id="id array"),
        pytest.param(b'{"jsonrpc":"2.0","id":9223372036854775808,"method":"m"}', None, id="id 2^63"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}', None, id="method twice"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}', None, id="id twice"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"a","\\u006dethod":"b"}', None, id="method twice, escaped"),
    ],
)
def test_json_that_is_no_message_is_refused_with_the_id_it_has(data: bytes, request_id: int | str | None) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode(data)
    assert (caught.value.code, caught.value.request_id, caught.value.is_answer) == (INVALID_REQUEST, request_id, False)


@pytest.mark.fault("IN-02")
@pytest.mark.parametrize(
    ("data", "request_id"),
    [
        pytest.param(b'{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}', 1, id="result and error"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"result":[]}', 1, id="result is an array"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"result":null}', 1, id="result is null"),
        pytest.param(b'{"jsonrpc":"2.0","id":null,"result":{}}', None, id="result without id"),
        pytest.param(b'{"jsonrpc":"2.0","result":{}}', None, id="result with no id"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"error":"no"}', 1, id="error is a string"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"error":{"message":"no"}}', 1, id="error without code"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"error":{"code":1}}', 1, id="error without message"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"error":{"code":true,"message":""}}', 1, id="code true"),
        pytest.param(b'{"jsonrpc":"2.0","id":1.5,"error":{"code":1,"message":""}}', None, id="id 1.5"),
        pytest.param(b'{"id":1,"result":{}}', 1, id="no jsonrpc"),
    ],
)
def test_answer_that_cannot_be_read_says_whose_it_is(data: bytes, request_id: int | None) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode(data)
    assert (caught.value.code, caught.value.request_id, caught.value.is_answer) == (INVALID_REQUEST, request_id, True)


def test_error_without_an_id_is_read() -> None:
    expected = Failure(None, ErrorObject(-32700, "no"))
    assert decode(b'{"jsonrpc":"2.0","error":{"code":-32700,"message":"no"}}') == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"id":2,"method":"x"}}', id="inside params"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"text":"\\u00e9 \\"id\\""}}', id="in a text"),
    ],
)
def test_name_of_an_envelope_member_may_come_again_inside(data: bytes) -> None:
    message = decode(data)
    assert isinstance(message, Request)
    assert (message.id, message.method) == (1, "m")


def nested(depth: int) -> bytes:
    """A request in which so many objects and arrays are inside one another."""
    inside = depth - 2
    return b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"x":' + b"[" * inside + b"]" * inside + b"}}"


@pytest.mark.fault("IN-04")
def test_depth_at_the_limit_is_accepted_and_echoed() -> None:
    message = decode(nested(MAX_DEPTH))
    assert encode(message) == nested(MAX_DEPTH)


@pytest.mark.fault("IN-04")
def test_depth_over_the_limit_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="128 levels") as caught:
        decode(nested(MAX_DEPTH + 1))
    assert caught.value.code == PARSE_ERROR


def test_many_brackets_beside_one_another_are_not_deep() -> None:
    values = [{"a": []} for _ in range(1000)]
    assert decode(encode(Notification("n", {"values": values}))) == Notification("n", {"values": values})


@pytest.mark.parametrize(
    ("data", "whether"), [(b"[]", True), (b" \r\n\t[1]", True), (b"{}", False), (b"", False), (b"\xc2\xa0[]", False)]
)
def test_batch_is_told_by_its_bracket(data: bytes, whether: bool) -> None:
    assert is_batch(data) is whether


def test_messages_of_a_batch_are_read_one_by_one() -> None:
    text = ",".join(case.values[1].decode() for case in MESSAGES[:1] + MESSAGES[5:])
    expected = [case.values[0] for case in MESSAGES[:1] + MESSAGES[5:]]
    assert decode_batch(f"[{text}]".encode()) == expected


@pytest.mark.parametrize(
    ("item", "request_id"),
    [
        pytest.param(b"5", None, id="number"),
        pytest.param(b"[]", None, id="array"),
        pytest.param(b"true", None, id="boolean"),
        pytest.param(b'"text"', None, id="string"),
        pytest.param(b"{}", None, id="empty"),
        pytest.param(b'{"jsonrpc":"2.0","id":3,"method":5}', 3, id="method"),
        pytest.param(b'{"jsonrpc":"2.0","id":3,"method":"a","method":"b"}', None, id="a member twice"),
    ],
)
def test_malformed_message_of_a_batch_leaves_the_others(item: bytes, request_id: int | None) -> None:
    bad, good = decode_batch(b'[%b,{"jsonrpc":"2.0","method":"n"}]' % item)
    assert isinstance(bad, MalformedMessage)
    assert (bad.code, bad.request_id) == (INVALID_REQUEST, request_id)
    assert good == Notification("n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"[", PARSE_ERROR, id="no JSON"),
        pytest.param(b"[NaN]", PARSE_ERROR, id="NaN"),
        pytest.param(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), PARSE_ERROR, id="too deep"),
        pytest.param(b"[]", INVALID_REQUEST, id="empty"),
        pytest.param(b"{}", INVALID_REQUEST, id="object"),
        pytest.param(b"[%b]" % b",".join([b"{}"] * (MAX_BATCH + 1)), INVALID_REQUEST, id="too many"),
        pytest.param(
            b'[{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc":"2.0","id":1,"method":"b"}]',
            INVALID_REQUEST,
            id="the same id twice",
        ),
    ],
)
def test_what_is_no_batch_is_refused(data: bytes, code: int) -> None:
    with pytest.raises(MalformedMessage) as caught:
        decode_batch(data)
    assert (caught.value.code, caught.value.request_id) == (code, None)


def test_same_id_may_be_a_number_and_a_text_in_one_batch() -> None:
    ids = [
        message.id
        for message in decode_batch(
            b"[%b,%b]" % tuple(b'{"jsonrpc":"2.0","id":%b,"method":"m"}' % i for i in (b"1", b'"1"'))
        )
        if isinstance(message, Request)
    ]
    assert ids == [1, "1"]
