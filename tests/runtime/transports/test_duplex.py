"""Frames over real descriptors of every kind."""

import os
import socket
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, suppress

import anyio
import pytest

from mcprism.errors import ConnectionClosed
from mcprism.transports import HIGH_WATER, Oversized
from mcprism.transports.background import Background
from mcprism.transports.duplex import Duplex

pytestmark = pytest.mark.anyio

MAX_LINE = 32 * 1024 * 1024


class Link:
    """Two connected descriptors: what is written to `sink` is read from `source`."""

    def __init__(self, kind: str) -> None:
        if kind == "sockets":
            ends = socket.socketpair()
            self.source, self.sink = (end.detach() for end in ends)
        else:
            self.source, self.sink = os.pipe()
        for descriptor in (self.source, self.sink):
            os.set_blocking(descriptor, kind == "blocking pipe")

    def close_source(self) -> None:
        os.close(self.source)
        self.source = -1

    def close_sink(self) -> None:
        os.close(self.sink)
        self.sink = -1

    def close(self) -> None:
        for descriptor in (self.source, self.sink):
            with suppress(OSError):
                os.close(descriptor)


@pytest.fixture(params=["pipe", "sockets", "blocking pipe"])
def make_link(request: pytest.FixtureRequest) -> Iterator[Callable[[], Link]]:
    links: list[Link] = []

    def make() -> Link:
        links.append(Link(request.param))
        return links[-1]

    yield make
    for link in links:
        link.close()


@asynccontextmanager
async def duplex(source: int, sink: int, *, max_line: int = MAX_LINE) -> AsyncGenerator[Duplex]:
    with anyio.fail_after(20):
        async with Background() as background:
            both = Duplex(source, sink, max_line=max_line, background=background)
            try:
                yield both
            finally:
                both.stop_writing("stopped by the test")
                both.stop_reading()


async def collect(both: Duplex) -> list[object]:
    frames: list[object] = []
    while some := await both.receive():
        frames += some
    return frames


async def test_frames_of_one_chunk_come_at_once(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        os.write(inward.sink, b"one\ntwo\r\n\nthree\nfo")
        assert await both.receive() == [b"one", b"two", b"three"]
        os.write(inward.sink, b"ur\n")
        assert await both.receive() == [b"four"]


async def test_end_of_input_is_given_again_and_again(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        os.write(inward.sink, b"one\nlast")
        inward.close_sink()
        assert await collect(both) == [b"one", b"last"]
        assert [*await both.receive(), *await both.receive()] == []


async def test_oversized_frame_is_reported_in_order_and_skipped(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink, max_line=10) as both:
        os.write(inward.sink, b"before\n" + b"x" * 1000 + b"\nafter\n")
        assert await both.receive() == [b"before", Oversized(10), b"after"]


async def test_what_one_turn_sends_is_one_write(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        for number in range(100):
            both.send(b"%d" % number)
        await both.flushed()
        assert os.read(outward.source, 65536) == b"".join(b"%d\n" % number for number in range(100))


async def test_long_frames_pass_in_both_directions(make_link: Callable[[], Link]) -> None:
    link = make_link()
    long = b"x" * (16 * 1024 * 1024)
    async with duplex(link.source, link.sink) as both:
        both.send(long)
        both.send(b"next")
        frames = list(await both.receive())
        while len(frames) < 2:
            frames += await both.receive()
        assert frames == [long, b"next"]


async def test_drained_holds_back_until_the_reader_has_caught_up(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both, duplex(outward.source, inward.sink) as other:
        await both.drained()
        frame = b"x" * (HIGH_WATER // 2)
        for _ in range(6):
            both.send(frame)
        with anyio.move_on_after(0.05) as blocked:
            await both.drained()
        assert blocked.cancelled_caught
        frames: list[object] = []
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(both.drained)
            # Enough for the mark, not for everything.
            while len(frames) < 4:
                frames += await other.receive()
        with anyio.move_on_after(0.05) as blocked:
            await both.flushed()
        assert blocked.cancelled_caught
        while len(frames) < 6:
            frames += await other.receive()
        await both.flushed()
        assert frames == [frame] * 6


async def test_unread_input_is_left_with_the_sender(make_link: Callable[[], Link]) -> None:
    """Push-back: somebody who does not take frames does not collect them either."""
    inward, outward = make_link(), make_link()
    frame = b"x" * 1023
    async with duplex(inward.source, outward.sink) as both, duplex(outward.source, inward.sink) as other:
        other.send(b"first")
        assert await both.receive() == [b"first"]
        for _ in range(8 * 1024):
            other.send(frame)
        with anyio.move_on_after(0.1) as blocked:
            await other.drained()
        assert blocked.cancelled_caught
        count = 0
        while count < 8 * 1024:
            count += len(await both.receive())
        await other.flushed()


async def test_cancelled_receive_loses_nothing(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        for number in range(20):
            with anyio.move_on_after(0.01) as waiting:
                await both.receive()
            assert waiting.cancelled_caught
            os.write(inward.sink, b"%d\n" % number)
            with anyio.CancelScope() as cancelled:
                cancelled.cancel()
                assert await both.receive() == [b"%d" % number]
            if cancelled.cancelled_caught:
                assert await both.receive() == [b"%d" % number]


async def test_reader_gone_ends_both_directions(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        outward.close_source()
        both.send(b"x")
        assert await both.receive() == []
        assert both.broken
        with pytest.raises(ConnectionClosed, match="does not read any more"):
            both.send(b"x")
        await both.drained()
        await both.flushed()


async def test_reader_gone_while_much_waits_wakes_those_held_back(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both, anyio.create_task_group() as tasks:
        both.send(b"x" * (4 * HIGH_WATER))
        tasks.start_soon(both.drained)
        await anyio.wait_all_tasks_blocked()
        os.read(outward.source, 1000)
        outward.close_source()
    assert both.broken


async def test_what_has_arrived_is_given_after_the_reader_is_gone() -> None:
    inward, outward = Link("pipe"), Link("pipe")
    async with duplex(inward.source, outward.sink) as both:
        outward.close_source()
        os.write(inward.sink, b"answer\n")
        both.send(b"x")
        assert await collect(both) == [b"answer"]
    inward.close()
    outward.close()


async def test_other_side_is_seen_to_read_until_it_closes_its_end(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        os.write(inward.sink, b"something to read")
        with anyio.move_on_after(0.02) as reads:
            await both.unread()
        assert reads.cancelled_caught
        outward.close_source()
        await both.unread()


async def test_finish_gives_what_has_arrived_and_then_the_end(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        os.write(inward.sink, b"one\ntwo\n")
        both.finish()
        assert await collect(both) == [b"one", b"two"]
        assert await both.receive() == []


async def test_finish_wakes_a_waiting_receiver(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    received: list[object] = []

    async with duplex(inward.source, outward.sink) as both, anyio.create_task_group() as tasks:

        async def receive() -> None:
            received.append(await both.receive())

        tasks.start_soon(receive)
        await anyio.wait_all_tasks_blocked()
        both.finish()
    assert received == [[]]


async def test_stopping_drops_what_was_not_written(make_link: Callable[[], Link]) -> None:
    inward, outward = make_link(), make_link()
    async with duplex(inward.source, outward.sink) as both:
        both.send(b"x" * (4 * HIGH_WATER))
        with anyio.move_on_after(0.05):
            await both.flushed()
        both.stop_writing("enough")
        await both.flushed()
        with pytest.raises(ConnectionClosed, match="enough"):
            both.send(b"x")
        outward.close_source()


async def test_files_are_read_and_written() -> None:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        frames = [b"%d" % number for number in range(50_000)]
        source.write(b"\n".join(frames))
        source.seek(0)
        async with duplex(source.fileno(), sink.fileno()) as both:
            while some := await both.receive():
                for frame in some:
                    assert isinstance(frame, bytes)
                    both.send(frame)
                await both.drained()
            await both.flushed()
        sink.seek(0)
        assert sink.read().splitlines() == frames
