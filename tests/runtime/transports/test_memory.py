import anyio
import pytest

from mcprism.errors import ConnectionClosed
from mcprism.transports import HIGH_WATER, memory_channels

pytestmark = pytest.mark.anyio


async def test_frames_arrive_together_and_in_order() -> None:
    left, right = memory_channels()
    async with left, right:
        left.send(b"one")
        left.send(b"two")
        assert await right.receive() == [b"one", b"two"]
        right.send(b"three")
        assert await left.receive() == [b"three"]


async def test_receive_waits_for_a_frame() -> None:
    left, right = memory_channels()
    async with left, right, anyio.create_task_group() as tasks:

        async def answer() -> None:
            with anyio.fail_after(10):
                assert await right.receive() == [b"question"]
            right.send(b"answer")

        tasks.start_soon(answer)
        await anyio.wait_all_tasks_blocked()
        left.send(b"question")
        with anyio.fail_after(10):
            assert await left.receive() == [b"answer"]


async def test_what_was_sent_before_the_other_end_closed_is_received_before_the_end() -> None:
    left, right = memory_channels()
    async with left:
        async with right:
            right.send(b"last")
        assert await left.receive() == [b"last"]
        assert await left.receive() == ()
        assert await left.receive() == ()
        assert left.describe_end() == "the other end of the memory channel was closed"


async def test_closing_wakes_a_waiting_receiver() -> None:
    left, right = memory_channels()
    received: list[object] = []

    async def receive() -> None:
        received.append(await left.receive())

    with anyio.fail_after(10):
        async with left, anyio.create_task_group() as tasks, right:
            tasks.start_soon(receive)
            await anyio.wait_all_tasks_blocked()
    assert received == [()]


async def test_send_to_a_closed_end_fails() -> None:
    left, right = memory_channels()
    async with left:
        async with right:
            assert left.describe_end() == ""
        with pytest.raises(ConnectionClosed, match="the other end of the memory channel was closed"):
            left.send(b"x")
        await left.drained()


async def test_send_outside_the_body_fails() -> None:
    left, right = memory_channels()
    with pytest.raises(ConnectionClosed, match="not open"):
        left.send(b"x")
    async with left, right:
        pass
    with pytest.raises(ConnectionClosed, match="not open"):
        left.send(b"x")


async def test_channel_is_entered_once() -> None:
    left, _ = memory_channels()
    async with left:
        pass
    with pytest.raises(RuntimeError, match="entered before"):
        await left.__aenter__()


async def test_drained_holds_back_until_the_other_end_reads() -> None:
    left, right = memory_channels()
    async with left, right:
        left.send(b"x" * (HIGH_WATER - 1))
        await left.drained()
        left.send(b"x")
        with anyio.move_on_after(0.05) as blocked:
            await left.drained()
        assert blocked.cancelled_caught
        await right.receive()
        with anyio.fail_after(10):
            await left.drained()


async def test_drained_returns_when_the_other_end_closes() -> None:
    left, right = memory_channels()
    with anyio.fail_after(10):
        async with left, anyio.create_task_group() as tasks, right:
            left.send(b"x" * HIGH_WATER)
            tasks.start_soon(left.drained)
            await anyio.wait_all_tasks_blocked()


async def test_cancelled_receive_loses_nothing() -> None:
    left, right = memory_channels()
    async with left, right:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await right.receive()
        left.send(b"kept")
        assert await right.receive() == [b"kept"]


async def test_other_end_is_seen_to_read_until_it_is_closed() -> None:
    left, right = memory_channels()
    with anyio.fail_after(10):
        async with left:
            async with right:
                with anyio.move_on_after(0.02) as reads:
                    await left.unread()
                assert reads.cancelled_caught
            await left.unread()
