"""Server-sent events, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcprism.transports.sse import KEEP_ALIVE, Event, EventDecoder, EventTooLarge, encode_event

CASES = [
    pytest.param(b'{"a":1}', {}, b'data: {"a":1}\n\n', Event(b'{"a":1}'), id="data only"),
    pytest.param(b"x", {"event": "endpoint"}, b"event: endpoint\ndata: x\n\n", Event(b"x", "endpoint"), id="event"),
    pytest.param(b"", {"id": "7"}, b"id: 7\ndata: \n\n", Event(b"", id="7"), id="priming"),
    pytest.param(b"x", {"id": "7", "retry_ms": 50}, b"id: 7\nretry: 50\ndata: x\n\n", Event(b"x", id="7"), id="retry"),
    pytest.param(b"one\ntwo", {}, b"data: one\ndata: two\n\n", Event(b"one\ntwo"), id="lines"),
]


@pytest.mark.parametrize(("data", "fields", "written", "event"), CASES)
def test_what_is_written_is_read_again(data, fields, written, event) -> None:
    assert encode_event(data, **fields) == written
    assert EventDecoder().feed(written) == [event]


@pytest.mark.parametrize(("written", "events"), [(case.values[2], [case.values[3]]) for case in CASES])
@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_chunks_may_be_cut_anywhere_and_lines_end_in_any_way(written, events, ending) -> None:
    stream = written.replace(b"\n", ending)
    decoder = EventDecoder()
    assert [event for index in range(len(stream)) for event in decoder.feed(stream[index : index + 1])] == events


@given(st.lists(st.binary(max_size=20).filter(lambda data: b"\r" not in data), max_size=5), st.integers(1, 30))
def test_any_data_survive_any_cuts(datas, size) -> None:
    stream = b"".join(KEEP_ALIVE + encode_event(data) for data in datas)
    decoder = EventDecoder()
    chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert [event.data for chunk in chunks for event in decoder.feed(chunk)] == datas


@pytest.mark.parametrize("character", ["\n", "\r", "\0"])
@pytest.mark.parametrize("field", ["event", "id"])
def test_a_field_cannot_be_broken_out_of__in_09(field, character) -> None:
    with pytest.raises(ValueError, match="line break"):
        encode_event(b"x", **{field: f"a{character}data: evil"})


def test_ids_are_kept_for_resuming_even_those_of_events_without_data() -> None:
    decoder = EventDecoder()
    assert decoder.feed(b"id: 1\ndata: x\n\ndata: y\n\nid: 2\n\n") == [Event(b"x", id="1"), Event(b"y", id="1")]
    assert decoder.last_event_id == "2"
    # An id counts only once its event is complete: what came before it is sent again otherwise.
    decoder.feed(b"id: 3\ndata: z\n")
    assert decoder.last_event_id == "2"


def test_the_time_to_wait_is_kept_and_nonsense_is_not() -> None:
    decoder = EventDecoder()
    decoder.feed(b"retry: 100\nretry: -1\nretry: x\nretry:\n\n")
    assert decoder.retry_ms == 100


def test_comments_unknown_fields_and_a_byte_order_mark_are_skipped() -> None:
    assert EventDecoder().feed(b"\xef\xbb\xbf: hello\nfoo: bar\ndata: x\nid: a\0b\n\n\n\n") == [Event(b"x")]


def test_an_event_over_the_limit_is_refused_whether_it_ends_or_not__pe_11() -> None:
    for stream in (b"data: " + b"x" * 100, b"data: x\n" * 20, b": " + b"x" * 100):
        decoder = EventDecoder(max_event=64)
        with pytest.raises(EventTooLarge, match="64"):
            decoder.feed(stream)


def test_any_number_of_comments_is_read_for_ever() -> None:
    decoder = EventDecoder(max_event=64)
    for _ in range(100):
        assert decoder.feed(b": keep alive\n") == []
    assert decoder.feed(b"data: x\n\n") == [Event(b"x")]


def test_a_large_event_is_read_in_linear_time() -> None:
    decoder = EventDecoder()
    decoder.feed(b"data: ")
    for _ in range(240):
        decoder.feed(b"x" * 65536)
    (event,) = decoder.feed(b"\n\n")
    assert len(event.data) == 240 * 65536
