import pytest

from mcprism.transports import Frame, Oversized
from mcprism.transports.lines import LineSplitter

LIMIT = 8
OVER = Oversized(LIMIT)

STREAMS = [
    pytest.param(b"one\ntwo\n", [b"one", b"two"], id="two lines"),
    pytest.param(b"one\r\ntwo\r\n", [b"one", b"two"], id="carriage returns"),
    pytest.param(b"one\r\r\n", [b"one\r"], id="only one carriage return belongs to the ending"),
    pytest.param(b"o\rne\n", [b"o\rne"], id="a carriage return inside"),
    pytest.param(b"\n\r\n \t\r\none\n\n", [b"one"], id="blank lines"),
    pytest.param(b"one\ntwo", [b"one", b"two"], id="no line feed at the end"),
    pytest.param(b"", [], id="nothing"),
    pytest.param("\u2028\x0b\x85\n".encode(), ["\u2028\x0b\x85".encode()], id="other line separators"),
    pytest.param(b"\xff\x00\n", [b"\xff\x00"], id="no UTF-8"),
    pytest.param(b"12345678\r\n12345678\n", [b"12345678", b"12345678"], id="exactly the limit"),
    pytest.param(b"a\n123456789\nb\n", [b"a", OVER, b"b"], id="one over the limit"),
    pytest.param(b"a\n123456789\r\nb\n", [b"a", OVER, b"b"], id="one over the limit with carriage return"),
    pytest.param(b"a\n" + b"x" * 50 + b"\nb\n", [b"a", OVER, b"b"], id="far over the limit"),
    pytest.param(b"x" * 50 + b"\n" + b"y" * 50 + b"\n", [OVER, OVER], id="two over the limit"),
    pytest.param(b"a\n" + b"x" * 50, [b"a", OVER], id="over the limit without an end"),
]


@pytest.mark.parametrize(("stream", "frames"), STREAMS)
def test_frames_are_the_same_at_every_split_point(stream: bytes, frames: list[Frame]) -> None:
    for first in range(len(stream) + 1):
        for second in range(first, len(stream) + 1):
            lines = LineSplitter(max_line=LIMIT)
            got = [*lines.feed(stream[:first]), *lines.feed(stream[first:second]), *lines.feed(stream[second:])]
            assert got + lines.end() == frames


@pytest.mark.parametrize(("stream", "frames"), STREAMS)
def test_frames_are_the_same_byte_by_byte(stream: bytes, frames: list[Frame]) -> None:
    lines = LineSplitter(max_line=LIMIT)
    got = [frame for index in range(len(stream)) for frame in lines.feed(stream[index : index + 1])]
    assert got + lines.end() == frames


def test_oversized_line_is_reported_before_it_ends() -> None:
    lines = LineSplitter(max_line=LIMIT)
    assert lines.feed(b"x" * 10) == [OVER]
    assert lines.feed(b"x" * 10) == []
    assert lines.feed(b"x\nnext\n") == [b"next"]


def test_end_gives_a_line_once() -> None:
    lines = LineSplitter(max_line=LIMIT)
    lines.feed(b"one")
    assert lines.end() == [b"one"]
    assert lines.end() == []


@pytest.mark.fault("FL-06")
def test_long_line_in_small_chunks() -> None:
    """Quadratic work would keep this from ending within the time limit of a test."""
    lines = LineSplitter(max_line=16 * 1024 * 1024)
    for _ in range(16 * 1024 * 1024 // 64):
        assert lines.feed(b"x" * 64) == []
    assert lines.feed(b"\n") == [b"x" * 16 * 1024 * 1024]
