"""The rules of a connection, each through real bytes between two sides."""

import pytest

from mcprism.connection import (
    AnswerReceived,
    Connection,
    ErrorReceived,
    Event,
    Ignored,
    NotificationReceived,
    ProgressReceived,
    RequestCancelled,
    RequestReceived,
    RequestRefused,
)
from mcprism.errors import INVALID_REQUEST, OVERLOADED, ConnectionClosed, ErrorObject
from mcprism.jsonrpc import Failure, JsonText, Message, Notification, Request, RequestId, Response, decode, encode


class Pair:
    """Two connections and a wire between them."""

    def __init__(self, *, max_inbound: int = 128) -> None:
        self.client = Connection()
        self.server = Connection(max_inbound=max_inbound)

    def to_server(self, message: Message | None) -> Event:
        assert message is not None
        return self.server.receive(decode(encode(message)))

    def to_client(self, message: Message | None) -> Event:
        assert message is not None
        return self.client.receive(decode(encode(message)))

    def ask(self, method: str = "tools/call", *, progress: bool = False) -> RequestReceived:
        event = self.to_server(self.client.request(method, {"name": "add"}, progress=progress))
        assert isinstance(event, RequestReceived)
        return event


@pytest.fixture
def pair() -> Pair:
    return Pair()


def test_request_is_answered_with_its_result(pair: Pair) -> None:
    received = pair.ask()
    assert received.request == Request(1, "tools/call", {"name": "add"})
    assert pair.to_client(pair.server.respond(received, {"a": 1})) == AnswerReceived(1, {"a": 1})


def test_request_is_answered_with_an_error(pair: Pair) -> None:
    error = ErrorObject(-32602, "no", {"a": 1})
    assert pair.to_client(pair.server.fail(pair.ask(), error)) == AnswerReceived(1, error)


def test_ids_are_counted_and_never_come_again(pair: Pair) -> None:
    assert [pair.client.request("ping").id for _ in range(3)] == [1, 2, 3]
    pair.client.cancel(3)
    assert pair.client.request("ping").id == 4


@pytest.mark.fault("ID-04")
def test_second_answer_is_ignored_and_counted(pair: Pair) -> None:
    answer = pair.server.respond(pair.ask(), {})
    pair.to_client(answer)
    assert isinstance(pair.to_client(answer), Ignored)
    assert pair.client.ignored == 1


@pytest.mark.fault("ID-04")
@pytest.mark.parametrize("answer", [Response(9, {}), Response("1", {}), Failure("1", ErrorObject(1, "no"))])
def test_answer_to_what_was_not_asked_is_ignored(pair: Pair, answer: Message) -> None:
    pair.client.request("ping")
    assert isinstance(pair.to_client(answer), Ignored)
    assert pair.to_client(Response(1, {})) == AnswerReceived(1, {})


def test_request_is_answered_once(pair: Pair) -> None:
    received = pair.ask()
    assert pair.server.respond(received, {}) is not None
    assert pair.server.respond(received, {}) is None
    assert pair.server.fail(received, ErrorObject(1, "late")) is None


def test_error_without_an_id_is_told_apart(pair: Pair) -> None:
    assert pair.to_client(Failure(None, ErrorObject(-32700, "no"))) == ErrorReceived(ErrorObject(-32700, "no"))


def test_other_notifications_are_handed_on(pair: Pair) -> None:
    notification = Notification("notifications/message", {"level": "info", "data": 1})
    assert pair.to_client(notification) == NotificationReceived(notification)


@pytest.mark.fault("ID-01")
def test_id_in_flight_is_refused_and_the_first_request_is_unharmed(pair: Pair) -> None:
    received = pair.ask()
    refused = pair.to_server(Request(1, "tools/list"))
    assert isinstance(refused, RequestRefused)
    assert (refused.reply.id, refused.reply.error.code) == (1, INVALID_REQUEST)
    assert pair.server.respond(received, {}) == Response(1, {})


def test_id_may_come_again_after_the_answer(pair: Pair) -> None:
    pair.server.respond(pair.ask(), {})
    assert isinstance(pair.to_server(Request(1, "tools/list")), RequestReceived)


@pytest.mark.fault("ID-02")
def test_number_and_text_are_two_ids(pair: Pair) -> None:
    number, text = pair.to_server(Request(1, "a")), pair.to_server(Request("1", "b"))
    assert isinstance(number, RequestReceived)
    assert isinstance(text, RequestReceived)
    assert pair.server.respond(text, {}) == Response("1", {})
    assert pair.server.respond(number, {}) == Response(1, {})


def test_both_sides_may_use_the_same_id(pair: Pair) -> None:
    received = pair.ask()
    back = pair.to_client(pair.server.request("roots/list"))
    assert isinstance(back, RequestReceived)
    assert pair.to_server(pair.client.respond(back, {"roots": []})) == AnswerReceived(1, {"roots": []})
    assert pair.to_client(pair.server.respond(received, {})) == AnswerReceived(1, {})


def test_one_request_too_many_is_refused_until_one_is_answered() -> None:
    pair = Pair(max_inbound=2)
    first = pair.ask()
    pair.ask()
    refused = pair.to_server(pair.client.request("tools/list"))
    assert isinstance(refused, RequestRefused)
    assert refused.reply.error.code == OVERLOADED
    assert isinstance(pair.to_client(refused.reply), AnswerReceived)
    pair.server.respond(first, {})
    pair.ask()


def test_cancelled_request_is_never_answered(pair: Pair) -> None:
    received = pair.ask()
    assert pair.to_server(pair.client.cancel(1, "user")) == RequestCancelled(received, "user")
    assert pair.server.respond(received, {}) is None
    assert pair.server.fail(received, ErrorObject(1, "no")) is None
    assert not pair.server.is_open(received)


@pytest.mark.fault("ID-04", "ID-05")
def test_answer_that_crosses_the_cancellation_is_ignored(pair: Pair) -> None:
    answer = pair.server.respond(pair.ask(), {})
    cancellation = pair.client.cancel(1)
    assert isinstance(pair.to_client(answer), Ignored)
    assert isinstance(pair.to_server(cancellation), Ignored)


def test_answer_for_a_cancelled_request_never_goes_to_a_later_one_with_its_id(pair: Pair) -> None:
    cancelled = pair.to_server(Request("a", "tools/call"))
    assert isinstance(cancelled, RequestReceived)
    pair.to_server(Notification("notifications/cancelled", {"requestId": "a"}))
    later = pair.to_server(Request("a", "tools/call"))
    assert isinstance(later, RequestReceived)
    assert pair.server.respond(cancelled, {"of": "the first"}) is None
    assert pair.server.respond(later, {"of": "the second"}) == Response("a", {"of": "the second"})


def test_cancelling_twice_or_too_late_sends_nothing(pair: Pair) -> None:
    pair.to_client(pair.server.respond(pair.ask(), {}))
    assert pair.client.cancel(1) is None
    pair.ask()
    assert pair.client.cancel(2) is not None
    assert pair.client.cancel(2) is None


@pytest.mark.parametrize("method", ["initialize", "server/discover"])
def test_question_that_opens_a_connection_is_given_up_in_silence(pair: Pair, method: str) -> None:
    received = pair.ask(method)
    assert pair.client.cancel(1) is None
    assert isinstance(pair.to_client(pair.server.respond(received, {})), Ignored)


def test_peer_cannot_cancel_initialize(pair: Pair) -> None:
    received = pair.ask("initialize")
    assert isinstance(pair.to_server(Notification("notifications/cancelled", {"requestId": 1})), Ignored)
    assert pair.server.respond(received, {}) == Response(1, {})


@pytest.mark.fault("ID-06")
@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"requestId": 2}, id="unknown"),
        pytest.param({"requestId": "1"}, id="of another type"),
        pytest.param({"requestId": True}, id="true, which equals 1"),
        pytest.param({"requestId": 1.0}, id="1.0, which equals 1"),
        pytest.param({"requestId": {}}, id="no id at all"),
        pytest.param({}, id="missing"),
    ],
)
def test_cancellation_of_nothing_is_ignored(pair: Pair, params: dict[str, object]) -> None:
    received = pair.ask()
    assert isinstance(pair.to_server(Notification("notifications/cancelled", params)), Ignored)
    assert pair.server.is_open(received)


def test_progress_reaches_the_request_that_wants_it(pair: Pair) -> None:
    received = pair.ask(progress=True)
    assert pair.to_client(pair.server.progress(received, 1, 2, "half")) == ProgressReceived(1, 1, 2, "half")
    assert pair.to_client(pair.server.progress(received, 1.5)) == ProgressReceived(1, 1.5, None, None)


def test_progress_nobody_wants_is_not_sent(pair: Pair) -> None:
    assert pair.server.progress(pair.ask(), 1) is None


@pytest.mark.parametrize("value", [1, 0.5, -1, float("nan")])
def test_progress_that_does_not_increase_is_not_sent(pair: Pair, value: float) -> None:
    received = pair.ask(progress=True)
    pair.server.progress(received, 1)
    assert pair.server.progress(received, value) is None


def test_progress_after_the_answer_is_not_sent(pair: Pair) -> None:
    received = pair.ask(progress=True)
    pair.server.respond(received, {})
    assert pair.server.progress(received, 1) is None


@pytest.mark.fault("ID-07")
@pytest.mark.parametrize(
    "params",
    [
        pytest.param({"progressToken": 1, "progress": 1}, id="not increasing"),
        pytest.param({"progressToken": 2, "progress": 5}, id="token of a request that wants none"),
        pytest.param({"progressToken": "1", "progress": 5}, id="token of another type"),
        pytest.param({"progressToken": True, "progress": 5}, id="token true, which equals 1"),
        pytest.param({"progressToken": [], "progress": 5}, id="no token at all"),
        pytest.param({"progressToken": 1, "progress": "5"}, id="progress is a text"),
        pytest.param({"progressToken": 1, "progress": True}, id="progress is true"),
        pytest.param({}, id="empty"),
    ],
)
def test_progress_that_breaks_a_rule_is_ignored(pair: Pair, params: dict[str, object]) -> None:
    received = pair.ask(progress=True)
    pair.ask()
    pair.to_client(pair.server.progress(received, 1))
    assert isinstance(pair.to_client(Notification("notifications/progress", params)), Ignored)


@pytest.mark.fault("ID-07")
def test_progress_after_the_end_is_ignored(pair: Pair) -> None:
    received = pair.ask(progress=True)
    late = pair.server.progress(received, 1)
    pair.to_client(pair.server.respond(received, {}))
    assert isinstance(pair.to_client(late), Ignored)


@pytest.mark.parametrize("params", [{"a": 1, "_meta": {"b": 2}}, JsonText(b'{"a":1,"_meta":{"b":2}}')])
def test_token_goes_beside_what_is_in_meta(pair: Pair, params: dict[str, object] | JsonText) -> None:
    request = pair.client.request("m", params, progress=True)
    assert request.params == {"a": 1, "_meta": {"b": 2, "progressToken": request.id}}


def test_caller_keeps_its_params(pair: Pair) -> None:
    params: dict[str, object] = {"_meta": {}}
    pair.client.request("m", params, progress=True)
    assert params == {"_meta": {}}


@pytest.mark.parametrize(
    ("meta", "token"),
    [
        pytest.param({"progressToken": "t"}, "t", id="text"),
        pytest.param({"progressToken": 0}, 0, id="number"),
        pytest.param({"progressToken": True}, None, id="true"),
        pytest.param({"progressToken": 1.5}, None, id="fraction"),
        pytest.param({}, None, id="none"),
        pytest.param([], None, id="no object"),
    ],
)
def test_token_of_a_request_is_read(pair: Pair, meta: object, token: RequestId | None) -> None:
    event = pair.to_server(Request(1, "m", {"_meta": meta}))
    assert isinstance(event, RequestReceived)
    assert event.progress_token == token


def test_answer_that_cannot_be_read_ends_its_request(pair: Pair) -> None:
    pair.client.request("ping")
    assert pair.client.abandon(1)
    assert not pair.client.abandon(1)
    assert pair.client.close() == []


def test_close_gives_what_was_in_flight_once(pair: Pair) -> None:
    first, second = pair.client.request("a"), pair.client.request("b", progress=True)
    assert pair.client.close() == [first, second]
    assert pair.client.close() == []
    assert isinstance(pair.to_client(Response(1, {})), Ignored)


def test_nothing_is_asked_or_answered_after_close(pair: Pair) -> None:
    received = pair.ask()
    pair.server.close()
    assert pair.server.respond(received, {}) is None
    with pytest.raises(ConnectionClosed, match="roots/list was not sent"):
        pair.server.request("roots/list")


def test_requests_of_the_peer_are_still_answered_after_the_end_of_input(pair: Pair) -> None:
    received = pair.ask()
    asked = pair.server.request("roots/list")
    assert pair.server.end_input() == [asked]
    with pytest.raises(ConnectionClosed):
        pair.server.request("roots/list")
    assert pair.server.inbound == (received,)
    assert pair.server.respond(received, {}) == Response(1, {})


def listening(pair: Pair) -> RequestReceived:
    event = pair.to_server(pair.client.request("subscriptions/listen", {"notifications": {}}))
    assert isinstance(event, RequestReceived)
    return event


def test_c3_stream_ends_by_its_result_and_the_cancellation_after_it_calls_for_nothing(pair: Pair) -> None:
    received = listening(pair)
    assert pair.to_client(pair.server.respond(received, {"a": 1})) == AnswerReceived(1, {"a": 1})
    assert isinstance(pair.to_client(pair.server.ended(received)), Ignored)


def test_c3_stream_ends_by_its_cancellation_and_the_result_after_it_calls_for_nothing(pair: Pair) -> None:
    received = listening(pair)
    cancellation = pair.server.ended(received)
    assert cancellation is not None
    named = {"_meta": {"io.modelcontextprotocol/subscriptionId": 1}}
    assert cancellation.params == {"requestId": 1, **named}
    assert pair.to_client(cancellation) == AnswerReceived(1, {"resultType": "complete", **named})
    assert isinstance(pair.to_client(pair.server.respond(received, {})), Ignored)


def test_c2_server_cannot_cancel_any_other_request_of_the_client(pair: Pair) -> None:
    received = pair.ask()
    assert pair.server.ended(received) is None
    assert isinstance(pair.to_client(Notification("notifications/cancelled", {"requestId": 1})), Ignored)
    assert pair.to_client(pair.server.respond(received, {"a": 1})) == AnswerReceived(1, {"a": 1})
