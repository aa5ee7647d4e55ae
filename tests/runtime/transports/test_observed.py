"""A channel that somebody looks on at is the channel itself."""

import anyio
import pytest

from mcprism.errors import ConnectionClosed
from mcprism.transports.channel import Frame
from mcprism.transports.memory import memory_channels
from mcprism.transports.observed import Direction, ObservedChannel

pytestmark = pytest.mark.anyio


async def test_every_frame_is_told_of_in_order_and_passes() -> None:
    seen: list[tuple[Direction, Frame]] = []
    ours, theirs = memory_channels()
    channel = ObservedChannel(ours, lambda direction, frame: seen.append((direction, frame)))
    with anyio.fail_after(10):
        async with theirs:
            async with channel:
                channel.send(b"1")
                await channel.drained()
                theirs.send(b"2")
                theirs.send(b"3")
                assert await channel.receive() == [b"2", b"3"]
                assert await theirs.receive() == [b"1"]
            assert await theirs.receive() == ()
            assert theirs.describe_end() == "the other end of the memory channel was closed"
    assert seen == [("sent", b"1"), ("received", b"2"), ("received", b"3")]


async def test_what_cannot_be_sent_is_not_told_of() -> None:
    seen: list[Direction] = []
    ours, theirs = memory_channels()
    async with ObservedChannel(ours, lambda direction, frame: seen.append(direction)) as channel:
        async with theirs:
            pass
        with pytest.raises(ConnectionClosed):
            channel.send(b"1")
        assert channel.describe_end() == "the other end of the memory channel was closed"
    assert seen == []
